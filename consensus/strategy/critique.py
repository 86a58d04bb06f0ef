"""Draft and critique: one member drafts, a critic from another family reads the draft, a person decides.

The critic has seen the draft, so what it thinks of it is no vote: it can only stop a unit, never let one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.ask import AskContext, ask_panel
from consensus.decide import decide
from consensus.domain import Abstention, Answer, Finding, Langs, Panel, Policy, Segment, Severity
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import PanelError
from consensus.prompt import Critique, critique_asks, parse_critique, render_critique

#: The name of a critic's findings, and of what it would write instead.
FINDING, PROPOSAL = "critique", "critique_proposal"
_GATING = frozenset({Severity.MAJOR, Severity.CRITICAL})


async def criticised(
    records: Sequence[UnitRecord], job: JobRecord, context: AskContext, langs: Langs
) -> tuple[UnitRecord, ...]:
    """The records with a critic's findings beside the answer that leads, decided again.

    A major or critical finding sends the unit to review, and so does a critic that gave no answer. Untouched where the
    policy's strategy is another one. Raises PanelError without a critic, and what the journal raises.
    """
    policy = job.policy
    if policy.strategy != "critique":
        return tuple(records)
    drafts = {r.unit.id: _draft(r) for r in records}
    given = {unit: draft for unit, draft in drafts.items() if draft is not None}
    segments = [r.unit for r in records if isinstance(r.unit, Segment) and r.unit.id in given]
    asks = critique_asks(job.document, segments, given, policy)
    answers = await ask_panel(asks, _critic(policy, context), _reading(context, given)) if asks else {}
    return tuple(
        _with_critique(r, answers[r.unit.id][0], policy, langs) if r.unit.id in answers else r for r in records
    )


def _draft(record: UnitRecord) -> str | None:
    """What would be delivered, or is shown first."""
    leading = record.verdict.leading if record.verdict else None
    return leading if isinstance(leading, str) and record.verdict and record.verdict.representative else None


def _critic(policy: Policy, context: AskContext) -> Panel:
    if policy.critic is None or context.spec_for is None:
        raise PanelError("the policy names no critic.", where="critic", do="Name a chat model of another family.")
    # A substitute could be of the family that drafts.
    return Panel("critic", (replace(context.spec_for(policy.critic), fallbacks=()),), "")


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
    if isinstance(answer, Abstention) or not isinstance(answer.value, Critique):
        why = answer.reason.value if isinstance(answer, Abstention) else "invalid"
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
