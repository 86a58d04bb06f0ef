"""The registry of checks: what each declares, and what becomes of a finding that none declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

import consensus.check
from consensus.check import CATALOGUE, check_field, check_segment, objects
from consensus.check.base import Check, CheckId, Coded, FieldCheck, Given, Pair, Problem
from consensus.check.facts import read
from consensus.check.leaf import Leaf
from consensus.check.registry import CHECKS, FIELD_CHECKS, FIELD_LEVELS, SEGMENT_IDS, level_of
from consensus.domain import Candidate, Code, Field, Limit, Policy, Segment, Severity
from tests.unit.check.test_harness import ALL

POLICY = Policy(name="p", version=1, glossary_terms=(("valve", "Ventil", "required"), ("pump", "Pumpe", "forbidden")))
BOLD = (Code(1, "pair", "bold"),)
#: Every case of the harness, one for the terms of the policy, and some for limits and codes.
PAIRS = [
    *(Pair(read(case.source, case.langs[0]), read(case.target, case.langs[1]), POLICY) for case in ALL),
    Pair(read("The valve and the pump.", "en"), read("Der Hahn und die Pumpe.", "de"), POLICY),
    *(
        Pair(read("Go.", "en"), read("Jetzt gehen.", "de"), POLICY, limit)
        for limit in (Limit(characters=5, seconds=0.1), Limit(lines=1, line_characters=5, soft=True))
    ),
    *(
        Pair(read("Press Start", "en"), read(target, "de"), POLICY, coded=Coded("Press <g1>Start</g1>", target, BOLD))
        for target in ("Start jetzt", "Start <g1>jetzt</g1>")
    ),
]


class Inventive(Check):
    """Finds two problems, and declares the name of one."""

    ids = (CheckId("emphasis", "A problem is found in every text.", "warning"),)

    def find(self, pair: Pair) -> Iterable[Problem]:
        return [Problem(name, Severity.MINOR, "It is there.") for name in ("emphasis", "invented")]


def names_found(checks: Sequence[Check]) -> dict[Check, set[str]]:
    """The names under which each check finds anything in the cases of the harness."""
    found: dict[Check, set[str]] = defaultdict(set)
    for check in checks:
        for pair in PAIRS:
            found[check] |= {problem.check for problem in check.find(pair)}
    return found


def undeclared(checks: Sequence[Check]) -> dict[str, set[str]]:
    """The names that a check uses and does not declare, by check."""
    return {
        type(check).__name__: more
        for check, names in names_found(checks).items()
        if (more := names - {one.name for one in check.ids})
    }


def test_every_check_names_only_what_it_declares() -> None:
    assert undeclared(CHECKS) == {}


def test_every_name_that_a_check_declares_is_found_in_some_case() -> None:
    found = names_found(CHECKS)
    assert {type(check).__name__: {one.name for one in check.ids} - found[check] for check in CHECKS} == {
        type(check).__name__: set() for check in CHECKS
    }


def test_an_undeclared_name_is_seen() -> None:
    assert undeclared([*CHECKS, Inventive()]) == {"Inventive": {"invented"}}


@pytest.mark.parametrize("checks", [{}, {"invented": "off"}])
def test_a_finding_that_no_check_declares_is_a_veto(checks: dict[str, str]) -> None:
    policy = Policy(name="p", version=1, checks=checks)
    answer = Candidate("u", "model", "family", "Der Hahn.")
    found = check_segment(Segment("u", 0, "The tap.", 0, 8), [answer], ("en", "de"), policy, [Inventive()])
    assert [(finding.check, finding.veto) for finding in found] == [("emphasis", False), ("invented", True)]
    assert level_of("invented", policy) == "veto"


class InventiveField(FieldCheck):
    """The same for fields."""

    ids = (FIELD_CHECKS[1].ids[0],)

    def find(self, given: Given) -> Iterable[Problem]:
        return [Problem(name, Severity.MINOR, "It is there.") for name in ("year_not_in_source", "invented")]


@pytest.mark.parametrize("checks", [{}, {"invented": "off"}])
def test_a_finding_on_a_field_that_no_check_declares_is_a_veto(checks: dict[str, str]) -> None:
    policy = Policy(name="p", version=1, checks=checks)
    field = Field("u", 0, "day", "day", {"type": "string"})
    found = check_field(field, [Candidate("u", "model", "family", "1999-01-01")], "", policy, [InventiveField()])
    assert [(finding.check, finding.veto) for finding in found] == [("year_not_in_source", False), ("invented", True)]


#: Schema, value and source that each name of the checks of fields is found in.
VALUES = [
    ({"type": "integer"}, "x", "x"),
    ({"x-unknown": True}, 1, "1"),
    ({"type": "number"}, 12345678901234567890, "12345678901234567890"),
    ({"type": "string", "format": "date"}, "1999-01-01", "on 1 January"),
    ({"type": "string"}, "a pump", "no such thing"),
    ({"type": "string"}, "pump", "a pump and a pump"),
]


def test_checks_of_fields_name_what_they_declare_and_every_such_name_is_found() -> None:
    levels = dict.fromkeys(FIELD_LEVELS, "veto")
    for check in FIELD_CHECKS:
        found = {
            problem.check
            for schema, value, text in VALUES
            for problem in check.find(Given("a", value, text, Leaf(schema), levels))
        }
        assert found == {one.name for one in check.ids}


def test_a_name_that_two_checks_share_is_declared_once() -> None:
    by_name: dict[str, set[CheckId]] = defaultdict(set)
    for check in CHECKS:
        for one in check.ids:
            by_name[one.name].add(one)
    assert {name: found for name, found in by_name.items() if len(found) > 1} == {}


def test_a_file_that_declares_names_is_in_the_registry() -> None:
    declaring = {
        path.stem
        for path in Path(consensus.check.__file__).parent.glob("*.py")
        if path.stem != "base" and "CheckId(" in path.read_text("utf-8")
    }
    listed = {type(check).__module__.rpartition(".")[2] for check in (*CHECKS, *FIELD_CHECKS)}
    assert declaring - {"objects"} == listed - {"pairing"}, "pairing shares the names of two others"
    assert {objects.ID.name} == CATALOGUE.keys() - SEGMENT_IDS.keys() - FIELD_LEVELS.keys()
