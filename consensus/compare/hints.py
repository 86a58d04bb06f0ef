"""What to declare in the schema where the answers of a plain string field differ in what may be no content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

from consensus.normalize.names import same_name
from consensus.normalize.units import is_currency
from consensus.normalize.values import canonical
from consensus.schema import Leaf

_LAYOUT_KINDS = ("phone", "unit", "percent", "money")


def declare_hint(values: Sequence[Any], leaf: Leaf) -> str:
    """One sentence that names the ``x-compare`` under which all values are one; "" where none does.

    values: of the clusters that differ. Only string fields without a declared kind get a hint.
    """
    if leaf.kind != "string" or "x-compare" in leaf.schema or not all(isinstance(value, str) for value in values):
        return ""
    return _hint(tuple(sorted(set(values))))


@lru_cache(maxsize=1024)
def _hint(values: tuple[str, ...]) -> str:
    for kind in _LAYOUT_KINDS:
        keys = {canonical(value, kind) for value in values}
        key = next(iter(keys))
        if len(keys) == 1 and key[0] == kind and (kind != "money" or is_currency(str(key[1]))):
            return _sentence("layout", kind)
    if len({canonical(value, "casefold") for value in values}) == 1:
        return _sentence("case", "casefold")
    named = all(" " in value and not any(c.isdigit() for c in value) for value in values)
    if named and all(same_name(a, b) for a, b in combinations(values, 2)):
        return _sentence("how a name is written", "name")
    return ""


def _sentence(difference: str, kind: str) -> str:
    return (
        f'They differ only in {difference}; if that is not content here, declare "x-compare": "{kind}" in the schema.'
    )
