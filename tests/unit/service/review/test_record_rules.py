"""The rules of a schema over a record as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.review.record import Settled
from consensus.service.review.record_rules import rule_lines

NUMBER = {"type": ["number", "null"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "x-rule": ["total == sum(items[].amount)", {"rule": "due >= day", "message": "Due after the day."}],
    "x-when": {"if": "kind == 'credit'", "then": "total <= 0", "else": "total >= 0"},
    "x-requires": {"discount": ["why"]},
    "x-unique": "items[].sku",
    "properties": {
        "total": NUMBER,
        "discount": NUMBER,
        **{name: {"type": ["string", "null"]} for name in ("day", "due", "kind", "why")},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "x-rule": "amount == qty * price",
                "properties": {"sku": {"type": "string"}, "qty": NUMBER, "price": NUMBER, "amount": NUMBER},
            },
        },
    },
}
VALUES: dict[str, Any] = {
    "total": 30,
    "discount": None,
    "day": "2026-05-01",
    "due": "2026-06-01",
    "kind": "bill",
    "why": None,
    "items[0].sku": "A",
    "items[0].qty": 2,
    "items[0].price": 5,
    "items[0].amount": 10,
    "items[1].sku": "B",
    "items[1].qty": 4,
    "items[1].price": 5,
    "items[1].amount": 20,
}


def told(values: dict[str, Any] = VALUES, waiting: tuple[str, ...] = ()) -> list[str]:
    now = Settled({**VALUES, **values, **dict.fromkeys(waiting)}, frozenset(waiting))
    return [f"{line.state.value}: {line.words}" for line in rule_lines(SCHEMA, now)]


def test_what_holds() -> None:
    assert sorted(told()) == [
        "holds: Due after the day",
        "holds: discount needs why",
        "holds: if kind == 'credit' then total <= 0 else total >= 0",
        "holds: items[0]: amount == qty * price",
        "holds: items[1]: amount == qty * price",
        "holds: items[].sku unique",
        "holds: total == sum(items[].amount)",
    ]


def test_what_does_not_add_up_comes_first() -> None:
    found = told({"items[1].amount": 21})
    assert found[:2] == [
        "broken: total is 30, but sum(items[].amount) is 31.",
        "broken: items[1]: amount is 21, but qty * price is 20.",
    ]
    assert all(line.startswith("holds") for line in found[2:])


def test_a_rule_with_an_open_value_is_not_broken() -> None:
    found = told(waiting=("items[1].amount",))
    assert [line for line in found if not line.startswith("holds")] == [
        "waits: total == sum(items[].amount) (total is 30, sum(items[].amount) is 10 so far); open: items[1].amount",
        "waits: items[1]: amount == qty * price (amount is not given, qty * price is 20 so far); open: items[1].amount",
    ]


def test_many_open_values_are_counted() -> None:
    waiting = ("total", "items[0].amount", "items[1].amount", "items[0].qty", "items[1].qty")
    (line,) = [line for line in told(waiting=waiting) if "sum(" in line]
    assert line.endswith("; open: total, items[0].amount, items[1].amount")
    values = {f"items[{n}].amount": None for n in range(5)}
    now = Settled(values, frozenset(values))
    assert any(line.words.endswith("items[2].amount and 2 more") for line in rule_lines(SCHEMA, now))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"discount": 3}, "discount is 3, so the schema wants why too, which is empty."),
        ({"items[1].sku": "A"}, "items[].sku should be unique, but “A” stands in rows 1 and 2."),
        ({"due": "2026-04-01"}, "Due after the day: due is “2026-04-01”, day is “2026-05-01”"),
    ],
)
def test_other_rules_and_the_schema_itself(values: dict[str, Any], sentence: str) -> None:
    assert any(line.startswith("broken: ") and sentence in line for line in told(values))


def test_what_the_schema_says_of_the_object_as_a_whole() -> None:
    schema = {
        **SCHEMA,
        "properties": {**SCHEMA["properties"], "items": {**SCHEMA["properties"]["items"], "minItems": 3}},
    }
    (line, *_) = rule_lines(schema, Settled(VALUES, frozenset()))
    assert (line.state.value, line.words) == ("broken", "items has 2 items, and the schema wants at least 3.")
    waits = rule_lines(schema, Settled({**VALUES, "items[1].qty": None}, frozenset({"items[1].qty"})))
    assert not any("at least 3" in line.words for line in waits), "a row that is open may still change it"


def test_a_rule_of_which_nothing_can_be_said_is_not_listed() -> None:
    assert not any("Due" in line for line in told({"due": None}))


def test_no_fields_no_rules() -> None:
    assert rule_lines(SCHEMA, Settled({}, frozenset())) == ()


def test_the_cells_that_a_rule_reads() -> None:
    lines = rule_lines(SCHEMA, Settled({**VALUES, "items[1].amount": 21}, frozenset()))
    assert lines[0].cells == ("total", "items[0].amount", "items[1].amount")
