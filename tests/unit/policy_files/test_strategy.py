"""A strategy without its parts, and parts without their strategy."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain import Policy
from consensus.policy_files.strategy import strategy_problems


@pytest.mark.parametrize(
    ("rules", "problems"),
    [
        ({}, []),
        ({"strategy": "curtailed"}, []),
        ({"strategy": "cascade", "tiers": [["a"], ["b"]]}, []),
        ({"strategy": "cascade"}, ["tiers: needs two lists"]),
        ({"strategy": "cascade", "tiers": [["a"], []]}, ["tiers.1: is empty"]),
        ({"strategy": "cascade", "tiers": [["a"], ["a"]]}, ['tiers.1.0: "a" stands twice']),
        ({"strategy": "cascade", "tiers": [["a"], ["x"]], "panel": ["a", "b"]}, ['tiers: "x" is not in the panel']),
        ({"tiers": [["a"], ["b"]]}, ["tiers: are asked under `strategy: cascade` only"]),
        ({"strategy": "primary"}, ["strategy: needs `translation.primary`"]),
        ({"strategy": "primary", "translation": {"primary": "a"}}, []),
        ({"strategy": "critique"}, ["strategy: needs `critic`"]),
        ({"strategy": "critique", "critic": "c"}, []),
        ({"strategy": "critique", "critic": "a", "panel": ["a", "b"]}, ["critic: is in the panel"]),
        ({"critic": "c"}, ["critic: is asked under `strategy: critique` only"]),
        ({"judge": "j"}, []),
        ({"judge": "j", "translation": {"without_reference": "judged"}}, []),
        ({"translation": {"without_reference": "judged"}}, ["translation.without_reference: needs `judge`"]),
        ({"judge": "off"}, ['judge: "off" names no model']),
        ({"judge": "j", "task": "extract"}, ["judge: reads translations only"]),
        ({"judge": "a", "panel": ["a", "b"]}, ["judge: is in the panel"]),
        ({"judge": "j", "strategy": "curtailed"}, ["judge: reads the very text that is delivered"]),
        ({"strategy": "critique", "critic": "c", "task": "extract"}, ["strategy: `critique` is for translations"]),
    ],
)
def test_problems(rules: dict[str, Any], problems: list[str]) -> None:
    found = list(strategy_problems(Policy.model_validate({"name": "t", "version": 1, **rules})))
    told = [f"{'.'.join(map(str, path))}: {sentence}" for path, sentence in found]
    assert len(told) == len(problems), told
    assert all(said.startswith(problem) for said, problem in zip(told, problems, strict=True)), told
