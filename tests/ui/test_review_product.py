"""The review screen as a product, in a real browser: accessible, two looks, all scripts, nothing typed is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from consensus.domain import Action, Candidate, Document, Field, Outcome, Segment, Task, Verdict
from consensus.domain.job import UnitRecord
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

INVOICE = (
    "Rhein Maschinenbau GmbH\nInvoice 2026-0417\nDate: 17 April 2026\n\n"
    + "".join(f"Clause {n}: goods remain ours until they are paid for in full.\n" for n in range(1, 40))
    + "\nPos  Article          Qty   Price\n1    Seal ring          4    12.50\n2    Spring washer     10     0.85\n"
    + "\nTotal due: 58.50 EUR\nPayable within 30 days.\n"
)
FIELDS: tuple[tuple[str, str, tuple[Any, ...], bool], ...] = (
    # path, kind, answers, accepted
    ("vendor", "string", ("Rhein Maschinenbau GmbH",), True),
    ("number", "string", ("2026-0417",), True),
    ("items[0].article", "string", ("Seal ring",), True),
    ("items[0].price", "number", (12.5,), True),
    ("items[1].article", "string", ("Spring washer",), True),
    ("items[1].price", "number", (0.85, 8.5), False),
    ("total", "number", (58.5, 60.0), False),
)


def invoice(store: SqlStore, seeds: SimpleNamespace) -> None:
    """A document whose value stands far down, with fields accepted and in doubt, and two line items."""
    document = Document("d3", "invoice.txt", Task.EXTRACT, "text", INVOICE, "en", None, {"type": "object"})
    seeds.create(store, "job3", document, "given", [])
    records = []
    for index, (path, kind, values, accepted) in enumerate(FIELDS):
        pattern = path.replace("[0]", "[]").replace("[1]", "[]")
        words = {"type": kind, "title": path.rpartition(".")[2].title(), "description": "As printed, without symbols."}
        unit = Field(f"f{index}", index, path, pattern, words)
        made = seeds.record(unit, values, (), "2 of 3 independent families agree.")
        if accepted:
            member = made.answers[0].member
            verdict = Verdict(unit.id, Outcome.ACCEPTED, "unanimous", ("All agree.",), values[0], values[0], member)
            made = UnitRecord(unit, made.answers, None, (), verdict)
        records.append(made)
    seeds.save(store, "job3", records)


def scripts(store: SqlStore, seeds: SimpleNamespace) -> None:
    """One segment each into Arabic, Hebrew, Hindi, Chinese and Japanese."""
    source = "Switch off ACME-5 and wait 30 seconds."
    texts = {
        "ar": ("ACME-5 أوقف تشغيل الجهاز وانتظر 30 ثانية.", "أطفئ ACME-5 وانتظر 30 ثانية."),
        "he": ("ACME-5 כבו את המכשיר והמתינו 30 שניות.", "כבה את ACME-5 והמתן 30 שניות."),
        "hi": ("ACME-5 बंद करें और 30 सेकंड प्रतीक्षा करें।", "ACME-5 को बंद करके 30 सेकंड रुकें।"),
        "zh": ("关闭 ACME-5 并等待 30 秒。", "请关闭 ACME-5，等待 30 秒钟。"),
        "ja": ("ACME-5 の電源を切り、30 秒待ちます。", "ACME-5 をオフにして30秒待ってください。"),
    }
    for number, (lang, answers) in enumerate(texts.items()):
        unit = Segment("s0", 0, source, 0, len(source))
        document = Document(f"l{number}", f"manual-{lang}.md", Task.TRANSLATE, "markdown", source, "en", lang)
        seeds.create(store, f"lang-{lang}", document, "given", [unit])
        seeds.save(store, f"lang-{lang}", [seeds.record(unit, answers, (), "The answers differ in wording.")])


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme=request.param)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


def shot(page: Page, name: str) -> None:
    """Screenshots for the documentation, where the environment asks for them; the dark ones beside."""
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder) / f"{name}{'-dark' if dark else ''}.png")


def test_a_segment_with_its_forms(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    texts = [(seeds.sixty_words, seeds.long_answers), *[("Stop.", ("Halt.", "Stopp."))] * 3]
    seeds.translation(store, [*texts, ("Good night.", ("Gute Nacht.", "Nacht."))])
    page.goto(f"{address}review")
    seeds.look(page, "Before opening")
    shot(page, "review-segment")
    assert axe() == []
    for key, name in (("h", "review-keys"), ("x", "review-reject"), ("f", "review-filter"), ("w", "review-write")):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name="Cancel")).to_be_visible()
        seeds.settled(page)
        shot(page, name)
        assert axe() == [], name
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Write my own")).to_be_visible()
        seeds.settled(page)

    # What was typed survives a reload, and so does the item.
    page.keyboard.press("Shift+1")
    expect(page.locator("textarea")).to_be_focused()
    page.locator("textarea").fill("Ein Entwurf.")
    page.locator("textarea").press("Tab")
    drafted(store, "Ein Entwurf.")
    page.reload()
    seeds.look(page, "Before opening")
    expect(page.locator("textarea")).to_have_value("Ein Entwurf.")

    # It lacks both numbers: the same key again answers the one question, and the audit says so.
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("A check forbids this text.")
    assert axe() == []
    shot(page, "review-veto")
    page.wait_for_timeout(500)
    page.keyboard.press("Control+Enter")
    seeds.look(page, "Stop.")
    made = store.unit("job1", "s0").resolution
    assert (made.value, made.overruled) == ("Ein Entwurf.", ("numbers", "length"))

    # Identical segments are decided once; undo takes back all of them.
    expect(page.get_by_text("Decides 2 more with the same text")).to_be_visible()
    page.keyboard.press("1")
    seeds.look(page, "Good night.")
    assert store.queue_counts()["resolved"] == 4
    page.keyboard.press("u")
    seeds.look(page, "Stop.")
    assert store.queue_counts() == {"open": 2, "claimed": 2, "resolved": 1}
    page.keyboard.press("u")
    seeds.look(page, "Before opening")
    assert store.unit("job1", "s0").resolution is None
    assert [event.action for event in store.events()].count("undo") == 4


def drafted(store: SqlStore, text: str) -> None:
    """Wait until the draft is stored."""
    for _ in range(300):
        if any(text in store.drafts(item).values() for item in store.items()):
            return
        time.sleep(0.1)
    pytest.fail("the draft was not kept")


def test_the_fields_of_a_document(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    invoice(store, seeds)
    page.goto(f"{address}review")
    seeds.look(page, "Rhein")
    expect(page.get_by_text("As printed, without symbols.").first).to_be_visible()
    page.wait_for_timeout(600)
    mark = page.locator(".c-document mark").first
    inside = mark.evaluate(
        "m => { const p = m.closest('.c-recordtext').getBoundingClientRect(), b = m.getBoundingClientRect();"
        " return b.top >= p.top && b.bottom <= p.bottom; }"
    )
    assert inside, "the pane is scrolled to the place of the value"
    assert axe() == []
    shot(page, "review-fields")
    page.locator(".c-recordtext").evaluate("p => p.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    assert page.locator(".c-recordtext").evaluate("p => p.scrollTop") == 0, "and scrolls freely after that"

    page.keyboard.press("a")
    expect(page.get_by_text("Confirm 5 accepted fields")).to_be_visible()
    shot(page, "review-rest")
    page.get_by_role("button", name="Confirm them all").click()
    expect(page.get_by_text("5 accepted fields of invoice.txt are confirmed.")).to_be_visible()
    made = {unit.unit.path: unit.resolution for unit in store.units("job3")}  # type: ignore[union-attr]
    assert {path for path, one in made.items() if one is not None} == {path for path, _, _, ok in FIELDS if ok}
    assert {(one.action, one.reviewer, one.bulk) for one in made.values() if one} == {(Action.CHOSEN, "ana", True)}


def test_scripts_are_set_as_they_are_read(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    scripts(store, seeds)
    for lang, direction in (("ar", "rtl"), ("he", "rtl"), ("hi", "ltr"), ("zh", "ltr"), ("ja", "ltr")):
        page.goto(f"{address}?job=lang-{lang}")
        seeds.look(page, "Switch off")
        answer = page.locator(f".c-text[lang={lang}]").first
        styled = answer.evaluate("a => [getComputedStyle(a).direction, getComputedStyle(a).textAlign]")
        assert styled[0] == direction, f"{lang}, though it begins with a Latin name"
        if lang in ("ar", "zh"):
            shot(page, f"review-{lang}")
            assert axe() == []
    assert store.queue_counts() == {"open": 0, "claimed": 5, "resolved": 0}


def test_a_link_to_an_item_survives_a_reload(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    seeds.translation(store, [(f"Sentence number {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(3)])
    last = store.items()[2]
    for _ in range(2):
        page.goto(f"{address}?item={last.id}")
        seeds.look(page, "Sentence number 2.")
    page.keyboard.press("1")
    seeds.look(page, "Sentence number 0.")
    assert "item=" not in page.url
    page.goto(f"{address}?item={last.id}")
    seeds.look(page, "Sentence number 0.")
    expect(page.get_by_text("is settled, or another person holds it")).to_be_visible()


def test_many_at_once_after_a_sample(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    seeds.translation(store, [(f"Sentence number {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(30)])
    page.goto(f"{address}?languages=en-de")
    seeds.look(page, "Sentence number")
    page.keyboard.press("f")
    page.get_by_role("button", name="Accept many").click()
    for place in range(3):
        expect(page.get_by_text(f"Sample {place + 1} of")).to_be_visible()
        page.wait_for_timeout(500)
        if place == 0:
            shot(page, "review-many")
            assert axe() == []
        page.keyboard.press("1")
    expect(page.get_by_text("The sample was right.")).to_be_visible()
    size = store.queue_counts()["open"]
    page.get_by_label("Type the number of items to confirm").fill(str(size))
    page.get_by_label("Type the number of items to confirm").press("Enter")
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Accept them all").click()
    expect(page.get_by_text(f"{size} of {size} items were accepted")).to_be_visible()
    assert store.queue_counts()["resolved"] == size
    assert {unit.resolution.bulk for unit in store.units("job1") if unit.resolution} == {True}
    assert isinstance(store.units("job1")[0].answers[0], Candidate)
