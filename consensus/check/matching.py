"""Compares the quantities of two texts as multisets: pairs what means the same, names what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from consensus.canon.units import PERCENT_WORD
from consensus.check.facts import Quantity, Reading

_MINUS_WORDS = re.compile(
    r"minus|negativ|below zero|unter null|零下|负|負|マイナス|氷点下|moins|sous zéro|menos|meno|bajo cero|abaixo de zero|sotto zero|"
    r"onder nul|\bmin\b|pod nulou|poniżej zera|минус|мінус|ниже нуля|нижче нуля|отриц|від['’]єм|माइनस|ऋण|शून्य से नीचे|سالب|ناقص|"
    r"تحت الصفر|מינוס|מתחת לאפס|eksi|sıfırın altında|négati|ujemn|záporn|zápor",
    re.IGNORECASE,
)
_DEGREES = frozenset(("°", "°C", "°F"))
_TIME_UNITS = frozenset(("s", "min", "h", "day", "week", "month", "year"))


class Difference(NamedTuple):
    """A hard fact on which two texts differ. check: its name in the catalogue. left, right: what each side says."""

    check: str
    left: tuple[Quantity, ...]
    right: tuple[Quantity, ...]


Pairs = list[tuple[Quantity, Quantity]]


def differences(left: Reading, right: Reading) -> list[Difference]:
    """Where the quantities of two texts differ, by kind of mistake; [] when they state the same.

    Source: AGREEMENT "Vetoes before similarity": multiset comparison after locale normalisation.
    """
    if not left.quantities and not right.quantities:
        return []
    if left.keys == right.keys:
        return []
    found: list[Difference] = []
    loose_left: list[Quantity] = []
    loose_right: list[Quantity] = []
    for kind, check in (("date", "dates"), ("time", "times")):
        ours = [q for q in left.quantities if q.kind == kind]
        theirs = [q for q in right.quantities if q.kind == kind]
        _pair(ours, theirs, loose_left, loose_right)
        if ours and theirs:
            found.append(Difference(check, tuple(ours), tuple(theirs)))
        else:
            loose_left += [part for quantity in ours for part in _loosen(quantity)]
            loose_right += [part for quantity in theirs for part in _loosen(quantity)]
    ours = [q for q in left.quantities if q.kind == "number"] + loose_left
    theirs = [q for q in right.quantities if q.kind == "number"] + loose_right
    pairs = _pair(ours, theirs)
    ours, theirs = _unexplained(ours, theirs, left, right)
    if ours or theirs:
        found.append(Difference("numbers", tuple(ours), tuple(theirs)))
    for pair in pairs:
        found += _attributes(*pair, left, right)
    return found


def _pair(
    ours: list[Quantity], theirs: list[Quantity], spare_ours: list[Quantity] | None = None, spare_theirs: list[Quantity] | None = None
) -> Pairs:
    """Takes out of both lists what means the same and returns it in pairs; the best match of each first."""
    pairs: Pairs = []
    for quantity in list(ours):
        best = max((other for other in theirs if _same(quantity, other)), key=lambda o: _likeness(quantity, o), default=None)
        if best is None:
            continue
        ours.remove(quantity)
        theirs.remove(best)
        pairs.append((quantity, best))
        if quantity.kind == "date" and spare_ours is not None and spare_theirs is not None:
            _spare_year(quantity, best, spare_ours)
            _spare_year(best, quantity, spare_theirs)
    return pairs


def _same(one: Quantity, other: Quantity) -> bool:
    if any(value in other.values for value in one.values):
        return True
    if one.kind == "date":
        return any(_same_day(a, b) for a in one.values for b in other.values)
    return False


def _same_day(one: str, other: str) -> bool:
    """Equal month and day where one of them does not say the year."""
    year, _, rest = one.partition("-")
    year_other, _, rest_other = other.partition("-")
    return rest == rest_other and (not year or not year_other)


def _spare_year(dated: Quantity, other: Quantity, spare: list[Quantity]) -> None:
    """A year that only one side of a pair of dates gives is a number of its own."""
    year = dated.values[0].partition("-")[0]
    if year and not other.values[0].partition("-")[0]:
        spare.append(Quantity(dated.start, dated.end, "number", (year,), (), percent=None, soft=True))


def _likeness(one: Quantity, other: Quantity) -> int:
    score = 4 * (one.sign == other.sign) + 2 * (one.percent == other.percent) + (one.unit == other.unit)
    return score + bool(one.currency) * bool(one.currency & other.currency) + 4 * (one.values[0] == other.values[0])


def _loosen(quantity: Quantity) -> list[Quantity]:
    """A date or time as the plain numbers it is written with."""
    parts: list[tuple[str, ...]] = [(part,) for part in quantity.parts]
    if quantity.kind == "time" and parts:
        hours = tuple(dict.fromkeys(value.partition(":")[0] for value in quantity.values))
        as_decimal = tuple(value.replace(":", ".").rstrip("0").rstrip(".") for value in quantity.values)
        minute = quantity.values[0].partition(":")[2]
        parts = [parts[0] + hours + as_decimal] + ([(minute.lstrip("0"),)] if minute != "00" else [])
    return [Quantity(quantity.start, quantity.end, "number", values, (), percent=None, soft=True) for values in parts]


def _unexplained(
    ours: list[Quantity], theirs: list[Quantity], left: Reading, right: Reading
) -> tuple[list[Quantity], list[Quantity]]:
    """What is left on each side after lists are split into their numbers and words are read as numbers."""
    if not ours and not theirs:
        return ours, theirs
    if any(quantity.parts for quantity in (*ours, *theirs)):
        split_ours, split_theirs = _split(ours), _split(theirs)
        _pair(split_ours, split_theirs)
        ours, theirs = _whole(ours, split_ours), _whole(theirs, split_theirs)
    return _explain(ours, right, left), _explain(theirs, left, right)


def _split(quantities: Sequence[Quantity]) -> list[Quantity]:
    return [
        quantity._replace(values=(part,), parts=(), percent=None, soft=True) if quantity.parts else quantity
        for quantity in quantities
        for part in (quantity.parts or ("",))
    ]


def _whole(quantities: Sequence[Quantity], left_over: Sequence[Quantity]) -> list[Quantity]:
    """Those of the quantities of which any part is still left over."""
    starts = {quantity.start for quantity in left_over}
    return [quantity for quantity in quantities if quantity.start in starts]


def _explain(quantities: list[Quantity], other: Reading, own: Reading) -> list[Quantity]:
    """Those whose value the other text does not state in words, codes or verbatim."""
    return [
        quantity
        for quantity in quantities
        if not any(value in other.spoken for value in quantity.values)
        and not (quantity.values[0][0] == "=" and own.prose[quantity.start : quantity.end].strip() in other.text)
    ]


def _attributes(one: Quantity, other: Quantity, left: Reading, right: Reading) -> list[Difference]:
    """Sign, percent, unit and currency of two numbers of equal value."""
    found = []
    if one.sign != other.sign and not one.soft and not other.soft:
        bare = right if one.sign else left
        if not _MINUS_WORDS.search(bare.text):
            found.append("signs")
    if one.percent != other.percent and one.percent is not None and other.percent is not None:
        with_mark, without = (left, right) if one.percent else (right, left)
        if len(PERCENT_WORD.findall(without.prose)) < len(PERCENT_WORD.findall(with_mark.prose)):
            found.append("percent")
    if _units_differ(one, other, right) or _units_differ(other, one, left):
        found.append("units")
    if _money_differs(one, other, right) or _money_differs(other, one, left):
        found.append("currency")
    return [Difference(check, (one,), (other,)) for check in found]


def _units_differ(one: Quantity, other: Quantity, text: Reading) -> bool:
    """Another unit, or a physical unit that was dropped: nothing that could be a word follows the bare number."""
    if not one.unit or one.soft or other.soft or one.unit == other.unit:
        return False
    if other.unit:
        return not (one.unit in _DEGREES and other.unit in _DEGREES and "°" in (one.unit, other.unit))
    if one.unit in _TIME_UNITS or other.currency or any(quantity.unit == one.unit for quantity in text.quantities):
        return False
    follows = text.prose[other.end : other.end + 2].lstrip(" \u00a0\u202f-‑")
    return not follows or not (follows[0].isalpha() or follows[0] in "°'\"″′%")


def _money_differs(one: Quantity, other: Quantity, text: Reading) -> bool:
    if not one.currency or one.soft or other.soft:
        return False
    if other.currency:
        return not one.currency & other.currency
    return not other.unit and not one.currency & text.currencies
