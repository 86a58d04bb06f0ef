"""Canonical values: what is one value, and the traps in which peers lose meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.normalize.folding import fold, fold_prose
from consensus.normalize.values import NULL, canonical, parse_date, parse_number

# kind, one, other, why a difference must survive
DIFFERENT = [
    ("string", "-3.5 mg", "35 mg", "sign and decimal mark"),
    ("number", 1.50, 150, "decimal mark"),
    ("string", "1.50", "150", "decimal mark in a string"),
    ("string", "-5%", "5%", "sign"),
    ("date", "2024-01-02", "2024-02-01", "day and month"),
    ("string", "2024-01-02", "2024-02-01", "day and month in a string"),
    ("number", 191.89, 191.69, "one digit"),
    ("number", "9053.28", "905328", "decimal mark in a numeric string"),
    ("money", "9053.28 EUR", "905328 EUR", "decimal mark in money"),
    ("string", "shall pay", "shall not pay", "negation"),
    ("text", "shall pay", "shall not pay", "negation in prose"),
    ("string", "30 days", "80 days", "number in a clause"),
    ("string", "a" * 2500 + "b", "a" * 2500 + "c", "texts differ after 2,000 characters"),
    ("string", "事实", "实时", "Chinese homophones"),
    ("string", "施氏", "史诗", "Chinese homophones that one ASCII would fold"),
    ("string", "INV-1007", "INV-1001", "id"),
    ("string", "5 30", "530", "white space inside figures"),
    ("string", "x -5", "x-5", "a sign is not a hyphen"),
    ("string", "1, 5", "1,5", "a list is not a decimal"),
    ("string", ".5", "5", "a leading decimal point"),
    ("string", "10²", "102", "a superscript is not a digit"),
    ("string", "5½", "51/2", "a fraction is not a quotient"),
    ("string", "6'", '6"', "feet and inches"),
    ("string", "A+", "A", "a plus is meaning"),
    ("string", "$5", "€5", "currency"),
    ("string", "5 kg", "5 g", "unit"),
    ("text", "price -5", "price 5", "a sign in prose"),
    ("text", "1.5 mg", "15 mg", "a decimal mark in prose"),
    ("string", "ビール", "ビ-ル", "a long vowel is no dash"),
    ("string", "一", "-", "the numeral one is no dash"),
    ("money", "5 EUR", "5 USD", "currency"),
    ("money", "5 EUR", "5", "a currency that is missing"),
    ("money", "(5 EUR)", "5 EUR", "accounting brackets are a minus"),
    ("money", "-$5", "$5", "sign before the currency"),
    ("number", True, 1, "a boolean is no number"),
    ("boolean", True, "true", "a string is no boolean"),
    ("boolean", False, None, "false is not nothing"),
    ("number", 0, None, "zero is not nothing"),
    ("number", "1,234", 1234, "an ambiguous separator is not guessed"),
    ("date-time", "2024-01-02T10:00:00Z", "2024-01-02T10:00:00", "an instant is not a wall clock"),
    ("exact", "abc", "ABC", "exact is exact"),
    ("enum", "open", "Open", "an enum is spelt one way"),
    ("casefold", "a b", "ab", "casefold folds case only"),
]

# kind, one, other, why they are one value
SAME = [
    ("number", 5, 5.0, "int equals float"),
    ("number", "1.50", 1.5, "numeric string where the type says number"),
    ("integer", "7", 7, "numeric string where the type says integer"),
    ("number", "1.234,50", 1234.5, "two separators can be read in one way only"),
    ("number", "−5", -5, "a typographic minus"),
    ("number", 1e3, "1000", "exponent"),
    ("string", "Ｆｕｌｌ　width", "full width", "NFKC"),
    ("string", "a–b", "a-b", "typographic dash"),
    ("string", "横浜 － 新大阪", "横浜－新大阪", "blanks around a dash"),
    ("string", "東京ｰ大阪", "東京－大阪", "a long-vowel sign typed for a dash"),
    ("string", "10～12", "10〜12", "wave dashes"),
    ("string", "“Acme”", '"acme"', "typographic quotes and case"),
    ("string", "Acme Ltd.", "ACME LTD", "trailing full stop"),
    ("string", "Way, Clay", "Way Clay", "a comma behind a word"),
    ("string", "For Congress", "ForCongress", "white space between words"),
    ("string", "ע״ר", 'ע"ר', "Hebrew gershayim"),
    ("string", "١٢٣", "123", "digits of another script"),
    ("string", "5 kg", "5kg", "a blank before the unit"),
    ("text", "Yes, (really) - ok!", "yes really ok", "punctuation in prose"),
    ("money", "€ 5.00", "EUR 5", "a sign that is one currency only"),
    ("date", "2024-03-05", "２０２４-03-05", "full-width digits"),
    ("date-time", "2024-01-02T10:00:00Z", "2024-01-02T12:00:00+02:00", "one instant"),
    ("time", "10:00", "10:00:00", "seconds left out"),
    ("string", 10001, "10001", "a number written where the type says string"),
    ("any", 1, 1.0, "untyped numbers"),
]


@pytest.mark.parametrize(("kind", "one", "other", "why"), DIFFERENT, ids=[row[3] for row in DIFFERENT])
def test_meaning_survives(kind, one, other, why):
    assert canonical(one, kind) != canonical(other, kind), why


@pytest.mark.parametrize(("kind", "one", "other", "why"), SAME, ids=[row[3] for row in SAME])
def test_typography_folds(kind, one, other, why):
    assert canonical(one, kind) == canonical(other, kind), why


@pytest.mark.parametrize("kind", ["number", "string", "date", "boolean", "enum", "money", "name", "text", "any"])
def test_nothing_is_nothing_under_every_kind(kind):
    assert canonical(None, kind) == canonical("", kind) == canonical("  ", kind) == canonical([], kind) == NULL
    assert canonical("null", kind) != NULL


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1.234,5", "de_DE", "1234.5"),
        ("1\u202f234,5", "fr_FR", "1234.5"),
        ("1,234.5", "en_US", "1234.5"),
        ("1’234.5", "de_CH", "1234.5"),
        ("1,5,6", "en_US", None),
        ("1.5.6", None, None),
        ("12 apples", None, None),
        ("-0", None, "0"),
        ("+3", None, "3"),
    ],
)
def test_numbers_are_read_by_declared_locale_never_guessed(text, locale, number):
    parsed = parse_number(text, locale)
    assert (None if parsed is None else str(abs(parsed) if parsed == 0 else parsed)) == number


@pytest.mark.parametrize(
    ("text", "order", "iso"),
    [
        ("2024-13-01", "iso", None),
        ("05/03/2024", "iso", None),
        ("05/03/2024", "dmy", "2024-03-05"),
        ("05/03/2024", "mdy", "2024-05-03"),
        ("31.12.2024", "mdy", None),
        ("May", "dmy", None),
    ],
)
def test_dates_are_read_in_the_declared_order(text, order, iso):
    parsed = parse_date(text, order)
    assert (parsed.isoformat() if parsed else None) == iso


def test_a_broken_number_is_compared_as_text_and_differs():
    assert canonical("n/a", "number")[0] == "string"
    assert canonical("09/01", "date")[0] == "string"
    assert canonical(float("nan"), "number") != canonical(0, "number")


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        canonical("x", "no-such-kind")


def test_the_leading_article_is_kept_for_the_vote_to_weigh():
    assert fold("The ACME") == "the acme"
    assert fold("Thermos") == "thermos"
    assert fold("the") == "the"


@given(st.text(max_size=40))
def test_folding_is_idempotent_enough_to_be_symmetric(text):
    assert fold(text) == fold(text.strip())
    assert fold_prose(text) == fold_prose(f" {text} ")


@given(st.integers(-(10**12), 10**12))
def test_an_integer_is_one_number_however_written(number):
    assert canonical(number, "number") == canonical(str(number), "number") == canonical(float(number), "number")


@given(st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True), st.integers(0, 9))
def test_one_more_digit_is_another_string(text, digit):
    assert canonical(text, "string") != canonical(f"{text}{digit}", "string")
    assert canonical(f"{text} mg", "text") != canonical(f"{digit}{text} mg", "text")
