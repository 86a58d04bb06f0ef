"""References inside a schema: what they name, and which of them lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from consensus.errors import SchemaError

#: Keywords that hold schemas by name, and keywords that hold values rather than schemas.
NAMED: Final = ("properties", "patternProperties", "dependentSchemas")
LITERAL: Final = frozenset(
    {"enum", "const", "default", "examples", "example", "required", "discriminator", "dependentRequired"}
)
#: Keywords that describe a place in the schema and not the values there.
LOCAL: Final = ("$ref", "$defs", "definitions")


def is_literal(keyword: str) -> bool:
    """Whether a keyword's value is for reading as it stands: no schema within."""
    return keyword in LITERAL or keyword.startswith("x-")


def target(root: Mapping[str, Any], ref: str, where: str) -> Any:
    """What a reference names. Raises SchemaError for one that lies outside, is an anchor, or names nothing."""
    if not ref.startswith("#"):
        raise SchemaError(
            f"$ref {ref} lies outside the schema", where=where, do="Copy it under $defs and refer to it there."
        )
    if ref not in ("#", "#/") and not ref.startswith("#/"):
        raise SchemaError(
            f"$ref {ref} names an $anchor",
            where=where,
            do=f'Put the part under $defs and write "$ref": "#/$defs/{ref[1:]}".',
        )
    node: Any = root
    for part in ref.removeprefix("#").strip("/").split("/") if len(ref) > 2 else []:
        part = part.replace("~1", "/").replace("~0", "~").replace("%24", "$")
        if isinstance(node, list) and part.isdecimal() and int(part) < len(node):
            node = node[int(part)]
        else:
            node = node.get(part) if isinstance(node, Mapping) else None
        if node is None:
            raise SchemaError(f"$ref {ref} names nothing", where=where, do="Mend the name, or add it under $defs.")
    return node


def recursive(root: Mapping[str, Any]) -> dict[str, str]:
    """The references that lead back to themselves, each with the name that its target has under ``$defs``.

    Raises SchemaError for a reference that is nothing but itself.
    """
    leads: dict[str, list[str]] = {}
    waiting = list(_refs(root, "#"))
    while waiting:
        ref, where = waiting.pop()
        if ref not in leads:
            below = list(_refs(target(root, ref, where), where))
            leads[ref] = [one for one, _ in below]
            waiting += below
    _no_alias_of_itself(root, leads)
    found: dict[str, str] = {}
    for ref in sorted(leads):
        if ref in _reachable(leads, ref):
            name = ref.rsplit("/", 1)[-1].replace("~1", "_").replace("~0", "_") if len(ref) > 2 else "root"
            while name in found.values():
                name += "_"
            found[ref] = name
    return found


def _no_alias_of_itself(root: Mapping[str, Any], leads: Mapping[str, list[str]]) -> None:
    for ref in leads:
        seen, here = {ref}, target(root, ref, "#")
        while isinstance(here, Mapping) and isinstance(further := here.get("$ref"), str):
            if further in seen:
                raise SchemaError(
                    f"$ref {ref} contains itself and nothing else", where="#", do="Write there what the value is."
                )
            seen.add(further)
            here = target(root, further, "#")


def _reachable(leads: Mapping[str, list[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(leads[start])
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += leads[ref]
    return reached


def _refs(node: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every reference in a schema, with its place."""
    waiting = [(node, where)]
    while waiting:
        here, at = waiting.pop()
        if isinstance(here, list):
            waiting += [(one, f"{at}/{i}") for i, one in enumerate(here)]
        elif isinstance(here, Mapping):
            if isinstance(ref := here.get("$ref"), str):
                yield ref, at
            for key, value in here.items():
                if key in NAMED and isinstance(value, Mapping):
                    waiting += [(sub, f"{at}/{key}/{name}") for name, sub in value.items()]
                elif key not in LOCAL and not is_literal(key):
                    waiting.append((value, f"{at}/{key}"))
