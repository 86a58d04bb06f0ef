"""Rules of a schema, tried on objects: which hold, which are broken, which cannot be said, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from consensus.check.rules import Tried, placed, try_at
from consensus.check.whole import Whole

NUMBER = {"type": ["number", "null"]}
ROW = {"type": "object", "properties": {"id": {"type": "string"}, "amount": NUMBER, "qty": NUMBER, "price": NUMBER}}
PROPERTIES = {
    **dict.fromkeys(("total", "net", "vat"), NUMBER),
    **{key: {"type": ["string", "null"]} for key in ("kind", "other", "start", "end", "note")},
    "paid": {"type": ["boolean", "null"]},
    "tags": {"type": "array", "items": {"type": "number"}},
    "rates": {"type": "object"},
    "items": {"type": "array", "items": ROW},
}


def results(
    more: Mapping[str, Any], values: Mapping[str, Any], properties: Mapping[str, Any] = PROPERTIES
) -> list[Tried]:
    whole = Whole({"type": "object", "properties": {**properties, **more.get("properties", {})}, **more})
    return [try_at(rule, node, values, where) for rule, node, where in placed(whole.rules, whole.tree(list(values)))]


def rows(*amounts: Any) -> dict[str, Any]:
    return {f"items[{i}].amount": amount for i, amount in enumerate(amounts)}


@pytest.mark.parametrize(
    ("rule", "values", "holds"),
    [
        ("total == net + vat", {"total": 119, "net": 100, "vat": 19}, True),
        ("total == net + vat", {"total": 119.0, "net": 100.1, "vat": 18.9}, True),  # not as binary floats add
        ("total == net + vat", {"total": 119.01, "net": 100, "vat": 19}, False),
        ("total == net + vat +- 0.01", {"total": 119.01, "net": 100, "vat": 19}, True),
        ("total == net + vat +- 0.01", {"total": 119.02, "net": 100, "vat": 19}, False),
        ("total == net + vat", {"total": 119, "net": 100, "vat": None}, None),
        ("total == net + vat", {"total": None, "net": 100, "vat": 19}, None),
        ("total == net + vat", {"total": 119, "net": "n/a", "vat": 19}, None),
        ("total == net", {"total": "1250.00", "net": 1250}, True),
        ("total == net", {"total": "1250.00", "net": "1250.0"}, True),
        ("total == net", {"total": True, "net": 1}, None),
        ("total == net / vat", {"total": 1, "net": 1, "vat": 0}, None),
        ("total == net / 3 +- 0.01", {"total": 33.33, "net": 100}, True),
        ("total == round(net / 3, 2)", {"total": 33.33, "net": 100}, True),
        ("total == round(net)", {"total": 3, "net": 2.5}, True),
        ("total == abs(-net)", {"total": 3, "net": 3}, True),
        ("total == sum(items[].amount)", {"total": 6, **rows(1, 2, 3)}, True),
        ("total == sum(items[].amount)", {"total": 7, **rows(1, 2, 3)}, False),
        ("total == sum(items[].amount)", {"total": 3, **rows(1, 2, None)}, True),  # a blank adds nothing
        ("total == sum(items[].amount)", {"total": 3, **rows(None, None)}, None),
        ("total == sum(items[].amount)", {"total": 3, **rows(1, "two")}, None),
        ("total == sum(items[].amount)", {"total": 0, "items": []}, True),
        ("total == sum(items[].amount)", {"total": 3, "items": []}, False),
        ("total == sum(items[].amount)", {"total": 3, "items": None}, None),
        ("total == count(items[])", {"total": 2, **rows(1, None)}, True),
        ("total == count(items[].amount)", {"total": 1, **rows(1, None)}, True),
        ("total == max(items[].amount)", {"total": 5, **rows(1, 5, None)}, True),
        ("total == min(net, vat)", {"total": 1, "net": 1, "vat": 2}, True),
        ("total == min(net, vat)", {"total": 1, "net": 1, "vat": None}, None),
        ("total == sum(tags[])", {"total": 6, "tags": [1, 2, 3]}, True),
        ("total == sum(tags[])", {"total": 6, "tags": [1, 2]}, False),
        ("kind == 'credit'", {"kind": "credit"}, True),
        ("kind == 'credit'", {"kind": "Credit"}, False),
        ("kind == other", {"kind": "007", "other": "7"}, False),
        ("kind != other", {"kind": "007", "other": "7"}, True),
        ("start <= end", {"start": "2025-03-01", "end": "2025-03-31"}, True),
        ("start <= end", {"start": "2025-04-01", "end": "2025-03-31"}, False),
        ("start <= end", {"start": "1 April", "end": "31 March"}, None),
        ("start <= end", {"start": "2025-03-01", "end": "2025-03-01T10:00:00"}, None),
        ("paid == true", {"paid": False}, False),
        ("paid", {"paid": True}, True),
        ("paid or total > 0", {"paid": None, "total": 1}, True),
        ("paid or total > 0", {"paid": None, "total": -1}, None),
        ("paid and total > 0", {"paid": None, "total": -1}, False),
        ("not paid", {"paid": False}, True),
        ("total < net", {"total": 2, "net": 1}, False),
        ("total >= net +- 1", {"total": 1, "net": 2}, True),
        ("total == net", {"total": 1e308, "net": 1e308}, None),
        ("total == net * net * net * net", {"total": 1, "net": 1e299}, None),
        ("total == net", {"total": float("nan"), "net": 1}, None),
        ("total == net", {"total": 1e299, "net": 1e299}, True),  # as large as is counted with
        ("total == net", {"total": 1e300, "net": 1e300}, None),
        ("total == net", {"total": 10**58, "net": "1" + "0" * 58}, True),
        ("total == net", {"total": 10**59, "net": "1" + "0" * 59}, None),  # too long for a number in a text
        ("total == -net", {"total": -1, "net": 1}, True),
        ("total == net - vat", {"total": 1, "net": 3, "vat": 2}, True),
        ("total == net * vat", {"total": 6, "net": 3, "vat": 2}, True),
        ("total == round(net, 12)", {"total": 1.000000000001, "net": 1.0000000000011}, True),
        ("total == min(items[].amount)", {"total": 3, "items": []}, None),
        ("total == min(items[].amount)", {"total": 1, **rows(2, 1, None)}, True),
        ("total == max(net, vat)", {"total": 2, "net": 1, "vat": 2}, True),
        ("total == max(net, vat)", {"total": 2, "net": 2, "vat": None}, None),
        ("count(items[]) == 0", {"items": []}, True),
        ("count(items[]) == 0", {"items": None}, True),
        ("count(tags[]) == 0", {"tags": None}, True),
        ("count(tags[]) == 2", {"tags": [1, 2]}, True),
        ("total == sum(items[].amount)", {"total": 3, "items": [{"amount": 1}, {"amount": 2}]}, True),
        ("total == sum(items[].amount)", {"total": 3, "items": [{"amount": 1}, {"qty": 2}]}, False),
        ("total == count(items[].amount)", {"total": 1, "items": [{"amount": 1}, {"qty": 1}, 3, None]}, True),
        ("total == sum(items[].amount)", {"total": 3, "items": 3}, None),
        ("paid == total", {"paid": True, "total": 1}, None),
        ("total != paid", {"paid": True, "total": 2}, None),
        ("paid < true", {"paid": False}, None),
        ("paid == true", {"paid": True}, True),
        ("paid != true", {"paid": True}, False),
        ("paid != true", {"paid": False}, True),
        ("total == net +- 1", {"total": "119", "net": "120"}, True),
        ("total == net +- 1", {"total": "119", "net": "121"}, False),
        ("total == net", {"total": "119", "net": "120"}, False),
        ("total != net", {"total": 1, "net": 1}, False),
        ("total != net", {"total": 1, "net": 2}, True),
        ("total != net +- 1", {"total": 1, "net": 2}, False),
        ("total != net +- 1", {"total": 1, "net": 2.5}, True),
        *((f"total {sign} net", {"total": 1, "net": 1}, sign in ("<=", ">=")) for sign in ("<", "<=", ">", ">=")),
        ("total < net +- 1", {"total": 2, "net": 1}, False),
        ("total < net +- 1", {"total": 1.9, "net": 1}, True),
        ("total <= net +- 1", {"total": 2, "net": 1}, True),
        ("total <= net +- 1", {"total": 2.1, "net": 1}, False),
        ("total > net +- 1", {"total": 1, "net": 2}, False),
        ("total > net +- 1", {"total": 1.1, "net": 2}, True),
        ("total >= net +- 1", {"total": 0.9, "net": 2}, False),
        ("kind == other", {"kind": "a.b", "other": "a.c"}, False),
        ("kind == other", {"kind": "1.0", "other": "x"}, False),
        ("kind == other", {"kind": "x", "other": "1.0"}, False),
        ("kind != other", {"kind": "1.50", "other": "1.5"}, False),
        ("kind == other", {"kind": "15", "other": "1.5"}, False),
        ("kind == 'a'", {"kind": " a "}, True),
        ("kind == 'a'", {"kind": "  "}, None),
        ("kind == 'a'", {"kind": ["a"]}, None),
        ("kind", {"kind": "yes"}, None),
        ("start <= end", {"start": "2025-03-01T10:00:00", "end": "2025-03-01T11:00:00"}, True),
        ("start < end", {"start": "2025-03-01T11:00:00", "end": "2025-03-01T11:00:00"}, False),
        ("start <= end", {"start": "2025-03-01T10:00", "end": "2025-03-01 10:00"}, None),
        ("start <= end", {"start": "aaaaaaaaaa", "end": "bbbbbbbbbb"}, None),
        ("start <= end", {"start": "2025-03-01", "end": "bbbbbbbbbb"}, None),
        ("start <= end", {"start": "1111111111", "end": "2025-03-01"}, None),
        ("start <= end", {"start": "9", "end": "10"}, True),  # two numbers, not two texts
        ("not paid", {"paid": None}, None),
        ("not paid", {"paid": True}, False),
        ("paid and total > 0", {"paid": None, "total": 1}, None),
        ("paid and total > 0", {"paid": True, "total": 1}, True),
        ("paid or total > 0", {"paid": False, "total": -1}, False),
        ("paid or total > 0", {"paid": True, "total": None}, True),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_rule_holds_is_broken_or_cannot_be_said(rule: str, values: Mapping[str, Any], holds: bool | None) -> None:
    (found,) = results({"x-rule": {"rule": rule, "message": "So it must be."}}, values)
    assert found.holds is holds
    assert found.sentence.startswith("So it must be: ") is (holds is False)


def test_both_sides_are_in_the_sentence_and_all_cells_are_named() -> None:
    values = {"total": 120.0, **rows(100, 10.5)}
    (found,) = results({"x-rule": "total == sum(items[].amount)"}, values)
    assert found.sentence == "total is 120.0, but sum(items[].amount) is 110.5."
    assert set(found.cells) == set(values)


@pytest.mark.parametrize(
    ("rule", "values", "sentence"),
    [
        ("total <= 0", {"total": 5}, "total is 5; the schema wants total <= 0."),
        ("start <= end", {"start": "2025-04-01", "end": "2025-03-31"}, None),
        ("total == net and total > 9", {"total": 5, "net": 5}, "total is 5; the schema wants total > 9."),
        (
            {"rule": "total == net", "message": "Net is all."},
            {"total": 1, "net": 2},
            "Net is all: total is 1, but net is 2.",
        ),
        (
            "total == net +- 0.5",
            {"total": 1, "net": 2},
            "total is 1, but net is 2 (a difference up to 0.5 is allowed).",
        ),
        ("kind == 'a'", {"kind": "b"}, "kind is “b”; the schema wants kind == 'a'."),
        ("total == net", {"total": 1.1, "net": 1.125}, "total is 1.100, but net is 1.125."),
        ("total == net", {"total": 100, "net": 1000}, "total is 100, but net is 1000."),
        ("total == net", {"total": 1e-13, "net": 1}, "total is 0.000000000000, but net is 1.000000000000."),
        ("note == kind", {"note": "a" * 60, "kind": "b" * 61}, f"note is “{'a' * 60}”, but kind is “{'b' * 57}...”."),
        ("paid == (total > 0)", {"paid": True, "total": -1}, "paid is true, but total > 0 is false."),
        ("count(items[]) > 1", rows(1), "count(items[]) is 1; the schema wants count(items[]) > 1."),
        (
            "paid or total > 0 or net > 1",
            {"paid": False, "total": -10.5, "net": 0},
            "paid is false, total is -10.5, net is 0; the schema wants paid or total > 0 or net > 1.",
        ),
        (
            "not (paid or total > 0)",
            {"paid": True},
            "paid is true, total is not given; the schema wants not (paid or total > 0).",
        ),
        (
            "total == net and paid and kind == 'a'",
            {"total": 1, "net": 1, "paid": False, "kind": "b"},
            "paid is false; the schema wants paid.",
        ),
    ],
    ids=str,
)
def test_the_sentence(rule: Any, values: Mapping[str, Any], sentence: str | None) -> None:
    (found,) = results({"x-rule": rule}, values)
    wanted = "start is “2025-04-01”, end is “2025-03-31”; the schema wants start <= end."
    assert found.sentence == (sentence or wanted)


def test_a_rule_of_rows_is_tried_on_each_row_and_names_it() -> None:
    table = {"items": {"type": "array", "items": {**ROW, "x-rule": "amount == qty * price"}}}
    values = {
        **{f"items[0].{key}": value for key, value in {"id": "a", "amount": 6, "qty": 2, "price": 3}.items()},
        **{f"items[1].{key}": value for key, value in {"id": "b", "amount": 7, "qty": 2, "price": 3}.items()},
        **{f"items[2].{key}": value for key, value in {"id": "c", "amount": 7, "qty": None, "price": 3}.items()},
    }
    found = results({"properties": {**PROPERTIES, **table}}, values)
    assert [one.holds for one in found] == [True, False, None]
    assert found[1].sentence == "items[1]: amount is 7, but qty * price is 6."
    assert found[1].cells == ("items[1].amount", "items[1].qty", "items[1].price")


def test_products_of_rows_are_summed_row_by_row() -> None:
    values = {"total": 16}
    values |= {"items[0].qty": 2, "items[0].price": 3, "items[1].qty": 5, "items[1].price": 2}
    assert results({"x-rule": "total == sum(items[].qty * items[].price)"}, values)[0].holds
    assert results({"x-rule": "total == sum(2 * items[].qty) + 2"}, values)[0].holds


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"kind": "credit", "total": -5}, True),
        ({"kind": "credit", "total": 5}, False),
        ({"kind": "debit", "total": 5}, True),
        ({"kind": "debit", "total": -5}, False),
        ({"kind": None, "total": 5}, None),
        ({"kind": "credit", "total": None}, None),
    ],
    ids=str,
)
def test_when(values: Mapping[str, Any], holds: bool | None) -> None:
    (found,) = results({"x-when": {"if": "kind == 'credit'", "then": "total <= 0", "else": "total > 0"}}, values)
    assert found.holds is holds
    if holds is False:
        assert set(found.cells) == {"kind", "total"}
        assert f"total is {values['total']}" in found.sentence
        assert values["kind"] in found.sentence


@pytest.mark.parametrize(("kind", "holds"), [("credit", False), ("debit", True), (None, None)])
def test_when_without_else_says_nothing_of_the_others(kind: str | None, holds: bool | None) -> None:
    (found,) = results({"x-when": {"if": "kind == 'credit'", "then": "total <= 0"}}, {"kind": kind, "total": 5})
    assert found.holds is holds
    assert found.sentence == ("kind is “credit”, so total <= 0 should hold; total is 5." if kind == "credit" else "")


def test_the_sentence_of_else_says_which_condition_is_not_met() -> None:
    rule = {"x-when": {"if": "kind == 'credit'", "then": "total <= 0", "else": "total > 0"}}
    (found,) = results(rule, {"kind": "debit", "total": -5})
    assert found.sentence == "kind is “debit”, not kind == 'credit', so total > 0 should hold; total is -5."


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ({"total": 5, "note": "because"}, True),
        ({"total": 5, "note": None}, False),
        ({"total": 5, "note": "  "}, False),
        ({"total": None, "note": None}, True),
        ({"total": 0, "note": None}, False),
    ],
    ids=str,
)
def test_requires(values: Mapping[str, Any], holds: bool) -> None:
    (found,) = results({"x-requires": {"total": ["note"]}}, values)
    assert found.holds is holds
    if not holds:
        assert found.sentence == f"total is {values['total']}, so the schema wants note too, which is empty."
        assert set(found.cells) == {"total", "note"}


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        ("total", {"total": 1, "note": None, "kind": None}, "total is 1, {} note and kind too, which are empty."),
        ("total", {"total": 1, "note": "x", "kind": ""}, "total is 1, {} kind too, which is empty."),
        ("paid", {"paid": False, "note": "x"}, "paid is false, {} kind too, which is empty."),
        ("tags", {"tags": [], "note": "x"}, ""),
        ("tags", {"tags": [1], "note": "x"}, "tags is given, {} kind too, which is empty."),
        ("rates", {"rates": {}, "note": "x"}, ""),
        ("rates", {"rates": {"eur": 1}, "note": "x"}, "rates is given, {} kind too, which is empty."),
        ("items", {"items": [], "note": "x"}, ""),
        ("items", {"items[0].amount": 1, "note": "x"}, "items is given, {} kind too, which is empty."),
    ],
    ids=str,
)
def test_what_counts_as_given_and_as_empty(given: str, values: Mapping[str, Any], said: str) -> None:
    (found,) = results({"x-requires": {given: ["note", "kind"]}}, values)
    assert found.sentence == said.format("so the schema wants")
    assert found.holds is not bool(said)


def test_unique_columns_alone_and_together() -> None:
    values = {
        "items[0].id": "A",
        "items[0].qty": 1,
        "items[1].id": "B",
        "items[1].qty": 1,
        "items[2].id": "A",
        "items[2].qty": 2,
        "items[3].id": None,
        "items[3].qty": 3,
        "items[4].id": None,
        "items[4].qty": 4,
    }
    (found,) = results({"x-unique": "items[].id"}, values)
    assert found.holds is False
    assert found.sentence == "items[].id should be unique, but “A” stands in rows 1 and 3."
    assert found.cells == ("items[0].id", "items[2].id")
    assert results({"x-unique": ["items[].id", "items[].qty"]}, values)[0].holds
    table = {"items": {"type": "array", "items": ROW, "x-unique": ["id"]}}
    (listed,) = results({"properties": {**PROPERTIES, **table}}, values)
    assert listed.cells == found.cells


def test_a_rule_of_an_object_that_is_absent_says_nothing() -> None:
    part = {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}, "x-rule": "a == b"}
    assert [one.holds for one in results({"properties": {"part": part}}, {"part.a": None, "part.b": None})] == [None]


@pytest.mark.parametrize(
    ("ids", "rows_named", "more"),
    [
        ("ABC", None, ""),
        ("ABA", (0, 2), ""),
        ("AABCA", (0, 1, 4), ", and 1 more"),
        ("ABABA", (0, 1, 2, 3, 4), ", and 2 more"),
    ],
)
def test_how_many_rows_are_alike(ids: str, rows_named: tuple[int, ...] | None, more: str) -> None:
    table = {"items": {"type": "array", "items": ROW, "x-unique": ["id"]}}
    (found,) = results({"properties": table}, {f"items[{i}].id": one for i, one in enumerate(ids)})
    assert found.holds is (rows_named is None)
    if rows_named is not None:
        assert found.cells == tuple(f"items[{i}].id" for i in rows_named)
        second = ids.index(ids[0], 1) + 1
        assert found.sentence == f"items: id should be unique, but “A” stands in rows 1 and {second}{more}."


PAIR = {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}, "x-rule": "a == b"}


@pytest.mark.parametrize(
    ("properties", "start", "where"),
    [
        ({"part": PAIR}, "part.", "part"),
        ({"part": {"type": "object", "properties": {"inner": PAIR}}}, "part.inner.", "part.inner"),
        ({"rows": {"type": "array", "items": PAIR}}, "rows[0].", "rows[0]"),
        (
            {
                "rows": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"lines": {"type": "array", "items": PAIR}}},
                }
            },
            "rows[0].lines[0].",
            "rows[0].lines[0]",
        ),
        ({"free": {"type": "object", "additionalProperties": PAIR}}, "free.any.", "free.any"),
    ],
    ids=["object", "object in object", "row", "row of a row", "free key"],
)
def test_a_rule_is_tried_wherever_its_object_stands(properties: Mapping[str, Any], start: str, where: str) -> None:
    values = {f"{start}a": 1, f"{start}b": 2}
    schema = {"type": "object", "properties": {**properties, "other": NUMBER}}
    whole = Whole(schema)
    (found,) = (try_at(rule, node, values, at) for rule, node, at in whole.placed(whole.tree([*values, "other"])))
    assert found.sentence == f"{where}: a is 1, but b is 2."
    assert found.cells == tuple(values)
