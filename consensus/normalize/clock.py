"""Times of day: digits with what stands around them, and spoken ones ("half past seven", "halb acht"), by language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.han_numbers import han_value
from consensus.normalize.languages import language, with_trait
from consensus.normalize.number_words import number_words
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language

#: Languages that write the hours of the day from 0 to 23: "7:45" with nothing around it is the morning there.
_HOURS_24 = with_trait("hours_24")
#: Of these, the regions in which people write 1 to 12 all the same.
_HOURS_12 = re.compile(r"(?:es-(?:mx|us|419|co|pe|ve|pr|do|gt|hn|sv|ni|pa|ec)|fr-ca)\b")
#: "am" is a preposition here.
_AM_IS_A_WORD = with_trait("am_is_a_word")

_LATIN_HALF = r"a\.?[ ]?m\b\.?|p\.?[ ]?m\b\.?"
_PARTS = ("am", "pm", "morning", "noon", "afternoon", "evening", "night")
_LATE = frozenset(("pm", "afternoon", "evening", "night", "noon"))
#: What a word that tells a time begins with, past a blank: spares most numbers the long lists.
_CLOCK_WORD = re.compile(r"[ \u00a0\u202f]?[-'’\w]")
_CLOCK_MARK = re.compile(r"[:.]")
_HOUR_WORD = re.compile(
    r"[ \u00a0\u202f]?(?:uhr\b|h(?![a-z])|hod\.?(?![^\W\d_])|hodin\b|godz\b|[点點时]|時(?!間)|시(?!간)|o['’ ]?clock|"
    r"heures?\b|час(?:а|ов)?\b|годин[аиі]?\b|बजे|ore\b|uur\b|giờ\b|óra(?:kor)?\b|-kor\b|น\.|นาฬิกา|โมง)"
    r"[ \u00a0\u202f]?(?P<minute>[0-5]\d|\d(?=[ ]?(?:分|분|phút|perc)))?[ ]?"
    r"(?:分|분|мин\b|min\b|phút\b|perc(?:kor)?\b)?(?P<half>半|반)?",
    re.IGNORECASE,
)
_HOUR_STARTS = frozenset("uhg点點时時시oчгбóg-นโ")
_BLANKS = (" ", "\u00a0", "\u202f")
_OCLOCK = frozenset(
    ("uhr", "点", "點", "o'clock", "o’clock", "oclock", "बजे", "uur", "時", "시", "órakor", "-kor", "น.", "นาฬิกา")
)
#: What stands before a time of day and before little else.
_BEFORE_CLOCK = re.compile(
    r"(?<!\w)(?:saat|الساعة|בשעה|godz(?:inie|\.|ina)?|kl\.?|klo|pukul|jam|klockan|klokken|kello|ώρα|ora|orele) ?$",
    re.IGNORECASE,
)
#: What stands before an hour and a word for hours where they are no duration.
_AT = re.compile(r"(?<!\w)(?:à|às|dès|alle|ore|в|о|v|ve|o|om|um|gegen|к|lúc)[ \u00a0]$", re.IGNORECASE)
_SAYS_CLOCK_BEFORE = with_trait("word_before_time")
_GAP_BEFORE, _GAP_AFTER = 14, 8
_STOPS = re.compile(r"[\d.;!?，。；]")


class Clock(NamedTuple):
    """A time of day. minutes: every reading as minutes after midnight.

    bare: no word says whether it is the morning or the evening; the first reading is the one of the morning.
    """

    end: int
    minutes: tuple[int, ...]
    bare: bool = False


class SpokenTime(NamedTuple):
    """A time of day told in words, with the figures among them if there are any."""

    start: int
    end: int
    minutes: tuple[int, ...]
    bare: bool


class _Spoken(NamedTuple):
    """A way to tell the time. shift: see ``Language.clock``. trigger: what every match holds, in lower case."""

    shift: str
    trigger: str
    pattern: re.Pattern[str]


class _Words(NamedTuple):
    """What one language says around times. parts: parts of the day, whose first letters are in ``starts``.
    second_half: those of the second half of the day.
    """

    parts: re.Pattern[str]
    starts: frozenset[str]
    second_half: re.Pattern[str] | None
    spoken: tuple[_Spoken, ...]
    triggers: tuple[str, ...]
    hours: dict[str, int]


def _pattern(spelling: str) -> str:
    return spelling.replace("_", "[ \u00a0]")


@lru_cache(maxsize=64)
def _words(lang: str | None) -> _Words:
    base = base_language(lang) or ""
    spoken = language(lang)
    glued = base in UNSPACED or base == "ko"
    start, stop = ("", "") if glued else (r"(?<!\w)", r"(?!\w)")
    table = dict(entry.split("=", 1) for entry in spoken.day_parts.split())
    listed = {name: f"{start}(?:{_pattern(table[name])}){stop}" for name in _PARTS if name in table}
    groups = [f"(?P<{name}>{pattern})" for name, pattern in listed.items()]
    if base not in _AM_IS_A_WORD:
        groups.append(r"(?P<latin>(?<![^\W\d_])(?:" + _LATIN_HALF + "))")
    late = "|".join(pattern for name, pattern in listed.items() if name in _LATE)
    return _Words(
        re.compile("|".join(groups) or r"(?!)", re.IGNORECASE),
        frozenset("ap").union(*({word[0] for word in table[name].split("|")} for name in listed)),
        re.compile(late, re.IGNORECASE) if late else None,
        *_spoken_patterns(spoken.clock, base, glued),
    )


def _spoken_patterns(clock: str, base: str, glued: bool) -> tuple[tuple[_Spoken, ...], tuple[str, ...], dict[str, int]]:
    values = {w: int(v) for w, v in number_words(base).items() if str(v).isdigit() and int(v) < 60}
    word = _alternatives(word for word, value in values.items() if 1 <= value <= 12)
    minute = _alternatives(word for word, value in values.items() if value > 1)
    if glued and base not in ("ko", "th"):
        word, minute = "[一二两兩三四五六七八九十]{1,2}", "[一二三四五六七八九十]{1,3}"
    lead = {"he": r"(?<!\w)[ובלמהש]?", "ko": "(?<![가-힣])"}.get(base, "" if glued else r"(?<!\w)")
    found = []
    for entry in clock.split():
        shift, _, spelling = entry.partition("=")
        source = _pattern(spelling).replace("HOURWORD", rf"(?P<hour>{word})")
        source = source.replace("HOUR", rf"(?P<hour>{word}|1[0-2]|[1-9])").replace(
            "MINUTE", rf"(?P<minute>{minute}|[1-5]?\d)"
        )
        stop = "" if glued else r"(?!\w)"
        found.append(_Spoken(shift, _trigger(spelling), re.compile(f"{lead}(?:{source}){stop}", re.IGNORECASE)))
    triggers = {one.trigger for one in found}
    least = sorted(one for one in triggers if not any(other in one for other in triggers - {one}))
    return tuple(found), tuple(least), values


def _alternatives(spellings: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, spellings), key=len, reverse=True)) or r"(?!)"


def _trigger(spelling: str) -> str:
    """The longest plain stretch of a pattern: where a text lacks it, the pattern cannot match."""
    plain = re.sub(r"\[[^\]]*\]\??|\(\?[:!][^)]*\)\??|HOURWORD|HOUR|MINUTE|\\w|.[?*]", "|", spelling)
    return max(re.split(r"[\^$|()+\\]+", plain), key=len).lower().replace("_", " ")


def hears_time(lower: str, lang: str | None) -> bool:
    """Whether a text in lower case may tell a time in words."""
    return any(map(lower.__contains__, _words(lang).triggers))


#: How far around what gives a spoken time away the rest of it can stand.
_AROUND = 40


def spoken_times(text: str, lang: str | None) -> list[SpokenTime]:
    """The times of day that a text tells in words."""
    words, lower = _words(lang), text.lower()
    found: list[SpokenTime] = []
    for shift, trigger, pattern in words.spoken:
        at = lower.find(trigger)
        while at >= 0:
            match = pattern.search(text, max(0, at - _AROUND), at + len(trigger) + _AROUND)
            if match and not any(match.start() < other.end and match.end() > other.start for other in found):
                time = _spoken_time(text, shift, match, words)
                found += [time] if time else []
            at = lower.find(trigger, at + len(trigger))
    return found


def _spoken_time(text: str, shift: str, match: re.Match[str], words: _Words) -> SpokenTime | None:
    minute = _spoken_minutes(shift, match, words.hours)
    if minute is None:
        return None
    start, end = match.span()
    if ":" in shift:
        return SpokenTime(start, end, (minute,), False)
    hour, rest = divmod(minute % 720, 60)
    part = _part_around(text, start, end, words)
    minutes = _minutes(hour or 12, rest, part)
    late = words.second_half is not None and words.second_half.search(text)  # "heute Abend ... um halb acht"
    return SpokenTime(start, end, minutes, part == "" and len(minutes) > 1 and not late)


def _spoken_minutes(shift: str, match: re.Match[str], values: dict[str, int]) -> int | None:
    if ":" in shift:
        hours, minutes = shift.split(":")
        return int(hours) * 60 + int(minutes)
    named = match.groupdict()
    hour = _value(named.get("hour"), values)
    if hour is None:
        return None
    if shift[-1] == "M":
        minute = _value(named.get("minute"), values)
        aside = int(shift[:-2] or 0)  # "-30+M" for "fünf nach halb acht"
        return None if minute is None else hour * 60 + aside + (minute if shift[-2] == "+" else -minute)
    return hour * 60 + int(shift)


def _value(word: str | None, values: dict[str, int]) -> int | None:
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    return han_value(word) if "\u4e00" <= word[0] <= "\u9fff" else values.get(word.lower())


def clock_at(text: str, start: int, end: int, raw: str, lang: str | None) -> Clock | None:
    """The time of day that the token ``raw`` at start..end begins, or None when nothing says that it is one."""
    head, *rest = (raw,) if raw.isdigit() else _CLOCK_MARK.split(raw)
    colon = ":" in raw
    if len(head) > 2 or int(head) > 24 or (rest and (len(rest[0]) != 2 or int(rest[0]) > 59)):
        return None
    minute = int(rest[0]) if rest else 0
    ahead = base_language(lang) in _SAYS_CLOCK_BEFORE and _BEFORE_CLOCK.search(text, max(0, start - 9), start)
    if not (colon or ahead or _CLOCK_WORD.match(text, end)):
        return None
    words, at = _words(lang), end + (text[end : end + 1] in _BLANKS)
    letter = text[at : at + 1].lower()
    after = words.parts.match(text, at) if letter in words.starts else None
    hour_word = _HOUR_WORD.match(text, end) if letter in _HOUR_STARTS and not after else None
    if not (colon or ahead or after or hour_word or rest):
        return None
    part = _part_around(text, start, hour_word.end() if hour_word else end, words)
    if not (colon or after or ahead or _tells(hour_word, part, rest) or (hour_word and _AT.search(text, 0, start))):
        return None
    if hour_word:
        end = hour_word.end()
        minute = int(hour_word["minute"]) if hour_word["minute"] else (30 if hour_word["half"] else minute)
    elif after:
        end = after.end()
    minutes = _minutes(int(head), minute, part)
    bare = part == "" and int(head) <= 12 and words.second_half is not None and not words.second_half.search(text)
    exact = bool(rest) or bool(hour_word and hour_word["minute"])
    if bare and exact and len(minutes) > 1 and int(head) < 12 and hours_24(lang):
        minutes = minutes[:1]
    return Clock(end, minutes, bare)


def _tells(hour_word: re.Match[str] | None, part: str, rest: list[str]) -> bool:
    """Whether a number with a word for hours behind it is a time of day and no duration."""
    if hour_word is None:
        return bool(part and rest)
    word = re.sub(r"[\d分분半반 \u00a0\u202f]", "", hour_word.group()).lower()
    return bool(hour_word["minute"] or hour_word["half"] or part or rest or word in _OCLOCK)


@lru_cache(maxsize=256)
def hours_24(lang: str | None) -> bool:
    """Whether a time of this language without a word for the part of the day means the morning."""
    tag = (lang or "").lower().replace("_", "-")
    return (base_language(lang) or "") in _HOURS_24 and not _HOURS_12.match(tag)


def _part_around(text: str, start: int, end: int, words: _Words) -> str:
    """The part of the day that is said right behind or in front of a time; "" where none is."""
    *_, before = (None, *words.parts.finditer(text, max(0, start - 34), start))
    if before and start - before.end() <= 1 and before.lastgroup != "latin":  # "오전 6시부터 오후 2시"
        return _part(before)
    after = words.parts.search(text, end, end + 28)
    if after and after.start() - end <= _GAP_AFTER and not _STOPS.search(text, end, after.start()):
        return _part(after)
    if before and start - before.end() <= _GAP_BEFORE and not _STOPS.search(text, before.end(), start):
        return "" if before.lastgroup == "latin" else _part(before)
    return ""


def _part(match: re.Match[str]) -> str:
    if match.lastgroup == "latin":
        return "am" if match.group()[0] in "aA" else "pm"
    return match.lastgroup or ""


def _minutes(hour: int, minute: int, part: str) -> tuple[int, ...]:
    """The readings of an hour and a minute, the likelier first."""
    if hour > 12 or hour == 0:
        return (hour % 24 * 60 + minute,)
    early, late = hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute
    if part == "am" or (part == "morning" and hour < 12):
        return (early,)
    if part in ("pm", "afternoon") or (part == "evening" and hour < 12):
        return (late,)
    if part == "noon":
        return (early,) if hour in (10, 11) else (late,)
    if part in ("night", "evening"):
        return (late,) if 6 <= hour < 12 else (early,)
    return (late, early) if hour == 12 else (early, late)
