"""A reviewer's decision on a text with inline codes: repaired where there is one reading, else refused."""

from datetime import UTC, datetime, timedelta

import pytest

from consensus.domain import Action, Candidate, Code, Segment
from consensus.errors import UsageError
from consensus.review import blind_order, chosen, written
from consensus.review.decision import Choice, DecisionContext

UNIT = Segment(
    "u", 0, "Press <g1>Start</g1>.<x2/>", 0, 12, codes=(Code(1, "pair", "bold"), Code(2, "point", "footnote"))
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def context(*values: str) -> DecisionContext:
    answers = tuple(Candidate("u", f"m{n}", f"f{n}", value) for n, value in enumerate(values))
    return DecisionContext(UNIT, blind_order(answers, "i", "s"), "ana", NOW, NOW + timedelta(seconds=9), answers)


def test_an_answer_with_damaged_codes_cannot_be_chosen() -> None:
    with pytest.raises(UsageError, match=r"<g1> \(bold\) is missing"):
        chosen(context("Start drücken.<x2/>"), Choice(letter="A"))


def test_a_text_that_a_person_writes_is_repaired_or_refused() -> None:
    made = written(context("x"), Choice(letter="", text="<G1>Start</G1> drücken.<x2>"))
    assert (made.action, made.value) == (Action.REWRITTEN, "<g1>Start</g1> drücken.<x2/>")
    with pytest.raises(UsageError, match=r"<x2/> \(footnote\)"):
        written(context("x"), Choice(letter="", text="<g1>Start</g1> drücken."))
