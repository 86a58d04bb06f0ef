"""From answers to the delivered object: what is plainly right is delivered in the schema's form; doubt is not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Optional

import jsonschema
import pytest
from pydantic import BaseModel

from consensus.domain import Candidate
from consensus.export.decisions import value_and_cells
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.policy_files.loading import load_policy
from consensus.schema import from_json, from_pydantic

SHIPPED = Path(__file__).parents[2] / "policies"
EXTRACTION = load_policy("extraction", home=SHIPPED / "none", shipped=SHIPPED)

NUMBER, STRING, NULLABLE = {"type": "number"}, {"type": "string"}, {"type": ["string", "null"]}
DATE = {"type": "string", "format": "date"}
STRINGS = {"type": "array", "items": STRING}
MAP = {"type": "object", "additionalProperties": NUMBER}
LINE = {"what": "Nut", "price": 2, "on": "2031-03-05"}
ONE = {"type": "array", "items": {"type": "object", "properties": {"what": STRING}}}
ROWS = {"type": "array", "items": {"type": "object", "properties": {"what": STRING, "price": NUMBER, "on": DATE}}}


def decided(schema: Any, *values: Any, text: str | None = None, lang: str | None = None) -> tuple[Any, dict[str, str]]:
    whole = from_json({"type": "object", "properties": {"a": schema}, "required": ["a"]})
    answers = [Candidate("d", f"m{i}", f"f{i}", {"a": value}) for i, value in enumerate(values)]
    config = DecisionConfig(EXTRACTION, (lang, None))
    delivered, cells = value_and_cells(whole, decide_object(ObjectAnswers("d", text, whole, answers), config))
    outcomes = {cell["path"]: cell["verdict"] for cell in cells}
    if set(outcomes.values()) == {"accepted"}:
        jsonschema.validate(delivered, dict(whole), format_checker=jsonschema.FormatChecker())
    return delivered["a"], outcomes


# schema, answers, document, language, delivered
RIGHT = [
    (NUMBER, (-1250, "(1,250.00)", -1250.0), "Adjustment (1,250.00)", None, -1250),
    (NUMBER, ("1.250,00 EUR", "1250,00", 1250), "Summe 1.250,00 EUR", None, 1250),
    (NUMBER, ("1.250", 1250, 1250), "Summe 1.250 EUR", "de", 1250),
    (NUMBER, ("99", "99", "99"), "Total 99", None, 99),
    (DATE, ("2031-03-04", "4 March 2031", "March 4, 2031"), "Dated 4 March 2031", None, "2031-03-04"),
    (DATE, ("04.03.2031", "2031-03-04", "4. März 2031"), "Berlin, den 04.03.2031", "de", "2031-03-04"),
    ({"type": "boolean"}, (True, "Yes", "yes"), "Signed: Yes", None, True),
    ({"enum": ["paid", "open"]}, ("Paid", "PAID", "paid"), "Status: Paid", None, "paid"),
    (NULLABLE, (None, "", "null"), "Phone 555", None, None),
    (DATE | {"type": ["string", "null"]}, (None, "", "n/a"), "No 5", None, None),
    (STRINGS, (["nuts", "milk"], ["milk", "nuts"], ["nuts", "milk"]), "Allergies: nuts, milk", None, ["nuts", "milk"]),
    (STRINGS, (["nuts"], "nuts", ["nuts"]), "Allergies: nuts", None, ["nuts"]),
    (
        {"type": "array", "items": NUMBER},
        (["1,250.50", "2"], [1250.5, 2], [1250.5, 2.0]),
        "1,250.50 and 2",
        None,
        [1250.5, 2],
    ),
    (
        ROWS,
        (
            [
                {"what": "Bolt", "price": "1,250.50", "on": "2031-03-04"},
                {"what": "Nut", "price": 2, "on": "2031-03-05"},
            ],
            [
                {"what": "Nut", "price": "2.00", "on": "2031-03-05"},
                {"what": "Bolt", "price": 1250.5, "on": "4 March 2031"},
            ],
            [{"what": "Bolt", "price": 1250.5, "on": "2031-03-04"}, {"what": "Nut", "price": 2, "on": "2031-03-05"}],
        ),
        "Bolt 1,250.50 4 March 2031\nNut 2.00 5 March 2031",
        None,
        [{"what": "Bolt", "price": 1250.5, "on": "2031-03-04"}, {"what": "Nut", "price": 2, "on": "2031-03-05"}],
    ),
    (STRING, ("Jan 2029", "January 2029", "2029-01"), "Jan 2029 - Present", None, "Jan 2029"),
    (STRING, ("4 March 2031", "2031-03-04", "March 4, 2031"), "Dated March 4, 2031", None, "March 4, 2031"),
    (
        MAP,
        ({"USD": "1,250.50", "EUR": 2}, {"USD": 1250.5, "EUR": 2.0}, {"USD": 1250.5, "EUR": "2"}),
        "USD 1,250.50, EUR 2",
        None,
        {"USD": 1250.5, "EUR": 2},
    ),
    (
        {"type": "array", "items": {"type": "object", "properties": {"who": STRING, "lines": ROWS}}},
        (
            [{"who": "Ann", "lines": [LINE]}],
            [{"who": "Ann", "lines": [{**LINE, "price": "2.00"}]}],
            [{"who": "Ann", "lines": LINE}],
        ),
        "Ann: Nut 2.00 on 2031-03-05",
        None,
        [{"who": "Ann", "lines": [LINE]}],
    ),
    (ONE, ([{"what": "Bolt"}], {"what": "Bolt"}, [{"what": "Bolt"}]), "Bolt", None, [{"what": "Bolt"}]),
]

DOUBTFUL = [
    (NUMBER, (19, 0.19, 19), "VAT 19%", None, "19 or .19"),
    (NUMBER, ("1.250", "1.250", "1.250"), "Summe 1.250", None, "one and a quarter, or a thousand"),
    (NUMBER, (1250, "1.250", 1250), "Summe 1.250", None, "one and a quarter, or a thousand"),
    (NUMBER, (4.017800000004255e26,) * 3, "Reference 401780000000425500000000011", None, "digits are gone"),
    (NUMBER, ("401780000000425500000000011",) * 3, "Reference 401780000000425500000000011", None, "an id"),
    (STRING, ("Jan 2029", "January 2029", "2029-01"), "2029", None, "the document has no such month"),
    (STRING, ("Jan 2029", "June 2029", "Jan 2029"), "Jan 2029", None, "another month"),
    (STRING, ("04/03/2031", "2031-03-04", "04/03/2031"), "Dated 04/03/2031", None, "April or March, as text"),
    (NUMBER, (350, -350, 350), "Amount 350.00 CR", None, "the sign of a credit"),
    (DATE, ("04/03/2031",) * 3, "Dated 04/03/2031", None, "April or March"),
    (DATE, ("04/03/2031",) * 3, "Dated 04/03/2031", "en", "April or March"),
    ({"type": "boolean"}, (True, "No", True), "Signed: Yes", None, "a No"),
    ({"type": "string", "enum": ["EXW", "FOB"]}, ("Free on board",) * 3, "Free on board Lowport", None, "no label"),
    (STRINGS, (["a1", "b2"], ["b2", "a1"], ["b2", "a1"]), "a1 b2", None, "most have another order than the document"),
    (STRINGS, (["a1", "b2"], ["b2", "a1"], ["a1", "b2"]), "a1 b2 a1", None, "the document has two orders"),
    (
        STRINGS | {"description": "in order of rank"},
        (["a1", "b2"], ["b2", "a1"], ["a1", "b2"]),
        "a1 b2",
        None,
        "the order is asked for",
    ),
    (STRINGS, (["nuts", "milk"], "nuts, milk", ["nuts", "milk"]), "nuts, milk", None, "one string or two"),
    ({"type": "array", "items": NUMBER}, ([1, 2], [2, 1], [1, 2]), "1 2", None, "numbers in another order"),
]


@pytest.mark.parametrize(("schema", "values", "text", "lang", "right"), RIGHT, ids=range(len(RIGHT)))
def test_what_is_plainly_right_is_delivered_in_the_form_of_the_schema(schema, values, text, lang, right):
    value, outcomes = decided(schema, *values, text=text, lang=lang)
    assert set(outcomes.values()) == {"accepted"}, outcomes
    assert value == right


@pytest.mark.parametrize(("schema", "values", "text", "lang", "why"), DOUBTFUL, ids=[row[-1] for row in DOUBTFUL])
def test_what_is_in_doubt_is_not_accepted(schema, values, text, lang, why):
    assert set(decided(schema, *values, text=text, lang=lang)[1].values()) == {"review"}, why


class Invoice(BaseModel):
    total: Decimal
    tax: Optional[Decimal]  # noqa: UP045
    status: Optional[Literal["void"]]  # noqa: UP045


@pytest.mark.parametrize(
    ("written", "text", "accepted"),
    [
        ((1250.0, "1250.00", "1250.00"), "Total 1250.00", True),
        (("1,250.50 EUR",) * 3, "Total 1,250.50 EUR", True),
        (("1250.50", "1205.50", "1250.50"), "Total 1250.50", False),
        (("N/A",) * 3, "Total N/A", False),
        (("1,250",) * 3, "Total 1,250", False),
    ],
)
def test_what_is_accepted_as_a_decimal_is_one_for_the_model(written, text, accepted):
    schema = from_pydantic(Invoice)
    answers = [
        Candidate("d", f"m{i}", f"f{i}", {"total": one, "tax": "", "status": None}) for i, one in enumerate(written)
    ]
    given = ObjectAnswers("d", text, schema, answers)
    delivered, cells = value_and_cells(schema, decide_object(given, DecisionConfig(EXTRACTION)))
    outcomes = {cell["path"]: cell["verdict"] for cell in cells}
    assert (outcomes["total"], outcomes["tax"], outcomes["status"]) == (
        "accepted" if accepted else "review",
        "accepted",
        "accepted",
    )
    if accepted:
        model = Invoice.model_validate(delivered)
        assert model.total in (Decimal("1250"), Decimal("1250.5"))
        assert (model.tax, model.status) == (None, None)


@pytest.mark.parametrize(
    "option",
    [
        {"type": "string", "const": "void"},
        {"type": "string", "enum": ["void"]},
        {"type": "string", "pattern": "^v"},
        {"type": "string", "not": {"pattern": "^x"}},
        {"type": "string", "anyOf": [{"const": "void"}, {"const": "open"}]},
        {"type": "string", "allOf": [{"minLength": 1}, {"type": "string"}]},
    ],
    ids=lambda option: next(reversed(option)),
)
def test_an_optional_value_may_be_null_whatever_the_option_asks_for(option):
    field = {"anyOf": [option, {"type": "null"}]}
    assert decided(field, None, None, None) == (None, {"a": "accepted"})
    assert decided(field, "void", "void", "void") == ("void", {"a": "accepted"})
