"""What the document says of values on which all agree: they stand there, or a person looks."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.compare import compare_fields
from consensus.domain import Candidate, ExtractionRules

STRING, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}
DATE = {"type": "string", "format": "date"}


def gates_of(kind: dict[str, Any], value: Any, text: str | None, name: str = "a", **rules: Any) -> tuple[str, ...]:
    schema = {"type": "object", "properties": {name: kind}}
    answers = [Candidate("d", f"m{i}", f"f{i}", {name: value}) for i in range(3)]
    (cell,) = compare_fields("d", text, schema, answers, ExtractionRules(**rules))
    assert len(cell.agreement.gates) <= len(cell.agreement.disputes)
    return cell.agreement.gates


def says(words: str, kind: dict[str, Any] = NUMBER) -> dict[str, Any]:
    return {**kind, "description": words}


#: kind, value, document, whether a person must look because the value stands nowhere
UNLOCATED = [
    (STRING, "DE123456789", "Invoice 771. Northwind Tools.", True),
    (STRING, "771", "Invoice 771. Northwind Tools.", False),
    (STRING, "XX12 0000 0000 4321", "Invoice 771.", True),
    (STRING, "info@acme.example", "Acme Works", True),
    (STRING, "https://www.acme.example/", "see acme.example", False),
    (STRING, "USD", "Total 10.00", True),
    (STRING, "USD", "Total $10.00", False),
    (STRING, "N/A", "Phone 555.", True),
    (STRING, "not specified", "Phone 555.", True),
    (STRING, "nicht angegeben", "Tel. 555", True),
    (STRING, "unknown", "Cause: unknown", False),
    (STRING, "Acme Works", "something else", False),
    (STRING, "paid", "Balance settled", False),
    (STRING, "12 Quay Lane", "12 Quay Ln., Lowport", False),
    (STRING, "14 Quay Lane", "12 Quay Ln., Lowport", True),
    (STRING, "1.250,00 EUR", "EUR 1,250.00", False),
    (STRING, "1.260,00 EUR", "EUR 1,250.00", True),
    (NUMBER, 1250, "Total 1,250.00", False),
    (NUMBER, 17, "-10.00 90.00", True),
    (NUMBER, 0, "Net 10.00\nTax:", True),
    (NUMBER, 10, "Refund -10.00", True),
    (says("as a positive number"), 10, "Refund -10.00", False),
    (says("the sum of all rows"), 30, "10\n20", False),
    (says("Anzahl der Zeilen", INTEGER), 2, "10\n20", False),
    (NUMBER, 12, "Adjustment (12)", True),
    (NUMBER, -12, "Adjustment (12)", False),
    (INTEGER, 12, "Comments (12)", False),
    (DATE, "2031-03-31", "2031-03-01. Payable in 30 days.", True),
    (DATE, "2031-03-01", "1 mars 2031", False),
    ({"type": "string", "enum": ["B2", "C3"]}, "B2", "something else", False),
    ({"type": "boolean"}, False, "nothing of it", False),
    ({"type": "array", "items": NUMBER}, [1, 2], "1 and 2", False),
    ({"type": "array", "items": NUMBER}, [1, 3], "1 and 2", True),
    ({"type": "array", "items": STRING}, ["A1", "B2"], "A1, B3", True),
]


@pytest.mark.parametrize(("kind", "value", "text", "held"), UNLOCATED)
def test_numbers_dates_and_codes_stand_in_the_document(kind, value, text, held):
    assert gates_of(kind, value, text) == (("unlocated",) if held else ())
    assert gates_of(kind, value, None) == gates_of(kind, value, " ") == (), "nothing is looked for without a text"
    assert gates_of(kind, value, text, gates=()) == ()


DATES = [
    ("Dated 04/03/2031 (Lowport)", "iso", True),
    ("Dated 04/03/2031, due 25/03/2031", "iso", True),  # the day stands first here: it is March 4
    ("Dated 04/03/2031, due 03/25/2031", "iso", False),
    ("Dated 04/03/2031", "mdy", False),
    ("Dated 04/03/2031", "dmy", True),
    ("Am 03.04.2031", "iso", False),
    ("Am 04.03.2031", "iso", True),
    ("2031-04-03 (04/03/2031)", "iso", False),
    ("April 3, 2031", "iso", False),
    ("Le 03/04/2031, nous avons reçu de la part de votre société les pièces", "iso", False),
    ("12 Quay Lane, Lowport, ME 04101. Dated 04/03/2031", "iso", False),
]


@pytest.mark.parametrize(("text", "order", "held"), DATES)
def test_a_date_that_may_be_another_day(text, order, held):
    assert gates_of(DATE, "2031-04-03", text, date_order=order) == (("ambiguous_date",) if held else ())


SCALES = [
    ("(in thousands) Revenue 1,234", "in US dollars", 1234, True),
    ("(in thousands) Revenue 1,234", "in US dollars", 1_234_000, False),
    ("(in thousands) Revenue 1,234", "in thousands of US dollars", 1234, False),
    ("(in thousands) Revenue 1,234", "as reported", 1234, False),
    ("Umsatz in TEUR 1.234", "Umsatz in Euro", 1234, True),
    ("Revenue 1,234", "in US dollars", 1234, False),
    ("(in thousands, but per share) EPS 1.20", "US dollars per share", 1.2, False),
]


@pytest.mark.parametrize(("text", "words", "value", "held"), SCALES)
def test_a_scale_that_the_fields_words_do_not_take(text, words, value, held):
    assert gates_of(says(words), value, text) == (("scale",) if held else ())


BOXES = [
    ("Smoker: [ ] yes [x] no", "yes", True),
    ("Smoker: [ ] yes [x] no", "no", False),
    ("Smoker: yes [ ] no [x]", "yes", True),
    ("Smoker: yes [ ] no [x]", "no", False),
    ("Smoker: ☐ yes ☒ no", "yes", True),
    ("Driver: [ ] yes [x] no\nSmoker: [x] yes [ ] no", "yes", False),
    ("Smoker: [ ] yes [ ] no", "yes", False),
    ("Smoker: yes", "yes", False),
]


@pytest.mark.parametrize(("text", "value", "held"), BOXES)
def test_a_box_that_is_crossed_for_another_answer(text, value, held):
    kind = {"type": "string", "enum": ["yes", "no", "unknown"]}
    assert gates_of(kind, value, text, name="smoker") == (("checkbox",) if held else ())
    assert gates_of({"type": "boolean"}, value == "yes", text, name="smoker") == (("checkbox",) if held else ())
