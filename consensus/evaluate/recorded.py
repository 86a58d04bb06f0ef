"""Recorded answers through compare, check and decide: no calls, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from consensus.canon.digests import digest
from consensus.compare import SegmentAnswers
from consensus.domain import Abstention, AbstentionReason, Answer, Candidate, Policy, Segment, Task
from consensus.errors import UsageError
from consensus.export import extraction_decision, translation_decision
from consensus.ingest import RecordedFile, RecordedRecord
from consensus.pipeline import Judge, ObjectAnswers, judge_object, judge_segments
from consensus.ports import Embedder, UnitRecord
from consensus.schema import from_json


@dataclass(frozen=True, slots=True)
class Decided:
    """One record with its verdicts and the decision line they make."""

    record: RecordedRecord
    units: tuple[UnitRecord, ...]
    line: Mapping[str, Any]


def decide_recorded(
    recorded: RecordedFile,
    panel: Sequence[str],
    policy: Policy,
    *,
    families: Callable[[str], str],
    schema: Mapping[str, Any] | None = None,
    embedder: Embedder | None = None,
) -> list[Decided]:
    """A verdict for every unit of a recorded file, in the order of its records.

    panel: names as in ``outputs``; a name that one record lacks abstains there. families: name -> family.
    schema: overrides the records' own. Raises UsageError when a record cannot be judged at all.
    """
    members = [(name, families(name), _weight(name, policy)) for name in panel]
    # By place in the file, not by id: two records may share one.
    decided: dict[int, Decided] = {}
    by_langs: dict[tuple[str | None, str | None], list[tuple[int, RecordedRecord]]] = defaultdict(list)
    for place, record in enumerate(recorded.records):
        if record.task is Task.TRANSLATE:
            by_langs[record.langs or (None, None)].append((place, record))
        else:
            decided[place] = _object(record, members, Judge(policy), schema)
    for langs, placed in by_langs.items():
        units = judge_segments([segment_answers(r, members) for _, r in placed], Judge(policy, langs, embedder))
        for (place, record), unit in zip(placed, units, strict=True):
            decided[place] = Decided(record, (unit,), translation_decision(record.id, unit, panel))
    return [decided[place] for place in sorted(decided)]


def _weight(name: str, policy: Policy) -> float:
    rule = policy.rule_for(name)
    return rule.weight if rule else 1.0


def segment_answers(record: RecordedRecord, members: Iterable[tuple[str, str, float]]) -> SegmentAnswers:
    """A record as a segment with its answers. members: (name, family, weight)."""
    text = record.text or ""
    segment = Segment(id=record.id, index=0, text=text, start=0, end=len(text))
    return SegmentAnswers(segment, tuple(_answer(record, *member) for member in members))


def _object(
    record: RecordedRecord,
    members: Iterable[tuple[str, str, float]],
    judge: Judge,
    schema: Mapping[str, Any] | None,
) -> Decided:
    given = schema if schema is not None else record.schema
    if given is None:
        raise UsageError("this record has no schema", where=f"record {record.id}", do="Give one with --schema FILE.")
    resolved = from_json(given)
    answers = [replace(_answer(record, *member), unit_id=record.id) for member in members]
    units = judge_object(ObjectAnswers(digest(record.id), record.text, resolved, answers), judge)
    return Decided(record, units, extraction_decision(record.id, resolved, units))


def _answer(record: RecordedRecord, name: str, family: str, weight: float) -> Answer:
    output = record.outputs.get(name)
    expected = str if record.task is Task.TRANSLATE else dict
    if output is None:
        return Abstention(record.id, name, family, AbstentionReason.NOT_RECORDED)
    if not isinstance(output, expected):
        return Abstention(record.id, name, family, AbstentionReason.INVALID, f"not a {expected.__name__}")
    if isinstance(output, str) and not output.strip():
        return Abstention(record.id, name, family, AbstentionReason.EMPTY)
    return Candidate(record.id, name, family, output, weight=weight)
