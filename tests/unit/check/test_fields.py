"""Checks of one field: each with a good, a bad and an ignored case."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.check import CATALOGUE
from consensus.check.fields import check_field
from consensus.check.registry import SEGMENT_IDS
from consensus.domain import Abstention, AbstentionReason, Candidate, Field, Policy, Severity

POLICY = Policy(name="t", version=1)


def found(schema: dict[str, Any], value: Any, text: str | None = None, policy: Policy = POLICY):
    answers = [Candidate("u", "m", "f", value)]
    return check_field(Field("u", 0, "a", "a", schema), answers, text, policy)


def names(*args: Any, **more: Any) -> list[str]:
    return [finding.check for finding in found(*args, **more)]


STRING = {"type": "string"}

# schema, a valid value, a value that breaks it, a word of the message
BROKEN = [
    (STRING, "x", 5, "not of type string"),
    ({"type": "number"}, 1.5, "1.5", "not of type number"),
    ({"type": "number"}, 1, True, "not of type number"),
    ({"type": "integer"}, 5.0, 5.5, "not of type integer"),
    ({"type": "boolean"}, True, "true", "not of type boolean"),
    ({"type": "string", "format": "date"}, "2024-02-29", "2024-02-30", "not a valid date"),
    ({"type": "string", "format": "date"}, "2024-02-29", "09/01", "not a valid date"),
    ({"type": "string", "format": "date"}, "2024-02-29", "", "not a valid date"),
    ({"type": "string", "format": "date-time"}, "2024-02-28T10:00:00Z", "2024-02-28", "not a valid date-time"),
    ({"type": "string", "enum": ["a", "b"]}, "a", "A", "none of a, b"),
    ({"type": ["string", "null"], "enum": ["a", None], "x-required": True}, None, "c", "none of a, null"),
    ({"type": "string", "pattern": "^[A-Z]{3}$"}, "ABC", "abc", "does not match"),
    ({"type": "number", "minimum": 0}, 0, -1, "breaks minimum 0"),
    ({"type": "string", "maxLength": 2}, "ab", "abc", "breaks maxLength 2"),
    ({"type": "array", "items": {"type": "number"}}, [1], [1, "x"], "not of type number (at [1])"),
    ({**STRING, "x-required": True}, "x", None, "requires a value"),
]


@pytest.mark.parametrize(("schema", "good", "bad", "word"), BROKEN, ids=[str(row[3]) for row in BROKEN])
def test_schema_validity_is_a_critical_veto(schema, good, bad, word):
    assert found(schema, good) == ()
    [finding] = found(schema, bad)
    assert (finding.check, finding.veto, finding.severity, finding.member) == (
        "schema_validity",
        True,
        Severity.CRITICAL,
        "m",
    )
    assert word in finding.message


def test_null_is_fine_where_the_field_is_not_required_or_nullable():
    assert found(STRING, None) == ()
    assert found({"type": ["string", "null"], "x-required": True}, None) == ()
    inner = {"type": "array", "items": {"type": "object", "required": ["a"], "properties": {"a": STRING, "b": STRING}}}
    assert found(inner, [{"a": "x", "b": None}]) == ()
    assert names(inner, [{"a": None, "b": None}]) == ["schema_validity"]


def test_an_absent_row_is_not_a_null_that_somebody_wrote():
    answers = [Candidate("u", "m", "f", None, row_absent=True)]
    assert check_field(Field("u", 0, "a", "a", {**STRING, "x-required": True}), answers, None, POLICY) == ()


def test_the_message_carries_the_schemas_own_words():
    [finding] = found({"type": "number", "description": "net amount,\n in euro"}, "x")
    assert finding.message.endswith("The schema says: “net amount, in euro”")


def test_a_key_outside_the_schema_is_a_veto():
    [finding] = found({"x-unknown": True}, 5)
    assert (finding.check, finding.veto) == ("unknown_key", True)


DATE = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("2024-03-05", "on 5 March 2024", []),
        ("2024-03-05", "on 05.03.24", []),
        ("2024-03-05", "令和6年 ２０２４年3月5日", []),
        ("2024-03-05", "stamp 20240305", []),
        ("2024-03-05", "on 5 March", ["year_not_in_source", "unlocated"]),
        ("2024-03-05", None, []),
    ],
)
def test_a_year_that_stands_nowhere_is_pointed_out(value, text, expected):
    findings = [f for f in found(DATE, value, text) if f.check != "unlocated" or "unlocated" in expected]
    assert [f.check for f in findings] == expected
    assert not any(f.veto for f in findings)


def test_location_is_a_hint_and_never_a_veto():
    [finding] = found(STRING, "INV-1007", "see INV-1001")
    assert (finding.check, finding.veto, finding.severity) == ("unlocated", False, Severity.NEUTRAL)
    assert found(STRING, "INV-1001", "see INV-1001") == ()
    assert found(STRING, None, "see INV-1001") == ()
    twice = Policy(name="t", version=1, checks={"ambiguous_location": "warning"})
    [finding] = found(STRING, "one", "one, two, one", policy=twice)
    assert (finding.check, finding.source_span) == ("ambiguous_location", (0, 3))


@pytest.mark.parametrize(("level", "vetoes"), [("veto", [True]), ("warning", [False]), ("off", [])])
def test_the_policy_has_the_last_word_on_levels(level, vetoes):
    policy = Policy(name="t", version=1, checks={"schema_validity": level})
    assert [finding.veto for finding in found(STRING, 5, policy=policy)] == vetoes


def test_every_member_gets_the_findings_of_its_answer():
    answers = [
        Candidate("u", "a", "a", 5),
        Candidate("u", "b", "b", "x"),
        Abstention("u", "c", "c", AbstentionReason.TIMEOUT),
        Candidate("u", "d", "d", 5),
    ]
    findings = check_field(Field("u", 0, "a", "a", STRING), answers, None, POLICY)
    assert [finding.member for finding in findings] == ["a", "d"]


def test_the_catalogue_entries_are_complete():
    assert {name: info.level for name, info in CATALOGUE.items() if name not in SEGMENT_IDS} == {
        "schema_validity": "veto",
        "object_validity": "veto",
        "unknown_key": "veto",
        "year_not_in_source": "warning",
        "unlocated": "warning",
        "too_many_digits": "veto",
        "ambiguous_location": "off",
    }


@pytest.mark.parametrize(
    ("schema", "value", "text", "said"),
    [
        (STRING, "2024-03-05", "on 5 March", True),  # a day, whatever the schema says of it
        (STRING, "2024-03-05", "on 5 March 2024", False),
        (STRING, "2024-03-5x", "on 5 March", False),
        (STRING, "2024-03-05 ", "on 5 March", False),
        (STRING, "2024-13-05", "on 5 March", False),  # no day at all
        ({**STRING, "x-compare": "date"}, "2024-03-05T10:00", "on 5 March", True),
        ({**STRING, "format": "date-time"}, "2024-03-05T10:00:00Z", "on 5 March", True),
        (STRING, "2024-03-05T10:00", "on 5 March", False),
        (DATE, "2024-03-05", "in 24", False),
        (DATE, "2024-03-05", "in 124", True),
        (DATE, "2024-03-05", "240305", False),
        (DATE, "2024-03-05", "052403", False),
        (DATE, "2024-03-05", "050324", False),
        (DATE, "2024-03-05", "05240324", False),
        (DATE, "2024-03-05", "052403 0524031", False),
        (DATE, "2024-03-05", "0503240 02403", True),  # seven and five digits are no day
        (DATE, "2024-03-05", "032401", False),
        (DATE, "2024-03-05", "112233", True),
    ],
)
def test_where_a_year_may_stand(schema: dict[str, Any], value: str, text: str, said: bool) -> None:
    assert ("year_not_in_source" in names(schema, value, text)) is said


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [
        ({}, 5, True),
        ({}, {"a": 1}, True),
        ({"x-required": True}, None, True),  # no type, so null is a value
        ({"type": "null", "x-required": True}, None, True),
        ({"type": ["number", "string"]}, "x", True),
        ({"type": ["number", "boolean"]}, "x", False),
        ({"type": "integer"}, True, False),
        ({"type": "integer"}, 5.0, True),
        ({"type": "number"}, float("nan"), True),
        ({"enum": ["a"]}, "a", True),
        ({"enum": ["a"]}, "b", False),
        ({"type": "number", "enum": ["a", 1]}, "a", False),  # listed, and still of no right type
        ({"type": "string", "enum": ["a", "b"], "pattern": "^b$"}, "a", False),
        ({"type": "string", "enum": ["a", "b"], "pattern": "^b$"}, "b", True),
        ({**DATE, "pattern": "^2025"}, "2024-02-29", False),
        (DATE, "２０２４-02-29", False),
        (DATE, "2024-2-29", False),
        (DATE, 20240229, False),
        ({"type": "array", "items": {"type": ["number", "null"]}}, [1, None], True),
        ({"type": "array"}, [None], True),
        ({"type": "object", "required": ["a"], "properties": {"a": STRING, "b": STRING}}, {"a": "x", "b": None}, True),
        ({"type": "object", "required": ["a"], "properties": {"a": STRING}}, {"a": None}, False),
        (
            {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": STRING}}}},
            {"a": {"b": None}},
            True,
        ),
        ({"type": "object", "additionalProperties": False}, {"x": None}, True),
        ({"type": "object", "additionalProperties": False}, {"x": 1}, False),
    ],
    ids=str,
)
def test_what_a_schema_takes(schema: dict[str, Any], value: Any, valid: bool) -> None:
    assert ("schema_validity" not in names(schema, value)) is valid


@pytest.mark.parametrize(("length", "end"), [(78, "a”"), (79, "a...")])
def test_a_long_value_is_shown_by_its_beginning(length: int, end: str) -> None:
    [finding] = found({"type": "number"}, "a" * length)
    assert finding.message.split(" is not")[0].endswith(end)
    assert len(finding.message.split(" is not")[0]) == 80


def test_values_that_python_takes_for_equal_are_judged_apart() -> None:
    answers = [Candidate("u", str(n), str(n), value) for n, value in enumerate([1, True, 1.0, "1", ("1",)])]
    findings = check_field(Field("u", 0, "a", "a", {"type": "integer"}), answers, None, POLICY)
    assert [finding.member for finding in findings] == ["1", "3", "4"]


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("one", "two", ["unlocated"]),
        ("one", "one", []),
        (True, "two", []),
        (["one"], "two", []),
        ({"a": "one"}, "two", []),
        (5, "two", ["unlocated"]),
        (None, "two", []),
    ],
)
def test_which_values_have_a_place(value: Any, text: str, expected: list[str]) -> None:
    assert names({}, value, text) == expected


@pytest.mark.parametrize(
    ("text", "checks"), [("one", []), ("one, one", ["ambiguous_location"]), ("two", ["unlocated"])]
)
def test_one_place_is_not_ambiguous(text: str, checks: list[str]) -> None:
    policy = Policy(name="t", version=1, checks={"ambiguous_location": "warning"})
    assert names(STRING, "one", text, policy=policy) == checks


@pytest.mark.parametrize("check", ["year_not_in_source", "unlocated", "too_many_digits", "unknown_key"])
def test_a_check_that_is_off_says_nothing(check: str) -> None:
    cases = {
        "year_not_in_source": (DATE, "2024-03-05", "on 5 March"),
        "unlocated": (STRING, "one", "two"),
        "too_many_digits": ({"type": "number"}, 12345678901234567890, None),
        "unknown_key": ({"x-unknown": True}, "one", None),
    }
    off = Policy(name="t", version=1, checks={check: "off"})
    assert check in names(*cases[check])
    assert check not in names(*cases[check], policy=off)
