"""When the answers of one cell are one value: equal keys, the relation of their kind, and what the source shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from consensus.normalize.values import NULL, Key
from consensus.schema import Leaf

Equal = Callable[[Key, Key], bool]
Alike = Callable[[Any, Any], bool]


class Document(Protocol):
    """What comparison asks of the document. Where its text is unknown, nothing stands there."""

    def literal(self, form: str) -> bool:
        """Whether a form stands in the source letter by letter."""

    def stands(self, form: str) -> bool:
        """Whether a form stands in the source in any typography."""

    def same_name(self, one: str, other: str) -> bool:
        """Whether two names are forms of one name in this document."""

    def one_string(self, one: str, other: str) -> bool:
        """Whether two strings of equal keys are one value."""

    def one_layout(self, one: Any, other: Any) -> bool:
        """Whether two strings of unequal keys are one value that is laid out in two ways."""

    def alike(self, leaf: Leaf) -> Alike | None:
        """The relation that values of equal keys must hold as well; None for kinds whose keys say all."""


def equality(leaf: Leaf, document: Document) -> Equal | None:
    """The relation of a kind whose equality is more than equal keys; None where keys decide."""
    if leaf.kind == "name":
        return lambda one, other: _same_names(one, other, document)
    tolerance = leaf.options.get("tolerance")
    relative = leaf.options.get("relative")
    if leaf.kind in ("number", "money", "integer") and (tolerance or relative):
        return lambda one, other: _near(one, other, Decimal(str(tolerance or 0)), Decimal(str(relative or 0)))
    return None


def _same_names(one: Key, other: Key, document: Document) -> bool:
    if one == other:
        return True
    return one[0] == other[0] == "name" and document.same_name(str(one[1]), str(other[1]))


def _near(one: Key, other: Key, tolerance: Decimal, relative: Decimal) -> bool:
    if one == other:
        return True
    if one[:-1] != other[:-1] or one[0] not in ("number", "money"):
        return False
    a, b = Decimal(str(one[-1])), Decimal(str(other[-1]))
    # A tolerance never bridges a sign or zero: -0.01 is not 0.01.
    return (a > 0) == (b > 0) and (a < 0) == (b < 0) and abs(a - b) <= max(tolerance, relative * max(abs(a), abs(b)))


def split_by_source(
    keys: Sequence[Key | None], raws: Sequence[Any], leaf: Leaf, document: Document
) -> tuple[Sequence[Key | None], Equal | None]:
    """Keys and the relation that makes them one value (None: they are equal).

    Both are those of the kind, unless the spelling of these values says more: then each key names its spelling too.
    """
    same, alike = equality(leaf, document), document.alike(leaf)
    layout = document.one_layout if leaf.kind == "string" else None
    if alike is None:
        return keys, same
    spelt: dict[Key, Any] = {}
    refined: list[Key | None] = []
    for key, raw in zip(keys, raws, strict=True):
        full = key if key is None or key == NULL else (*key, repr(raw))
        refined.append(full)
        if full is not None:
            spelt.setdefault(full, raw)

    def equal(one: Key, other: Key) -> bool:
        if one == other:
            return True
        if NULL in (one, other):
            return False
        if one[:-1] == other[:-1]:
            return alike(spelt[one], spelt[other])
        if same is not None and same(one[:-1], other[:-1]):
            return True
        return layout is not None and layout(spelt[one], spelt[other])

    known = list(spelt)
    for i, one in enumerate(known):
        for other in known[:i]:
            plain = one[:-1] == other[:-1] or (same is not None and same(one[:-1], other[:-1]))
            if equal(one, other) != plain:
                return refined, equal
    return keys, same
