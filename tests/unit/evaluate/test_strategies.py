"""What an evaluation says of a policy's strategy: the calls it would make, and the verdicts it would give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Outcome, Policy
from consensus.evaluate import decide_recorded, evaluation
from consensus.formats import RecordedFile, read_recorded

PANEL = ("a", "b", "c", "d")
#: What each member writes: 1 all alike, 2 the second differs, 3 the last differs, 4 two and two.
TEXTS = ("wwww", "wxww", "wwwx", "wwxx")
WORDS = {"w": "Öffnen Sie das Ventil.", "x": "Das Ventil ist nun aufzudrehen, bitte."}
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}, "place": {"type": "string"}}}
OBJECTS: tuple[tuple[dict[str, Any] | None, ...], ...] = (
    ({"total": 1, "place": "Bonn"},) * 4,
    ({"total": 1, "place": "Bonn"}, {"total": 2, "place": "Ulm"}, {"total": 1}, None),  # both fields split at once
    (
        {"total": 1, "place": "Bonn"},
        {"total": 2, "place": "Bonn"},
        {"total": 1, "place": "Bonn"},
        None,
    ),  # one still open
)


@pytest.fixture
def segments(tmp_path: Path) -> RecordedFile:
    path = tmp_path / "segments.jsonl"
    rows = [
        {
            "id": f"r{n}",
            "source": "Open the valve.",
            "langs": ["en", "de"],
            "outputs": dict(zip(PANEL, map(WORDS.get, said), strict=True)),
        }
        for n, said in enumerate(TEXTS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return read_recorded(path)


@pytest.fixture
def objects(tmp_path: Path) -> RecordedFile:
    path = tmp_path / "objects.jsonl"
    rows = [
        {"id": f"r{n}", "text": "Bonn 1", "schema": SCHEMA, "outputs": dict(zip(PANEL, said, strict=True))}
        for n, said in enumerate(OBJECTS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return read_recorded(path)


def policy(**rules: Any) -> Policy:
    return Policy.model_validate({"name": "t", "version": 1, **rules})


def asked(recorded: RecordedFile, rules: Policy) -> list[str]:
    return ["".join(one.asked) for one in decide_recorded(recorded, PANEL, rules, families=str)]


OUTVOTED = {"support": 0.75, "hard_fact_dispute": "outvoted"}
TIERS = [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, ["abcd", "abcd", "abcd", "abcd"]),
        ({"strategy": "curtailed"}, ["abcd", "ab", "abcd", "abc"]),  # all must agree
        ({"strategy": "curtailed", **OUTVOTED}, ["abc", "abcd", "abc", "abcd"]),  # three of four
        ({"strategy": "cascade", "tiers": TIERS, **OUTVOTED}, ["ab", "abcd", "ab", "ab"]),
        ({"strategy": "cascade", "tiers": TIERS}, ["ab", "abcd", "ab", "ab"]),
        ({"strategy": "critique", "critic": "e"}, ["abcd", "abcd", "abcd", "abcd"]),
    ],
)
def test_who_is_asked_about_segments(segments: RecordedFile, rules: dict[str, Any], expected: list[str]) -> None:
    assert asked(segments, policy(**rules)) == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"strategy": "curtailed"}, ["abcd", "ab", "abcd"]),  # a document is settled when all its fields are
        ({"strategy": "cascade", "tiers": TIERS}, ["ab", "abcd", "abcd"]),  # one open field asks all of it
    ],
)
def test_who_is_asked_about_documents(objects: RecordedFile, rules: dict[str, Any], expected: list[str]) -> None:
    assert asked(objects, policy(**rules)) == expected


def test_calls_are_reported_where_they_differ(segments: RecordedFile) -> None:
    def told(rules: Policy) -> dict[str, Any]:
        return evaluation(decide_recorded(segments, PANEL, rules, families=str), rules, PANEL).as_dict()

    plain, curtailed = told(policy()), told(policy(strategy="curtailed"))
    assert "calls" not in plain
    assert (curtailed["calls"], curtailed["calls_independent"]) == (13, 16)
    same = ("coverage", "review_share", "digest", "units")
    assert {key: curtailed[key] for key in same} == {key: plain[key] for key in same}
    assert told(policy(strategy="critique", critic="e"))["calls"] == 20, "a critic's call for each"


def test_a_spared_member_abstains(segments: RecordedFile) -> None:
    first = decide_recorded(segments, PANEL, policy(strategy="curtailed", **OUTVOTED), families=str)[0].units[0]
    assert first.verdict is not None
    assert first.verdict.outcome is Outcome.ACCEPTED
    assert first.verdict.reasons[-1].startswith("1 of 4 members was not asked")
