"""Schemas in: references, unions, pydantic models, and what is refused."""

from __future__ import annotations

import copy
from datetime import date
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from consensus.errors import SchemaError
from consensus.schema import from_json, from_pydantic, leaves, violations


class Line(BaseModel):
    sku: str
    price: float | None = None


class Invoice(BaseModel):
    number: str = Field(description="as printed")
    issued: date
    status: Literal["open", "paid"]
    lines: list[Line]
    tags: list[str] = []


BY_HAND = {
    "type": "object",
    "required": ["number", "issued", "status", "lines"],
    "properties": {
        "number": {"type": "string", "description": "as printed"},
        "issued": {"type": "string", "format": "date"},
        "status": {"type": "string", "enum": ["open", "paid"]},
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["sku"],
                "properties": {"sku": {"type": "string"}, "price": {"type": ["number", "null"]}},
            },
        },
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def test_a_pydantic_model_walks_like_its_json_schema():
    modelled = [(leaf.pattern, leaf.kind, leaf.required) for leaf in leaves(from_pydantic(Invoice))]
    by_hand = [(leaf.pattern, leaf.kind, leaf.required) for leaf in leaves(from_json(BY_HAND))]
    assert modelled == by_hand
    assert by_hand[:5] == [
        ("number", "string", True),
        ("issued", "date", True),
        ("status", "enum", True),
        ("lines[].sku", "string", True),
        ("lines[].price", "number", False),
    ]


def test_references_are_resolved_and_the_argument_is_left_alone():
    schema = {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/x", "description": "here"}, "$ref": {"type": "string"}},
        "$defs": {"x": {"type": "number", "description": "there"}},
    }
    before = copy.deepcopy(schema)
    resolved = from_json(schema)
    assert schema == before
    assert resolved["properties"]["a"] == {"type": "number", "description": "here"}, "what stands beside wins"
    assert "$defs" not in resolved
    assert resolved["properties"]["$ref"] == {"type": "string"}, "a field may be called $ref"
    assert from_json(resolved) == resolved


@pytest.mark.parametrize("union", ["anyOf", "oneOf"])
def test_a_union_with_null_is_the_type_made_nullable(union):
    schema = {"type": "object", "properties": {"a": {union: [{"type": "string", "enum": ["x"]}, {"type": "null"}]}}}
    assert from_json(schema)["properties"]["a"] == {"type": ["string", "null"], "enum": ["x", None]}


def test_fields_may_bear_the_names_of_keywords():
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("properties", "definitions", "enum", "items", "type")},
    }
    assert [leaf.pattern for leaf in leaves(schema)] == ["properties", "definitions", "enum", "items", "type"]


# schema, where the mistake is, a word that says so
REFUSED = [
    ([], "#", "a list"),
    ("x", "#", "a string"),
    (None, "#", "null"),
    ({}, "#/type", "no type"),
    ({"type": "object"}, "#/properties", "names no fields"),
    ({"type": "objekt", "properties": {"a": {}}}, "#/type", "not a JSON Schema"),
    ({"type": "object", "properties": {"a": 5}}, "#/properties/a", "not a JSON Schema"),
    ({"type": "object", "properties": {"a": {"$ref": "#/$defs/no"}}}, "#/properties/a", "names nothing"),
    ({"type": "object", "properties": {"a": {"$ref": "http://x.example/s"}}}, "#/properties/a", "outside"),
    ({"$ref": "#"}, "#", "contains itself"),
    ({"type": "object", "properties": {"a": False}}, "#/properties/a", "false"),
    ({"type": "object", "properties": {"a": {"$ref": "#here"}}}, "#/properties/a", r"\$anchor"),
    (
        {"type": "object", "properties": {"a": {"allOf": [{"type": "string"}, {"type": "number"}]}}},
        "#/properties/a",
        "allOf want type",
    ),
    (
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "allOf": [{"properties": {"b": {"type": "string"}}, "additionalProperties": False}],
        },
        "#",
        "additionalProperties: false",
    ),
    ({"$schema": 7, "type": "object", "properties": {"a": {}}}, "#/$schema", "not an address"),
]


@pytest.mark.parametrize(("schema", "where", "word"), REFUSED)
def test_what_is_no_schema_is_refused_with_its_place_and_what_to_do(schema, where, word):
    with pytest.raises(SchemaError, match=word) as caught:
        from_json(schema)
    assert caught.value.where == where
    assert caught.value.do


def test_a_class_that_is_no_model_is_refused():
    with pytest.raises(SchemaError, match="pydantic"):
        from_pydantic(int)


def test_violations_name_the_place_and_check_formats():
    assert violations(BY_HAND, {"number": "1", "issued": "2024-02-30", "status": "open", "lines": []}) == [
        "issued: '2024-02-30' is not a 'date'"
    ]
    assert violations(BY_HAND, {"number": "1", "issued": "2024-02-28", "status": "paid", "lines": [{"sku": "a"}]}) == []


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("keyword", ["maximum", "default", "x-anything"])
def test_a_number_that_json_does_not_have_is_refused_with_its_place(keyword: str, number: float) -> None:
    schema = {"type": "object", "properties": {"total": {"type": "number", keyword: number}}}
    with pytest.raises(SchemaError, match=f"#/properties/total/{keyword}"):
        from_json(schema)
