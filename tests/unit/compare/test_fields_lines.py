"""Rows of a table against the lines of the document."""

from __future__ import annotations

import pytest

from consensus.compare import compare_fields
from consensus.domain import Candidate, ExtractionRules

COLUMNS = {"desc": {"type": "string"}, "qty": {"type": "integer"}, "price": {"type": "number"}}
BOLT, NUT, WASHER = ("Bolt", 10, 0.5), ("Nut", 20, 0.2), ("Washer", 30, 0.1)
LINES = "Item Qty Price\nBolt 10 0.50\nNut 20 0.20\nWasher 30 0.10\n"


def held(rows: list[tuple[str, int, float]], text: str, words: str = "") -> dict[str, tuple[str, ...]]:
    """The cells that a gate holds back, by path."""
    table = {"type": "array", "description": words, "items": {"type": "object", "properties": COLUMNS}}
    value = {"items": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}
    answers = [Candidate("d", f"m{i}", f"f{i}", value) for i in range(3)]
    schema = {"type": "object", "properties": {"items": table}}
    cells = compare_fields("d", text, schema, answers, ExtractionRules(gates=("lost_row", "scattered_row")))
    return {cell.field.path: cell.agreement.gates for cell in cells if cell.agreement.gates}


def test_a_line_between_the_rows_that_gave_none_is_shown_with_its_neighbours():
    found = held([BOLT, WASHER], LINES)
    assert set(found.values()) == {("lost_row",)}
    assert set(found) == {f"items[{row}].{name}" for row in (0, 1) for name in COLUMNS}


@pytest.mark.parametrize(
    ("rows", "text", "words"),
    [
        ([BOLT, NUT, WASHER], LINES, ""),
        ([BOLT, WASHER], LINES, "only items that are in stock"),
        ([BOLT, WASHER], LINES, "nur lieferbare Artikel"),
        ([BOLT, WASHER], LINES.replace("Nut 20 0.20", "Subtotal 10 5.00"), ""),
        ([BOLT, WASHER], LINES.replace("Nut 20 0.20", "see also page two"), ""),
        ([BOLT, NUT], LINES, ""),  # nothing tells that the table goes on
        ([BOLT, NUT, WASHER], "Bolt 10 0.50\nSerial 77 88\nNut 20 0.20\nSerial 78 89\nWasher 30 0.10\n", ""),
    ],
)
def test_other_lines_hold_nothing_back(rows, text, words):
    assert held(rows, text, words) == {}


def test_a_number_of_another_rows_line_is_shown():
    shifted = [("Bolt", 20, 0.5), ("Nut", 30, 0.2), ("Washer", 10, 0.1)]
    assert held(shifted, LINES) == {f"items[{row}].qty": ("scattered_row",) for row in range(3)}


@pytest.mark.parametrize(
    "text",
    [
        "Bolt 10 0.50\nNut 0.20\nWasher 30 0.10\n20",  # elsewhere, not on the line of another row
        "Bolt 20 0.50\nNut 0.20\nWasher 30 0.10\n",  # printed once for several rows: its own line has no other figure
    ],
)
def test_a_number_that_its_own_line_does_not_contradict_passes(text):
    assert held([("Bolt", 20, 0.5), NUT, WASHER], text) == {}
