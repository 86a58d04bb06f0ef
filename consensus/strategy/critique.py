"""Draft and critique: one member drafts, a critic from another family reads the draft, a person decides.

The critic has seen the draft, so what it thinks of it is no vote: it can only stop a unit, never let one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consensus.ask import AskContext, ask_panel
from consensus.decide import decide
from consensus.domain import (
    Abstention,
    Answer,
    Finding,
    Langs,
    ModelKind,
    ModelSpec,
    Panel,
    Policy,
    Rule,
    Segment,
    Severity,
    StrategyName,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import PanelError
from consensus.normalize.coded import plain, words_alone
from consensus.prompt import Critique as CritiqueReply
from consensus.prompt import critique_asks, parse_critique, render_critique
from consensus.strategy.base import Problem, SpecFor, Strategy, listed_members

#: The name of a critic's findings, and of what it would write instead.
FINDING, PROPOSAL = Rule.CRITIQUE.value, "critique_proposal"
_GATING = frozenset({Severity.MAJOR, Severity.CRITICAL})


class Critique(Strategy):
    """A major or critical finding of the critic sends the unit to review, and so does a critic that gave no answer."""

    name = StrategyName.CRITIQUE
    for_translations_alone = True

    def problems(self, policy: Policy) -> Iterator[Problem]:
        """A critic that is missing, belongs to another strategy, or is in the panel."""
        if policy.strategy == self.name and policy.critic is None:
            yield ("strategy",), "needs `critic`, a chat model from a family outside the panel"
        if policy.critic is not None and policy.strategy != self.name:
            yield ("critic",), "is asked under `strategy: critique` only; set that, or leave it out"
        if policy.critic is not None and policy.critic in listed_members(policy):
            yield ("critic",), "is in the panel and would read its own draft; name a model of another family"

    def refuse(self, policy: Policy, panel: Panel, spec_for: SpecFor) -> None:
        """Raise PanelError without a critic of a family that does not draft."""
        critic = _critic(policy, spec_for)
        if critic.family in {spec.family for spec in panel.members}:
            raise PanelError(
                f'"{critic.name}" is of the family {critic.family}, which drafts; it would overlook its own mistakes.',
                where="critic",
                do="Name a model of a family outside the panel.",
            )
        if critic.kind is not ModelKind.CHAT or critic.source == "recorded":
            raise PanelError(f'"{critic.name}" cannot read a draft.', where="critic", do="Name a chat model.")

    async def after(
        self, records: Sequence[UnitRecord], job: JobRecord, context: AskContext, langs: Langs
    ) -> tuple[UnitRecord, ...]:
        """The records with the critic's findings beside the answer that leads, decided again.

        Raises PanelError without a critic, and what the journal raises.
        """
        policy = job.policy
        drafts = {r.unit.id: _draft(r) for r in records}
        given = {unit: draft for unit, draft in drafts.items() if draft is not None}
        segments = [words_alone(r.unit) for r in records if isinstance(r.unit, Segment) and r.unit.id in given]
        asks = critique_asks(job.document, segments, given, policy)
        if not asks:
            return tuple(records)
        # A substitute could be of the family that drafts.
        panel = Panel("critic", (replace(_critic(policy, context.spec_for), fallbacks=()),), "")
        answers = await ask_panel(asks, panel, _reading(context, given))
        return tuple(
            _with_critique(r, answers[r.unit.id][0], policy, langs) if r.unit.id in answers else r for r in records
        )


def _draft(record: UnitRecord) -> str | None:
    """The words of what would be delivered, or is shown first."""
    leading = record.verdict.leading if record.verdict else None
    if not (isinstance(leading, str) and record.verdict and record.verdict.representative):
        return None
    return plain(leading, record.unit.codes) if isinstance(record.unit, Segment) else leading


def _critic(policy: Policy, spec_for: SpecFor | None) -> ModelSpec:
    if policy.critic is None or spec_for is None:
        raise PanelError("the policy names no critic.", where="critic", do="Name a chat model of another family.")
    return spec_for(policy.critic)


def _reading(context: AskContext, drafts: dict[str, str]) -> AskContext:
    return replace(
        context,
        render=render_critique(drafts),
        parse=parse_critique,
        spec_for=None,
        only=None,
        document=f"{context.document}, critique",
    )


def _with_critique(record: UnitRecord, answer: Answer, policy: Policy, langs: Langs) -> UnitRecord:
    drafter = record.verdict.representative if record.verdict else ""
    record = replace(record, findings=(*record.findings, *_findings(answer, drafter)))
    return replace(record, verdict=decide(record, policy, langs))


def _findings(answer: Answer, drafter: str) -> list[Finding]:
    if isinstance(answer, Abstention) or not isinstance(answer.value, CritiqueReply):
        why = answer.why if isinstance(answer, Abstention) else "invalid"
        return [Finding(FINDING, Severity.MAJOR, True, f"The critic gave no answer: {why}.")]
    critique = answer.value
    found = [
        Finding(
            FINDING,
            remark.severity,
            remark.severity in _GATING,
            f"The critic finds a {remark.severity.value} mistake ({remark.category})"
            + (f", “{remark.quote}”" if remark.quote else "")
            + (f": {remark.problem}" if remark.problem else "."),
            drafter,
        )
        for remark in critique.remarks
    ]
    if critique.proposal.strip() and critique.remarks:
        said = f"The critic proposes: {critique.proposal.strip()}"
        found.append(Finding(PROPOSAL, Severity.NEUTRAL, False, said, drafter))
    return found
