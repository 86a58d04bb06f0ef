"""What counts as right against a gold object."""

from __future__ import annotations

import pytest

from consensus.evaluate import Counts, score_object
from consensus.evaluate.gold_values import label_form, same_label


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("", None, True),  # blank is absent
        ([], None, True),
        (1, 1.0, True),
        ("1,000.50", 1000.5, True),  # a written number is that number
        ("1.234,50", 1234.5, True),  # the later mark is the decimal one
        ("(12.00)", -12, True),  # accounting brackets are a minus
        ("0042", 42, False),  # leading zeros make an id
        ("2024-03-12", "March 12, 2024", True),
        ("12/03/2024", "2024-03-12", True),  # can be read as either
        ("2024-03-12", "2024-03-13", False),
        ("ACME Ltd.", "acme ltd", True),  # case and punctuation do not count against a label
        ("191.89", "191.69", False),
        (True, 1, False),
        (["b", "a"], ["a", "b"], True),  # a list inside a row is a multiset
    ],
)
def test_same_label(left: object, right: object, same: bool) -> None:
    assert same_label(label_form(left), label_form(right)) is same


def line(*cells: tuple[str, object, str]) -> dict[str, object]:
    return {"cells": [{"path": p, "value": v, "verdict": verdict, "support": 1.0} for p, v, verdict in cells]}


GOLD = {"total": 10.5, "note": None, "items": [{"name": "bolt", "qty": 2}, {"name": "nut", "qty": 5}]}


def test_rows_are_matched_by_content_not_by_index() -> None:
    counts = score_object(
        GOLD,
        line(
            ("total", 10.5, "accepted"),
            ("note", None, "accepted"),
            ("items[0].name", "nut", "accepted"),
            ("items[0].qty", 5, "accepted"),
            ("items[1].name", "bolt", "accepted"),
            ("items[1].qty", 3, "accepted"),
        ),
    )
    # The note is absent in both and does not count; one quantity is wrong.
    assert counts == Counts(units=5, accepted=5, judged=5, wrong=1, gold_leaves=5, right_accepted=4)


def test_a_lost_row_and_a_lost_key_are_missing_leaves() -> None:
    counts = score_object(GOLD, line(("items[0].name", "bolt", "review"), ("items[0].qty", 2, "review")))
    assert (counts.gold_leaves, counts.gold_missing) == (5, 3)
    assert (counts.units, counts.review, counts.judged) == (2, 2, 0)


def test_without_gold_nothing_is_judged() -> None:
    assert score_object(None, line(("a", 1, "accepted"), ("b", 2, "failed"))) == Counts(units=2, accepted=1)
