"""What people's labels say of accepted fields, in the JSON as in the sentence: each weighed by its chance."""

from __future__ import annotations

import json

import pytest

from consensus.domain import Policy, Task
from consensus.evaluate import decide_recorded, evaluation
from consensus.evaluate.report import Evaluation
from consensus.formats import RecordedFile, RecordedLabel, RecordedRecord

NAMES = ("one", "two", "three", "four")
SCHEMA = {"type": "object", "properties": {name: {"type": "string"} for name in NAMES}}
POLICY = Policy(name="any", version=1, task="extract", semantic="off")


def evaluated(labels: dict[str, RecordedLabel]) -> Evaluation:
    said = {name: f"bolt {name}" for name in NAMES}
    outputs = dict.fromkeys("abc", said)
    record = RecordedRecord("r", Task.EXTRACT, " ".join(said.values()), outputs, schema=SCHEMA, labels=labels)
    decided = decide_recorded(RecordedFile(tuple("abc"), (record,)), list("abc"), POLICY, families=str)
    return evaluation(decided, POLICY, list("abc"))


def label(name: str, chance: float | None, *, right: bool = True) -> RecordedLabel:
    return RecordedLabel(f"bolt {name}" if right else "nut", False, {}, "spot", chance)


def test_the_share_is_weighed_and_in_the_json() -> None:
    """One wrong label of four, but it stands for one field where others stand for ten."""
    found = evaluated(
        {
            "one": label("one", 1.0, right=False),
            "two": label("two", 0.1),
            "three": label("three", 0.1),
            "four": label("four", None, right=False),
        }
    )
    told = json.loads(json.dumps(found.as_dict()))
    assert told["labels"] == {"labelled": 4, "wrong": pytest.approx(1 / 21), "without_chance": 1}
    (notice,) = found.notices
    assert "4 accepted fields have labels: weighed by their chances, 4.76% are wrong; 1 have no known chance" in notice


def test_without_a_chance_nothing_is_weighed_and_without_labels_nothing_said() -> None:
    found = evaluated({"one": label("one", None)})
    assert found.as_dict()["labels"] == {"labelled": 1, "wrong": None, "without_chance": 1}
    assert "none can be weighed" in found.notices[0]
    assert "labels" not in evaluated({}).as_dict()
