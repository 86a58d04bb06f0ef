"""Labels of different chances in ``route propose``: those of disputes must not count as audits that stand for many."""

from __future__ import annotations

import numpy as np
import pytest

from consensus.domain import Policy, StrategyName, Task
from consensus.formats import RecordedLabel, RecordedRecord
from consensus.learn.paired import COST, LABELLED, LARGEST, WRONG, Rows, compared, totals
from consensus.learn.ways import Way
from consensus.service.learning.measured import Prices, Setting, measured

NAMES = ("a/1", "b/2", "c/3")
FIELDS = [f"f{n}" for n in range(6)]
SCHEMA = {"type": "object", "properties": {name: {"type": "string"} for name in FIELDS}}
TRIO, PAIR = Way(NAMES, StrategyName.INDEPENDENT, 0.0), Way(NAMES[:2], StrategyName.INDEPENDENT, 0.0)


def document(at: int, wrong: bool) -> RecordedRecord:
    """Six fields. Of four that all give alike each was audited with a chance of one in ten. On the last two the third
    model differs, so the trio asks a person, who decided all such fields: the pair is wrong there where ``wrong``."""
    said = {name: f"{name} bolt {at}" for name in FIELDS}
    third = said | {name: f"{name} nut {at}" for name in FIELDS[4:]}
    labels = {name: RecordedLabel(said[name], False, {}, "audit", 0.1) for name in FIELDS[:4]}
    right = third if wrong else said
    labels |= {name: RecordedLabel(right[name], False, {}, "whole_queue", 1.0) for name in FIELDS[4:]}
    text = " ".join([*said.values(), *third.values()])
    outputs = {NAMES[0]: said, NAMES[1]: said, NAMES[2]: third}
    return RecordedRecord(f"d{at:03}", Task.EXTRACT, text, outputs, schema=SCHEMA, labels=labels)


def rows(documents: int, wrong_each: int) -> dict[Way, Rows]:
    policy = Policy(name="any", version=1, task="extract", semantic="off")
    setting = Setting(NAMES, policy, str, Prices(dict.fromkeys(NAMES, 0.01)), 1.0)
    records = [document(at, at % wrong_each == 0) for at in range(documents)]
    return dict(measured(setting, records)([TRIO, PAIR]))


def test_queue_labels_do_not_outweigh_audits() -> None:
    """The pair is wrong on 2 of 6 labels in one document of 20: 1.7% of labels, but 0.24% of the units they stand for.
    Counted alike its error would be seven times as high as it is."""
    found = rows(100, 20)
    before, after = totals(found[TRIO]), totals(found[PAIR])
    assert (before.labelled, before.wrong, before.weighed) == (400, 0, 0.0)
    assert (after.labelled, after.wrong) == (600, 10)
    assert after.weighed == pytest.approx(10 / (400 * 10 + 200))
    weighed = compared(found[TRIO], found[PAIR], 0.05).error
    alike = compared(found[TRIO][:, : COST + 1], found[PAIR][:, : COST + 1], 0.05).error
    assert weighed.estimate == pytest.approx(10 / 4200)
    assert alike.estimate == pytest.approx(10 / 600), "what it was"
    assert weighed.high > weighed.estimate


def test_a_queue_that_looks_good_does_not_hide_audits_that_are_not() -> None:
    """The other way round: many right labels of the queue beside a few audits that found the second way wrong."""
    before, after = np.zeros((60, LARGEST + 1)), np.zeros((60, LARGEST + 1))
    for each in (before, after):
        each[:, :3] = 10
        each[:, 5:] = [10, 0, 1]  # ten labels of the queue
        each[::6, LABELLED] += 1  # and in every sixth document an audit that stands for twenty
        each[::6, 5:] = [30, 0, 20]
    after[::12, WRONG] += 1
    after[::12, 6] += 20
    weighed, alike = compared(before, after, 0.05).error, compared(before[:, :5], after[:, :5], 0.05).error
    assert alike.estimate == pytest.approx(5 / 610)
    assert weighed.estimate == pytest.approx(5 * 20 / 800)
    assert alike.high < 0.03 < weighed.estimate


def test_one_chance_for_all_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    for errors in (0.002, 0.3):
        plain = [np.column_stack([n := rng.integers(2, 7, 80), n, n, rng.binomial(n, errors), n]).astype(float)] * 2
        plain[1] = plain[1].copy()
        plain[1][:, WRONG] = rng.binomial(plain[1][:, LABELLED].astype(int), errors)
        tenfold = [
            np.column_stack([each, 10 * each[:, LABELLED], 10 * each[:, WRONG], np.full(80, 10.0)]) for each in plain
        ]
        one, other = compared(plain[0], plain[1], 0.05).error, compared(tenfold[0], tenfold[1], 0.05).error
        assert (other.estimate, other.low, other.high) == pytest.approx((one.estimate, one.low, one.high))


def test_light_labels_do_not_narrow_what_heavy_ones_leave_open() -> None:
    """Forty light differences both ways, and two audits that stand for a hundred each: two say little."""
    before, after = np.zeros((102, LARGEST + 1)), np.zeros((102, LARGEST + 1))
    for each in (before, after):
        each[:, LABELLED] = 1
        each[:, 5:] = [1, 0, 1]
        each[:2, 5:] = [100, 0, 100]
    for each, first in ((before, 10), (after, 30)):
        each[first : first + 20, WRONG] = 1
        each[first : first + 20, 6] = 1
    assert compared(before, after, 0.05).error.high > 0.5
