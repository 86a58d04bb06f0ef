"""The pydantic class that the user named validates what is extracted, with its own validators."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, field_validator, model_validator

from consensus.domain import Candidate, Outcome
from consensus.domain.job import UnitRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.policy_files.loading import load_policy
from consensus.schema import from_json, from_pydantic

CONFIG = DecisionConfig(load_policy("extraction", home=Path("nowhere"), shipped=Path(__file__).parents[3] / "policies"))


def decided(shape: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, UnitRecord]:
    answers = [Candidate("d", f"m{n}", f"f{n}", given) for n in range(3)]
    found = decide_object(ObjectAnswers("d", None, shape, answers), CONFIG)
    return {record.unit.path: record for record in found}  # type: ignore[union-attr]


def reviewed(found: Mapping[str, UnitRecord]) -> set[str]:
    return {path for path, one in found.items() if one.verdict is None or one.verdict.outcome is not Outcome.ACCEPTED}


class Row(BaseModel):
    x: str
    n: float


class Bill(BaseModel):
    number: str
    total: float
    note: str | None = None
    t: list[Row]

    @field_validator("number")
    @classmethod
    def _number(cls, value: str) -> str:
        if not value.startswith("INV"):
            raise ValueError("a number begins with INV")
        return value

    @model_validator(mode="after")
    def _adds_up(self) -> Bill:
        if sum(row.n for row in self.t) != self.total:
            raise ValueError("the rows do not add up")
        if self.total == 666:
            raise RuntimeError("a mistake in a validator")
        return self


RIGHT = {"number": "INV-1", "total": 3, "note": None, "t": [{"x": "a", "n": 1}, {"x": "b", "n": 2}]}


@pytest.mark.parametrize(
    ("change", "cells", "words"),
    [
        ({}, set(), ""),
        ({"number": "X"}, {"number"}, "Bill refuses number: a number begins with INV."),
        ({"total": 4}, {"number", "total", "note", "t[0].x", "t[0].n", "t[1].x", "t[1].n"}, "the rows do not add up"),
        (
            {"total": 666, "t": [{"x": "a", "n": 666}]},
            {"number", "total", "note", "t[0].x", "t[0].n"},
            "RuntimeError: a mistake in a validator",
        ),
    ],
    ids=["right", "field", "object", "mistake"],
)
def test_the_class_validates_what_is_extracted(change: Mapping[str, Any], cells: set[str], words: str) -> None:
    found = decided(from_pydantic(Bill), {**RIGHT, **change})
    assert reviewed(found) == cells
    assert all(one.verdict and words in one.verdict.reasons[0] for path, one in found.items() if path in cells)


def test_a_json_schema_brings_no_class_whatever_it_says() -> None:
    plain = {**from_pydantic(Bill), "x-model": "os:system", "x-class": "tests.unit.check.test_objects:Bill"}
    assert reviewed(decided(from_json(plain), {**RIGHT, "number": "X"})) == set()
