"""Dates around the numbers of a text, by language, and years of other eras."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.han_numbers import han_value
from consensus.normalize.languages import language, with_trait
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import LETTER, base_language

_DAY_FIRST_WORD = re.compile(
    r"(?:st|nd|rd|th|er|º|°|ª|ème|e|ой|-?го|-?е|-?й|'?[iıuü]|ης?|ου)?\.?,?[ \u00a0\u202f]{0,2}(?:of |de |d['’]|"
    r"[בל־])?"
    rf"((?:{LETTER}){{2,}})"
)
_YEAR_AFTER = re.compile(r"\.?,?[ \u00a0\u202f]{1,2}(?:de |del |of )?(\d{4})(?!\d)", re.ASCII)
_CJK_DATE = re.compile(r"(?:(\d{1,4})[ ]?[年년][ ]?)?(\d{1,2})[ ]?[月월][ ]?(\d{1,2})[ ]?[日号號일]")
_CJK_MARKS = ("年", "月", "년", "월")
#: Year, month and day in this order: "2024. június 5."
_YEAR_FIRST = re.compile(rf"\.?[ \u00a0]((?:{LETTER}){{3,}})(?:[ \u00a0]([0-9]{{1,2}})(?![0-9]))?")
_YEAR_FIRST_IN = with_trait("year_first")
_MONTH_FIRST_IN = with_trait("month_first")
#: What stands between a day and its year in languages whose names of months are several words or touch others.
_YEAR_AFTER_PHRASE = re.compile(r"(?:,?[ ]?(?:năm|พ\.?ศ\.?|ค\.?ศ\.?)?[ ]?|/)([0-9]{4})(?![0-9])")
#: The year before the first one of an era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_ERA = re.compile(rf"({'|'.join(ERAS)})[ ]?([〇一二三四五六七八九十百]+|元|\d+)[ ]?年")
_ERA_BEFORE = re.compile(rf"({'|'.join(ERAS)})[ ]?$")
_BUDDHIST = 543


class Date(NamedTuple):
    """A day in a text. readings: every one the locale leaves open, as (year, month, day); None where it is not said."""

    start: int
    end: int
    readings: tuple[tuple[int | None, int | None, int | None], ...]


#: The month, not the verb.
_MAY = re.compile(
    r"\b(?:in|of|by|until|till|since|before|after|from|to|through|during|next|last|and|or|early|late) May\b"
)


@lru_cache(maxsize=64)
def _whole_months(lang: str | None) -> dict[str, int]:
    """Month names without their short forms, which are often other words (cs pro, pt set, en may)."""
    groups = [group.split("|") for group in language(lang).months.split()]
    named = {form: month for month, forms in enumerate(groups, start=1) for form in forms if len(form) > 3}
    named |= {forms[0]: month for month, forms in enumerate(groups, start=1)}
    return {form: month for form, month in named.items() if not (form == "may" and base_language(lang) == "en")}


def months_named(prose: str, tokens: frozenset[str], lang: str | None) -> frozenset[int]:
    """The months that a text names in full, 1..12. tokens: its words in lower case."""
    names = _whole_months(lang)
    found = {names[word] for word in names.keys() & tokens}
    if "may" in tokens and base_language(lang) == "en" and _MAY.search(prose):
        found.add(5)
    return frozenset(found)


@lru_cache(maxsize=64)
def month_names(lang: str | None) -> dict[str, int]:
    """Lower-case month name or its short form -> 1..12; {} for a language without a list."""
    groups = language(lang).months.split()
    return {name.replace("_", " "): month for month, group in enumerate(groups, start=1) for name in group.split("|")}


@lru_cache(maxsize=64)
def month_phrase(lang: str | None) -> re.Pattern[str] | None:
    """The names of months where they are no plain words: several ("tháng 6"), with points or written onto others."""
    names = month_names(lang)
    if not names or not (base_language(lang) in UNSPACED or any(" " in name for name in names)):
        return None
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf"[ ]?({listed})(?![0-9])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _weekday_names(lang: str | None) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """Names to the day, and a pattern of those to look for in the text: of several words, or unspaced."""
    groups = language(lang).weekdays.split()
    named = {name.replace("_", " ").strip("~"): day for day, group in enumerate(groups) for name in group.split("|")}
    glued = (base_language(lang) or "") in (*UNSPACED, "ko")
    inside = [name for name in named if glued or " " in name]
    return named, re.compile("|".join(map(re.escape, inside))) if inside else None


def weekday_names(lang: str | None) -> dict[str, int]:
    """Names of the days of the week in lower case, Monday is 0; {} for a language without a list."""
    return _weekday_names(lang)[0]


def weekdays_in(lower: str, tokens: frozenset[str], lang: str | None) -> frozenset[int]:
    """The days of the week that a text in lower case names, Monday is 0."""
    names, inside = _weekday_names(lang)
    found = {names[word] for word in names.keys() & tokens} if not tokens.isdisjoint(names) else set()
    if inside:
        found |= {names[name] for name in inside.findall(lower)}
    return frozenset(found) if found else _NO_DAYS


_NO_DAYS: frozenset[int] = frozenset()


def _month(word: str, months: dict[str, int]) -> int | None:
    word = word.lower()
    found = months.get(word)
    if found is None and word[:1] in "وبלבהמ":
        found = months.get(word[1:])
    return found or (months.get(word[:-2]) if word[-2:] in ("da", "de", "ta", "te", "ın", "in", "ün", "un") else None)


def _valid(year: int | None, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31 and (year is None or 0 <= year <= 2999)


@lru_cache(maxsize=2048)
def read_numeric_date(raw: str, lang: str | None) -> tuple[tuple[int | None, int | None, int | None], ...]:
    """Readings of "2024-03-12", "12.03.2024" or "3/12/24", month first where the locale leaves it open; else ()."""
    first, second, third = (int(run) for run in re.findall(r"\d+", raw))
    if re.match(r"\d{4}", raw):
        first = int(buddhist_year(raw[:4], lang) or first)
        return ((first, second, third),) if _valid(first, second, third) else ()
    if (common := buddhist_year(str(third), lang)) is not None:
        third = int(common)
    year = third if third > 99 else third + (2000 if third < 70 else 1900)
    day_first = [(year, second, first)] if _valid(year, second, first) else []
    month_first = [(year, first, second)] if _valid(year, first, second) else []
    base, tag = base_language(lang), (lang or "").lower()
    if base is None or (base == "en" and tag not in ("en-gb", "en-au", "en-nz", "en-ie")) or base in _MONTH_FIRST_IN:
        return tuple(dict.fromkeys(month_first + day_first))
    return tuple(day_first or month_first)


def date_at(text: str, start: int, end: int, lang: str | None) -> Date | None:
    """The date around the whole number ``text[start:end]``, if there is one: day and month, with a year or without."""
    if text[end : end + 2].lstrip(" ")[:1] in _CJK_MARKS:
        return _cjk_date(text, start)
    value, months = int(text[start:end]), month_names(lang)
    day = end - start <= 2 and 1 <= value <= 31
    if not months or not (day or 1000 <= value <= 2999):
        return None
    if phrase := month_phrase(lang):
        return _phrased(text, start, phrase.match(text, end), value, lang) if day else None
    if not day and base_language(lang) in _YEAR_FIRST_IN and (first := _year_first(text, start, end, months)):
        return first
    word = _word_before(text, start)
    if word and (month := _month(word, months)):
        begin = text.rfind(word, 0, start)
        if not day:
            return Date(begin, end, ((value, month, None),))
        return _with_year(text, begin, end, (month, value), _ORDINAL_YEAR)
    if day:
        after = _DAY_FIRST_WORD.match(text, end)
        if after and (month := _month(after.group(1), months)):
            return _with_year(text, start, after.end(), (month, value), _YEAR_AFTER)
    return None


def _phrased(text: str, start: int, named: re.Match[str] | None, day: int, lang: str | None) -> Date | None:
    """The date of a day before the name of a month that is no plain word."""
    if named is None:
        return None
    month = month_names(lang)[named.group(1).lower()]
    year = _YEAR_AFTER_PHRASE.match(text, named.end())
    if year is None:
        return Date(start, named.end(), ((None, month, day),))
    said = int(buddhist_year(year.group(1), lang) or year.group(1))
    return Date(start, year.end(), ((said, month, day),))


def _year_first(text: str, start: int, end: int, months: dict[str, int]) -> Date | None:
    """The date whose year is ``text[start:end]``, in a language that begins with the year."""
    after = _YEAR_FIRST.match(text, end)
    month = _month(after.group(1), months) if after else None
    if after is None or month is None:
        return None
    day = int(after.group(2)) if after.group(2) else None
    if day is not None and not 1 <= day <= 31:
        return None
    return Date(start, after.end(2) if day else after.end(1), ((int(text[start:end]), month, day),))


def _cjk_date(text: str, start: int) -> Date | None:
    cjk = _CJK_DATE.match(text, start)
    if cjk is None:
        return None
    first, month, day = int(cjk[1]) if cjk[1] else None, int(cjk[2]), int(cjk[3])
    if not _valid(first, month, day):
        return None
    year = first if first is None or first > 999 else era_year(text, start, first)
    if first is not None and year is None:  # "24年3月12日"
        return Date(start, cjk.end(), ((2000 + first, month, day),)) if first < 100 else None
    return Date(start, cjk.end(), ((year, month, day),))


def era_year(text: str, start: int, value: int) -> int | None:
    """The year of the common era that a number at ``start`` counts from the beginning of another ("令和6年")."""
    era = _ERA_BEFORE.search(text, max(0, start - 3), start)
    return ERAS[era.group(1)] + value if era else None


def spoken_era_years(text: str) -> set[str]:
    """Years of the common era and of their own era that are written in Chinese numerals ("昭和六十年", "令和元年")."""
    found: set[str] = set()
    for name, written in _ERA.findall(text):
        value = 1 if written == "元" else int(written) if written.isdigit() else han_value(written)
        found |= {str(ERAS[name] + value), str(value)}
    return found


def buddhist_year(value: str, lang: str | None) -> str | None:
    """The year of the common era for a year of the Buddhist era, which Thai counts by."""
    plausible = base_language(lang) == "th" and value.isdigit() and 2300 < int(value) < 2700
    return str(int(value) - _BUDDHIST) if plausible else None


def _word_before(text: str, start: int) -> str:
    """The word in front of a number, past a preposition, comma or point; "" where they touch or a sentence ends."""
    window = text[max(0, start - 24) : start]
    if not window or not window[-1].isspace():
        return ""
    before = window.split()
    while before and before[-1].lower() in ("de", "of", "del", "the"):
        before.pop()
    return before[-1].rstrip(",.").partition("'")[0] if before else ""


_ORDINAL_YEAR = re.compile(r"(?:st|nd|rd|th)?\.?,?[ \u00a0\u202f]{1,2}(\d{4})(?!\d)", re.ASCII)


def _with_year(text: str, start: int, end: int, month_day: tuple[int, int], pattern: re.Pattern[str]) -> Date:
    year = pattern.match(text, end)
    return Date(start, year.end() if year else end, ((int(year.group(1)) if year else None, *month_day),))
