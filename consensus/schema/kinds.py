"""How a leaf is compared: what its type and format say, or what ``x-compare`` declares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from consensus.errors import SchemaError
from consensus.schema.decimals import numeric_string

#: How a leaf can be compared. The first line is what ``x-compare`` may say, the second follows from type and format.
_SCALARS = ("exact", "id", "casefold", "number", "money", "unit", "percent", "phone", "date", "name", "text")
COMPARISONS: Final = (*_SCALARS, "set", "list-by-key")
KINDS: Final = (*COMPARISONS, "integer", "boolean", "enum", "string", "date-time", "time", "list", "any")

#: The option that ``{word: value}`` gives a value to; "key" for the others.
_SHORT_OPTIONS: Final[Mapping[str, str]] = {
    "number": "tolerance",
    "money": "tolerance",
    "date": "order",
    "unit": "locale",
    "percent": "locale",
}

_FORMATS: Final[Mapping[str, str]] = {
    "date": "date",
    "date-time": "date-time",
    "time": "time",
    "uuid": "casefold",
    "email": "casefold",
    "hostname": "casefold",
    "uri": "exact",
    "uri-reference": "exact",
    "iri": "exact",
    "byte": "exact",
    "duration": "exact",
    "regex": "exact",
}


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The types a schema names, as a tuple; () when it names none."""
    kinds = schema.get("type", ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def typed_kind(schema: Mapping[str, Any], kinds: list[str]) -> str:
    """The kind that a leaf's type, format and enumeration say. kinds: its types but null."""
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return "enum" if all(isinstance(value, str | None) for value in values) else "any"
    if len(kinds) != 1:
        if set(kinds) == {"integer", "number"} or numeric_string(schema) is not None:
            return "number"
        return _kind_of_union(schema, kinds)
    if kinds[0] == "string":
        return _FORMATS.get(schema.get("format", ""), "string")
    return kinds[0] if kinds[0] in ("number", "integer", "boolean") else "any"


def _kind_of_union(schema: Mapping[str, Any], kinds: list[str]) -> str:
    """One kind where all options of a union have it; else ``any``, whose values are compared by their JSON type."""
    union = [one for one in schema.get("anyOf") or schema.get("oneOf") or () if isinstance(one, Mapping)]
    if kinds or not union:
        return "any"
    found = {typed_kind(one, [kind for kind in types_of(one) if kind != "null"]) for one in union if not is_null(one)}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "any"


def is_null(schema: Mapping[str, Any]) -> bool:
    """Whether a schema takes null and nothing else."""
    return (
        schema.get("type") in ("null", ["null"])
        or schema.get("enum") == [None]
        or ("const" in schema and schema["const"] is None)
    )


def declared_kind(schema: Mapping[str, Any], pattern: str) -> tuple[str | None, Mapping[str, Any]]:
    """``x-compare``: a word, or ``{word: options}``, or ``{"kind": word, option: value}``."""
    said = schema.get("x-compare")
    if said is None:
        return None, {}
    word, options = _said(said)
    if word not in COMPARISONS:
        raise SchemaError(
            f"x-compare says {json.dumps(said, ensure_ascii=False)}",
            where=pattern,
            do=f"It may be {', '.join(COMPARISONS)}.",
        )
    return word, options


def check_aliases(schema: Mapping[str, Any], pattern: str) -> None:
    """Raises SchemaError where ``x-aliases`` is not ``{label: [other name, ...]}`` with labels of the enumeration."""
    said = schema.get("x-aliases")
    if said is None:
        return
    labels = schema.get("enum", [schema["const"]] if "const" in schema else [])
    known = isinstance(said, Mapping) and all(label in labels for label in said)
    if not known or not all(isinstance(one, str | list) for one in said.values()):
        shown = ", ".join(str(label) for label in labels if label is not None)
        raise SchemaError(
            f"x-aliases says {json.dumps(said, ensure_ascii=False)}",
            where=pattern,
            do=f'Write {{"LABEL": ["other name"]}} with labels of the enum: {shown or "there is none"}.',
        )


def _said(said: Any) -> tuple[Any, Mapping[str, Any]]:
    if not isinstance(said, Mapping):
        return said, {}
    if "kind" in said:
        return said["kind"], {key: value for key, value in said.items() if key != "kind"}
    if len(said) != 1:
        return None, {}
    word, detail = next(iter(said.items()))
    if isinstance(detail, Mapping):
        return word, detail
    return word, {_SHORT_OPTIONS.get(word, "key"): detail}
