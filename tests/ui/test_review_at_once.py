"""Three reviewers at once, by keyboard, faster than they should; and texts that would rather be programs."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

REVIEWERS = ("ana", "ben", "cleo")
#: Keeps, in the page, every text that stood on the screen with the moment it appeared.
WATCH = """() => {
  window.seen = {};
  const look = () => { for (const node of document.querySelectorAll('.c-source')) {
    const text = node.textContent; if (!(text in window.seen)) window.seen[text] = Date.now(); } };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true}); look();
}"""


@pytest.mark.parametrize(("items", "pause"), [(60, 120), (120, 50)])
def test_three_reviewers_at_once(
    browser: Browser, tmp_path: Path, store: SqlStore, seeds: SimpleNamespace, items: int, pause: int
) -> None:
    seeds.translation(store, [(f"Sentence number {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(items)])
    with ExitStack() as stack:
        pages: list[Page] = []
        for name in REVIEWERS:
            url = stack.enter_context(seeds.served(tmp_path, name))
            context = browser.new_context(viewport={"width": 1280, "height": 720})
            stack.callback(context.close)
            page = context.new_page()
            page.goto(f"{url}review")
            expect(page.locator(".c-source")).to_be_visible()
            page.evaluate(WATCH)
            pages.append(page)
        _press_until_empty(pages, store, items, pause)
        seen = {name: page.evaluate("window.seen") for name, page in zip(REVIEWERS, pages, strict=True)}

    made = {unit.unit.text: unit.resolution for unit in store.units("job1")}  # type: ignore[union-attr]
    assert all(made.values())
    for text, resolution in made.items():
        assert resolution is not None
        moment = seen[resolution.reviewer].get(text)
        assert moment is not None, f"{resolution.reviewer} decided {text} without seeing it"
        assert datetime.fromisoformat(resolution.decided_at).timestamp() * 1000 >= moment, "decided before it was seen"
    decided = Counter(event.subject for event in store.events() if event.action == "resolve")
    assert decided == Counter({item.id: 1 for item in store.items()}), "every decision in the audit once"
    assert len(store.decisions()) == items
    assert store.queue_counts() == {"open": 0, "claimed": 0, "resolved": items}
    assert len({resolution.reviewer for resolution in made.values() if resolution}) == len(REVIEWERS)


def _press_until_empty(pages: list[Page], store: SqlStore, items: int, pause: int) -> None:
    """Keys in turn, each reviewer's at this pause; those that outrun the screen are dropped."""
    for turn in range(items * 40):
        for page in pages:
            page.keyboard.press("1" if turn % 3 else "2")
        pages[0].wait_for_timeout(pause)
        if turn % 20 == 19:
            counts = store.queue_counts()
            if counts["resolved"] == items:
                return
    pytest.fail(f"still waiting: {store.queue_counts()}")


def _hostile(away: str) -> dict[str, str]:
    return {
        "script": f"<script>document.title='hit';fetch('{away}/script')</script>",
        "svg": f"<svg onload=\"fetch('{away}/svg')\"><image href='{away}/svg.png'/></svg>",
        "image": f"<img src={away}/img onerror=\"document.title='hit'\"> ![x]({away}/markdown.png)",
        "style": f"<style>body{{background:rgb(1,2,3) url({away}/css) !important}}</style></div></div>",
        "frame": f"<iframe src={away}/frame></iframe><link rel=stylesheet href={away}/link><base href={away}/>",
        "form": f"<form action={away}/form><button>Take A</button></form><meta http-equiv=refresh content='0;{away}/'>",
        "attribute": f'" onmouseover="document.title=\'hit\'" style="background:url({away}/attr)" x="',
        "bidi": "pay \u202e00.01\u202c EUR \u2066to\u2069 \u200fall",
        "zero width": "ap\u200bple \ufeff\u00adpie \U000e0041",
        "controls": "one\x00two\x1bthree\x7f \x85 four",
        "math": f"$\\href{{{away}/math}}{{x}}$ :red[x] :material/home: `code` [a]({away}/a)",
        "formula": f'=HYPERLINK("{away}/formula","x")',
        "long line": "word" * 25_000,
    }


def test_a_hostile_corpus_is_text_and_nothing_else(
    browser: Browser,
    address: str,
    store: SqlStore,
    beacon: ThreadingHTTPServer,
    seeds: SimpleNamespace,
) -> None:
    corpus = _hostile(f"http://127.0.0.1:{beacon.server_port}")
    seeds.translation(store, [(f"{name}: {text}", (text, f"{text} .")) for name, text in corpus.items()])
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{address}review")
    expect(page.locator(".c-source")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for unit, name in zip(store.items(), corpus, strict=True):
        page.goto(f"{address}?item={unit.id}")
        expect(page.locator(".c-source", has_text=f"{name}: ")).to_be_visible()
        for key in ("x", "w"):
            page.wait_for_timeout(400)  # keys are heard a moment after their buttons are drawn
            page.keyboard.press(key)
            expect(page.get_by_role("button", name="Cancel")).to_be_visible()
            page.get_by_role("button", name="Cancel").click()
            expect(page.get_by_role("button", name="Write my own")).to_be_visible()
        inert = "main .stHtml :is(img, script, a, iframe, form, svg, link, meta, base, button, style ~ style)"
        assert page.locator(inert).count() == 0, name
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background, name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} widens the page"
    assert page.title().startswith("Consensus")
    assert beacon.seen == []  # type: ignore[attr-defined]
    assert [url for url in requested if not url.startswith((address, "data:", "blob:"))] == []
    page.close()
