"""Conventions of a field: found after ten edits, and not on edits that follow no rule more often than not."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from consensus.learn.agreement import interval, lower_bound, tail
from consensus.learn.conventions import FieldDecision, conventions
from consensus.learn.forms import ALIKE, forms_of


def decided(place: str, number: int, before: Any, after: Any) -> FieldDecision:
    return FieldDecision(place, before, after, f"d{number}", "job", f"{place}{number}")


PLANTED = [
    ("Where the document states no value, give null, not 0.", lambda n: 0, lambda value: None),
    ("Give the date without the year.", lambda n: f"{n + 1} March 2031", lambda value: value[:-5]),
    ("Give dates as DD/MM/YYYY.", lambda n: f"2031-03-{n + 10}", lambda value: "/".join(reversed(value.split("-")))),
    ("Give dates as YYYY-MM-DD.", lambda n: f"{n + 13}.03.2031", lambda value: f"2031-03-{value[:2]}"),
    ("Write it in upper case.", lambda n: f"ab{n}", str.upper),
    ('Write "kg" behind it.', lambda n: str(7 * n), lambda value: f"{value} kg"),
    ("Write it with leading zeros, 6 digits in all.", lambda n: str(100 + n), lambda value: value.zfill(6)),
    ('Write 2 decimals behind ".".', lambda n: f"{n}.5", lambda value: f"{value}0"),
    ("Give the amount without the currency.", lambda n: f"EUR {n}.50", lambda value: value[4:]),
    ("Round it to a whole number.", lambda n: n + 0.3, lambda value: float(round(value))),
    ('Write "open", not "in progress".', lambda n: "in progress", lambda value: "open"),
]


@pytest.mark.parametrize(("sentence", "before", "write"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_convention_is_found_after_ten_edits(
    sentence: str, before: Callable[[int], Any], write: Callable[[Any], Any]
) -> None:
    made = [decided("field", number, before(number), write(before(number))) for number in range(10)]
    assert conventions(made[:9]) == []
    (found,) = conventions(made)
    assert (found.form.sentence, len(found.follows), found.against, found.edits) == (sentence, 10, 0, 10)
    assert found.lower == pytest.approx(0.6915, abs=1e-4)


def test_one_document_is_no_convention() -> None:
    made = [FieldDecision("field", 0, None, f"d{number % 2}", "job", str(number)) for number in range(40)]
    assert conventions(made) == []


def test_kept_answers_speak_against_it() -> None:
    made = [decided("field", number, 0, None) for number in range(30)]
    assert conventions(made)[0].against == 0
    assert conventions([*made, *(decided("field", 100 + n, 0, 0) for n in range(3))])[0].against == 3
    assert conventions([*made, *(decided("field", 100 + n, 0, 0) for n in range(4))]) == []


def test_every_rule_turns_the_one_into_the_other() -> None:
    for before, after in ((0, None), ("n/a", None), ("03/04/2031", "04/03/2031"), ("A-1", "A1"), (-3, 3)):
        found = list(forms_of(before, after))
        assert found
        assert all(form.write(before) == after for form in found)
    assert list(forms_of("12", 12)) == [], "a number is not its text"
    assert all(form.write(True) is ALIKE for form in forms_of(0, None)), "false is no 0"


def _random(seed: int) -> list[FieldDecision]:
    """Edits of three fields into anything."""
    draw, made = random.Random(seed), []
    for number in range(30):
        for place in ("a", "b", "c"):
            before = draw.choice(["0", "12 March 2031", "abc", "12.5", "Foo", 0, 1.26])
            after = draw.choice([before, "x", str(draw.random()), None, draw.randint(0, 9)])
            made.append(decided(place, number, before, after))
    return made


def _half(seed: int) -> list[FieldDecision]:
    """Four fields, of which two rules each are followed by half of the decisions: the most that is no convention."""
    draw, made = random.Random(seed), []
    for place in "abcd":
        for number in range(draw.choice([14, 20, 30, 60])):
            made.append(decided(place, number, "0", draw.choice(["0", None])))
            made.append(decided(place, number, "abc", draw.choice(["abc", "ABC"])))
    return made


@pytest.mark.parametrize(("edits", "at_most"), [(_random, 0), (_half, 10)])
def test_false_proposals_are_rare(edits: Callable[[int], list[FieldDecision]], at_most: int) -> None:
    # 5% of 100 is 5; 10 or more would come with a chance of under 3%.
    assert sum(bool(conventions(edits(seed))) for seed in range(100)) < at_most + 1


def test_the_exact_bounds() -> None:
    assert tail(10, 10) == pytest.approx(0.5**10)
    assert lower_bound(10, 10) == pytest.approx(0.05**0.1)
    assert (lower_bound(0, 5), interval(0, 0)) == (0.0, (0.0, 1.0))
    lower, upper = interval(3, 10)
    assert (round(lower, 4), round(upper, 4)) == (0.0667, 0.6525), "Clopper and Pearson's table"
