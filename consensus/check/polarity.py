"""Negation: a text that denies outright against one that does not deny at all."""

from __future__ import annotations

from collections.abc import Iterable

from consensus.canon.negation import claims_negation
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem
from consensus.domain import Severity


def find(pair: Pair) -> Iterable[Problem]:
    """Fires only when one side denies outright and the other has not even a weak cue."""
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
    """The denying word, whether it stands on the left, and where; None when both deny, or it cannot be told."""
    if not claims_negation(left.lang) or not claims_negation(right.lang):
        return None
    ours, theirs = left.denial, right.denial
    if ours and not theirs and not right.hints_denial:
        return ours.cue, True, ours.start
    if theirs and not ours and not left.hints_denial:
        return theirs.cue, False, theirs.start
    return None
