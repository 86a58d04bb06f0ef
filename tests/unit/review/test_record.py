"""A document of fields as one record, with its tables as grids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from consensus.domain import Action, Agreement, Candidate, Field, Outcome, Resolution, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.review import BlindAnswer, withheld
from consensus.review.record import Record, RecordRow, Settled, dropped_rows, given_for_row, record_of, settled


def cell(path: str, accepted: Any = None, *, decided: Any = None, gates: tuple[str, ...] = ()) -> UnitRecord:
    """accepted: by the machine. decided: by a person, "reject" for a rejection, "none" for no value."""
    unit = Field(f"id-{path}", 0, path, path, {})
    outcome = Outcome.REVIEW if accepted is None else Outcome.ACCEPTED
    verdict = Verdict(unit.id, outcome, "split", ("r",), accepted, accepted, "m0")
    made = None
    if decided is not None:
        action = Action.REJECTED if decided == "reject" else Action.CHOSEN
        made = Resolution(unit.id, action, "ana", None if decided in ("none", "reject") else decided, "t", "t")
    agreement = Agreement(unit.id, (), (), 0.5, 0.0, "s", gates=gates)
    return UnitRecord(unit, (), agreement, (), verdict, made)


def doubtful(path: str, **more: Any) -> UnitRecord:
    """A cell of a row that some member lacks."""
    return cell(path, gates=("row_absent",), **more)


INVOICE = [
    cell("number", "F-1"),
    cell("items[0].sku", "A"),
    cell("items[0].price"),
    doubtful("items[1].sku"),
    doubtful("items[1].price", decided=2),
    cell("total"),
    cell("tags[0]", "red"),
]
ITEMS = {one.unit.id: f"item {one.unit.id}" for one in INVOICE}


def made(records: list[UnitRecord], here: str = "total") -> Record:
    return record_of(records, ITEMS, f"id-{here}", "F-1 A")


def texts(row: RecordRow) -> list[str]:
    return [f"{one.line.state.value} {one.line.text}".strip() if one else "" for one in row.cells]


def test_fields_of_their_own_and_a_grid_for_every_table() -> None:
    found = made(INVOICE)
    assert [one.name for one in found.own] == ["number", "total"]
    assert [(table.path, table.columns, len(table.rows)) for table in found.tables] == [
        ("items", ("sku", "price"), 2),
        ("tags", ("value",), 1),
    ]
    first, second = found.tables[0].rows
    assert (first.path, first.number, second.number) == ("items[0]", 1, 2)
    assert (texts(first), texts(second)) == (["accepted A", "waiting"], ["waiting", "decided 2"])
    assert [one.line.path for one in found.cells] == [
        *("number", "total", "items[0].sku", "items[0].price", "items[1].sku", "items[1].price", "tags[0]")
    ]


def test_what_can_be_opened_waits_and_has_an_item() -> None:
    assert [one.item_id for one in made(INVOICE).waiting] == [
        *("item id-total", "item id-items[0].price", "item id-items[1].sku")
    ]
    lost = {unit: item for unit, item in ITEMS.items() if unit != "id-items[0].price"}
    found = record_of(INVOICE, lost, "id-total", "")
    assert [one.line.path for one in found.waiting] == ["total", "items[1].sku"], "nobody answered: no item"
    assert made([cell("number", decided="reject")]).waiting == (), "what was rejected is decided"


def test_the_open_field_says_nothing_and_marks_its_row() -> None:
    found = made([*INVOICE, cell("items[2].sku", "C")], "items[2].sku")
    row = found.tables[0].rows[2]
    assert (row.here, row.doubt, texts(row)) == (True, False, ["waiting", ""])
    assert found.row is None, "no member lacks it"


IN_DOUBT = [*INVOICE[:4], doubtful("items[1].price"), *INVOICE[5:]]


def test_the_row_in_doubt_that_is_open() -> None:
    found = made(IN_DOUBT, "items[1].sku")
    assert found.row is not None
    assert (found.row.path, found.row.doubt, found.row.dropped) == ("items[1]", True, False)
    assert made(IN_DOUBT).row is None, "another field is open"
    assert [row.doubt for row in made(IN_DOUBT).tables[0].rows] == [False, True]
    found = made(INVOICE, "items[1].sku")
    assert found.row is None, "a person gave another field of it a value, so it is there"


def test_a_row_that_a_person_dropped() -> None:
    done = [doubtful("items[1].sku", decided="none"), doubtful("items[1].price", decided="none")]
    (row,) = made(done).tables[0].rows
    assert (row.doubt, row.dropped) == (False, True)
    assert settled([*done, cell("total", 3)], "none") == Settled({"total": 3}, frozenset())


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        ((doubtful("r[0].a", decided="none"), doubtful("r[0].b")), "one waits"),
        ((doubtful("r[0].a", decided="none"), doubtful("r[0].b", decided="reject")), "one was rejected"),
        ((doubtful("r[0].a", decided="none"), doubtful("r[0].b", decided=2)), "one has a value"),
        ((cell("r[0].a", decided="none"), cell("r[0].b", decided="none")), "no member lacks it"),
    ],
)
def test_rows_that_are_not_dropped(cells: tuple[UnitRecord, ...], meaning: str) -> None:
    assert dropped_rows(cells, "none") == frozenset(), meaning


def test_the_open_field_counts_as_not_settled() -> None:
    """A known answer that is shown again must not look settled."""
    done = [doubtful("r[0].a", decided="none"), cell("total", decided=3)]
    assert dropped_rows(done, "id-r[0].a") == frozenset()
    assert settled(done, "id-total") == Settled({"total": None}, frozenset({"total"}))


def test_a_drawn_unit_looks_like_one_that_waits() -> None:
    drawn = withheld(cell("total", 3))
    (one,) = made([drawn], "number").own
    assert (one.line.state.value, one.line.text) == ("waiting", "")
    assert settled([drawn], "none") == Settled({"total": None}, frozenset({"total"}))


def test_tables_within_rows_are_tables_of_their_own() -> None:
    found = made([cell("orders[0].id", 1), cell("orders[0].lines[0].sku", "A"), cell("orders[1].lines[0].sku", "B")])
    assert [(table.path, table.columns) for table in found.tables] == [
        ("orders", ("id",)),
        ("orders[0].lines", ("sku",)),
        ("orders[1].lines", ("sku",)),
    ]


def test_a_list_as_the_whole_document_and_a_missing_cell() -> None:
    found = made([cell("[0].sku", "A"), cell("[0].price", 1), cell("[1].sku", "B")])
    (table,) = found.tables
    assert (table.path, [texts(row) for row in table.rows]) == (
        "",
        [["accepted A", "accepted 1"], ["accepted B", ""]],
    )


def test_segments_are_no_fields() -> None:
    segment = UnitRecord(Segment("s1", 0, "Text.", 0, 5))
    assert made([segment, cell("total", 1)]).own[0].name == "total"
    assert settled([segment], "none") == Settled({}, frozenset())


def test_what_was_given_for_a_row_leaves_out_those_who_lack_it() -> None:
    answers = (
        Candidate("u", "m0", "f0", None, row_absent=True),
        Candidate("u", "m1", "f1", 4),
        Candidate("u", "m2", "f2", 5),
    )
    record = replace(doubtful("r[0].a"), answers=answers)
    order = (BlindAnswer("A", 5, ("m2",)), BlindAnswer("B", None, ("m0",)), BlindAnswer("C", 4, ("m1",)))
    assert [one.letter for one in given_for_row(record, order)] == ["A", "C"]
    same = (BlindAnswer("A", None, ("m0", "m1")),)
    assert given_for_row(record, same) == same, "one who has the row gave no value either"
