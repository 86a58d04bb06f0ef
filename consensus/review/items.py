"""Which units wait for a person, and which of them first."""

from __future__ import annotations

import math

from consensus.canon.digests import digest
from consensus.domain import ItemState, Outcome, ReviewItem, Severity
from consensus.ports import UnitRecord

#: How much a decision is worth: the harm that a wrong answer would do, in steps that the score never overturns.
_WORTH = {Severity.NEUTRAL: 0.0, Severity.MINOR: 1.0, Severity.MAJOR: 2.0, Severity.CRITICAL: 3.0}
#: A hard fact in dispute, or a row in doubt, is as bad as a finding called major.
_GATE_WORTH = 2.0
#: Nothing to choose from: the dearest to decide, hence last.
_WITHOUT_CANDIDATES = -1.0


def open_item(job_id: str, record: UnitRecord) -> ReviewItem:
    """The open review item of a unit that needs a person. Pure; the same unit of a job has the same item."""
    return ReviewItem(
        id=digest("review-item", job_id, record.unit.id),
        job_id=job_id,
        unit_id=record.unit.id,
        state=ItemState.OPEN,
        version=1,
        priority=priority(record),
    )


def priority(record: UnitRecord) -> float:
    """Expected value of a decision, higher is sooner, -1..4. Pure.

    The worst finding or gate counts first; then how little the score trusts the unit (within one step, so that it
    never overturns a severity). Units without any candidate come last.
    """
    verdict = record.verdict
    if verdict is None or verdict.outcome is Outcome.FAILED:
        return _WITHOUT_CANDIDATES
    worth = max((_WORTH[finding.severity] for finding in record.findings), default=0.0)
    if record.agreement and record.agreement.gates:
        worth = max(worth, _GATE_WORTH)
    return worth + _doubt(verdict.score)


def _doubt(score: float) -> float:
    """0..1, falling in the score; no score is full doubt. Scores are unbounded below."""
    if math.isnan(score):
        return 1.0
    return 1.0 / (1.0 + math.exp(max(-60.0, min(60.0, score))))
