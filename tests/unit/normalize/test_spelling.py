"""Two spellings: what is layout, what is content, and what only the document can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.normalize.folding import fold
from consensus.normalize.measures import money, one_layout, phone, quantity, share
from consensus.normalize.source_text import stands_literally
from consensus.normalize.spelling import one_company, one_phrase, one_string
from consensus.normalize.unit_case import canonical_unit

# one, other, the source, whether they are one value, why
SPELLINGS = [
    ("5 MW", "5 mW", "Rated 5 MW", False, "mega and milli"),
    ("5 mM", "5 mm", "Conc 5 mM", False, "millimolar and millimetre"),
    ("10 Mb", "10 MB", "10 Mb", False, "bits and bytes"),
    ("10 MS", "10 ms", "10 ms", False, "siemens and seconds, in one case each"),
    ("300 K", "300 k", "300 K", False, "kelvin and thousand"),
    ("5 kg", "5 KG", None, True, "a unit whose case says nothing"),
    ("2 MHZ", "2 MHz", None, True, "the prefix is the same"),
    ("2 mHz", "2 MHz", None, False, "the prefix is not"),
    ("mmol/L", "mmol/l", None, True, "litre"),
    ("MW", "mW", "MW", False, "a unit without a number"),
    ("5 PM", "5 pm", None, True, "a time of day"),
    ("Gas CO", "Gas Co", "Gas CO", False, "a formula"),
    ("NaCl", "NACL", "NaCl", False, "a formula in capitals"),
    ("Plan B", "Plan b", "Plan B", False, "one letter"),
    ("kX9aQ2", "KX9AQ2", "kX9aQ2", False, "mixed case in a token"),
    ("INV/771-A", "inv/771-a", "No. inv/771-a", True, "an id in one case throughout, and the source has one"),
    ("INV/771-A", "inv/771-a", "inv/771-a INV/771-A", False, "the source has both"),
    ("INV/771-A", "Inv/771-a", "inv/771-a", False, "the source has a third"),
    ("INV/771-A", "inv/771-a", None, False, "no source"),
    ("EUR", "eur", "5 EUR", True, "a short word, and the source has one form"),
    ("No", "NO", None, True, "an answer to a question"),
    ("ACME CORP", "Acme Corp", None, True, "a phrase in capitals"),
    ("12 QUAY LANE", "12 Quay Lane", None, True, "an address in capitals"),
    ("HOSE 5 MM", "Hose 5 mm", None, False, "a unit in capitals"),
    ("HOSE 5 MM", "Hose 5 mm", "HOSE 5 MM", True, "a unit in a phrase that the source has in capitals"),
    ("Bank Of America", "Bank of America", None, True, "a small word in a title"),
    ("Nord GmbH", "Nord GMBH", None, True, "a legal form"),
    ("Maße: 10 cm", "Masse: 10 cm", "Maße: 10 cm", False, "ß is not ss"),
    ("Lange Straße", "LANGE STRASSE", "Lange Straße", True, "ß is SS in capitals"),
    ("IŞIK SOKAK", "Işık Sokak", None, True, "Turkish capitals"),
    ("ısı", "isi", None, False, "Turkish small letters"),
    ("ΟΔΟΣ ΕΡΜΟΥ", "Οδος Ερμου", None, True, "final sigma"),
    ("not able", "notable", "is not able to", False, "a lost blank between words"),
    ("nowhere", "now here", "nowhere to go", False, "an added blank between words"),
    ("For Congress", "ForCongress", "by ForCongress", True, "a blank that the source lost"),
    (
        "Cooke for Congress",
        "Cookefor Congress",
        "by Cookefor Congress",
        True,
        "a blank lost in a phrase",
    ),
    ("Cooke for Congress", "Cookefor Congress", "by Cooke for Congress", False, "a blank that the source has"),
    ("Cooke for Congress", "Cookefor Congress", None, False, "a lost blank without a source"),
    ("5 kg", "5kg", None, True, "a blank in front of a unit"),
    ("AB 12", "AB12", "AB 12", False, "a blank in an id"),
    ("SW1A 1AA", "SW1A1AA", "SW1A 1AA", False, "a blank in a code"),
    ("10 x 20 mm", "10x20 mm", None, True, "blanks between sizes"),
    ("山田 太郎", "山田太郎", None, True, "a blank in a script without blanks"),
    ("東京、大阪", "東京大阪", "東京、大阪", False, "a list in a script without blanks"),
    ("AB", "A, B", "group AB", False, "a list of letters"),
    ("A B", "A, B", "A B", False, "letters"),
    ("Pump, stainless", "Pump stainless", "Pump, stainless", True, "a comma between words"),
    ("Way 5, Lowport 04101", "Way 5, Lowport, 04101", "Way 5\nLowport 04101", True, "lines of an address"),
    ("“Acme”", '"acme"', None, True, "quotes"),
]


@pytest.mark.parametrize(("one", "other", "text", "same", "why"), SPELLINGS, ids=[row[4] for row in SPELLINGS])
def test_spellings(one, other, text, same, why):
    assert (fold(one) == fold(other) and one_string(one, other, text)) is same, why
    assert one_string(other, one, text) is one_string(one, other, text), "symmetric"


LAYOUTS = [
    ("12,5 kg", "12.5kg", "Weight: 12,5 kg", True, "decimal comma"),
    ("12,5 kg", "12.5kg", "Weight: 12 kg", False, "it stands nowhere"),
    ("12,5 kg", "125 kg", "Weight: 12,5 kg", False, "a lost decimal mark"),
    ("1,234 kg", "1.234 kg", "1,234 kg", False, "group or decimal mark"),
    ("1.234 kg", "1234 kg", "1.234 kg", False, "a group mark that may be a decimal mark"),
    ("12.50 kg", "12.5 kg", "12.5 kg", False, "another precision"),
    ("$1,234.50", "$1234.50", "Price $1,234.50", True, "groups of an amount"),
    ("$5", "USD 5", "$5", False, "several dollars"),
    ("+1 (555) 010-0199", "+15550100199", "+1 555 010 0199", True, "a telephone number"),
    ("+1 (555) 010-0199", "1 555 010 0199", "+1 (555) 010-0199", False, "a lost plus"),
    ("8413.70.21", "84137021", "HS 8413.70.21", True, "a tariff number"),
    ("2019-2020", "20192020", "2019-2020", False, "one hyphen"),
    ("10.0.0.1", "10001", "10.0.0.1", False, "a short number with points"),
    ("A-100", "A100", "A-100", False, "a hyphen of an id"),
]


@pytest.mark.parametrize(("one", "other", "text", "same", "why"), LAYOUTS, ids=[row[4] for row in LAYOUTS])
def test_layouts(one, other, text, same, why):
    assert one_layout(one, other, text) is same, why
    assert one_layout(other, one, text) is same, "symmetric"


def test_lines_of_an_address_behind_a_figure():
    text = "Langer Weg 5\n10115 Nordstadt"
    assert one_phrase("Langer Weg 5, 10115 Nordstadt", "Langer Weg 5\n10115 Nordstadt", text)
    assert not one_phrase("Rooms 5, 101 free", "Rooms 5 101 free", "Rooms 5 101 free"), "5101 or two numbers"
    assert not one_phrase("Langer Weg 5, 10115", "Langer Weg 51, 0115", text)
    assert not one_phrase("1, 5", "1 5", "1 5")
    assert one_phrase("J. R. Marlow", "J.R. Marlow", "J. R. Marlow"), "initials"
    assert not one_phrase("J. R. Marlow", "J.R. Marlow", "K. R. Marlow"), "it stands nowhere"
    assert not one_phrase("Room 1. 5 beds", "Room 1.5 beds", "Room 1. 5 beds")


def test_a_legal_form_spelt_out():
    text = "by Nord Tools Inc. and Nord Works"
    assert one_company("Nord Tools Inc.", "Nord Tools Incorporated", text)
    assert one_company("NORD TOOLS INCORPORATED", "Nord Tools, Inc", text)
    assert not one_company("Nord Tools Ltd", "Nord Tools Limited", text), "it stands nowhere"
    assert not one_company("Nord Tools Inc", "Nord Tools Ltd", text)
    assert not one_company("Nord Works", "Nord Works Inc", text)
    assert not one_company("Limited", "Ltd", "Limited")


def test_readings_of_declared_kinds():
    assert quantity("12,5 kg") == quantity("12.50 KG") != quantity("12,5 g")
    assert quantity("5 µg") == quantity("5 μg") == quantity("5ug")
    assert quantity("<5 mg/l") != quantity("5 mg/l")
    assert quantity("kg") is None
    assert share("19 %") == share("19,0 percent") != share("19 ‰")
    assert share("0.19") is None
    assert phone("+44 (0)20 7946 0958 ext. 5") == phone("0044 20 79460958 x5")
    assert phone("555-0100/0101") is None, "two numbers"
    assert phone("call us") is None
    assert money("CHF 50.-") == money("50,00 CHF")
    assert money("$5 USD") == money("US$5") != money("$5")
    assert money("5 EUR 6 USD") is None
    assert canonical_unit("MG") != canonical_unit("mg") == "mg"
    assert canonical_unit("KG") == canonical_unit("kg")


def test_a_form_stands_letter_by_letter():
    text = "No. inv/771-a,\n12 Quay\tLane"
    assert stands_literally(text, "inv/771-a")
    assert stands_literally(text, "12 Quay Lane")
    assert not stands_literally(text, "INV/771-A")
    assert not stands_literally(text, "nv/771-a"), "a cut word"
    assert not stands_literally(text, "")


WORD = st.text("abcdefghij", min_size=4, max_size=8)
PHRASE = st.lists(WORD, min_size=2, max_size=5)


@given(PHRASE, st.sampled_from([str.upper, str.title, str.lower]), st.sampled_from([" ", "  ", "\n", "\u00a0"]))
def test_layout_of_a_phrase_is_no_difference(words, case, blank):
    plain = " ".join(words)
    changed = case(blank.join(words))
    assert fold(plain) == fold(changed)
    assert one_string(plain, changed, None)
    assert one_string(plain, changed, f"see {plain}.")


@given(PHRASE, st.integers(0, 3), st.booleans())
def test_a_lost_blank_between_words_is_never_agreement(words, at, known):
    plain = " ".join(words)
    at = at % (len(words) - 1)
    joined = " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
    assert not one_string(plain, joined, f"see {plain}." if known else None)


@given(st.from_regex(r"[a-z][A-Z][0-9][a-z][A-Z][a-z]", fullmatch=True), st.integers(0, 5))
def test_case_inside_a_mixed_token_is_never_agreement(token, at):
    changed = token[:at] + token[at].swapcase() + token[at + 1 :]
    if changed != token:
        assert not one_string(token, changed, f"Token {token}")


@given(st.integers(1, 999), st.sampled_from(["mW MW", "mHz MHz", "mS MS", "ms mS", "Mb MB", "pa Pa", "mm mM", "mg Mg"]))
def test_a_prefix_is_never_agreement(number, pair):
    one, other = (f"{number} {unit}" for unit in pair.split())
    assert not one_string(one, other, f"Value: {one}")
    assert not one_layout(one, other, f"Value: {one}")


@given(st.text(max_size=20), st.text(max_size=20), st.none() | st.text(max_size=60))
def test_symmetric_and_reflexive(one, other, text):
    assert one_string(one, one, text)
    assert one_string(one, other, text) == one_string(other, one, text)
    if text is not None:
        assert one_layout(one, other, text) == one_layout(other, one, text)
        assert one_phrase(one, other, text) == one_phrase(other, one, text)
