"""A key held down on Compare judges one pair: the keys are those of the review screen."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.domain.trial import PairState
from consensus.testing import LoopbackProvider
from tests.integration.test_trials import translate
from tests.integration.trial_house import House

pytestmark = pytest.mark.browser


def judged(house: House) -> int:
    pairs = house.service.outside.trials.pairs("one")  # type: ignore[union-attr]
    return sum(pair.state is PairState.JUDGED for pair in pairs)


def test_a_key_held_down_judges_one_pair(page: Page, tmp_path: Path, seeds: SimpleNamespace) -> None:
    with LoopbackProvider(translate=translate) as provider:
        house = House(tmp_path / "trial", provider, f"sqlite:///{tmp_path / 'c.db'}")
        house.start(name="one")
        with ThreadPoolExecutor(1) as elsewhere:  # the browser's driver has the loop of this thread
            submitted = house.submit(*(f"Open pump {number}." for number in range(1, 6)))
            elsewhere.submit(asyncio.run, submitted).result()
        with seeds.served(tmp_path, "ana") as address:
            page.goto(f"{address}compare")
            expect(page.get_by_text("5 to compare")).to_be_visible(timeout=30_000)
            for _ in range(5):  # a key is heard a moment after its button is drawn
                page.keyboard.down("3")
                page.wait_for_timeout(2_000)
                if judged(house):
                    break
                page.keyboard.up("3")
            for _ in range(120):  # without a release between them: these are repetitions
                page.keyboard.down("3")
                page.wait_for_timeout(30)
            page.keyboard.up("3")
            seeds.settled(page)
            assert judged(house) == 1
            expect(page.get_by_text("4 to compare")).to_be_visible()
        house.service.close()
