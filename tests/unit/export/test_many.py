"""Columns of one table from documents of different schemas."""

from __future__ import annotations

import csv
import io

import pytest

from consensus.export import to_table
from consensus.export.many import headings, merged


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([], []),
        ([[]], []),
        ([["a", "b"], ["a", "b"]], ["a", "b"]),
        ([["i[0].x", "total"], ["i[0].x", "i[1].x", "total"]], ["i[0].x", "i[1].x", "total"]),
        ([["b"], ["a", "b"]], ["a", "b"]),
        ([["a", "b"], ["b", "a", "c"]], ["a", "c", "b"]),
        ([[""], ["a"]], ["a", ""]),
    ],
    ids=str,
)
def test_rows_of_longer_tables_stand_with_their_table(orders: list[list[str]], expected: list[str]) -> None:
    assert merged(orders) == expected


def test_no_two_columns_have_one_name() -> None:
    assert headings(["total", "job", "field job", ""]) == ["total", "field field job", "field job", "value"]


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    head = dict.fromkeys(("job", "document", "units", "verified", "not verified", "object", "certificate"), "=1+1")
    rows = list(csv.reader(io.StringIO(to_table([{"head": head, "values": {"@x": "+1", "n": -1, "none": None}}]), "")))
    assert rows == [[*head, "'@x", "n", "none"], [*["'=1+1"] * 7, "'+1", "'-1", ""]]
