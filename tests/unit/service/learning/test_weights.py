"""Weights of members as a proposal: only where they choose better on the other half of the documents."""

from __future__ import annotations

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from consensus.certify import keyed_draw
from consensus.domain import Action, Drawing, HumanLabel, LabelKind, LabelledAnswer
from consensus.service.learning.weights import weight_proposals
from tests.proposed import changes_in

DRAW = keyed_draw(b"key")
POLICY = """name: bills
version: 1
description: of a test
task: extract
quorum: 2
semantic: "off"
members:
  - model: maker-a/one   # the good one
  - model: maker-b/two
"""


def labels(rates: dict[str, float], seed: int, drawn: Drawing = Drawing.WHOLE_QUEUE) -> list[HumanLabel]:
    random, found = Random(seed), []
    chance = 1.0 if drawn is Drawing.WHOLE_QUEUE else None
    for number in range(400):
        answers = tuple(
            LabelledAnswer(name, name, name.partition("/")[0], "d", 0 if random.random() < rate else at + 1)
            for at, (name, rate) in enumerate(rates.items())
        )
        found.append(
            HumanLabel(
                "j",
                f"u{number}",
                f"i{number}",
                number,
                LabelKind.RESOLUTION,
                True,
                drawn,
                chance,
                f"document {number // 5}",
                "bills 1",
                "Bill",
                "total",
                False,
                "review",
                Action.CHOSEN,
                "",
                "2026-01-01T00:00:00+00:00",
                answers,
            )
        )
    return found


def proposed(home: Path, some: list[HumanLabel]) -> list[Any]:
    (home / "policies").mkdir(parents=True, exist_ok=True)
    (home / "policies" / "bills.yaml").write_text(POLICY, "utf-8")
    store = SimpleNamespace(human_labels=lambda jobs: some, unlabelled=lambda after, limit: [])
    return weight_proposals(store, changes_in(home), DRAW)  # type: ignore[arg-type]


def test_a_better_member_is_proposed_more_weight(tmp_path: Path) -> None:
    (found,) = proposed(tmp_path, labels({"maker-a/one": 0.95, "maker-b/two": 0.5}, 1))
    assert "maker-a/one 1." in found.what
    assert "on the" in found.why.lower()
    (expected,) = found.expected
    assert 0 < expected.lower <= expected.value <= expected.upper
    (change,) = found.changes
    after = changes_in(tmp_path).edited(change, found.changes)
    heavy, light = after.members
    assert (heavy.model, heavy.weight > 1 > light.weight) == ("maker-a/one", True)
    assert after.version == 2


def test_nothing_is_proposed_of_members_that_are_alike(tmp_path: Path) -> None:
    found = [proposed(tmp_path, labels({"maker-a/one": 0.7, "maker-b/two": 0.7}, seed)) for seed in range(20)]
    assert sum(map(len, found)) <= 2


def test_nothing_is_proposed_of_disputes_alone(tmp_path: Path) -> None:
    """Labels of a queue that is not decided to its end have no known chance."""
    assert proposed(tmp_path, labels({"maker-a/one": 0.95, "maker-b/two": 0.5}, 1, Drawing.QUEUE)) == []


def test_nothing_is_proposed_for_members_that_the_policy_does_not_name(tmp_path: Path) -> None:
    assert proposed(tmp_path, labels({"maker-a/one": 0.95, "another/two": 0.5}, 1)) == []
