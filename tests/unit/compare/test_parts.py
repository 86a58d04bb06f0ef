"""Answers about overlapping parts become the answer about the whole: no row twice, none lost, nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import compare
from consensus.compare.fields import compare_fields
from consensus.compare.fields_vote import Gap
from consensus.domain import Candidate, ExtractionRules
from consensus.prompt.chunks import chunks

SCHEMA = {
    "type": "object",
    "properties": {
        "number": {"type": "string"},
        "total": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "count": {"type": "integer"},
                    "note": {"type": ["string", "null"]},
                },
            },
        },
    },
}
Row = dict[str, Any]


def line(row: Row) -> str:
    return f"{row['name']} | {row['count']}"


def read(text: str) -> list[Row]:
    """A member that makes no mistake: every whole line of the table is a row."""
    rows = []
    for one in text.splitlines():
        name, bar, count = one.partition(" | ")
        if bar and count.isdigit():
            rows.append({"name": name, "count": int(count)})
    return rows


def parted(text: str, tokens: int) -> tuple[list[str], list[str]]:
    found = chunks(text, tokens)
    return [text[c.start : c.end] for c in found], [text[c.start : max(c.start, c.repeated)] for c in found]


def merge_parts(*given: Any) -> Any:
    """Without the keys that are not known."""
    return {key: value for key, value in compare.merge_parts(*given).items() if value is not Gap.OMITTED}


rows_of_few_kinds = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["bolt", "nut", "bolt M8", "gasket"]), "count": st.integers(1, 3)}),
    min_size=8,
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(rows_of_few_kinds, st.integers(18, 60))
def test_no_row_is_doubled_or_lost_however_often_rows_repeat(rows: list[Row], tokens: int) -> None:
    text = "Parts delivered\n\n" + "".join(line(row) + "\n" for row in rows) + "Signed: A. Lima\n"
    texts, repeated = parted(text, tokens)
    assert "".join(t[len(r) :] for t, r in zip(texts, repeated, strict=True)) == text
    assert all(one.endswith(two) for one, two in zip(texts, repeated[1:], strict=False)), "the seam is in both parts"
    merged = merge_parts(SCHEMA, texts, repeated, [{"items": read(one)} for one in texts])
    assert merged["items"] == rows


@settings(max_examples=100, deadline=None)
@given(rows_of_few_kinds, st.integers(24, 60), st.data())
def test_a_row_that_one_part_missed_is_kept_or_nothing_is_claimed(rows: list[Row], tokens: int, data: Any) -> None:
    text = "".join(line(row) + "\n" for row in rows)
    texts, repeated = parted(text, tokens)
    values = [{"items": read(one)} for one in texts]
    later = data.draw(st.integers(0, len(values) - 1))
    if later and repeated[later]:
        del values[later]["items"][0]  # a line of the seam that the part before has seen
        assert merge_parts(SCHEMA, texts, repeated, values).get("items", rows) == rows


SEAMS = [
    # texts, repeated, values, merged or the error, meaning
    (
        ["No. 7\na | 1\n", "a | 1\nb | 2\n"],
        ["", "a | 1\n"],
        [{"number": "7", "items": read("a | 1")}, {"number": None, "items": read("a | 1\nb | 2")}],
        {"number": "7", "items": read("a | 1\nb | 2")},
        "null in one part is no dispute",
    ),
    (
        ["No. 7\na | 1\n", "a | 1\nNo. 8\n"],
        ["", "a | 1\n"],
        [{"number": "7", "items": []}, {"number": "8", "items": []}],
        {"items": []},
        "a value on which the parts differ is left out",
    ),
    (
        ["a | 1\nbolt\n", "bolt\nlong | 2\n"],
        ["", "bolt\n"],
        [
            {"items": [{"name": "a", "count": 1}, {"name": "bolt", "count": None}]},
            {"items": [{"name": "bolt", "note": "long", "count": 2}]},
        ],
        {"items": [{"name": "a", "count": 1}, {"name": "bolt", "note": "long", "count": 2}]},
        "the whole row stands for the one that the seam cut",
    ),
    (
        ["a | 1\nbolt\nlong | 2\n", "long | 2\nc | 3\n"],
        ["", "long | 2\n"],
        [
            {"items": [{"name": "a", "count": 1}, {"name": "bolt", "note": "long", "count": 2}]},
            {"items": [{"note": "long", "count": 2}, {"name": "c", "count": 3}]},
        ],
        {"items": [{"name": "a", "count": 1}, {"name": "bolt", "note": "long", "count": 2}, {"name": "c", "count": 3}]},
        "the end of a row that began before the seam is no row",
    ),
    (
        ["Category: bolts\nx1 | 4\nx2 | 4\n", "x2 | 4\nx3 | 4\n"],
        ["", "x2 | 4\n"],
        [
            {"items": [{"name": "x1", "count": 4, "note": "bolts"}, {"name": "x2", "count": 4, "note": "bolts"}]},
            {"items": [{"name": "x2", "count": 4, "note": None}, {"name": "x3", "count": 4, "note": None}]},
        ],
        {
            "items": [
                {"name": "x1", "count": 4, "note": "bolts"},
                {"name": "x2", "count": 4, "note": "bolts"},
                {"name": "x3", "count": 4, "note": None},
            ]
        },
        "a heading seen by one part alone does not double a row",
    ),
    (
        ["a piece\nanother\n", "another\nand more\n"],
        ["", "another\n"],
        [{"items": [{"name": "?", "count": 7}] * 2}, {"items": [{"name": "?", "count": 7}] * 3}],
        {},
        "rows that stand nowhere in the text are not guessed at: the member has no answer",
    ),
    (
        ["x\ny\n", "y\nz\n"],
        ["", "y\n"],
        [{"tags": ["x", "y"]}, {"tags": ["y", "z"]}],
        {"tags": ["x", "y", "z"]},
        "lists of plain values are rows as well",
    ),
    (["x\n", "x\n"], ["", "x\n"], [{"items": None}, {"items": None}], {"items": None}, "null stays null"),
]


@pytest.mark.parametrize(("texts", "repeated", "values", "expected", "meaning"), SEAMS, ids=[s[4] for s in SEAMS])
def test_at_the_seam(texts: Any, repeated: Any, values: Any, expected: Any, meaning: str) -> None:
    assert merge_parts(SCHEMA, texts, repeated, values) == expected, meaning


def test_two_spellings_that_may_be_two_values_are_not_merged():
    power = {"type": "string"}
    schema = {
        "type": "object",
        "properties": {
            "power": power,
            "all": {"type": "array", "items": power, "uniqueItems": True},
            "fax": {"type": "string", "x-compare": "phone"},
        },
    }
    first = {"power": "5 MW", "all": ["5 MW", "Pump"], "fax": "+1 555 0100"}
    second = {"power": "5 mW", "all": ["PUMP", "5 mW"], "fax": "+1-555-0100"}
    merged = merge_parts(schema, ["a\n", "b\n"], ["", ""], [first, second])
    assert merged == {"all": ["5 MW", "Pump", "5 mW"], "fax": "+1 555 0100"}


def test_parts_that_contradict_each_other_are_no_vote_for_absence() -> None:
    """The key need not be there, so an answer without it would say that it is not."""
    schema = {"type": "object", "properties": {"number": {"type": "string"}, "total": {"type": "number"}}}
    value = compare.merge_parts(schema, ["No. 7\n", "No. 8\n"], ["", ""], [{"number": "7"}, {"number": "8"}])
    answers = [Candidate("d", name, name, value) for name in ("a", "b", "c")]
    number, total = compare_fields("d", None, schema, answers, ExtractionRules())
    assert number.agreement.families == ()
    assert len(number.agreement.abstentions) == 3
    assert total.agreement.clusters[0].null
