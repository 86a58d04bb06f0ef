"""Known errors shown as blind checks: what reviewers see of them is what their checks are worth."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from consensus import certify, review
from consensus.certify import Claim, Level
from consensus.domain import (
    Action,
    Candidate,
    Document,
    Field,
    Finding,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.guarantee.transitions import kept
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
DOCUMENT = Document("d", "doc.txt", Task.EXTRACT, "text", "12", "en", schema={"title": "Bill"})
AT = "2030-01-01T00:00:00+00:00"


def answers(*values: Any) -> tuple[Candidate, ...]:
    return tuple(Candidate("u", f"m{at}", f"f{at}", value) for at, value in enumerate(values))


def add(store: GuaranteeStore, count: int) -> None:
    """Fields that two members read as 12, one as 13."""
    panel = Panel("given", (ModelSpec("m0", "m0", "f0"),), "why")
    store.create_job(JobRecord("job", DOCUMENT, POLICY, panel, "doc.txt", "done", AT), [])
    records = []
    for at in range(count):
        unit = Field(f"u{at}", at, f"total{at}", "total", {"type": "number"})
        verdict = Verdict(unit.id, Outcome.REVIEW, "split", ("They differ.",), leading=12, representative="m0")
        records.append(UnitRecord(unit, answers(12, 12, 13), verdict=verdict))
    store.save_decisions("job", records, [review.open_item("job", record) for record in records])
    store.change_guarantee(("p", "Bill"), AT, lambda book: GuaranteeUpdate(begun()))


def begun() -> GuaranteeRecord:
    claim = Claim("Bill", "p v1", "digest", 0.1, (Level(0.5, 0.6),))
    life = certify.stored(certify.begun(claim))
    return GuaranteeRecord("p", "Bill", "digest", POLICY.digest, 1, 0.1, 0.95, life=life)


@pytest.fixture
def desk(store: GuaranteeStore) -> SimpleNamespace:
    clock = FixedClock()
    queue = Queue(store, clock, ReviewSettings(draw=lambda purpose, name: 0.0))

    def take(owner: str) -> Any:
        view = queue.next(owner)
        clock.advance(1)
        return view

    return SimpleNamespace(queue=queue, take=take, clock=clock, book=lambda: the(store))


def the(store: GuaranteeStore) -> GuaranteeSnapshot:
    (book,) = store.load_guarantees(AT)
    return book


def letter(view: Any, text: str) -> str:
    return next(str(one.letter) for one in view.letters if one.text == text)


def test_what_one_settled_is_shown_to_another_as_a_check(store: GuaranteeStore, desk: SimpleNamespace) -> None:
    add(store, 3)
    first = desk.take("ana")
    desk.queue.choose(first, letter(first, "12"))
    bob = desk.take("bob")
    desk.queue.choose(bob, letter(bob, "12"))
    shown = desk.take("bob")
    assert [one.text for one in shown.letters] == ["13"], "the error alone"
    assert (shown.item.unit_id, shown.notes, shown.sheet) == (first.item.unit_id, (), ())
    desk.queue.checks.judge(shown, "wrong")
    assert desk.book().seeds == (1, 1)
    settled = store.unit("job", first.item.unit_id).resolution
    assert settled is not None
    assert (settled.reviewer, settled.value) == ("ana", 12), "what was settled stays"
    desk.queue.undo("bob")
    assert desk.book().seeds == (0, 0)


def test_nobody_is_shown_their_own(store: GuaranteeStore, desk: SimpleNamespace) -> None:
    add(store, 3)
    for _ in range(3):
        view = desk.take("ana")
        assert view.item.kind.value == "review"
        desk.queue.choose(view, letter(view, "12"))
    assert desk.take("ana") is None


def test_missed_errors_tighten_the_target(store: GuaranteeStore, desk: SimpleNamespace) -> None:
    add(store, 26)
    for _ in range(26):
        view = desk.take("ana")
        if view.item.kind.value == "gold":
            break
        desk.queue.choose(view, letter(view, "12"))
    for judged, item in enumerate([item for item in store.items() if item.kind.value == "gold"]):
        view = desk.queue.open("bob", item.id)
        desk.clock.advance(1)
        desk.queue.checks.judge(view, "wrong" if judged % 4 else "right")
    record = kept(desk.book())
    life = certify.restored(record.life)
    assert (life.now.detection.seeded, life.now.detection.caught) == (26, 19)
    assert 0.4 < life.now.detection.at_least < 19 / 26, "a lower bound of what they see"
    assert life.now.reported_alpha == pytest.approx(0.1 * life.now.detection.at_least)


SEGMENT = Segment("s", 0, "Wait 30 days.", 0, 13)
MISSING = Finding("numbers", Severity.CRITICAL, True, "30 is missing", member="m1")
STYLE = Finding("length", Severity.MINOR, True, "far too long", member="m1")


@pytest.mark.parametrize(
    ("unit", "values", "findings", "settled", "error", "meaning"),
    [
        (Field("f", 0, "a", "a", {}), (12, 13), (), 12, 13, "another number"),
        (Field("f", 0, "a", "a", {}), (12, 12.0), (), 12, None, "the same number"),
        (Field("f", 0, "a", "a", {}), ("Acme", "ACME Inc."), (), "Acme", None, "a name may be written in two ways"),
        (SEGMENT, ("Warten Sie 30 Tage.", "Warten Sie."), (MISSING,), "Warten Sie 30 Tage.", "Warten Sie.", "a fact"),
        (SEGMENT, ("Warten Sie 30 Tage.", "Warten Sie."), (STYLE,), "Warten Sie 30 Tage.", None, "no fact"),
        (SEGMENT, ("Warten Sie 30 Tage.", "Warten Sie."), (MISSING,), "Warten Sie.", None, "the person took it"),
    ],
)  # fmt: skip
def test_known_errors(unit: Any, values: Any, findings: Any, settled: Any, error: Any, meaning: str) -> None:
    verdict = Verdict(unit.id, Outcome.REVIEW, "split", ("They differ.",))
    made = Resolution(unit.id, Action.CHOSEN, "ana", settled, AT, AT)
    found = review.known_error(UnitRecord(unit, answers(*values), None, findings, verdict, made))
    assert (found.value if found else None) == error, meaning
