"""Mistakes that models share and models that change, from stored votes and labels, on both stores."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consensus import review
from consensus.domain import (
    Action,
    Agreement,
    Candidate,
    Cluster,
    Document,
    Event,
    Label,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.learn.labels import codes
from consensus.service.reports.error_correlation import ModelMistakes
from consensus.service.reports.insights import Share

MEMBERS = ("maker1/a", "maker2/b", "maker3/c")
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def label(action: Action, value: Any, judgement: str = "", *, segment: bool = True, **answers: str) -> Label:
    """a and b in the leading cluster, where they say the same; whoever says something else stands alone."""
    alike = tuple(name for name, said in answers.items() if said == answers["a"])
    return Label("j", "u", segment, action, judgement, value, "a", answers, (alike,))


@pytest.mark.parametrize(
    ("found", "worth", "meaning"),
    [
        (label(Action.CHOSEN, "x", a="x", b="x", c="y"), {"a": 0, "b": 0, "c": 2}, "what was chosen is right"),
        (label(Action.CHOSEN, "y", a="x", b="x", c="y"), {"a": 1, "b": 1, "c": 0}, "the leading answer was wrong"),
        (label(Action.REJECTED, None, a="x", b="x", c="y"), {"a": 1, "b": 1, "c": 2}, "in review none was right"),
        (label(Action.REWRITTEN, "z", a="x", b="y", c="y"), {"a": 1, "b": 2, "c": 2}, "the same wrong answer"),
        (label(Action.REJECTED, None, "wrong", a="x", b="x", c="y"), {"a": 1, "b": 1}, "only one answer was judged"),
        (label(Action.EDITED, "y", "wrong", a="x", b="x", c="y"), {"a": 1, "b": 1, "c": 0}, "the mended one is right"),
        (label(Action.EDITED, "x!", "style", a="x", b="x", c="y"), {"a": 0, "b": 0, "c": 2}, "style is no error"),
        (label(Action.REJECTED, None, "unsure", a="x", b="x", c="y"), None, "nobody knows"),
        (label(Action.EDITED, "x!", a="x", b="x", c="y"), None, "an edit may be a matter of taste"),
        (
            label(Action.EDITED, "z", segment=False, a="x", b="x", c="y"),
            {"a": 1, "b": 1, "c": 2},
            "a field",
        ),
    ],
)
def test_what_a_label_says(found: Label, worth: dict[str, int] | None, meaning: str) -> None:
    assert codes(found) == worth, meaning


def job(store: Any, number: int, said: Sequence[Sequence[str]]) -> list[str]:
    """One document; said: by unit, each member's answer. Its units, none decided by anybody."""
    members = tuple(ModelSpec(name, name, name.split("/")[0]) for name in MEMBERS)
    document = Document(f"d{number}", f"page{number}.txt", Task.TRANSLATE, "text", "...", "en", "de")
    at = (BEGAN + timedelta(days=number)).isoformat()
    policy, panel = Policy(name="any", version=1), Panel("given", members, "for the test")
    made = JobRecord(f"job{number}", document, policy, panel, "p", "done", at)
    units = [Segment(f"u{n}", n, f"Sentence {n}.", 10 * n, 10 * n + 9) for n in range(len(said))]
    store.create_job(made, units)
    records = [_record(unit, values) for unit, values in zip(units, said, strict=True)]
    store.save_decisions(made.id, records, review.waiting_items(made, records, at, lambda purpose, name: 1.0))
    return [unit.id for unit in units]


def _record(unit: Segment, values: Sequence[str]) -> UnitRecord:
    answers = tuple(Candidate(unit.id, m, m.split("/")[0], v) for m, v in zip(MEMBERS, values, strict=True))
    groups = [tuple(m for m, v in zip(MEMBERS, values, strict=True) if v == value) for value in dict.fromkeys(values)]
    groups.sort(key=len, reverse=True)
    families = tuple(m.split("/")[0] for m in MEMBERS)
    clusters = tuple(
        Cluster(group, tuple(m.split("/")[0] for m in group), group[0], values[MEMBERS.index(group[0])])
        for group in groups
    )
    agreement = Agreement(unit.id, clusters, families, len(groups[0]) / 3, 0.0, "test")
    verdict = Verdict(unit.id, Outcome.REVIEW, "split", ("r",), leading=clusters[0].value, representative=groups[0][0])
    return UnitRecord(unit, answers, agreement, (), verdict)


def settle(store: Any, job_id: str, right: str) -> None:
    """A reviewer says of every unit that waits what is right."""
    for item in [item for item in store.items(job_id) if item.state == "open"]:
        at = BEGAN.isoformat()
        claimed = store.claim(item.id, QueueFilter(), "ana", BEGAN, 900)
        made = Resolution(item.unit_id, Action.CHOSEN, "ana", right, at, at, MEMBERS[0])
        with store.transaction() as tx:
            assert tx.resolve(claimed, made, Event(at, "ana", "resolve", item.id))


def answers(count: int, says: Callable[[random.Random], Sequence[str]]) -> list[Sequence[str]]:
    dice = random.Random(5)
    return [says(dice) for _ in range(count)]


def test_clones_count_as_one(store: Any) -> None:
    def says(dice: random.Random) -> Sequence[str]:
        return ("wrong",) * 3 if dice.random() < 0.2 else ("right",) * 3

    job(store, 1, answers(60, says))
    settle(store, "job1", "right")
    (panel,) = ModelMistakes(store).figures().panels
    assert panel.models == MEMBERS
    assert (panel.effective, panel.labels, panel.checked, panel.reviewed) == (pytest.approx(1.0), 60, 0, 60)
    wrong = panel.pairs[0].same.part
    assert wrong == panel.pairs[0].both_wrong > 5
    assert panel.pairs[0].lower < wrong / 60 < panel.pairs[0].upper


def test_independent_ones_count_each(store: Any) -> None:
    def says(dice: random.Random) -> Sequence[str]:
        return [f"wrong {dice.random()}" if dice.random() < 0.2 else "right" for _ in MEMBERS]

    job(store, 1, answers(300, says))
    settle(store, "job1", "right")
    (panel,) = ModelMistakes(store).figures().panels
    assert panel.effective is not None
    assert panel.effective > 2.4
    assert [pair.same for pair in panel.pairs] == [Share(0, 300)] * 3


def test_too_few_labels_say_how_many_more(store: Any) -> None:
    job(store, 1, [("right", "right", "wrong")] * 12)
    assert ModelMistakes(store).figures().panels[0].missing == (
        "0 labelled units; 30 more are needed before anything is said."
    )
    settle(store, "job1", "right")
    (panel,) = ModelMistakes(store).figures().panels
    assert (panel.effective, panel.pairs) == (None, ())
    assert panel.missing == "12 labelled units; 18 more are needed before anything is said."


def test_figures_follow_a_decision(store: Any) -> None:
    job(store, 1, [("right", "right", "wrong")] * 3)
    mistakes = ModelMistakes(store)
    assert mistakes.figures().labels == 0
    settle(store, "job1", "right")
    assert mistakes.figures().labels == 3


def test_one_job_alone(store: Any) -> None:
    job(store, 1, [("x", "x", "y")] * 10)
    job(store, 2, [("x", "x", "x")] * 5)
    mistakes = ModelMistakes(store)
    assert (mistakes.figures().units, mistakes.figures("job2").units) == (15, 5)
