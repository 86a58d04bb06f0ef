"""Which verdicts VERDICTS = 2 changed, and why; see verdicts_2.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from consensus.compare import SegmentAnswers
from consensus.domain import Candidate, Policy, Segment
from consensus.formats.recorded import _langs
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.policy_files.loading import load_policy
from consensus.reference import pair_key

CHANGED = yaml.safe_load((Path(__file__).parent / "verdicts_2.yaml").read_text("utf-8"))
SHIPPED = load_policy("translation", home=Path("nowhere"), shipped=Path(__file__).parents[2] / "policies")


def with_level(pair: str) -> Policy:
    """The shipped policy with the pooled reference as this pair's own level."""
    rules = SHIPPED.translation
    assert rules.reference is not None
    tables = dict(rules.reference.pairs)
    tables |= {pair + key[1:]: table for key, table in rules.reference.pairs.items() if key.split("/")[0] == "*"}
    reference = rules.reference.model_copy(update={"pairs": tables})
    return SHIPPED.model_copy(update={"translation": rules.model_copy(update={"reference": reference})})


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: f"{case['why'][:60]}-{case['langs']}")
def test_a_changed_verdict(case: dict[str, Any]) -> None:
    langs = _langs(case["langs"], "verdicts_2.yaml")
    assert langs is not None
    answers = [Candidate("u", name, name, text) for name, text in zip("abcde", case["answers"], strict=False)]
    item = SegmentAnswers(Segment("u", 0, case["source"], 0, len(case["source"])), tuple(answers))
    (record,) = decide_segments([item], DecisionConfig(with_level(pair_key(langs)), langs))
    assert record.verdict is not None
    assert record.verdict.outcome.value == case["now"] != case["before"]
