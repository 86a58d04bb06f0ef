"""chrF against sacrebleu, and how it behaves at its edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu import CHRF

from consensus.compare import chrf as module
from consensus.compare.chrf import pairwise_chrf

THEIRS = CHRF(beta=1, word_order=0)

#: Two texts, and what the pair is about.
PAIRS = [
    ("The pump stops at 80 °C.", "The pump stops at 30 °C.", "one digit"),
    ("Tighten the screw to 12 Nm", "Ziehen Sie die Schraube fest", "another language"),
    ("水泵在80度时停止。", "水泵在30度时停止。", "Chinese"),
    ("a", "b", "nothing in common"),
    ("a", "abcdefgh", "shorter than the longest n-gram"),
    ("ab ab ab ab", "ab ab", "repeated n-grams count as often as both have them"),
    ("a b c d", "abcd", "white space does not count"),
    ("Die Düse — „neu“", "Die Duese - neu", "typography counts"),
    ("😀😀🎉 party 𠀀", "😀🎉🎉 party 𠀁", "characters beyond the basic plane"),
    ("line one\nline two\u3000three", "line one line two three", "any white space"),
    ("x" * 500, "x" * 300 + "y" * 200, "long runs of one character"),
    ("word " * 600 + "left", "word " * 600 + "right", "only the end differs, after 3,000 characters"),
]


def theirs(a: str, b: str) -> float:
    return THEIRS.sentence_score(a, [b]).score / 100


@pytest.mark.parametrize(("a", "b", "meaning"), PAIRS, ids=[row[2] for row in PAIRS])
def test_equals_sacrebleu(a: str, b: str, meaning: str) -> None:
    assert pairwise_chrf([[a, b]])[0][0, 1] == pytest.approx(theirs(a, b), abs=1e-12)


def test_all_groups_at_once_equal_each_alone() -> None:
    groups = [[a, b, a + b] for a, b, _ in PAIRS] + [[a] for a, _, _ in PAIRS] + [[]]
    for group, matrix in zip(groups, pairwise_chrf(groups), strict=True):
        assert np.array_equal(matrix, pairwise_chrf([group])[0])
        assert matrix.shape == (len(group), len(group))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.text(alphabet="ab c水😀1.", max_size=30), min_size=2, max_size=4), min_size=1, max_size=4))
def test_equals_sacrebleu_on_anything(groups: list[list[str]]) -> None:
    for group, matrix in zip(groups, pairwise_chrf(groups), strict=True):
        assert np.array_equal(matrix, matrix.T)
        assert np.all(np.diag(matrix) == 1.0)
        for i, a in enumerate(group):
            for j, b in enumerate(group):
                assert i == j or matrix[i, j] == pytest.approx(theirs(a, b), abs=1e-12)


def test_an_alphabet_too_large_to_pack_is_counted_one_by_one() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 1500)))
    pair = [many, many[:700] + many[800:]]
    assert module._pack([pair], np.array([[1500, 1400]])) is None
    assert pairwise_chrf([pair, ["a b", "a c"]])[0][0, 1] == pytest.approx(theirs(*pair), abs=1e-12)


def test_more_texts_than_fit_one_counter() -> None:
    texts = [f"the valve {'opens ' * n}at {n} bar" for n in range(1, 20)]
    matrix = pairwise_chrf([texts])[0]
    assert matrix[2, 17] == pytest.approx(theirs(texts[2], texts[17]), abs=1e-12)


def test_chunks_do_not_change_a_score(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [[a, b] for a, b, _ in PAIRS]
    whole = pairwise_chrf(groups)
    monkeypatch.setattr(module, "CHUNK", 1)
    assert all(np.array_equal(a, b) for a, b in zip(whole, pairwise_chrf(groups), strict=True))
