"""What keys put into a text that is being written."""

from __future__ import annotations

import pytest

from consensus.domain import Code
from consensus.review.document_inserts import Insert, code_inserts, inserted, term_inserts

CODES = (Code(1, "pair", "bold"), Code(2, "point", "footnote"), Code(3, "pair", "link", "https://example.org"))
SOURCE = "Read <g1>this</g1><x2/> and <g3>that</g3>."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("<g1></g1>", "1 bold", True), ("<x2/>", "2 footnote", True), ("<g3></g3>", "3 link", True)]),
        ("<g1>x", [("</g1>", "1 bold", True), ("<x2/>", "2 footnote", True), ("<g3></g3>", "3 link", True)]),
        (SOURCE, [("<g1></g1>", "1 bold", False), ("<x2/>", "2 footnote", False), ("<g3></g3>", "3 link", False)]),
    ],
)
def test_codes_that_a_text_lacks(text: str, found: list[tuple[str, str, bool]]) -> None:
    assert [(one.text, one.name, one.missing) for one in code_inserts(SOURCE, CODES, text)] == found


def test_a_role_from_a_file_is_not_said_on_a_button() -> None:
    (found,) = code_inserts("a<x1/>", (Code(1, "point", "[x](http://example.org)"),), "")
    assert found.name == "1 code"


def test_a_text_without_codes_has_none_to_insert() -> None:
    assert code_inserts("what its author wrote: <g1>", (), "") == ()


def test_terms_that_a_glossary_requires() -> None:
    terms = (("pump", "Pumpe", "required"), ("seal", "Dichtung", "forbidden"), ("pumps", "Pumpe", "required"))
    assert term_inserts(terms, "") == (Insert("Pumpe"),)
    assert term_inserts(terms, "die pumpe") == (Insert("Pumpe", missing=False),)


@pytest.mark.parametrize(
    ("text", "insert", "result"),
    [
        ("Lies", Insert("<x2/>", "2 footnote"), "Lies<x2/>"),
        ("Die", Insert("Pumpe"), "Die Pumpe"),
        ("Die ", Insert("Pumpe"), "Die Pumpe"),
        ("", Insert("Pumpe"), "Pumpe"),
    ],
)
def test_it_is_put_at_the_end(text: str, insert: Insert, result: str) -> None:
    assert inserted(text, insert) == result
