"""Glossary terms: found in any inflection, required and forbidden, per language."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment

TERMS = (
    ("valve", "Ventil", "required"),
    ("cover", "Deckel", "forbidden"),
    ("pressure vessel", "tlaková nádoba", "required"),
    ("filter", "滤芯", "required"),
)


def checks(source: str, target: str, terms: tuple[tuple[str, str, str], ...]) -> set[str]:
    policy = Policy(name="p", version=1, glossary_terms=terms)
    answer = Candidate("u", "m", "f", target)
    found = check_segment(Segment("u", 0, source, 0, 0), [answer], ("en", None), policy)
    return {finding.check for finding in found if finding.check.startswith("glossary")}


@pytest.mark.parametrize(
    ("source", "target", "term", "expected"),
    [
        ("Close the valve.", "Das Ventil schließen.", 0, set()),  # the term itself
        ("Close the valves.", "Die Ventile schließen.", 0, set()),  # both inflected
        ("Close the valve.", "Das Druckventil schließen.", 0, set()),  # in a compound
        ("Close the valve.", "Den Hahn schließen.", 0, {"glossary_required"}),
        ("Close the lid.", "Den Hahn schließen.", 0, set()),  # the source does not hold the term
        ("Lift the cover.", "Den Deckel anheben.", 1, {"glossary_forbidden"}),
        ("Lift the cover.", "Die Deckels anheben.", 1, {"glossary_forbidden"}),  # inflected
        ("Lift the cover.", "Die Abdeckung anheben.", 1, set()),  # "deck" inside another word
        ("Lift the lid.", "Den Deckel anheben.", 1, set()),  # forbidden for "cover" alone
        ("Empty the pressure vessel.", "Vyprázdněte tlakovou nádobu.", 2, set()),  # two words, both inflected
        ("Empty the pressure vessel.", "Vyprázdněte kotel.", 2, {"glossary_required"}),
        ("Change the filter.", "更换滤芯。", 3, set()),  # no spaces between words
        ("Change the filter.", "更换过滤器。", 3, {"glossary_required"}),
    ],
)
def test_terms(source: str, target: str, term: int, expected: set[str]) -> None:
    assert checks(source, target, (TERMS[term],)) == expected


def test_several_translations_of_one_term_are_alternatives() -> None:
    terms = (("valve", "Ventil", "required"), ("valve", "Armatur", "required"))
    assert checks("Open the valve.", "Öffnen Sie die Armatur.", terms) == set()
    assert checks("Open the valve.", "Öffnen Sie den Hahn.", terms) == {"glossary_required"}
