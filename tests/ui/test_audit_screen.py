"""Audits on the review screen: one answer, its source, and nothing of what the machine thinks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus import review
from consensus.domain import (
    Candidate,
    Document,
    Field,
    Finding,
    GuaranteeRecord,
    GuaranteeRules,
    GuaranteeUpdate,
    ItemKind,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Seeds,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock


def page() -> None:
    from ui.screens import review

    review.render()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def screen(store: SqlStore, clock: FixedClock, seeds: SimpleNamespace) -> AppTest:
    """Two units that were accepted and drawn to be audited."""
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    drawn = []
    for unit in store.units("job1"):
        assert unit.verdict is not None
        taken = replace(unit.verdict, outcome=Outcome.ACCEPTED, value=unit.verdict.leading, reasons=("2 of 2 agree.",))
        finding = Finding("length", Severity.MINOR, False, "shorter than usual", member="maker1/alpha")
        drawn.append(replace(unit, verdict=taken, findings=(finding,)))
    store.save_decisions("job1", drawn, [])
    items = [replace(review.open_item("job1", one), kind=ItemKind.CHECK, priority=1.0) for one in drawn]
    store.save_decisions("job1", drawn, items)
    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user="ana"), queue=Queue(store, clock))
    app.run()
    clock.advance(1)
    return app


def press(app: AppTest, start: str, clock: FixedClock) -> None:
    next(button for button in app.button if str(button.key).startswith(start)).click().run()
    clock.advance(1)
    assert not app.exception


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_answer_stands_alone(screen: AppTest) -> None:
    (letter,) = screen.session_state["memory"]["view"].letters
    shown = said(screen)
    assert letter.text in shown
    assert "Is this answer right?" in shown
    (other,) = {"Eins.", "Ein."} - {letter.text}
    assert f">{other}<" not in shown
    assert [word for word in ("2 of 2 agree", "shorter than usual", "maker1", "maker2") if word in shown] == []
    keys = {str(button.key).split(":")[0] for button in screen.button}
    assert keys >= {"right", "wrong", "style", "unsure", "skip"}
    assert not keys & {"takeA", "write", "reject"}, "an audit is judged, nothing else"


@pytest.mark.parametrize(
    ("keys", "typed", "action", "value", "judgement"),
    [
        (("right",), None, "chosen", "Eins.", "right"),
        (("unsure",), None, "rejected", None, "unsure"),
        (("wrong", "mended"), "Eine.", "edited", "Eine.", "wrong"),
        (("wrong", "as it is"), None, "rejected", None, "wrong"),
        (("style", "mended"), "Eines.", "edited", "Eines.", "style"),
        (("style", "as it is"), None, "chosen", "Eins.", "style"),
    ],
)
def test_judgements(
    screen: AppTest, store: SqlStore, clock: FixedClock, keys: tuple[str, ...], typed: str | None,
    action: str, value: str | None, judgement: str,
) -> None:  # fmt: skip
    for key in keys:
        if key == "mended":
            screen.text_area[0].set_value(typed or "").run()
        press(screen, key, clock)
    made = store.unit("job1", "s0").resolution
    assert made is not None
    answer = store.unit("job1", "s0").verdict
    expected = answer.value if answer is not None and value == "Eins." else value
    assert (made.action.value, made.value, made.judgement) == (action, expected, judgement)
    assert "Two." in said(screen), "then the next"


def test_a_wrong_answer_cannot_stay_and_a_draft_survives(screen: AppTest, store: SqlStore, clock: FixedClock) -> None:
    press(screen, "wrong", clock)
    press(screen, "mended", clock)
    assert "A wrong answer cannot stay as it is" in said(screen)
    screen.text_area[0].set_value("Eine.").run()
    view = screen.session_state["memory"]["view"]
    assert store.drafts(view.item) == {"A": "Eine."}
    assert store.unit("job1", "s0").resolution is None


RULES = Policy(name="p", version=1, semantic="off", guarantee=GuaranteeRules(alpha=0.1))
PANEL = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "why")
AT = "2030-01-01T00:00:00+00:00"


def test_a_known_error_is_judged_as_an_audit_is(store: SqlStore, clock: FixedClock) -> None:
    schema = {"title": "Bill", "type": "object", "properties": {f"total{n}": {"type": "number"} for n in range(3)}}
    document = Document("d", "doc.txt", Task.EXTRACT, "text", "12", "en", schema=schema)
    store.create_job(job := JobRecord("job", document, RULES, PANEL, "doc.txt", "done", AT), [])
    records = []
    for at in range(3):
        unit = Field(f"u{at}", at, f"total{at}", f"total{at}", {"type": "number"})
        answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", value) for n, value in enumerate((12, 12, 13)))
        verdict = Verdict(unit.id, Outcome.REVIEW, "split", ("They differ.",), leading=12, representative="m0")
        records.append(UnitRecord(unit, answers, None, (), verdict))
    store.save_decisions("job", records, review.waiting_items(job, records, AT, lambda *_: 0.5))
    with store.transaction() as tx:
        tx.save(GuaranteeUpdate(GuaranteeRecord("p", "Bill", "basis", RULES.digest, 1, 0.1, 0.95, 0.8)))
    queue = Queue(store, clock, ReviewSettings(draw=lambda *_: 0.0))
    for person in ("ana", "ben"):  # what one has settled makes a known error for the other
        view = queue.next(person)
        clock.advance(1)
        assert view is not None
        queue.choose(view, next(letter.letter for letter in view.letters if letter.text == "12"))

    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user="ben"), queue=queue)
    app.run()
    clock.advance(1)
    assert app.session_state["memory"]["view"].item.kind is ItemKind.GOLD
    keys = {str(button.key).split(":")[0] for button in app.button}
    assert keys >= {"right", "wrong", "style", "unsure", "skip"}
    assert not keys & {"takeA", "write", "reject", "rest"}
    press(app, "wrong", clock)
    press(app, "as it is", clock)
    (found,) = store.load_guarantees(AT)
    assert found.seeds == Seeds(1, 1, 1)
