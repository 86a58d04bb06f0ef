"""Reasons in words: no rule, gate or check is shown by its name."""

from __future__ import annotations

import pytest

from consensus.check import CATALOGUE
from consensus.domain import Rule
from consensus.service.reports.reason_words import check_words, rule_words

#: These accept; nobody asks why not.
ACCEPTING = {
    *(Rule.NEAR_IDENTITY, Rule.UNANIMOUS, Rule.MAJORITY, Rule.RULE_SETTLES, Rule.SAME_MEANING, Rule.CALIBRATED),
    *(Rule.JUDGED, Rule.CERTIFIED, Rule.REUSED, Rule.KEPT),
}
#: Characters of a bar's name on the screen.
LONGEST = 48


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule not in ACCEPTING])
def test_every_rule_that_refuses_has_words_of_its_own(rule: Rule) -> None:
    words = rule_words(rule.value)
    assert words != rule.value.replace("_", " "), "only its name"
    assert "_" not in words
    assert len(words) <= LONGEST
    assert words[0].islower() or words[0].isdigit()
    assert not words.endswith(".")


def test_no_two_rules_say_the_same() -> None:
    said = [rule_words(rule.value) for rule in Rule]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_check_says_what_it_finds(name: str) -> None:
    words = check_words(name)
    assert len(words) > len(name)
    assert not words.endswith(".")


def test_an_unknown_name_is_at_least_words() -> None:
    assert (rule_words("of_tomorrow"), check_words("critique")) == ("of tomorrow", "the critic found a mistake")
