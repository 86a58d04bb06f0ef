"""Recorded judgements under a policy, and what is learned from them: the level of the judged score, and its weight."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from consensus.domain import Policy
from consensus.evaluate import decide_recorded, fit_policy
from consensus.evaluate.judge_weight import RatedUnit, cross_validated, fit_weight, rated_units
from consensus.formats import RecordedFile, read_recorded
from consensus.reference import judged_table

WORDS = ("die", "Pumpe", "läuft", "das", "Ventil", "bei", "Druck", "Motor", "dreht", "Welle", "Gehäuse", "Schraube")
POLICY = Policy.model_validate(
    {"name": "t", "version": 1, "judge": "maker/judge", "semantic": "off", "translation": {"accept_share": 0.4}}
)


def write(path: Path, count: int = 240, **more: Any) -> RecordedFile:
    """Segments of three members; people find what the judge finds."""
    random = np.random.default_rng(3)
    lines = []
    for index in range(count):
        text = list(random.choice(WORDS, 8))
        outputs = {}
        for name in ("a", "b", "c"):
            own = [str(random.choice(WORDS)) if random.random() < 0.1 else str(word) for word in text]
            outputs[name] = f"{' '.join(own)} {index}."
        total = int(random.choice([0, 0, 1, 5]))
        source = f"The pump starts and the valve closes under pressure {index}."
        line = {
            "id": str(index),
            "doc_id": f"d{index % 12}",
            "langs": "en-de",
            "source": source,
            "outputs": outputs,
        }
        line |= {"human": dict.fromkeys(outputs, -float(total)), "human_protocol": "MQM", "judge": "maker/judge"}
        lines.append({**line, "judgements": {name: {"score": -total} for name in outputs}, **more})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return read_recorded(path)


def test_the_level_of_the_judged_score_and_the_weight_are_learned(tmp_path: Path) -> None:
    recorded = write(tmp_path / "r.jsonl")
    fitted = fit_policy(POLICY, [recorded], str, "2026-05-04").policy
    rules = fitted.translation
    assert rules.judge_weight > 0.5, "people find just what the judge finds"
    assert rules.reference is not None
    name = judged_table(rules, "maker/judge")
    assert set(rules.reference.pairs["en-de"]) >= {"score", name}
    assert name not in rules.reference.pairs["*"], "a level is a pair's own"
    assert "+judged." in rules.reference.signature
    decided = decide_recorded(recorded, recorded.names, fitted, families=str)
    accepted = [one for one in decided if one.line["accepted"]]
    assert 0.3 < len(accepted) / len(decided) < 0.5
    at_level = [one.units[0] for one in accepted if one.units[0].verdict and one.units[0].verdict.rule == "calibrated"]
    judgements = [unit.agreement.judgement for unit in at_level if unit.agreement]
    assert len(judgements) > 50
    assert all(judgement is not None and judgement.total < 5 for judgement in judgements)


def test_without_ratings_the_weight_stays_and_with_few_judgements_there_is_no_level(tmp_path: Path) -> None:
    unrated = write(tmp_path / "u.jsonl", human=None)
    fitted = fit_policy(POLICY, [unrated], str, "2026-05-04").policy.translation
    assert fitted.judge_weight == POLICY.translation.judge_weight
    few = write(tmp_path / "f.jsonl")
    silent = [replace(record, judgements={}) if n >= 100 else record for n, record in enumerate(few.records)]
    fit = fit_policy(POLICY, [replace(few, records=tuple(silent))], str, "2026-05-04")
    assert fit.unjudged == ("en-de",), "and that is said"
    assert fit.pairs[0].after == fit.pairs[0].before
    reference = fit.policy.translation.reference
    assert reference is not None
    assert not any(key.startswith("score judged") for tables in reference.pairs.values() for key in tables)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"judge": "other/judge"}, "was judged by other/judge, and the policy's judge is maker/judge"),
        ({"judgements": {}}, "No judgement of this translation is recorded."),
    ],
)
def test_what_the_policys_judge_did_not_say_accepts_nothing(tmp_path: Path, more: dict[str, Any], why: str) -> None:
    recorded = write(tmp_path / "r.jsonl", count=20, **more)
    for one in decide_recorded(recorded, recorded.names, POLICY, families=str):
        verdict = one.units[0].verdict
        assert verdict is not None
        assert (one.line["accepted"], verdict.rule) == (False, "no_judgement")
        assert why in verdict.reasons[0]


def test_ratings_are_compared_with_the_score_before_the_judge(tmp_path: Path) -> None:
    recorded = write(tmp_path / "r.jsonl", count=20)
    bare = decide_recorded(recorded, recorded.names, POLICY.model_copy(update={"judge": None}), families=str)
    units = rated_units(decide_recorded(recorded, recorded.names, POLICY, families=str), POLICY.translation)
    assert [unit.score for unit in units] == pytest.approx([one.line["score"] for one in bare])


def test_a_document_has_no_say_in_the_weight_of_its_own_scores() -> None:
    """One document knows nothing but what the judge finds, the others nothing of it: none of theirs moves."""
    random = np.random.default_rng(5)
    units = [
        RatedUnit(f"d{index % 10}", float(score), 5.0 * (index % 2), float(-score), False)
        for index, score in enumerate(random.normal(size=60))
    ]
    assert fit_weight(units) == 0.0
    odd = [unit._replace(risk=unit.total) if unit.document == "d1" else unit for unit in units]
    scores, weights = cross_validated(odd)
    assert len(weights) == 10
    held = [score for score, unit in zip(scores, odd, strict=True) if unit.document == "d1"]
    assert held == pytest.approx([unit.score for unit in odd if unit.document == "d1"])
