"""What a unit looks like to whoever asked for it: one value, and the JSON of ``submit --json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consensus.domain import Abstention, Candidate, Finding, Outcome, Rule, Segment, Verification
from consensus.domain.job import UnitRecord


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One segment or field, with what was decided about it and why.

    source: the segment's text, None for a field. path: of the field in its object, None for a segment.
    value: what is verified, by the machine or a person; None while it is not, and for a field found to be absent.
    outcome: of the machine; None while it is not decided. rule: the rule that decided. reasons: sentences.
    leading: the best answer where a person has to decide; nobody vouches for it. support: share of the families that
    answered which agree, 0..1, never a probability. score: orders units by trust, higher is surer.
    findings: what checks found in the answers. candidates: member -> answer. abstentions: member -> why it has none.
    Neither answers nor findings while the batch is open: nobody sees them before its audits are drawn.
    """

    id: str
    source: str | None = None
    path: str | None = None
    value: Any = None
    outcome: Outcome | None = None
    rule: str = ""
    reasons: tuple[str, ...] = ()
    leading: Any = None
    support: float = 0.0
    score: float = 0.0
    verification: Verification = Verification.UNVERIFIED
    findings: tuple[Finding, ...] = ()
    candidates: Mapping[str, Any] = field(default_factory=dict)
    abstentions: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The shape of one of ``units`` in ``submit --json``."""
        place = {"source": self.source} if self.path is None else {"path": self.path}
        if self.outcome is None:
            return {"id": self.id, **place, "verdict": None}
        return {
            "id": self.id,
            **place,
            "verdict": self.outcome.value,
            "rule": self.rule,
            "reasons": list(self.reasons),
            "value": self.value,
            "leading": self.leading,
            "support": round(self.support, 4),
            "score": self.score,
            "verification": self.verification.value,
        }


def unit_report(record: UnitRecord) -> UnitReport:
    """The report on a stored unit."""
    unit, verdict, result = record.unit, record.verdict, record.result
    given: dict[str, Any] = {"source": unit.text} if isinstance(unit, Segment) else {"path": unit.path}
    given |= {
        "value": result.value,
        "verification": result.verification,
        "findings": record.findings,
        "candidates": {a.member: a.value for a in record.answers if isinstance(a, Candidate)},
        "abstentions": {a.member: a.reason.value for a in record.answers if isinstance(a, Abstention)},
    }
    if verdict is not None and verdict.rule == Rule.OPEN_BATCH:
        given |= {"findings": (), "candidates": {}}
    if verdict is not None:
        told = ("outcome", "rule", "reasons", "leading", "support", "score")
        given |= {name: getattr(verdict, name) for name in told}
    return UnitReport(unit.id, **given)
