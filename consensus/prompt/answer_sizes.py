"""How long an answer will be: tokens by estimate, from the schema and the lines of the document. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from consensus.normalize.token_counts import estimated_tokens

#: Lines above and below among which a row of a table has another that looks like it.
_NEAR = 3
#: Words from which a line may hold a whole row; one with fewer, or with a name before each value, holds cells of it.
_WHOLE = 3
#: Characters of one value: outside of lists; in a row, on top of what its line holds.
_SCALAR, _CELL = 24, 4
#: Characters of JSON around a key and its value, around a row, and around a value that is a row.
_AROUND, _PLAIN = 6, 4
#: Characters of running text that may give one row.
_PROSE = 80
#: Rows that a list may have where the schema does not say.
_WITHOUT_END = 10**9
#: Levels of a schema that are looked into: one that contains itself has no end.
_DEEPEST = 10
#: Marks between cells: tabs, bars, semicolons, runs of blanks, dashes, commas without a blank (CSV).
_CELLS = re.compile(r"[\t|;]|\S  +\S|\S,\S|\s[-–—]\s")
_BULLET = re.compile(r"\s*(?:[-*+•–▪◦·]|\(?\w{1,3}[.)])\s")
_TAG = re.compile(r"<[^<>]{1,400}>")
_FIGURE = re.compile(r"\d")
#: Values that stand behind their names: XML elements and attributes, JSON keys, "Label: value".
_NAMED = re.compile(r">\s*[^<>\s][^<>]*</|=\"[^\"]*\"|\"[^\"]*\"\s*:|^\s*[^\W\d][^\d:|;\t]{0,40}:\s+(?=\S)")


class AnswerSize(NamedTuple):
    """Tokens of an answer in JSON.

    fixed: of what stands outside of lists. likely: of the rows that each line of the text looks like giving. most: of
    the rows that it would give if every line were one. Both all 0 where the schema has no list.
    """

    fixed: int
    likely: tuple[int, ...]
    most: tuple[int, ...]


def answer_size(schema: Mapping[str, Any], text: str) -> AnswerSize:
    """The size of the answer about a text, line by line (those of ``text.splitlines()``)."""
    return _sized(json.dumps(schema, ensure_ascii=False, default=str), text)


@lru_cache(maxsize=32)
def _sized(schema: str, text: str) -> AnswerSize:
    keys, values, lists = _shape(schema)
    lines = text.splitlines()
    fixed = _tokens(keys + _SCALAR * values)
    if not lists:
        return AnswerSize(fixed, (0,) * len(lines), (0,) * len(lines))
    # A line gives a row of one list only; nobody knows which, so it is taken for the longest.
    row = max(lists)
    like = _look_like_rows(lines)
    every = [bool(line.strip()) for line in lines]
    at_most = [one.at_most for one in lists]
    limit = None if _WITHOUT_END in at_most else sum(at_most)
    likely = [_of_line(line, row) if there else 0 for line, there in zip(lines, like, strict=True)]
    most = [_of_line(line, row, len(line) // _PROSE) if there else 0 for line, there in zip(lines, every, strict=True)]
    return AnswerSize(fixed, _limited(likely, sum(like), limit), _limited(most, sum(every), limit))


def _of_line(line: str, row: _List, rows: int = 1) -> int:
    words = len(line.split(maxsplit=_WHOLE))
    cells = len(_NAMED.findall(line)) or (words if words < _WHOLE else row.values)
    chars = row.chars * min(cells, row.values) // row.values
    return estimated_tokens(_TAG.sub("", line)) + _tokens(chars * max(1, rows))


def _limited(sizes: Sequence[int], rows: int, limit: int | None) -> tuple[int, ...]:
    """Sizes of so many rows where the schema allows no more than ``limit``."""
    if limit is None or rows <= limit:
        return tuple(sizes)
    return tuple(-(-size * limit // rows) for size in sizes)


def _look_like_rows(lines: Sequence[str]) -> list[bool]:
    """Which lines look like rows of a table: they have figures or cells in the same places as a line near by."""
    told = [(place, _look(line)) for place, line in enumerate(lines) if line.strip()]
    found = [False] * len(lines)
    for at, (place, look) in enumerate(told):
        near = told[max(0, at - _NEAR) : at] + told[at + 1 : at + 1 + _NEAR]
        found[place] = look is not None and any(other == look for _, other in near)
    return found


def _look(line: str) -> tuple[bool, ...] | None:
    """Whether a line has cells, begins with a bullet or a figure, ends with a figure; None when nothing of it."""
    words = line.split()
    first, last = words[0], " ".join(words[-2:])  # "12.50 EUR" ends with a figure
    look = (
        _CELLS.search(line.strip()) is not None,
        _BULLET.match(line) is not None,
        _FIGURE.search(first) is not None,
        _FIGURE.search(last) is not None,
    )
    return look if any(look) else None


class _List(NamedTuple):
    """chars: of one row, keys and JSON, without what its line holds. at_most: rows that the schema allows."""

    chars: int
    values: int
    at_most: int


@lru_cache(maxsize=64)
def _shape(schema: str) -> tuple[int, int, tuple[_List, ...]]:
    """Characters of the keys outside of lists, their values' number, and the lists."""
    lists: list[_List] = []
    root = json.loads(schema)
    keys, values = _Walk(root, lists).of(root, _DEEPEST)
    return keys, values, tuple(lists)


class _Walk:
    """A walk through a schema as people write it: what it does not know counts as one value."""

    def __init__(self, root: Mapping[str, Any], lists: list[_List]) -> None:
        self._root, self._lists = root, lists

    def of(self, node: Any, levels: int) -> tuple[int, int]:
        """Characters of keys and number of values of one instance; every list below it is noted."""
        if not isinstance(node, Mapping) or levels == 0:
            return 0, 1
        if isinstance(ref := node.get("$ref"), str):
            return self.of(self._target(ref), levels - 1)
        found = [size for one in node.get("allOf") or () if (size := self.of(one, levels - 1))[0]]
        branches = [self.of(one, levels - 1) for word in ("anyOf", "oneOf") for one in node.get(word) or ()]
        found += [max(branches)] if branches else []
        for name, part in (node.get("properties") or {}).items():
            keys, values = self.of(part, levels - 1)
            found.append((keys + len(json.dumps(name, ensure_ascii=False)) + _AROUND, values))
        for rows in _rows_of(node):
            keys, values = self.of(rows, levels - 1)
            most = node.get("maxItems", _WITHOUT_END)
            row = keys + _CELL * values + _AROUND if keys else _PLAIN
            self._lists.append(_List(row, max(1, values), most))
            found.append((0, 0))
        return (sum(keys for keys, _ in found), sum(values for _, values in found)) if found else (0, 1)

    def _target(self, ref: str) -> Any:
        node: Any = self._root
        for part in ref.removeprefix("#").strip("/").split("/") if ref != "#" else ():
            node = node.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(node, Mapping) else None
        return node


def _rows_of(node: Mapping[str, Any]) -> list[Any]:
    """Schemas of what comes any number of times: items, and values of a map."""
    found = [node["items"]] if isinstance(node.get("items"), Mapping) else []
    if isinstance(node.get("additionalProperties"), Mapping):
        found.append(node["additionalProperties"])
    return [*found, *(node.get("patternProperties") or {}).values()]


def _tokens(chars: int) -> int:
    return estimated_tokens("x" * chars) if chars else 0
