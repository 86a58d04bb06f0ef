"""An answer that a check forbids is asked about, and taken when the same is decided again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consensus.domain import Action, Candidate, Finding, Resolution, Segment, Severity
from consensus.errors import TooSoonError, VetoError
from consensus.review import BlindAnswer, Choice, DecisionContext, overruling

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ORDER = (BlindAnswer("A", "x", ("m0",)), BlindAnswer("B", "y", ("m1",)))
ANSWERS = (Candidate("s1", "m0", "f", "x"), Candidate("s1", "m1", "f", "y"))
SITTING = DecisionContext(Segment("s1", 0, "Text.", 0, 5), ORDER, "ana", NOW, NOW, ANSWERS)
NUMBERS = Finding("numbers", Severity.CRITICAL, True, "m0 lacks 30.", "m0")
SIGNS = Finding("signs", Severity.MAJOR, True, "m0 lacks a minus.", "m0")
STYLE = Finding("length", Severity.MINOR, False, "m0 is long.", "m0")


def made(value: Any = "x", action: Action = Action.CHOSEN) -> Resolution:
    return Resolution("s1", action, "ana", value, "t", "t", "m0")


def asked(*checks: str, answer: str = "x", ago: float = 5.0) -> Choice:
    at = (NOW - timedelta(seconds=ago)).isoformat()
    return Choice("A", over=VetoError(checks, ("…",), "A", answer, at))


def test_the_question_names_checks_and_letters_and_no_member() -> None:
    with pytest.raises(VetoError) as question:
        overruling(SITTING, Choice("A"), made(), [NUMBERS, STYLE, SIGNS, NUMBERS])
    error = question.value
    assert (error.checks, error.sentences) == (("numbers", "signs"), ("answer A lacks 30.", "answer A lacks a minus."))
    assert (error.letter, error.answer, error.asked_at) == ("A", "x", NOW.isoformat())


@pytest.mark.parametrize(
    ("resolution", "findings"),
    [(made(), []), (made(), [STYLE]), (made(None, Action.REJECTED), [NUMBERS])],
    ids=["nothing found", "nothing that forbids", "nothing is delivered"],
)
def test_what_is_not_asked_about(resolution: Resolution, findings: list[Finding]) -> None:
    assert overruling(SITTING, Choice("A"), resolution, findings) is resolution


def test_decided_again_it_is_taken_with_the_checks_that_it_overrules() -> None:
    assert overruling(SITTING, asked("numbers"), made(), [NUMBERS, STYLE]) == replace(made(), overruled=("numbers",))
    several = overruling(SITTING, asked("signs", "numbers", "dates"), made(), [NUMBERS])
    assert several.overruled == ("numbers",), "of those asked about, what forbids it now"


@pytest.mark.parametrize(
    ("choice", "meaning"),
    [
        (asked("numbers", answer="y"), "asked about another text"),
        (asked("signs"), "asked about another check"),
        (asked(), "asked about no check"),
    ],
)
def test_another_question_is_no_consent(choice: Choice, meaning: str) -> None:
    with pytest.raises(VetoError):
        overruling(SITTING, choice, made(), [NUMBERS])


@pytest.mark.parametrize(
    ("ago", "soon"),
    [(0.0, True), (0.29, True), (0.3, False), (0.31, False), (-60.0, False)],
    ids=["the same key", "too fast", "long enough", "longer", "a clock that was set back"],
)
def test_a_second_press_must_have_read_the_question(ago: float, soon: bool) -> None:
    if soon:
        with pytest.raises(TooSoonError):
            overruling(SITTING, asked("numbers", ago=ago), made(), [NUMBERS])
    else:
        assert overruling(SITTING, asked("numbers", ago=ago), made(), [NUMBERS]).overruled == ("numbers",)
