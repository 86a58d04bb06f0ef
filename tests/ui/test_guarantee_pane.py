"""The section "Guarantee" in every state, with its exact words: the screen's logic, without a browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from consensus import bootstrap
from consensus.domain import Judgement, Origin

Opened = Callable[..., AppTest]
RIGHT, STYLE, UNSURE, WRONG = Judgement
SPOT: dict[str, Any] = {"origin": Origin.SPOT_CHECK, "accepted": True}
HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x"> ![x](http://127.0.0.1:9/y) \u202e'
#: Never said of what was only observed, or of a number that is no such thing.
NEVER = ("100% accurate", "probability", "cosine", "similarity")


def said(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def words(app: AppTest) -> str:
    """What is read, without the markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", said(app))))


def plots(app: AppTest) -> list[str]:
    return [json.dumps(plot.proto.spec) for plot in app.get("vega_lite_chart")]


def learning(world: Any, home: Path) -> None:
    world.checks(41)


def not_yet(world: Any, home: Path) -> None:
    world.checks(70, 10)


def certified(world: Any, home: Path) -> None:
    world.checks(74)


def stale(world: Any, home: Path) -> None:
    world.now -= timedelta(days=20)
    world.checks(74)


def alarm(world: Any, home: Path) -> None:
    world.checks(74)
    world.checks(0, 2, **SPOT)
    world.check(None, **SPOT)
    world.checks(0, 3, **SPOT)


def void(world: Any, home: Path) -> None:
    world.checks(74)
    (home / "policies").mkdir(parents=True)
    text = "name: promised\nversion: 2\ntask: translate\nsemantic: off\nguarantee: {alpha: 0.05}\n"
    (home / "policies" / "promised.yaml").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("make", "sign", "begins", "figures"),
    [
        (
            learning,
            "… learning: promised v1 · en to de",
            "Not enough checks to accept automatically: 41 of at least 74 done, 0 errors. Everything goes to review.",
            "risk among accepted –",
        ),
        (
            not_yet,
            "○ not yet: promised v1 · en to de",
            "10 errors in 80 checks: the error rate could be as high as",
            "escaped errors per 1,000 of all units – nothing is accepted automatically",
        ),
        (
            certified,
            "✓ certified: promised v1 · en to de",
            "At most 5.0% of accepted units are materially wrong (95% confidence; 74 blind checks, 0 errors; policy "
            "promised v1; en to de). Valid while documents resemble these.",
            "risk among accepted at most 5.0 % level 3: 74 blind checks, 0 wrong; bound from all of them now 5.0 % "
            "escaped errors per 1,000 of all units at most 37.5",
        ),
        (
            stale,
            "! stale: promised v1 · en to de",
            "The certificate is stale: no check for 14 days (74 blind checks before, 0 errors). Accepting one level "
            "lower for 7 days, then everything goes to review.",
            "risk among accepted at most 5.0 % level 2: 74 blind checks",
        ),
        (
            alarm,
            "✕ alarm: promised v1 · en to de",
            "Automatic acceptance is paused. 0 units exported since",
            "escaped errors per 1,000 of all units – nothing is accepted automatically",
        ),
        (
            void,
            "⊘ void: promised v1 · en to de",
            "The certificate is void: it was earned with policy promised v1",
            "risk among accepted –",
        ),
    ],
    ids=["learning", "not yet", "certified", "stale", "alarm", "void"],
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
    assert not [word for word in NEVER if word in told]


def test_the_bound_over_time(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    promised(service.outside.store).checks(74)
    app = opened("insights")
    told = words(app)
    drawn = [spec for spec in plots(app) if "blind checks made" in spec]
    assert len(drawn) == 1
    assert "strokeDash" in drawn[0], "colour is not the only sign"
    assert "n = 74 blind checks in the order they were made" in told
    assert re.search(r"74 0 20\d\d-\d\d-\d\d 5\.0 % 0\.0 to \d", told), "the plot as a table"
    assert "No curve yet, it would show chance: 74 of 200 labels: 126 more are needed" in told
    assert not [spec for spec in plots(app) if "coverage, % of units" in spec]


def test_few_labels_are_counted_and_not_turned_into_rates(
    opened: Opened, service: bootstrap.Service, promised: Any
) -> None:
    promised(service.outside.store).checks(11, 1)
    app = opened("insights")
    told = words(app)
    assert "Drawn from 30 blind checks on: 12 so far, 18 more are needed." in told
    assert "promised v1 · en to de: 12 labels, 18 more are needed." in told
    assert not [spec for spec in plots(app) if "blind checks made" in spec]
    assert "8.3 %" not in told, "1 of 12"


def test_a_curve_from_200_labels_and_10_errors(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    promised(service.outside.store, alpha=0.1).checks(190, 10)
    app = opened("insights")
    assert "No curve yet" not in words(app)
    assert [spec for spec in plots(app) if "coverage, % of units" in spec]
    assert "5.0 % (n = 200)" in words(app)


def test_review_precision_and_spot_checks_apart(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store)
    world.checks(3)
    world.checks(7, 1, **SPOT)
    told = words(opened("insights"))
    assert "review precision – leading answer taken unchanged in review, 0 of n = 0" in told, "a check is no review"
    assert "spot-check error rate 12.5 % wrong among accepted units checked blind, 1 of n = 8" in told
    assert "Nothing is known yet of what reviewers miss: 0 of at least 20 seeded errors were judged" in told


def test_a_certificate_whose_bound_rose_again(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    promised(service.outside.store).checks(80, 4)
    told = words(opened("insights"))
    assert "✓ certified" in told
    assert "The bound is above the target again. The certificate stands as it was shown; the alarm watches" in told


def test_a_guarantee_for_each_slice(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    store = service.outside.store
    promised(store).checks(31)
    french = promised(store, slices=("en", "fr"))
    job = french.check(RIGHT)
    app = opened("insights")
    assert "promised v1 · en to fr: 1 label, 29 more are needed." in words(app)
    assert "n = 31 blind checks" in words(app)
    app.selectbox(key="evidence for").set_value(1).run()
    assert "Drawn from 30 blind checks on: 1 so far" in words(app)
    alone = words(opened("insights", job=job))
    assert "en to de" not in alone
    assert "Over 1 job with 2 decided units. Not enough checks to accept automatically: 1 of at least 74" in alone


def test_hostile_names_are_inert(opened: Opened, service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store, slices=("en", HOSTILE))
    members = tuple(replace(one, name=f"{one.name} {HOSTILE}") for one in world.panel.members)
    world.panel = replace(world.panel, members=members)
    world.checks(31)
    app = opened("insights")
    assert "&lt;script&gt;" in said(app)
    assert not any(tag in said(app).lower() for tag in ("<script", "<img", "<a ", "<iframe"))
    assert "\u202e" not in said(app)
    assert not app.markdown
    assert not [spec for spec in plots(app) if "blind checks made" in spec and "script" in spec]


@pytest.mark.parametrize("screen", ["results", "submit"])
def test_a_job_shows_its_certificate(opened: Opened, service: bootstrap.Service, promised: Any, screen: str) -> None:
    world = promised(service.outside.store)
    world.checks(73)
    job = world.check(RIGHT)
    told = words(opened(screen, job=job))
    assert service.guarantees.statuses()[0].words in told
    assert "ot certified" not in told
