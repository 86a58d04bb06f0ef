"""A reviewer decides without knowing what a judge found, and is told afterwards; Insights compare the two."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import review
from consensus.compare import SegmentAnswers
from consensus.domain import (
    Candidate,
    Document,
    ModelSpec,
    MqmError,
    MqmJudgement,
    Panel,
    Policy,
    Segment,
    Severity,
    Task,
)
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.errors import UsageError
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.service.reports.insights import Insights, Share
from consensus.service.review.queue import Queue
from consensus.storage.store import SqlStore
from consensus.strategy import before_judge, with_word
from consensus.testing.fixed_clock import FixedClock

POLICY = Policy.model_validate({"name": "p", "version": 1, "judge": "maker/judge", "semantic": "off"})
LANGS = ("en", "de")
ERROR = MqmError("terminology", Severity.CRITICAL, "Hahn", "It is a tap.")
#: Two wordings each; the judge finds a critical error in the first unit, a minor one in the second, none in the third.
ERRORS = ((ERROR,), (MqmError("style", Severity.MINOR, "nun", "Stiff."),), ())
SECRETS = ("judge", "It is a tap", "Stiff")


def page() -> None:
    from ui.screens import review as screen

    screen.render()


def judged(at: int) -> UnitRecord:
    segment = Segment(f"s{at}", at, f"Open valve {at}.", 0, 13)
    texts = (f"Den Hahn {at} jetzt öffnen.", f"Öffnen Sie nun Ventil {at} bitte.")
    answers = tuple(Candidate(segment.id, f"m{n}", f"f{n}", text) for n, text in enumerate(texts))
    (bare,) = decide_segments([SegmentAnswers(segment, answers)], DecisionConfig(before_judge(POLICY), LANGS))
    assert bare.verdict is not None
    weights = {Severity.CRITICAL: 25.0, Severity.MINOR: 1.0}
    total = sum(weights[error.severity] for error in ERRORS[at])
    return with_word(bare, MqmJudgement("maker/judge", bare.verdict.representative, total, ERRORS[at]), POLICY, LANGS)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(store: SqlStore, clock: FixedClock) -> SqlStore:
    document = Document("d", "doc.md", Task.TRANSLATE, "text", "…", "en", "de")
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(2)), "why")
    job = JobRecord("job1", document, POLICY, panel, "doc.md", "done", clock.now().isoformat())
    records = [judged(at) for at in range(3)]
    store.create_job(job, [record.unit for record in records])
    store.save_decisions("job1", records, review.waiting_items(job, records, clock.now().isoformat(), lambda *_: 1.0))
    return store


def said(app: AppTest) -> str:
    """The words, without the style sheets."""
    bodies = (element.proto.body for element in app.get("html"))
    return "\n".join(body for body in bodies if not body.startswith("<style"))


def screen(store: SqlStore, clock: FixedClock) -> AppTest:
    app = AppTest.from_function(page, default_timeout=20)
    app.session_state["service"] = SimpleNamespace(settings=SimpleNamespace(user="ana"), queue=Queue(store, clock))
    app.run()
    clock.advance(1)
    return app


def everything(view: Any) -> str:
    """All that a view holds, whatever the screen shows of it; the item's priority is a number and tells no reason."""
    return json.dumps(view, default=str, ensure_ascii=False)


def test_the_screen_says_nothing_of_the_judge_before_the_decision_and_all_of_it_after(
    store: SqlStore, clock: FixedClock
) -> None:
    queue = Queue(store, clock)
    for item in store.items():
        view = queue.open("ana", item.id)
        assert not any(secret in everything(view) for secret in SECRETS)
        assert view.reason == "The answers differ.", "one reason for all of them, or it would mark the judged"
        queue.release(view)
    app = screen(store, clock)
    assert not any(secret in said(app) for secret in SECRETS)
    first = app.session_state["memory"]["view"]
    assert first.item.unit_id == "s0", "what does most harm comes first"
    letter = next(one.letter for one in first.letters if "Hahn" in one.text)
    (take,) = [button for button in app.button if str(button.key).startswith(f"take{letter}")]
    take.click().run()
    assert not app.exception
    assert f"The judge (maker/judge) found in {letter}: critical, terminology “Hahn”: It is a tap." in said(app)


def test_no_question_is_asked_that_would_tell(store: SqlStore, clock: FixedClock) -> None:
    """The answer with the critical error is taken as any other; a veto of a check would be asked about."""
    queue = Queue(store, clock)
    view = queue.next("ana")
    assert view is not None
    clock.advance(1)
    letter = next(one.letter for one in view.letters if "Hahn" in one.text)
    decided = queue.choose(view, letter)
    assert decided.resolution.overruled == ()
    assert decided.judged == (f"The judge (maker/judge) found in {letter}: critical, terminology “Hahn”: It is a tap.",)


def test_no_filter_of_the_queue_knows_the_judge(store: SqlStore, clock: FixedClock) -> None:
    queue = Queue(store, clock)
    assert queue.filters()["reason"] == ["split"]
    assert queue.next("ana", wanted=QueueFilter(reason="judge")) is None
    with pytest.raises(UsageError):
        queue.bulk.offer("ana", QueueFilter(reason="judge"))


def test_insights_show_it_with_what_it_is_counted_over() -> None:
    def pane() -> None:
        from consensus.service.reports.insights import JudgeAgreement, Share
        from ui.screens.insights import _judge

        _judge(JudgeAgreement(Share(1, 2), Share(0, 1)))

    shown = said(AppTest.from_function(pane).run())
    assert "50.0 % (n = 2)" in shown
    assert "0.0 % (n = 1)" in shown


def test_insights_compare_the_judge_with_people(store: SqlStore, clock: FixedClock) -> None:
    insights = Insights(store, store, clock)
    assert insights.figures().judge.with_errors == Share(0, 0)
    queue = Queue(store, clock)
    for _ in range(3):
        view = queue.next("ana")
        assert view is not None
        clock.advance(1)
        leading = store.unit("job1", view.item.unit_id).verdict
        assert leading is not None
        if view.item.unit_id == "s0":
            queue.edit(view, "Ventil 0 öffnen.")
        else:
            queue.choose(view, next(one.letter for one in view.letters if one.text == leading.leading))
    figures = insights.figures().judge
    assert figures.with_errors == Share(1, 2), "of the two with an error one was changed"
    assert figures.clean == Share(0, 1)
