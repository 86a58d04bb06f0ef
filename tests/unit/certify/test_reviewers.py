"""What known errors do to a guarantee."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.certify import detection
from consensus.domain import Seeds

# shown, caught -> share, from known errors
GOLDEN = [
    (0, 0, 0.8, False),
    (1, 0, 0.8, False),
    (2, 0, 0.0, True),
    (19, 0, 0.0, True),
    (20, 20, 0.8, False),
    (20, 12, 0.2394, True),
    (60, 40, 0.4415, True),
    (60, 57, 0.8, False),
    (100_000, 80_000, 0.8, False),
]


@pytest.mark.parametrize(("shown", "caught", "share", "told"), GOLDEN)
def test_golden(shown: int, caught: int, share: float, told: bool) -> None:
    found = detection(Seeds(shown, caught), 0.8, 0.05)
    assert found.share == pytest.approx(share, abs=1e-4)
    assert found.from_seeds is told


def test_the_confidence_is_the_policys() -> None:
    strict = detection(Seeds(20, 12), 0.8, 0.001)
    assert strict.share < detection(Seeds(20, 12), 0.8, 0.05).share


def test_one_miss_speaks_against_perfect_reviewers() -> None:
    assert detection(Seeds(5, 5), 1.0, 0.05).share == 1.0
    assert detection(Seeds(5, 4), 1.0, 0.05).from_seeds


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 60), st.data(), st.floats(0.1, 1.0), st.floats(0.01, 0.2))
def test_never_above_the_assumption(shown: int, data: st.DataObject, catch: float, delta: float) -> None:
    found = detection(Seeds(shown, data.draw(st.integers(0, shown))), catch, delta)
    assert 0 <= found.share <= catch


# seeds -> words
WORDS = [
    (Seeds(), "This assumes that reviewers catch at least 80% of errors."),
    (
        Seeds(13, 12, 4),
        "This assumes that reviewers catch at least 80% of errors (12 of 13 known errors caught, hard facts only).",
    ),
    (Seeds(12, 11, 4), "This assumes that reviewers catch at least 80% of errors (11 of 12 known errors caught)."),
    (
        Seeds(1, 1, 0),
        "This assumes that reviewers catch at least 80% of errors (1 of 1 known error caught, hard facts only).",
    ),
    (Seeds(20, 12, 20), "This assumes that reviewers catch at least 23% of errors (12 of 20 known errors caught)."),
]


@pytest.mark.parametrize(("seeds", "words"), WORDS)
def test_words(seeds: Seeds, words: str) -> None:
    assert detection(seeds, 0.8, 0.05).words == words
