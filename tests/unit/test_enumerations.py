"""Rules, strategies and states are enumerations: no product code compares one with a word of its own."""

from __future__ import annotations

import ast
import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import pytest

from consensus.domain import (
    AbstentionReason,
    CallState,
    ItemState,
    Outcome,
    Policy,
    Rule,
    StrategyName,
    Verdict,
    Verification,
)
from consensus.domain.job import FieldState, JobState
from consensus.domain.run import RunStatus
from consensus.errors import CallFault
from consensus.storage import codec

ROOT = Path(__file__).resolve().parents[2]
#: What a variable or an attribute of this name holds.
_HOLDS: Mapping[str, tuple[type[StrEnum], ...]] = {
    "rule": (Rule,),
    "strategy": (StrategyName,),
    "state": (JobState, ItemState, CallState, FieldState),
    "outcome": (Outcome,),
    "status": (RunStatus,),
    "standing": (RunStatus,),
    "reason": (AbstentionReason,),
    "fault": (CallFault,),
    "verification": (Verification,),
}


def _words(side: ast.expr) -> list[str]:
    """The words written out on one side of a comparison: one, or those of a tuple, list, set or frozenset({...})."""
    if isinstance(side, ast.Call) and side.args:
        side = side.args[0]
    parts = side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            sides = [node.subject, *(c.pattern.value for c in node.cases if isinstance(c.pattern, ast.MatchValue))]
        else:
            continue
        names = {getattr(side, "attr", getattr(side, "id", "")).strip("_") for side in sides}
        known = {member.value for name in names for words in _HOLDS.get(name, ()) for member in words}
        yield from ((node.lineno, word) for side in sides for word in _words(side) if word in known)


def test_no_rule_strategy_or_state_is_compared_with_a_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word!r}"
        for package in ("consensus", "ui")
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, word in _compared(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'policy.strategy == "curtailed"',
        'job.policy.strategy not in ("curtailed", "cascade")',
        '"split" != verdict.rule',
        'verdict.rule in {"guarantee", "alarm"}',
        'verdict.rule in frozenset({"guarantee"})',
        'job.state == "done"',
        'run.status == "failed"',
        'call.fault in ("timeout",)',
        'match verdict.rule:\n    case "split": pass',
    ],
)
def test_such_a_comparison_is_found(line: str) -> None:
    assert list(_compared(ast.parse(line)))


def test_rules_and_strategies_are_stored_as_their_words() -> None:
    verdict = Verdict("u", Outcome.REVIEW, Rule.SPLIT, ("They differ.",))
    assert '"rule": "split"' in codec.dump(verdict)
    assert codec.load(Verdict, codec.dump(verdict)).rule is Rule.SPLIT
    policy = Policy.model_validate({"name": "p", "version": 1, "strategy": "cascade", "tiers": [["a"], ["b"]]})
    assert policy.strategy is StrategyName.CASCADE
    assert '"strategy":"cascade"' in policy.model_dump_json()


def test_a_word_of_another_version_is_read_and_equals_none_of_ours() -> None:
    stored = json.loads(codec.dump(Verdict("u", Outcome.REVIEW, Rule.SPLIT, ("They differ.",))))
    found = codec.load(Verdict, json.dumps({**stored, "rule": "of_tomorrow"}))
    assert found.rule == "of_tomorrow"
    assert found.rule not in list(Rule)
    assert json.loads(codec.dump(replace(found, support=1.0)))["rule"] == "of_tomorrow"
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(ValueError, match="rule"):
        codec.load(Verdict, json.dumps({**stored, "rule": 3}))
