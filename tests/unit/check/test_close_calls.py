"""Pairs of a right and a wrong text that differ in the one thing that a condition of a check asks."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.check.facts import read
from consensus.domain import Candidate, Policy, Segment

POLICY = Policy(name="p", version=1)


def found(source: str, target: str, langs: tuple[str, str]) -> set[str]:
    answer = Candidate("u", "model", "family", target)
    return {f.check for f in check_segment(Segment("u", 0, source, 0, len(source)), [answer], langs, POLICY)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Come at 3.", set()),  # the morning or the afternoon is left open
        ("Come at 4.", {"numbers"}),
        ("Come with 3 kg.", {"numbers"}),
        ("Come with €3.", {"numbers"}),
        ("Come with 3%.", {"numbers"}),
    ],
)
def test_an_hour_is_a_plain_number_alone(source: str, expected: set[str]) -> None:
    assert found(source, "Kommen Sie um 15 Uhr.", ("en", "de")) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Ask @jo7 today.", "Fragen Sie heute Joseph 7.", set()),  # the name of an account may be translated
        ("Ask jo7 today.", "Fragen Sie heute Joseph 7.", {"codes"}),
        ("Ask @jo7 today.", "Fragen Sie heute Joseph.", {"codes"}),
        ("Take folder7 today.", "Nehmen Sie heute Ordner 7.", set()),
        ("Take fo7 today.", "Nehmen Sie heute Ordner 7.", {"codes"}),
    ],
)
def test_a_code_keeps_its_letters_unless_they_are_a_name(source: str, target: str, expected: set[str]) -> None:
    assert found(source, target, ("en", "de")) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [("the type-2 model", []), ("the INV-1007 model", ["INV-1007"]), ("the iPhone5 model", ["iPhone5"])],
)
def test_a_word_with_a_hyphen_and_a_number_is_a_code_in_capitals_alone(text: str, codes: list[str]) -> None:
    assert [piece.text for piece in read(text, "en").codes] == codes


@pytest.mark.parametrize(
    ("text", "langs", "expected"),
    [
        ("Vi kan se en hund", ("da", "nb"), set()),  # four words that both languages have
        ("Vi kan se en stor hund", ("da", "nb"), {"untranslated"}),
        ("Vi kan se noget", ("da", "nb"), {"untranslated"}),  # which Norwegian has not
        ("Vi kan se en hund", ("da", "en"), {"untranslated"}),
    ],
)
def test_close_languages_share_short_sentences(text: str, langs: tuple[str, str], expected: set[str]) -> None:
    assert found(text, text, langs) & {"untranslated"} == expected
