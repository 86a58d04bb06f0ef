"""What a schema says of an object as a whole, and which schemas say nothing beyond their leaves."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.check.objects import object_errors
from consensus.check.whole import Whole, at, without_nulls, written

MAYBE, TEXT, NUMBER = {"type": ["number", "null"]}, {"type": "string"}, {"type": "number"}


def obj(more: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **(more or {})}


def rows(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, **more}


PAIR = {"a": NUMBER, "b": NUMBER}
KIND = {"if": {"properties": {"kind": {"const": "x"}}, "required": ["kind"]}}
EITHER = [{"required": ["a"]}, {"required": ["b"]}]


@pytest.mark.parametrize(
    ("schema", "values", "errors"),
    [
        (obj({"required": ["a"]}, **PAIR), {"a": None, "b": 1}, ['a: null breaks type "number".']),
        (obj({"required": ["a"]}, a=MAYBE, b=NUMBER), {"a": None, "b": 1}, []),
        (obj({"minProperties": 2}, **PAIR), {"a": 1, "b": None}, ['the object: {"a": 1} breaks minProperties 2.']),
        (obj({"minProperties": 2}, a=NUMBER, b=MAYBE), {"a": 1, "b": None}, []),  # a null that may stand there
        (obj({"minProperties": 2}, a=NUMBER, b={}), {"a": 1, "b": None}, []),
        (obj({"minProperties": 2}, a=NUMBER, b={"anyOf": [NUMBER, {"type": "null"}]}), {"a": 1, "b": None}, []),
        (
            obj({"minProperties": 2}, a=NUMBER, b={"anyOf": [NUMBER, TEXT]}),
            {"a": 1, "b": None},
            ['the object: {"a": 1} breaks minProperties 2.'],
        ),
        (
            obj({"dependentRequired": {"a": ["b"]}}, **PAIR),
            {"a": 1, "b": None},
            ["the object: a is given, so the schema wants b too."],
        ),
        (obj({"dependentRequired": {"a": ["b"]}}, **PAIR), {"a": None, "b": 1}, []),
        (obj({"dependentRequired": {"a": ["b"]}}, **PAIR), {"a": 1, "b": 1}, []),
        (
            obj({"dependentRequired": {"a": ["b", "c"], "d": ["c"]}}, **PAIR, c=NUMBER, d=NUMBER),
            {"a": 1, "b": 1, "c": None, "d": None},
            ["the object: a is given, so the schema wants c too."],
        ),
        (
            obj({"additionalProperties": False}, **PAIR),
            {"a": 1, "b": 1, "c": 2},
            ["the object: the schema does not know c."],
        ),
        *(
            (obj(t=rows(obj(**PAIR), **{bound: limit})), {f"t[{n}].a": 1 for n in range(count)}, said)
            for bound, limit, count, said in (
                ("minItems", 2, 1, ["t has 1 item, and the schema wants at least 2."]),
                ("minItems", 2, 2, []),
                ("maxItems", 1, 2, ["t has 2 items, and the schema wants at most 1."]),
                ("maxItems", 2, 2, []),
            )
        ),
        (obj({"anyOf": EITHER}, **PAIR), {"a": 1, "b": None}, []),
        (
            obj({"anyOf": EITHER}, **PAIR),
            {"a": None, "b": None},
            ["the object fits none of the forms that the schema allows (anyOf: a, b)."],
        ),
        (
            obj({"oneOf": EITHER}, **PAIR),
            {"a": 1, "b": 1},
            ["the object fits none or several of the forms that the schema allows (oneOf: a, b)."],
        ),
        (
            obj({"not": {"required": ["a", "b"]}}, **PAIR),
            {"a": 1, "b": 1},
            ["the object is of a form that the schema rules out (not: a, b)."],
        ),
        *(
            (
                obj({**KIND, "then": {"required": ["a"]}, "else": {"required": ["b"]}}, kind=TEXT, **PAIR),
                {"kind": kind, "a": a, "b": b},
                said,
            )
            for kind, a, b, said in (
                ("x", 1, None, []),
                ("y", None, 1, []),
                ("x", None, 1, ['a is missing, and the schema requires it, where kind is "x".']),
                ("y", 1, None, ['b is missing, and the schema requires it, where kind is "y".']),
            )
        ),
        (
            obj({"dependentSchemas": {"kind": {"properties": {"a": {"minimum": 5}}}}}, kind=TEXT, **PAIR),
            {"kind": "x", "a": 1, "b": None},
            ['a: 1 breaks minimum 5, where kind is "x".'],
        ),
        (
            obj(t=rows(obj({**KIND, "then": {"properties": {"a": {"minimum": 5}}}}, kind=TEXT, **PAIR))),
            {"t[0].kind": "x", "t[0].a": 5, "t[1].kind": "x", "t[1].a": 4, "t[2].kind": "y", "t[2].a": 4},
            ['t[1].a: 4 breaks minimum 5, where t[1].kind is "x".'],
        ),
        (obj(a={"type": "number", "minimum": 5}), {"a": 1}, ["a: 1 breaks minimum 5."]),
        (obj(a=obj(**PAIR)), {"a.a": 1, "a.b": "x"}, ['a.b: "x" breaks type "number".']),
        (obj({"const": {"a": 2}}, a=NUMBER), {"a": 1}, ['the object: {"a": 1} breaks const {"a": 2}.']),
    ],
    ids=str,
)
def test_what_is_wrong_with_an_object(schema: dict[str, Any], values: dict[str, Any], errors: list[str]) -> None:
    assert object_errors(schema, values, ()) == errors
    assert object_errors(schema, values, tuple(values)) == [], "nothing is held against what has no value yet"


def test_items_that_stand_twice_are_named() -> None:
    schema = obj(t=rows(obj(a=NUMBER), uniqueItems=True))
    values = {f"t[{n}].a": value for n, value in enumerate([1, 2, 1, 3, 1])}
    whole = Whole(schema)
    (problem,) = whole.problems(values, whole.tree(list(values)))
    assert problem.cells == ("t[0].a", "t[2].a", "t[4].a")
    assert problem.sentence == "t holds the same item twice, and the schema wants each once."
    assert whole.still(problem, values, whole.tree(list(values)))
    assert not whole.still(problem, {**values, "t[2].a": 5, "t[4].a": 6}, whole.tree(list(values)))


@pytest.mark.parametrize(
    ("schema", "idle"),
    [
        (obj(a=NUMBER), True),
        (obj({"required": ["a"], "additionalProperties": False, "x-anything": 1}, a=NUMBER), True),
        (obj(a={"type": "number", "minimum": 1}, b={"type": "string", "enum": ["x"]}), True),
        (obj(t=rows(obj(a=NUMBER))), True),
        (obj(t=rows(TEXT, minItems=1, uniqueItems=True)), True),  # one cell holds the list
        (obj(m={"type": "object", "additionalProperties": NUMBER}), True),
        (obj(u={"anyOf": [NUMBER, TEXT]}), True),
        (obj({"minProperties": 1}, a=NUMBER), False),
        (obj(a=obj({"minProperties": 1}, b=NUMBER)), False),
        (obj(t=rows(obj(a=NUMBER), minItems=1)), False),
        (obj(t=rows(obj({"minProperties": 1}, a=NUMBER))), False),
        (obj(m={"type": "object", "additionalProperties": NUMBER, "minProperties": 1}), False),
        (obj(m={"type": "object", "additionalProperties": obj({"minProperties": 1}, a=NUMBER)}), False),
        (obj(u={"anyOf": [obj(a=NUMBER), obj(b=NUMBER)]}), False),
        (obj(u={"oneOf": [NUMBER, rows(obj(a=NUMBER))]}), False),
        (obj({"x-rule": "a > 0"}, a=NUMBER), False),
    ],
    ids=str,
)
def test_where_the_cells_own_checks_say_everything(schema: dict[str, Any], idle: bool) -> None:
    assert Whole(schema).idle is idle
    assert not Whole(schema, model=dict[str, Any]).idle


@pytest.mark.parametrize(
    ("value", "schema", "left"),
    [
        ({"a": None, "b": 1}, obj(**PAIR), {"b": 1}),
        ({"a": None}, obj({"required": ["a"]}, **PAIR), {"a": None}),
        ({"a": None}, obj(a=MAYBE), {"a": None}),
        ({"a": None}, obj(a={}), {"a": None}),
        ({"a": None}, obj(), {"a": None}),
        ({"a": None}, obj(a={"oneOf": [NUMBER, TEXT]}), {}),
        ({"a": None}, obj(a={"oneOf": [NUMBER, MAYBE]}), {"a": None}),
        ([{"a": None}, 1], rows(obj(**PAIR)), [{}, 1]),
        ({"a": {"b": None}}, obj(a=obj(b=NUMBER)), {"a": {}}),
        (None, NUMBER, None),
        ({"a": None}, True, {"a": None}),
    ],
    ids=str,
)
def test_which_null_stands_for_a_key_left_out(value: Any, schema: Any, left: Any) -> None:
    assert without_nulls(value, schema) == left


@pytest.mark.parametrize(
    ("location", "found", "used"),
    [
        (["t", 1, "a"], 2, 3),
        (["t", 2], [{"a": 1}, {"a": 2}], 1),
        (["t", "x"], [{"a": 1}, {"a": 2}], 1),
        (["t", 0, "b"], {"a": 1}, 2),
        (["x"], {"t": [{"a": 1}, {"a": 2}]}, 0),
        (["t", 0, "a", "deeper"], 1, 3),
        ([], {"t": [{"a": 1}, {"a": 2}]}, 0),
    ],
    ids=str,
)
def test_a_place_in_a_tree(location: list[str | int], found: Any, used: int) -> None:
    assert at({"t": [{"a": 1}, {"a": 2}]}, location) == (found, used)


def test_a_place_as_it_is_written() -> None:
    assert written(["items", 2, "price"]) == "items[2].price"
    assert written([0, "a"]) == "[0].a"
    assert written([]) == ""
