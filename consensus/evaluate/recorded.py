"""Recorded answers through compare, check and decide: no calls, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from consensus import strategy
from consensus.compare import SegmentAnswers
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Candidate,
    Langs,
    ModelSpec,
    MqmJudgement,
    Panel,
    Policy,
    Segment,
    Task,
)
from consensus.domain.job import UnitRecord
from consensus.errors import RecordedError, UsageError
from consensus.export import extraction_decision, translation_decision
from consensus.formats import RecordedFile, RecordedRecord
from consensus.normalize.digests import digest
from consensus.normalize.mqm import judgement_of
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object, decide_segments
from consensus.ports.models import Embedder
from consensus.prompt import object_of
from consensus.reference import judge_name
from consensus.schema import as_object, from_json

SchemaOf = Callable[[RecordedRecord], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """One record with its verdicts and the decision line they make. asked: members that the strategy would ask."""

    record: RecordedRecord
    units: tuple[UnitRecord, ...]
    line: Mapping[str, Any]
    asked: tuple[str, ...] = ()


def decide_recorded(
    recorded: RecordedFile,
    panel: Sequence[str],
    policy: Policy,
    *,
    families: Callable[[str], str],
    schema: Mapping[str, Any] | None = None,
    embedder: Callable[[], Embedder | None] | None = None,
) -> list[RecordedDecision]:
    """A verdict for every unit of a recorded file, in the order of its records.

    panel: names as in ``outputs``; a name that one record lacks abstains there. families: name -> family.
    schema: overrides the records' own. embedder: gives what compares meanings, called only where wording leaves a unit
    open. Members are asked in the order of the policy's strategy, each record an ask of its own; a critic is not asked.
    Raises UsageError when a record cannot be judged at all.
    """
    members = tuple(_member(name, families(name), policy) for name in panel)
    steps = strategy.strategy_of(policy).waves(policy, Panel("recorded", members, ""))
    schema_of = partial(_schema_of, given=schema, known={})
    _refuse_twins(recorded.records)
    # By place in the file, not by id: records of other languages may share one.
    decided: dict[int, RecordedDecision] = {}
    open_places: Sequence[int] = range(len(recorded.records))
    for at in range(len(steps)):
        asked = {spec.name for step in steps[: at + 1] for spec in step}
        missing = [spec for step in steps[at + 1 :] for spec in step]
        hearing = _Hearing(policy, members, frozenset(asked), schema_of, embedder)
        decided.update(hearing.decided({place: recorded.records[place] for place in open_places}))
        open_places = [
            place for place in open_places if missing and _needs_more(decided[place], missing, policy, schema_of)
        ]
        if not open_places:
            break
    return [_with_labels_that_fit(decided[place]) for place in sorted(decided)]


def _with_labels_that_fit(decision: RecordedDecision) -> RecordedDecision:
    """Without labels of table rows where others were asked than in the job: its rows may be numbered otherwise."""
    record = decision.record
    if not any("[" in path for path in record.labels) or set(decision.asked) >= record.outputs.keys():
        return decision
    labels = {path: label for path, label in record.labels.items() if "[" not in path}
    return replace(decision, record=replace(record, labels=labels))


@dataclass(frozen=True, slots=True)
class _Hearing:
    """Judges records by the answers of the members asked so far."""

    policy: Policy
    members: tuple[ModelSpec, ...]
    asked: frozenset[str]
    schema_of: SchemaOf
    embedder: Callable[[], Embedder | None] | None

    def decided(self, records: Mapping[int, RecordedRecord]) -> dict[int, RecordedDecision]:
        found: dict[int, RecordedDecision] = {}
        by_langs: dict[Langs, list[int]] = defaultdict(list)
        for place, record in records.items():
            if record.task is Task.TRANSLATE:
                by_langs[record.langs or (None, None)].append(place)
            else:
                found[place] = self._object(record)
        for langs, places in by_langs.items():
            items = [SegmentAnswers(_segment(records[p]), tuple(self._answers(records[p]))) for p in places]
            before = DecisionConfig(strategy.before_judge(self.policy), langs, self.embedder)
            units = decide_segments(items, before)
            for place, unit in zip(places, units, strict=True):
                unit = self._judged(records[place], unit, langs)
                line = translation_decision(records[place].id, unit, [spec.name for spec in self.members])
                found[place] = RecordedDecision(records[place], (unit,), line, self._asked())
        return found

    def _judged(self, record: RecordedRecord, unit: UnitRecord, langs: Langs) -> UnitRecord:
        """With the recorded judgement of the text that would be delivered, whoever of the members gave it.

        A judgement that is there ranks also what a veto or a gate has stopped, and which no job would ask about.
        """
        if self.policy.judge is None:
            return unit
        word = recorded_word(record, unit, self.policy.judge)
        if isinstance(word, str) and not strategy.awaits_judge(unit):
            return unit
        return strategy.with_word(unit, word, self.policy, langs)

    def _object(self, record: RecordedRecord) -> RecordedDecision:
        resolved = self.schema_of(record)
        answers = self._answers(replace(record, outputs=_objects(record.outputs, resolved)))
        config = DecisionConfig(self.policy, (record.lang, None))
        units = decide_object(ObjectAnswers(digest(record.id), record.text, resolved, answers), config)
        return RecordedDecision(record, units, extraction_decision(record.id, resolved, units), self._asked())

    def _asked(self) -> tuple[str, ...]:
        return tuple(spec.name for spec in self.members if spec.name in self.asked)

    def _answers(self, record: RecordedRecord) -> list[Answer]:
        return [
            _answer(record, spec.name, spec.family, spec.weight)
            if spec.name in self.asked
            else strategy.strategy_of(self.policy).not_needed(record.id, spec)
            for spec in self.members
        ]


def recorded_word(record: RecordedRecord, unit: UnitRecord, judge: str) -> MqmJudgement | str:
    """What is recorded of the judge's word on a unit, or the sentence why there is none. judge: as the policy says."""
    judge = judge_name(judge)
    if record.judge not in (None, judge):
        return f"What is recorded here was judged by {record.judge}, and the policy's judge is {judge}."
    verdict = unit.verdict
    member, text = (verdict.representative, verdict.leading) if verdict else ("", None)
    for name in sorted(record.judgements, key=lambda name: name != member):
        if record.outputs.get(name) == text:
            return judgement_of(judge, member, str(text), record.judgements[name])
    return "No judgement of this translation is recorded."


def _objects(outputs: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Recorded objects as a job reads replies: out of a string, or of a list or key around the whole."""
    return {name: as_object(schema, object_of(output, schema)) for name, output in outputs.items()}


def _member(name: str, family: str, policy: Policy) -> ModelSpec:
    rule = policy.rule_for(name)
    spec = ModelSpec(name, name, family, source="recorded", weight=rule.weight if rule else 1.0)
    return replace(spec, price_in=rule.price_in, price_out=rule.price_out) if rule else spec


def _refuse_twins(records: Iterable[RecordedRecord]) -> None:
    """Nobody could tell two decisions of one id and one language pair apart."""
    seen: set[tuple[str, Any]] = set()
    for record in records:
        if (record.id, record.langs) in seen:
            raise RecordedError(
                "two records have this id.", where=f"record {record.id}", do="Give each an id of its own."
            )
        seen.add((record.id, record.langs))


def _needs_more(one: RecordedDecision, missing: Sequence[ModelSpec], policy: Policy, schema_of: SchemaOf) -> bool:
    """Whether the strategy would go on with this record; its fields are asked about together."""
    chosen = strategy.strategy_of(policy)
    if one.record.task is Task.TRANSLATE:
        return chosen.needs_more(one.units[0], missing, policy, one.record.langs or (None, None))
    return chosen.document_needs_more(one.units, schema_of(one.record), missing, policy)


def segment_answers(record: RecordedRecord, members: Iterable[tuple[str, str, float]]) -> SegmentAnswers:
    """A record as a segment with its answers. members: (name, family, weight)."""
    return SegmentAnswers(_segment(record), tuple(_answer(record, *member) for member in members))


def _segment(record: RecordedRecord) -> Segment:
    text = record.text or ""
    return Segment(id=record.id, index=0, text=text, start=0, end=len(text))


def _schema_of(
    record: RecordedRecord, given: Mapping[str, Any] | None, known: dict[int, Mapping[str, Any]]
) -> Mapping[str, Any]:
    """given: overrides the record's own. known: what a file's schemas were resolved to, by the identity of each."""
    schema = given if given is not None else record.schema
    if schema is None:
        raise UsageError("this record has no schema", where=f"record {record.id}", do="Give one with --schema FILE.")
    if id(schema) not in known:
        known[id(schema)] = from_json(schema)
    return known[id(schema)]


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
