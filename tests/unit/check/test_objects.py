"""The object that would be delivered is judged as a whole: what breaks it goes to review, what is right stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from consensus.check import object_errors
from consensus.check.whole import Whole
from consensus.domain import Candidate, Outcome, Policy
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.policy_files.loading import load_policy
from consensus.schema import as_object, from_json

ROOT = Path(__file__).parents[3]
POLICIES = {
    name: load_policy(name, home=Path("nowhere"), shipped=ROOT / "policies") for name in ("extraction", "strict")
}
ROW = {"type": "object", "properties": {"x": {"type": "string"}, "n": {"type": "number"}}, "required": ["x"]}
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def schema(properties: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **more}


def decided(
    shape: Mapping[str, Any], *objects: Any, policy: Policy = POLICIES["extraction"], **levels: str
) -> dict[str, UnitRecord]:
    answers = [Candidate("d", f"m{n}", f"f{n}", one) for n, one in enumerate(objects)]
    if levels:
        policy = policy.model_copy(update={"checks": levels})
    found = decide_object(ObjectAnswers("d", None, from_json(shape), answers), DecisionConfig(policy))
    return {record.unit.path: record for record in found}  # type: ignore[union-attr]


def reviewed(found: Mapping[str, UnitRecord]) -> set[str]:
    return {path for path, one in found.items() if one.verdict is None or one.verdict.outcome is not Outcome.ACCEPTED}


def rule(record: UnitRecord) -> str:
    assert record.verdict is not None
    return record.verdict.rule


def reasons(record: UnitRecord) -> str:
    assert record.verdict is not None
    return " ".join(record.verdict.reasons)


LIST = {"type": "array", "items": ROW}
CREDIT = {"properties": {"kind": {"const": "credit"}}, "required": ["kind"]}
WHOLE = [
    # name, schema, a right object, a wrong one, the cells of the wrong one, a part of the sentence
    (
        "minItems",
        schema({"t": {**LIST, "minItems": 2}}),
        {"t": [{"x": "a"}, {"x": "b"}]},
        {"t": [{"x": "a"}]},
        {"t[0].x", "t[0].n"},
        "t has 1 item, and the schema wants at least 2.",
    ),
    (
        "maxItems",
        schema({"t": {**LIST, "maxItems": 1}, "o": TEXT}),
        {"t": [{"x": "a"}], "o": "o"},
        {"t": [{"x": "a"}, {"x": "b"}], "o": "o"},
        {"t[0].x", "t[0].n", "t[1].x", "t[1].n"},
        "at most 1",
    ),
    (
        "uniqueItems",
        schema({"t": {**LIST, "uniqueItems": True}}),
        {"t": [{"x": "a", "n": 1}, {"x": "a", "n": 2}]},
        {"t": [{"x": "a", "n": 1}, {"x": "b", "n": 1}, {"x": "a", "n": 1}]},
        {"t[0].x", "t[0].n", "t[2].x", "t[2].n"},
        "the same item twice",
    ),
    (
        "contains",
        schema({"t": {**LIST, "contains": {"properties": {"x": {"const": "total"}}}}}),
        {"t": [{"x": "a"}, {"x": "total"}]},
        {"t": [{"x": "a"}]},
        {"t[0].x", "t[0].n"},
        "contains",
    ),
    (
        "then bounds a field",
        schema(
            {"kind": TEXT, "total": NUMBER, "o": TEXT},
            **{"if": CREDIT, "then": {"properties": {"total": {"maximum": 0}}}},
        ),
        {"kind": "credit", "total": -1, "o": "o"},
        {"kind": "credit", "total": 1, "o": "o"},
        {"kind", "total"},
        'where kind is "credit"',
    ),
    (
        "then requires a field",
        schema({"kind": TEXT, "why": TEXT, "o": TEXT}, **{"if": CREDIT, "then": {"required": ["why"]}}),
        {"kind": "credit", "why": "w", "o": "o"},
        {"kind": "credit", "o": "o"},
        {"kind", "why"},
        "why is missing",
    ),
    (
        "else",
        schema({"kind": TEXT, "total": NUMBER}, **{"if": CREDIT, "else": {"properties": {"total": {"minimum": 0}}}}),
        {"kind": "debit", "total": 1},
        {"kind": "debit", "total": -1},
        {"kind", "total"},
        "minimum",
    ),
    (
        "dependentRequired",
        schema({"card": TEXT, "expiry": TEXT, "o": TEXT}, dependentRequired={"card": ["expiry"]}),
        {"card": "1", "expiry": "2", "o": "o"},
        {"card": "1", "o": "o"},
        {"card", "expiry"},
        "so the schema wants expiry too",
    ),
    (
        "anyOf required",
        schema({"email": TEXT, "phone": TEXT, "o": TEXT}, anyOf=[{"required": ["email"]}, {"required": ["phone"]}]),
        {"email": "e", "phone": None, "o": "o"},
        {"email": None, "phone": None, "o": "o"},
        {"email", "phone"},
        "anyOf: email, phone",
    ),
    (
        "oneOf required",
        schema({"a": TEXT, "b": TEXT}, oneOf=[{"required": ["a"]}, {"required": ["b"]}]),
        {"a": "1", "b": None},
        {"a": "1", "b": "2"},
        {"a", "b"},
        "oneOf",
    ),
    (
        "not",
        schema({"a": TEXT, "b": TEXT, "o": TEXT}, **{"not": {"required": ["a", "b"]}}),
        {"a": "1", "b": None, "o": "o"},
        {"a": "1", "b": "2", "o": "o"},
        {"a", "b"},
        "rules out",
    ),
    (
        "allOf",
        schema(
            {"a": NUMBER, "b": NUMBER},
            allOf=[{"properties": {"a": {"minimum": 1}}}, {"properties": {"b": {"minimum": 1}}}],
        ),
        {"a": 1, "b": 1},
        {"a": 1, "b": 0},
        {"b"},
        "minimum",
    ),
    (
        "minProperties",
        schema({"p": {**schema({"a": TEXT, "b": TEXT}), "minProperties": 1}, "o": TEXT}, required=["p"]),
        {"p": {"a": "1", "b": None}, "o": "o"},
        {"p": {"a": None, "b": None}, "o": "o"},
        {"p.a", "p.b"},
        "minProperties",
    ),
    (
        "nested",
        schema({"p": schema({"t": {**LIST, "minItems": 2}}), "o": TEXT}),
        {"p": {"t": [{"x": "a"}, {"x": "b"}]}, "o": "o"},
        {"p": {"t": [{"x": "a"}]}, "o": "o"},
        {"p.t[0].x", "p.t[0].n"},
        "p.t has 1 item",
    ),
    (
        "rows",
        schema(
            {
                "t": {
                    "type": "array",
                    "items": {
                        **ROW,
                        "dependentRequired": {"n": ["x"]},
                        "not": {"required": ["n"], "properties": {"x": {"const": "a"}}},
                    },
                }
            }
        ),
        {"t": [{"x": "a"}, {"x": "b", "n": 1}]},
        {"t": [{"x": "a", "n": 1}, {"x": "b", "n": 1}]},
        {"t[0].x", "t[0].n"},
        "t[0]",
    ),
    (
        "draft 7",
        schema({"card": TEXT, "t": {**LIST, "minItems": 2}}, **{"$schema": "http://json-schema.org/draft-07/schema#"}),
        {"card": "c", "t": [{"x": "a"}, {"x": "b"}]},
        {"card": "c", "t": [{"x": "a"}]},
        {"t[0].x", "t[0].n"},
        "at least 2",
    ),
]


@pytest.mark.parametrize(("shape", "right"), [row[1:3] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_a_right_object_is_accepted(shape: Mapping[str, Any], right: Any) -> None:
    found = decided(shape, right, right, right)
    told = {path for path, one in found.items() if any(f.check == "object_validity" for f in one.findings)}
    assert told == set()
    given = {path for path in reviewed(found) if rule(found[path]) != "omitted"}
    assert given == set()


@pytest.mark.parametrize(
    ("shape", "wrong", "cells", "words"), [(r[1], *r[3:]) for r in WHOLE], ids=[row[0] for row in WHOLE]
)
def test_what_breaks_the_whole_goes_to_review(
    shape: Mapping[str, Any], wrong: Any, cells: set[str], words: str
) -> None:
    found = decided(shape, wrong, wrong, wrong)
    told = {path for path, one in found.items() if any(f.check.endswith("_validity") for f in one.findings)}
    assert told == cells
    assert cells <= reviewed(found)
    assert all(words in reasons(found[path]) for path in cells)
    assert not {path for path in reviewed(found) - cells if rule(found[path]) != "omitted"}


def test_the_level_is_the_policys() -> None:
    shape, wrong = WHOLE[0][1], WHOLE[0][3]
    assert not reviewed(decided(shape, wrong, wrong, object_validity="off")) - {"t[0].n"}
    found = decided(shape, wrong, wrong, object_validity="warning")
    assert "t[0].x" not in reviewed(found)
    assert [finding.veto for finding in found["t[0].x"].findings] == [False]


def test_what_a_leaf_breaks_is_said_once() -> None:
    shape = schema({"n": {"type": "number", "maximum": 5}, "t": {**LIST, "minItems": 1}})
    found = decided(shape, *[{"n": 9, "t": [{"x": "a", "n": 1}]}] * 3)
    assert [finding.check for finding in found["n"].findings] == ["schema_validity"] * 3
    assert reviewed(found) == {"n"}


def test_a_schema_without_such_keywords_needs_no_second_look() -> None:
    plain = schema(
        {"a": TEXT, "p": schema({"b": NUMBER}), "t": LIST, "l": {"type": "array", "minItems": 2, "items": TEXT}}
    )
    assert Whole(from_json(plain)).idle, "a list of texts is one cell, which is checked as such"
    assert [row[0] for row in WHOLE if Whole(from_json(row[1])).idle] == ["allOf"], (
        "its parts are merged into the leaves"
    )


# --- rules -----------------------------------------------------------------------------------------------------------

SUM = schema({"total": NUMBER, "t": LIST}, **{"x-rule": "total == sum(t[].n)"})


def bill(total: float, *amounts: float | None) -> dict[str, Any]:
    return {"total": total, "t": [{"x": f"r{i}", "n": amount} for i, amount in enumerate(amounts)]}


def test_a_broken_rule_sends_its_cells_to_review_and_no_others() -> None:
    found = decided(SUM, *[bill(12, 5, 6)] * 3)
    assert reviewed(found) == {"total", "t[0].n", "t[1].n"}
    assert rule(found["total"]) == "veto"
    assert reasons(found["t[1].n"]).startswith("total is 12, but sum(t[].n) is 11.")


def test_a_rule_that_holds_changes_nothing() -> None:
    assert reviewed(decided(SUM, *[bill(11, 5, 6)] * 3)) == set()


def test_a_rule_settles_a_split_for_the_majority() -> None:
    found = decided(SUM, bill(11, 5, 6), bill(11, 5, 6), bill(11, 5, 60))
    assert reviewed(found) == set()
    assert rule(found["t[1].n"]) == "rule_settles"
    assert found["t[1].n"].verdict.value == 6  # type: ignore[union-attr]
    assert reasons(found["t[1].n"]).startswith("total == sum(t[].n) holds with this value and with no other")


@pytest.mark.parametrize(
    ("objects", "why"),
    [
        ((bill(11, 5, 60), bill(11, 5, 60), bill(11, 5, 6)), "the minority's value is the one that fits"),
        ((bill(11, 5, 6), bill(11, 5, 60)), "there is no majority"),
        ((bill(11, 5, 6), bill(11, 5, 6), bill(12, 5, 60)), "another cell of the rule is open"),
        ((bill(11, 5, 6), bill(11, 5, 6), bill(11, 5, None)), "an abstention breaks nothing that is seen"),
        ((bill(11, 5, 6), bill(11, 5, 6), {"total": 11, "t": [{"x": "r0", "n": 5}]}), "a member lacks the row"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_settles_nothing_else(objects: tuple[Any, ...], why: str) -> None:
    found = decided(SUM, *objects)
    if why.startswith("an abstention"):
        assert rule(found["t[1].n"]) == "rule_settles", "without the amount the sum is wrong"
    else:
        assert "rule_settles" not in {rule(one) for one in found.values()}, why
        assert "t[1].n" in reviewed(found)


def test_a_bound_settles_nothing() -> None:
    shape = schema({"total": NUMBER, "most": NUMBER}, **{"x-rule": "total <= most"})
    right, wrong = {"total": 5, "most": 9}, {"total": 50, "most": 9}
    found = decided(shape, right, right, wrong)
    assert reviewed(found) == {"total"}
    assert rule(found["total"]) == "split"


def test_two_equations_that_disagree_settle_nothing() -> None:
    shape = schema({"a": NUMBER, "b": NUMBER, "c": NUMBER}, **{"x-rule": ["a == b", "a == c"]})
    found = decided(shape, {"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1, "c": 2}, {"a": 2, "b": 1, "c": 2})
    assert rule(found["a"]) != "rule_settles"


def test_strict_settles_nothing() -> None:
    shape = schema({"a": NUMBER, "b": NUMBER}, **{"x-rule": "a == b"})
    given = ({"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 2, "b": 1})
    assert rule(decided(shape, *given)["a"]) == "rule_settles"
    assert rule(decided(shape, *given, policy=POLICIES["strict"])["a"]) == "split"


def test_the_order_of_the_panel_changes_nothing() -> None:
    given = [bill(11, 5, 6), bill(11, 5, 6), bill(11, 5, 60)]
    answers = [Candidate("d", f"m{n}", f"f{n}", one) for n, one in enumerate(given)]
    verdicts = [
        [record.verdict for record in decide_object(ObjectAnswers("d", None, from_json(SUM), order), CONFIG)]
        for order in (answers, answers[::-1], [answers[1], answers[2], answers[0]])
    ]
    assert verdicts[0] == verdicts[1] == verdicts[2]


CONFIG = DecisionConfig(POLICIES["extraction"])


def test_accepted_cells_stay_where_another_value_of_an_open_cell_mends_the_rule() -> None:
    found = decided(SUM, bill(11, 5, 60), bill(11, 5, 60), bill(11, 5, 6))
    assert reviewed(found) == {"t[1].n"}
    assert "total is 11, but sum(t[].n) is 65." in reasons(found["t[1].n"])
    nothing_mends = decided(SUM, bill(99, 5, 60), bill(99, 5, 60), bill(99, 5, 6))
    assert reviewed(nothing_mends) == {"total", "t[0].n", "t[1].n"}


UNION = {
    "anyOf": [
        {"type": "object", "properties": {"kind": {"const": "card"}, "number": TEXT}, "required": ["kind", "number"]},
        {"type": "object", "properties": {"kind": {"const": "cash"}, "amount": NUMBER}, "required": ["kind", "amount"]},
    ]
}
PAIR = {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}, "x-rule": "a == b"}
GROUP = {"type": "object", "x-rule": "sub == sum(rows[].n)", "properties": {"sub": NUMBER, "rows": LIST}}


@pytest.mark.parametrize(
    ("shape", "right", "wrong", "cells"),
    [
        (
            {"type": "array", "items": PAIR, "minItems": 1},
            [{"a": 1, "b": 1}, {"a": 2, "b": 2}],
            [{"a": 1, "b": 1}, {"a": 2, "b": 3}],
            {"[1].a", "[1].b"},
        ),
        (
            {"type": "array", "items": PAIR, "minItems": 2},
            [{"a": 1, "b": 1}, {"a": 2, "b": 2}],
            [{"a": 1, "b": 1}],
            {"[0].a", "[0].b"},
        ),
        (
            schema({"p": UNION, "total": NUMBER}, **{"x-rule": "total == p.amount"}),
            {"p": {"kind": "cash", "amount": 5}, "total": 5},
            {"p": {"kind": "cash", "amount": 5}, "total": 6},
            {"p.amount", "total"},
        ),
        (
            schema({"p": UNION, "total": NUMBER}, **{"x-rule": "total == p.amount"}),
            {"p": {"kind": "card", "number": "5"}, "total": 6},
            {"p": {"kind": "cash", "amount": 5}, "total": 6},
            {"p.amount", "total"},
        ),
        (
            schema({"rates": {"type": "object", "additionalProperties": PAIR}}),
            {"rates": {"x.y": {"a": 1, "b": 1}}},
            {"rates": {"x.y": {"a": 1, "b": 1}, "z": {"a": 1, "b": 2}}},
            {"rates.z.a", "rates.z.b"},
        ),
        (
            schema({"g": {"type": "array", "items": GROUP}, "o": TEXT}),
            {"g": [{"sub": 3, "rows": [{"x": "a", "n": 1}, {"x": "b", "n": 2}]}], "o": "o"},
            {"g": [{"sub": 4, "rows": [{"x": "a", "n": 1}, {"x": "b", "n": 2}]}], "o": "o"},
            {"g[0].sub", "g[0].rows[0].n", "g[0].rows[1].n"},
        ),
    ],
    ids=["list root", "short list root", "union", "another branch", "map", "nested tables"],
)
def test_rules_in_every_shape(shape: Mapping[str, Any], right: Any, wrong: Any, cells: set[str]) -> None:
    resolved = from_json(shape)
    assert reviewed(decided(shape, *[as_object(resolved, right)] * 3)) == set()
    assert reviewed(decided(shape, *[as_object(resolved, wrong)] * 3)) == cells


# --- what is delivered after people decided --------------------------------------------------------------------------


def test_open_cells_are_not_held_against_an_object() -> None:
    values = {"total": None, "t[0].x": "a", "t[0].n": 1}
    assert object_errors(SUM | {"required": ["total"]}, values, {"total"}) == []
    told = object_errors(SUM | {"required": ["total"]}, values | {"total": 2}, ())
    assert told == ["total is 2, but sum(t[].n) is 1."]


def test_a_leaf_is_judged_as_well_when_nothing_above_it_is() -> None:
    assert object_errors(schema({"n": {"type": "number", "maximum": 5}}), {"n": 9}, ()) == ["n: 9 breaks maximum 5."]
