"""One pass in a real browser, on a real server and a real database: hostile text, mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from http.server import ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.domain import Action, ItemState
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


def letter_on_screen(page: Page, text: str) -> str:
    """The letter of the card that shows exactly this text."""
    card = page.locator("[class*='st-key-card']").filter(has=page.get_by_text(text, exact=True))
    return card.locator(".c-letter").inner_text()


def test_three_decisions_and_a_hostile_answer(
    page: Page, address: str, store: SqlStore, beacon: ThreadingHTTPServer, seeds: SimpleNamespace
) -> None:
    away = f"http://127.0.0.1:{beacon.server_port}"
    hostile = (
        f"<script>document.title='hit';alert(1);fetch('{away}/script')</script><img src={away}/beacon onerror=alert(1)>"
        f" ![x]({away}/markdown.png) <style>body,div{{background:rgb(1, 2, 3) !important;"
        f"background-image:url({away}/css)}}</style><a href='javascript:alert(1)'>x</a>"
    )
    seeds.translation(
        store,
        [
            (seeds.sixty_words, seeds.long_answers),
            (f"Hello {hostile}", (hostile, "Hallo Welt")),
            ("Good morning.", ("Guten Morgen.", "Morgen.")),
            ("Good night.", ("Gute Nacht.", "Nacht.")),
        ],
    )
    requested: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    page.goto(f"{address}review")
    seeds.look(page, "Before opening the pump housing")
    main = page.get_by_test_id("stMain").evaluate("pane => [pane.scrollHeight, pane.clientHeight]")
    assert main[0] <= main[1], "sixty words and three answers fit on 1280 x 720 without scrolling"
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    first = page.locator("[class*='st-key-cardB'] .c-text").inner_text()
    page.get_by_role("button", name="Take A").click()
    expect(page.get_by_role("alert")).to_contain_text("A check forbids answer A. The source has 30, the answer 80.")
    page.get_by_role("button", name="Take B").click()

    seeds.look(page, "Hello <script>")
    assert page.get_by_text("Last decision: chosen.").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background
    assert page.locator("main img, main script, main a, .stHtml img, .stHtml script, .stHtml a").count() == 0
    page.keyboard.press("1" if letter_on_screen(page, "Hallo Welt") == "A" else "2")

    seeds.look(page, "Good morning.")
    letter = letter_on_screen(page, "Morgen.")
    page.keyboard.press("Shift+1" if letter == "A" else "Shift+2")
    expect(page.locator("textarea")).to_have_value("Morgen.")
    page.locator("textarea").fill("Schönen guten Morgen 12")
    page.locator("textarea").press("1")
    page.locator("textarea").press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("A check forbids this text.")
    page.wait_for_timeout(500)
    page.locator("textarea").press("Control+Enter")
    seeds.look(page, "Good night.")

    assert (dialogs, page.title(), beacon.seen) == ([], "Consensus: review", [])  # type: ignore[attr-defined]
    strange = [url for url in requested if not url.startswith((address, "data:", "blob:"))]
    assert strange == []
    made = [unit.resolution for unit in store.units("job1")]
    assert [(m.action, m.value, m.reviewer) for m in made[:3]] == [
        (Action.CHOSEN, first, "ana"),
        (Action.CHOSEN, "Hallo Welt", "ana"),
        (Action.EDITED, "Schönen guten Morgen 121", "ana"),
    ]
    assert made[3] is None
    assert [item.state for item in store.items()].count(ItemState.RESOLVED) == 3
    assert [event.action for event in store.events()] == ["resolve"] * 3


def test_a_rejection_is_three_keys_however_fast(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    texts = ["One.", "Two.", "Three.", "Four."]
    seeds.translation(store, [(text, (f"A {text}", f"B {text}")) for text in texts])
    page.goto(f"{address}review")
    seeds.look(page, "One.")
    page.keyboard.press("x")
    expect(page.get_by_text("What is wrong with the answers?")).to_be_visible()
    seeds.settled(page)
    page.keyboard.press("5")
    expect(page.get_by_text("terminology. How bad is it?")).to_be_visible()
    assert axe() == []
    seeds.settled(page)
    page.keyboard.press("3")
    seeds.look(page, "Two.")
    for _ in range(3):  # a digit that outruns its form would take an answer, were it not dropped
        page.goto(f"{address}review")
        expect(page.get_by_role("button", name="Take A")).to_be_visible()
        seeds.look(page, ".")
        for key in ("x", "1", "2"):
            page.keyboard.press(key)
        seeds.settled(page)
    found = [unit.resolution for unit in store.units("job1")]
    assert (found[0].action, found[0].reason, found[0].severity) == (Action.REJECTED, "terminology", "major")
    assert not [made for made in found[1:] if made and made.action is not Action.REJECTED], "nothing was taken"


def test_a_key_held_down_decides_nothing_that_was_not_seen(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace
) -> None:
    seeds.translation(store, [(f"Sentence number {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(40)])
    page.goto(f"{address}review")
    seeds.look(page, "Sentence number 0.")
    for _ in range(60):
        page.keyboard.press("1")
        page.wait_for_timeout(20)
    page.wait_for_timeout(1500)
    for unit in store.units("job1"):
        if (made := unit.resolution) is not None:
            assert made.decided_at > made.shown_at
            seen = _seconds(made.decided_at) - _seconds(made.shown_at)
            assert seen >= 0.3, "decided only after it could be seen"
    decided = store.queue_counts()["resolved"]
    assert 1 <= decided < 20
    assert len(store.events()) == decided

    page.reload()
    seeds.look(page, "Sentence number")
    assert store.queue_counts() == {"open": 39 - decided, "claimed": 1, "resolved": decided}


def _seconds(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment).timestamp()
