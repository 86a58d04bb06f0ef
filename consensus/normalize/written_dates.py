"""One date, instant or time of day as people write it: read where it has one reading, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from consensus.normalize.dates import buddhist_year, month_names, weekday_names
from consensus.normalize.folding import fold_shape
from consensus.normalize.languages import LANGUAGES
from consensus.normalize.source_text import stands_literally
from consensus.normalize.tokens import LETTER, base_language

#: Languages that write the day first in figures. English does and does not; Chinese, Japanese and Korean begin with
#: the year, so that figures that end with it came from elsewhere.
_LANGS_DAY_FIRST = "de fr es it nl pl cs pt ru uk hi ar tr da fi el ro vi th id nb nn no sk sl hr sr bg et lv"
_DAY_FIRST = frozenset(_LANGS_DAY_FIRST.split())
#: Regions that differ from their language.
_ORDERS = {
    **dict.fromkeys(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"), "dmy"),
    "en-us": "mdy",
    **dict.fromkeys(("fr-ca", "es-us", "es-pr", "es-pa"), ""),
}
_YMD = re.compile(r"(\d{4})([-/. ])\s?(\d{1,2})\2\s?(\d{1,2})\.?")
_SOLID = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_ENDS_WITH_YEAR = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4})\.?")
_CJK = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일]")
_VIETNAMESE = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),?(?: năm)? (\d{4})", re.IGNORECASE)
_TOKEN = re.compile(
    rf"(?P<figures>\d+)|(?P<word>(?:{LETTER})+(?:['’.-](?:{LETTER})+)*)|(?P<mark>[ .,/()'’-])|(?P<odd>.)"
)
#: What is written onto a day, and what stands between the parts of a date.
_WRITTEN_ON = "st nd rd th er e º ª o a de го й е ме ης η ου"
_BETWEEN = "d r of the de del den le el il am dne ngày năm г р года року"
_ORDINALS, _JOINS = frozenset(_WRITTEN_ON.split()), frozenset(_BETWEEN.split())
#: Croatian calls October what Polish and Czech call November.
_OTHER_MONTHS = {"listopad": ("pl", "cs"), "listopada": ("pl",), "listopadu": ("cs",)}
_CLOCK = re.compile(
    r"(\d{1,2})[:.]([0-5]\d)(?:[:.]([0-5]\d)(?:\.0+)?)?(?: ?([ap])\.?m\.?)?(?: ?(?:uhr|hrs|h))?", re.IGNORECASE
)
_INSTANT = re.compile(
    r"(.+?)(?:[tT]| at |,? )(\d{1,2}:[0-5]\d(?::[0-5]\d)?)(\.\d+)?(?: ?([ap]m))? ?(z|utc|gmt|[+-]\d\d:?\d\d)",
    re.IGNORECASE,
)
_MONTH_FIGURES = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_MONTH_WORDS = re.compile(rf"((?:{LETTER})+\.?),? (?:de |of )?(\d{{4}})")
_WORDED = rf"(?:{LETTER})+\.?,? (?:de |of )?"
_DAY = rf"\d\d?(?:{LETTER}){{0,2}}"
#: What may be a month of a year, or a day, within a text; no part of a whole date in figures.
_MONTH_SOMEWHERE = re.compile(
    rf"(?<!\w){_WORDED}\d{{4}}(?!\d)|(?<![\w/.-])(?:\d{{4}}[-/.]\d\d?|\d\d?[-/.]\d{{4}})(?![\w/-])"
)
_DAY_SOMEWHERE = re.compile(
    rf"(?<!\w)(?:{_DAY}[.º]?,? (?:de |of )?{_WORDED}|{_WORDED}{_DAY}\.?,? )\d{{4}}(?!\d)"
    r"|(?<![\w/.-])\d{4}-\d\d-\d\d(?![\w/-])"
)
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[tT ]00:00(?::00(?:\.0+)?)?")


def date_order(lang: str | None) -> str:
    """ "dmy" or "mdy" where a BCP 47 tag's language has one order of figures, else ""."""
    tag = (lang or "").lower().replace("_", "-")
    return _ORDERS.get(tag, "dmy" if base_language(lang) in _DAY_FIRST else "")


@lru_cache(maxsize=4096)
def read_date(text: str, order: str = "", lang: str | None = None) -> date | None:
    """The day that a whole text names, or None where it names none, or more than one reading is left.

    A month in words, of any language that has data, needs a day and a year of four digits; figures that end with the
    year are read in the declared order ("dmy", "mdy"), or where only one order gives a day; with points the day comes
    first wherever points are the custom, which English has not. Years of two digits are
    not read, nor a weekday that is not the day's. order: "" where unknown. lang: the document's, None where unknown.
    """
    plain = fold_shape(text).strip()
    try:
        if found := _YMD.fullmatch(plain):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _CJK.fullmatch(plain) or _SOLID.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _VIETNAMESE.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ENDS_WITH_YEAR.fullmatch(plain):
            year = int(buddhist_year(found[4], lang) or found[4])
            by_points = found[2] == "." and not order and base_language(lang) != "en"
            return _ordered(int(found[1]), int(found[3]), year, "dmy" if by_points else order)
        return _in_words(plain, lang)
    except ValueError:
        return None


def _ordered(first: int, second: int, year: int, order: str) -> date | None:
    if order == "dmy":
        return date(year, second, first)
    if order == "mdy":
        return date(year, first, second)
    readings = {(month, day) for month, day in ((first, second), (second, first)) if month <= 12}
    return date(year, *readings.pop()) if len(readings) == 1 else None


def _in_words(text: str, lang: str | None) -> date | None:
    months: set[tuple[int, bool]] = set()
    days: set[int] = set()
    figures: list[str] = []
    after_day = False
    for token in _TOKEN.finditer(text):
        word = token["word"]
        if token["odd"]:
            return None
        if token["figures"]:
            figures.append(token["figures"])
        elif word:
            name = word.lower().rstrip(".")
            if month := _month(name, lang):
                if months:
                    return None
                months.add(month)
            elif (day := _weekdays(lang).get(name)) is not None:
                days.add(day)
            elif name not in _JOINS and not (after_day and name in _ORDINALS):
                return None
        after_day = bool(token["figures"]) or (after_day and token["mark"] in ("'", "’", "-"))
    if len(months) != 1 or len(figures) != 2 or sorted(map(len, figures)) not in ([1, 4], [2, 4]):
        return None
    number, thai = months.pop()
    year, of_month = sorted(figures, key=len, reverse=True)
    read = date(int((buddhist_year(year, "th") if thai else None) or year), number, int(of_month))
    return read if days <= {read.weekday()} else None


@lru_cache(maxsize=64)
def _months(lang: str | None) -> dict[str, tuple[int, bool]]:
    """Names of months without points, each with its number and whether Thai counts its years.

    Of the document's language and English; of all languages where it is unknown or has no names of months in words.
    """
    base = base_language(lang)
    known = [base, "en"] if base and month_names(base) else list(LANGUAGES)
    found = {
        name.replace(".", ""): (number, code == "th") for code in known for name, number in month_names(code).items()
    }
    return {name: one for name, one in found.items() if base in _OTHER_MONTHS.get(name, (base,))}


def _month(name: str, lang: str | None) -> tuple[int, bool] | None:
    months = _months(lang)
    return months.get(name.replace(".", "")) or (months.get(name[1:]) if name[:1] in "בל" else None)


@lru_cache(maxsize=64)
def _weekdays(lang: str | None) -> dict[str, int]:
    """Names of days; of two languages that name different days alike, neither counts."""
    base = base_language(lang)
    found: dict[str, int] = {}
    doubtful: set[str] = set()
    for code in [base, "en"] if base in LANGUAGES else list(LANGUAGES):
        for name, day in weekday_names(code).items():
            if found.setdefault(name, day) != day:
                doubtful.add(name)
    return {name: day for name, day in found.items() if name not in doubtful} | _SHORT_DAYS


_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}


@lru_cache(maxsize=4096)
def read_month(text: str) -> tuple[int, int] | None:
    """Year and month that a whole text names: "Jan 2029", "January 2029", "2029-01", "01/2029"; else None."""
    plain = fold_shape(text).strip()
    if found := _MONTH_FIGURES.fullmatch(plain):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (int(year), int(month)) if 1 <= int(month) <= 12 else None
    found = _MONTH_WORDS.fullmatch(plain)
    named = _month(found[1].lower().rstrip("."), None) if found else None
    return (int(found[2]), named[0]) if found and named and not named[1] else None


def one_date(one: str, other: str, text: str) -> bool:
    """Whether two texts name the same month of a year, or the same day, and the source has it in such a form.

    text: the source. Figures that are a day in one order and another day in the other name none.
    """
    if max(len(one), len(other)) > 40 or not (any(c.isdigit() for c in one) and any(c.isdigit() for c in other)):
        return False
    if (month := read_month(one)) is not None:
        return month == read_month(other) and month in _months_in(text)
    day = read_date(one)
    if day is None or day != read_date(other):
        return False
    return day in _days_in(text) or stands_literally(text, one) or stands_literally(text, other)


@lru_cache(maxsize=4)
def _months_in(text: str) -> frozenset[tuple[int, int]]:
    return frozenset(
        filter(None, (read_month(found[0].strip()) for found in _MONTH_SOMEWHERE.finditer(fold_shape(text))))
    )


@lru_cache(maxsize=4)
def _days_in(text: str) -> frozenset[date]:
    return frozenset(filter(None, (read_date(found[0]) for found in _DAY_SOMEWHERE.finditer(fold_shape(text)))))


@lru_cache(maxsize=4096)
def read_day(text: str, order: str = "", lang: str | None = None) -> date | None:
    """``read_date``, and a midnight without a zone for its day."""
    midnight = _MIDNIGHT.fullmatch(fold_shape(text).strip())
    return read_date(midnight[1] if midnight else text, order, lang)


@lru_cache(maxsize=4096)
def read_instant(text: str, order: str = "", lang: str | None = None) -> str | None:
    """A date with a time and a zone as RFC 3339 writes it; None where one of them is missing or in doubt."""
    found = _INSTANT.fullmatch(fold_shape(text).strip())
    day = read_date(found[1], order, lang) if found else None
    clock = read_time(found[2] + (f" {found[4]}" if found[4] else "")) if found else None
    if found is None or day is None or clock is None:
        return None
    zone = found[5].upper()
    zone = "Z" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}"
    written = f"{day.isoformat()}T{clock}{found[3] or ''}{zone}"
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written


@lru_cache(maxsize=4096)
def read_time(text: str) -> str | None:
    """A time of day as ``HH:MM:SS``, or None."""
    found = _CLOCK.fullmatch(fold_shape(text).strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        return time(hour, int(found[2]), int(found[3] or 0)).isoformat()
    except ValueError:
        return None
