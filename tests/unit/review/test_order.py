"""Blind letters: the order is drawn per item, and nothing on the screen says who or how many."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import Abstention, AbstentionReason, Answer, Candidate
from consensus.review import blind_order, blind_sentence


def said(**values: Any) -> list[Answer]:
    return [Candidate("u", member, f"family-{member}", value) for member, value in values.items()]


def test_the_order_of_the_panel_and_the_number_of_votes_change_nothing() -> None:
    few = blind_order(said(a="eins", b="zwei", c="drei"), "item")
    many = blind_order(said(z="zwei", c="drei", y="drei", a="eins", b="zwei"), "item")
    assert [blind.value for blind in few] == [blind.value for blind in many]
    assert [blind.letter for blind in few] == ["A", "B", "C"]


def test_another_item_or_seed_gives_another_order() -> None:
    answers = said(a="eins", b="zwei", c="drei")
    by_item = {tuple(blind.value for blind in blind_order(answers, f"item{n}")) for n in range(40)}
    by_seed = {tuple(blind.value for blind in blind_order(answers, "item", str(n))) for n in range(40)}
    assert len(by_item) == len(by_seed) == 6


def test_no_member_is_favoured() -> None:
    first = [blind_order(said(a="eins", b="zwei"), f"item{n}")[0].members for n in range(400)]
    assert 150 < first.count(("a",)) < 250


@pytest.mark.parametrize(
    ("values", "letters", "meaning"),
    [
        ({"a": "x", "b": "x", "c": "y"}, 2, "identical answers are one letter"),
        ({"a": "x", "b": "x "}, 2, "a space is a difference"),
        ({"a": 12, "b": 12.0}, 1, "12 and 12.0 are one number"),
        ({"a": 12, "b": "12"}, 2, "a number is not its text"),
        ({"a": True, "b": 1}, 2, "yes is not one"),
        ({"a": None, "b": "null"}, 2, "no value is not the word"),
        ({"a": {"x": 1, "y": [2]}, "b": {"y": [2.0], "x": 1}}, 1, "the order of keys says nothing"),
        ({}, 0, "nobody answered"),
    ],
)
def test_identical_candidates_are_one_letter(values: dict[str, Any], letters: int, meaning: str) -> None:
    assert len(blind_order(said(**values), "item")) == letters, meaning


def test_the_members_behind_a_letter_are_all_known_afterwards() -> None:
    answers = [*said(b="x", a="x"), Abstention("u", "c", "f", AbstentionReason.TIMEOUT)]
    (only,) = blind_order(answers, "item")
    assert only.members == ("a", "b")


def test_after_z_comes_aa() -> None:
    letters = [blind.letter for blind in blind_order(said(**{f"m{n}": n for n in range(28)}), "item")]
    assert letters[25:] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("gpt-4o has 80.", "answer A has 80."),
        ("gpt-4o-mini gave no answer: timeout.", "a member gave no answer: timeout."),
        ("A (gpt-4o), gpt-4o.", "A (answer A), answer A."),
        ("xgpt-4o says nothing.", "xgpt-4o says nothing."),
    ],
)
def test_reasons_name_letters_not_members(sentence: str, told: str) -> None:
    answers: list[Answer] = [
        Candidate("u", "gpt-4o", "openai", "x"),
        Abstention("u", "gpt-4o-mini", "openai", AbstentionReason.TIMEOUT),
    ]
    assert blind_sentence(sentence, blind_order(answers, "item"), answers) == told
