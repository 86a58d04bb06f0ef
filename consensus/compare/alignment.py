"""Which rows of the members' tables are one row: optimal assignment to the medoid list, whatever their order."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A row as column -> canonical key; columns without a value are left out.
Row = Mapping[str, Hashable]
#: One row of the union: for every list the index of its row there, or None.
Group = list[int | None]

_SMALL = 6


class RowList(NamedTuple):
    """One distinct list of rows. weight: how many families gave it."""

    rows: Sequence[Row]
    weight: float


def similarity(a: Row, b: Row) -> float:
    """Equal cells / cells that either row fills, 0..1; two empty rows are equal."""
    either = len(a.keys() | b.keys())
    return sum(1 for key, value in a.items() if b.get(key) == value) / either if either else 1.0


def align(lists: Sequence[RowList], floor: float, key: Sequence[str] = ()) -> list[Group]:
    """The union of rows in document order: the medoid list's, with rows of others beside their neighbours.

    floor: similarity under which two rows are not the same row, 0..1. key: columns that alone decide, for
    ``list-by-key``. Does not depend on the order of the lists.
    """
    if all(one.rows == lists[0].rows for one in lists[1:]):
        return [[i] * len(lists) for i in range(len(lists[0].rows))]
    match = _Matcher(floor, key)
    order = _from_medoid(lists, match)
    first = order[0]
    groups: list[tuple[Group, Row]] = []
    for i, row in enumerate(lists[first].rows):
        groups.append((_alone(len(lists), first, i), row))
    for one in order[1:]:
        groups = _with_list(groups, one, lists, match)
    return [group for group, _ in groups]


def _alone(lists: int, one: int, index: int) -> Group:
    group: Group = [None] * lists
    group[one] = index
    return group


def _with_list(
    groups: list[tuple[Group, Row]], one: int, lists: Sequence[RowList], match: _Matcher
) -> list[tuple[Group, Row]]:
    """Fill in one more list; its unmatched rows go behind the row that they follow there."""
    rows = lists[one].rows
    matched = match([row for _, row in groups], rows)
    behind: dict[int, list[tuple[Group, Row]]] = {}
    at = -1
    for j, row in enumerate(rows):
        if j in matched:
            at = matched[j]
            groups[at][0][one] = j
        else:
            behind.setdefault(at, []).append((_alone(len(lists), one, j), row))
    if not behind:
        return groups
    result = behind.get(-1, [])
    for i, group in enumerate(groups):
        result.append(group)
        result += behind.get(i, [])
    return result


def _from_medoid(lists: Sequence[RowList], match: _Matcher) -> list[int]:
    """Indexes of the lists: the medoid, then the others from the most to the least like it."""
    n = len(lists)
    alike = np.ones((n, n))
    for i in range(n):
        for j in range(i):
            alike[i, j] = alike[j, i] = match.likeness(lists[i].rows, lists[j].rows)
    weights = np.array([one.weight for one in lists])
    mean = alike @ weights
    content = [repr([sorted(row.items()) for row in one.rows]) for one in lists]
    medoid = min(range(n), key=lambda i: (-round(float(mean[i]), 9), -lists[i].weight, -len(lists[i].rows), content[i]))
    others = [i for i in range(n) if i != medoid]
    others.sort(key=lambda i: (-round(float(alike[medoid, i]), 9), -lists[i].weight, content[i]))
    return [medoid, *others]


class _Matcher:
    """Matches two lists of rows: {index in the second: index in the first}.

    Every list is matched with every other, so rows and values are numbered by content once. Rows must outlive it.
    """

    def __init__(self, floor: float, key: Sequence[str]) -> None:
        self.floor, self.key = floor, tuple(key)
        self._values: dict[Hashable, int] = {}
        self._contents: dict[Hashable, int] = {}
        self._known: dict[int, tuple[int, Mapping[str, int]]] = {}

    def _numbered(self, row: Row) -> tuple[int, Mapping[str, int]]:
        """The number of a row and of its values by column; equal ones have equal numbers."""
        known = self._known.get(id(row))
        if known is None:
            values = {column: self._values.setdefault(row[column], len(self._values)) for column in sorted(row)}
            number = self._contents.setdefault(tuple(values.items()), len(self._contents))
            known = self._known[id(row)] = number, values
        return known

    def likeness(self, first: Sequence[Row], second: Sequence[Row]) -> float:
        matched = self(first, second)
        longest = max(len(first), len(second), 1)
        whole = self._numbered
        alike = (
            1.0 if whole(first[i])[0] == whole(second[j])[0] else similarity(first[i], second[j])
            for j, i in matched.items()
        )
        return sum(alike) / longest

    def __call__(self, first: Sequence[Row], second: Sequence[Row]) -> dict[int, int]:
        if self.key:
            return _equal_rows([self._keyed(row) for row in first], [self._keyed(row) for row in second])
        # Equal rows belong together in some optimal assignment, because 1 - similarity is a metric.
        numbers = [self._numbered(row)[0] for row in first]
        matched = _equal_rows(numbers, [self._numbered(row)[0] for row in second])
        taken = set(matched.values())
        left = [i for i in range(len(first)) if i not in taken]
        right = [j for j in range(len(second)) if j not in matched]
        if left and right:
            likeness = self._matrix([first[i] for i in left], [second[j] for j in right])
            for a, b in _assign(likeness, left, right, (len(first), len(second))):
                if likeness[a, b] >= self.floor and likeness[a, b] > 0:
                    matched[right[b]] = left[a]
        return matched

    def _matrix(self, first: Sequence[Row], second: Sequence[Row]) -> NDArray[np.float64]:
        one = [self._numbered(row)[1] for row in first]
        other = [self._numbered(row)[1] for row in second]
        if len(first) * len(second) <= _SMALL**2:
            return np.array([[similarity(a, b) for b in other] for a in one])
        columns = sorted({column for row in (*first, *second) for column in row})
        a, b = (np.array([[row.get(column, -1) for column in columns] for row in rows]) for rows in (one, other))
        likeness = np.empty((len(first), len(second)))
        for i in range(len(first)):
            equal = ((b == a[i]) & (a[i] >= 0)).sum(1)
            either = ((b >= 0) | (a[i] >= 0)).sum(1)
            likeness[i] = np.where(either > 0, equal / np.maximum(either, 1), 1.0)
        return likeness

    def _keyed(self, row: Row) -> Hashable:
        values = tuple(row.get(column) for column in self.key)
        return None if None in values else values


def _equal_rows(first: Sequence[Any], second: Sequence[Any]) -> dict[int, int]:
    """The k-th of equal rows here with the k-th there."""
    places: dict[Hashable, list[int]] = {}
    for i in range(len(first) - 1, -1, -1):
        if first[i] is not None:
            places.setdefault(first[i], []).append(i)
    return {j: places[row].pop() for j, row in enumerate(second) if places.get(row)}


def _assign(
    likeness: NDArray[np.float64], left: Sequence[int], right: Sequence[int], sizes: tuple[int, int]
) -> list[tuple[int, int]]:
    """Pairs of an optimal assignment; document order breaks ties."""
    if likeness.size == 1:
        return [(0, 0)]
    from scipy.optimize import linear_sum_assignment

    apart = np.abs(np.array(left)[:, None] / sizes[0] - np.array(right)[None, :] / sizes[1])
    rows, columns = linear_sum_assignment(1e-6 * apart - likeness)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]
