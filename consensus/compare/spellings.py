"""Whether raw values with equal keys are one value: keys are lenient, so that rows find each other, verdicts not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from consensus.compare.equality import Alike
from consensus.compare.fields_walk import key_of, row_keys
from consensus.domain import ExtractionRules
from consensus.locate.values import stands
from consensus.normalize.measures import one_layout
from consensus.normalize.names import same_name
from consensus.normalize.source_text import stands_literally
from consensus.normalize.spelling import one_company, one_phrase, one_string
from consensus.normalize.written_dates import one_date
from consensus.schema import Branch, Leaf, Node, Table, Union, branch_of, opened

#: Kinds under which a string that has no other reading is compared as text.
_SPELT: Final = frozenset(("string", "text", "money", "unit", "percent", "phone"))
#: What makes one value of two strings whose keys differ; each asks the source.
_LAYOUTS: Final = (one_layout, one_phrase, one_company, one_date)
_NESTED: Final = frozenset(("list", "set", "list-by-key"))


class Spellings:
    """What one document says of the spellings that its answers use. text: the source, None when unknown."""

    def __init__(self, text: str | None, rules: ExtractionRules) -> None:
        self._text, self._rules = text, rules

    def literal(self, form: str) -> bool:
        """Whether a form stands in the source letter by letter."""
        return self._text is not None and stands_literally(self._text, form)

    def stands(self, form: str) -> bool:
        """Whether a form stands in the source in any typography."""
        return self._text is not None and stands(self._text, form)

    def same_name(self, one: str, other: str) -> bool:
        """Whether two names are forms of one name in this document."""
        return same_name(one, other, self._text)

    def one_string(self, one: str, other: str) -> bool:
        """Whether two strings of equal keys are one value."""
        return one_string(one, other, self._text)

    def one_layout(self, one: Any, other: Any) -> bool:
        """Whether two strings of unequal keys are one quantity, number or date that is laid out in two ways."""
        if self._text is None or not isinstance(one, str) or not isinstance(other, str):
            return False
        return any(rule(one, other, self._text) for rule in _LAYOUTS)

    def alike(self, leaf: Leaf) -> Alike | None:
        """The relation that values of equal keys must hold as well; None for kinds whose keys say all."""
        if leaf.kind == "any":
            return self._free
        if leaf.kind in _SPELT:
            return lambda one, other: self._one_string(one, other, leaf)
        if leaf.kind in _NESTED:
            return lambda one, other: self._alike(one, other, leaf)
        return None

    def _one_string(self, one: Any, other: Any, leaf: Leaf) -> bool:
        if not isinstance(one, str) or not isinstance(other, str) or one == other:
            return True
        if leaf.kind not in ("string", "text"):
            key = key_of(one, leaf, self._rules)
            if key is None or key[0] != "string":
                return True
        return one_string(one, other, self._text, prose=leaf.kind == "text")

    def _alike(self, one: Any, other: Any, leaf: Leaf) -> bool:
        """Element by element; of rows and sets whatever their order."""
        if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
            return True
        if leaf.places:
            places = [*leaf.places, *[leaf.item] * len(one)]
            return all(self._same(node, a, b) for node, a, b in zip(places, one, other, strict=False))
        item = opened(leaf.item) if leaf.item is not None else None
        if isinstance(item, Branch | Union):
            one, other = self._rows(one, item), self._rows(other, item)
        elif leaf.kind == "set" and isinstance(item, Leaf):
            one, other = self._sorted(one, item), self._sorted(other, item)
        return all(self._same(item, a, b) for a, b in zip(one, other, strict=True))

    def _same(self, node: Node | None, one: Any, other: Any) -> bool:
        """Whether two values within a list are one, by what stands there in the schema."""
        node = opened(node) if node is not None else None
        if isinstance(node, Leaf | Table):
            relation = self.alike(node if isinstance(node, Leaf) else node.cell)
            return relation is None or relation(one, other)
        if not isinstance(one, dict) or not isinstance(other, dict) or node is None:
            return self._free(one, other)
        branch = branch_of(node, one)
        children = branch.children if branch is not None else ()
        if not all(self._same(child, one.get(child.name), other.get(child.name)) for child in children):
            return False
        names = branch.names if branch is not None else frozenset()
        return all(
            self._same(branch.node_of(key) if branch is not None else None, one[key], other.get(key))
            for key in one.keys() - names
        )

    def _free(self, one: Any, other: Any) -> bool:
        """The same for a value of which the schema says nothing."""
        if isinstance(one, dict) and isinstance(other, dict):
            return all(self._free(value, other.get(key)) for key, value in one.items())
        if isinstance(one, list) and isinstance(other, list):
            return len(one) != len(other) or all(map(self._free, one, other))
        return not isinstance(one, str) or not isinstance(other, str) or one_string(one, other, self._text)

    def _sorted(self, values: Sequence[Any], item: Leaf) -> list[Any]:
        return sorted(values, key=lambda value: (repr(key_of(value, item, self._rules)), repr(value)))

    def _rows(self, rows: Sequence[Any], branch: Branch | Union) -> list[Any]:
        def place(row: Any) -> tuple[str, str]:
            if not isinstance(row, Mapping):
                return repr(row), ""
            return repr(sorted(row_keys(branch, row, self._rules).items())), repr(sorted(row.items(), key=repr))

        return sorted(rows, key=place)
