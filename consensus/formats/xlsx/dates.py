"""Serial numbers of days as dates and times, by a format code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.core import UnknownLocaleError

from consensus.formats.xlsx.format_codes import Section, Token

#: The first serial number that no calendar of a spreadsheet has: 10000-01-01.
_END = {False: 2_958_466, True: 2_957_004}
_UNITS = {"h": 3600, "m": 60, "s": 1}
#: Language numbers of Windows (the low ten bits of an LCID) -> language; others have their months in English.
_NUMBERED = (
    "01ar 02bg 03ca 04zh 05cs 06da 07de 08el 09en 0Aes 0Bfi 0Cfr 0Dhe 0Ehu 10it 11ja 12ko 13nl 14nb 15pl 16pt 18ro "
    "19ru 1Ahr 1Bsk 1Dsv 1Eth 1Ftr 21id 22uk 24sl 25et 26lv 27lt 2Avi 39hi"
)
_LANGUAGES = {int(one[:2], 16): one[2:] for one in _NUMBERED.split()}


class _Moment(NamedTuple):
    """year to day: as shown, the 0 January 1900 and the 29 February 1900 of spreadsheets among them. weekday: 0 is
    Sunday. seconds: since midnight. total: seconds since serial 0. fraction: digits behind the second."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: int
    total: int
    fraction: str


def serial_of(moment: dt.datetime, *, since_1904: bool) -> float:
    """The serial number of a moment."""
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
    serial = (moment - start) / dt.timedelta(days=1)
    return serial - 1 if not since_1904 and serial < 61 else serial


def moment_of(serial: float, *, since_1904: bool) -> dt.datetime | None:
    """The moment of a serial number to the millisecond; None outside of the calendar, and for days that never were."""
    days = int(serial // 1)
    if not 0 <= serial < _END[since_1904] or (not since_1904 and days in (0, 60)):
        return None
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30 if days > 60 else 31)
    return start + dt.timedelta(milliseconds=round(serial * 86_400_000))


def dated(serial: float, section: Section, since_1904: bool) -> str | None:
    """The serial number as the section shows it; None where no calendar has it or the section asks for another one."""
    if section.language > 0xFFFF and section.language not in (0xF800, 0xF400):  # digits or calendar of another kind
        return None
    tokens = _with_minutes(section.tokens)
    if any(token.kind == "date" and token.text[0] in "bg" for token in tokens):
        return None
    moment = _moment(serial, _second_places(tokens), since_1904)
    if moment is None:
        return None
    half = any(token.kind == "half" for token in tokens)
    names = _language(section.language)
    out: list[str] = []
    for number, token in enumerate(tokens):
        if token.kind in ("date", "minutes"):
            out.append(_part(token, moment, names, half=half))
        elif token.kind == "elapsed":
            out.append(f"{moment.total // _UNITS[token.text[0]]:0{len(token.text)}d}")
        elif token.kind == "half":
            out.append(token.text.split("/")[moment.seconds >= 43_200])
        elif token.kind == "digit" and any(one.kind == "point" for one in tokens[:number]):
            at = sum(one.kind == "digit" for one in tokens[:number])
            out.append(moment.fraction[at : at + 1])
        else:
            out.append(token.text)
    return "".join(out).strip()


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """``m`` and ``mm`` behind hours or before seconds are minutes."""
    out = list(tokens)
    clock = [number for number, one in enumerate(out) if one.kind in ("elapsed", "date")]
    for place, number in enumerate(clock):
        token = out[number]
        if token.kind == "date" and token.text in ("m", "mm"):
            before = out[clock[place - 1]].text[0] if place else ""
            behind = out[clock[place + 1]].text[0] if place + 1 < len(clock) else ""
            if before == "h" or behind == "s":
                out[number] = Token("minutes", token.text)
    return out


def _second_places(tokens: Sequence[Token]) -> int:
    point = next((number for number, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return min(3, sum(token.kind == "digit" for token in tokens[point:]))


def _moment(serial: float, places: int, since_1904: bool) -> _Moment | None:
    if not 0 <= serial < _END[since_1904]:
        return None
    units = round(serial * 86_400 * 10**places)
    total, rest = divmod(units, 10**places)
    days, seconds = divmod(total, 86_400)
    if not since_1904 and days in (0, 60):
        year, month, day = (1900, 1, 0) if not days else (1900, 2, 29)
    else:
        start = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30 if days > 60 else 31)
        try:
            date = start + dt.timedelta(days=days)
        except OverflowError:
            return None
        year, month, day = date.year, date.month, date.day
    weekday = (days + 5 if since_1904 else days + 6) % 7
    fraction = f"{rest:0{places}d}" if places else ""
    return _Moment(year, month, day, weekday, seconds, total, fraction)


def _part(token: Token, moment: _Moment, names: Locale, *, half: bool) -> str:
    letter, size = token.text[0], len(token.text)
    if token.kind == "minutes":
        return f"{moment.seconds // 60 % 60:0{min(size, 2)}d}"
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and size <= 2 else f"{moment.year:04d}"
    if letter == "m" and size > 2:
        width = {3: "abbreviated", 5: "narrow"}.get(size, "wide")
        return str(names.months["format"][width][moment.month])
    if letter in "da" and size > 2:
        width = "abbreviated" if size == 3 else "wide"
        return str(names.days["format"][width][(moment.weekday + 6) % 7])
    hours = moment.seconds // 3600
    value = {"m": moment.month, "d": moment.day, "h": (hours % 12 or 12) if half else hours, "s": moment.seconds % 60}
    return f"{value[letter]:0{min(size, 2)}d}" if letter in value else token.text


@lru_cache(maxsize=64)
def _language(lcid: int) -> Locale:
    try:
        return Locale.parse(_LANGUAGES.get(lcid & 0x3FF, "en"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
