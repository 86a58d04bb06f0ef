"""How each leaf is compared: by type and format, unless x-compare says otherwise."""

from __future__ import annotations

import pytest

from consensus.errors import SchemaError
from consensus.schema import Table, compile_plan, leaves


def leaf(schema):
    return leaves({"type": "object", "properties": {"a": schema}})[0]


KINDS = [
    ({"type": "number"}, "number"),
    ({"type": "integer"}, "integer"),
    ({"type": ["integer", "number", "null"]}, "number"),
    ({"type": "boolean"}, "boolean"),
    ({"type": "string"}, "string"),
    ({"type": ["string", "null"]}, "string"),
    ({"type": "string", "format": "date"}, "date"),
    ({"type": "string", "format": "date-time"}, "date-time"),
    ({"type": "string", "format": "time"}, "time"),
    ({"type": "string", "format": "uuid"}, "casefold"),
    ({"type": "string", "format": "uri"}, "exact"),
    ({"type": "string", "enum": ["x"]}, "enum"),
    ({"enum": [1, 2]}, "any"),
    ({"const": "x"}, "enum"),
    ({"type": ["string", "number"]}, "any"),
    ({}, "any"),
    ({"type": "object"}, "any"),
    ({"type": "array", "items": {"type": "string"}}, "list"),
    ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, "set"),
    ({"type": "array", "items": {"type": "string"}, "x-compare": "set"}, "set"),
    ({"type": "string", "x-compare": "name"}, "name"),
    ({"type": "string", "x-compare": "exact"}, "exact"),
    ({"type": "string", "x-compare": {"kind": "money"}}, "money"),
]


@pytest.mark.parametrize(("schema", "kind"), KINDS)
def test_kind(schema, kind):
    assert leaf(schema).kind == kind


def test_options_of_x_compare_are_read_in_each_spelling():
    for said in ({"number": {"tolerance": 0.5}}, {"number": 0.5}, {"kind": "number", "tolerance": 0.5}):
        assert leaf({"type": "number", "x-compare": said}).options == {"tolerance": 0.5}
    assert leaf({"type": "string", "x-compare": {"date": "dmy"}}).options == {"order": "dmy"}


@pytest.mark.parametrize("said", ["fuzzy", {"fuzzy": 1}, 3, {"number": 1, "date": 2}, []])
def test_an_unknown_comparison_is_refused_with_the_list(said):
    with pytest.raises(SchemaError, match="x-compare") as caught:
        leaf({"type": "string", "x-compare": said})
    assert "list-by-key" in caught.value.do
    assert caught.value.where == "a"


def test_list_by_key_names_a_column():
    rows = {"type": "object", "properties": {"sku": {"type": "string"}, "price": {"type": "number"}}}
    plan = compile_plan(
        {"type": "object", "properties": {"t": {"type": "array", "items": rows, "x-compare": {"list-by-key": "sku"}}}}
    )
    assert isinstance(plan.children[0], Table)
    assert plan.children[0].key == ("sku",)
    with pytest.raises(SchemaError, match="no column"):
        compile_plan(
            {"type": "object", "properties": {"t": {"type": "array", "items": rows, "x-compare": "list-by-key"}}}
        )


def test_tables_inside_a_row_are_tables_and_other_lists_one_cell():
    inner = {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}}
    schema = {
        "type": "object",
        "properties": {
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": {"inner": inner, "tags": {"type": "array"}}},
            },
            "deep": {"type": "object", "properties": {"rows": inner}},
        },
    }
    assert [one.pattern for one in leaves(schema)] == ["rows[].inner[].x", "rows[].tags", "deep.rows[].x"]


def test_required_is_marked_for_the_checks():
    required = leaves({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})[0]
    assert required.required
    assert required.schema["x-required"] is True
    assert required.relaxed is not None
    assert "x-required" not in required.relaxed.schema


@pytest.mark.parametrize("said", [{"CIF": ["Cost"]}, ["FOB"], {"FOB": 5}])
def test_other_names_are_of_labels_that_there_are(said):
    with pytest.raises(SchemaError, match="x-aliases") as caught:
        leaf({"type": "string", "enum": ["EXW", "FOB"], "x-aliases": said})
    assert "EXW, FOB" in caught.value.do
