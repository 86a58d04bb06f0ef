"""The only file that chains the packages: document -> units -> answers -> agreement and findings -> verdicts.

``decide_segments`` and ``decide_object`` start from answers and ask nobody, so that ``evaluate`` and tests run the very
same code as a paid job.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from consensus import ask, check, compare, prompt, strategy
from consensus.compare import FieldComparison, SegmentAnswers
from consensus.decide import (
    accept_kept,
    accept_reused,
    decide,
    reusable,
    with_filled,
    with_opinion,
    with_pages,
    with_places,
)
from consensus.domain import (
    Agreement,
    Answer,
    Candidate,
    Document,
    Field,
    Finding,
    Langs,
    Opinion,
    OpinionRequest,
    Outcome,
    Page,
    Policy,
    Rule,
    Segment,
    Task,
)
from consensus.domain.job import FROM_FILE, JobRecord, UnitRecord
from consensus.domain.making import maker
from consensus.normalize.coded import plain
from consensus.ports.models import Embedder, SecondOpinion
from consensus.schema import ModelSchema
from consensus.telemetry import span

_record = maker(UnitRecord)

#: Raised whenever the same answers may get another verdict: canonical forms, comparison, checks, rules, and what
#: a guarantee makes of them. A certificate is void under another number; a test notices when the verdicts of the
#: shipped example change.
VERDICTS = 3
#: Segments decided in one go, so that an answer that comes in meanwhile waits a few milliseconds at most.
_AT_A_TIME = 8
#: Segments compared in one go when all answers are in: comparing takes far more memory than what comes of it.
_COMPARED_AT_ONCE = 1000
#: Seconds: a turn of the event loop with next to nothing in it; the pause after one that was longer; pauses in a row.
_SHORT_TURN, _PAUSE, _MOST_WAITS = 0.0005, 0.002, 100
_NOBODY = Opinion(None, "The policy asks for a second opinion, and nobody is there to give one.")


@dataclass(frozen=True, slots=True)
class DecisionConfig:
    """What turns answers into verdicts.

    embedder: gives what compares meanings where wording leaves a unit open, or None; called only then, because loading
    one takes seconds. second_opinion: for what would be accepted; None where the policy asks for none. model: the
    pydantic class that validates what is extracted, where the schema at hand does not bring it along.
    """

    policy: Policy
    langs: Langs = (None, None)
    embedder: Callable[[], Embedder | None] | None = None
    second_opinion: SecondOpinion | None = None
    model: Any = None


class ObjectAnswers(NamedTuple):
    """All members' JSON objects for one document. text: None when the source is not at hand. pages: of its file."""

    document_id: str
    text: str | None
    schema: Mapping[str, Any]
    answers: Sequence[Answer]
    pages: Sequence[Page] = ()


async def run(
    job: JobRecord, segments: Sequence[Segment], config: DecisionConfig, context: ask.AskContext
) -> tuple[UnitRecord, ...]:
    """Ask the job's panel about its document and decide every unit; answers already in the journal are not asked again.

    segments: of a translation, as stored with the job; empty for extraction. Where the context asks only about some
    units, records of these alone come back: the others keep the verdicts that they have.
    """
    document = job.document
    # Everything is decided without the judge first: who is asked, and what the judge is asked about.
    config = replace(config, policy=strategy.before_judge(config.policy))
    early = _Early(config, segments)

    def decided(
        some: Sequence[Segment], answers: strategy.Answers, by: DecisionConfig = config
    ) -> tuple[UnitRecord, ...]:
        if document.task is Task.EXTRACT:
            return decide_object(_object_answers(document, answers.get(document.id, ())), by)
        return decide_segments([SegmentAnswers(s, answers.get(s.id, ())) for s in some], by, early.records)

    chosen = strategy.strategy_of(job.policy)
    between = replace(config, embedder=None) if chosen.by_wording else config
    known = _unasked(segments, config)
    asked = [segment for segment in segments if segment.id not in known]
    unasked = {unit: record for unit, record in known.items() if context.only is None or unit in context.only}
    if known and not asked:
        return tuple(unasked.values())
    async with early:
        first = prompt.first_with_text(asked)
        only = context.only and frozenset(first.get(unit, unit) for unit in context.only)
        hearing = replace(context, on_answered=early.hear, only=only)
        with span("ask", members=len(job.panel.members), units=len(asked)):
            answers = await strategy.answers_of(
                job, asked, hearing, lambda some, so_far: decided(some, so_far, between)
            )
    found = decided(asked, _of_copies(first, answers) if document.task is Task.TRANSLATE else answers)
    if context.only is not None and document.task is Task.TRANSLATE:
        found = tuple(record for record in found if record.unit.id in context.only)
    if document.task is Task.TRANSLATE:
        found = await strategy.with_codes_put_in(
            found, job, context, lambda one, given: decide_segments([SegmentAnswers(one, given)], config)[0]
        )
        found = await strategy.judged(found, job, context, config.langs)
    records = await chosen.after(found, job, context, config.langs)
    if document.task is Task.TRANSLATE:
        records = await with_second_opinions([_beside_file(record, config) for record in records], config)
    else:
        by, lang = config.second_opinion, document.source_lang
        records = await strategy.with_one_meaning(records, document.text, config.policy, lang, by)
    return tuple(sorted((*unasked.values(), *records), key=lambda record: record.unit.index)) if unasked else records


def _of_copies(first: Mapping[str, str], answers: strategy.Answers) -> strategy.Answers:
    """The answers, and for segments that were not asked about, those to the first one with the same text."""
    given = {one: tuple(replace(a, unit_id=one) for a in answers.get(of, ())) for one, of in first.items() if one != of}
    return {**answers, **given} if given else answers


def decide_segments(
    items: Sequence[SegmentAnswers], config: DecisionConfig, known: Mapping[str, UnitRecord] | None = None
) -> tuple[UnitRecord, ...]:
    """Verdicts for segments: lexical comparison and checks first, meaning only for what they leave open.

    Under a policy with a judge nothing is accepted here: ``strategy.with_word`` brings in what it says.
    known: by unit, what was decided by wording already; it counts where the answers are still the same.
    """
    rules, langs = config.policy.translation, config.langs
    found = {item.segment.id: (known or {}).get(item.segment.id) for item in items}
    new = [item for item in items if (one := found[item.segment.id]) is None or one.answers is not item.answers]
    found |= {record.unit.id: record for record in _by_wording(new, config)}
    records = [record for record in found.values() if record is not None]
    still_open = [i for i, record in enumerate(records) if _open(record)]
    embedder = config.embedder() if config.embedder is not None and still_open else None
    if embedder is None:
        return tuple(records)
    vectors = _embed(embedder, [items[i] for i in still_open])
    again = compare.compare_segments(
        [items[i] for i in still_open], rules, langs, vectors=vectors, semantic_signature=embedder.signature
    )
    for i, agreement in zip(still_open, again, strict=True):
        records[i] = _redecided(records[i], agreement, config)
    return tuple(records)


def _by_wording(items: Sequence[SegmentAnswers], config: DecisionConfig) -> list[UnitRecord]:
    records = []
    for first in range(0, len(items), _COMPARED_AT_ONCE):
        some = items[first : first + _COMPARED_AT_ONCE]
        with span("compare", units=len(some)):
            agreements = compare.compare_segments(some, config.policy.translation, config.langs)
        with span("check", units=len(some)):
            checked = [_checked(item, agreement, config) for item, agreement in zip(some, agreements, strict=True)]
        with span("decide", units=len(some)):
            records += [_settled(record, config) for record in checked]
    return records


class _Early:
    """Decides segments by wording while others are still asked about, whenever the event loop has nothing else to do.

    What is not done when the last answer is in is left to ``decide_segments``, and so is what fails here.
    """

    def __init__(self, config: DecisionConfig, segments: Sequence[Segment]) -> None:
        self._config, self._segments = config, {segment.id: segment for segment in segments}
        self._heard: deque[SegmentAnswers] = deque()
        self._some = asyncio.Event()
        self.records: dict[str, UnitRecord] = {}

    async def __aenter__(self) -> None:
        self._work = asyncio.create_task(self._decide_on())

    async def __aexit__(self, *exc: object) -> None:
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)

    def hear(self, answers: strategy.Answers) -> None:
        """All members' answers to some units."""
        self._heard.extend(SegmentAnswers(self._segments[u], a) for u, a in answers.items() if u in self._segments)
        self._some.set()

    async def _decide_on(self) -> None:
        while await self._some.wait():
            await _lull()
            some = [self._heard.popleft() for _ in range(min(_AT_A_TIME, len(self._heard)))]
            for record in _by_wording(some, self._config):
                self.records[record.unit.id] = record
            if not self._heard:
                self._some.clear()


async def _lull() -> None:
    """Wait until a turn of the event loop takes hardly any time; for a moment at most, or a busy loop would let
    nothing be done early."""
    loop = asyncio.get_running_loop()
    for _ in range(_MOST_WAITS):
        began = loop.time()
        await asyncio.sleep(0)
        if loop.time() - began < _SHORT_TURN:
            return
        await asyncio.sleep(_PAUSE)


async def with_second_opinions(records: Sequence[UnitRecord], config: DecisionConfig) -> tuple[UnitRecord, ...]:
    """The records after the second opinion that the policy asks for; only accepted segments are asked about.

    It sends units to review, never past it. A policy that asks for one and gets none accepts nothing.
    """
    found = list(records)
    accepted = [(i, r.unit, r.verdict) for i, r in enumerate(found) if r.verdict and isinstance(r.unit, Segment)]
    accepted = [(i, unit, verdict) for i, unit, verdict in accepted if verdict.outcome is Outcome.ACCEPTED]
    if config.policy.second_opinion == "off" or not accepted:
        return tuple(found)
    opinions: Sequence[Opinion] = [_NOBODY] * len(accepted)
    if config.second_opinion is not None:
        pairs = [
            OpinionRequest(plain(unit.text, unit.codes), plain(verdict.value, unit.codes), config.langs)
            for _, unit, verdict in accepted
        ]
        opinions = await config.second_opinion.opinions(pairs)
    for (i, _, verdict), opinion in zip(accepted, opinions, strict=True):
        found[i] = replace(found[i], verdict=with_opinion(verdict, opinion))
    return tuple(found)


def decide_object(item: ObjectAnswers, config: DecisionConfig) -> tuple[UnitRecord, ...]:
    """Verdicts for every field of one document."""
    rules, lang = config.policy.extraction, config.langs[0]
    with span("compare", units=1):
        fields = compare.compare_fields(item.document_id, item.text, item.schema, item.answers, rules, lang)
    with span("check", units=len(fields)):
        checked = [_checked_field(compared, item, config) for compared in fields]
    with span("decide", units=len(fields)):
        return _as_a_whole([_settled(record, config) for record in checked], item.schema, config)


def _checked_field(compared: FieldComparison, item: ObjectAnswers, config: DecisionConfig) -> UnitRecord:
    """A field with all that its verdict is made of."""
    findings = check.check_field(compared.field, compared.answers, item.text, config.policy)
    agreement = compared.agreement
    if len(agreement.clusters) > 1 and compare.is_free_text(agreement):
        facts = check.free_text_disputes(compared.field.id, item.text or "", compared.answers, config.langs[0])
        agreement = _with_disputes(agreement, facts) if facts else agreement
    record = _record(compared.field, compared.answers, agreement, findings)
    return with_pages(record, item.text, item.pages, config.policy) if item.pages else record


def _as_a_whole(
    records: Sequence[UnitRecord], schema: Mapping[str, Any], config: DecisionConfig
) -> tuple[UnitRecord, ...]:
    """The cells after a look at the object that they make: what it breaks goes to review, what its rules settle not."""
    model = schema.model if isinstance(schema, ModelSchema) else config.model
    found = check.check_object(schema, records, config.policy, model)
    if not found.findings and not found.settled:
        return tuple(records)
    decided = []
    for record in records:
        path = record.unit.path if isinstance(record.unit, Field) else ""
        if (told := found.settled.get(path)) and record.agreement is not None:
            record = replace(record, agreement=replace(record.agreement, settled=told))
            record = _settled(record, config)
        if findings := found.findings.get(path):
            record = _with_findings(record, findings, config)
        decided.append(record)
    return tuple(decided)


def _with_findings(record: UnitRecord, findings: tuple[Finding, ...], config: DecisionConfig) -> UnitRecord:
    """An accepted cell is decided anew; an open one keeps the rule that opened it and is told the more."""
    verdict = record.verdict
    record = replace(record, findings=(*record.findings, *findings))
    if verdict is None or verdict.outcome is Outcome.ACCEPTED:
        return _settled(record, config)
    return replace(record, verdict=replace(verdict, reasons=(*verdict.reasons, *(f.message for f in findings))))


def _unasked(segments: Sequence[Segment], config: DecisionConfig) -> dict[str, UnitRecord]:
    """Units that keep what their file holds, or that the policy delivers from translation memory.

    Nobody is asked about them, so nobody voted.
    """
    records = {}
    for segment in segments:
        if segment.filled is not None and segment.filled.kept:
            records[segment.id] = UnitRecord(segment, verdict=accept_kept(segment, segment.filled))
            continue
        one = reusable(segment, config.policy)
        if one is None:
            continue
        findings = check.check_segment(
            segment, (Candidate(segment.id, "", "", one.target),), config.langs, config.policy
        )
        verdict = accept_reused(segment, findings, config.policy)
        if verdict is not None:
            records[segment.id] = UnitRecord(segment, (), None, findings, verdict)
    return records


def _beside_file(record: UnitRecord, config: DecisionConfig) -> UnitRecord:
    """A unit whose file holds a translation to be verified: it had no vote, and is compared with what was agreed on."""
    segment, verdict = record.unit, record.verdict
    if not isinstance(segment, Segment) or segment.filled is None or verdict is None:
        return record
    held = Candidate(segment.id, FROM_FILE, FROM_FILE, segment.filled.target)
    findings = check.check_segment(segment, (held,), config.langs, config.policy)
    clusters = record.agreement.clusters if record.agreement is not None else ()
    members = next((one.members for one in clusters if verdict.representative in one.members), ())
    agreed = [one for one in record.answers if isinstance(one, Candidate) and one.member in members]
    together = SegmentAnswers(segment, (*agreed, held))
    compared = compare.compare_segments([together], config.policy.translation, config.langs)[0]
    same = len(compared.clusters) == 1 and len(compared.clusters[0].members) == len(together.answers) > 1
    same = same and not check.hard_fact_disputes(segment, together.answers, config.langs)
    verdict = with_filled(verdict, segment.filled, equivalent=same, findings=findings)
    return replace(record, findings=(*record.findings, *findings), verdict=verdict)


def _checked(item: SegmentAnswers, agreement: Agreement, config: DecisionConfig) -> UnitRecord:
    """A unit with all that its verdict is made of."""
    findings = check.check_segment(item.segment, item.answers, config.langs, config.policy)
    disputes = check.hard_fact_disputes(item.segment, item.answers, config.langs)
    if disputes:
        agreement = _with_disputes(agreement, disputes)
    return with_places(_record(item.segment, item.answers, agreement, findings), config.policy)


def _settled(record: UnitRecord, config: DecisionConfig) -> UnitRecord:
    """A new unit with its verdict. Built anew, not by ``replace``: every cell of every document comes through here."""
    verdict = decide(record, config.policy, config.langs)
    return _record(record.unit, record.answers, record.agreement, record.findings, verdict)


def _redecided(record: UnitRecord, agreement: Agreement, config: DecisionConfig) -> UnitRecord:
    before = record.agreement
    if before is not None and Rule.HARD_FACT in before.gates:
        agreement = _with_disputes(agreement, before.disputes)
    record = with_places(replace(record, agreement=agreement), config.policy)
    return replace(record, verdict=decide(record, config.policy, config.langs))


def _with_disputes(agreement: Agreement, disputes: tuple[str, ...]) -> Agreement:
    return replace(agreement, disputes=(*agreement.disputes, *disputes), gates=(*agreement.gates, Rule.HARD_FACT.value))


def _open(record: UnitRecord) -> bool:
    """Only wording stands between this unit and a verdict; meaning cannot lift a veto or a gate."""
    verdict = record.verdict
    return verdict is not None and verdict.outcome is Outcome.REVIEW and verdict.rule == Rule.SPLIT


def _embed(embedder: Embedder, items: Sequence[SegmentAnswers]) -> Mapping[str, NDArray[np.float32]]:
    texts = sorted(
        {plain(a.value, item.segment.codes) for item in items for a in item.answers if isinstance(a, Candidate)}
    )
    return dict(zip(texts, embedder.embed(texts), strict=True))


def _object_answers(document: Document, answers: Sequence[Answer]) -> ObjectAnswers:
    return ObjectAnswers(document.id, document.text, document.schema or {}, answers, document.pages)
