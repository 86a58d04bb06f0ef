"""From whole objects to cells: every leaf of the schema, every row of the union, every extra key."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from consensus.compare.alignment import Row, RowList, align
from consensus.compare.fields_forms import in_document_order, normal, normal_row, one_row, reading_of
from consensus.compare.fields_vote import Gap, Voters, identical
from consensus.domain import ExtractionRules
from consensus.normalize.values import NULL, Key, canonical
from consensus.normalize.written_dates import date_order
from consensus.schema import Branch, Lazy, Leaf, Node, Table, Union, branch_of, opened, option_of, paths, unknown_leaf


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """One row of the union of all answers' rows. path: that of its table.

    lacking: distinct objects whose table is there without this row. counts: rows per object, None without the table.
    """

    table: Table
    path: str
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
    if type(raw) is Gap:
        return NULL if raw is Gap.ABSENT else None
    if leaf.item is not None:
        return _list_key(raw, leaf, rules)
    if leaf.kind == "any" and isinstance(raw, dict | list):
        return _free_key(raw)
    options = leaf.options
    order, locale = rules.date_order, rules.number_locale
    if options:
        order, locale = options.get("order", order), options.get("locale", locale)
    return canonical(raw, leaf.kind, order=order, locale=locale)


def _free_key(raw: Any) -> Key:
    """The key of a value of which the schema says nothing: typed all the way down."""
    if isinstance(raw, dict):
        members = ((key, _free_key(value)) for key, value in raw.items())
        filled = [(key, value) for key, value in members if value != NULL]
        return ("object", *sorted(filled, key=repr)) if filled else NULL
    if isinstance(raw, list) and raw:
        return ("list", *map(_free_key, raw))
    return canonical(raw, "any")


def _list_key(raw: Any, leaf: Leaf, rules: ExtractionRules) -> Key:
    if not isinstance(raw, list):
        return _free_key(raw)
    if not raw:
        return NULL
    if leaf.places:
        return (
            "tuple",
            *(
                _value_key(leaf.places[i] if i < len(leaf.places) else leaf.item, one, rules)
                for i, one in enumerate(raw)
            ),
        )
    item = opened(leaf.item) if leaf.item is not None else None
    if isinstance(item, Branch | Union):
        # Rows of an inner table are compared whatever their order, like the rows of an outer one.
        rows = [frozenset(row_keys(item, one, rules).items()) if isinstance(one, dict) else one for one in raw]
        return ("rows", *sorted(repr(sorted(row)) if isinstance(row, frozenset) else repr(row) for row in rows))
    keys = [_value_key(item, one, rules) for one in raw]
    return ("set", *sorted(keys, key=repr)) if leaf.kind == "set" else ("list", *keys)


def _value_key(node: Node | None, raw: Any, rules: ExtractionRules) -> Key | None:
    """The key of a value inside a list that is one cell."""
    node = opened(node) if node is not None else None
    if isinstance(node, Leaf):
        return key_of(raw, node, rules)
    if isinstance(node, Table):
        return key_of(raw, node.cell, rules)
    if node is None or not isinstance(raw, dict):
        return _free_key(raw)
    return ("object", *sorted(row_keys(node, raw, rules).items()))


def row_keys(node: Node, row: Mapping[str, Any], rules: ExtractionRules) -> dict[str, Hashable]:
    """An object as the keys of its leaves by their path within it; leaves without a value are left out."""
    found: dict[str, Hashable] = {}
    _add_keys(node, row, rules, "", found)
    return found


def _add_keys(
    node: Node, row: Mapping[str, Any], rules: ExtractionRules, prefix: str, found: dict[str, Hashable]
) -> None:
    branch = branch_of(node, row)
    if branch is None:
        return
    for child in branch.children:
        value = row.get(child.name)
        if value is None:
            continue
        if not isinstance(child, Leaf):
            _add_key(child, value, rules, prefix + child.name, found)
        elif (key := key_of(value, child, rules)) is not None and key != NULL:
            found[prefix + child.name] = key
    for name in row.keys() - branch.names:
        below = branch.node_of(name)
        if below is not None:
            _add_key(below, row[name], rules, prefix + name, found)
        elif (key := _free_key(row[name])) != NULL:
            found[prefix + name] = key


def _add_key(node: Node, value: Any, rules: ExtractionRules, path: str, found: dict[str, Hashable]) -> None:
    if not isinstance(node, Leaf):
        node = opened(node)
    if isinstance(node, Leaf | Table):
        key = key_of(value, node if isinstance(node, Leaf) else node.cell, rules)
        if key is not None and key != NULL:
            found[path] = key
    elif isinstance(value, dict):
        _add_keys(node, value, rules, f"{path}.", found)
    elif isinstance(node, Union) and (key := _free_key(value)) != NULL:
        found[path] = key


class Walk:
    """Walks all distinct objects at once. One use a document."""

    def __init__(
        self, voters: Voters, rules: ExtractionRules, text: str | None = None, lang: str | None = None
    ) -> None:
        if rules.date_order == "iso" and (order := date_order(lang)):
            rules = rules.model_copy(update={"date_order": order})
        self.voters, self.rules, self.reading = voters, rules, reading_of(rules, text, lang)
        self.reserved: frozenset[str] = frozenset()

    def cells(self, plan: Branch) -> list[Cell]:
        """Every cell, in the order of the schema; rows in document order, extra keys after the named ones."""
        found: list[Cell] = []
        self.reserved = plan.reserved
        self._branch(plan, "", list(self.voters.objects), None, found)
        return found

    def _branch(self, branch: Branch, path: str, raws: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        objects = [raw for raw in raws if isinstance(raw, dict)]
        whole = len(objects) == len(raws)
        for child in branch.children:
            name = child.name
            # Leaving out what the schema does not require says that it is absent, as null does.
            left_out = Gap.OMITTED if child.required else Gap.ABSENT
            if whole:
                values = [raw.get(name, left_out) for raw in objects]
            else:
                values = [raw.get(name, left_out) if isinstance(raw, dict) else _below(raw) for raw in raws]
            if isinstance(child, Leaf):
                leaf = child if objects else child.relaxed or child
                found.append(self._cell(path + child.step, leaf, values, row))
            else:
                self._node(child, path + child.step, values, row, found)
        if branch.extra or any(not raw.keys() <= branch.names for raw in objects):
            self._extras(branch, path, raws, row, found)

    def _node(self, node: Node, path: str, values: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        """What is below one step of the schema."""
        if isinstance(node, Lazy | Union | Branch) and node.cell is not None:
            if all(not value or isinstance(value, Gap) for value in values):
                found.append(self._cell(path or paths.WHOLE, node.cell, values, row))
                return
            node = opened(node)
        if isinstance(node, Branch):
            if node.nullable or not node.required:
                values = [Gap.ABSENT if value is None else value for value in values]
            self._branch(node, path, values, row, found)
        elif isinstance(node, Table):
            self._table(node, path, values, row, found)
        elif isinstance(node, Union):
            self._union(node, path, values, row, found)
        else:
            found.append(self._cell(path, node, values, row))

    def _extras(self, branch: Branch, path: str, raws: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        """Keys that are no child's: of a map, or unknown to the schema."""
        given = [[key for key in raw if key not in branch.names] if isinstance(raw, dict) else [] for raw in raws]
        for key in dict.fromkeys(key for keys in given for key in keys):
            step = paths.keyed(branch.pattern, key)
            if self.reserved and paths.is_reserved(branch.pattern + step, self.reserved, branch.pattern):
                step = paths.quoted(key)
            node = branch.node_of(key)
            # No key has to be there that the schema does not name: who lacks one says that it is absent.
            values = [raw.get(key, Gap.ABSENT) if isinstance(raw, dict) else _below(raw) for raw in raws]
            if node is None:
                found.append(self._cell(path + step, unknown_leaf(branch.pattern + step, key), values, row))
                continue
            there = [d for d, value in enumerate(values) if not isinstance(value, Gap)]
            others = [d for d, value in enumerate(values) if value is Gap.ABSENT]
            if not isinstance(node, Leaf) and self.voters.weight(there) < self.voters.weight(others):
                # Most say that there is no such key: one decision, whatever lies below it.
                node = Leaf(key, node.pattern, "any", {})
            self._node(node, path + step, values, row, found)

    def _union(self, union: Union, path: str, values: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        filled = [value for value in values if value is not None and not isinstance(value, Gap)]
        if union.nullable or not union.required:
            values = [Gap.ABSENT if value is None else value for value in values]
        if union.options and all(isinstance(value, dict) for value in filled):
            chosen = [option_of(union, value) if isinstance(value, dict) else None for value in values]
            if len(options := sorted({at for at in chosen if at is not None})) == 1:
                self._node(union.options[options[0]].node, path, values, row, found)
            else:
                self._differ(union, path, (values, chosen), row, found)
        elif union.table is not None and all(isinstance(value, list) for value in filled):
            self._node(union.table, path, values, row, found)
        else:
            found.append(self._cell(path or paths.WHOLE, union.cell, values, row))

    def _differ(
        self,
        union: Union,
        path: str,
        given: tuple[list[Any], list[int | None]],
        row: TableRow | None,
        found: list[Cell],
    ) -> None:
        """Members chose different options: the tag is in dispute, and what one option lacks is absent there."""
        values, chosen = given
        options = sorted({at for at in chosen if at is not None})
        branches = {at: branch_of(union.options[at].node, {}) for at in options}
        children: dict[str, list[tuple[int, Node]]] = {}
        for at, branch in branches.items():
            for child in branch.children if branch else ():
                children.setdefault(child.name, []).append((at, child))
        for name, owners in children.items():
            known = {at for at, _ in owners}
            node = owners[0][1]
            left_out = Gap.OMITTED if node.required else Gap.ABSENT
            raws = [
                _below(value) if at is None else value.get(name, left_out) if at in known else Gap.ABSENT
                for at, value in zip(chosen, values, strict=True)
            ]
            if name == union.tag and union.tag_leaf is not None:
                node = union.tag_leaf
            elif isinstance(node, Leaf) and len(known) < len(branches):
                node = node.relaxed or node
            self._node(node, path + node.step, raws, row, found)
        names = frozenset(children)
        rest = Branch("", union.pattern, (), names=names)
        if not all(value.keys() <= names for value in values if isinstance(value, dict)):
            self._extras(rest, path, values, row, found)

    def _cell(self, path: str, leaf: Leaf, raws: list[Any], row: TableRow | None) -> Cell:
        first, rules, count = raws[0], self.rules, len(raws)
        if count == 1 or identical(raws):
            one = normal(raws[:1], leaf, self.reading)[0]
            return Cell(path, leaf, raws if one is first else [one] * count, [key_of(one, leaf, rules)] * count, row)
        raws = normal(raws, leaf, self.reading)
        first = raws[0]
        key = key_of(first, leaf, rules)
        if identical(raws):
            return Cell(path, leaf, raws, [key] * count, row)
        kind = type(first)  # 1 and True are equal in Python, and so are lists that hold them
        known = kind is str or kind is int or kind is float
        keys = [key if known and type(raw) is kind and raw == first else key_of(raw, leaf, rules) for raw in raws]
        if leaf.item is not None:
            raws, keys = in_document_order(raws, keys, leaf, self.reading.text, self.voters.weight)
        return Cell(path, leaf, raws, keys, row)

    def _table(self, table: Table, path: str, raws: list[Any], row: TableRow | None, found: list[Cell]) -> None:
        raws = [[raw] if one_row(raw, table.row) else raw for raw in raws]
        lists = [raw if isinstance(raw, list) else [] if raw is None or raw is Gap.ABSENT else None for raw in raws]
        if not any(lists):
            found.append(self._cell(path or paths.WHOLE, table.cell, raws, row))
            return
        groups = self._groups(table, lists)
        counts = tuple(None if rows is None else len(rows) for rows in lists)
        for i, group in enumerate(groups):
            values = [
                _gap(raws[d]) if rows is None else Gap.ABSENT if (at := group[d]) is None else rows[at]
                for d, rows in enumerate(lists)
            ]
            lacking = tuple(d for d, value in enumerate(values) if value is Gap.ABSENT)
            self._node(table.row, f"{path}[{i}]", values, TableRow(table, path, i, lacking, counts), found)

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
