"""What a reviewer who has decided is told of the judge."""

from __future__ import annotations

import pytest

from consensus.domain import Agreement, Candidate, MqmError, MqmJudgement, Segment, Severity
from consensus.domain.job import UnitRecord
from consensus.review import BlindAnswer, judge_sentences

SEGMENT = Segment("s1", 0, "Text.", 0, 5)
ORDER = (BlindAnswer("A", "x", ("m1",)), BlindAnswer("B", "y", ("m0", "m2")))


def said(judgement: MqmJudgement | None) -> tuple[str, ...]:
    agreement = Agreement("s1", (), (), 0.5, 0.0, "sig", judgement=judgement)
    return judge_sentences(UnitRecord(SEGMENT, (Candidate("s1", "m0", "f", "x"),), agreement), ORDER)


def error(problem: str = "", quote: str = "") -> MqmError:
    return MqmError("accuracy", Severity.MAJOR, quote, problem)


@pytest.mark.parametrize(
    ("judgement", "sentences"),
    [
        (None, ()),
        (MqmJudgement("j", "m2", 0.0), ("The judge (j) found in B: no error.",)),
        (MqmJudgement("j", "m2", 7.5), ("The judge (j) found in B: errors that weigh 7.5 of 25.",)),
        (MqmJudgement("j", "m9", 0.0), ("The judge (j) found in m9: no error.",)),
        (MqmJudgement("j", "m1", 5, (error(),)), ("The judge (j) found in A: major, accuracy.",)),
        (
            MqmJudgement("j", "m1", 5, (error("No tap.", "Hahn"),)),
            ("The judge (j) found in A: major, accuracy “Hahn”: No tap.",),
        ),
        (
            MqmJudgement("j", "m1", 15, (error("a"), error("b"), error("c"))),
            ("The judge (j) found in A: major, accuracy: a; major, accuracy: b; major, accuracy: c.",),
        ),
        (
            MqmJudgement("j", "m1", 20, (error("a"), error("b"), error("c"), error("d"))),
            ("The judge (j) found in A: major, accuracy: a; major, accuracy: b; major, accuracy: c; and 1 more.",),
        ),
    ],
)
def test_sentences(judgement: MqmJudgement | None, sentences: tuple[str, ...]) -> None:
    assert said(judgement) == sentences


def test_nothing_of_a_unit_that_was_not_compared() -> None:
    assert judge_sentences(UnitRecord(SEGMENT), ORDER) == ()
