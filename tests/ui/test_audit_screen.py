"""Audits on the review screen: one answer, its source, and nothing of what the machine thinks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus import review
from consensus.domain import Finding, ItemKind, Outcome, Severity
from consensus.service.review.queue import Queue
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
