"""One member's answers about the parts of a document become its one answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from consensus.compare import merge_parts
from consensus.domain import Abstention, AbstentionReason, Answer, Ask, Candidate


def merged(
    ask: Ask, pieces: Sequence[tuple[Ask, Answer]], merge: Callable[[Ask, Sequence[Ask], Sequence[Any]], Any]
) -> Answer:
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
    assert isinstance(first, Candidate)
    values = [answer.value for answer in answers if isinstance(answer, Candidate)]
    try:
        value = merge(ask, parts, values)
    except Exception:
        detail = "the parts could not be put together"
        return Abstention(first.unit_id, first.member, first.family, AbstentionReason.INVALID, detail, first.call_id)
    return replace(first, value=value, saw=_seen(pieces))


def _seen(pieces: Sequence[tuple[Ask, Answer]]) -> tuple[int, ...]:
    """The pages that were shown with every part that holds some of them."""
    saw = {page for _, answer in pieces if isinstance(answer, Candidate) for page in answer.saw}
    for part, answer in pieces:
        if isinstance(answer, Candidate):
            saw -= {page.number for page in part.pages} - set(answer.saw)
    return tuple(sorted(saw))


def merge_document(whole: Ask, parts: Sequence[Ask], values: Sequence[Any]) -> Any:
    """One member's object on a document that it was asked about in parts. Raises ValueError for other parts."""
    texts = [part.texts[0] for part in parts]
    if "".join(part.texts[0].removeprefix(part.before) for part in parts) != whole.texts[0]:
        raise ValueError("the parts are not the document")  # rows would be doubled or lost, and nobody would see it
    return merge_parts(whole.schema or {}, texts, ["", *(part.before for part in parts[1:])], values)
