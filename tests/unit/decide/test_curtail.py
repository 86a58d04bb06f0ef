"""When a verdict can no longer change, by table. That it then never does, over random answers: tests/unit/strategy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from consensus.decide import decide, escalates, may_change
from consensus.domain import Agreement, Candidate, Cluster, Field, Finding, ModelSpec, Policy, Reference, Segment
from consensus.domain import Severity as S
from consensus.domain.job import UnitRecord

SEGMENT, FIELD = Segment("u", 0, "source", 0, 6), Field("u", 0, "total", "total")
NAME = Field("u", 0, "vendor", "vendor", {"x-compare": "name"})
ROW = Field("u", 0, "items[0].price", "items[].price")
MANY_TO_ONE = {"support": 0.8, "hard_fact_dispute": "outvoted"}  # four of five
HALF = {"support": 0.6, "hard_fact_dispute": "outvoted"}  # three of five
CALIBRATED = {"accept_share": 0.4, "reference": Reference(pairs={"en-de": {"score": (-9.0, -5.0, -1.0)}})}
POOLED = {"accept_share": 0.4, "reference": Reference(pairs={"*": {"score": (-9.0, -5.0, -1.0)}})}
UNFITTED = {"accept_share": 0.4, "reference": None}


def record(unit: Any, votes: str, gates: Sequence[str] = (), vetoed: str = "") -> UnitRecord:
    """votes: one letter a member, the value it gave; families are f0, f1, ..."""
    given = tuple(Candidate("u", f"m{i}", f"f{i}", vote) for i, vote in enumerate(votes))
    clusters = [
        Cluster(tuple(c.member for c in given if c.value == v), tuple(c.family for c in given if c.value == v), "", v)
        for v in sorted(set(votes))
    ]
    clusters = [replace(c, representative=c.members[0]) for c in clusters]
    clusters.sort(key=lambda cluster: -len(cluster.families))
    families = tuple(c.family for c in given)
    agreement = Agreement("u", tuple(clusters), families, 1.0, -20.0, "test", gates=tuple(gates))
    findings = tuple(Finding("numbers", S.MAJOR, True, "Off.", f"m{i}") for i in map(int, vetoed))
    return UnitRecord(unit, given, agreement, findings)


def missing(count: int, first: int, fallbacks: tuple[str, ...] = ()) -> list[ModelSpec]:
    return [ModelSpec(f"m{i}", f"m{i}", f"f{i}", fallbacks=fallbacks) for i in range(first, first + count)]


@pytest.mark.parametrize(
    ("unit", "votes", "left", "policy", "more"),
    [
        (SEGMENT, "aaaa", 0, {}, False),  # nobody is left
        (SEGMENT, "aaaa", 1, {}, True),  # the last one may dissent, and all must agree
        (SEGMENT, "ab", 1, {}, False),  # two differ, all must agree
        (FIELD, "ab", 3, {}, False),
        (FIELD, "aa", 1, {}, True),
        (SEGMENT, "aaaa", 1, MANY_TO_ONE, False),  # four of five is reached
        (SEGMENT, "aaaa", 1, {"support": 0.8}, True),  # but a fifth may hold another number
        (FIELD, "aaaa", 1, {"support": 0.8, "extraction": {"gates": []}}, False),  # on a field the values are the facts
        (FIELD, "aaaa", 1, {"support": 0.8}, True),  # but another form may be delivered, which need not stand
        (SEGMENT, "aaab", 1, MANY_TO_ONE, True),  # the fifth decides
        (SEGMENT, "aab", 2, MANY_TO_ONE, True),  # four of five may still come
        (SEGMENT, "aab", 1, MANY_TO_ONE, False),  # three of four is too few
        (SEGMENT, "aabc", 1, MANY_TO_ONE, False),  # three at most
        (SEGMENT, "aabb", 1, MANY_TO_ONE, True),  # texts of two clusters may be alike, a fifth may part them anew
        (FIELD, "aabb", 1, MANY_TO_ONE, False),  # typed values are equal or not
        (NAME, "aabb", 1, MANY_TO_ONE, True),  # names may be one without being equal
        (SEGMENT, "aaa", 2, HALF, False),
        (SEGMENT, "aab", 2, HALF, True),
        (SEGMENT, "abcd", 1, HALF, False),
        (FIELD, "abc", 2, {"support": 0.9}, False),
        (ROW, "ab", 1, {}, True),  # rows are aligned anew
        (SEGMENT, "a", 1, {"quorum": 3}, False),  # no quorum any more
        (SEGMENT, "", 1, {"quorum": 3}, True),  # it may fail altogether
        (SEGMENT, "ab", 1, {"translation": CALIBRATED}, True),  # any answer moves a calibrated level
        (SEGMENT, "ab", 1, {"translation": UNFITTED}, False),  # no reference for this pair: nothing to reach
        (SEGMENT, "ab", 1, {"translation": POOLED}, False),  # that of other pairs is no level
        (FIELD, "000", 2, HALF, True),  # a gate on unanimous zeros comes and goes
        (SEGMENT, "aa", 1, HALF, False),  # two of three, and two are the quorum
        (SEGMENT, "aa", 1, {**HALF, "quorum": 3}, True),
        *(
            (FIELD, value * 4, 1, {"support": 0.8, "extraction": {"gates": gates}}, more)
            for value, gates, more in (
                ("a", ["blank_zero"], False),
                ("7", ["blank_zero"], False),
                ("0", ["blank_zero"], True),
                ("0", [], False),
            )
        ),
    ],
)
def test_whether_more_answers_can_matter(unit: Any, votes: str, left: int, policy: dict, more: bool) -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **policy})
    unjudged = record(unit, votes)
    judged = replace(unjudged, verdict=decide(unjudged, rules, ("en", "de")))
    assert may_change(judged, missing(left, len(votes)), rules, ("en", "de")) is more


@pytest.mark.parametrize(
    ("votes", "gates", "vetoed", "left", "policy", "more"),
    [
        ("aa", ["hard_fact"], "", 3, {}, False),  # what these two differ in stays
        ("aa", ["hard_fact"], "", 3, MANY_TO_ONE, True),  # unless it can be outvoted
        ("aaaa", [], "0", 1, MANY_TO_ONE, True),  # vetoed with all who say the same
        ("aaaab", [], "4", 1, MANY_TO_ONE, True),  # four of six, should the sixth dissent
        ("ab", [], "1", 1, {}, True),  # the veto takes the dissenter out
    ],
)
def test_gates_and_vetoes(votes: str, gates: list[str], vetoed: str, left: int, policy: dict, more: bool) -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **policy})
    unjudged = record(SEGMENT, votes, gates, vetoed)
    judged = replace(unjudged, verdict=decide(unjudged, rules))
    assert may_change(judged, missing(left, len(votes)), rules) is more


def test_a_missing_member_of_a_family_that_agreed_may_take_its_vote() -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **MANY_TO_ONE})
    judged = replace(record(SEGMENT, "aaaa"), verdict=decide(record(SEGMENT, "aaaa"), rules))
    assert may_change(judged, [ModelSpec("m9", "m9", "f0")], rules)
    assert may_change(judged, missing(1, 4, fallbacks=("x",)), rules), "so may a substitute of unknown family"


def test_a_warning_is_no_veto() -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **MANY_TO_ONE})
    warned = replace(record(SEGMENT, "aaaa"), findings=(Finding("numbers", S.MINOR, False, "Odd.", "m0"),))
    assert not may_change(replace(warned, verdict=decide(warned, rules)), missing(1, 4), rules)


@pytest.mark.parametrize(
    ("votes", "families", "support", "more"),
    [
        ("abac", "0012", 0.75, True),  # one family said two things: either may be what two others say
        ("abac", "0012", 0.8, False),
        ("abacd", "00123", 0.6, True),
        ("abacd", "00123", 0.8, False),
    ],
)
def test_a_family_that_said_two_things(votes: str, families: str, support: float, more: bool) -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, "support": support, "hard_fact_dispute": "outvoted"})
    told = record(SEGMENT, votes)
    assert told.agreement is not None
    answers = tuple(replace(one, family=f"f{f}") for one, f in zip(told.answers, families, strict=True))
    clusters = tuple(
        replace(one, families=tuple(f"f{families[int(m[1:])]}" for m in one.members)) for one in told.agreement.clusters
    )
    agreement = replace(told.agreement, clusters=clusters, families=tuple(sorted({a.family for a in answers})))
    told = replace(told, answers=answers, agreement=agreement)
    judged = replace(told, verdict=decide(told, rules))
    assert judged.verdict is not None
    assert judged.verdict.rule == "split"
    assert may_change(judged, missing(1, 9), rules) is more


def test_a_primary_that_was_not_heard_yet_leaves_all_open() -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **HALF, "translation": {"primary": "m3"}})
    judged = replace(record(SEGMENT, "aaa"), verdict=decide(record(SEGMENT, "aaa"), rules))
    assert judged.verdict is not None
    assert judged.verdict.rule == "primary"
    assert may_change(judged, missing(2, 3), rules)


@pytest.mark.parametrize(
    ("votes", "vetoed", "policy", "more"),
    [
        ("aa", "", {}, False),  # accepted
        ("ab", "", {}, True),  # split
        ("a", "", {}, True),  # no quorum
        ("", "", {}, True),  # nobody answered
        ("aa", "01", {}, False),  # a veto is for a person
    ],
)
def test_what_a_cascade_escalates(votes: str, vetoed: str, policy: dict, more: bool) -> None:
    rules = Policy.model_validate({"name": "t", "version": 1, **policy})
    assert escalates(decide(record(SEGMENT, votes, vetoed=vetoed), rules)) is more
