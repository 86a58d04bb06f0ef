"""Paths of two numberings of the same rows."""

from __future__ import annotations

from consensus.schema.paths import by_order_of_rows


def test_rows_are_told_by_their_place_among_those_that_are_there() -> None:
    given = ["total", 'a["x[7]"]', "rows[1].sku", "rows[4].sku", "rows[4].parts[2].no", "rows[1].parts[0].no"]
    assert by_order_of_rows(given) == {
        "total": "total",
        'a["x[7]"]': 'a["x[7]"]',
        "rows[0].sku": "rows[1].sku",
        "rows[1].sku": "rows[4].sku",
        "rows[1].parts[0].no": "rows[4].parts[2].no",
        "rows[0].parts[0].no": "rows[1].parts[0].no",
    }
