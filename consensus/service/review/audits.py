"""Audits of accepted answers: what a guarantee is earned with."""

from __future__ import annotations

from consensus import review
from consensus.errors import VetoError
from consensus.review import Choice, ReviewView
from consensus.service.review.decisions import DecisionOutcome, DecisionService


class Audits:
    """Judge one answer, seeing it and its source alone."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def judge(
        self, view: ReviewView, judgement: str, text: str | None = None, over: VetoError | None = None
    ) -> DecisionOutcome:
        """Say whether the answer is "right", right but for "style", "wrong", or whether one is "unsure".

        text: the answer mended. A wrong answer that is not mended, and one that nobody is sure of, leave the unit
        unverified. over: the question that was asked before, to deliver a text that checks forbid.

        Raises UsageError for another word, ConflictError when the item is not as shown, VetoError for such a text.
        """
        return self._decisions.decide(view, review.judged, Choice("A", text=text, reason=judgement, over=over))
