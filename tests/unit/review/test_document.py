"""What stands in the window of a document, and what of it is hidden from whom."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import Action, Candidate, Field, ItemKind, Outcome, Resolution, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.review.document import DocumentLine, LineState, Reader, document_lines, same_but_numbers, window

A, B = "one translation", "another one"


def unit(
    outcome: Outcome | None = None, made: Resolution | None = None, index: int = 0, value: str | None = A
) -> UnitRecord:
    segment = Segment(f"s{index}", index, f"Source {index}.", 0, 9)
    answers = (Candidate(segment.id, "m1", "f1", A), Candidate(segment.id, "m2", "f2", B))
    accepted = value if outcome is Outcome.ACCEPTED else None
    verdict = None if outcome is None else Verdict(segment.id, outcome, "split", ("r",), accepted, A, "m1")
    return UnitRecord(segment, answers, None, (), verdict, made)


def by(person: str, value: Any = B, action: Action = Action.CHOSEN, second: str = "") -> Resolution:
    return Resolution("s0", action, person, value, "t", "t", seconded_by=(second,) if second else ())


def line(record: UnitRecord, reader: Reader) -> DocumentLine:
    (found,) = document_lines([record], reader)
    return found


REVIEW, SPOT, CHECK, GOLD = ItemKind.REVIEW, ItemKind.SPOT, ItemKind.CHECK, ItemKind.GOLD


@pytest.mark.parametrize(
    ("record", "kind", "state", "text"),
    [
        (unit(Outcome.ACCEPTED), None, "accepted", A),
        (unit(Outcome.ACCEPTED), SPOT, "waiting", ""),
        (unit(Outcome.ACCEPTED), CHECK, "audited", ""),
        (unit(Outcome.REVIEW), REVIEW, "waiting", ""),
        (unit(Outcome.REVIEW), CHECK, "audited", ""),
        (unit(Outcome.REVIEW), None, "waiting", ""),
        (unit(), None, "waiting", ""),
        (unit(Outcome.FAILED), None, "waiting", ""),
        (unit(Outcome.REVIEW, by("ben")), None, "decided", B),
        (unit(Outcome.REVIEW, by("ben")), GOLD, "decided", B),
        (unit(Outcome.REVIEW, by("ben")), REVIEW, "waiting", ""),
        (unit(Outcome.ACCEPTED, by("ben")), CHECK, "audited", ""),
        (unit(Outcome.REVIEW, by("ben", None, Action.REJECTED)), None, "rejected", ""),
    ],
)
def test_who_has_opened_a_document_reads_what_is_settled(
    record: UnitRecord, kind: ItemKind | None, state: str, text: str
) -> None:
    waiting = {} if kind is None else {"s0": kind}
    found = line(record, Reader("ana", opened=True, waiting=waiting))
    assert (found.state.value, found.text) == (state, text)


@pytest.mark.parametrize("kind", [None, REVIEW, SPOT, CHECK, GOLD])
@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize("made", [None, by("ben"), by("ben", None, Action.REJECTED), by("ben", second="cem")])
def test_before_that_every_segment_looks_alike(
    kind: ItemKind | None, outcome: Outcome | None, made: Resolution | None
) -> None:
    waiting = {} if kind is None else {"s0": kind}
    found = line(unit(outcome, made), Reader("ana", opened=False, waiting=waiting))
    assert (found.state, found.text, found.source) == (LineState.CLOSED, "", "Source 0.")


def test_ones_own_decisions_are_known_anyway() -> None:
    closed = Reader("ana", opened=False)
    assert line(unit(Outcome.REVIEW, by("ana")), closed).text == B
    assert line(unit(Outcome.REVIEW, by("ben", second="ana")), closed).text == B
    asked_again = Reader("ana", opened=False, waiting={"s0": REVIEW})
    assert line(unit(Outcome.REVIEW, by("ana")), asked_again).text == "", "but not while it waits again"


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.REVIEW])
def test_of_the_unit_on_screen_there_is_its_source_alone(outcome: Outcome) -> None:
    for opened in (True, False):
        found = line(unit(outcome, by("ana")), Reader("ana", opened=opened, here="s0"))
        assert (found.here, found.state, found.text) == (True, LineState.CLOSED, "")


def test_beside_an_audit_there_are_sources_alone() -> None:
    records = [unit(Outcome.ACCEPTED), unit(Outcome.REVIEW, by("ana"), 1), unit(Outcome.REVIEW, by("ben"), 2)]
    found = document_lines(records, Reader("ana", opened=True, sources=True, here="s1"))
    assert [(one.state, one.text) for one in found] == [(LineState.CLOSED, "")] * 3


def test_a_line_names_nobody() -> None:
    records = [unit(Outcome.ACCEPTED), unit(Outcome.REVIEW, by("ben", second="cem"), 1)]
    told = repr(document_lines(records, Reader("ana", opened=True)))
    assert not any(name in told for name in ("'m1'", "'m2'", "'f1'", "'f2'", "ben", "cem"))


def test_fields_are_no_segments() -> None:
    record = UnitRecord(Field("f", 0, "total", "total", {}))
    assert document_lines([record, unit(Outcome.ACCEPTED)], Reader("ana", opened=True))[0].unit_id == "s0"


@pytest.mark.parametrize(
    ("size", "at", "found"),
    [
        (20, 10, (6, 15)),
        (20, 0, (0, 9)),
        (20, 19, (11, 20)),
        (20, 2, (0, 9)),
        (5, 3, (0, 5)),
        (1, 0, (0, 1)),
        (0, 0, (0, 0)),
    ],
)
def test_the_window_is_full_wherever_it_stands(size: int, at: int, found: tuple[int, int]) -> None:
    assert window(size, at) == found


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Wait 30 minutes.", "Wait 5 minutes.", True),
        ("Set to 1,5 bar.", "Set to 12 bar.", True),
        ("At 12:30, bay 4.", "At 8, bay 12.", True),
        ("Wait 30 minutes.", "Wait 30 minutes.", False),
        ("Wait 30 minutes.", "Wait 30 seconds.", False),
        ("Wait 30 minutes.", "Wait minutes.", False),
        ("Stop.", "Halt.", False),
    ],
)
def test_same_but_for_numbers(one: str, other: str, alike: bool) -> None:
    assert same_but_numbers(one, other) is alike
