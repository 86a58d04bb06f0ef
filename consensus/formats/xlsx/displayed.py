"""A number as a spreadsheet shows it: by its format code, with point and comma as in English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from consensus.formats.xlsx.dates import dated
from consensus.formats.xlsx.format_codes import Section, Token, section_for, sections_of

#: A spreadsheet keeps so many digits of a number.
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
#: Digits that a format can ask for; beyond that it is somebody's joke.
_MOST_DIGITS = 60


def displayed(value: float, code: str, *, since_1904: bool = False) -> str | None:
    """The number as its format shows it, without blanks around it; None where the format cannot be applied.

    ``General`` shows all digits that are kept (15), as in the formula bar, also where a narrow column would round.
    since_1904: whether the workbook counts days from 1904.
    """
    section = section_for(sections_of(code), value)
    if section is None:
        return None
    if section.has("date", "elapsed", "half"):
        return dated(value, section, since_1904)
    if section.has("text"):
        shown = "".join(general(value) if token.kind == "text" else token.text for token in section.tokens)
        return shown.strip()
    number = _number(_DIGITS.create_decimal(repr(value)), section)
    return None if number is None else number.strip()


def shown_text(text: str, code: str) -> str:
    """A text cell as its format shows it: ``"Mr. "@``."""
    sections = sections_of(code)
    section = sections[3] if len(sections) > 3 else next((one for one in sections if one.has("text")), None)
    if section is None or (section.has("digit", "date", "general") and len(sections) < 4):
        return text
    return "".join(text if token.kind == "text" else token.text for token in section.tokens)


def general(value: float) -> str:
    """All digits that a spreadsheet keeps, with an exponent only where the number is very large or small."""
    number = _DIGITS.create_decimal(repr(value)).normalize()
    if number == 0:
        return "0"
    if -9 <= number.adjusted() < 20:
        return f"{number:f}"
    mantissa, _, exponent = f"{number:E}".partition("E")
    return f"{mantissa}E{int(exponent):+03d}"


def _number(value: Decimal, section: Section) -> str | None:
    tokens = section.tokens
    sign = "-" if value < 0 and not section.below else ""
    value = abs(value)
    if section.has("general"):
        return sign + "".join(general(float(value)) if one.kind == "general" else one.text for one in tokens)
    if not section.has("digit"):
        return sign + "".join(token.text for token in tokens if token.kind in ("literal", "percent", "slash"))
    if sum(token.kind == "digit" for token in tokens) > _MOST_DIGITS:
        return None
    value = value.scaleb(2 * sum(token.kind == "percent" for token in tokens))
    if _is_fraction(tokens):
        return _fraction(value, tokens, sign)
    if section.has("exponent"):
        return _scientific(value, tokens, sign)
    return _fixed(value, tokens, sign)


def _fixed(value: Decimal, tokens: Sequence[Token], sign: str) -> str:
    """With places behind the point, separators of thousands, and literals between the digits."""
    digits = [number for number, token in enumerate(tokens) if token.kind == "digit"]
    point = next((number for number, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [number for number in digits if number < point]
    places = [number for number in digits if number > point]
    last = whole[-1] if whole else -1
    commas = [number for number, token in enumerate(tokens) if token.kind == "comma"]
    grouped = bool(whole) and any(whole[0] < number < last for number in commas)
    ends = (last, digits[-1])
    between = range(whole[0] if whole else 0, last)
    scaled = sum(number not in between and _follows(tokens, number, ends) for number in commas)
    value = value.scaleb(-3 * scaled)
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, Context(prec=400))
    if rounded == 0 and not value:
        sign = ""
    left, _, right = f"{rounded:f}".partition(".")
    left = left.lstrip("0")
    shown = _whole(left, [tokens[number].text for number in whole], grouped=grouped)
    behind = _places(right, [tokens[number].text for number in places])
    placed = dict(zip([*whole, *places], [*shown, *behind], strict=True))
    out = [] if whole else [left]
    for number, token in enumerate(tokens):
        if token.kind == "digit":
            out.append(placed[number])
        elif token.kind == "point" and number == point:
            out.append(".")
        elif token.kind != "comma":
            out.append(token.text)
    return sign + "".join(out)


def _follows(tokens: Sequence[Token], comma: int, ends: tuple[int, int]) -> bool:
    """Whether a comma stands right behind the last digit, where each divides by a thousand."""
    before = comma - 1
    while before >= 0 and tokens[before].kind == "comma":
        before -= 1
    return before in ends


def _whole(digits: str, marks: Sequence[str], *, grouped: bool) -> list[str]:
    """What stands at each mark (0, # or ?) of the whole part; the first one takes all digits that are left."""
    out: list[str] = []
    written = 0
    for number, mark in enumerate(reversed(marks)):
        first = number == len(marks) - 1
        taken = digits if first else digits[-1:]
        digits = "" if first else digits[:-1]
        cell = ""
        for digit in reversed(taken or {"0": "0", "?": " "}.get(mark, "")):
            if grouped and written and written % 3 == 0 and digit != " ":
                cell = f",{cell}"
            cell = digit + cell
            written += 1
        out.append(cell)
    return out[::-1]


def _places(digits: str, marks: Sequence[str]) -> list[str]:
    """What stands at each mark behind the point: zeros at the end only where the mark asks for them."""
    kept = len(digits.rstrip("0"))
    return [
        digit if number < kept or mark == "0" else {"?": " "}.get(mark, "")
        for number, (digit, mark) in enumerate(zip(digits, marks, strict=True))
    ]


def _scientific(value: Decimal, tokens: Sequence[Token], sign: str) -> str:
    at = next(number for number, token in enumerate(tokens) if token.kind == "exponent")
    head, tail = tokens[:at], tokens[at + 1 :]
    point = next((number for number, token in enumerate(head) if token.kind == "point"), len(head))
    step = max(1, sum(token.kind == "digit" for token in head[:point]))
    places = sum(token.kind == "digit" for token in head[point:])
    exponent = 0 if not value else value.adjusted() // step * step
    mantissa = round(value.scaleb(-exponent), places)
    if value and mantissa.adjusted() >= step:
        exponent += step
    shown = _fixed(value.scaleb(-exponent), head, sign)
    width = sum(token.kind == "digit" and token.text == "0" for token in tail)
    mark = "-" if exponent < 0 else "+" if tokens[at].text.endswith("+") else ""
    rest = "".join(token.text for token in tail if token.kind in ("literal", "percent"))
    return f"{shown}E{mark}{abs(exponent):0{max(1, width)}d}{rest}"


def _is_fraction(tokens: Sequence[Token]) -> bool:
    kinds = [token.kind for token in tokens]
    return "slash" in kinds and "digit" in kinds[: kinds.index("slash")] and "point" not in kinds


def _fraction(value: Decimal, tokens: Sequence[Token], sign: str) -> str | None:
    """As ``# ?/?``, ``??/??`` or ``# ?/8``."""
    slash = next(number for number, token in enumerate(tokens) if token.kind == "slash")
    before, behind = tokens[:slash], tokens[slash + 1 :]
    groups = "".join("d" if token.kind == "digit" else " " for token in before).split()
    fixed = "".join(token.text for token in behind if token.text.isdigit()).lstrip("0")
    exact = Fraction(value)
    if fixed:
        part = Fraction(round(exact * int(fixed)), int(fixed))
        denominator = int(fixed)
    else:
        size = sum(token.kind == "digit" for token in behind)
        if not size or size > 7:
            return None
        part = exact.limit_denominator(10**size - 1)
        denominator = part.denominator
    if len(groups) < 2:
        return f"{sign}{part.numerator * denominator // part.denominator}/{denominator}"
    whole = part.numerator // part.denominator
    rest = part - whole
    if not rest:
        return f"{sign}{whole}"
    top = rest.numerator * denominator // rest.denominator
    return f"{sign}{whole} {top}/{denominator}" if whole else f"{sign}{top}/{denominator}"
