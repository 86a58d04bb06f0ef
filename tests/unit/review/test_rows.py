"""A decision on one cell of a row that some member lacks, and what it settles for the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import (
    Abstention,
    AbstentionReason,
    Action,
    Agreement,
    Candidate,
    Cluster,
    Field,
    Finding,
    Resolution,
    Severity,
)
from consensus.domain.job import UnitRecord
from consensus.review import with_its_row

LATE = Abstention("f", "m3", "f3", AbstentionReason.TIMEOUT)


def cell(name: str, *values: Any, gates: tuple[str, ...] = ("row_absent",)) -> UnitRecord:
    """m0 lacks the row; the others gave these values."""
    answers = [Candidate(name, "m0", "f0", None, row_absent=True)]
    answers += [Candidate(name, f"m{n}", f"f{n}", value) for n, value in enumerate(values, 1)]
    distinct = list(dict.fromkeys(values))
    clusters = [Cluster(("m0",), ("f0",), "m0", None, null=True)]
    for value in distinct:
        members = tuple(a.member for a in answers[1:] if a.value == value)
        clusters.append(Cluster(members, members, members[0], value))
    agreement = Agreement(
        name, tuple(clusters), (), 0.5, 0.0, "sig", gates=gates, leading=values[0] if values else None
    )
    return UnitRecord(Field(name, 0, f"items[1].{name}", "p", {}), (*answers, LATE), agreement)


def decided(value: Any, action: Action = Action.CHOSEN) -> Resolution:
    return Resolution("qty", action, "ana", value, "t", "t", "m1")


QTY = cell("qty", 2, 2)


def test_a_value_says_that_the_row_is_there() -> None:
    found = with_its_row(decided(2), QTY, cell("price", 9.5, 9.5))
    assert found == replace(decided(9.5), unit_id="price", chosen_member="m1")


def test_an_edited_value_says_so_too() -> None:
    found = with_its_row(decided(3, Action.EDITED), QTY, cell("price", 9.5))
    assert found is not None
    assert (found.action, found.value) == (Action.CHOSEN, 9.5)


def test_the_member_is_one_who_gave_the_value() -> None:
    other = cell("price", "9,50", "9.50")
    one = Cluster(("m1", "m2"), ("f1", "f2"), "m2", "9.50")
    other = replace(other, agreement=replace(other.agreement, clusters=(one,), leading="9.50"))
    found = with_its_row(decided(2), QTY, other)
    assert found is not None
    assert (found.value, found.chosen_member) == ("9.50", "m2")
    other = replace(other, agreement=replace(other.agreement, leading=9.5))
    found = with_its_row(decided(2), QTY, other)
    assert found is not None
    assert (found.value, found.chosen_member) == (9.5, "m1"), "else whoever has the row"


def test_no_value_says_that_there_is_no_such_row() -> None:
    found = with_its_row(decided(None), QTY, cell("price", 9.5, 8.0, gates=("hard_fact",)))
    assert found == replace(decided(None), unit_id="price", chosen_member="m0")


def test_no_value_without_a_member_who_lacks_the_row() -> None:
    other = cell("price", 9.5)
    other = replace(other, answers=other.answers[1:])
    found = with_its_row(decided(None), QTY, other)
    assert found is not None
    assert found.chosen_member == ""


VETO = Finding("numbers", Severity.MAJOR, True, "…", "m1")


@pytest.mark.parametrize(
    ("settled", "record", "other", "meaning"),
    [
        (decided(None, Action.REJECTED), QTY, cell("price", 9.5), "none was right"),
        (decided(2), replace(QTY, agreement=None), cell("price", 9.5), "this cell was not compared"),
        (decided(2), QTY, replace(cell("price", 9.5), agreement=None), "the other was not compared"),
        (decided(None), cell("qty"), cell("price", 9.5), "the cell is empty even where the row is there"),
        (decided(2), QTY, cell("price", 9.5, 8.0), "those who have the row differ"),
        (decided(2), QTY, cell("price"), "nobody has the row"),
        (decided(2), QTY, cell("price", 9.5, gates=("row_absent", "hard_fact")), "held back for another reason"),
        (decided(2), QTY, replace(cell("price", 9.5), findings=(VETO,)), "a check forbids it"),
    ],
)
def test_what_settles_nothing(settled: Resolution, record: UnitRecord, other: UnitRecord, meaning: str) -> None:
    assert with_its_row(settled, record, other) is None, meaning


@pytest.mark.parametrize("gates", [(), ("row_count",), ("column_dispute", "row_absent")])
def test_what_a_decision_on_the_row_answers(gates: tuple[str, ...]) -> None:
    other = replace(cell("price", 9.5, gates=gates), findings=(replace(VETO, veto=False),))
    assert with_its_row(decided(2), QTY, other) is not None
