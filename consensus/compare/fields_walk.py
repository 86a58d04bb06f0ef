"""From whole objects to cells: every leaf of the schema, every row of the union, every extra key."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from consensus.canon.values import NULL, Key, canonical
from consensus.canon.written_dates import date_order
from consensus.compare.alignment import Row, RowList, align
from consensus.compare.fields_forms import in_document_order, normal, normal_row, one_row, reading_of
from consensus.compare.fields_vote import Gap, Voters, identical
from consensus.domain import ExtractionRules
from consensus.schema import Branch, Leaf, Table, extra_leaf


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """One row of the union.

    lacking: distinct objects whose table is there without this row. counts: rows per object, None without the table.
    """

    table: Table
    index: int
    lacking: tuple[int, ...]
    counts: tuple[int | None, ...]

    @property
    def uneven(self) -> bool:
        """Whether the members' row counts differ."""
        return len({count for count in self.counts if count is not None}) > 1


class Cell(NamedTuple):
    """One leaf in one document.

    raws: per distinct object its value or a Gap. keys: the same, canonical; None is no vote.
    """

    path: str
    leaf: Leaf
    raws: Sequence[Any]
    keys: Sequence[Key | None]
    row: TableRow | None = None


def key_of(raw: Any, leaf: Leaf, rules: ExtractionRules) -> Key | None:
    """The canonical key of a raw value under a leaf; None for an abstention."""
    if isinstance(raw, Gap):
        return NULL if raw is Gap.ABSENT else None
    if leaf.item is not None:
        return _list_key(raw, leaf, rules)
    options = leaf.options
    order, locale = rules.date_order, rules.number_locale
    if options:
        order, locale = options.get("order", order), options.get("locale", locale)
    return canonical(raw, leaf.kind, order=order, locale=locale)


def _list_key(raw: Any, leaf: Leaf, rules: ExtractionRules) -> Key:
    if not isinstance(raw, list):
        return canonical(raw, "any")
    if not raw:
        return NULL
    item = leaf.item
    if isinstance(item, Branch):
        # Rows of an inner table are compared whatever their order, like the rows of an outer one.
        rows = [frozenset(row_keys(item, one, rules).items()) if isinstance(one, dict) else one for one in raw]
        return ("rows", *sorted(repr(sorted(row)) if isinstance(row, frozenset) else repr(row) for row in rows))
    assert item is not None
    keys = [key_of(one, item, rules) for one in raw]
    return ("set", *sorted(keys, key=repr)) if leaf.kind == "set" else ("list", *keys)


def row_keys(branch: Branch, row: Mapping[str, Any], rules: ExtractionRules, prefix: str = "") -> dict[str, Hashable]:
    """The keys of a row's cells by column; columns without a value are left out."""
    found: dict[str, Hashable] = {}
    for child in branch.children:
        value = row.get(child.name)
        if value is None:
            continue
        if isinstance(child, Branch):
            if isinstance(value, dict):
                found |= row_keys(child, value, rules, f"{prefix}{child.name}.")
        elif isinstance(child, Leaf) and (key := key_of(value, child, rules)) not in (None, NULL):
            found[prefix + child.name] = key
    for name in row.keys() - branch.names:
        if (key := canonical(row[name], "any")) != NULL:
            found[prefix + name] = key
    return found


class Walk:
    """Walks all distinct objects at once. One use a document."""

    def __init__(
        self, voters: Voters, rules: ExtractionRules, text: str | None = None, lang: str | None = None
    ) -> None:
        if rules.date_order == "iso" and (order := date_order(lang)):
            rules = rules.model_copy(update={"date_order": order})
        self.voters, self.rules, self.reading = voters, rules, reading_of(rules, text, lang)

    def cells(self, plan: Branch) -> list[Cell]:
        """Every cell, in the order of the schema; rows in document order, extra keys after the named ones."""
        found: list[Cell] = []
        self._branch(plan, "", list(self.voters.objects), None, found)
        return found

    def _branch(self, branch: Branch, path: str, raws: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        objects = [raw for raw in raws if isinstance(raw, dict)]
        for child in branch.children:
            name = child.name
            below = f"{path}.{name}" if path else name
            # Leaving out what the schema does not require says that it is absent, as null does.
            required = child.cell.required if isinstance(child, Table) else child.required
            left_out = Gap.OMITTED if required else Gap.ABSENT
            values = [raw.get(name, left_out) if isinstance(raw, dict) else _below(raw) for raw in raws]
            if isinstance(child, Leaf):
                found.append(self._cell(below, child if objects else child.relaxed or child, values, row))
            elif isinstance(child, Branch):
                if child.nullable or not child.required:
                    values = [Gap.ABSENT if value is None else value for value in values]
                self._branch(child, below, values, row, found)
            else:
                self._table(child, below, values, found)
        extras = {name for raw in objects if not raw.keys() <= branch.names for name in raw.keys() - branch.names}
        for name in sorted(extras):
            pattern = f"{branch.pattern}.{name}" if branch.pattern else name
            leaf = extra_leaf(name, pattern, branch.extra)
            values = [raw.get(name, Gap.ABSENT) if isinstance(raw, dict) else _below(raw) for raw in raws]
            found.append(self._cell(f"{path}.{name}" if path else name, leaf, values, row))

    def _cell(self, path: str, leaf: Leaf, raws: list[Any], row: TableRow | None) -> Cell:
        raws = normal(raws, leaf, self.reading)
        first, rules = raws[0], self.rules
        key = key_of(first, leaf, rules)
        if len(raws) == 1 or identical(raws):
            return Cell(path, leaf, raws, [key] * len(raws), row)
        kind = type(first)  # 1 and True are equal in Python, and so are lists that hold them
        known = kind is str or kind is int or kind is float
        keys = [key if known and type(raw) is kind and raw == first else key_of(raw, leaf, rules) for raw in raws]
        if leaf.item is not None:
            raws, keys = in_document_order(raws, keys, leaf, self.reading.text, self.voters.weight)
        return Cell(path, leaf, raws, keys, row)

    def _table(self, table: Table, path: str, raws: list[Any], found: list[Cell]) -> None:
        raws = [[raw] if one_row(raw, table.row) else raw for raw in raws]
        lists = [raw if isinstance(raw, list) else [] if raw is None or raw is Gap.ABSENT else None for raw in raws]
        if not any(lists):
            found.append(self._cell(path, table.cell, raws, None))
            return
        groups = self._groups(table, lists)
        counts = tuple(None if rows is None else len(rows) for rows in lists)
        for i, group in enumerate(groups):
            values = [
                _gap(raws[d]) if rows is None else Gap.ABSENT if (at := group[d]) is None else rows[at]
                for d, rows in enumerate(lists)
            ]
            lacking = tuple(d for d, value in enumerate(values) if value is Gap.ABSENT)
            self._branch(table.row, f"{path}[{i}]", values, TableRow(table, i, lacking, counts), found)

    def _groups(self, table: Table, lists: list[list[Any] | None]) -> list[list[int | None]]:
        """Aligned rows, each with one index per distinct object."""
        if len(lists) == 1:
            return [[i] for i in range(len(lists[0] or ()))]
        raw: list[list[Any]] = []
        place: list[int | None] = []
        for rows in lists:
            if rows is not None and rows not in raw:
                raw.append(rows)
            place.append(None if rows is None else raw.index(rows))
        keyed = [tuple(self._row(table, row) for row in rows) for rows in raw]
        weighted = [
            RowList(rows, self.voters.weight([d for d, at in enumerate(place) if at == k]))
            for k, rows in enumerate(keyed)
        ]
        groups = align(weighted, self.rules.row_floor, table.key)
        return [[None if at is None else group[at] for at in place] for group in groups]

    def _row(self, table: Table, row: Any) -> Row:
        if not isinstance(row, dict):
            return {"": ("json", repr(row))}
        return row_keys(table.row, normal_row(row, table.row, self.reading), self.rules)


def _below(raw: Any) -> Any:
    """What is said of a key by something that is no object."""
    if raw is None or isinstance(raw, Gap):
        return raw
    return Gap.INVALID


def _gap(raw: Any) -> Gap:
    return raw if isinstance(raw, Gap) else Gap.INVALID
