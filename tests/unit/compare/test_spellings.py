"""Verdicts on spellings: which form is delivered, lists and rows, what a dispute advises, what no order changes."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.compare import compare_fields
from consensus.domain import Agreement, Candidate, ExtractionRules

STRING = {"type": "string"}
LINES = "Langer Weg 5\n10115 Ort"


def cell(text: str | None, values: list[Any], schema: dict[str, Any] | None = None) -> Agreement:
    """The agreement on one field; the same for every order of the answers."""
    whole = {"type": "object", "properties": {"x": schema or STRING}, "required": ["x"]}
    answers = [Candidate("d", f"m{i}", f"f{i}", {"x": value}) for i, value in enumerate(values)]
    found = [compare_fields("d", text, whole, list(order), ExtractionRules()) for order in permutations(answers)]
    assert all(one == found[0] for one in found)
    return found[0][0].agreement


# text, answers, delivered (None: no agreement), why
DELIVERED = [
    (
        "No. inv/771-a",
        ["INV/771-A", "INV/771-A", "inv/771-a"],
        "inv/771-a",
        "the form of the document",
    ),
    ("Token kX9aQ2", ["kX9aQ2", "KX9AQ2", "kx9aq2"], None, "three spellings of one token"),
    ("Token kX9aQ2", ["kX9aQ2", "KX9AQ2", "KX9AQ2"], None, "a wrong majority"),
    ("Rated 5 MW", ["5 MW", "5 mW", "5 mW"], None, "a wrong unit of two"),
    ("ACME  Corp.", ["Acme Corp.", "ACME Corp.", "Acme Corp."], "ACME Corp.", "runs of white space are one blank"),
    (
        "Acme Corp. ACME CORP.",
        ["Acme Corp.", "ACME CORP.", "ACME CORP."],
        "ACME CORP.",
        "both stand there",
    ),
    (None, ["Acme Corp.", "ACME CORP.", "ACME CORP."], "ACME CORP.", "no source"),
    ("„Haus“", ['"Haus"', '"Haus"', "„Haus“"], "„Haus“", "quotes as they stand"),
    ("Weight: 12,5 kg", ["12.5 kg", "12,5kg", "12,5 kg"], "12,5 kg", "one quantity in three layouts"),
    (
        "Tel. +1 (555) 010-0199",
        ["+15550100199", "+1 555 010 0199", "+1 (555) 010-0199"],
        "+1 (555) 010-0199",
        "a number",
    ),
    (
        "A\nLanger Weg 5\n10115 Ort",
        ["Langer Weg 5, 10115 Ort", "Langer Weg 5\n10115 Ort"],
        "Langer Weg 5\n10115 Ort",
        "lines",
    ),
    ("The 5 MW plant", ["The 5 mW plant", "5 MW plant", "5 MW plant"], None, "an article hides no unit"),
]


@pytest.mark.parametrize(("text", "values", "delivered", "why"), DELIVERED, ids=[row[3] for row in DELIVERED])
def test_the_form_delivered(text, values, delivered, why):
    agreement = cell(text, values)
    assert (agreement.support == 1.0) is (delivered is not None), why
    if delivered is not None:
        assert agreement.clusters[0].value == delivered


def test_a_name_is_delivered_as_it_stands():
    name = {**STRING, "x-compare": "name"}
    assert cell("by ACME WORKS", ["Acme Works", "ACME WORKS", "Acme Works"], name).clusters[0].value == "ACME WORKS"


def test_a_date_keeps_the_form_of_its_format():
    date = {**STRING, "format": "date"}
    assert cell("2031-03-04", ["２０３１-03-04", "2031-03-04"], date).clusters[0].value == "2031-03-04"


STRICT = [
    ({"type": "array", "items": STRING}, ["5 MW", "b1"], ["5 mW", "b1"]),
    ({"type": "array", "items": STRING, "uniqueItems": True}, ["5 MW", "b1"], ["b1", "5 mW"]),
    ({"type": "array", "items": {"type": "array", "items": STRING}}, [["5 MW"]], [["5 mW"]]),
    (
        {"type": "array", "items": {"type": "object", "properties": {"t": {"type": "array", "items": {
            "type": "object", "properties": {"u": STRING, "n": {"type": "number"}}}}}}},
        [{"t": [{"u": "5 MW", "n": 1}, {"u": "5 kg", "n": 2}]}],
        [{"t": [{"u": "5 kg", "n": 2.0}, {"u": "5 mW", "n": 1.0}]}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "one", "other"), STRICT)
def test_lists_sets_and_rows_are_compared_as_strictly(schema, one, other):
    assert cell("5 MW", [one, other], schema).support == 0.5
    assert cell("5 MW", [one, one], schema).support == 1.0


def test_rows_find_each_other_by_lenient_keys():
    schema = {"type": "array", "items": {"type": "object", "properties": {"k": STRING, "n": {"type": "number"}}}}
    whole = {"type": "object", "properties": {"rows": schema}}
    one = {"rows": [{"k": "5 MW", "n": 1}, {"k": "pump", "n": 2}]}
    other = {"rows": [{"k": "Pump", "n": 2}, {"k": "5 mW", "n": 1}]}
    answers = [Candidate("d", name, name, value) for name, value in (("a", one), ("b", other))]
    support = {
        c.field.path: c.agreement.support for c in compare_fields("d", "5 MW", whole, answers, ExtractionRules())
    }
    assert support == {"rows[0].k": 0.5, "rows[0].n": 1.0, "rows[1].k": 1.0, "rows[1].n": 1.0}


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["030 1234567", "030/1234567"], "phone"),
        (["$5.00 USD", "USD 5.00"], "money"),
        (["12,50 kg", "12.5 kg"], "unit"),
        (["19%", "19 percent"], "percent"),
        (["Plan B", "Plan b"], "casefold"),
        (["Acme Works Inc", "Acme Works Incorporated"], "name"),
    ],
)
def test_a_dispute_names_the_kind_under_which_it_is_none(values, kind):
    agreement = cell(None, values)
    assert agreement.support == 0.5
    assert f'declare "x-compare": "{kind}"' in agreement.disputes[-1]
    assert cell(None, values, {**STRING, "x-compare": kind}).support == 1.0


@pytest.mark.parametrize("values", [["A-100", "A-101"], ["5 kg", "5 g"], ["19%", "0.19"], ["Plan B", "Plan C"]])
def test_a_true_difference_gets_no_advice(values):
    assert len(cell(None, values).disputes) == 1


FORMS = st.sampled_from(
    [
        "HA-1",
        "Ha-1",
        "ha-1",
        "The HA-1",
        "HA 1",
        "5 MW",
        "5 mW",
        "5MW",
        "12,5 kg",
        "12.5kg",
        "12.5 kg",
        "Acme Corp",
        "ACME CORP",
        "Acme, Corp",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(FORMS, min_size=1, max_size=4), st.sampled_from([None, "HA-1 or 5 MW", "Ha-1 12,5 kg ACME CORP"]))
def test_no_order_changes_anything_and_clusters_are_whole(values, text):
    agreement = cell(text, values)
    members = [member for cluster in agreement.clusters for member in cluster.members]
    assert sorted(members) == sorted(f"m{i}" for i in range(len(values)))
