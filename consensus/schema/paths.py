"""The path of a field in an answer: ``vendor.name``, ``items[2].price``, ``rates.USD``. Made and read here only.

A name is written after a dot, a row's index in brackets. A key that itself holds what paths are made of (a dot, a
bracket, a quote) or is empty is written as ``["1.2"]``, JSON in brackets, so that no path can be read in two ways. A
field that the schema names, as ``invoice.no``, keeps its plain name where no other field has that path (see ``plan``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from consensus.domain import Agreement, Field, Rule, Unit

#: The path of the whole value, where that is one cell.
WHOLE = "$"

_MARKS = re.compile(r'[.\[\]"]')
_INDEX = re.compile(r"\[(\d+)\](?=[.\[]|$)")
_ANY_INDEX = re.compile(r"\[\d*\]")
#: A key in brackets, or a row's index: what a key itself holds, as in ``["rows[0]"]``, is no row.
_BRACKETS = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[(\d*)\]')
_NAME = re.compile(r"\.?([^.\[\]]+)")
_read_string = json.JSONDecoder().raw_decode


def is_plain(name: str) -> bool:
    """Whether a name can be told within a path without brackets."""
    return bool(name) and _MARKS.search(name) is None


def named(parent: str, name: str) -> str:
    """What a plain name adds to the path of its object."""
    return f".{name}" if parent else name


def quoted(name: str) -> str:
    """What any name adds to the path of its object when it is written in brackets."""
    return f"[{json.dumps(name, ensure_ascii=False)}]"


def keyed(parent: str, key: str) -> str:
    """What a key that no schema names adds to the path of its object."""
    return named(parent, key) if is_plain(key) else quoted(key)


def holds_index(name: str) -> bool:
    """Whether a name, written as it is, reads as the row of a table."""
    return _ANY_INDEX.search(name) is not None


def row_in_doubt(unit: Unit, agreement: Agreement | None) -> str:
    """The path of the innermost row that a cell lies in, where some member lacks that row; else ""."""
    if not isinstance(unit, Field) or agreement is None or Rule.ROW_ABSENT not in agreement.gates:
        return ""
    return row_of(unit.path)


def row_of(path: str) -> str:
    """The innermost row that a path lies in or is, or ``items[]`` of the pattern ``items[].price``; else ""."""
    return path[: max((match.end() for match in _BRACKETS.finditer(path) if match[1] is not None), default=0)]


def _pattern(path: str) -> str:
    """The path for any row: ``items[2].price`` as ``items[].price``."""
    return _BRACKETS.sub(lambda match: match[0] if match[1] is None else "[]", path)


def row_counts(paths: Iterable[str]) -> dict[str, int]:
    """The path of every table that has a cell in one of its rows, with the number of its rows."""
    counts: dict[str, int] = {}
    for path in paths:
        if "[" in path:
            for table, count in tables_above(path):
                if count > counts.get(table, 0):
                    counts[table] = count
    return counts


@lru_cache(maxsize=16384)
def tables_above(path: str) -> tuple[tuple[str, int], ...]:
    """The tables in whose rows a path lies, the outermost first, each with the number of its row, from 1."""
    return tuple([(path[: match.start()], int(match[1]) + 1) for match in _BRACKETS.finditer(path) if match[1]])


def by_order_of_rows(paths: Iterable[str]) -> dict[str, str]:
    """The paths by what they are once the rows of every table are numbered from 0 without a gap, in their order.

    Of two lists of paths with the same rows, however these are numbered, what stands at one place is the same field.
    """
    given = list(paths)
    rows: dict[str, set[int]] = {}
    for path in given:
        for table, number in tables_above(path):
            rows.setdefault(table, set()).add(number)
    places = {table: {number: at for at, number in enumerate(sorted(numbers))} for table, numbers in rows.items()}

    def place(path: str) -> str:
        return _BRACKETS.sub(
            lambda match: f"[{places[path[: match.start()]][int(match[1]) + 1]}]" if match[1] else match[0], path
        )

    return {place(path): path for path in given}


def next_part(path: str, start: int = 0) -> tuple[str | int, int] | None:
    """The name or row index that stands at a position of a path, and where it ends; None where there is none."""
    if path.startswith('["', start):
        try:
            name, end = _read_string(path, start + 1)
        except ValueError:
            return None
        return (name, end + 1) if path.startswith("]", end) else None
    if match := _INDEX.match(path, start):
        return int(match[1]), match.end()
    match = _NAME.match(path, start)
    return (match[1], match.end()) if match else None


def parts(path: str, start: int = 0) -> list[str | int]:
    """The names and row indexes of a path from a position on; what cannot be read is one last name."""
    found: list[str | int] = []
    while start < len(path):
        one = next_part(path, start)
        if one is None:
            return [*found, path[start:].lstrip(".")]
        found.append(one[0])
        start = one[1]
    return found


def is_below(path: str, container: str) -> bool:
    """Whether a path lies within the value at another one."""
    if container == WHOLE:
        return True
    return path.startswith(container) and path[len(container) : len(container) + 1] in (".", "[")


def is_reserved(path: str, reserved: Collection[str], within: str) -> bool:
    """Whether a path is, or lies within or above, one that a field has although a name in it holds dots or brackets.

    within: the path of the object that is looked at; only fields below it count.
    """
    pattern, top = _pattern(path), _pattern(within)
    below = (one for one in reserved if not top or is_below(one, top))
    return any(one == pattern or is_below(pattern, one) or is_below(one, pattern) for one in below)


def without_quotes(path: str) -> str:
    """The path with every key plainly after a dot, as for labels that know no brackets."""
    if '["' not in path:
        return path
    return "".join(_plain_steps(path)).removeprefix(".")


def _plain_steps(path: str) -> Iterator[str]:
    for part in parts(path):
        yield f"[{part}]" if isinstance(part, int) else f".{part}"
