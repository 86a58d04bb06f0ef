"""Three reviewers at once who move about, ask, comment, take rows and take decisions back, in a real browser."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from consensus.domain import Event, ItemState
from consensus.storage.store import SqlStore
from tests.records import DISPUTED, bill

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

REVIEWERS = ("ana", "ben", "cleo")
#: Keeps, in the page, each item that stood on the screen (document and number) with the moment it first did.
WATCH = """() => {
  window.seen = {};
  const look = () => { for (const node of document.querySelectorAll('h1.c-head')) {
    const [name, item] = node.textContent.split(' · '), text = `${name} ${item}`;
    if (!(text in window.seen)) window.seen[text] = Date.now(); } };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true}); look();
}"""
#: What a reviewer presses, as often as it stands here.
KEYS = ("1", "1", "1", "2", "ArrowRight", "ArrowRight", "ArrowLeft", "t", "t", "d", "u", "k", "q", "ArrowDown", "n")
TURNS = 45


def test_nothing_is_lost_doubled_or_decided_unseen(
    browser: Browser, tmp_path: Path, store: SqlStore, seeds: SimpleNamespace
) -> None:
    for person in REVIEWERS:
        store.set_roles(person, ["reviewer"], Event(seeds.at, "system", "set-roles", "roles"))
    seeds.translation(store, [(f"Sentence number {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(40)])
    for number in range(8):
        bill(store, DISPUTED, f"bill{number}")
    chance, tried, said = random.Random(7), list[str](), list[str]()
    with ExitStack() as stack:
        pages: list[Page] = []
        for name in REVIEWERS:
            url = stack.enter_context(seeds.served(tmp_path, name))
            context = browser.new_context(viewport={"width": 1280, "height": 720})
            stack.callback(context.close)
            page = context.new_page()
            page.goto(f"{url}review")
            expect(page.locator("h1.c-head")).to_be_visible()
            page.evaluate(WATCH)
            pages.append(page)
        for turn in range(TURNS):
            for page, who in zip(pages, REVIEWERS, strict=True):
                key = chance.choice(KEYS)
                page.keyboard.press(key)
                if key in ("k", "q"):
                    tried.append(f"{who} says {turn}")
                    said += write(page, who, tried[-1], seeds.settled)
                elif key == "ArrowDown":
                    page.keyboard.press("Escape")
            pages[0].wait_for_timeout(120)
        for page in pages:
            seeds.settled(page)
        seen = {who: page.evaluate("window.seen") for who, page in zip(REVIEWERS, pages, strict=True)}
    every_decision_was_seen(store, seen)
    every_decision_counts_once(store)
    spoken(store, tried, said)


def write(page: Page, who: str, text: str, settled: Callable[[Page], None]) -> list[str]:
    """A comment, or a question to the next colleague, where its form opens; what was accepted."""
    area = page.locator("textarea")
    with suppress(TimeoutError):
        area.wait_for(timeout=1_500)
        area.fill(text, timeout=1_500)
        if page.get_by_text("Whom?").count():
            box = page.get_by_role("combobox", name="Whom?")
            box.click(timeout=1_500)
            box.press_sequentially(REVIEWERS[(REVIEWERS.index(who) + 1) % 3])
            box.press("Enter")
        page.keyboard.press("Control+Enter")
        area.wait_for(state="detached", timeout=2_500)
        settled(page)  # that the item went to somebody else is told below what goes first
        return [] if page.get_by_text("no longer yours").count() else [text]
    page.keyboard.press("Escape")
    return []


def every_decision_was_seen(store: SqlStore, seen: dict[str, dict[str, int]]) -> None:
    """Each of one's own decisions was made on what stood on one's screen, after it did."""
    for one in store.decisions():
        if one.source:
            continue  # of the same row: decided with another one
        document = store.job(one.job_id).document.name
        unit = store.unit(one.job_id, one.unit_id).unit
        kind = "segment" if document.endswith(".md") else "field"
        moment = seen[one.resolution.reviewer].get(f"{document} {kind} {unit.index + 1}")
        assert moment is not None, f"{one.resolution.reviewer} decided {document} {unit.index + 1} without seeing it"
        assert datetime.fromisoformat(one.resolution.decided_at).timestamp() * 1000 >= moment


def every_decision_counts_once(store: SqlStore) -> None:
    """The queue, the decisions, the units and the event log say the same."""
    made = store.decisions()
    standing = Counter(one.item_id for one in made if not one.undone)
    assert set(standing.values()) <= {1}, "nothing is doubled"
    resolved = {item.id for item in store.items() if item.state is ItemState.RESOLVED}
    assert resolved == set(standing), "nothing is lost"
    assert len(resolved) >= 5, "and something was decided"
    for item in store.items():
        assert (store.unit(item.job_id, item.unit_id).resolution is not None) == (item.id in resolved)
    logged = Counter((event.action, event.subject) for event in store.events() if event.action in ("resolve", "undo"))
    decided = Counter(("resolve", one.item_id) for one in made)
    assert logged == decided + Counter(("undo", one.item_id) for one in made if one.undone)
    held = Counter(item.owner for item in store.items() if item.state is ItemState.CLAIMED)
    assert set(held) <= set(REVIEWERS)


def spoken(store: SqlStore, tried: list[str], said: list[str]) -> None:
    """What was said is kept once. A text whose form closed too late for the test may be kept, too."""
    kept = [comment.text for item in store.items() for comment in store.comments(item.id)]
    assert len(kept) == len(set(kept)), "nothing is doubled"
    assert set(said) <= set(kept) <= set(tried), "and nothing is lost"
    assert kept, "and something was said"
