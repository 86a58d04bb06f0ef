"""What becomes of a translation that the file already holds: it is kept, or members' agreement confirms it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import Filled, Finding, Outcome, Rule, Segment, Verdict

_DIFFERS = "The file's translation differs from what the members agree on."


def accept_kept(segment: Segment, filled: Filled) -> Verdict:
    """The verdict that delivers it as it is. Nobody answered, so there is no support, no score and no certificate."""
    state = f"a translation that it calls {filled.state}" if filled.state else "a translation"
    sentence = f"The file holds {state}; it is delivered as it is."
    return Verdict(segment.id, Outcome.ACCEPTED, Rule.KEPT, (sentence,), value=filled.target, leading=filled.target)


def with_filled(verdict: Verdict, filled: Filled, *, equivalent: bool, findings: Sequence[Finding]) -> Verdict:
    """The verdict of members who did not see it, after a look at it.

    equivalent: whether it is one of what the members agree on, by the same comparison. findings: of the checks on it.
    Only an accepted verdict changes: the file's own words are delivered, or a person decides.
    """
    if verdict.outcome is not Outcome.ACCEPTED:
        return verdict
    vetoes = [finding.message for finding in findings if finding.veto]
    if equivalent and not vetoes:
        same = "The members agree on what the file already holds; its own words stay."
        return replace(verdict, value=filled.target, leading=filled.target, reasons=(same, *verdict.reasons))
    reasons = (_DIFFERS, *vetoes) if not equivalent else tuple(vetoes)
    return replace(verdict, outcome=Outcome.REVIEW, rule=Rule.FILLED, value=None, reasons=(*reasons, *verdict.reasons))
