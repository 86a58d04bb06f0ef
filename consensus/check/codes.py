"""Inline codes of a document: whole, and around or behind the words around or behind which the source has them."""

from __future__ import annotations

from collections.abc import Iterable

from consensus.check.base import Check, CheckId, Pair, Problem
from consensus.domain import Rule, Severity
from consensus.normalize.coded import damage_of
from consensus.normalize.placement import contradiction

DAMAGED, PLACEMENT = Rule.DAMAGED_CODES.value, Rule.CODE_PLACEMENT.value


class CodeCheck(Check):
    """The codes of a coded text. Words count for agreement all the same: only what is delivered needs whole codes."""

    ids = (
        CheckId(
            DAMAGED,
            "An inline code of the document (a bold stretch, a link, a footnote) is missing, added, doubled, crossed, "
            "not closed or empty, or what it holds without letters changed, or it ends before it starts.",
            "veto",
        ),
        CheckId(PLACEMENT, "An inline code stands on other words than in the source.", "veto"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        if pair.coded is None:
            return
        source, target, codes = pair.coded
        if damage := damage_of(source, target, codes):
            yield Problem(DAMAGED, Severity.MAJOR, damage)
        elif wrong := contradiction(source, target, codes, (pair.source.lang, pair.target.lang)):
            yield Problem(PLACEMENT, Severity.MAJOR, wrong)
