"""One member's answers about the parts of a document become its one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.ask.context import AskContext
from consensus.domain import Abstention, AbstentionReason, Answer, Ask, Candidate


def merged(ask: Ask, pieces: Sequence[tuple[Ask, Answer]], context: AskContext) -> Answer:
    """The answer on the whole document. A part without an answer is rows lost, so then there is none on the whole.

    The call named is that of the first part; the journal holds all.
    """
    parts, answers = [part for part, _ in pieces], [answer for _, answer in pieces]
    for number, answer in enumerate(answers, 1):
        if isinstance(answer, Abstention):
            where = f"part {number} of {len(parts)}"
            return replace(
                answer, unit_id=ask.unit_ids[0], detail=f"{where}: {answer.detail}" if answer.detail else where
            )
    first = answers[0]
    values = [answer.value for answer in answers if isinstance(answer, Candidate)]
    try:
        if context.merge is None:
            raise ValueError("nobody puts parts together here")
        value = context.merge(ask, parts, values)
    except Exception:
        detail = "the parts could not be put together"
        return Abstention(first.unit_id, first.member, first.family, AbstentionReason.INVALID, detail, first.call_id)
    return replace(first, value=value)
