"""Deciding answers under a schema, without a source text."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from consensus.domain import Candidate, Policy
from consensus.export import value_and_cells
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.schema import as_object, violations

POLICY = Policy(name="schemas", version=1, task="extract", quorum=2, support=1.0)


def decided(schema: Any, *values: Any) -> tuple[Any, dict[str, Any]]:
    """What is delivered for some answers, and the lines of all cells and containers by their path."""
    answers = [Candidate("d", f"m{i}", f"f{i}", as_object(schema, value)) for i, value in enumerate(values)]
    units = decide_object(ObjectAnswers("d", None, schema, answers), DecisionConfig(POLICY))
    paths = [record.unit.path for record in units]
    assert len(paths) == len(set(paths)) == len({record.unit.id for record in units})
    value, lines = value_and_cells(schema, units)
    assert {line["path"] for line in lines} >= set(paths)
    return value, {line["path"]: line for line in lines}


def changed(value: Any, where: list[str | int], to: Any) -> Any:
    """The value with another one at a place within it."""
    if not where:
        return to
    value = copy.deepcopy(value)
    here = value
    for part in where[:-1]:
        here = here[part]
    assert here[where[-1]] != to
    here[where[-1]] = to
    return value


def checked(schema: Any, answer: Any, where: list[str | int], says: Any, unit: str) -> None:
    """Three right answers are accepted and come back; an error in one of them stops its own leaf and nothing else."""
    value, lines = decided(schema, answer, copy.deepcopy(answer), copy.deepcopy(answer))
    assert [path for path, line in lines.items() if line["verdict"] != "accepted"] == []
    assert json.loads(json.dumps(value)) == answer
    assert violations(schema, value) == []
    value, lines = decided(schema, answer, changed(answer, where, says), answer)
    stopped = [path for path, line in lines.items() if line["verdict"] != "accepted"]
    assert stopped[-1] == unit, "the leaf itself"
    assert all(unit.startswith(path) or path == "$" for path in stopped), "and the containers that it lies in"
    if not isinstance(says, list) and unit != "$":
        assert value == changed(answer, where, None)


@pytest.fixture(name="decided")
def _decided() -> Callable[..., tuple[Any, dict[str, Any]]]:
    return decided


@pytest.fixture(name="checked")
def _checked() -> Callable[..., None]:
    return checked
