"""What a second opinion does to a verdict: it can send a unit to a person, never past one."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import Opinion, Outcome, Rule, Verdict


def with_opinion(verdict: Verdict, opinion: Opinion) -> Verdict:
    """The verdict after a second opinion.

    Only an accepted unit can change: an objection, and no opinion where the policy asks for one, send it to review.
    Without an objection it stays accepted and says so. Any other verdict comes back as it is: no veto is lifted.
    """
    if verdict.outcome is not Outcome.ACCEPTED:
        return verdict
    if opinion.objects is False:
        return replace(verdict, reasons=(*verdict.reasons, opinion.reason))
    return replace(
        verdict,
        outcome=Outcome.REVIEW,
        rule=Rule.SECOND_OPINION if opinion.objects else Rule.NO_SECOND_OPINION,
        # What the second opinion says is why a person sees this unit; that the members agreed comes after it.
        reasons=(opinion.reason, *verdict.reasons),
        value=None,
    )
