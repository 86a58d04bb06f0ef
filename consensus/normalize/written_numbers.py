"""One number as people write it, with brackets, a sign and a unit: read where it has one reading, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Final

from consensus.normalize.folding import fold_shape
from consensus.normalize.tokens import ascii_digits
from consensus.normalize.units import PERCENT_WORD, currency_of, grammar

#: Significant digits that every reader of JSON keeps.
MOST_DIGITS: Final = 15

#: Beyond it a float does not hold every whole number.
_EXACT: Final = 2**53
_FIGURE = re.compile(r"\d+(?:[.,' ]\d+)*|\.\d+")
_SPACED = re.compile(r"(\d{1,3}(?:([ '])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?")
#: "12,-" and "12.--": no cents.
_NO_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}(?!\d)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[^\W_]+(?:/[^\W_]+)?|[$€£¥₪₹₺₽₴₩%‰°]")
#: What counts pieces and changes no number.
_PIECES = frozenset(
    ("pc", "pcs", "piece", "pieces", "ea", "each", "unit", "units", "stk", "stck", "stück", "pz", "pza", "pièces")
)
#: Units of time: "2 years" is no 2 unless the field counts years.
_TIMES = frozenset({"s", "min", "h", "day", "week", "month", "year"})
_DEGREES = {"c": "°C", "celsius": "°C", "f": "°F", "fahrenheit": "°F"}
#: A metre or a million, a tonne or a thousand.
_MAY_SCALE = frozenset("mt")
_PERCENT_NAMED = re.compile(r"(?:^|[\W_])(?:pct|perc)(?:[\W_]|$)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_figure(text: str, style: str) -> Decimal | None:
    """The value of digits with their marks, or None where they have no reading or several.

    style: which marks the text's language uses (see ``numbers.number_style``): "point", "comma", "space" or "both".
    A mark before three digits groups or divides, so that "1.234" is read only where the style says which.
    """
    if text.isdigit():
        return Decimal(text) if text[0] != "0" or len(text) == 1 else None
    if text[0] == "0" and text[1].isdigit():
        return None  # leading zeros belong to a code
    if spaced := _SPACED.fullmatch(text):
        return Decimal(re.sub("[ ']", "", spaced[1]) + (f".{spaced[3]}" if spaced[3] else ""))
    if "'" in text or " " in text:
        return None
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = max(".,", key=text.rindex)
        whole, _, fraction = text.rpartition(mark)
        other = "," if mark == "." else "."
        return (
            Decimal(f"{whole.replace(other, '')}.{fraction}") if mark not in whole and _grouped(whole, other) else None
        )
    mark = "." if points else ","
    if points + commas > 1:
        return Decimal(text.replace(mark, "")) if _grouped(text, mark) else None
    if not _grouped(text, mark):
        return Decimal(text.replace(mark, ".")) if text[0] != "," else None
    if style == "both" or (style == "space" and mark == "."):
        return None
    divides = mark == ("." if style == "point" else ",")
    return Decimal(text.replace(mark, "." if divides else ""))


def _grouped(text: str, mark: str) -> bool:
    """Whether a mark may group: in threes, or in twos before the last three as in India."""
    first, *rest = text.split(mark)
    if not 1 <= len(first) <= 3 or first[0] == "0" or not rest or len(rest[-1]) != 3:
        return False
    return all(len(run) == 3 for run in rest) or (
        mark == "," and len(first) < 3 and all(len(r) == 2 for r in rest[:-1])
    )


@lru_cache(maxsize=4096)
def read_amount(text: str, style: str, lang: str | None, words: str, most: float | None = None) -> Decimal | None:
    """The number that a whole text states, or None where it states none, several, or one with several readings.

    Brackets and a minus behind are a minus sign. A unit or currency is left out where the field's own words name no
    other one. "19%" is 19 where they say percent, .19 where the schema allows at most 1, else left open. Exponents,
    scale words ("1.2 million"), bounds ("<5") and codes with leading zeros are not read.
    words: the field's name and description. most: the largest value that the schema allows.
    """
    if "\u066b" in text or "\u066c" in text:
        style = "point"  # the Arabic marks say themselves which they are
    plain = _NO_CENTS.sub("", fold_shape(ascii_digits(text).replace("\u2396", ".")).strip())
    bracketed = plain.startswith("(") and plain.endswith(")")
    if bracketed:
        plain = plain[1:-1].strip()
    found = _FIGURE.search(plain)
    if found is None:
        return None
    before, after = plain[: found.start()], plain[found.end() :]
    value = read_figure(found[0], style)
    before, after, sign = _sign(before, after)
    if value is None or sign is None or (bracketed and sign):
        return None
    shift = _shift(before, after, lang, (words, most))
    if shift is None:
        return None
    value = value.scaleb(-shift) if shift else value
    return -value if bracketed or sign == "-" else value


def _sign(before: str, after: str) -> tuple[str, str, str | None]:
    """What stands around a figure without its sign; the sign is None where there are two of them.

    A minus touches its figure, or begins the text, or follows the figure at once.
    """
    signs = ""
    lead = before.lstrip()
    if lead[:1] in ("+", "-"):
        signs, before = lead[0], lead[1:]
    if before[-1:] in ("+", "-"):
        signs, before = signs + before[-1], before[:-1]
    if after[:1] == "-":
        signs, after = signs + "-", after[1:]
    return before.strip(), after.strip().removesuffix("."), signs if len(signs) < 2 else None


def _shift(before: str, after: str, lang: str | None, field: tuple[str, float | None]) -> int | None:
    """The power of ten to divide by when what stands around a figure is left out; None where it may not be.

    field: its own words, and the largest value that its schema allows.
    """
    words, most = field
    if not before and not after:
        return 0
    codes = _currencies(before, lang) if before else _currencies(after, lang)
    if before and after:
        codes &= _currencies(after, lang)
    units, money = _named(words, lang)
    if codes:
        return 0 if not money or codes & money else None
    if before:
        return None
    if PERCENT_WORD.fullmatch(after):
        share = most is not None and most <= 1
        if _PERCENT_NAMED.search(words) or PERCENT_WORD.search(words):
            return None if share else 0
        return 2 if share else None
    unit = _unit(after, lang)
    if unit in _TIMES or after in _MAY_SCALE:
        return 0 if unit in units else None
    if unit:
        return 0 if not units or unit in units else None
    return 0 if after.lower() in _PIECES and not units else None


def _currencies(text: str, lang: str | None) -> frozenset[str]:
    """The currencies that a sign, code or word may mean; none where it is something else."""
    if len(text) == 3 and text.isascii() and text.isalpha() and not text.isupper():
        return frozenset()  # "try", "all" and "cad" are words
    return currency_of(text, grammar(lang)) or currency_of(text, grammar("en"))


@lru_cache(maxsize=1024)
def _unit(text: str, lang: str | None) -> str:
    """The unit that a text names, "" where it is none. Symbols are units only as they are spelt: "m" and "M"."""
    for spoken in (grammar(lang), grammar("en")):
        found = spoken.words.get(text) or (spoken.words.get(text.lower(), "") if len(text) > 3 else "")
        if found or (found := next((name for stem, name in spoken.stems if text.lower().startswith(stem)), "")):
            return found
    return ""


@lru_cache(maxsize=1024)
def _named(words: str, lang: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Units and currencies that a field's own words name; its name is the first of their lines."""
    name, _, rest = words.partition("\n")
    of_name = _WORDS.findall(_CAMEL.sub(" ", name))
    tokens = of_name + _WORDS.findall(rest)
    money = [_currencies(token, lang) for token in tokens] + [_currencies(token.upper(), lang) for token in of_name]
    units = {_unit(token, lang) for token in tokens} | {_DEGREES.get(token.lower(), "") for token in tokens}
    symbols = _symbols(lang)
    return frozenset(units.union(*(symbols.get(t.lower(), ()) for t in of_name)) - {""}), frozenset[str]().union(*money)


@lru_cache(maxsize=64)
def _symbols(lang: str | None) -> dict[str, set[str]]:
    """Symbols of two letters or more in lower case, as names of fields write them, and the units each may mean."""
    found: dict[str, set[str]] = {}
    for symbol, unit in grammar(lang).words.items():
        if len(symbol) > 1:
            found.setdefault(symbol.lower(), set()).add(unit)
    return found


def loses_digits(value: object) -> bool:
    """Whether readers of JSON may change a number, or one in a list or an object: more than 15 digits of a whole number
    beyond 2**53, or more than 16 of another."""
    if isinstance(value, list):
        return any(map(loses_digits, value))
    if isinstance(value, dict):
        return any(map(loses_digits, value.values()))
    if type(value) is int:
        return not -_EXACT <= value <= _EXACT and digits_of(value) > MOST_DIGITS
    if type(value) is not float or not isfinite(value):
        return False
    if len(repr(value)) <= MOST_DIGITS:  # so are most, and counting takes longer
        return False
    return digits_of(value) > (MOST_DIGITS if abs(value) > _EXACT else MOST_DIGITS + 1)


def digits_of(value: int | float | Decimal) -> int:
    """Significant digits of a number as it is written."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return len("".join(map(str, exact.as_tuple().digits)).strip("0")) or 1
