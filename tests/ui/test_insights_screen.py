"""Every figure with what it is counted over: the screen's logic, without a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import (
    Action,
    Agreement,
    Call,
    CallState,
    Cluster,
    Event,
    Finding,
    ModelReply,
    Outcome,
    Resolution,
    Severity,
    Verdict,
)
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.settings import Settings

HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y)'


def page() -> None:
    from ui.screens import insights

    insights.render()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="ana"))
    yield opened
    opened.close()


def opened(service: bootstrap.Service, job: str = "") -> AppTest:
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["service"] = service
    if job:
        app.query_params["job"] = job
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def words(app: AppTest) -> str:
    """What is read, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", said(app)))


def seeded(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    """Ten units: four accepted, six in review, three of them decided after 4, 6 and 20 seconds."""
    store = service.outside.store
    seeds.translation(store, [(f"Sentence {n}.", (f"Satz {n}.", f"Der Satz {n}.", f"Satz {n}.")) for n in range(10)])
    records = [agreeing(record, accepted=at < 4) for at, record in enumerate(store.units("job1"))]
    seeds.save(store, "job1", records)
    shown = service.outside.clock.now()
    for unit, seconds, value in (("s4", 4, "Satz 4."), ("s5", 6, "Satz 5."), ("s6", 20, "Der Satz 6.")):
        (item,) = [item for item in store.items("job1") if item.unit_id == unit]
        claimed = store.claim(item.id, QueueFilter(), "ana", shown, 900)
        at = (shown + timedelta(seconds=seconds)).isoformat()
        made = Resolution(unit, Action.CHOSEN, "ana", value, shown.isoformat(), at)
        with store.transaction() as tx:
            assert tx.resolve(claimed, made, Event(at, "ana", "resolve", item.id))


def agreeing(record: UnitRecord, accepted: bool) -> UnitRecord:
    """alpha and gamma agree, beta stands alone."""
    names = [answer.member for answer in record.answers]
    first, second, third = (name.split("/")[0] for name in names)
    lead = record.answers[0].value
    clusters = (
        Cluster((names[0], names[2]), (first, third), names[0], lead),
        Cluster((names[1],), (second,), names[1], record.answers[1].value),
    )
    agreement = Agreement(record.unit.id, clusters, (first, second, third), 2 / 3, 0.0, "test", leading=lead)
    outcome = Outcome.ACCEPTED if accepted else Outcome.REVIEW
    rule = "near_identity" if accepted else "veto"
    findings = () if accepted else (Finding("numbers", Severity.MAJOR, True, "x", names[1]),) * 2
    verdict = Verdict(record.unit.id, outcome, rule, ("r",), value=lead if accepted else None, leading=lead)
    return replace(record, agreement=agreement, findings=findings, verdict=verdict)


def test_without_jobs_it_says_so(service: bootstrap.Service) -> None:
    assert "There are no jobs yet" in said(opened(service))


@pytest.mark.parametrize(
    ("figure", "meaning"),
    [
        ("coverage 40.0 % accepted automatically, 4 of n = 10", "accepted automatically of all decided"),
        ("waiting for a person 3", "six to review, three of them settled"),
        ("seconds a decision 6.0 median of n = 3", "the median, not the mean that a pause spoils"),
        ("review precision 66.7 % leading answer taken unchanged, 2 of n = 3", "two of three took the leading one"),
        ("maker1/alpha en-de 100.0 % (n = 10)", "in the leading cluster with gamma every time"),
        ("maker2/beta en-de 0.0 % (n = 10)", "always alone"),
        ("n = 6 units", "six were not accepted"),
        ("Not certified", "what the figures are worth"),
    ],
)
def test_figures(service: bootstrap.Service, seeds: SimpleNamespace, figure: str, meaning: str) -> None:
    seeded(service, seeds)
    assert figure in words(opened(service)), meaning


def test_a_check_counts_a_unit_once(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    found = service.pages.insights.figures()
    assert [(r.kind, r.name, r.n) for r in found.reasons] == [("rule", "veto", 6), ("check", "numbers", 6)]


def test_what_to_do_comes_first(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ())])
    one, two = store.units("job1")
    assert two.verdict is not None
    seeds.save(store, "job1", [one, replace(two, verdict=replace(two.verdict, rule="no_answer"))])
    told = words(opened(service))
    assert "1. Ask again for what no model answered, in pump-manual.md. 1 of n = 2 units" in told
    assert told.index("What to do") < told.index("coverage")


def test_nothing_to_do_is_said(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [])
    assert "Nothing needs anybody now." in words(opened(service))


def test_reasons_are_words(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    app = opened(service)
    assert "a number of the source is missing, changed or added, after locale normalisation 6" in words(app)
    shown = [plot.proto.SerializeToString() for plot in app.get("vega_lite_chart")]
    assert not any(b"veto" in one or b"(rule)" in one for one in shown)
    assert any(b"a check forbids the answer" in one for one in shown)


def test_no_rate_without_n(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeds.translation(service.outside.store, [("One.", ("Eins.", "Ein."))])
    told = words(opened(service))
    assert "seconds a decision – n = 0" in told
    assert "review precision – leading answer taken unchanged, 0 of n = 0" in told
    assert "No unit was answered by two families yet" in told


def test_every_plot_has_its_n(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    app = opened(service)
    plots = app.get("vega_lite_chart")
    assert len(plots) == 4
    assert words(app).count("n = ") >= len(plots)


def test_one_job_alone(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    seeds.extraction(service.outside.store, "Total: 12.50", {"type": "number"}, (12.5, None))
    assert "Over 2 jobs with 11 decided units" in words(opened(service))
    assert "Over 1 job with 1 decided units" in words(opened(service, "job2"))


def test_what_was_asked_beside_jobs_is_named(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    assert "beside jobs" not in words(opened(service))
    store, reply = service.outside.store, ModelReply("x", "stop", "m", 1, 1, Decimal("0.25"))
    at = "2026-05-04T10:00:00+00:00"
    made = Call("c", "ping", "a", "m1", 1, "r", "[]", "p", CallState.RESERVED, at, reserved_cost=Decimal(1))
    store.record_ping(made, "ana")
    store.record_ping(replace(made, state=CallState.SETTLED, reply=reply), "ana")
    assert "Known cost beside jobs, included above: $0.2500 (pings)." in words(opened(service))
    assert "beside jobs" not in words(opened(service, "job1"))


def test_figures_follow_a_decision(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    seeded(service, seeds)
    before = service.pages.insights.figures()
    store, now = service.outside.store, service.outside.clock.now()
    claimed = store.claim_next("ana", now, 900)
    made = Resolution(claimed.unit_id, Action.REJECTED, "ana", None, now.isoformat(), now.isoformat())
    with store.transaction() as tx:
        assert tx.resolve(claimed, made, Event(now.isoformat(), "ana", "resolve", claimed.id))
    after = service.pages.insights.figures()
    assert (before.waiting, after.waiting) == (3, 2)
    assert (before.precision.n, after.precision.n) == (3, 4)


def test_hostile_names_are_inert(service: bootstrap.Service, seeds: SimpleNamespace) -> None:
    store = service.outside.store
    seeds.translation(store, [("One.", ("Eins.", "Ein.", "Eins."))])
    (record,) = store.units("job1")
    named = replace(record, answers=tuple(replace(a, member=f"{a.member} {HOSTILE}") for a in record.answers))
    seeds.save(store, "job1", [agreeing(named, accepted=False)])
    app = opened(service)
    assert "&lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
    assert not app.markdown
    for plot in app.get("vega_lite_chart"):
        assert "<script" not in json.dumps(plot.proto.spec), "only as data"
