"""What must be on the screen without scrolling, on a small laptop and on a phone: a translation and a record."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page, expect

from consensus.storage.store import SqlStore
from tests.records import ROWS, bill

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

#: Buttons whose words are wider than the place that they have.
CUT = """() => [...document.querySelectorAll('.stMain button *, .stMain a *')]
  .filter(one => one.getClientRects().length && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .filter(one => getComputedStyle(one).overflowX !== 'visible').map(one => one.innerText)"""


def translated(store: SqlStore, seeds: SimpleNamespace) -> str:
    seeds.translation(store, [(seeds.sixty_words, seeds.long_answers), ("Stop.", ("Halt.", "Stopp."))])
    return "Before opening"


def extracted(store: SqlStore, seeds: SimpleNamespace) -> str:
    bill(store, [{"number": f"F-7{n}", "total": total, "items": ROWS} for n, total in enumerate((56, 65, 56.5))])
    return "Bill F-77"


@pytest.mark.parametrize("made", [translated, extracted])
def test_what_is_seen_without_scrolling(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, made: Callable[..., str]
) -> None:
    text = made(store, seeds)
    page.goto(f"{address}review")
    seeds.look(page, text)
    if (folder := os.environ.get("CONSENSUS_SCREENSHOTS")) and made is translated:
        page.screenshot(path=Path(folder) / "review.png")
    name = page.get_by_test_id("stHeader").evaluate("one => getComputedStyle(one, '::before').content")
    assert name == '"Consensus"'
    sizes = page.get_by_test_id("stMain").evaluate("pane => [pane.scrollHeight, pane.clientHeight]")
    assert sizes[0] <= sizes[1], "all of it fits on 1280 x 720"
    for label in ("Take A", "Take C", "None is right", "Help: keys"):
        assert bottom(page.get_by_role("button", name=label)) <= 720
    assert page.evaluate(CUT) == []

    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(400)
    assert bottom(page.locator("[class*='st-key-cardA'] .c-letter + div").first) <= 844, "the first answer"
    assert bottom(page.get_by_role("button", name="Take A")) <= 844, "and its key"
    wide = page.get_by_test_id("stMain").evaluate("pane => [pane.scrollWidth, pane.clientWidth]")
    assert wide[0] <= wide[1], "nothing but panes scrolls sideways"
    assert page.evaluate(CUT) == []


def test_digits_stand_in_their_order_on_a_phone(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace
) -> None:
    text = translated(store, seeds)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}review")
    seeds.look(page, text)
    page.keyboard.press("x")
    expect(page.get_by_text("What is wrong with the answers?")).to_be_visible()
    seeds.settled(page)
    boxes = [one.bounding_box() for one in page.locator("[class*='st-key-rowdigits'] button").all()]
    places = [(round(box["y"]), round(box["x"])) for box in boxes if box is not None]
    assert len(places) == 9
    assert places == sorted(places), "as one reads"
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_accent_is_that_of_the_side(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, scheme: str
) -> None:
    text = translated(store, seeds)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}review")
    seeds.look(page, text)
    colour = page.locator(".c-letter").first.evaluate("one => getComputedStyle(one).color")
    parts = [int(one) for one in re.findall(r"\d+", colour)][:3]
    assert (sum(parts) > 380) == (scheme == "dark"), colour


def bottom(place: Locator) -> float:
    """Where it ends, in pixels from the top of the window; it must begin in the window, too."""
    box = place.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    return box["y"] + box["height"]
