"""Numbers as people write them: separators by locale, signs, scripts of digits.

What is compared are canonical decimals ("1234.5"): never a float, never a dropped digit, sign or decimal mark.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from consensus.normalize.languages import ALL
from consensus.normalize.tokens import base_language

#: Space, no-break, narrow no-break and thin space, apostrophes: they only ever group digits.
_GROUP = " \u00a0\u202f\u2009'’"

#: ISO and numeric dates, clock times and numbers, in this order. The first digit stands in front of the alternatives:
#: the engine skips to one class of characters many times faster than it tries alternatives. Groups lack that digit.
NUMERIC = re.compile(
    r"[0-9](?:(?P<ymd>\d{3}([-/.])[ \u00a0]?\d{1,2}\2[ \u00a0]?\d{1,2}(?!\d))"
    r"|(?P<dmy>\d?([./-])[ \u00a0]?\d{1,2}\4[ \u00a0]?(?:\d{4}|\d\d)(?![\d.]\d|\d))"
    r"|(?P<clock>\d?:[0-5]\d(?::[0-5]\d)?(?!\d))"
    rf"|(?P<number>\d{{0,2}}(?:[{_GROUP}]\d{{3}})+(?!\d)(?:[.,\u2396]\d+)?|\d*(?:[.,\u2396'’]\d+)*))",
    re.ASCII,
)

#: How the locales of a region split that do so otherwise than their language; see ``Language.number_style``.
_STYLES = {
    "point": "de-ch de-li it-ch es-mx es-us es-gt es-hn es-ni es-pa es-pe es-pr es-sv es-do",
    "comma": "es-es es-ar es-cl es-co es-ec es-py es-uy es-ve es-bo es-cr",
    "both": "en-za fr-ch",
}
_STYLE = {code: one.number_style for code, one in ALL.items() if one.number_style} | {
    tag: style for style, tags in _STYLES.items() for tag in tags.split()
}


@lru_cache(maxsize=256)
def number_style(lang: str | None) -> str:
    """ "point", "comma", "space" or "both" for a BCP 47 tag."""
    if lang is None:
        return "both"
    tag = lang.lower().replace("_", "-")
    base, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == 2 or part.isdigit()), "")
    return _STYLE.get(f"{base}-{region}") or _STYLE.get(base_language(tag) or "", "both")


def canonical(whole: str, fraction: str = "") -> str:
    """Digits of both sides of the decimal mark -> the one way to write that value."""
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def decimal_text(value: Decimal) -> str:
    """The one way to write a value."""
    whole, _, fraction = format(value, "f").partition(".")
    return canonical(whole, fraction)


def scaled(value: str, factor: int) -> str:
    """The canonical value times a scale word's factor."""
    return decimal_text(Decimal(value) * factor)


@lru_cache(maxsize=4096)
def read_number(raw: str, style: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values a digit token may mean in a locale's style, and its parts where it may be a list of numbers."""
    if raw.isdigit():
        return (canonical(raw),), ()
    parts = tuple(canonical(run) for run in re.findall(r"\d+", raw))
    spaced = any(space in raw for space in _GROUP[:4])
    plain = re.sub(f"[{_GROUP}]", "", raw)
    if "\u2396" in plain:
        whole, _, fraction = plain.rpartition("\u2396")
        return (canonical(re.sub(r"\D", "", whole), fraction),), ()
    values = _read_marks(plain, style)
    if spaced or (values and "," in plain and "." not in plain and not _grouped(plain, ",")):
        return values or parts[:1], parts
    return values or (f"={raw}",), parts if "," in plain and "." not in plain else ()


def _grouped(text: str, mark: str) -> bool:
    head, *rest = text.split(mark)
    if not 1 <= len(head) <= 3 or head.startswith("0") or len(rest[-1]) != 3:
        return False
    return all(len(run) == 3 for run in rest) or (mark == "," and all(len(run) == 2 for run in rest[:-1]))


def _read_marks(text: str, style: str) -> tuple[str, ...]:
    """Values of digits with points and commas alone; () when they are no number ("1.2.3")."""
    points, commas = text.count("."), text.count(",")
    if not points and not commas:
        return (canonical(text),)
    if points and commas:
        mark = max(".,", key=text.rindex)
        if text.count(mark) > 1:
            return ()
        whole, _, fraction = text.rpartition(mark)
        return (canonical(re.sub(r"\D", "", whole), fraction),)
    mark = "." if points else ","
    as_group = (canonical(text.replace(mark, "")),) if _grouped(text, mark) else ()
    if points + commas > 1:
        return as_group
    as_decimal = (canonical(*text.split(mark)),)
    if not as_group:
        return as_decimal
    decimal_mark = {"point": ".", "comma": ",", "space": ","}.get(style)
    if decimal_mark is None:
        return as_group + as_decimal
    if mark == decimal_mark:
        return as_decimal
    return as_group + as_decimal if style == "space" else as_group


@lru_cache(maxsize=4096)
def foreign_mark(raw: str, style: str) -> bool:
    """Whether a digit token can only be read by the separators of another locale: "12.8" where a comma is decimal."""
    plain = re.sub(f"[{_GROUP}]", "", raw)
    points, commas = plain.count("."), plain.count(",")
    if style == "both" or not points + commas or "\u2396" in plain or not _read_marks(plain, style):
        return False
    decimal = "." if style == "point" else ","
    if points and commas:
        return max(".,", key=plain.rindex) != decimal
    mark = "." if points else ","
    if points + commas > 1:
        return mark == decimal
    return mark != decimal and not _grouped(plain, mark)


#: How locales of each style write a large number with a fraction; languages that group otherwise by their own.
_EXAMPLES = {"point": "1,234,567.8", "comma": "1.234.567,8", "space": "1\u00a0234\u00a0567,8"}
_OWN_EXAMPLES = {
    "hi": "12,34,567.8",
    "en-in": "12,34,567.8",
    "de-ch": "1’234’567.8",
    "de-li": "1’234’567.8",
    "it-ch": "1’234’567.8",
}


def number_example(lang: str | None) -> str:
    """A number as the language writes it; "" where that is unknown or left open."""
    tag = (lang or "").lower().replace("_", "-")
    return _OWN_EXAMPLES.get(tag) or _EXAMPLES.get(number_style(lang), "")


def in_style(value: str, style: str) -> str:
    """A canonical decimal as a locale writes it, without groups: "12.8" as "12,8"."""
    return value if style == "point" else value.replace(".", ",")


_MINUS = "-−–﹣"
_OPENS = frozenset("([{\"'„“”«»=<>:,;/|~≤≥≈→*\u200e\u200f\u2066\u2067\u2068\u2069（【：，、。+")
#: What a minus may stand behind as well as before: "₪−6", "%−4" in Turkish. Behind a figure it ends an amount.
_BEHIND = frozenset("€$£¥₽₴₹₺₪₩%")


def sign_before(text: str, start: int) -> str:
    """The sign of the number that starts here: "-" or "±", else "". A range dash or hyphen is no sign."""
    mark = text[start - 1] if start else ""
    if mark == "±" or (mark and mark in "-−" and text[max(0, start - 3) : start - 1] == "+/"):
        return "±"
    if not mark or mark not in _MINUS:
        return ""
    before = text[max(0, start - 12) : start - 1]
    if not before:
        return "-"
    last = before[-1]
    if last.isspace():
        return "" if before.rstrip()[-1:].isdigit() else "-"
    if last in _BEHIND:
        return "" if before[:-1].rstrip()[-1:].isdigit() else "-"
    return "-" if last in _OPENS or ("\u3041" <= last <= "\u9fff" and last not in "年月日号號时時点點分至从到") else ""
