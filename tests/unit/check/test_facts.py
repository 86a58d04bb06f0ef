"""What a reading says of its text besides its quantities."""

from __future__ import annotations

import pytest

from consensus.check.facts import read


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.5 hours", {"90"}),
        ("It takes 2 hours, not 3 or a day.", set()),  # whole hours have no name in minutes
        ("half an hour", {"30"}),
        ("a quarter of an hour", {"15", "75"}),
        ("three and a half hours", {"30", "210"}),  # three, but no quarters
    ],
)
def test_fractions_of_a_unit_are_told_in_smaller_ones(text: str, parts: set[str]) -> None:
    assert read(text, "en").smaller_parts == parts


def test_three_quarters_are_heard_where_both_words_are() -> None:
    assert "45" in read("three quarters of an hour", "en").smaller_parts
