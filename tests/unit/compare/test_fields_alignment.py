"""Row alignment: optimal, independent of the order of the lists, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consensus.compare.alignment import RowList, align, similarity


def rows(*texts: str) -> tuple[dict[str, str], ...]:
    """``"a1"`` is a row whose columns x and y hold a and 1; a dot is an empty cell."""
    return tuple({c: v for c, v in zip("xyz", text, strict=False) if v != "."} for text in texts)


def aligned(*lists: tuple[dict[str, str], ...], floor: float = 0.2, key: tuple[str, ...] = ()):
    return align([RowList(one, 1.0) for one in lists], floor, key)


def test_similarity_counts_equal_cells_of_those_that_either_fills():
    assert similarity({"x": 1, "y": 2}, {"x": 1, "z": 3}) == 1 / 3
    assert similarity({}, {}) == 1.0


def test_the_assignment_is_optimal_not_greedy():
    """The first row is as like either; taking the first of the two leaves the second row with nothing."""
    assert aligned(rows("ab1", "yb2"), rows("ab2", "ac1")) == [[0, 1], [1, 0]]


def test_rows_under_the_floor_are_not_one_row():
    assert aligned(rows("ab1"), rows("xy1"), floor=0.5) in ([[0, None], [None, 0]], [[None, 0], [0, None]])
    assert aligned(rows("ab1"), rows("xy1"), floor=0.2) == [[0, 0]]


def test_an_extra_row_stands_behind_its_neighbour():
    groups = aligned(rows("a1", "b2", "c3"), rows("a1", "b2", "n9", "c3"), rows("a1", "b2", "c3"))
    assert groups == [[0, 0, 0], [1, 1, 1], [None, 2, None], [2, 3, 2]]


def test_extra_rows_of_two_lists_are_one_row():
    groups = aligned(rows("a1"), rows("a1", "n9"), rows("n9", "a1"))
    assert sorted(sum(i is not None for i in group) for group in groups) == [2, 3]


TABLES = st.lists(st.lists(st.sampled_from(["a1", "a2", "b1", "b2", "c.", ".3"]), max_size=4), min_size=2, max_size=4)


@given(TABLES, st.randoms(use_true_random=False))
def test_nothing_is_lost_and_the_order_of_the_lists_does_not_matter(tables, random):
    lists = [rows(*table) for table in tables]
    groups = aligned(*lists)
    for k, one in enumerate(lists):
        assert sorted(g[k] for g in groups if g[k] is not None) == list(range(len(one)))
    order = list(range(len(lists)))
    random.shuffle(order)
    shuffled = aligned(*(lists[k] for k in order))

    def content(found, places):
        return [
            sorted(repr(sorted(lists[places[k]][i].items())) if i is not None else "-" for k, i in enumerate(group))
            for group in found
        ]

    assert content(shuffled, order) == content(groups, list(range(len(lists))))
