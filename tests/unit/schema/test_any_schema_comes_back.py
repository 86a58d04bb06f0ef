"""Whatever the schema: three equal right answers are accepted, and come back equal through the object and JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consensus.schema import from_json, violations

#: Names as people give them, those that look like paths among them.
NAMES = st.one_of(
    st.sampled_from(["a", "b", "a.b", "c", "a.b.c", "rows", "rows[0]", "x[]", 'the "x"', "", " ", "$ref", "net [EUR]"]),
    st.text("ab.[]\"'/0é ", max_size=4),
)
WORDS = st.text("abcdé 1.-", min_size=1, max_size=6).filter(str.strip)
SCALARS: list[tuple[dict[str, Any], st.SearchStrategy[Any]]] = [
    ({"type": "string"}, WORDS),
    ({"type": "integer"}, st.integers(-999, 999)),
    ({"type": "number"}, st.integers(-999, 999) | st.floats(-99, 99, allow_nan=False).map(lambda x: round(x, 2))),
    ({"type": "boolean"}, st.booleans()),
    ({"type": ["string", "null"]}, WORDS | st.none()),
    ({"type": "string", "format": "date"}, st.dates().map(str)),
    ({"enum": ["red", "blue"]}, st.sampled_from(["red", "blue"])),
    ({"type": "array", "items": {"type": "integer"}}, st.lists(st.integers(0, 9), max_size=3)),
]

Drawn = tuple[dict[str, Any], Any]


@st.composite
def objects(draw: st.DrawFn, depth: int) -> Drawn:
    """A schema of an object, and an object of it."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    schemas, values = {}, {}
    for name in names:
        schemas[name], values[name] = draw(anything(depth - 1))
    return {"type": "object", "properties": schemas, "required": names}, values


@st.composite
def tables(draw: st.DrawFn, depth: int) -> Drawn:
    schema, first = draw(objects(depth))
    return {"type": "array", "items": schema}, [first] * draw(st.integers(0, 2))


@st.composite
def maps(draw: st.DrawFn, depth: int) -> Drawn:
    schema, value = draw(anything(depth - 1))
    keys = draw(st.lists(NAMES, max_size=3, unique=True))
    return {"type": "object", "additionalProperties": schema}, dict.fromkeys(keys, value)


@st.composite
def unions(draw: st.DrawFn, depth: int) -> Drawn:
    options = []
    for kind in ("one", "two"):
        schema, value = draw(objects(depth))
        schema["properties"]["kind"], value["kind"] = {"const": kind}, kind
        options.append(({**schema, "required": [*dict.fromkeys([*schema["required"], "kind"])]}, value))
    return {"oneOf": [schema for schema, _ in options]}, draw(st.sampled_from([value for _, value in options]))


@st.composite
def anything(draw: st.DrawFn, depth: int) -> Drawn:
    if depth <= 0 or draw(st.booleans()):
        schema, values = draw(st.sampled_from(SCALARS))
        return dict(schema), draw(values)
    return draw(draw(st.sampled_from([objects, tables, maps, unions]))(depth))


#: A map, and beside it a field whose name reads as the path of a key of that map.
MAP_BESIDE_ITS_PATH: Drawn = (
    {
        "type": "object",
        "properties": {"a": {"type": "object", "additionalProperties": {"type": "string"}}, "a.b": {"type": "string"}},
        "required": ["a", "a.b"],
    },
    {"a": {"a": "1"}, "a.b": "1"},
)


def within(name: str, drawn: Drawn) -> Drawn:
    """An object with one field, which holds what was drawn."""
    schema, value = drawn
    return {"type": "object", "properties": {name: schema}, "required": [name]}, {name: value}


def filled(value: Any) -> Any:
    """Without what says that there is nothing: nulls, and objects and lists of nothing."""
    if isinstance(value, dict):
        kept = {key: filled(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, {}, [])}
    return [filled(part) for part in value] if isinstance(value, list) else value


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(objects(3), tables(2), unions(2)))
@example(within("rows[0]", MAP_BESIDE_ITS_PATH))
@example(within('x["0"]', MAP_BESIDE_ITS_PATH))
def test_three_equal_answers_are_accepted_and_come_back(decided, drawn):
    given_schema, answer = drawn
    schema = from_json(given_schema)
    assert violations(schema, answer) == []
    value, lines = decided(schema, answer, json.loads(json.dumps(answer)), answer)
    assert [path for path, line in lines.items() if line["verdict"] != "accepted"] == []
    assert filled(json.loads(json.dumps(value))) == filled(answer)
    assert violations(schema, value) == []
