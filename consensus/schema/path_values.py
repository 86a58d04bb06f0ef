"""The values of cells by path, and what lies below a path."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from consensus.schema import paths


class PathValues:
    """values: by path. used: those that have found their place. rows: of every table with cells, how many."""

    def __init__(self, values: Mapping[str, Any], reserved: frozenset[str]) -> None:
        self.values, self.reserved = values, reserved
        self.used: set[str] = set()
        self.rows = paths.row_counts(values)
        self._order: dict[str, int] = {}
        self._sorted: list[str] = []

    def below(self, path: str) -> Iterator[str]:
        """The paths below one, sorted; for the whole value all of them."""
        if not self._sorted:
            self._order = {one: n for n, one in enumerate(self.values)}
            self._sorted = sorted(self.values)
        for one in self._sorted[bisect_left(self._sorted, path) :]:
            if not one.startswith(path):
                return
            if not path or paths.is_below(one, path):
                yield one

    def has_below(self, path: str) -> bool:
        """Whether any cell lies below a path."""
        return next(self.below(path), None) is not None

    def filled(self, path: str) -> bool:
        """Whether there is a value at a path or below it."""
        if path in self.values:
            return self.values[path] is not None
        return any(self.values[one] is not None for one in self.below(path))

    def left(self, prefix: str) -> Iterator[tuple[str | int, int, str]]:
        """The next part, and where it ends, of every path below a prefix without a place yet, in the cells' order."""
        found = [path for path in self.below(prefix) if path not in self.used]
        for path in sorted(found, key=self._order.__getitem__):
            part = paths.next_part(path, len(prefix))
            if part is not None and not (self.reserved and paths.is_reserved(path, self.reserved, prefix)):
                yield (*part, path)
