"""Codes that every answer of the winning words lost or misplaced are put in once by the model whose answer leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from consensus.ask import AskContext, ask_panel
from consensus.domain import Answer, Candidate, ModelKind, ModelSpec, Panel, Rule, Segment
from consensus.domain.job import JobRecord, UnitRecord
from consensus.normalize.coded import plain
from consensus.prompt import parse_put_codes, put_codes_asks, render_put_codes

#: A segment and all answers to it, decided.
Decide = Callable[[Segment, tuple[Answer, ...]], UnitRecord]


async def with_codes_put_in(
    records: Sequence[UnitRecord], job: JobRecord, context: AskContext, decide: Decide
) -> tuple[UnitRecord, ...]:
    """The records; where only damaged codes stop a unit, decided again with an answer whose codes were put in.

    One call a model: its words with no code, to be given back with the codes and no word changed. What comes back
    counts where that is so and no check forbids it, else the unit stays with the person. Raises what the journal does.
    """
    waiting = {record.unit.id: record for record in records if _awaits(record)}
    found: dict[str, UnitRecord] = {}
    for spec in job.panel.members:
        mine = [record for record in waiting.values() if _leads(record) == spec.name]
        if not mine or not _can(spec):
            continue
        words = {r.unit.id: _words(r) for r in mine}
        segments = [record.unit for record in mine if isinstance(record.unit, Segment)]
        reading = replace(
            context,
            render=render_put_codes(words),
            parse=parse_put_codes(words, (job.document.source_lang, job.document.target_lang)),
            spec_for=None,
            on_answered=None,
            document=f"{context.document}, codes",
        )
        asks = put_codes_asks(job.document, segments, words, job.policy)
        answers = await ask_panel(asks, Panel("codes", (replace(spec, fallbacks=()),), ""), reading)
        for record in mine:
            (answer,) = answers[record.unit.id]
            if isinstance(answer, Candidate) and isinstance(record.unit, Segment):
                found[record.unit.id] = decide(record.unit, _with(record.answers, answer))
    return tuple(found.get(record.unit.id, record) for record in records)


def _with(answers: Sequence[Answer], mended: Candidate) -> tuple[Answer, ...]:
    """The answers, the model's own with its codes put in."""
    return tuple(
        replace(one, value=mended.value, call_id=mended.call_id)
        if isinstance(one, Candidate) and one.member == mended.member
        else one
        for one in answers
    )


def _awaits(record: UnitRecord) -> bool:
    return isinstance(record.unit, Segment) and record.verdict is not None and record.verdict.rule == Rule.DAMAGED_CODES


def _leads(record: UnitRecord) -> str:
    return record.agreement.clusters[0].representative if record.agreement and record.agreement.clusters else ""


def _words(record: UnitRecord) -> str:
    given = next(a for a in record.answers if isinstance(a, Candidate) and a.member == _leads(record))
    assert isinstance(record.unit, Segment)
    return plain(str(given.value), record.unit.codes)


def _can(spec: ModelSpec) -> bool:
    """Small models of our own repeat themselves whatever they are told, and a base model knows no dialogue."""
    return spec.kind is ModelKind.CHAT and spec.source == "litellm"
