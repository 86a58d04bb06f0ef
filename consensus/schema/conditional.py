"""Fields that a schema names only under a condition: in ``then`` and ``else``, ``dependentSchemas``, parts of allOf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def conditional_properties(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Schemas by name; no answer has to have them, and the whole object is validated by the condition itself."""
    found: dict[str, list[Any]] = {}
    known = schema.get("properties") or {}
    for part in _conditional(schema):
        for name, sub in (part.get("properties") or {}).items():
            if name not in known and isinstance(sub, Mapping) and sub not in found.setdefault(name, []):
                found[name].append(sub)
    return {name: subs[0] if len(subs) == 1 else {"anyOf": subs} for name, subs in found.items() if subs}


def _conditional(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    parts = [schema.get("then"), schema.get("else"), *(schema.get("dependentSchemas") or {}).values()]
    for part in parts:
        if isinstance(part, Mapping):
            yield part
            yield from _conditional(part)
    for part in schema.get("allOf") or ():
        if isinstance(part, Mapping):
            yield part
            yield from _conditional(part)
    if schema.get("properties"):  # beside them, a union says which of the properties go together
        for part in (*(schema.get("anyOf") or ()), *(schema.get("oneOf") or ())):
            if isinstance(part, Mapping):
                yield part
                yield from _conditional(part)
