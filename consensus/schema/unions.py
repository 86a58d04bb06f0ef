"""Which of the objects that a union allows an answer chose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consensus.schema.nodes import Branch, Node, Option, Union, opened
from consensus.schema.resolve import violations


def option_of(union: Union, value: Mapping[str, Any]) -> int | None:
    """The index of the option: by the union's tag, else the one that validates, else the one that fits its names best.

    None where the union has no objects. Of several that validate the one that knows most of the keys, then the first.
    """
    options = union.options
    if len(options) < 2:
        return 0 if options else None
    if union.tag is not None and (told := _by_tag(options, value.get(union.tag))) is not None:
        return told
    valid = [i for i, option in enumerate(options) if not violations(option.schema, value)]
    if len(valid) == 1:
        return valid[0]
    return max(valid or range(len(options)), key=lambda i: (_fit(options[i], value), -i))


def branch_of(node: Node, value: Mapping[str, Any]) -> Branch | None:
    """The object that a value is by its schema; of a union, the option that it chose. None where it is no object."""
    node = opened(node)
    if isinstance(node, Union):
        at = option_of(node, value)
        node = opened(node.options[at].node) if at is not None else node
    return node if isinstance(node, Branch) else None


def _by_tag(options: tuple[Option, ...], said: Any) -> int | None:
    for fold in (_exact, _folded):
        found = [i for i, option in enumerate(options) if fold(said) in map(fold, option.tags)]
        if said is not None and len(found) == 1:
            return found[0]
    return None


def _exact(value: Any) -> Any:
    return (type(value), value) if not isinstance(value, dict | list) else None


def _folded(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else _exact(value)


def _fit(option: Option, value: Mapping[str, Any]) -> int:
    node = opened(option.node)
    if not isinstance(node, Branch):
        return 0
    lacking = sum(child.name not in value for child in node.children if getattr(child, "required", False))
    return len(node.names & value.keys()) - len(value.keys() - node.names) - lacking
