"""Every state of Review in a real browser: no blank half, nothing cut, nothing too wide, accessible, on a phone too."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus import bootstrap
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from tests import review_states
from tests.measures import blank, cut, made, wider
from tests.review_states import STATES, ReviewState

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

WIDE, HIGH = 1280, 720
PHONE = (390, 844)
#: A rectangle without anything in it may take this share of the window while an item is open.
MOST_BLANK = 1 / 3


@contextmanager
def states(tmp_path: Path, store: SqlStore, seeds: SimpleNamespace, dress: review_states.Dress = str) -> Iterator[str]:
    """All jobs of the states, and their screen, served to ana."""
    settings = replace(Settings.read({}).at(tmp_path / "home"), database_url=f"sqlite:///{tmp_path / 'c.db'}")
    service = bootstrap.build(settings)
    review_states.seed(store, seeds, service, dress)
    service.close()
    with seeds.served(tmp_path, "ana") as address:
        yield address


def test_every_state(
    page: Page, store: SqlStore, seeds: SimpleNamespace, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    found: list[str] = []
    with states(tmp_path, store, seeds) as address:
        for state in STATES:
            review_states.arrive(page, address, store, state)
            shot(page, state.name)
            found += [f"{state.name}: {one}" for one in (*on_a_laptop(page, state), *judged(page, axe))]
            found += [f"{state.name}, phone: {one}" for one in on_a_phone(page, state)]
    assert "\n".join(found) == ""


def test_hostile_texts_in_every_state(
    page: Page, store: SqlStore, seeds: SimpleNamespace, beacon: ThreadingHTTPServer, tmp_path: Path
) -> None:
    """In every text, file name, panel, term, comment, cell, name of a field and title of a schema."""
    away = f"127.0.0.1:{beacon.server_port}"
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: told.append(str(error)))
    found: list[str] = []
    with states(tmp_path, store, seeds, partial(hostile, away)) as address:
        for state in STATES:
            review_states.arrive(page, address, store, state)
            title, colour = page.title(), page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (title, colour) == ("Consensus: review", "rgba(0, 0, 0, 0)"), state.name
            found += [f"{state.name}: {one}" for one in (*made(page, away), *(f"wide: {one}" for one in wider(page)))]
        assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert "\n".join(found) == ""
    assert (told, beacon.seen) == ([], [])  # type: ignore[attr-defined]


def hostile(away: str, text: str) -> str:
    """A text that would rather be a program."""
    ways = (
        f"<script>document.title='hit';fetch('//{away}/script')</script><svg onload=\"fetch('//{away}/svg')\">",
        f"<img src=//{away}/img onerror=\"document.title='hit'\"> ![x](http://{away}/markdown.png)",
        f"<style>body,div{{background:rgb(1, 2, 3) url(//{away}/css) !important}}</style></div></div></td></table>",
        f"<iframe src=//{away}/frame></iframe><link rel=stylesheet href=//{away}/link><base href=//{away}/>",
        f"<form action=//{away}/form><button data-open=0>Take A</button></form> [a](javascript:document.title='hit')",
        f'" onmouseover="document.title=\'hit\'" style="background:url(//{away}/attribute)" x="',
        " \u202etxt.exe\u2066 a\u200bb",
        f"$\\href{{http://{away}/math}}{{x}}$ :red[x] :material/home: `code` **bold** http://{away}/plain",
    )
    return f"{text} {''.join(ways)}"


def on_a_laptop(page: Page, state: ReviewState) -> list[str]:
    """What is wrong with a state at 1280 x 720."""
    area, *place = blank(page)
    has_item = page.locator(".c-empty").count() == 0
    empty = [f"blank at {place}"] if has_item and area > MOST_BLANK * WIDE * HIGH else []
    return [*empty, *(f"cut: {one}" for one in cut(page)), *(f"wide: {one}" for one in wider(page))]


def judged(page: Page, axe: Callable[..., list[str]]) -> list[str]:
    """What axe-core finds; contrast is judged again in the dark."""
    found = axe()
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(18, 22, 29)")
    page.wait_for_timeout(250)  # colours of controls change gradually
    found += [f"dark {one}" for one in axe("color-contrast")]
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
