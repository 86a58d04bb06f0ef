"""Where a value stands in its document; finding it is ``normalize.locate``'s, stopping in time is ours."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.review import places

INVOICE = "Invoice INV-1001, 12 March 2024 (12.03.2024)\nTotal: 1,234.50 EUR for 12 items, INV-10011\nMÜLLER  GmbH"


@pytest.mark.parametrize(
    ("value", "found", "meaning"),
    [
        ("INV-1001", ["INV-1001"], "a whole token, not the start of another"),
        ("INV-1007", [], "one that is not there"),
        (1234.5, ["1,234.50"], "a number, grouped"),
        ("2024-03-12", ["12 March 2024", "12.03.2024"], "a day, however written: two places"),
        ("Müller GmbH", ["MÜLLER  GmbH"], "whatever case and space"),
        (None, [], "no value"),
        (True, [], "yes stands nowhere"),
        (["INV-1001"], [], "a list stands nowhere"),
        ({"total": 12}, [], "nor does an object"),
        (float("nan"), [], "not a number"),
        ("  ", [], "blank"),
    ],
)
def test_places(value: Any, found: list[str], meaning: str) -> None:
    assert [INVOICE[start:end] for start, end in places(INVOICE, value)] == found, meaning


def test_not_more_places_than_a_person_would_look_at() -> None:
    assert len(places("seven, " * 5000, "seven")) == 20


def test_a_book_is_not_searched_to_its_end() -> None:
    assert places("x " * 200_000 + "needle", "needle") == ()
