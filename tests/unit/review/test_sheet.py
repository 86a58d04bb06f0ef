"""All fields of a document beside the one that is decided."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import Action, Field, Outcome, Resolution, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.review import SheetLine, confirmable, sheet_of

TEXT = "Bill 7\nTotal 12\nagain 12\n"


def cell(path: str, outcome: Outcome | None = None, value: Any = None, made: Resolution | None = None) -> UnitRecord:
    unit = Field(f"id-{path}", 0, path, path, {})
    verdict = None if outcome is None else Verdict(unit.id, outcome, "split", ("r",), value, value, "m0")
    return UnitRecord(unit, verdict=verdict, resolution=made)


def person(value: Any, action: Action = Action.CHOSEN) -> Resolution:
    return Resolution("u", action, "ana", value, "t", "t")


def line(record: UnitRecord, here: str = "id-none") -> SheetLine:
    (found,) = sheet_of([record], here, TEXT)
    return found


@pytest.mark.parametrize(
    ("record", "state", "text", "place"),
    [
        (cell("total", Outcome.ACCEPTED, 12), "accepted", "12", (2, 2)),
        (cell("no", Outcome.ACCEPTED, "Bill"), "accepted", "Bill", (1, 1)),
        (cell("odd", Outcome.ACCEPTED, "elsewhere"), "accepted", "elsewhere", (0, 0)),
        (cell("total", Outcome.REVIEW, 12), "waiting", "", (0, 0)),
        (cell("total"), "waiting", "", (0, 0)),
        (cell("total", Outcome.ACCEPTED, 12, person(12)), "decided", "12", (0, 0)),
        (cell("total", Outcome.REVIEW, 12, person("x")), "decided", "x", (0, 0)),
        (cell("total", Outcome.ACCEPTED, 12, person(None, Action.REJECTED)), "rejected", "", (0, 0)),
    ],
)
def test_a_line(record: UnitRecord, state: str, text: str, place: tuple[int, int]) -> None:
    found = line(record)
    assert (found.state, found.text, (found.line, found.places), found.here) == (state, text, place, False)


def test_the_one_that_is_decided_shows_nothing_of_what_the_machine_leans_to() -> None:
    found = line(cell("total", Outcome.ACCEPTED, 12), "id-total")
    assert (found.here, found.state, found.text, found.line, found.places) == (True, "waiting", "", 0, 0)


@pytest.mark.parametrize(
    ("path", "table", "row", "column"),
    [
        ("total", "", -1, ""),
        ("items[2].price", "items", 2, "price"),
        ("tags[0]", "tags", 0, ""),
        ("a[1].b[3].c", "a", 1, "b[3].c"),
    ],
)
def test_cells_of_tables(path: str, table: str, row: int, column: str) -> None:
    found = line(cell(path))
    assert (found.table, found.row, found.column) == (table, row, column)


def test_segments_are_no_fields() -> None:
    assert sheet_of([UnitRecord(Segment("s1", 0, "Text.", 0, 5)), cell("total")], "s1", TEXT)[0].path == "total"


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [(0, 0, 119), (60, 0, 119), (61, 1, 120), (150, 90, 209), (299, 180, 299), (999, 0, 119)],
    ids=["the first", "just not moved", "moved by one", "the middle", "the last", "one that is not there"],
)
def test_a_long_document_shows_those_around_the_field(at: int, first: int, last: int) -> None:
    shown = sheet_of([cell(f"f{n}") for n in range(300)], f"id-f{at}", "")
    assert (len(shown), shown[0].path, shown[-1].path) == (120, f"f{first}", f"f{last}")


@pytest.mark.parametrize(("fields", "line_"), [(4_000, 1), (4_001, 0)])
def test_a_screen_does_not_wait_for_thousands_of_lines(fields: int, line_: int) -> None:
    records = [cell("f0", Outcome.ACCEPTED, "Bill"), *(cell(f"f{n}") for n in range(1, fields))]
    assert sheet_of(records, "id-f1", TEXT)[0].line == line_


def test_what_can_be_confirmed_at_once() -> None:
    accepted = cell("total", Outcome.ACCEPTED, 12)
    others = [cell("a", Outcome.REVIEW, 12), cell("b"), cell("c", Outcome.ACCEPTED, 12, person(12))]
    assert confirmable([accepted, *others]) == [accepted]


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        ("items[2].price", ("items", 2, "price")),
        ("[0].price", ("", 0, "price")),
        ('["rows[0]"].a', ("", -1, "")),
        ('["rows[0]"].items[1].a', ('["rows[0]"].items', 1, "a")),
        ('items[1]["x y."]', ("items", 1, '["x y."]')),
    ],
)
def test_the_row_that_a_field_is_in(path: str, stands: tuple[str, int, str]) -> None:
    found = line(cell(path))
    assert (found.table, found.row, found.column) == stands
