"""What labels of fields are read as, and of which policies an order is proposed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.certify import keyed_draw
from consensus.domain import (
    Agreement,
    Candidate,
    Cluster,
    Document,
    Field,
    FileChange,
    FileKind,
    GuaranteeRules,
    HumanLabel,
    LabelledAnswer,
    LearnedOrder,
    ModelSpec,
    OrderFeature,
    Outcome,
    Panel,
    Policy,
    Rule,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.labels import Drawing, LabelKind
from consensus.domain.verdict import Action, Verdict
from consensus.learn.labels import weighed
from consensus.learn.order_gain import Gain
from consensus.service.learning import field_order
from consensus.service.learning.field_order import OrderFit, fitted_order, labelled_fields

POLICY = Policy(name="bills", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
DOCUMENT = Document("d", "d.txt", Task.EXTRACT, "text", "t", "en")
JOB = JobRecord("j", DOCUMENT, POLICY, Panel("given", (ModelSpec("a", "a", "fa"),), "why"), "d.txt", "done", "")
LABEL = HumanLabel(
    "j", "u0", "i0", 1, LabelKind.RESOLUTION, True, Drawing.WHOLE_QUEUE, 0.5, "doc", "bills 1", "Bill", "total",
    False, "review", Action.CHOSEN, "", "2026-01-01T00:00:00+00:00",
    tuple(LabelledAnswer(member, member, f"f{member}", "x", int(member == "c")) for member in "abc"),
)  # fmt: skip


def record(name: str = "u0", values: tuple[int, ...] = (1, 1, 2)) -> UnitRecord:
    """A field as a guarantee left it: held back or certified, whatever the rules said."""
    answers = tuple(Candidate(name, member, f"f{member}", value) for member, value in zip("abc", values, strict=True))
    groups = [tuple(a.member for a in answers if a.value == value) for value in dict.fromkeys(values)]
    clusters = tuple(Cluster(g, tuple(f"f{m}" for m in g), g[0], values["abc".index(g[0])]) for g in groups)
    support = len(groups[0]) / 3
    agreement = Agreement(name, clusters, ("fa", "fb", "fc"), support, support, "s", leading=values[0])
    verdict = Verdict(name, Outcome.REVIEW, Rule.GUARANTEE, ("why",), None, values[0], "a", support, support)
    return UnitRecord(Field(name, 0, "total", "total", {"type": "number"}), answers, agreement, (), verdict)


def a_store(*records: UnitRecord, labels: Any = ()) -> Any:
    return SimpleNamespace(
        job=lambda job_id: JOB, units=lambda job_id: records, human_labels=lambda jobs: labels, unlabelled=lambda *_: []
    )


def read(label: HumanLabel, *records: UnitRecord) -> list[Any]:
    return labelled_fields(a_store(*records), POLICY, weighed([label]))


def test_a_field_is_read_as_the_rules_decide_it_whatever_a_guarantee_made_of_it() -> None:
    (held,) = read(LABEL, record())
    assert (held.held, held.accepted, held.right, held.weight) == (True, False, True, 2.0)
    assert held.features["doubt split"] == 1.0
    (accepted,) = read(LABEL, record(values=(1, 1, 1)))
    assert (accepted.held, accepted.accepted, accepted.right) == (False, True, True)
    (never,) = read(LABEL, record(values=(1, 2, 3)))
    assert (never.held, never.accepted, never.features) == (False, False, None), "one family alone has no quorum"


def test_what_nobody_said_or_whose_chance_nobody_knows_is_left_out() -> None:
    unknown = replace(LABEL, answers=tuple(replace(one, code=None) for one in LABEL.answers))
    assert read(unknown, record()) == []
    assert read(replace(LABEL, chance=None), record()) == []
    assert read(LABEL) == []


@pytest.mark.parametrize("more", [{"guarantee": "none"}, {"second_opinion": "nli:x"}])
def test_nothing_is_fitted_where_an_order_would_do_nothing(more: dict[str, Any]) -> None:
    fit = fitted_order(a_store(record()), POLICY.model_copy(update=more), [LABEL], keyed_draw(b"k"))
    assert (fit.order, fit.why) == (None, "An order is used by a guarantee without a second opinion alone.")


def test_too_few_labels_are_said() -> None:
    fit = fitted_order(a_store(record()), POLICY, [LABEL], keyed_draw(b"k"))
    assert fit.order is None
    assert "too few for an order of fields" in fit.why


TELLS, MAY_TELL = Gain(0.5, 0.9, 0.3, 0.5, 40, 10), Gain(0.5, 0.6, -0.02, 0.2, 40, 10)
WORSE, FURTHER = Gain(0.5, 0.4, -0.2, 0.02, 40, 10), Gain(0.84, 0.9, 0.02, 0.08, 400, 12)


@pytest.mark.parametrize(
    ("gain", "deep", "proved"),
    [
        (TELLS, None, True),
        (TELLS, replace(FURTHER, lower=0.0), True),
        (MAY_TELL, None, False),
        (MAY_TELL, FURTHER, True),
        (MAY_TELL, replace(FURTHER, lower=0.0), False),
        (MAY_TELL, replace(FURTHER, documents=9), False),
        (WORSE, FURTHER, False),
        (None, FURTHER, False),
    ],
)
def test_an_order_is_proved_where_it_tells_or_more_can_be_accepted(
    gain: Gain | None, deep: Gain | None, proved: bool
) -> None:
    order = LearnedOrder(features={"x": OrderFeature(mean=0, scale=1, weight=1)}, base=0, labels=90, wrong=20)
    fit = OrderFit(order, gain, deep, "")
    assert fit.proved is proved
    change = FileChange(FileKind.POLICY, "bills", "", "text")
    changes: Any = SimpleNamespace(policy=lambda *_: change)
    made = field_order._proposal(POLICY, fit, [LABEL], changes)
    assert (made is not None) is proved
    if made is not None:
        assert ("that may be chance" in made.why) is (gain is MAY_TELL)
        assert len(made.expected) == 1 + (deep is not None)


@pytest.mark.parametrize(
    ("gain", "says"),
    [
        (None, "not both right and wrong"),
        (Gain(0.5, 0.9, 0.3, 0.5, 40, 9), "judged on 10 documents or more; held-back fields of 9"),
        (Gain(0.5, 0.6, -0.02, 0.2, 40, 10), "not shown to be better on the other half (+0.10, 95% interval -0.02 to"),
        (Gain(0.5, 0.9, 0.3, 0.5, 40, 10), ""),
    ],
)
def test_why_none_is_proposed_is_said(monkeypatch: pytest.MonkeyPatch, gain: Gain | None, says: str) -> None:
    order = LearnedOrder(features={"x": OrderFeature(mean=0, scale=1, weight=1)}, base=0, labels=90, wrong=20)
    monkeypatch.setattr(field_order, "fitted_order", lambda *_: OrderFit(order, gain, None, ""))
    policies = SimpleNamespace(load=lambda name: POLICY)
    changes: Any = SimpleNamespace(policies=policies, policy=lambda *_: None)
    notes = field_order.field_order_proposals(a_store(labels=[LABEL]), changes, keyed_draw(b"k"))
    if says:
        (note,) = notes
        assert note.startswith("bills: ")
        assert says in note
    else:
        assert notes == []
