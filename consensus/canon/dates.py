"""Dates and clock times around the numbers of a text, by language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.canon.languages import language
from consensus.canon.tokens import LETTER, UNSPACED, base_language

_DAY_FIRST_WORD = re.compile(
    r"(?:st|nd|rd|th|er|º|°|ª|ème|e|ой|-?го|-?е|-?й|'?[iıuü]|ης?|ου)?\.?,?[ \u00a0\u202f]{0,2}(?:of |de |d['’]|"
    r"[בל־])?"
    rf"((?:{LETTER}){{2,}})"
)
_YEAR_AFTER = re.compile(r"\.?,?[ \u00a0\u202f]{1,2}(?:de |del |of )?(\d{4})(?!\d)", re.ASCII)
_CJK_DATE = re.compile(r"(?:(\d{4})[ ]?[年년][ ]?)?(\d{1,2})[ ]?[月월][ ]?(\d{1,2})[ ]?[日号號일]")
#: Year, month and day in this order: "2024. június 5."
_YEAR_FIRST = re.compile(rf"\.?[ \u00a0]((?:{LETTER}){{3,}})(?:[ \u00a0]([0-9]{{1,2}})(?![0-9]))?")
_YEAR_FIRST_IN = frozenset(("hu",))
#: What stands between a day and its year in languages whose names of months are several words or touch others.
_YEAR_AFTER_PHRASE = re.compile(r",?[ ]?(?:năm|พ\.?ศ\.?|ค\.?ศ\.?)?[ ]?(\d{4})(?!\d)", re.ASCII)
#: Languages that also count years from another beginning, and how many years earlier it is.
_ERAS = {"th": 543}


_CJK_MARKS = frozenset("年月년월")


class Date(NamedTuple):
    """A day in a text. readings: every one the locale leaves open, as (year, month, day); None where it is not said."""

    start: int
    end: int
    readings: tuple[tuple[int | None, int | None, int | None], ...]


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


def common_year(year: int, lang: str | None) -> int:
    """The year of the common era: 2567 of the Thai calendar is 2024."""
    shift = _ERAS.get(base_language(lang) or "", 0)
    return year - shift if shift and year > 2400 else year


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
        return ((common_year(first, lang), second, third),) if _valid(first, second, third) else ()
    year = common_year(third, lang) if third > 99 else third + (2000 if third < 70 else 1900)
    day_first = [(year, second, first)] if _valid(year, second, first) else []
    month_first = [(year, first, second)] if _valid(year, first, second) else []
    base, tag = base_language(lang), (lang or "").lower()
    if base is None or (base == "en" and tag not in ("en-gb", "en-au", "en-nz", "en-ie")) or base in ("zh", "ja", "he"):
        return tuple(dict.fromkeys(month_first + day_first))
    return tuple(day_first or month_first)


def date_at(text: str, start: int, end: int, lang: str | None) -> Date | None:
    """The date around the whole number ``text[start:end]``, if there is one: day and month, with a year or without."""
    follows = text[end : end + 1]
    if follows in _CJK_MARKS or (follows == " " and text[end + 1 : end + 2] in _CJK_MARKS):
        cjk = _CJK_DATE.match(text, start)
        if cjk is None:
            return None
        year, month, day = (int(group) if group else None for group in cjk.groups())
        found = month is not None and day is not None and _valid(year, month, day)
        return Date(start, cjk.end(), ((year, month, day),)) if found else None
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
    said = common_year(int(year.group(1)), lang) if year else None
    return Date(start, year.end() if year else named.end(), ((said, month, day),))


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


# --- clock times ---

_AFTER_CLOCK = re.compile(
    r"[ \u00a0\u202f]?(?:(?P<pm>p\.?[ ]?m\b\.?|午後|odp\.|مساءً?|م\b|אחה\"צ|बजे शाम|de la tarde|"
    r"de la noche|da tarde|da noite|del pomeriggio|di sera|вечера|вечора|po południu|wieczorem|odpoledne|večer|"
    r"nachmittags|abends|de l'après-midi|du soir|'s middags|'s avonds)|"
    r"(?P<am>a\.?[ ]?m\b\.?|午前|صباحًا|صباحا|ص\b|לפנה\"צ|बजे सुबह|de la mañana|da manhã|del mattino|утра|ранку|rano|ráno|"
    r"dopoledne|morgens|vormittags|du matin|'s ochtends))",
    re.IGNORECASE,
)
#: What a word that tells a time begins with, past a blank: spares most numbers the two long lists.
_CLOCK_WORD = re.compile(r"[ \u00a0\u202f]?['\w]")
_CLOCK_MARK = re.compile(r"[:.]")
_HOUR_WORD = re.compile(
    r"[ \u00a0\u202f]?(?:uhr\b|h(?![a-z])|hod\.?(?![^\W\d_])|godz\b|[点點时時]|o['’ ]?clock|heures?\b|"
    r"час(?:а|ов)?\b|बजे|ore\b|uur\b)"
    r"[ \u00a0\u202f]?(?P<minute>[0-5]\d)?(?:分|мин\b|min\b)?(?P<half>半)?",
    re.IGNORECASE,
)
_BEFORE_CLOCK = re.compile(r"(下午|晚上|午後|傍晚|中午|上午|早上|凌晨|午前|清晨|saat|الساعة|בשעה|"
    r"godz(?:inie|\.|ina)?|à|um|alle|"
                           r"las|às|as|at|om|в|о|v|ve|o)[ ]?$", re.IGNORECASE)  # fmt: skip
_AFTERNOON = frozenset(("下午", "晚上", "午後", "傍晚", "中午"))
_MORNING = frozenset(("上午", "早上", "凌晨", "午前", "清晨"))


class Clock(NamedTuple):
    """A time of day. minutes: every reading as minutes after midnight (two where morning or afternoon is not said)."""

    end: int
    minutes: tuple[int, ...]


def clock_at(text: str, start: int, end: int, raw: str, lang: str | None) -> Clock | None:
    """The time of day that the token ``raw`` at start..end begins, or None when nothing says that it is one."""
    head, *rest = (raw,) if raw.isdigit() else _CLOCK_MARK.split(raw)
    colon = ":" in raw
    if len(head) > 2 or int(head) > 24 or (rest and (len(rest[0]) != 2 or int(rest[0]) > 59)):
        return None
    minute = int(rest[0]) if rest else 0
    if not (colon or _CLOCK_WORD.match(text, end)):
        return None
    half = _AFTER_CLOCK.match(text, end)
    if half and base_language(lang) == "de" and half.group().strip().lower() == "am":
        half = None
    hour_word = _HOUR_WORD.match(text, end) if not half else None
    if not (colon or half or hour_word):
        return None
    before = _BEFORE_CLOCK.search(text, max(0, start - 8), start)
    day_part = before.group(1) if before else ""
    spoken = day_part in _AFTERNOON or day_part in _MORNING
    if not (colon or half or (hour_word and (hour_word["minute"] or spoken or rest or _is_oclock(hour_word.group())))):
        return None
    if hour_word:
        end = hour_word.end()
        minute = int(hour_word["minute"]) if hour_word["minute"] else (30 if hour_word["half"] else minute)
        half = _AFTER_CLOCK.match(text, end)
    end = half.end() if half else end
    afternoon = (half is not None and half["pm"] is not None) or day_part in _AFTERNOON
    morning = (half is not None and half["am"] is not None) or day_part in _MORNING
    return Clock(end, _minutes(int(head), minute, afternoon, morning))


def _is_oclock(word: str) -> bool:
    return word.strip().lower() in ("uhr", "点", "點", "o'clock", "o’clock", "बजे", "uur", "oclock", "時")


def _minutes(hour: int, minute: int, afternoon: bool, morning: bool) -> tuple[int, ...]:
    if afternoon:
        return ((hour % 12 + 12) * 60 + minute,)
    if morning:
        return (hour % 12 * 60 + minute,)
    if hour > 12 or hour == 0:
        return (hour % 24 * 60 + minute,)
    return (hour * 60 + minute, (hour + 12) % 24 * 60 + minute)
