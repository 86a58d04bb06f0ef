"""Compares the quantities of two texts as multisets: pairs what means the same, names what is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from consensus.check.amounts import Quantity
from consensus.check.attributes import Difference, attributes, converts
from consensus.check.facts import Reading
from consensus.normalize.dates import month_names
from consensus.normalize.number_words import SaidNumber
from consensus.normalize.numbers import canonical

_ENUMERATOR = re.compile(r"\s*[(（]?(\d{1,2})(?:[)）、．:：，]|\.(?!\d)|,(?!\d)|[ ](?=[\u3400-\u9fff]))")
#: Characters from which on a text may well repeat a number.
_LONG = 60

Pairs = list[tuple[Quantity, Quantity]]


def differences(left: Reading, right: Reading) -> list[Difference]:
    """Where the quantities of two texts differ, by kind of mistake; [] when they state the same.

    Source: AGREEMENT "Vetoes before similarity": multiset comparison after locale normalisation.
    """
    words = _words(left, right)
    if (not left.quantities and not right.quantities) or left.keys == right.keys:
        return words
    ours, theirs = _of_kind("number", left), _of_kind("number", right)
    found = _dates(left, right, ours, theirs) + _times(left, right, ours, theirs)
    pairs = _pair(ours, theirs)
    ours, theirs = _unexplained(ours, theirs, left, right)
    found += _conversions(ours, theirs)
    found += _enumerators(ours, theirs, left, right)
    if ours or theirs:
        found.append(Difference("numbers", tuple(ours), tuple(theirs)))
    for one, other in pairs:
        found += attributes(one, other, left, right)
    return found + words


def _words(left: Reading, right: Reading) -> list[Difference]:
    """Number words against other number words, where each side says one that the other states in no way."""
    if not left.said or not right.said:
        return []
    heard, heard_there = _unheard(left, right), _unheard(right, left)
    if not heard or not heard_there:
        return []
    ours, theirs = _unstated(heard, left, right), _unstated(heard_there, right, left)
    if not ours or len(ours) != len(theirs):
        return []
    return [Difference("numbers", tuple(ours), tuple(theirs))]


def _unheard(own: Reading, other: Reading) -> list[SaidNumber]:
    """The numbers that one text says in words and the other does not say in words."""
    heard = [said.value for said in other.said]
    return [said for said in own.said if said.value not in heard]


def _unstated(numbers: list[SaidNumber], own: Reading, other: Reading) -> list[Quantity]:
    """Those of the numbers that the other text does not state in figures or in passing either."""
    found = []
    for said in numbers:
        if (
            said.word in _proportions(own)
            or said.value in other.spoken
            or any(said.value in (*q.values, *q.parts) for q in other.quantities)
        ):
            continue
        start = max(0, own.lower.find(said.word))
        found.append(Quantity(start, min(len(own.text), start + len(said.word)), "word", (said.value,), ()))
    return found


#: "four in ten" is forty percent as well.
_PROPORTION = re.compile(r"(\w+)[ -](?:in|out of|von|sur|su|de cada|em cada|op de|z|ze|из|із)[ -](\w+)")


def _proportions(reading: Reading) -> set[str]:
    """The number words of a text that stand in a proportion."""
    words = {said.word for said in reading.said}
    pairs = [match.groups() for match in _PROPORTION.finditer(reading.lower)]
    return {word for pair in pairs if words.issuperset(pair) for word in pair}


def _of_kind(kind: str, reading: Reading) -> list[Quantity]:
    return [quantity for quantity in reading.quantities if quantity.kind == kind]


def _dates(left: Reading, right: Reading, ours: list[Quantity], theirs: list[Quantity]) -> list[Difference]:
    """Dates against dates. What only one side has becomes plain numbers, added to ``ours`` and ``theirs``."""
    days, days_there = _of_kind("date", left), _of_kind("date", right)
    for one, other in _pair(days, days_there):
        _spare_year(one, other, ours)
        _spare_year(other, one, theirs)
    if days and days_there and not (_holds(theirs, days_there, days) and _holds(ours, days, days_there)):
        return [Difference("dates", tuple(days), tuple(days_there))]
    ours += [part for day in days for part in _loosen(day)]
    theirs += [part for day in days_there for part in _loosen(day)]
    return []


def _holds(numbers: list[Quantity], days: list[Quantity], others: list[Quantity]) -> bool:
    """Whether dates and numbers of one text hold the other's dates of the same month: "12 to 15 May", "May 12-15"."""
    if {day.values[0].rpartition("-")[0] for day in days} != {day.values[0].rpartition("-")[0] for day in others}:
        return False
    stated = Counter(part for day in days for part in day.parts) + Counter(number.values[0] for number in numbers)
    return not Counter(part for day in others for part in day.parts) - stated


def _times(left: Reading, right: Reading, ours: list[Quantity], theirs: list[Quantity]) -> list[Difference]:
    """Times against times, then against numbers that may be one ("14.30", "0430"); the rest becomes plain numbers."""
    times, times_there = _of_kind("time", left), _of_kind("time", right)
    _pair(times, times_there, one_language=left.lang == right.lang)
    _pair_clocks(times, theirs)
    _pair_clocks(times_there, ours, of_day=True)
    if times and times_there:
        return [Difference("times", tuple(times), tuple(times_there))]
    ours += [part for time in times if not time.spoken for part in _loosen(time)]
    theirs += [part for time in times_there if not time.spoken for part in _loosen(time)]
    return []


def _pair(ours: list[Quantity], theirs: list[Quantity], one_language: bool = False) -> Pairs:
    """Takes out of both lists what means the same and returns it in pairs; the best match of each first."""
    pairs: Pairs = []
    for quantity in list(ours):
        same = [other for other in theirs if _same(quantity, other, one_language)]
        if not same:
            continue
        best = same[0] if len(same) == 1 else max(same, key=lambda other, one=quantity: _likeness(one, other))  # type: ignore[misc]
        ours.remove(quantity)
        theirs.remove(best)
        pairs.append((quantity, best))
    return pairs


def _same(one: Quantity, other: Quantity, one_language: bool) -> bool:
    if other.bare and not one.bare:
        return other.values[0] in one.values  # a time that lost its "p.m."
    if one.bare and not other.bare and one_language:
        return one.values[0] in other.values
    if any(value in other.values for value in one.values):
        return True
    return one.kind == "date" and any(_same_day(a, b) for a in one.values for b in other.values)


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
    return score + bool(one.currency & other.currency) + 4 * (one.values[0] == other.values[0])


def _pair_clocks(times: list[Quantity], numbers: list[Quantity], of_day: bool = False) -> None:
    """Takes out times that the other side writes as one number: 4:30 as "0430", 14:30 as "14.30".

    of_day: the numbers may leave open whether it is the morning ("at 3" and "15 Uhr").
    """
    for time in list(times):
        clocks = [value.split(":") for value in time.values]
        forms = {canonical(hour + minute) for hour, minute in clocks} | {canonical(*clock) for clock in clocks}
        written = next((number for number in numbers if len(number.values[0]) > 2 and forms & set(number.values)), None)
        if of_day and written is None:
            hours = {str(int(hour) % 12) for hour, minute in clocks if minute == "00" and int(hour) > 12}
            written = next(
                (n for n in numbers if not (n.unit or n.currency or n.percent) and n.values[0] in hours), None
            )
        if written:
            times.remove(time)
            numbers.remove(written)


def _loosen(quantity: Quantity) -> list[Quantity]:
    """A date or time as the plain numbers it is written with."""
    parts: list[tuple[str, ...]] = [(part,) for part in quantity.parts]
    if quantity.kind == "time" and parts:
        hours = tuple(dict.fromkeys(value.partition(":")[0] for value in quantity.values))
        minute = canonical(quantity.values[0].partition(":")[2])
        parts = [parts[0] + hours] + ([(minute,)] if minute != "0" else [])
    return [Quantity(quantity.start, quantity.end, "number", values, (), percent=None, soft=True) for values in parts]


def _unexplained(
    ours: list[Quantity], theirs: list[Quantity], left: Reading, right: Reading
) -> tuple[list[Quantity], list[Quantity]]:
    """What is left on each side after lists are split into their numbers and words are read as numbers."""
    if not ours and not theirs:
        return ours, theirs
    if any(quantity.parts for quantity in (*ours, *theirs)):
        split_ours, split_theirs = _split(ours), _split(theirs)
        _pair_parts(split_ours, split_theirs)
        ours, theirs = _whole(ours, split_ours), _whole(theirs, split_theirs)
    ours, theirs = _explain(ours, right, left), _explain(theirs, left, right)
    return ([], []) if _repeated(ours, theirs, left, right) else (ours, theirs)


def _pair_parts(ours: list[Quantity], theirs: list[Quantity]) -> None:
    """Takes out parts that the other side writes as numbers of their own.

    Two numbers of the same figures that differ in what their marks mean ("1,500" in English and in German) are no list.
    """
    for part in list(ours):
        match = next(
            (o for o in theirs if not (_of_number(part) and _of_number(o)) and part.values[0] in o.values), None
        )
        if match:
            ours.remove(part)
            theirs.remove(match)


def _of_number(part: Quantity) -> bool:
    """Whether this is a part of what reads as one number as well."""
    return bool(part.parts) and part.parts[0][0] != "="


def _split(quantities: Sequence[Quantity]) -> list[Quantity]:
    return [
        quantity._replace(values=(part,), parts=quantity.values, percent=None, soft=True)
        if quantity.parts
        else quantity
        for quantity in quantities
        for part in (quantity.parts or ("",))
    ]


def _whole(quantities: Sequence[Quantity], left_over: Sequence[Quantity]) -> list[Quantity]:
    """Those of the quantities of which any part is still left over."""
    starts = {quantity.start for quantity in left_over}
    return [quantity for quantity in quantities if quantity.start in starts]


def _explain(quantities: list[Quantity], other: Reading, own: Reading) -> list[Quantity]:
    """Those whose value the other text does not state in words, codes or, where it is no number at all, verbatim."""
    return [
        quantity
        for quantity in quantities
        if not any(value in _stated(quantity, other, own) for value in quantity.values)
        and not (quantity.unit in _PARTS and any(value in other.smaller_parts for value in quantity.values))
        and not _and_a_half(quantity, other)
        and not (quantity.values[0][0] == "=" and own.prose[quantity.start : quantity.end].strip() in other.text)
    ]


#: Units in which a fraction of a larger one is told.
_PARTS = frozenset(("min", "h", "month"))


def _and_a_half(quantity: Quantity, other: Reading) -> bool:
    """Whether a number with a fraction is told as its whole number and a word for the rest ("2 and a half hours")."""
    whole, _, fraction = quantity.values[0].partition(".")
    if not fraction or f"0.{fraction}" not in other.spoken:
        return False
    return whole in other.spoken or any(whole in q.values for q in other.quantities)


def _stated(quantity: Quantity, other: Reading, own: Reading) -> frozenset[str]:
    """What can explain a number: for "8月" only the months that the other text names, if we know their names."""
    if own.prose.startswith(("月", " 月", "월", " 월"), quantity.end) and month_names(other.lang):
        return other.months
    return other.spoken


def _conversions(ours: list[Quantity], theirs: list[Quantity]) -> list[Difference]:
    """Takes out of both lists what was converted to another unit ("27 miles", "43 km")."""
    found = []
    for quantity in list(ours):
        other = next((other for other in theirs if converts(quantity, other)), None)
        if other:
            ours.remove(quantity)
            theirs.remove(other)
            found.append(Difference("conversion", (quantity,), (other,)))
    return found


def _enumerators(ours: list[Quantity], theirs: list[Quantity], left: Reading, right: Reading) -> list[Difference]:
    """Takes out the number of a list item or heading that only one side begins with ("2. Press ...")."""
    found = []
    both = _ENUMERATOR.match(left.prose) and _ENUMERATOR.match(right.prose)
    for numbers, reading in ((ours, left), (theirs, right)):
        item = _ENUMERATOR.match(reading.prose) if numbers and not both else None
        first = next((n for n in numbers if item and n.values[0] == canonical(item.group(1))), None)
        if first:
            numbers.remove(first)
            sides = ((first,), ()) if numbers is ours else ((), (first,))
            found.append(Difference("enumeration", *sides))
    return found


def _repeated(ours: list[Quantity], theirs: list[Quantity], left: Reading, right: Reading) -> bool:
    """In longer texts, one side may say again what the other says once, as long as nothing else is left over."""
    if bool(ours) == bool(theirs) or min(len(left.text), len(right.text)) < _LONG:
        return False
    other = right if ours else left
    stated = {value for quantity in other.quantities for value in (*quantity.values, *quantity.parts)}
    return all(any(value in stated for value in quantity.values) for quantity in (*ours, *theirs))
