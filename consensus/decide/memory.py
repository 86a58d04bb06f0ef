"""The one rule that delivers a translation without asking anybody: the policy names it, and no check objects. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import Finding, MemoryMatch, Outcome, Policy, Rule, Segment, Verdict


def reusable(segment: Segment, policy: Policy) -> MemoryMatch | None:
    """The earlier translation that this policy would deliver without a call; None when there is none, or two differ.

    What people resolved comes before what was accepted automatically.
    """
    if policy.memory.reuse == "off":
        return None
    human = [one for one in segment.memory if one.reusable == "human"]
    known = human or [one for one in segment.memory if one.reusable and policy.memory.reuse == "accepted"]
    return known[0] if len({one.target for one in known}) == 1 else None


def accept_reused(segment: Segment, findings: Sequence[Finding], policy: Policy) -> Verdict | None:
    """The verdict that delivers it, or None: then the panel is asked. findings: of the checks on that translation.

    No member answered, so there is no support and no score, and nothing that a certificate could speak of.
    """
    one = reusable(segment, policy)
    if one is None or any(finding.veto for finding in findings):
        return None
    where = f"{one.document} (job {one.job_id}, unit {one.unit_id})"
    sentence = f"The same text was verified before as {one.verification} in {where}; the policy delivers that again."
    return Verdict(segment.id, Outcome.ACCEPTED, Rule.REUSED, (sentence,), value=one.target, leading=one.target)
