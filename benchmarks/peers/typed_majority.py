"""The baseline for extraction: one member, one typed vote for every cell, null included; no model, no check.

Rows of tables are aligned from the member whose rows fit the others' best. A member without an answer votes for
nothing but counts in the size of the panel. Values are equal when their label forms are (consensus.evaluate).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from consensus.evaluate.gold_values import ABSENT, Row, flatten, label_form, match_rows, same_label

#: A cell on the wire: path, value, share of the panel, accepted.
Cell = tuple[str, Any, float, bool]


class _Vote(NamedTuple):
    value: Any
    share: float
    leads: bool


def decide(schema: Mapping[str, Any], members: Sequence[Any], unanimous: bool) -> list[Cell]:
    """Every cell of the object; accepted by all of the panel, or by more than half of it."""
    answers = [flatten(answer) for answer in members if answer is not None]
    leaves, columns = _schema_leaves(schema, "")
    tables = dict.fromkeys([*columns, *(name for _, rows in answers for name in rows)])
    scalars = dict.fromkeys([*leaves, *(path for values, _ in answers for path in values)])
    cells = []

    def add(path: str, votes: Sequence[Any]) -> None:
        vote = _count(votes, len(members))
        enough = vote.share >= 1.0 if unanimous else vote.share > 0.5
        cells.append((path, vote.value, vote.share, vote.leads and enough))

    for path in scalars:
        if path not in tables and answers:
            add(path, [values.get(path) for values, _ in answers])
    for name in tables:
        for i, row in enumerate(_rows([rows.get(name, []) for _, rows in answers])):
            known = dict.fromkeys([*columns.get(name, []), *(leaf for part in row if part for leaf in part)])
            for leaf in known:
                path = f"{name}[{i}].{leaf}" if leaf else f"{name}[{i}]"
                add(path, [part.get(leaf) if part else None for part in row])
    return cells


def _count(votes: Sequence[Any], panel: int) -> _Vote:
    piles: list[tuple[str, list[Any]]] = []
    for value in votes:
        form = label_form(value)
        pile = next((values for key, values in piles if same_label(key, form)), None)
        if pile is None:
            piles.append((form, [value]))
        else:
            pile.append(value)
    piles.sort(key=lambda pile: len(pile[1]), reverse=True)
    (form, first), *others = piles
    value = None if form == ABSENT else first[0]
    return _Vote(value, len(first) / panel, not others or len(first) > len(others[0][1]))


def _rows(tables: Sequence[Sequence[Row]]) -> list[list[Row | None]]:
    """Rows of the document, each as every member gave it."""
    forms = [[{leaf: label_form(value) for leaf, value in row.items()} for row in rows] for rows in tables]
    fit = [sum(len(match_rows(mine, other)) / max(len(mine), len(other), 1) for other in forms) for mine in forms]
    found: list[list[Row | None]] = []
    keys: list[Mapping[str, str]] = []
    for member in sorted(range(len(tables)), key=lambda m: -fit[m]):
        matched = match_rows(forms[member], keys)
        for i, row in enumerate(tables[member]):
            if i in matched:
                found[matched[i]][member] = row
            else:
                found.append([row if m == member else None for m in range(len(tables))])
                keys = [*keys, forms[member][i]]
    return found


def _schema_leaves(schema: Mapping[str, Any], prefix: str) -> tuple[list[str], dict[str, list[str]]]:
    leaves: list[str] = []
    tables: dict[str, list[str]] = {}
    for key, below in (schema.get("properties") or {}).items():
        path = f"{prefix}.{key}" if prefix else key
        if below.get("properties"):
            inner, lists = _schema_leaves(below, path)
            leaves += inner
            tables.update(lists)
        elif "items" in below or "array" in str(below.get("type")):
            tables[path] = _schema_leaves(below.get("items") or {}, "")[0]
        else:
            leaves.append(path)
    return leaves, tables
