"""The judge: a model from a family outside the panel lists the errors of what would be delivered.

It sees neither the other answers nor who gave this one. It is no vote: its errors lower the score that acceptance at a
level looks at, and a critical one sends the unit to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus import compare
from consensus.ask import AskContext, ask_panel
from consensus.decide import decide
from consensus.domain import (
    Abstention,
    Answer,
    Finding,
    Langs,
    ModelKind,
    ModelSpec,
    MqmJudgement,
    Outcome,
    Panel,
    Policy,
    Rule,
    Segment,
    Severity,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import PanelError
from consensus.normalize.coded import coded_span, plain, words_alone
from consensus.normalize.mqm import judgement_of
from consensus.prompt import Translation, judge_asks, judge_prompt_id, parse_errors, render_judge
from consensus.reference import judge_name


def refuse_judge(judge: ModelSpec, families: frozenset[str]) -> None:
    """Raise PanelError for a model that cannot judge. families: of the panel and its fallbacks."""
    if judge.family in families:
        raise PanelError(
            f'"{judge.name}" is of the family {judge.family}, which answers; it would judge its own mistakes.',
            where="judge",
            do="Name a model of a family outside the panel.",
        )
    if judge.kind is not ModelKind.CHAT:
        raise PanelError(f'"{judge.name}" only continues text.', where="judge", do="Name a chat model.")


def before_judge(policy: Policy) -> Policy:
    """The policy by which units are decided that no judge has read yet."""
    return policy if policy.judge is None else policy.model_copy(update={"judge": None})


def awaits_judge(record: UnitRecord) -> bool:
    """Whether a unit, decided without the judge, could be accepted or ranked with it: no veto or gate stops it."""
    verdict = record.verdict
    if verdict is None or not isinstance(record.unit, Segment) or not isinstance(verdict.leading, str):
        return False
    if record.agreement is None or any(f.veto and f.member == verdict.representative for f in record.findings):
        return False
    return verdict.outcome is Outcome.ACCEPTED or verdict.rule == Rule.SPLIT


async def judged(
    records: Sequence[UnitRecord], job: JobRecord, context: AskContext, langs: Langs
) -> tuple[UnitRecord, ...]:
    """The records with the judge's word on each that awaits it, decided again; equal texts are asked about once.

    Untouched where the policy has no judge. Raises PanelError when it cannot be had, and what the journal raises.
    """
    policy = job.policy
    waiting = {
        r.unit.id: Translation(words_alone(r.unit), _text(r))
        for r in records
        if isinstance(r.unit, Segment) and awaits_judge(r)
    }
    if policy.judge is None or not waiting:
        return tuple(records)
    spec = _judge(policy.judge, context)
    first: dict[tuple[str, str], str] = {}
    for unit, item in waiting.items():
        first.setdefault((item.segment.text, item.text), unit)
    asks = judge_asks(job.document, [waiting[unit] for unit in first.values()], policy)
    texts = {unit: item.text for unit, item in waiting.items()}
    answers = await ask_panel(asks, Panel("judge", (spec,), ""), _reading(context, texts))
    found = []
    for record in records:
        mine = waiting.get(record.unit.id)
        if mine is not None:
            answer = answers[first[mine.segment.text, mine.text]][0]
            word = _word(answer, record, judge_name(policy.judge))
            record = with_word(record, word, policy, langs, judge_prompt_id(spec))
        found.append(record)
    return tuple(found)


def with_word(
    record: UnitRecord, word: MqmJudgement | str, policy: Policy, langs: Langs, prompt: str = "recorded"
) -> UnitRecord:
    """The unit with its judgement, decided again. word: a sentence where there is no judgement, which accepts nothing.

    record: as ``awaits_judge`` lets it pass. prompt: the words in which the judge was asked.
    """
    if isinstance(word, str):
        verdict = decide(record, policy, langs)
        return replace(record, verdict=replace(verdict, reasons=(word, *verdict.reasons)))
    assert record.agreement is not None
    agreement = compare.with_judgement(record.agreement, word, policy.translation, prompt)
    record = replace(record, agreement=agreement, findings=(*record.findings, *_findings(word)))
    return replace(record, verdict=decide(record, policy, langs))


def _findings(word: MqmJudgement) -> list[Finding]:
    return [
        Finding(
            Rule.JUDGE.value,
            error.severity,
            True,
            f"The judge ({word.judge}) finds a critical error ({error.category})"
            + (f", “{error.quote}”" if error.quote else "")
            + (f": {error.problem}" if error.problem else "."),
            word.member,
            target_span=error.span,
        )
        for error in word.errors
        if error.severity is Severity.CRITICAL
    ]


def _judge(name: str, context: AskContext) -> ModelSpec:
    if context.spec_for is None:
        raise PanelError("the policy's judge cannot be had.", where="judge", do="Name a chat model of another family.")
    # A substitute could be of a family that answers.
    return replace(context.spec_for(name), fallbacks=())


def _reading(context: AskContext, texts: dict[str, str]) -> AskContext:
    return replace(
        context,
        render=render_judge(texts),
        parse=parse_errors,
        spec_for=None,
        only=None,
        document=f"{context.document}, judge",
    )


def _word(answer: Answer, record: UnitRecord, judge: str) -> MqmJudgement | str:
    if isinstance(answer, Abstention):
        return f"The judge ({judge}) gave no judgement: {answer.why}."
    member = record.verdict.representative if record.verdict else ""
    said = judgement_of(judge, member, _text(record), answer.value)
    if not isinstance(record.unit, Segment) or not record.unit.codes or record.verdict is None:
        return said
    leading, codes = str(record.verdict.leading), record.unit.codes
    errors = tuple(replace(error, span=coded_span(leading, error.span, codes)) for error in said.errors)
    return replace(said, errors=errors)


def _text(record: UnitRecord) -> str:
    """The words of what would be delivered."""
    text = record.verdict.leading if record.verdict and isinstance(record.verdict.leading, str) else ""
    return plain(text, record.unit.codes) if isinstance(record.unit, Segment) else text
