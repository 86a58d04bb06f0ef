"""The judge's weight as a proposal: from audited translations, and only where it orders the other half better."""

from __future__ import annotations

from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.certify import keyed_draw
from consensus.domain import Action, Drawing, HumanLabel, LabelKind
from consensus.service.learning.judge_weight import judge_weight_proposals
from tests.proposed import changes_in

POLICY = """name: news
version: 1
description: of a test
task: translate
quorum: 2
semantic: "off"
judge: openai/gpt-4o
translation:
  judge_weight: 0.1   # hardly heard
"""


def proposed(home: Path, seed: int, knows: float) -> list[Any]:
    """Audits of 400 translations of 80 documents. knows: how often the judge's errors tell right from wrong."""
    random, units, labels = Random(seed), {}, []
    for number in range(400):
        wrong = random.random() < 0.3
        seen = wrong if random.random() < knows else random.random() < 0.3
        judgement = SimpleNamespace(total=5.0 if seen else 0.0)
        score = random.random() - (0.1 * 1.79 if seen else 0.0)
        units[f"u{number}"] = SimpleNamespace(agreement=SimpleNamespace(judgement=judgement, score=score))
        said = "wrong" if wrong else "right"
        one = HumanLabel(
            "j", f"u{number}", f"i{number}", number, LabelKind.AUDIT, True, Drawing.AUDIT, 0.2, f"d{number // 5}",
            "news 1", "en to de", "", True, "accepted", Action.CHOSEN, said, "2026-01-01T00:00:00+00:00",
        )  # fmt: skip
        labels.append(one)
    (home / "policies").mkdir(parents=True, exist_ok=True)
    (home / "policies" / "news.yaml").write_text(POLICY, "utf-8")
    store = SimpleNamespace(
        human_labels=lambda jobs: labels, unlabelled=lambda after, limit: [], unit=lambda job, unit: units[unit]
    )
    return judge_weight_proposals(store, changes_in(home), keyed_draw(b"key"))  # type: ignore[arg-type]


def test_a_judge_that_knows_is_proposed_more_weight(tmp_path: Path) -> None:
    (found,) = proposed(tmp_path, 1, 0.9)
    (change,) = found.changes
    assert changes_in(tmp_path).edited(change, found.changes).translation.judge_weight > 0.3
    assert "hardly heard" in change.after, "comments stay"
    assert 0 < found.expected[0].lower < found.expected[0].value


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_proposed_of_a_judge_that_guesses(tmp_path: Path, seed: int) -> None:
    assert proposed(tmp_path, seed, 0.0) == []
