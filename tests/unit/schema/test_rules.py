"""Rules in a schema are read once, and what is wrong with one is said with its place and what to write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from consensus.errors import SchemaError
from consensus.schema import Invariant, Requires, Unique, When, from_json, rules_of
from consensus.schema.expressions import Call, ExpressionError, Path, parse, paths

ROW = {
    "type": "object",
    "properties": {key: {"type": "number"} for key in ("amount", "qty", "price")} | {"id": {"type": "string"}},
}
PROPERTIES = {
    "kind": {"type": "string"},
    "total": {"type": "number"},
    "net total": {"type": "number"},
    "größe": {"type": "number"},
    "discount": {"type": ["number", "null"]},
    "reason": {"type": "string"},
    "vendor": {"type": "object", "properties": {"name": {"type": "string"}, "vat": {"type": "number"}}},
    "tags": {"type": "array", "items": {"type": "number"}},
    "items": {"type": "array", "items": ROW},
    "other": {"type": "array", "items": ROW},
}


def schema(**more: Any) -> Mapping[str, Any]:
    return {"type": "object", "properties": PROPERTIES, **more}


@pytest.mark.parametrize(
    "text",
    [
        "total == sum(items[].amount)",
        "total == sum(items[].qty * items[].price) +- 0.05",
        "total == sum(items[].amount) ± 1",
        "`net total` <= total and total >= 0",
        "größe > 1",
        "vendor.vat * 1.2 == total or not total < 0",
        "count(items[]) >= 1",
        "min(total, discount) == 0",
        "max(items[].amount) <= total",
        "abs(total - `net total`) < 0.01",
        "round(total / 3, 2) == discount",
        "sum(tags[]) == total",
        "-(total + 2) * 3 != -4",
        "kind == 'credit' or kind != \"debit\"",
    ],
)
def test_a_rule_is_read(text: str) -> None:
    (rule,) = rules_of(from_json(schema(**{"x-rule": text})))
    assert isinstance(rule, Invariant)
    assert rule.place == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("total = 3", "write == to compare"),
        ("totl == 3", "there is total"),
        ("total == sum(items[].amout)", "there is amount"),
        ("total == sum(items.amount)", "items[].amount for the values"),
        ("total == items[].amount", "is many values"),
        ("items[].amount > 0", "is many values"),
        ("total == sum(items[])", "is an object"),
        ("total == sum(items)", "is a list"),
        ("total == vendor", "is an object"),
        ("total[] == 3", "is no list"),
        ("total + 1", "neither true nor false"),
        ("3", "neither true nor false"),
        ("sum(total) == 3", "only one value"),
        ("total == sum(items[].qty * other[].price)", "mixes two lists"),
        ("avg(items[].amount) == 1", "no function avg"),
        ("__import__('os').system('true') == 1", "no function __import__"),
        ("total.__class__ == 1", "total.__class__"),
        ("total == 1 == 2", "one comparison at a time"),
        ("total == 1 +- total", "expected the tolerance"),
        ("total == (1", "expected )"),
        ("total == 'a", "is not understood"),
        ("total == 1;", "is not understood"),
        ("round(total, items[].qty) == 1", "does not take that"),
        ("round() == 1", "expected a field"),
        ("total ==", "found the end"),
        ("", "expected a field"),
        ("(" * 60 + "total" + ")" * 60 + " == 1", "nested too deeply"),
        ("total == " + "1 + " * 100 + "1", "parts are joined"),
        ("total == " + "1" * 2000, "longer than"),
        (5, "not of the form"),
        ({"rule": "total == 3", "tolerence": 1}, "not of the form"),
        ({"tolerance": 1}, "not of the form"),
        ({"rule": "total == 3", "tolerance": "much"}, "tolerance is no number"),
        ({"rule": "total == 3 and total == 4", "tolerance": 1}, "single comparison"),
    ],
    ids=str,
)
def test_a_bad_rule_is_refused_with_what_to_write(text: Any, what: str) -> None:
    with pytest.raises(SchemaError) as caught:
        from_json(schema(**{"x-rule": ["total >= 0", text] if not isinstance(text, dict) else text}))
    assert what in str(caught.value)
    assert caught.value.where == "#/x-rule"
    assert caught.value.do


@pytest.mark.parametrize(
    ("more", "where", "what"),
    [
        ({"x-when": {"if": "kind == 'credit'"}}, "#/x-when", "no then"),
        ({"x-when": {"then": "total > 0"}}, "#/x-when", "not of the form"),
        ({"x-requires": {"discont": ["reason"]}}, "#/x-requires", "there is discount"),
        ({"x-requires": {"discount": []}}, "#/x-requires", "names no fields"),
        ({"x-requires": {"items[].qty": ["reason"]}}, "#/x-requires", "is many values"),
        ({"x-requires": "discount"}, "#/x-requires", "is no object"),
        ({"x-unique": "total"}, "#/x-unique", "not columns of one list"),
        ({"x-unique": ["items[].id", "other[].id"]}, "#/x-unique", "not columns of one list"),
        ({"x-unique": "items[].ident"}, "#/x-unique", "not in the schema"),
        ({"x-unique": 3}, "#/x-unique", "names no columns"),
        ({"anyOf": [{"x-rule": "total == 1"}, {"required": ["kind"]}]}, "#/anyOf", "stands inside anyOf"),
        ({"if": {}, "then": {"x-requires": {"total": "kind"}}}, "#/then", "stands inside then"),
    ],
    ids=str,
)
def test_other_rules_are_refused_as_well(more: Mapping[str, Any], where: str, what: str) -> None:
    with pytest.raises(SchemaError) as caught:
        from_json(schema(**more))
    assert what in str(caught.value)
    assert caught.value.where == where


def test_a_rule_at_a_field_is_refused() -> None:
    with pytest.raises(SchemaError, match="stands at a field"):
        from_json({"type": "object", "properties": {"a": {"type": "number", "x-rule": "a > 0"}}})


def test_every_kind_is_found_where_it_stands() -> None:
    row = {**ROW, "x-rule": {"rule": "amount == qty * price", "tolerance": 0.01, "message": "A row adds up."}}
    found = rules_of(
        from_json(
            {
                "type": "object",
                "x-when": {"if": "kind == 'credit'", "then": "total <= 0", "else": "total >= 0"},
                "x-requires": {"discount": "reason", "vendor.name": ["vendor.vat"]},
                "x-unique": [["items[].id"], ["items[].qty", "items[].price"]],
                "properties": PROPERTIES | {"items": {"type": "array", "x-unique": "id", "items": row}},
            }
        )
    )
    assert [type(one) for one in found] == [When, Requires, Requires, Unique, Unique, Unique, Invariant]
    assert found[5].place == ("items",)
    assert found[6].place == ("items", None)
    assert isinstance(found[6], Invariant)
    assert found[6].message == "A row adds up."
    assert isinstance(found[6].test, Call)
    assert found[6].test.tolerance == Decimal("0.01")


def test_rules_are_found_behind_references_and_nullable_objects() -> None:
    part = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "x-rule": "a <= b"}
    found = rules_of(
        from_json(
            {
                "$defs": {"part": part},
                "type": "object",
                "properties": {
                    "one": {"$ref": "#/$defs/part"},
                    "two": {"anyOf": [{"$ref": "#/$defs/part"}, {"type": "null"}]},
                },
            }
        )
    )
    assert [one.place for one in found] == [("one",), ("two",)]


def test_a_rule_that_names_no_field_says_what_there_is() -> None:
    with pytest.raises(SchemaError, match="reason") as caught:
        from_json(schema(**{"x-rule": "reson == 'x'"}))
    assert "“reson == 'x'”" not in str(caught.value), "the field is named, not the whole rule"


def test_precedence_and_text_of_parts() -> None:
    found = parse("a + b * 2 == c or d < 1 and not e > 2")
    assert isinstance(found, Call)
    assert found.name == "or"
    assert [one.text for one in found.args] == ["a + b * 2 == c", "d < 1 and not e > 2"]
    assert [path.text for path in paths(found)] == ["a", "b", "c", "d", "e"]
    assert parse("`a.b`.c") == Path(("a.b", "c"), "`a.b`.c")


@pytest.mark.parametrize(
    "seed", ["==", "[]", "a.", "a[", "a[].", ".a", "1.2.3", "'", "`", "+-", "and", "not", "\0", "a b"]
)
def test_whatever_the_text_only_an_expression_error_comes(seed: str) -> None:
    with pytest.raises(ExpressionError):
        parse(seed)


def test_rules_do_not_change_what_is_compared() -> None:
    plain, ruled = from_json(schema()), from_json(schema(**{"x-rule": "total > 0"}))
    assert json.dumps(plain["properties"]) == json.dumps(ruled["properties"])


def test_rules_of_all_parts_count() -> None:
    a = {"type": "object", "properties": {"a": {"type": "number"}}, "x-rule": "a > 0", "x-requires": {"a": "a"}}
    b = {"type": "object", "properties": {"b": {"type": "number"}}, "x-rule": ["b > 0"]}
    found = rules_of(from_json({"allOf": [a, b], "properties": {"c": {"type": "number"}}, "x-rule": "a == b"}))
    assert sorted(one.test.text for one in found if isinstance(one, Invariant) and isinstance(one.test, Call)) == [
        "a == b",
        "a > 0",
        "b > 0",
    ]
    beside = from_json({"$defs": {"a": a}, "$ref": "#/$defs/a", "x-rule": "a < 9", "x-requires": {"a": "a"}})
    assert [type(one) for one in rules_of(beside)] == [Invariant, Invariant, Requires]


def test_a_rule_in_a_part_that_contains_itself_is_refused() -> None:
    kids = {"type": "array", "items": {"$ref": "#/$defs/node"}}
    node = {"type": "object", "x-rule": "v > 0", "properties": {"v": {"type": "number"}, "kids": kids}}
    with pytest.raises(SchemaError, match="contains itself"):
        from_json({"type": "object", "properties": {"tree": {"$ref": "#/$defs/node"}}, "$defs": {"node": node}})
    del node["x-rule"]
    tree = {"type": "object", "properties": {"n": {"type": "number"}, "tree": {"$ref": "#/$defs/node"}}}
    assert rules_of(from_json({**tree, "$defs": {"node": node}, "x-rule": "n == sum(tree.kids[].v)"}))
