"""Labels of table rows count only where everybody was asked: another panel may number the rows otherwise."""

from __future__ import annotations

import pytest

from consensus.domain import Policy, Task
from consensus.evaluate import decide_recorded
from consensus.formats import RecordedFile, RecordedLabel, RecordedRecord

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"article": {"type": "string"}}}},
    },
}
TRUE = {"name": "Meyer", "lines": [{"article": "bolt"}, {"article": "nut"}]}
MORE = {"name": "Meyer", "lines": [{"article": "page 1"}, {"article": "bolt"}, {"article": "nut"}]}


@pytest.mark.parametrize(("panel", "left"), [("abc", {"name", "lines[1].article"}), ("bc", {"name"})])
def test_labels_of_rows_are_left_out_where_others_were_asked(panel: str, left: set[str]) -> None:
    labels = {path: RecordedLabel("bolt", False, {}, "whole_queue", 1.0) for path in ("name", "lines[1].article")}
    text = "Meyer page 1 bolt nut"
    outputs = {"a": MORE, "b": TRUE, "c": TRUE}
    record = RecordedRecord("one", Task.EXTRACT, text, outputs, schema=SCHEMA, labels=labels)
    file = RecordedFile(("a", "b", "c"), (record,))
    policy = Policy(name="any", version=1, task="extract", semantic="off")
    (decided,) = decide_recorded(file, list(panel), policy, families=lambda name: name)
    assert decided.record.labels.keys() == left
