"""Which units wait for a person, and which of them first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import (
    Candidate,
    Draw,
    Facets,
    Field,
    ItemKind,
    ItemState,
    Outcome,
    ReviewItem,
    Rule,
    Segment,
    Severity,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import pair_name
from consensus.review.order import content
from consensus.review.outage import unreached
from consensus.schema.paths import row_in_doubt

#: How much a decision is worth: the harm that a wrong answer would do, in steps that the score never overturns.
_WORTH = {Severity.NEUTRAL: 0.0, Severity.MINOR: 1.0, Severity.MAJOR: 2.0, Severity.CRITICAL: 3.0}
#: A hard fact in dispute, or a row in doubt, is as bad as a finding called major.
_GATE_WORTH = 2.0
#: Nothing to choose from: the dearest to decide, hence last.
_WITHOUT_CANDIDATES = -1.0


def waiting_items(
    job: JobRecord, records: Sequence[UnitRecord], since: str, draw: Draw, audited: frozenset[str] = frozenset()
) -> list[ReviewItem]:
    """The items of a job: units that need a person, and those drawn to be audited. Pure.

    since: ISO 8601, when they begin to wait. A repeated segment is worth more: one decision settles all. audited: units
    whose answer is judged blindly for a guarantee, whatever the verdict; a policy without one has spot checks. Units
    about which nobody could be reached wait for a provider, and have none.
    """
    drawn = [record for record in records if record.unit.id in audited]
    rest = [record for record in records if record.unit.id not in audited]
    outage = {record.unit.id for record in unreached(job, records)}
    needed = [record for record in rest if record.unit.id not in outage and not _is_accepted(record)]
    facets = [facets_of(job, record, since) for record in needed]
    times = Counter(facet.twin for facet in facets if facet.twin)
    items = []
    for record, facet in zip(needed, facets, strict=True):
        found = times.get(facet.twin, 1)
        worth = priority(record, found)
        items.append(replace(open_item(job.id, record), priority=worth, facets=facet if found > 1 else _alone(facet)))
    share = job.policy.review.spot_share if job.policy.guarantee == "none" else 0.0
    # What was reused or kept nobody answered: there is no agreement to be checked, and nothing to choose from.
    accepted = [record for record in rest if record.verdict is not None and record.verdict.is_agreement]
    spots = [record for record in accepted if draw("spot check", digest(job.id, record.unit.id)) < share]
    for kind, chosen in ((ItemKind.SPOT, spots), (ItemKind.CHECK, drawn)):
        for record in chosen:
            # Anywhere between the others, or its place in the queue would give it away.
            worth = 4.0 * draw("spot check place", digest(job.id, record.unit.id))
            one = replace(open_item(job.id, record), kind=kind, priority=worth)
            items.append(replace(one, facets=_alone(facets_of(job, record, since))))
    return items


def open_item(job_id: str, record: UnitRecord) -> ReviewItem:
    """The open review item of a unit that needs a person. Pure; the same unit of a job has the same item."""
    return ReviewItem(
        id=item_id(job_id, record.unit.id),
        job_id=job_id,
        unit_id=record.unit.id,
        state=ItemState.OPEN,
        version=1,
        priority=priority(record),
    )


def item_id(job_id: str, unit_id: str) -> str:
    """Names the review item of a unit of a job."""
    return digest("review-item", job_id, unit_id)


def facets_of(job: JobRecord, record: UnitRecord, since: str) -> Facets:
    """What the queue is filtered by. Pure."""
    document, unit = job.document, record.unit
    twin = ""
    if isinstance(unit, Segment):
        values = {content(answer.value) for answer in record.choices if isinstance(answer, Candidate)}
        twin = digest("twin", unit.text, unit.kind, sorted(values)) if values else ""
    elif row := row_in_doubt(record.unit, record.agreement):
        twin = digest("row", row)
    return Facets(
        languages=pair_name(document.source_lang, document.target_lang),
        field=unit.pattern if isinstance(unit, Field) else "",
        reason=_reason(record),
        risk=document.risk,
        since=since,
        twin=twin,
    )


def _reason(record: UnitRecord) -> str:
    """The rule, as the queue may tell it: what a judge found is not told before the decision."""
    rule = record.verdict.rule if record.verdict else ""
    return Rule.SPLIT if rule == Rule.JUDGE else rule


def priority(record: UnitRecord, times: int = 1) -> float:
    """Expected value of a decision, higher is sooner, -1..4. times: how many units it settles. Pure.

    The worst finding or gate counts first; then how little the score trusts the unit (within one step, so that it
    never overturns a severity). Units without any candidate come last.
    """
    verdict = record.verdict
    if verdict is None or verdict.outcome is Outcome.FAILED:
        return _WITHOUT_CANDIDATES
    worth = max((_WORTH[finding.severity] for finding in record.findings), default=0.0)
    if record.agreement and record.agreement.gates:
        worth = max(worth, _GATE_WORTH)
    return worth + 1.0 - (1.0 - _doubt(verdict.score)) / max(1, times)


def _is_accepted(record: UnitRecord) -> bool:
    return record.verdict is not None and record.verdict.outcome is Outcome.ACCEPTED


def _alone(facets: Facets) -> Facets:
    return replace(facets, twin="")


def _doubt(score: float) -> float:
    """0..1, falling in the score; no score is full doubt. Scores are unbounded below."""
    if math.isnan(score):
        return 1.0
    return 1.0 / (1.0 + math.exp(max(-60.0, min(60.0, score))))
