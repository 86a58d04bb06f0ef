"""Hard facts on which the members' answers differ from each other, whatever the source says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from consensus.check.attributes import Difference
from consensus.check.base import quoted
from consensus.check.contradictions import contradictions
from consensus.check.facts import Reading, read
from consensus.check.markup import NO_MARKUP
from consensus.check.placeholders import signature
from consensus.check.quantities import safe_differences, shown
from consensus.check.verbatim import missing_codes
from consensus.domain import Answer, Candidate, Segment
from consensus.normalize.coded import plain
from consensus.normalize.scripts import SCRIPT_RUN
from consensus.normalize.tokens import base_language

_WHAT = {
    "numbers": "numbers",
    "signs": "the sign of a number",
    "percent": "a percent sign",
    "units": "units",
    "currency": "currency",
    "dates": "dates",
    "times": "times of day",
    "conversion": "units",
}


def hard_fact_disputes(
    segment: Segment, answers: Sequence[Answer], langs: tuple[str | None, str | None]
) -> tuple[str, ...]:
    """One sentence for each kind of hard fact on which any two answers differ.

    Numbers, signs, percent, units, currency, dates, times, negation, placeholders, codes, script. Never names a member
    (reviewers are blind) and does not depend on the order of the panel.
    """
    given = [answer.value for answer in answers if isinstance(answer, Candidate) and isinstance(answer.value, str)]
    texts = {plain(text, segment.codes) for text in given}
    if len(texts) < 2:
        return ()
    readings = [read(text, langs[1]) for text in sorted(texts)]
    found: dict[str, str] = {}
    for what, sentence in (
        *_quantities(readings),
        *_placeholders(readings),
        *_codes(readings),
        *_scripts(readings),
        *contradictions(readings, read(plain(segment.text, segment.codes), langs[0])),
    ):
        found.setdefault(what, sentence)
    return tuple(found.values())


def _quantities(readings: list[Reading]) -> Iterable[tuple[str, str]]:
    """Compares any two answers that state different facts.

    One answer for each set of facts is not enough: a number word in one of them ("the noughties") excuses it alone, and
    a dispute that a further answer could hide would be no reason to ask nobody else.
    """
    if len({reading.keys for reading in readings}) == 1:
        return
    for one, other in combinations(readings, 2):
        if one.keys == other.keys:
            continue
        for difference in safe_differences(one, other):
            if difference.check in _WHAT:
                yield difference.check, _sentence(difference, one, other)


def _sentence(difference: Difference, one: Reading, other: Reading) -> str:
    ours, theirs = shown(difference.left, one), shown(difference.right, other)
    what = _WHAT[difference.check]
    if ours and theirs:
        return f"The answers differ in {what}: {quoted(ours)} against {quoted(theirs)}."
    return f"The answers differ in {what}: {quoted(ours or theirs)} is not in all of them."


def _codes(readings: list[Reading]) -> Iterable[tuple[str, str]]:
    """A code against another code; one that an answer merely leaves out is for the comparison with the source."""
    readings = [reading for reading in readings if reading.codes or reading.markup.handles]
    for one, other in combinations(readings, 2):
        ours, theirs = missing_codes(one, other), missing_codes(other, one)
        if ours and theirs:
            texts, texts_there = [code.text for code in ours], [code.text for code in theirs]
            yield "codes", f"The answers differ in codes: {quoted(texts)} against {quoted(texts_there)}."
            return


def _scripts(readings: list[Reading]) -> Iterable[tuple[str, str]]:
    """Answers in both scripts of a language that has two."""
    base = base_language(readings[0].lang)
    if base in ("zh", "yue"):
        names = [("simplified", "traditional")[len(one) < len(other)] for one, other in _chinese(readings)]
    elif base == "sr":
        letters = [
            [len(SCRIPT_RUN[name].sub("", reading.prose)) for name in ("cyrillic", "latin")] for reading in readings
        ]
        names = [("Cyrillic", "Latin")[without > with_] for without, with_ in letters]
    else:
        return
    if len(set(names)) > 1:
        yield "script", f"The answers are in two scripts, {' and '.join(sorted(set(names)))}."


def _chinese(readings: list[Reading]) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
    return (reading.chinese for reading in readings if any(reading.chinese))


def _placeholders(readings: list[Reading]) -> Iterable[tuple[str, str]]:
    if all(reading.markup is NO_MARKUP for reading in readings):
        return
    if len({signature(reading) for reading in readings}) > 1:
        texts = [frozenset(item.text for item in reading.markup.placeholders.plain) for reading in readings]
        differing = sorted(frozenset().union(*texts) - texts[0].intersection(*texts))
        which = f": {quoted(differing)}" if differing else ""
        yield "placeholders", f"The answers differ in placeholders{which}."
