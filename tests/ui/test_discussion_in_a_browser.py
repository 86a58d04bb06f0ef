"""A question, its answer and keys of one's own by keyboard alone, in a real browser, with two reviewers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from consensus.domain import CommentKind, Event
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser

QUESTION = "The pump or the valve? The old manual has <b>both</b>."


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme=request.param)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def shot(page: Page, name: str) -> None:
    """Screenshots, where the environment asks for them."""
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder) / f"{name}{'-dark' if dark else ''}.png")


def arrive(page: Page, address: str) -> None:
    """The first page of a server that has just started takes its time."""
    page.goto(f"{address}review")
    expect(page.locator(".c-source").first).to_be_visible(timeout=60_000)


def test_a_question_and_its_answer_by_keyboard(
    page: Page, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]], tmp_path: Path
) -> None:
    for person in ("ana", "ben"):
        store.set_roles(person, ["reviewer"], Event(seeds.at, "system", "set-roles", "roles"))
    seeds.translation(store, [(seeds.sixty_words, seeds.long_answers), ("Stop.", ("Halt.", "Stopp."))])
    with seeds.served(tmp_path, "ana") as ana:
        arrive(page, ana)
        seeds.look(page, "Before opening")
        page.keyboard.press("k")
        expect(page.locator("textarea")).to_be_focused()
        shot(page, "discussion-comment")
        assert axe() == []
        page.keyboard.insert_text("Which edition is this?")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("region", name="Comments")).to_contain_text("Which edition")
        seeds.settled(page)
        shot(page, "discussion-look")
        assert axe() == []
        page.keyboard.press("q")
        expect(page.locator("textarea")).to_be_focused()
        page.keyboard.insert_text(QUESTION)
        expect(page.get_by_role("combobox")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("combobox")).to_be_focused()
        seeds.settled(page)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        seeds.settled(page)
        shot(page, "discussion-ask")
        assert axe() == []
        page.keyboard.press("Control+Enter")
        seeds.look(page, "Stop.")
        shot(page, "discussion-asked")
    with seeds.served(tmp_path, "ben") as ben:
        arrive(page, ben)
        seeds.look(page, "Before opening")
        expect(page.get_by_text("ana asks you")).to_be_visible()
        shot(page, "discussion-question")
        assert axe() == []
        page.keyboard.press("q")
        expect(page.locator("textarea")).to_be_focused()
        page.keyboard.insert_text("The valve.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Nothing to review")).to_be_visible()
    kinds = [one.kind for item in store.items("job1") for one in store.comments(item.id)]
    assert kinds == [CommentKind.COMMENT, CommentKind.QUESTION, CommentKind.ANSWER]


def test_keys_of_ones_own_are_pressed(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Stop.", ("Halt.", "Stopp."))])
    arrive(page, address)
    seeds.look(page, "One.")
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Save my keys")).to_be_visible()
    seeds.settled(page)
    shot(page, "discussion-keys")
    assert axe() == []
    for label, key in (("Take A", "j"), ("Write my own", "X"), ("None is right", "W")):
        page.get_by_label(label, exact=True).fill(key)
    page.get_by_label("None is right", exact=True).press("Tab")
    seeds.settled(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Take A")).to_contain_text("J")
    seeds.look(page, "One.")
    page.keyboard.press("x")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Take A")).to_be_visible()
    seeds.settled(page)
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    assert store.unit("job1", "s0").resolution is None, "its old key does nothing"
    page.keyboard.press("j")
    seeds.look(page, "Stop.")
    assert store.unit("job1", "s0").resolution is not None
