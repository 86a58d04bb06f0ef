"""Number format codes of a spreadsheet, as ``0.00;[Red]-0.00``, taken apart (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """kind: "literal"; "digit" (0, # or ?), "point", "comma", "percent", "exponent", "slash", "general", "text" (@);
    "date" (a run of one of y m d h s e a b g), "elapsed" ([h], [mm] ...), "half" (AM/PM, A/P). text: as written, of a
    literal what is shown."""

    kind: str
    text: str


class Section(NamedTuple):
    """What stands between two semicolons. condition: whether it is for a value; None where none is written.

    language: the LCID behind ``[$-``, 0 where none is said. below: whether it is for negative values alone, which it
    then shows without a sign.
    """

    tokens: Sequence[Token]
    condition: Callable[[float], bool] | None = None
    language: int = 0
    below: bool = False

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


#: By number, where the workbook does not write them out. Those with the date or the currency of whoever looks have no
#: one reading: dates are then written as ISO 8601, and amounts without the currency.
BUILT_IN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    **dict.fromkeys((5, 6), "#,##0;-#,##0"),
    **dict.fromkeys((7, 8), "#,##0.00;-#,##0.00"),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "yyyy-mm-dd", "d-mmm-yy", "d-mmm", "mmm-yy"), 9)),
    **dict(enumerate(("h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss", "yyyy-mm-dd h:mm"), 18)),
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 34, 55), "h:mm"),
    **dict.fromkeys((33, 35, 56), "h:mm:ss"),
    **dict.fromkeys((37, 38), "#,##0;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00;(#,##0.00)"),
    **dict.fromkeys((41, 42), '#,##0;-#,##0;"-";@'),
    **dict.fromkeys((43, 44), '#,##0.00;-#,##0.00;"-";@'),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mm:ss.0", "##0.0E+0", "@"), 45)),
}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|_(?P<space>.)|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>general)"
    r"|(?P<half>am/pm|a/p|上午/下午)"
    r"|(?P<exponent>e[+-](?=[0#?]))"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4}|b+|g+)"
    r"|(?P<one>.)",
    re.IGNORECASE | re.DOTALL,
)
_ONE = {**dict.fromkeys("0#?", "digit"), ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:e[+-]?\d+)?)", re.IGNORECASE)
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


@lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a code, at most four."""
    parts: list[list[re.Match[str]]] = [[]]
    for found in _TOKEN.finditer(code):
        if found["one"] == ";":
            parts.append([])
        else:
            parts[-1].append(found)
    return tuple(_section(part) for part in parts[:4])


def section_for(sections: Sequence[Section], value: float) -> Section | None:
    """The section that shows a number; None where none is for it."""
    numeric = sections[:3]
    if any(section.condition for section in numeric[:2]):
        return _conditional(numeric, value)
    if len(numeric) == 1:
        return numeric[0]
    if value < 0:
        return numeric[1]._replace(below=True)
    return numeric[2] if value == 0 and len(numeric) == 3 else numeric[0]


def _conditional(sections: Sequence[Section], value: float) -> Section | None:
    for number, section in enumerate(sections):
        if section.condition is not None:
            if section.condition(value):
                # A section for negative values alone writes the sign itself.
                return section._replace(below=value < 0 and not section.condition(0) and not section.condition(-value))
        elif number == len(sections) - 1 or (number == 0 and value > 0):
            return section
        elif number == 1 and value < 0:
            return section._replace(below=True)
    return None


def _section(parts: Sequence[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition: Callable[[float], bool] | None = None
    language = 0
    for found in parts:
        kind = found.lastgroup or ""
        text = found[kind]
        if kind == "bracket":
            if told := _CONDITION.fullmatch(text):
                condition = _holds(told[1], float(told[2]))
            elif text.startswith("$"):
                currency, _, lcid = text[1:].partition("-")
                language = _number(lcid)
                tokens += [Token("literal", currency)] if currency else []
            elif text and text.lower().strip(text[0].lower()) == "" and text[0].lower() in "hms":
                tokens.append(Token("elapsed", text.lower()))
        elif kind in ("quoted", "escaped"):
            tokens.append(Token("literal", text))
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind == "one":
            tokens.append(Token(_ONE.get(text, "literal"), text))
        elif kind != "fill":
            tokens.append(Token(kind, text.lower() if kind != "half" else text))
    return Section(tuple(tokens), condition, language)


def _holds(operator: str, bound: float) -> Callable[[float], bool]:
    return lambda value: _HOLDS[operator](value, bound)


def _number(lcid: str) -> int:
    try:
        return int(lcid.partition(",")[0], 16)
    except ValueError:
        return 0
