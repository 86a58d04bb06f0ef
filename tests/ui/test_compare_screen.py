"""The screen Compare: two answers, one key, and nothing that says whose they are; and what admins read of trials."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus.domain.trial import PairState
from consensus.testing import LoopbackProvider
from consensus.testing.fixed_clock import FixedClock
from tests.integration.test_trials import translate
from tests.integration.trial_house import CANDIDATE, PANEL, House, prefers

Opened = Callable[..., AppTest]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with LoopbackProvider(translate=translate) as provider:
        made = House(tmp_path / "trial", provider)
        made.start(name="one")
        asyncio.run(made.submit("Open pump 1.", "Open pump 2.", "Wait for 3 minutes."))
        yield made
        made.service.close()


def words(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    text = "\n".join(body for body in bodies if not body.startswith("<style>"))
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)))


@pytest.fixture
def clock(house: House) -> FixedClock:
    """Of those who compare: a person looks at a pair for as long as it is moved on."""
    still = FixedClock(house.service.outside.clock.now())
    house.service.comparing._clock = still
    return still


def test_a_pair_is_compared_by_one_key_and_the_next_comes(opened: Opened, house: House, clock: FixedClock) -> None:
    app = opened("compare", house.service)
    told = words(app)
    for name in (*PANEL, CANDIDATE, "one", "candidate", "panel"):
        assert not re.search(rf"\b{re.escape(name)}\b", told), name
    assert "Open pump 1." in told
    assert "Öffnen Sie Pumpe 1." in told
    assert "2 to compare" in told
    (button,) = [one for one in app.button if one.label == "Equal"]
    clock.advance(5)
    button.click().run()
    told = words(app)
    assert "Open pump 2." in told
    assert "1 to compare" in told
    assert CANDIDATE not in told
    pairs = house.service.outside.trials.pairs("one")  # type: ignore[union-attr]
    assert sorted(pair.state for pair in pairs) == [PairState.CLAIMED, PairState.JUDGED, PairState.SAME]


def test_a_key_that_comes_too_soon_is_not_counted(opened: Opened, house: House, clock: FixedClock) -> None:
    app = opened("compare", house.service)
    clock.advance(0.2)
    next(one for one in app.button if one.label == "First is better").click().run()
    assert "only just appeared" in words(app)
    assert "Open pump 1." in words(app)
    assert "2 to compare" in words(app)


def test_nothing_waits(opened: Opened, house: House) -> None:
    house.compare("ana", prefers("bitte"))
    app = opened("compare", house.service)
    assert "Nothing to compare" in words(app)


def test_undo_brings_a_pair_back(opened: Opened, house: House, clock: FixedClock) -> None:
    app = opened("compare", house.service)
    clock.advance(5)
    next(one for one in app.button if one.label == "Both wrong").click().run()
    assert "Open pump 2." in words(app)
    next(one for one in app.button if one.label == "Undo").click().run()
    assert "Open pump 1." in words(app)


def test_insights_keep_the_figures_of_a_running_trial_behind_a_switch(opened: Opened, house: House) -> None:
    house.compare("ana", prefers("bitte"))
    app = opened("insights", house.service)
    told = words(app)
    assert "Models on trial" in told
    assert "should not know who leads" in told
    assert "No clear answer yet" not in told
    next(one for one in app.toggle if one.label == "Show figures while it runs").set_value(True).run()
    assert "No clear answer yet" in words(app)
    house.service.roles.set("boss", ["admin"], "test")
    house.service.roles.set(house.service.settings.user, ["reviewer"], "test")
    assert "Models on trial" not in words(opened("insights", house.service))
