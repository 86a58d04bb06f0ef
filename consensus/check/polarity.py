"""Negation: a text that denies outright against one that does not deny at all."""

from __future__ import annotations

from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem
from consensus.check.facts import KNOWN, Reading
from consensus.domain import Severity
from consensus.normalize.negation import Denial, Hint, alike, claims_negation, excused


class NegationCheck(Check):
    """Fires only when one side denies outright and the other does not, in this or in another form."""

    ids = (CheckId("negation", "One side denies outright, the other not at all.", "veto", KNOWN),)

    def find(self, pair: Pair) -> Iterable[Problem]:
        cue = contradiction(pair.source, pair.target)
        return () if cue is None else (_problem(*cue),)


def _problem(word: str, in_source: bool, start: int) -> Problem:
    where, other = ("source", "translation") if in_source else ("translation", "source")
    span = (start, start + len(word))
    return Problem(
        "negation",
        Severity.CRITICAL,
        f'The {where} denies ("{word}"), the {other} does not.',
        span if in_source else None,
        None if in_source else span,
    )


def contradiction(left: Reading, right: Reading) -> tuple[str, bool, int] | None:
    """The denying word, whether it stands on the left, and where; None when both deny, or it cannot be told.

    Where the sentences of both go together one by one, each is compared with its own.
    """
    if not left.denials and not right.denials:
        return None
    if not claims_negation(left.lang) or not claims_negation(right.lang):
        return None
    ours = left.sentences
    theirs = right.sentences if len(ours) > 1 else []
    if not alike(ours, theirs):
        return None if left.denials and right.denials else _between(left, None, right, None)
    found = [_between(left, span, right, there) for span, there in zip(ours, theirs, strict=True)]
    lost = [one for one in found if one]
    if {in_left for _, in_left, _ in lost} == {True, False}:
        return None  # the sentences may have changed places
    return lost[0] if lost else None


def _between(
    left: Reading, span: tuple[int, int] | None, right: Reading, span_there: tuple[int, int] | None
) -> tuple[str, bool, int] | None:
    ours, theirs = _denials(left, span), _denials(right, span_there)
    if bool(ours) == bool(theirs):
        return None
    hints, hints_there = _hints(left, span), _hints(right, span_there)
    if excused(left.lower, ours, hints, hints_there) if ours else excused(right.lower, theirs, hints_there, hints):
        return None
    first = (ours or theirs)[0]
    return first.cue, bool(ours), first.start


def _denials(reading: Reading, span: tuple[int, int] | None) -> tuple[Denial, ...]:
    if span is None:
        return reading.denials
    return tuple([denial for denial in reading.denials if span[0] <= denial.start < span[1]])


def _hints(reading: Reading, span: tuple[int, int] | None) -> tuple[Hint, ...]:
    if span is None:
        return reading.hints_denial
    return tuple([hint for hint in reading.hints_denial if span[0] <= hint.start < span[1]])
