"""Names under x-compare: name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.normalize.names import same_name

NAMES = [
    ("Acme Works", "ACME WORKS", True, "case"),
    ("the Acme Works", "Acme Works", True, "leading article"),
    ("Acme Works, Inc.", "Acme Works", True, "legal suffix on one side"),
    ("Acme Works Inc", "Acme Works Incorporated", True, "two spellings of one suffix"),
    ("Acme Works Inc", "Acme Works LLC", False, "two legal persons"),
    ("River Bank Fund", "RBF", True, "acronym that equals the initials"),
    ("Friends of the River", "FOR", False, "small words count or do not, never one of two"),
    ("Friends of the River", "FOTR", True, "initials with small words"),
    ("Friends of the River", "FR", True, "initials without small words"),
    ("River Bank Fund (RBF)", "River Bank Fund", True, "a name that says its acronym"),
    ("River Bank Fund", "River Bank Trust", False, "another word"),
    ("River Bank Fund", "River Bank", False, "a part of a name"),
    ("rbf", "River Bank Fund", False, "an acronym is written in capitals"),
    ("Area 5 1", "Area 51", False, "figures stay apart"),
    ("Nordlicht Kiel", "NordlichtKiel", True, "white space"),
    ("O'Neil", "O’Neil", True, "apostrophes"),
    ("A. B. Cole", "AB Cole", True, "an initial is no article"),
    ("E. Klein", "Klein", False, "an initial in a language where the letter is an article"),
    ("北京大学", "北京大學", False, "another character"),
]


@pytest.mark.parametrize(("one", "other", "same", "why"), NAMES, ids=[row[3] for row in NAMES])
def test_forms_of_one_name(one, other, same, why):
    assert same_name(one, other) is same, why
    assert same_name(other, one) is same, "symmetric"


COMPLETIONS = [
    ("Maria Co", "Maria", None, False, "a surname, for all that is known"),
    ("Maria Co", "Maria", "Patient: Maria Co\nReferred by: Maria", False, "two people"),
    ("Maria Co", "Maria", "Patient: Maria Co", True, "the source knows one completion"),
    ("Maria Sa", "Maria", "Maria Sa, Maria Costa", False, "a surname beside another"),
    ("Acme & Co.", "Acme Co", None, False, "the ampersand is part of the name"),
    ("Acme Works, Co.", "Acme Works", None, True, "written as a legal form"),
    ("Acme Works AG", "Acme Works", "by Acme Works", True, "capitals of its own"),
    ("Acme Works Inc", "Acme Works", "Acme Works Inc. Acme Works sells.", True, "one completion and the short form"),
    ("Acme Works Inc", "Acme Works", "Acme Works Inc and Acme Works LLC", False, "two completions"),
    ("Acme Works GmbH & Co KG", "Acme Works GmbH", None, False, "another legal person"),
    ("Marlow, Jane", "Jane Marlow", None, True, "last name first"),
    ("Marlow, Jane", "Jane Barlow", None, False, "another name"),
    ("Jane Marlow", "Marlow Jane", None, False, "turned without a comma"),
    ("Marlow, Jane, Tom", "Jane Tom Marlow", None, False, "a list of names"),
]


@pytest.mark.parametrize(("one", "other", "text", "same", "why"), COMPLETIONS, ids=[row[4] for row in COMPLETIONS])
def test_a_short_form_joins_where_the_source_knows_one_completion(one, other, text, same, why):
    assert same_name(one, other, text) is same, why
    assert same_name(other, one, text) is same, "symmetric"


@given(st.text(max_size=30), st.text(max_size=30))
def test_symmetric_and_reflexive(one, other):
    assert same_name(one, other) == same_name(other, one)
    assert same_name(one, one)
