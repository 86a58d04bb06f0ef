"""A number of a text with what stands around it: sign, scale, percent, unit, currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from consensus.normalize.dates import buddhist_year, era_year
from consensus.normalize.languages import with_trait
from consensus.normalize.number_words import DOZEN
from consensus.normalize.numbers import (
    canonical,
    decimal_text,
    foreign_mark,
    number_style,
    read_number,
    scaled,
    sign_before,
)
from consensus.normalize.tokens import base_language
from consensus.normalize.units import MONEY_SCALES, PERCENT_BEFORE, After, Grammar, currency_before, read_after


class Quantity(NamedTuple):
    """A number, date or time with what stands around it. kind: "number", "date", "time", or "word" for a number word.

    values: what it may mean (canonical decimals, or one string per reading of a date or time). parts: the plain numbers
    it is written with. percent: None where a range leaves it to the neighbour. soft: unit and currency are inherited.
    scaled: a scale word stands behind it. foreign: it is written by the separators of another locale. bare: a time that
    does not say whether it is the morning. spoken: it is told in words, so a side that lacks it may say it otherwise.
    """

    start: int
    end: int
    kind: str
    values: tuple[str, ...]
    parts: tuple[str, ...]
    sign: str = ""
    percent: bool | None = False
    unit: str = ""
    currency: frozenset[str] = frozenset()
    soft: bool = False
    scaled: bool = False
    foreign: bool = False
    bare: bool = False
    spoken: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys state the same, whatever the spelling."""
        return (self.kind, self.values, self.sign, self.percent, self.unit, self.currency, self.foreign, self.bare)


_HAN_SCALES = {"十": 1, "百": 2, "千": 3, "백": 2, "천": 3}
_HAN_BIG = {"万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12, "만": 4, "억": 8, "조": 12}
_HAN_RUN = re.compile(
    r"(?P<digits>\d[\d,]*(?:\.\d+)?)[ ]?"
    r"(?P<units>(?:[十百千](?![米克瓦卡帕赫伏兆分])|[백천만억조万萬億亿]|兆(?![瓦赫帕字])){1,4})[ ]?"
)
_MORE_HAN = re.compile(r"\d[\d,]*(?:\.\d+)?(?![\d.:%年月日岁歳년월])")
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875", "⅕": "0.2"}
_MIXED = re.compile(r"(?:[ \u00a0\-](?P<over>\d{1,2})|)/(?P<under>2|4|8|16|32)(?![\d/.,:])")
_GOES_ON = re.compile(r"[ \u00a0]?(?P<raw>\d[\d.,]*\d|\d)(?![\d:])")
_FEET = re.compile(r"\d+['’]\d{1,2}")
_CYRILLIC_YEAR = re.compile(r"[ \u00a0]?(?:гг?|рр?)\.")
_TENTHS = re.compile(r"[ ]?(?:(?P<tenths>[割成])(?:(?P<more>\d)分)?|(?P<left>折))")
#: "am 5.6." is a day where dates are written with points.
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])")
_DOTTED_DATES = with_trait("dotted_dates")
#: An apostrophe, or the letter of a quarter or half-year ("2T24").
_BEFORE_SHORT_YEAR = tuple("'’QHTS")
_AND_A_HALF = re.compile(r"(?:[个個年倍]|時間|小时|小時|か月|ヶ月|시간|년)[ ]?[半반]")
_DOZEN = re.compile(rf"[ \u00a0\-]?(?:{DOZEN.pattern})", re.IGNORECASE)
_CARDINAL_SCALES = ("k", "K", "M", "m", "B")


def amount_at(text: str, span: tuple[int, int], raw: str, lang: str | None, rules: Grammar) -> Quantity:
    """The number ``raw`` that stands at ``span``, read by the conventions of its language."""
    start, end = span
    style = number_style(lang)
    values, parts = read_number(raw, style) if ":" not in raw else ((f"={raw}",), tuple(map(canonical, raw.split(":"))))
    follows = text[end : end + 1]
    if follows in ('"', "″") and _FEET.fullmatch(raw):
        values, parts = (f"={raw}",), tuple(re.split("['’]", raw))
    elif follows in ("割", "成", "折") and (tenths := _TENTHS.match(text, end)):
        return _in_tenths(start, tenths, raw)
    elif (follows in _VULGAR or follows == "/" or text[end + 1 : end + 2].isdigit()) and raw.isdigit():
        values, parts, end = _with_fraction(text, end, raw)
    elif follows == "." and _DAY_MONTH.fullmatch(raw) and base_language(lang) in _DOTTED_DATES:
        parts = tuple(map(canonical, raw.split(".")))
    elif raw.isdigit() and (half := _AND_A_HALF.match(text, end)):
        values, parts = (f"{canonical(raw)}.5",), (canonical(raw),)
        end = half.start() if half.group()[0] not in "个個" else half.end()
    after = read_after(text, end, rules)
    scale = after.scale
    before = currency_before(text, start)
    currency = before or after.currency
    if after.scale_word in MONEY_SCALES and after.scale != 3 and not currency:
        scale = 0
    composed = _composed(text, (start, end), raw, lang, rules) if scale or _han_scale(text, end) else None
    if composed:
        values, after = composed
        currency = before or after.currency
    elif scale:
        values = tuple(scaled(value, 10**scale) for value in values if value[0] != "=") or values
        if after.scale_word in _CARDINAL_SCALES:
            values += read_number(raw, style)[0]
    elif after.scale:
        values += tuple(scaled(value, 10**after.scale) for value in values if value[0] != "=")
    plain = raw.isdigit()
    if plain and (1 < len(raw) < 5 or text[end : end + 2].lstrip(" -").isalpha()):
        values += _other_readings(text, start, end, raw, lang)
    unit, stop = _unit(text, start, end, after, values), after.end
    if unit and text[stop : stop + 1] == "/" and (per := read_after(text, stop + 1, rules)).unit:
        unit, stop = f"{unit}/{per.unit}", per.end
    return Quantity(
        start,
        stop,
        "number",
        values,
        parts,
        sign_before(text, _sign_place(text, start) if before else start),
        after.percent or text.endswith(PERCENT_BEFORE, max(0, start - 6), start),
        unit,
        currency,
        scaled=bool(composed or after.scale),
        foreign=not plain and ":" not in raw and foreign_mark(raw, style),
    )


def _with_fraction(text: str, end: int, raw: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """A fraction or mixed number: "2½", "2 1/2", "3/4". Its value, the figures it is written with, and its end."""
    whole = Decimal(raw)
    if vulgar := _VULGAR.get(text[end : end + 1]):
        return (decimal_text(whole + Decimal(vulgar)),), (canonical(raw),), end + 1
    mixed = _MIXED.match(text, end)
    if mixed is None:
        return (canonical(raw),), (), end
    over, under = mixed["over"], int(mixed["under"])
    top = Decimal(over or raw)
    if top >= under or top == 0:
        return (canonical(raw),), (), end
    value = top / under + (whole if over else 0)
    return (
        (decimal_text(value),),
        tuple(canonical(figure) for figure in (raw, over, mixed["under"]) if figure),
        mixed.end(),
    )


def _in_tenths(start: int, tenths: re.Match[str], raw: str) -> Quantity:
    """ "3割5分" is 35 percent; "7折" is seventy percent of the price, or thirty off."""
    if not raw.isdigit():
        return Quantity(start, tenths.end(), "number", (f"={raw}",), (), percent=None)
    if tenths["left"]:
        left = int(raw) * (10 if len(raw) == 1 else 1)
        return Quantity(start, tenths.end(), "number", (str(100 - left), str(left)), (), percent=None)
    value = int(raw) * 10 + int(tenths["more"] or 0)
    return Quantity(start, tenths.end(), "number", (str(value),), (), percent=None)


def _han_scale(text: str, end: int) -> bool:
    sign = text[end : end + 2].lstrip(" ")[:1]
    return sign in _HAN_SCALES or sign in _HAN_BIG


def _composed(
    text: str, span: tuple[int, int], raw: str, lang: str | None, rules: Grammar
) -> tuple[tuple[str, ...], After] | None:
    """A number of several figures with scale words, added up: "1億2500万", "2万3千", "5 lakh 20 thousand"."""
    if base_language(lang) in ("zh", "ja", "ko", "yue") or _han_scale(text, span[1]):
        return _composed_han(text, span[0], rules)
    first = read_after(text, span[1], rules)
    values, style = read_number(raw, number_style(lang))[0], number_style(lang)
    if not first.scale or len(values) != 1 or values[0][0] == "=":
        return None
    total, last, after = Decimal(values[0]) * 10**first.scale, first, first
    while not after.unit and not after.currency and not after.percent and (more := _GOES_ON.match(text, after.end)):
        ahead = read_after(text, more.end(), rules)
        read = read_number(more["raw"], style)[0]
        if not 1 < ahead.scale < last.scale or len(read) != 1 or read[0][0] == "=":
            break
        total += Decimal(read[0]) * 10**ahead.scale
        last = after = ahead
    return ((decimal_text(total),), after) if last is not first else None


def _composed_han(text: str, start: int, rules: Grammar) -> tuple[tuple[str, ...], After] | None:
    total, section, at, biggest = Decimal(0), Decimal(0), start, 99
    while part := _HAN_RUN.match(text, at):
        value = Decimal(part["digits"].replace(",", "").rstrip("."))
        small = sum(_HAN_SCALES.get(sign, 0) for sign in part["units"])
        big = sum(_HAN_BIG.get(sign, 0) for sign in part["units"])
        section += value * 10**small
        if big:
            if big >= biggest:
                break
            total, section, biggest = total + section * 10**big, Decimal(0), big
        at = part.end() if text[part.end() : part.end() + 1].isdigit() else part.end("units")
        if not text[at : at + 1].isdigit():
            break
    if at == start:
        return None
    if text[at : at + 1].isdigit() and (rest := _MORE_HAN.match(text, at)) and not _han_scale(text, rest.end()):
        section, at = section + Decimal(rest.group().replace(",", "")), rest.end()
    after = read_after(text, at, rules)
    return (decimal_text(total + section),), after._replace(scale=0) if after.scale else after


def _other_readings(text: str, start: int, end: int, raw: str, lang: str | None) -> tuple[str, ...]:
    """Further values: two-digit years, decades, years of another era."""
    found: tuple[str, ...] = ()
    follows, before = text[end : end + 2], text[max(0, start - 2) : start]
    if len(raw) == 2 and (follows[:1] == "年" or before[-1:] in _BEFORE_SHORT_YEAR or before == "FY"):
        found += (f"19{raw}", f"20{raw}")
    if (follows[:1] == "s" and raw[-1:] == "0" and len(raw) in (2, 4)) or follows in ("年代", "er", "'s", "’s"):
        found += (canonical(raw[-2:]), str(int(raw[:2]) + 1)) if len(raw) == 4 else (canonical(f"19{raw}"),)
    if len(raw) <= 3 and follows.lstrip(" ")[:1] == "年" and (year := era_year(text, start, int(raw))):
        found += (str(year),)
    if follows.lstrip(" -")[:1].isalpha() and _DOZEN.match(text, end):
        found += (str(int(raw) * 12),)
    if len(raw) == 4 and (year_ce := buddhist_year(raw, lang)):
        found += (year_ce,)
    if len(raw) == 4 and text[end : end + 4].lstrip(" ").startswith("هـ"):
        begins = int(int(raw) * 0.970224 + 621.58)
        found += (str(begins), str(begins + 1))
    return found


#: "speed per hour", which East Asian languages say in front of the number: 시속 120km.
_PER_HOUR = ("시속", "시속 ", "时速", "时速 ", "時速", "時速 ")
_AN_HOUR = re.compile(
    r" (?:an?|per|por|par|pro|all['’]|à l['’]|na|za|в|на|i|op) ?"
    r"(?:hour|hora|heure|stunde|ora\b|uur|godzin|hodin|час|годин|timme|time\b|tunti|oră)",
    re.IGNORECASE,
)
_HOURLY = {"km": "km/h", "mile": "mph"}


def _unit(text: str, start: int, end: int, after: After, values: tuple[str, ...]) -> str:
    """The unit behind a number, where it is one: no "г." behind a year, no quotation mark for an inch."""
    unit = after.unit
    if not unit and not after.scale:
        return ""
    if unit in _HOURLY and (text.endswith(_PER_HOUR, max(0, start - 3), start) or _AN_HOUR.match(text, after.end)):
        return _HOURLY[unit]
    if unit == "year" and looks_like_year(values):
        return ""
    if unit == "g" and looks_like_year(values) and _CYRILLIC_YEAR.match(text, end):
        return ""
    if unit in ("inch", "foot") and text[after.end - 1] == '"' and text.count('"', 0, start) % 2:
        return ""
    if not unit and after.scale_word == "m" and after.scale == 6 and not after.currency:
        return "m"
    return unit


def _sign_place(text: str, start: int) -> int:
    """Where the sign of an amount is looked for: in front of its currency ("-$5") or of its digits."""
    at = start
    while at > max(0, start - 6) and text[at - 1] in "$€£¥₽₴₹₺₪₩ \u00a0USRCAHK":
        at -= 1
    return at if at > 0 and text[at - 1] in "-−–﹣±" else start


def looks_like_year(values: tuple[str, ...]) -> bool:
    """Whether the likeliest value may be a year."""
    return len(values[0]) == 4 and values[0].isdigit() and values[0][0] in "12"
