"""A second opinion by a language model from a family outside the panel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from consensus.ask import AskContext, ask_panel
from consensus.domain import Abstention, Answer, ModelKind, ModelSpec, Opinion, OpinionRequest, Panel
from consensus.errors import PanelError
from consensus.prompt import (
    VerifierAnswer,
    parse_verifier_answer,
    render_same,
    render_verify,
    verify_asks,
    verify_prompt_id,
)


class LlmOpinion:
    """Asks one model about every pair in both orders, in the job's journal, under its limits and deadlines.

    spec: the model, as ``refuse_verifier`` let it pass. context: the job's; what an earlier run of it was answered is
    not asked again.
    """

    def __init__(self, spec: ModelSpec, context: AskContext) -> None:
        self.signature = f"{spec.model}, {verify_prompt_id(spec)}"
        self._asked_as = {True: f"{spec.model}, {verify_prompt_id(spec, answers=True)}", False: self.signature}
        # A substitute could be of the panel's own family.
        self._panel = Panel("second opinion", (replace(spec, fallbacks=(), segments_per_ask=None),), "")
        named = f"{context.document}, second opinion"
        asking = replace(context, parse=parse_verifier_answer, spec_for=None, only=None, document=named)
        #: By whether two answers are compared, or a source and its translation.
        self._contexts = {True: replace(asking, render=render_same), False: replace(asking, render=render_verify)}

    async def opinions(self, pairs: Sequence[OpinionRequest]) -> Sequence[Opinion]:
        """One opinion a pair; equal pairs are asked about once. Raises what the journal raises."""
        asked = {pair: verify_asks(pair) for pair in pairs}
        answers: dict[str, Sequence[Answer]] = {}
        for kind, context in self._contexts.items():
            asks = {ask.id: ask for pair, both in asked.items() if pair.answers is kind for ask in both}
            if asks:
                answers.update(await ask_panel(tuple(asks.values()), self._panel, context))
        return [self._opinion([answers[ask.id][0] for ask in asked[pair]], pair.answers) for pair in pairs]

    def _opinion(self, answers: Sequence[Answer], kind: bool) -> Opinion:
        said = [answer.value for answer in answers if not isinstance(answer, Abstention)]
        told = [answer for answer in said if isinstance(answer, VerifierAnswer)]
        who = f"The second opinion ({self._asked_as[kind]})"
        if problems := [one.problem for one in told if one.verdict == "different"]:
            other = (
                "one answer does not say what the other says"
                if kind
                else "the answer does not say what the source says"
            )
            what = next(filter(None, problems), other)
            return Opinion(True, f"{who} objects: {what.rstrip('.')}.")
        if len(told) == len(answers) and all(one.verdict == "same" for one in told):
            return Opinion(False, f"{who} found no difference in meaning, asked in both orders.")
        missing = [answer.reason.value for answer in answers if isinstance(answer, Abstention)]
        return Opinion(None, f"{who} could not be had: {missing[0] if missing else 'unsure'}.")


def refuse_verifier(spec: ModelSpec, families: Collection[str]) -> None:
    """Raise PanelError for a model that cannot give a second opinion. families: of the panel and its fallbacks."""
    where = "second_opinion"
    if spec.family in families:
        raise PanelError(
            f'"{spec.name}" is of the family {spec.family}, which the panel asks already and would agree with.',
            where=where,
            do="Name a model from another family, or set second_opinion to off.",
        )
    if spec.kind is not ModelKind.CHAT or spec.source == "recorded":
        kind = "replays recorded answers" if spec.source == "recorded" else "only continues text"
        raise PanelError(f'"{spec.name}" {kind} and cannot judge.', where=where, do="Name a chat model.")
