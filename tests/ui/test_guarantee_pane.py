"""The section "Guarantee" in every state, with its exact words: the screen's logic, without a browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import Judgement
from ui.page import NOT_CERTIFIED

Opened = Callable[..., AppTest]
RIGHT, STYLE, UNSURE, WRONG = Judgement
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) \u202e'
DAY = 86400.0
#: Never said of what was only observed, or of a number that is no such thing.
NEVER = ("100% accurate", "probability", "cosine", "similarity", "spot check", "blind check")


def said(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def words(app: AppTest) -> str:
    """What is read, without the markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", said(app))))


def plots(app: AppTest) -> list[str]:
    return [json.dumps(plot.proto.spec) for plot in app.get("vega_lite_chart")]


def placing(world: Any, home: Path) -> None:
    world.declared(replace(world.placing, documents=11, sizes=(4,) * 3, scores=(0.5,) * 78))
    world.batch(None)


def learning(world: Any, home: Path) -> None:
    world.batches(9)
    world.batch(None)


def not_yet(world: Any, home: Path) -> None:
    world.batches(8, 22)


def certified(world: Any, home: Path) -> None:
    world.batches(15)


def stale(world: Any, home: Path) -> None:
    world.clock.advance(-20 * DAY)
    world.batches(15)


def alarm(world: Any, home: Path) -> None:
    world.batches(15)
    world.until_alarm()


def void(world: Any, home: Path) -> None:
    world.batches(15)
    (home / "policies").mkdir(parents=True)
    text = "name: promised\nversion: 2\ntask: translate\nsemantic: off\nguarantee: {alpha: 0.05}\n"
    (home / "policies" / "promised.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("make", "sign", "begins", "figures"),
    [
        (
            placing,
            "… learning: promised v1 · en to de",
            "Learning: the levels are placed from 12 of 30 documents, 80 of 100 scored units, 4 of 10 batches.",
            "risk among accepted – levels are not placed yet",
        ),
        (
            learning,
            "… learning: promised v1 · en to de",
            "Learning: 10 of about 15 documents, if nothing more is wrong. 9 judged, 1 open, 0 wrong.",
            "open audits 1 drawn, not made yet: they hold the proof back",
        ),
        (
            not_yet,
            "○ not yet: promised v1 · en to de",
            "Not yet shown: 22 wrong in 30 blind audits in 30 documents of 30 batches; up to",
            "level 2: the 30 audits drawn show at most 73.4 % escaped errors per 1,000 of all units – nothing is",
        ),
        (
            certified,
            "✓ certified: promised v1 · en to de",
            "At most 30.0% of the units accepted automatically are materially wrong (95% confidence). Shown by 15 "
            "blind audits in 15 documents of 15 batches: 0 wrong.",
            "risk among accepted at most 30.0 % level 3: the 15 audits drawn show at most 29.2 %",
        ),
        (
            stale,
            "! stale: promised v1 · en to de",
            "Stale: no audit of an accepted unit was judged for 14 days. Everything goes to review until audits of new",
            "risk among accepted – level 3: the 15 audits drawn show at most",
        ),
        (
            alarm,
            "✕ alarm: promised v1 · en to de",
            "utomatic acceptance is paused. It needs a proof on batches that close after the alarm: 0 of about 28",
            "Find the cause: a model that its provider changed, other documents",
        ),
        (
            void,
            "⊘ void: promised v1 · en to de",
            "Void: it was earned with policy promised v1",
            "risk among accepted –",
        ),
    ],
    ids=["placing", "learning", "not yet", "certified", "stale", "alarm", "void"],
)
def test_every_state_in_its_words(
    opened: Opened,
    service: bootstrap.Service,
    promised: Any,
    make: Callable[[Any, Path], None],
    sign: str,
    begins: str,
    figures: str,
) -> None:
    make(promised(service.outside.store), service.settings.home)
    app = opened("insights")
    told = words(app)
    for part in (sign, begins, figures):
        assert part in told, part
    (status,) = service.guarantees.statuses()
    assert status.words in told, "the same words as everywhere"
    assert "This assumes that reviewers catch at least 80% of errors" in told
    assert not [word for word in NEVER if word in told]


def test_an_alarm_says_what_to_do(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store)
    world.batches(15)
    accepted = [world.batch(RIGHT) for _ in range(3)]
    for job in accepted:
        service.jobs.export(job)
    world.until_alarm()
    told = words(opened("insights"))
    since = service.guarantees.statuses()[0].record.paused_since
    assert since
    steps = [
        told.index(f"{number}. {step}")
        for number, step in enumerate(("Decide", "Find", "Go on"), 1 + ("1. Tell" in told))
    ]
    assert steps == sorted(steps)
    assert "in attempt 2" in told
    assert "attempt 2" in told


def test_batch_by_batch(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    promised(service.outside.store).batches(14)
    app = opened("insights")
    told = words(app)
    drawn = [spec for spec in plots(app) if "in the order they were closed" in spec]
    assert len(drawn) == 2, "the evidence and the bound"
    assert all("strokeDash" in spec for spec in drawn), "colour is not the only sign"
    assert "Level 2; n = 14 batches with 14 audits, 0 wrong, 0 not made." in told
    assert re.search(r"14 20\d\d-\d\d-\d\d 14 0 0 \d\.\d\d of 3\.22 \d\d\.\d %", told), "the plots as a table"


def test_few_labels_are_counted_and_not_turned_into_rates(
    opened: Opened, service: bootstrap.Service, promised: Any
) -> None:
    promised(service.outside.store).batches(11, 1)
    told = words(opened("insights"))
    assert "a rate from 30 on (n = 12)" in told
    assert "8.3 %" not in told, "1 of 12"
    assert "wrong in blind audits 1 of 12" in told


def test_review_precision_and_audits_apart(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    promised(service.outside.store).batches(7, 1)
    told = words(opened("insights"))
    assert "review precision – leading answer taken unchanged in review, 0 of n = 0" in told, "an audit is no review"
    assert "wrong in blind audits 1 of 8 of what was accepted or could be, 1 of n = 8" in told


def test_a_guarantee_for_each_slice(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    store = service.outside.store
    promised(store).batches(4)
    french = promised(store, slices=("en", "fr"))
    job = french.batch(RIGHT)
    french.batch(RIGHT, name="delivery 7")
    app = opened("insights")
    told = words(app)
    assert "2 guarantees are kept in this house. 95% is said of each" in told
    assert "at least one does in up to 10%" in told
    assert '1 batch closed with 1 document, 1 open ("delivery 7" since' in told
    assert "n = 4 batches" in told
    app.selectbox(key="evidence for").set_value(1).run()
    assert "n = 1 batches" in words(app)
    alone = words(opened("insights", job=job))
    assert "en to de" not in alone
    assert "Over 1 job with 2 decided units. Learning: 1 of about" in alone


def test_hostile_names_are_inert(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store, slices=("en", HOSTILE))
    members = tuple(replace(one, name=f"{one.name} {HOSTILE}") for one in world.panel.members)
    world.panel = replace(world.panel, members=members)
    world.batches(3)
    world.batch(RIGHT, name=HOSTILE)
    app = opened("insights")
    assert "&lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
    assert "\u202e" not in said(app)
    assert not app.markdown
    assert not [spec for spec in plots(app) if "in the order they were closed" in spec and "script" in spec]


@pytest.mark.parametrize("screen", ["results", "submit"])
def test_a_job_shows_its_certificate(opened: Opened, service: bootstrap.Service, promised: Any, screen: str) -> None:
    world = promised(service.outside.store)
    world.batches(14)
    job = world.batch(RIGHT)
    told = words(opened(screen, job=job))
    assert service.guarantees.statuses()[0].words in told
    assert NOT_CERTIFIED not in told


def test_a_job_whose_batch_is_open_says_what_waits(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    job = promised(service.outside.store).batch(RIGHT, name="delivery 7")
    for screen in ("results", "submit"):
        told = words(opened(screen, job=job))
        assert '1 unit waits until the batch "delivery 7" is closed, at most a day from' in told
        assert "consensus certify close 'delivery 7' --policy promised" in told
    told = words(opened("results", job=job, unit="s0"))
    assert "Nobody sees its answers before its batch is closed and audits are drawn." in told
    assert "Antwort" not in told
    assert "Antwort" in words(opened("results", job=job, unit="s1")), "no level accepts it, so a person reads it"
