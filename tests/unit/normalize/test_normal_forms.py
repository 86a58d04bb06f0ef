"""What a member wrote as the JSON value that the schema asks for: read where it has one reading, left where not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from consensus.normalize.normal_forms import Reading, form_of, normal_form
from consensus.normalize.written_dates import date_order, read_date
from consensus.normalize.written_numbers import loses_digits
from consensus.schema.decimals import numeric_string
from consensus.schema.kinds import typed_kind, types_of

NUMBER, INTEGER, BOOLEAN = {"type": "number"}, {"type": "integer"}, {"type": "boolean"}
STRING, NULLABLE = {"type": "string"}, {"type": ["string", "null"]}
DATE, INSTANT, TIME = ({"type": "string", "format": one} for one in ("date", "date-time", "time"))
DECIMAL = {"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]}
SHARE = {"type": "number", "maximum": 1}
TERMS = {"type": "string", "enum": ["EXW", "FOB", "CIF"], "x-aliases": {"FOB": ["Free on board"], "EXW": "Ex works"}}


def read(schema, value, name="", **known):
    kinds = [kind for kind in types_of(schema) if kind != "null"]
    form = form_of(schema, typed_kind(schema, kinds), name)
    return normal_form(value, form, Reading(**known)) if form else value


# schema, what was written, the value it is, and what else is known
READ = [
    (NUMBER, "99", 99, {}),
    (NUMBER, "1,234.50", 1234.5, {}),
    (NUMBER, "42'987.55", 42987.55, {}),
    (NUMBER, "42’987.55", 42987.55, {}),
    (NUMBER, "1 234,5", 1234.5, {}),
    (NUMBER, "1,234,567", 1234567, {}),
    (NUMBER, "12,34,567", 1234567, {}),
    (NUMBER, "1,5", 1.5, {}),
    (NUMBER, "0,125", 0.125, {}),
    (NUMBER, "١٬٢٣٤٫٥٠", 1234.5, {}),
    (NUMBER, "١٬٢٣٤", 1234, {}),
    (NUMBER, "１２３", 123, {}),
    (NUMBER, "१२३", 123, {}),
    (NUMBER, "1.234", 1234, {"lang": "de"}),
    (NUMBER, "1.234", 1.234, {"lang": "en"}),
    (NUMBER, "1,234", 1234, {"locale": "en_US"}),
    (NUMBER, "1.234", 1234, {"text": "Summe 1.234\nMwSt 2.345,60"}),
    (NUMBER, "(1,250.00)", -1250, {}),
    (NUMBER, "($12.50)", -12.5, {}),
    (NUMBER, "12-", -12, {}),
    (NUMBER, "−12", -12, {}),
    (NUMBER, "-$5", -5, {}),
    (NUMBER, "$-5", -5, {}),
    (NUMBER, "12,-", 12, {}),
    (NUMBER, "CHF 42'987.--", 42987, {}),
    (NUMBER, "EUR 1.250,00", 1250, {}),
    (NUMBER, "1 250,00 €", 1250, {}),
    (NUMBER, "US$ 12.50", 12.5, {}),
    (NUMBER, "Rs. 500", 500, {}),
    (NUMBER, "12.5 kg", 12.5, {"name": "weight_kg"}),
    (NUMBER, "12.5 kg", 12.5, {"name": "weight"}),
    (NUMBER, "500 GB", 500, {"name": "size_gb"}),
    (NUMBER, "-5 °C", -5, {"name": "temperature"}),
    (NUMBER, "30 days", 30, {"name": "term_days"}),
    (NUMBER, "30 Tage", 30, {"name": "frist_tage", "lang": "de"}),
    (NUMBER, "3 pcs", 3, {"name": "quantity"}),
    (NUMBER, "19 %", 19, {"name": "vat_percent"}),
    (SHARE, "19%", 0.19, {"name": "rate"}),
    (NUMBER, ["99"], 99, {}),
    (INTEGER, 3.0, 3, {}),
    (INTEGER, "3.0", 3, {}),
    (INTEGER, "1,234.00", 1234, {}),
    (DECIMAL, "1,250.50", "1250.50", {}),
    (DECIMAL, "1,250.50 EUR", "1250.50", {}),
    (DECIMAL, "1250.00", "1250.00", {}),
    (DECIMAL, "(12.00)", "-12.00", {}),
    (DECIMAL, "", None, {}),
    (DECIMAL, "N/A", None, {}),
    (BOOLEAN, "Yes", True, {}),
    (BOOLEAN, "no", False, {}),
    (BOOLEAN, "TRUE", True, {}),
    (BOOLEAN, "Nein", False, {}),
    (BOOLEAN, "sí", True, {}),
    (BOOLEAN, "はい", True, {"lang": "ja"}),
    (TERMS, "fob", "FOB", {}),
    (TERMS, "Free on Board", "FOB", {}),
    ({"enum": ["in_progress", "done"]}, "In progress", "in_progress", {}),
    ({"enum": ["in_progress", "done"]}, "IN-PROGRESS", "in_progress", {}),
    ({"enum": [1, 2, 3]}, "2", 2, {}),
    ({"enum": ["1", "2"]}, 2, "2", {}),
    ({"const": "void"}, "VOID", "void", {}),
    ({"type": ["string", "null"], "enum": ["a", None]}, "", None, {}),
    (DATE, "2031-2-3", "2031-02-03", {}),
    (DATE, "2031/02/03", "2031-02-03", {}),
    (DATE, "20310304", "2031-03-04", {}),
    (DATE, "4 March 2031", "2031-03-04", {}),
    (DATE, "March 4th, 2031", "2031-03-04", {}),
    (DATE, "Tuesday, 4 March 2031", "2031-03-04", {}),
    (DATE, "04-MAR-2031", "2031-03-04", {}),
    (DATE, "1er mars 2031", "2031-03-01", {}),
    (DATE, "4 de marzo de 2031", "2031-03-04", {}),
    (DATE, "4 marca 2031 r.", "2031-03-04", {}),
    (DATE, "4 марта 2031 г.", "2031-03-04", {}),
    (DATE, "2031. március 4.", "2031-03-04", {}),
    (DATE, "2031年3月4日", "2031-03-04", {}),
    (DATE, "ngày 4 tháng 3 năm 2031", "2031-03-04", {}),
    (DATE, "4 มีนาคม 2574", "2031-03-04", {}),
    (DATE, "4 listopada 2031", "2031-11-04", {"lang": "pl"}),
    (DATE, "25/03/2031", "2031-03-25", {}),
    (DATE, "03/25/2031", "2031-03-25", {}),
    (DATE, "04.03.2031", "2031-03-04", {"lang": "de"}),
    (DATE, "04.03.2031", "2031-03-04", {}),
    (DATE, "04/03/2031", "2031-03-04", {"lang": "en-GB"}),
    (DATE, "04/03/2031", "2031-04-03", {"lang": "en-US"}),
    (DATE, "04/03/2031", "2031-04-03", {"order": "mdy", "lang": "de"}),
    (DATE, "2031-03-04T00:00:00", "2031-03-04", {}),
    (INSTANT, "2031-03-04 10:00Z", "2031-03-04T10:00:00Z", {}),
    (INSTANT, "2031-03-04T10:00:00.500+0200", "2031-03-04T10:00:00.500+02:00", {}),
    (INSTANT, "4 March 2031, 1:30 pm UTC", "2031-03-04T13:30:00Z", {}),
    (TIME, "10:30", "10:30:00", {}),
    (TIME, "10:30 PM", "22:30:00", {}),
    (TIME, "12:00 a.m.", "00:00:00", {}),
    (STRING, 771, "771", {}),
    (STRING, ["771"], "771", {}),
    (NULLABLE, "", None, {}),
    (NULLABLE, "  ", None, {}),
    (NULLABLE, "null", None, {}),
    (NULLABLE, "None", None, {"text": "Phone 555"}),
    ({"type": ["number", "null"]}, "N/A", None, {}),
    ({"type": ["number", "null"]}, "keine Angabe", None, {}),
    ({"type": ["string", "null"], "format": "date"}, "", None, {}),
]

LEFT = [
    (NUMBER, "1,234", {}, "grouped or decimal"),
    (NUMBER, "1.234", {}, "grouped or decimal"),
    (NUMBER, "1.234", {"lang": "fr"}, "French groups by blanks, and points stand in either use"),
    (NUMBER, "1.234", {"text": "1.234,50 and 1,234.50"}, "the document uses both"),
    (NUMBER, "EUR 1.250", {}, "grouped or decimal, with a currency"),
    (NUMBER, "19%", {"name": "rate"}, "19 or .19"),
    (SHARE, "19%", {"name": "percent"}, "the schema contradicts itself"),
    (NUMBER, "1.2 million", {}, "a scale word"),
    (NUMBER, "5 m", {"name": "revenue"}, "metres or millions"),
    (NUMBER, "5k", {}, "a scale"),
    (NUMBER, "1e5", {}, "an exponent"),
    (NUMBER, "NaN", {}, "no number"),
    (NUMBER, "Infinity", {}, "no number"),
    (NUMBER, "00123", {}, "leading zeros are a code's"),
    (NUMBER, "<5", {}, "a bound"),
    (NUMBER, "ca. 5", {}, "about"),
    (NUMBER, "5-6", {}, "a range"),
    (NUMBER, "5 - 6", {}, "a range"),
    (NUMBER, "EUR - 5", {}, "a dash or a minus"),
    (NUMBER, "(-5)", {}, "two signs"),
    (NUMBER, "-5-", {}, "two signs"),
    (NUMBER, "1/2", {}, "a fraction"),
    (NUMBER, "5½", {}, "a fraction"),
    (NUMBER, "10²", {}, "a power"),
    (NUMBER, "12 34", {}, "two numbers"),
    (NUMBER, "1.5.6", {}, "a version"),
    (NUMBER, "1,23,4", {}, "no grouping"),
    (NUMBER, "350.00 CR", {}, "the sign of a credit is a convention"),
    (NUMBER, "No. 12", {}, "a label"),
    (NUMBER, "12500 g", {"name": "weight_kg"}, "another unit than the field's"),
    (NUMBER, "500 MB", {"name": "size_gb"}, "another unit than the field's, which names are written small"),
    (NUMBER, "20 °C", {"name": "temp_f"}, "another scale than the field's"),
    (NUMBER, "$12", {"name": "amount_eur"}, "another currency than the field's"),
    (NUMBER, "2 years", {"name": "term_months"}, "another unit of time"),
    (NUMBER, "2 years", {"name": "term"}, "a time without a unit in the field"),
    (NUMBER, "401780000000425500000000011", {}, "more digits than a number keeps"),
    (NUMBER, ["1", "2"], {}, "two elements"),
    (INTEGER, "3.5", {}, "no whole number"),
    (INTEGER, 3.5, {}, "no whole number"),
    (DECIMAL, "1,250", {}, "grouped or decimal"),
    ({"anyOf": [{"type": "number"}, {"type": "string"}]}, "N/A", {}, "null is not allowed"),
    (BOOLEAN, 1, {}, "a count or a flag"),
    (BOOLEAN, "1", {}, "a count or a flag"),
    (BOOLEAN, "x", {}, "a cross says yes and no"),
    (BOOLEAN, "No, see annex", {}, "a sentence"),
    (BOOLEAN, "N/A", {}, "neither"),
    (TERMS, "Free alongside ship", {}, "no declared name"),
    ({"enum": ["FOB"], "description": "FOB (free on board)"}, "Free on board", {}, "no declared name"),
    ({"enum": ["A", "a"]}, " a ", {}, "two labels"),
    ({"enum": ["A", "B"]}, "A-", {}, "a sign is content"),
    ({"enum": ["1-2"]}, "12", {}, "a dash between figures is content"),
    ({"enum": [True, "yes"]}, True, {}, "a label already"),
    (DATE, "04/03/2031", {}, "April or March"),
    (DATE, "04/03/2031", {"lang": "en"}, "English has both orders"),
    (DATE, "04.03.2031", {"lang": "en"}, "points are no custom of English"),
    (DATE, "04/03/2031", {"lang": "fr-CA"}, "so has French in Canada"),
    (DATE, "4 March 31", {}, "a year of two digits"),
    (DATE, "04.03.31", {"lang": "de"}, "a year of two digits"),
    (DATE, "March 2031", {}, "no day"),
    (DATE, "31 Feb 2031", {}, "no such day"),
    (DATE, "Monday, 4 March 2031", {}, "a Tuesday"),
    (DATE, "4 listopada 2031", {}, "October in Croatian"),
    (DATE, "4 March 2031 or later", {}, "more than a day"),
    (DATE, "2031-03-04T00:00:00Z", {}, "another day elsewhere"),
    (DATE, "2031-03-04T10:00:00", {}, "the time would be lost"),
    (INSTANT, "2031-03-04T10:00:00", {}, "no zone"),
    (INSTANT, "2031-03-04", {}, "no time"),
    (TIME, "25:00", {}, "no time"),
    (TIME, "13:00 pm", {}, "no time"),
    (STRING, "", {}, "null is not allowed"),
    (STRING, "4 March 2031", {}, "text stays text"),
    (STRING, "1,234.50", {}, "text stays text"),
    (STRING, 12.5, {}, "it may have been 12.50"),
    (STRING, True, {}, "yes, true or 1"),
    (NULLABLE, "N/A", {}, "text may stand there"),
    (NULLABLE, "None", {"text": "Allergies: None"}, "the document has the word"),
    (NULLABLE, "None", {}, "the document may have the word"),
    ({"type": ["number", "null"]}, "-", {}, "nothing, or zero"),
    ({"type": ["number", "null"]}, "none", {"text": "Deductible: none"}, "nothing, or zero"),
    ({"type": ["string", "null"], "enum": ["none", "some", None]}, "none", {}, "a label"),
]


@pytest.mark.parametrize(
    ("schema", "written", "value", "known"), READ, ids=[f"{n}-{row[1]}" for n, row in enumerate(READ)]
)
def test_one_reading_is_taken(schema, written, value, known):
    found = read(schema, written, **known)
    assert (found, type(found)) == (value, type(value))
    assert read(schema, found, **known) == found, "a normal form is its own normal form"


@pytest.mark.parametrize(
    ("schema", "written", "known", "why"), LEFT, ids=[f"{n}-{row[3]}" for n, row in enumerate(LEFT)]
)
def test_several_readings_or_none_are_left_as_written(schema, written, known, why):
    assert read(schema, written, **known) == written, why


LOCALES = (
    "en_US en_GB de_DE de_CH fr_FR fr_CH es_ES es_MX it_IT pt_BR pt_PT nl_NL pl_PL cs_CZ ru_RU sv_SE da_DK fi_FI "
    "tr_TR hi_IN ar_EG uk_UA ro_RO el_GR he_IL hu_HU vi_VN id_ID"
)


@pytest.mark.parametrize("locale", LOCALES.split())
@given(number=st.decimals(-(10**9), 10**9, places=2), known=st.sampled_from(("locale", "lang", "nothing")))
def test_a_number_of_any_locale_is_read_back_or_left_never_misread(locale, number, known):
    written = format_decimal(number, locale=locale)
    given_ = {"locale": {"locale": locale}, "lang": {"lang": locale.replace("_", "-")}, "nothing": {}}[known]
    found = read(NUMBER, written, **given_)
    assert found == written or Decimal(str(found)) == number


@pytest.mark.parametrize("locale", LOCALES.split())
@given(day=st.dates())
def test_a_date_in_words_of_any_locale_is_read_back_or_left(locale, day):
    written = format_date(day, "d MMMM y", locale=locale)
    assert read_date(written) in (day, None)
    if day.year > 999:
        assert read_date(written, "", locale.replace("_", "-")) == day


@pytest.mark.parametrize("locale", LOCALES.split())
@given(day=st.dates())
def test_a_date_in_figures_is_read_in_the_order_of_its_language_or_left(locale, day):
    written = format_date(day, "dd/MM/y" if locale != "en_US" else "MM/dd/y", locale=locale)
    lang = locale.replace("_", "-")
    assert read_date(written, date_order(lang), lang) in (day, None)
    assert read_date(written) in (day, None) or day.day <= 12


@pytest.mark.parametrize(
    ("value", "lost"),
    [
        (4.017800000004255e26, True),
        (401780000000425500000000011, True),
        (1234567890123456.8, True),
        (0.30000000000000004, True),
        (10**20, False),
        (1e21, False),
        (4111111111111111, False),
        (1234.56, False),
        (True, False),
        ("401780000000425500000000011", False),
        ([1, 401780000000425500000000011], True),
    ],
)
def test_a_number_with_more_digits_than_json_keeps_is_known(value, lost):
    assert loses_digits(value) is lost


@pytest.mark.parametrize(
    ("options", "decimal"),
    [
        ([{"type": "number"}, {"type": "string"}], True),
        ([{"type": "number"}, {"type": "string", "pattern": r"^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"}], True),
        ([{"type": "integer"}, {"type": "string", "pattern": r"^\d+$"}, {"type": "null"}], True),
        ([{"type": "integer"}, {"type": "string"}], False),
        ([{"type": "number"}, {"type": "string", "pattern": "^[A-Z]"}], False),
        ([{"type": "number"}, {"type": "string", "format": "date"}], False),
        ([{"type": "number"}, {"type": "boolean"}], False),
        ([{"type": "number"}, {"type": "object"}, {"type": "string"}], False),
    ],
)
def test_a_number_or_a_string_that_holds_one_is_a_decimal(options, decimal):
    assert (numeric_string({"anyOf": options}) is not None) is decimal
