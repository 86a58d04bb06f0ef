"""Errors planted in right translations, each in one place, seeded: quantities, verbatim items, dates and times.

A planted error is a new target text beside the same source. What counts as a number, a month or a unit is decided here
and not by the checks, so that what a check cannot read is planted all the same. Units, currencies and number words come
from the language files; a language without such words gets the symbols alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from consensus.check.markup import TAG, scan_markup
from consensus.normalize.languages import language
from consensus.normalize.placeholders import scan_placeholders
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language, blank
from consensus.normalize.unit_words import CURRENCY_CODES, SYMBOLS
from consensus.normalize.units import PERCENT_WORD


class Pair(NamedTuple):
    """A right sentence pair. denial_lost: the target without its denial, or "". langs: source and target."""

    source: str
    target: str
    denial_lost: str
    langs: tuple[str, str]


class Planted(NamedTuple):
    """A wrong target. group: the column it counts in. kind: what was done, in a few words."""

    group: str
    kind: str
    text: str


CODE = re.compile(r"(?<![A-Za-z0-9.,_])(?:[A-Z]{1,5}-?[A-Z]?\d{1,5}[A-Z]?|\d{1,3}[A-Z])(?![A-Za-z0-9_])")
_BLANK = "[ \u00a0\u202f\u2009]"
NUMBER = re.compile(rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,٫٬'’]\d+)*")
_NUMERIC_DATE = re.compile(r"\d{1,4}([-./])[ ]?\d{1,2}\1[ ]?\d{2,4}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d)")
_CLOCK = re.compile(
    rf"(?<![\d.,:])(\d{{1,2}})({_BLANK}?h{_BLANK}?|[:.時点시]{_BLANK}?)(\d{{1,2}})(?![\d,:]|{_BLANK}?%)"
)
_FULL_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})(?: ?[ap]\.m\.| Uhr\b| heures?\b| h\b)")
#: Languages in which some countries write 1,500.5 and others 1.500,5, so that neither is an error.
_BOTH_FORMS = ("es", "ar")
#: Languages in which a word may stand on a number or an ending on a word, without a blank.
DENSE = UNSPACED | {"ko"}
_SAYS_A_TIME = re.compile(r"\d ?[ap]\.m\.|Uhr\b|\d heures?\b|\d h\b")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
#: Morning and evening words, each with another part of the day.
_MERIDIEM = {
    "en": "a.m.=p.m. p.m.=a.m.",
    "ja": "午前=午後 午後=午前",
    "ko": "오전=오후 오후=오전",
    "zh": "上午=下午 下午=上午 早上=晚上 晚上=早上 凌晨=下午",
    "hi": "सुबह=शाम शाम=सुबह तड़के=दोपहर दोपहर=रात रात=सुबह",
    "ar": "صباحًا=مساءً مساءً=صباحًا ظهرًا=ليلًا ليلًا=صباحًا عصرًا=فجرًا فجرًا=عصرًا",
    "vi": "sáng=tối tối=sáng chiều=sáng",
    "el": "π.μ.=μ.μ. μ.μ.=π.μ.",
}
#: A unit and another one of its measure.
_OTHER_UNITS = (
    "mm=cm cm=mm m=km km=m kg=g g=kg mg=g t=kg l=ml ml=l bar=psi V=kV A=mA W=kW kW=W s=min min=h h=min day=week "
    "week=day month=year year=month °C=°F MB=GB GB=MB kB=MB m2=ha ha=m2 km/h=m/s"
)
_OTHER_UNIT = dict(entry.split("=") for entry in _OTHER_UNITS.split())
_OTHER_SIGN = {"€": "$", "$": "€", "£": "€", "¥": "€", "₹": "$", "₺": "€", "₪": "€", "₴": "€", "₽": "€"}


def shielded(text: str) -> str:
    """The text with placeholders, tags and codes blanked, offsets unchanged."""
    bare = blank(text, scan_markup(text).spans())
    return blank(bare, [match.span() for match in CODE.finditer(bare)])


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


@lru_cache(maxsize=64)
def _months(lang: str) -> tuple[str, ...]:
    names = Locale.parse(base_language(lang) or "en").months["format"]["wide"]
    return tuple(str(names[month]) for month in range(1, 13))


@lru_cache(maxsize=64)
def _month_pattern(lang: str) -> re.Pattern[str]:
    """A month beside a number, or a number that a word makes a month."""
    names = "|".join(re.escape(name) for name in _months(lang) if not re.search(r"\d", name))
    numbered = r"(?:(?<=tháng )\d{1,2}(?!\d)|(?<!\d)\d{1,2}(?=[ ]?[月월]))"
    return re.compile(rf"(?<![^\W_במל])(?:{names})(?!\w)|{numbered}" if names else numbered, re.IGNORECASE)


def _month_spans(bare: str, lang: str) -> list[tuple[int, int]]:
    found = [match.span() for match in _month_pattern(lang).finditer(bare)]
    return [(a, b) for a, b in found if re.search(r"\d", bare[max(0, a - 9) : a] + bare[b : b + 7])]


def _clocks(pair: Pair, bare: str) -> list[re.Match[str]]:
    """The clock times of the target: what the source says too, by hours of twelve and minutes."""
    source = shielded(pair.source)
    clocks = [m for m in _CLOCK.finditer(source) if "." not in m[2]]  # there a point is a decimal mark
    said = {(int(m[1]) % 12, int(m[3])) for m in clocks} | {(int(m[1]) % 12, 0) for m in _FULL_HOUR.finditer(source)}
    if re.search(r"\b(?:noon|midnight|Mitternacht|midi|minuit)\b", source):
        said.add((0, 0))
    return [m for m in _CLOCK.finditer(bare) if (int(m[1]) % 12, int(m[3])) in said]


def _numbers(pair: Pair, bare: str) -> list[re.Match[str]]:
    """The numbers of the target that belong to no date, year or clock time."""
    taken = [m.span() for m in _NUMERIC_DATE.finditer(bare)] + [m.span() for m in _YEAR.finditer(bare)]
    taken += [m.span() for m in _clocks(pair, bare)]
    taken += [(a - 9, b + 8) for a, b in _month_spans(bare, pair.langs[1])]
    return [m for m in NUMBER.finditer(bare) if not any(a < m.end() and m.start() < b for a, b in taken)]


def numbers(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A digit changed; a decimal mark moved or dropped; separators of the other locale."""
    bare = shielded(pair.target)
    found = _numbers(pair, bare)
    if not found:
        return
    match = chance.choice(found)
    at = chance.choice([place for place in range(*match.span()) if bare[place].isdigit()])
    old = int(bare[at])
    zero = ord(bare[at]) - old
    digit = chance.choice([value for value in range(1, 10) if value != old])
    yield Planted("numbers", "digit", _put(pair.target, (at, at + 1), chr(zero + digit)))
    for match in found:
        text = match.group()
        if re.fullmatch(r"\d+[.,٫]\d{1,2}", text):
            mark = re.search(r"[.,٫]", text)
            assert mark
            whole, part = text.split(mark.group())
            moved = f"{whole}{part[0]}{mark.group()}{part[1:]}".rstrip(".,٫")
            if whole + part != moved:
                yield Planted("numbers", "mark moved", _put(pair.target, match.span(), moved))
            yield Planted("numbers", "mark dropped", _put(pair.target, match.span(), whole + part))
        if re.search(rf"[.,]|\d{_BLANK}\d", text) and base_language(pair.langs[1]) not in _BOTH_FORMS:
            yield Planted("numbers", "other locale", _put(pair.target, match.span(), _other_locale(text)))
        if re.search(r"[.,٫]|\d\d\d", text):
            return


def _other_locale(number: str) -> str:
    """Points for commas and commas for points; a blank that groups becomes a comma."""
    return re.sub(_BLANK, ",", number).translate(str.maketrans(".,", ",."))


def signs(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A minus sign dropped, or one put before a number."""
    bare = shielded(pair.target)
    dropped = re.search(r"(?<![\w)])[−-](?=[€$£¥₹₪₺]?\d)|(?<=%)−(?=\d)", bare)
    if dropped:
        yield Planted("signs", "dropped", _put(pair.target, dropped.span(), ""))
        return
    for match in _numbers(pair, bare):
        before = bare[max(0, match.start() - 1) : match.start()]
        if re.match(rf"{_BLANK}?(?:°C|[%€$£¥₹₪₺٪])", bare[match.end() :]) or (before and before in "%€$£¥₹₪₺"):
            at = match.start() - (before != "" and before in "%€$£¥₹₪₺")
            yield Planted("signs", "added", _put(pair.target, (at, at), "−"))
            return


def percent(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """The percent sign or word dropped."""
    bare = shielded(pair.target)
    after = re.compile(rf"(?<=\d){_BLANK}?(?:{PERCENT_WORD.pattern})", re.IGNORECASE)
    before = re.compile(r"[%٪](?=[−-]?\d)|(?<!\w)yüzde (?=\d)", re.IGNORECASE)
    if match := after.search(bare) or before.search(bare):
        yield Planted("percent", "dropped", _put(pair.target, match.span(), ""))


def _entries(line: str) -> list[tuple[str, list[str]]]:
    """Meaning and spellings, from entries ``meaning=spelling,spelling``; "_" is a blank."""
    pairs = (entry.partition("=") for entry in line.split())
    return [(name, [word.replace("_", " ") for word in words.split(",")]) for name, _, words in pairs]


@lru_cache(maxsize=64)
def _unit_tables(lang: str) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]], dict[str, list[str]]]:
    """What finds a unit behind a number; spelling -> meaning and whether it is a word; meaning -> its words."""
    spoken = language(lang)
    words = _entries(spoken.unit_words)
    known = {spelling: (name, False) for name, spellings in _entries(SYMBOLS) for spelling in spellings}
    known |= {spelling.rstrip("~"): (name, True) for name, spellings in words for spelling in spellings}
    pieces = [
        re.escape(spelling) + (r"\w*" if any(f"{spelling}~" in s for _, s in words) else "")
        for spelling in sorted(known, key=len, reverse=True)
        if spelling not in spoken.not_symbols.split()
    ]
    edge = "" if base_language(lang) in DENSE else r"(?![\w²³/·])"
    pattern = re.compile(rf"(?<=\d)({_BLANK}|[-‑])?({'|'.join(pieces)}){edge}")
    return pattern, known, dict(words)


def units(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A unit changed to another of its measure, a word to a word and a symbol to a symbol of the same script."""
    bare = shielded(pair.target)
    pattern, known, words = _unit_tables(pair.langs[1])
    ends = {number.end() for number in _numbers(pair, bare)}
    for match in pattern.finditer(bare):
        spelt = next((s for s in sorted(known, key=len, reverse=True) if match[2].startswith(s)), "")
        name, is_word = known[spelt]
        other = _OTHER_UNIT.get(name)
        if other is None or match.start() not in ends or (name == "h" and _SAYS_A_TIME.search(pair.source)):
            continue
        symbols = dict(_entries(SYMBOLS)).get(other, [])
        alike = [symbol for symbol in symbols if bool(_CYRILLIC.search(symbol)) == bool(_CYRILLIC.search(spelt))]
        choice = [word.rstrip("~") for word in words.get(other, [])] if is_word else []
        choice = choice or alike or symbols
        if choice:
            yield Planted("units", f"{name} to {other}", _put(pair.target, match.span(2), choice[0]))
            return


@lru_cache(maxsize=64)
def _money(lang: str) -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """What finds a currency; spelling -> currency; currency -> its first word."""
    entries = _entries(language(lang).currency_words)
    known = {spelling.rstrip("~").lower(): name for name, spellings in entries for spelling in spellings}
    start, end = ("", "") if base_language(lang) in DENSE else (r"(?<!\w)", r"\w{0,3}(?!\w)")
    spelt = [word for word in sorted(known, key=len, reverse=True) if len(word) > 1 or end == ""]
    names = "|".join(re.escape(word) for word in spelt) or "(?!)"
    codes = "|".join(CURRENCY_CODES.split())
    pattern = re.compile(
        rf"(?P<sign>[€£¥₹₺₪₴₽]|(?<![A-Z])\$)|(?P<local>zł|Kč|(?<!\w)TL|(?<!\w)грн|(?<!\w)руб|R\$|ש\"ח|ליש\"ט)"
        rf"|(?<!\w)(?P<code>{codes})(?!\w)|{start}(?i:(?P<word>{names})){end}"
    )
    return pattern, known, {name: spellings[0].rstrip("~") for name, spellings in entries}


def currency(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A currency's sign, code or word changed to another's."""
    bare = shielded(pair.target)
    pattern, known, words = _money(pair.langs[1])
    if not _money(pair.langs[0])[0].search(shielded(pair.source)):
        return
    near = 4 if base_language(pair.langs[1]) in DENSE else 12
    beside = [re.search(r"\d", bare[max(0, m.start() - near) : m.start()]) for m in pattern.finditer(bare)]
    found = (m for m, number in zip(pattern.finditer(bare), beside, strict=True) if number or not m["word"])
    match = next(found, None)
    if match is None:
        return
    spelt = match.group()
    if match.lastgroup == "sign":
        new = _OTHER_SIGN[spelt]
    elif match.lastgroup == "local":
        new = "€"
    elif match.lastgroup == "code":
        new = "USD" if spelt == "EUR" else "EUR"
    else:
        name = known[match["word"].lower()]
        new = words.get("dollar", "USD") if name == "EUR" else words.get("EUR", "EUR")
    yield Planted("currency", "another", _put(pair.target, match.span(), new))


def dates(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """Another month; another day of the month."""
    bare = shielded(pair.target)
    months = _months(pair.langs[1])
    for span in _month_spans(bare, pair.langs[1])[:1]:
        old = bare[span[0] : span[1]]
        if old.isdigit():
            new = str(chance.choice([month for month in range(1, 13) if month != int(old)]))
        else:
            new = chance.choice([month for month in months if month.lower() != old.lower()])
        yield Planted("dates", "month", _put(pair.target, span, new))
        day = re.search(r"(?<!\d)\d{1,2}(?=\D{0,5}$)", bare[: span[0]])
        day = day or re.compile(r"\D{0,3}(\d{1,2})(?!\d)").match(bare, span[1])
        if day:
            a, b = day.span(day.lastindex or 0)
            yield Planted("dates", "day", _put(pair.target, (a, b), str(_another(int(bare[a:b]), 28, chance))))


def _another(value: int, most: int, chance: random.Random) -> int:
    return chance.choice([number for number in range(1, most + 1) if number != value])


def times(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A clock time twelve hours off; other minutes."""
    bare = shielded(pair.target)
    for match in _clocks(pair, bare)[:1]:
        minutes = (int(match[3]) + chance.randrange(7, 53)) % 60
        yield Planted("times", "minutes", _put(pair.target, match.span(3), f"{minutes:02d}"))
        yield Planted("times", "twelve hours", _twelve_hours(pair, bare, match))


def _twelve_hours(pair: Pair, bare: str, clock: re.Match[str]) -> str:
    swaps = dict(entry.split("=") for entry in _MERIDIEM.get(base_language(pair.langs[1]) or "", "").split())
    near = [
        (abs(found.start() - clock.start()), found)
        for word in swaps
        for found in re.finditer(re.escape(word), bare)
        if clock.start() - 12 <= found.start() <= clock.end() + 6
    ]
    hour = int(clock[1])
    if near and hour <= 12:
        found = min(near, key=lambda item: item[0])[1]
        return _put(pair.target, found.span(), swaps[found.group()])
    return _put(pair.target, clock.span(1), str((hour + 12) % 24))


def placeholders(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A placeholder dropped, altered, said twice."""
    for item in [one for one in scan_placeholders(pair.target).plain if one.text in pair.source][:1]:
        span = (item.start, item.end)
        name = re.search(r"[A-Za-z]+", item.text)
        swapped = {"s": "d", "d": "s"}.get(name.group(), name.group()[:-1] + "q") if name else "x"
        altered = item.text.replace(name.group(), swapped) if name else "{9}"
        yield Planted("placeholders", "dropped", _put(pair.target, span, ""))
        yield Planted("placeholders", "altered", _put(pair.target, span, altered))
        yield Planted("placeholders", "twice", _put(pair.target, span, f"{item.text} {item.text}"))


def tags(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A tag dropped, renamed; opening and closing tag in the wrong order."""
    found = list(TAG.finditer(pair.target))
    if len(found) < 2 or found[0][1] or found[1][2] != found[0][2]:
        return
    first, second = found[:2]
    yield Planted("tags", "dropped", _put(pair.target, second.span(), ""))
    renamed = _put(pair.target, first.span(), f"<em{first[3]}>")
    yield Planted("tags", "renamed", renamed)
    between = pair.target[first.end() : second.start()]
    yield Planted("tags", "misnested", _put(pair.target, (first.start(), second.end()), second[0] + between + first[0]))


def codes(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """One digit or one letter of a code changed."""
    match = CODE.search(blank(pair.target, scan_markup(pair.target).spans()))
    if match is None:
        return
    for kind, test, letters in (("digit", str.isdigit, "123456789"), ("letter", str.isalpha, "BCDFGHJKLMNPQRT")):
        at = chance.choice([place for place in range(*match.span()) if test(pair.target[place])])
        new = chance.choice([letter for letter in letters if letter != pair.target[at]])
        yield Planted("codes", kind, _put(pair.target, (at, at + 1), new))


#: What plants one kind of error; each may find nothing to spoil in a pair.
Planter = Callable[[Pair, random.Random], Iterator[Planted]]
QUANTITIES: tuple[Planter, ...] = (numbers, signs, percent, units, currency, dates, times)
VERBATIM: tuple[Planter, ...] = (placeholders, tags, codes)
