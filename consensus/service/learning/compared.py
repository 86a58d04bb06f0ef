"""Old and new answers to the same request, by the product's own comparison and checks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from consensus import compare, pipeline, prompt, strategy
from consensus.compare import SegmentAnswers
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Candidate,
    ReplayCounts,
    Rule,
    Segment,
    Task,
    Verification,
)
from consensus.domain.job import UnitRecord
from consensus.learn.labels import looked_at
from consensus.service.learning.recorded import Recorded

#: Names under which the two answers are compared; each is a family of its own.
OLD, NEW, PERSON = "old", "new", "person"
#: The model was not asked again, or nobody knows what it would have said.
_NOT_ASKED = frozenset(
    (
        AbstentionReason.OVER_BUDGET,
        AbstentionReason.UNAVAILABLE,
        AbstentionReason.KEY_REFUSED,
        AbstentionReason.TIMEOUT,
        AbstentionReason.NOT_RECORDED,
        AbstentionReason.NOT_NEEDED,
        AbstentionReason.TOO_LONG,
    )
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one request. changed: the units whose answers differ."""

    counts: ReplayCounts
    changed: tuple[str, ...] = ()


def compared(one: Recorded, answers: Sequence[Answer]) -> Compared:
    """answers: to the request asked again, in the order of its units; () where it was not sent."""
    assert one.call.reply is not None
    old = prompt.parse(one.ask, one.spec, one.call.reply)
    if one.job.document.task is Task.EXTRACT:
        return _objects(one, old.get(0), answers[0] if answers else None)
    given = dict(zip(one.ask.unit_ids, answers, strict=True)) if answers else {}
    counts, changed = ReplayCounts(), list[str]()
    segments, labels = one.segments, _labels(one.records)
    for place, unit_id in enumerate(one.ask.unit_ids, 1):
        before, now = old.get(place), given.get(unit_id)
        if not isinstance(before, str) or isinstance(before, AbstentionReason):
            continue
        if not isinstance(now, Candidate):
            counts = _gone(counts, now, 1)
            continue
        record = _pair(one, segments[unit_id], before, now.value)
        counts = _counted(counts, record)
        changed += [unit_id] if _differs(record) else []
        if unit_id in labels:
            right = [not _differs(_pair(one, segments[unit_id], labels[unit_id], text)) for text in (before, now.value)]
            counts = _labelled(counts, right)
    return Compared(counts, tuple(changed))


def total(counts: Sequence[ReplayCounts]) -> ReplayCounts:
    """All of them together."""
    names = ReplayCounts.__dataclass_fields__
    return ReplayCounts(**{name: sum(getattr(one, name) for one in counts) for name in names})


def _pair(one: Recorded, segment: Segment, before: str, now: str) -> UnitRecord:
    answers = (Candidate(segment.id, OLD, OLD, before), Candidate(segment.id, NEW, NEW, now))
    return pipeline.decide_segments([SegmentAnswers(segment, answers)], _config(one))[0]


def _objects(one: Recorded, before: Any, now: Answer | None) -> Compared:
    if not isinstance(before, Mapping):
        return Compared(ReplayCounts())
    if not isinstance(now, Candidate):
        return Compared(_gone(ReplayCounts(), now, len(list(_leaves(before)))))
    document, labels = one.job.document, _labels(one.records)
    answers = [Candidate(document.id, OLD, OLD, before), Candidate(document.id, NEW, NEW, now.value)]
    item = pipeline.ObjectAnswers(document.id, one.ask.texts[0], document.schema or {}, answers)
    counts, changed = ReplayCounts(), list[str]()
    for record in pipeline.decide_object(item, _config(one)):
        if not any(isinstance(answer, Candidate) for answer in record.answers):
            continue
        counts = _counted(counts, record)
        changed += [record.unit.id] if _differs(record) else []
        if record.unit.id in labels:
            values = {answer.member: answer.value for answer in record.answers if isinstance(answer, Candidate)}
            right = [name in values and values[name] == labels[record.unit.id] for name in (OLD, NEW)]
            counts = _labelled(counts, right)
    return Compared(counts, tuple(changed))


def _config(one: Recorded) -> pipeline.DecisionConfig:
    document = one.job.document
    policy = strategy.before_judge(one.job.policy)
    return pipeline.DecisionConfig(policy, (document.source_lang, document.target_lang))


def _differs(record: UnitRecord) -> bool:
    """Whether the two are not held equivalent, or one of them is missing."""
    agreement = record.agreement
    return agreement is None or len(agreement.clusters) != 1 or len(agreement.clusters[0].members) < 2


def _counted(counts: ReplayCounts, record: UnitRecord) -> ReplayCounts:
    differs, agreement = _differs(record), record.agreement
    fact = agreement is not None and Rule.HARD_FACT in agreement.gates
    if agreement is not None and not isinstance(record.unit, Segment):
        fact = fact or not compare.is_free_text(agreement)
    vetoed = {finding.member for finding in record.findings if finding.veto}
    return replace(
        counts,
        answers=counts.answers + 1,
        changed=counts.changed + differs,
        facts=counts.facts + (differs and fact),
        newly_vetoed=counts.newly_vetoed + (NEW in vetoed and OLD not in vetoed),
    )


def _gone(counts: ReplayCounts, now: Answer | None, units: int) -> ReplayCounts:
    if now is None or (isinstance(now, Abstention) and now.reason in _NOT_ASKED):
        return replace(counts, unasked=counts.unasked + units)
    return replace(counts, answers=counts.answers + units, changed=counts.changed + units, lost=counts.lost + units)


def _labelled(counts: ReplayCounts, right: Sequence[bool]) -> ReplayCounts:
    return replace(
        counts,
        labelled=counts.labelled + 1,
        right_before=counts.right_before + right[0],
        right_after=counts.right_after + right[1],
    )


def _labels(records: Sequence[UnitRecord]) -> dict[str, Any]:
    """What a person who looked at the unit by itself said is right."""
    return {
        record.unit.id: record.resolution.value
        for record in records
        if record.resolution is not None and looked_at(record.resolution)
        if record.result.verification is not Verification.UNVERIFIED
    }


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
