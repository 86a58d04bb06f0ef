"""A blind check of one answer: what the reviewer said, and what becomes of the unit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consensus.domain import Action, Candidate, Field, Outcome, Segment, Unit, Verdict
from consensus.errors import UsageError
from consensus.review import BlindAnswer, Choice, DecisionContext, judged
from consensus.review.order import lone_answer

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SEGMENT = Segment("s1", 0, "Hello world.", 0, 12)
TOTAL = Field("f1", 0, "total", "total", {"type": ["number", "null"]})


def check(judgement: str, text: str | None = None, unit: Unit = SEGMENT, value: Any = "Hallo Welt.") -> Any:
    order = (BlindAnswer("A", value, ("m0", "m1")),)
    seat = DecisionContext(unit, order, "ana", NOW - timedelta(seconds=5), NOW)
    return judged(seat, Choice("A", text=text, reason=judgement, comment=" hm "))


# judgement, text -> action, value, judgement, reason
MADE = [
    ("right", None, Action.CHOSEN, "Hallo Welt.", ""),
    ("right", "Hallo Welt.", Action.CHOSEN, "Hallo Welt.", ""),
    ("style", None, Action.CHOSEN, "Hallo Welt.", ""),
    ("style", "Hallo, Welt.", Action.EDITED, "Hallo, Welt.", ""),
    ("wrong", None, Action.REJECTED, None, "audit: wrong"),
    ("wrong", "Guten Tag, Welt.", Action.EDITED, "Guten Tag, Welt.", ""),
    ("unsure", None, Action.REJECTED, None, "audit: unsure"),
    ("unsure", "Guten Tag.", Action.REJECTED, None, "audit: unsure"),
]


@pytest.mark.parametrize(("judgement", "text", "action", "value", "reason"), MADE)
def test_what_an_audit_makes(judgement: str, text: str | None, action: Action, value: Any, reason: str) -> None:
    made = check(judgement, text)
    assert (made.action, made.value, made.reason) == (action, value, reason)
    assert (made.judgement, made.reviewer, made.severity, made.comment) == (judgement, "ana", "", "hm")
    assert made.order == (("m0", "m1"),)


@pytest.mark.parametrize(
    ("judgement", "text", "meaning"),
    [
        ("", None, "no word"),
        ("Right", None, "another word"),
        ("accuracy: omission", None, "a rejection's category"),
        ("right", "Guten Tag.", "right and changed"),
        ("wrong", "Hallo Welt.", "wrong and unchanged"),
        ("wrong", "  ", "wrong, mended to nothing"),
    ],
)
def test_what_it_refuses(judgement: str, text: str | None, meaning: str) -> None:
    with pytest.raises(UsageError):
        check(judgement, text)


def test_a_field_that_is_not_in_the_document() -> None:
    assert check("right", unit=TOTAL, value=None).action is Action.CHOSEN
    assert check("wrong", "12.5", TOTAL, None).value == 12.5
    with pytest.raises(UsageError):
        check("wrong", "", TOTAL, None)
    mended = check("wrong", "", TOTAL, 12)
    assert (mended.action, mended.value) == (Action.EDITED, None)


ANSWERS = (Candidate("u", "m0", "f0", "x"), Candidate("u", "m1", "f1", "y"), Candidate("u", "m2", "f2", "y"))


@pytest.mark.parametrize(
    ("value", "leading", "shown", "members"),
    [
        ("y", "y", "y", ("m1", "m2")),
        (None, "x", "x", ("m0",)),
        (None, "z", "z", ("m9",)),
        (None, None, None, ("m9",)),
    ],
    ids=["accepted", "would be accepted, or was withdrawn", "as nobody wrote it", "not in the document"],
)
def test_the_answer_that_is_judged(value: Any, leading: Any, shown: Any, members: tuple[str, ...]) -> None:
    verdict = Verdict("u", Outcome.REVIEW, "guarantee", (), value, leading, "m9")
    assert lone_answer(ANSWERS, verdict) == (BlindAnswer("A", shown, members),)
