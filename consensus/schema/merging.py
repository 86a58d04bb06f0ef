"""Several schemas that one value must fit, as one schema: what ``allOf`` says, and what stands beside a ``$ref``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from math import lcm
from typing import Any, Final

from consensus.errors import SchemaError
from consensus.schema.rules import KEYWORDS

_GREATER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_SMALLER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
#: Keywords that describe and do not constrain; the last one said counts.
NOTES: Final = frozenset(
    {"title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "$comment"}
)
#: Keywords that mean something only beside one another.
_TOGETHER: Final = (("if", "then", "else"), ("contains", "minContains", "maxContains"))


def merged(parts: Sequence[Mapping[str, Any]], where: str) -> dict[str, Any]:
    """One schema for values that fit all parts; where: their place, for errors.

    What cannot be said in one schema stays as ``allOf`` and counts when the whole object is validated. Raises
    SchemaError where no value fits all parts.
    """
    _closed_against(parts, where)
    whole: dict[str, Any] = {}
    left: list[dict[str, Any]] = []
    for part in parts:
        apart = _not_mergeable(whole, part)
        if apart:
            left.append(apart)
        for key, value in part.items():
            if key in apart:
                continue
            if key == "allOf":
                left += value
            elif key not in whole or is_note(key) or _same(whole[key], value):
                whole[key] = value
            else:
                whole[key] = _RULES[key](whole[key], value, f"{where}/{key}")
    if "const" in whole and "enum" in whole and not any(_same(whole["const"], one) for one in whole["enum"]):
        raise _no_value("const", whole["const"], whole["enum"], where)
    return {**whole, "allOf": left} if left else whole


def is_note(keyword: str) -> bool:
    """Whether a keyword describes, so that the last one said counts; of rules all count."""
    return keyword in NOTES or (keyword.startswith("x-") and keyword not in KEYWORDS)


def _not_mergeable(whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of a part that must stay a schema of their own beside what there is."""
    apart = {
        key
        for key, value in part.items()
        if key in whole and key not in _RULES and not is_note(key) and key != "allOf"
        if not _same(whole[key], value)
    }
    for group in _TOGETHER:
        if apart.intersection(group) or (group[0] in part and group[0] in whole and _differ(whole, part, group)):
            apart |= {key for key in group if key in part}
    return {key: part[key] for key in part if key in apart}


def _differ(whole: Mapping[str, Any], part: Mapping[str, Any], group: Sequence[str]) -> bool:
    return any(not _same(whole.get(key), part.get(key)) for key in group)


def _closed_against(parts: Sequence[Mapping[str, Any]], where: str) -> None:
    """``additionalProperties: false`` of one part forbids what another part alone names: hardly anybody means that."""
    for closed in parts:
        if closed.get("additionalProperties") is not False or closed.get("patternProperties"):
            continue
        known = closed.get("properties") or {}
        foreign = [name for part in parts for name in part.get("properties") or {} if name not in known]
        if foreign:
            raise SchemaError(
                f"allOf joins parts of which one says additionalProperties: false and does not name {foreign[0]}, so "
                "that no object may have it",
                where=where,
                do="Take additionalProperties: false out of the part, and write unevaluatedProperties: false beside "
                "allOf where other keys are to be forbidden.",
            )


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True, default=str) == json.dumps(other, sort_keys=True, default=str)


def _no_value(keyword: str, one: Any, other: Any, where: str) -> SchemaError:
    said = [json.dumps(value, ensure_ascii=False, default=str) for value in (one, other)]
    return SchemaError(
        f"the parts of allOf want {keyword} {said[0]} and {said[1]}, which no value has both",
        where=where,
        do=f"Leave one of the two {keyword} out.",
    )


def _types(one: Any, other: Any, where: str) -> Any:
    mine, theirs = ([kinds] if isinstance(kinds, str) else list(kinds) for kinds in (one, other))
    both = [kind for kind in mine if kind in theirs or (kind == "integer" and "number" in theirs)]
    both += [kind for kind in theirs if kind not in both and kind == "integer" and "number" in mine]
    if not both:
        raise _no_value("type", one, other, where.removesuffix("/type"))
    return both[0] if len(both) == 1 else both


def _enums(one: Sequence[Any], other: Sequence[Any], where: str) -> list[Any]:
    both = [value for value in one if any(_same(value, known) for known in other)]
    if not both:
        raise _no_value("enum", one, other, where.removesuffix("/enum"))
    return both


def _const(one: Any, other: Any, where: str) -> Any:
    raise _no_value("const", one, other, where.removesuffix("/const"))


def _properties(one: Mapping[str, Any], other: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {
        **one,
        **{name: merged_two(one[name], sub, f"{where}/{name}") if name in one else sub for name, sub in other.items()},
    }


def merged_two(one: Any, other: Any, where: str) -> Any:
    """Two schemas, each perhaps a boolean one."""
    if one is False or other is False:
        return False
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return one if isinstance(one, Mapping) else other
    return merged([one, other], where)


def _multiple(one: Any, other: Any, where: str) -> Any:
    if isinstance(one, int) and isinstance(other, int):
        return lcm(one, other)
    return max(one, other)  # the other one is checked with the whole object's own schema


def _listed(one: Any, other: Any, where: str) -> list[Any]:
    return [*(one if isinstance(one, list) else [one]), *(other if isinstance(other, list) else [other])]


def _keys(one: Any, other: Any, where: str) -> list[Any]:
    """Keys of ``x-unique``: each a list of columns."""
    groups = [said if isinstance(said, list) else [said] for said in (one, other)]
    return [each for group in groups for each in (group if group and isinstance(group[0], list) else [group])]


def _required(one: Any, other: Any, where: str) -> Any:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return other if isinstance(one, Mapping) else one  # the one that is refused when it is read
    return {**one, **{name: _listed(one[name], more, where) if name in one else more for name, more in other.items()}}


_RULES: Final[Mapping[str, Callable[[Any, Any, str], Any]]] = {
    **dict.fromkeys(_GREATER, lambda one, other, where: max(one, other)),
    **dict.fromkeys(_SMALLER, lambda one, other, where: min(one, other)),
    "type": _types,
    "enum": _enums,
    "const": _const,
    "properties": _properties,
    "patternProperties": _properties,
    "required": lambda one, other, where: list(dict.fromkeys([*one, *other])),
    "items": merged_two,
    "additionalProperties": merged_two,
    "uniqueItems": lambda one, other, where: one or other,
    "multipleOf": _multiple,
    "x-rule": _listed,
    "x-when": _listed,
    "x-requires": _required,
    "x-unique": _keys,
}
