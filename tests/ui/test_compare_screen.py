"""The screen Compare: two answers, one key, and nothing that says whose they are; and what admins read of trials."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from consensus.domain.trial import PairState
from consensus.testing import LoopbackProvider
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


def looked(app: AppTest) -> None:
    """The person has had the pair before them for a while."""
    kept = app.session_state["kept"]
    shown = kept["compared pair"]
    kept["compared pair"] = replace(shown, pair=replace(shown.pair, shown_at="2020-01-01T00:00:00+00:00"))


def test_a_pair_is_compared_by_one_key_and_the_next_comes(opened: Opened, house: House) -> None:
    app = opened("compare", house.service)
    told = words(app)
    for name in (*PANEL, CANDIDATE, "one", "candidate", "panel"):
        assert not re.search(rf"\b{re.escape(name)}\b", told), name
    assert "Open pump 1." in told
    assert "Öffnen Sie Pumpe 1." in told
    assert "2 to compare" in told
    (button,) = [one for one in app.button if one.label == "Equal"]
    looked(app)
    button.click().run()
    told = words(app)
    assert "Open pump 2." in told
    assert "1 to compare" in told
    assert CANDIDATE not in told
    pairs = house.service.outside.trials.pairs("one")  # type: ignore[union-attr]
    assert sorted(pair.state for pair in pairs) == [PairState.CLAIMED, PairState.JUDGED, PairState.SAME]


def test_a_key_that_comes_too_soon_is_not_counted(opened: Opened, house: House) -> None:
    app = opened("compare", house.service)
    kept = app.session_state["kept"]
    shown = kept["compared pair"]
    now = house.service.outside.clock.now().isoformat()
    kept["compared pair"] = replace(shown, pair=replace(shown.pair, shown_at="2999-01-01T00:00:00+00:00"))
    assert now < "2999"
    kept["compared pair"] = replace(shown, pair=replace(shown.pair, shown_at=now))
    house.service.comparing._clock = type(
        "Still", (), {"now": lambda self: house.service.outside.clock.now().fromisoformat(now)}
    )()
    (button,) = [one for one in app.button if one.label == "First is better"]
    button.click().run()
    assert "only just appeared" in words(app)
    assert "Open pump 1." in words(app)


def test_nothing_waits(opened: Opened, house: House) -> None:
    house.compare("ana", prefers("bitte"))
    app = opened("compare", house.service)
    assert "Nothing to compare" in words(app)


def test_undo_brings_a_pair_back(opened: Opened, house: House) -> None:
    app = opened("compare", house.service)
    looked(app)
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
