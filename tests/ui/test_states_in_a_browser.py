"""Every state of Review in a real browser: no blank half, nothing cut, nothing too wide, accessible, on a phone too."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore
from tests import review_states
from tests.measures import blank, cut, wider
from tests.review_states import STATES, ReviewState, states

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

WIDE, HIGH = 1280, 720
PHONE = (390, 844)
#: A rectangle without anything in it may take this share of the window while an item is open.
MOST_BLANK = 1 / 3
#: What a state is drawn with: the kinds of its elements, what contains them, and whether they are of use now.
LOOKS = """() => [...document.querySelectorAll('[data-testid=stMain] *')].map(one =>
  `${one.parentElement.className} ${one.tagName} ${one.className} ${one.dataset.testid} ${one.disabled}`
    .replace(/st-key-([a-z]*)[^ ]*/g, '$1').replace(/st-emotion-cache-[^ ]*/g, ''))"""


def test_every_state(
    page: Page, store: SqlStore, seeds: SimpleNamespace, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    found: list[str] = []
    looks: set[str] = set()
    with states(tmp_path, store, seeds) as address:
        for state in STATES:
            review_states.arrive(page, address, store, state)
            shot(page, state.name)
            new = set(page.evaluate(LOOKS)) - looks
            looks |= new
            found += [f"{state.name}: {one}" for one in (*on_a_laptop(page, state), *axe())]
            if new:  # what looks like something in a state before was judged there
                found += [f"{state.name}, {one}" for one in in_the_dark(page, axe)]
            if new or state.looks:
                found += [f"{state.name}, phone: {one}" for one in on_a_phone(page, state)]
    assert "\n".join(found) == ""


def on_a_laptop(page: Page, state: ReviewState) -> list[str]:
    """What is wrong with a state at 1280 x 720."""
    area, *place = blank(page)
    has_item = page.locator(".c-empty").count() == 0
    empty = [f"blank at {place}"] if has_item and area > MOST_BLANK * WIDE * HIGH else []
    return [*empty, *(f"cut: {one}" for one in cut(page)), *(f"wide: {one}" for one in wider(page))]


def in_the_dark(page: Page, axe: Callable[..., list[str]]) -> list[str]:
    """What axe-core finds of contrast in the dark."""
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(18, 22, 29)")
    page.wait_for_timeout(250)  # colours of controls change gradually
    found = [f"dark {one}" for one in axe("color-contrast")]
    page.emulate_media(color_scheme="light")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    return found


def on_a_phone(page: Page, state: ReviewState) -> list[str]:
    """What is wrong with a state at 390 x 844; the first answer and its key are seen without scrolling."""
    width, height = PHONE
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(200)
    shot(page, f"{state.name} phone")
    found = [*(f"cut: {one}" for one in cut(page)), *(f"wide: {one}" for one in wider(page))]
    if state.looks:
        key = page.get_by_role("button", name=re.compile("^(Take A|Right)"))
        card = page.locator("[class*='st-key-card'] :is(.c-text, .c-none)").first
        for what, one in (("the first answer", card), ("its key", key.first)):
            box = one.bounding_box()
            assert box is not None, state.name
            begins = box["y"] + (box["height"] if what == "its key" else 20)
            found += [f"{what} is below the window: {begins:.0f}"] if begins > height else []
    page.set_viewport_size({"width": WIDE, "height": HIGH})
    return found


def shot(page: Page, name: str) -> None:
    """Screenshots, where the environment asks for them."""
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"state-{name.replace(' ', '-')}.png")
