"""Review as a document in a real browser: by keyboard, on a small laptop and a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.domain import Code, Document, Outcome, Policy, Segment, Task, Verdict
from consensus.domain.job import JobRecord
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

SENTENCES = (
    "Before opening the pump housing, switch off the power and wait at least 40 minutes.",
    "Drain the remaining coolant into a clean container of at least 2 litres.",
    "Check that the seal ring is still in place.",
    "Never run the pump dry.",
    "Tighten the four bolts crosswise to 12 Nm.",
    "Tighten the four bolts crosswise to 18 Nm.",
    "Fill the system slowly.",
)
GERMAN = (
    "Vor dem Öffnen des Pumpengehäuses den Strom abschalten und mindestens 40 Minuten warten.",
    "Das restliche Kühlmittel in einen sauberen Behälter von mindestens 2 Litern ablassen.",
    "Prüfen, ob der Dichtring noch sitzt.",
    "Die Pumpe niemals trocken laufen lassen.",
    "Die vier Schrauben über Kreuz mit 12 Nm anziehen.",
    "Die vier Schrauben über Kreuz mit 18 Nm anziehen.",
    "Das System langsam füllen.",
)
ACCEPTED = (1, 3, 6)
CODES = (Code(1, "pair", "bold"), Code(2, "point", "footnote"))


def manual(store: SqlStore, seeds: SimpleNamespace) -> None:
    """A page of a manual; of its last segment two marks and a term have to be kept."""
    seeds.translation(store, [(one, (two, f"{two[:-1]}, bitte.")) for one, two in zip(SENTENCES, GERMAN, strict=True)])
    records = []
    for one in store.units("job1"):
        if one.unit.index in ACCEPTED:
            value = one.answers[0].value
            one = replace(one, verdict=Verdict(one.unit.id, Outcome.ACCEPTED, "unanimous", ("r",), value, value, "m"))
        records.append(one)
    seeds.save(store, "job1", records)


def marked(store: SqlStore, seeds: SimpleNamespace) -> None:
    unit = Segment("s0", 0, "Open the <g1>pump</g1><x2/> now.", 0, 12, codes=CODES)
    document = Document("d9", "manual.docx", Task.TRANSLATE, "docx", "…", "en", "de")
    policy = Policy(name="g", version=1, glossary_terms=(("pump", "Pumpe", "required"),))
    seeds.create(store, "job0", document, "given", [])
    store.create_job(JobRecord("job9", document, policy, store.job("job0").panel, "m", "done", seeds.at), [unit])
    given = ("Öffnen Sie jetzt die <g1>Pumpe</g1><x2/>.", "Die <g1>Pumpe</g1><x2/> jetzt öffnen.")
    seeds.save(store, "job9", [seeds.record(unit, given, (), "They differ.")])


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_document_by_keyboard(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    manual(store, seeds)
    page.goto(f"{address}review")
    seeds.look(page, SENTENCES[0])
    shot(page, "document")
    assert axe() == []
    main = page.get_by_test_id("stMain").evaluate("pane => [pane.scrollHeight, pane.clientHeight]")
    assert main[0] <= main[1], "it fits on 1280 x 720 without scrolling"

    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("Read only")).to_be_visible()
    seeds.settled(page)
    shot(page, "document-read")
    assert axe() == []
    page.keyboard.press("1")
    page.wait_for_timeout(700)
    assert store.queue_counts()["resolved"] == 0, "no key decides while one reads"
    page.keyboard.press("Escape")
    seeds.look(page, SENTENCES[0])
    page.keyboard.press("ArrowRight")
    seeds.look(page, SENTENCES[2])
    assert [item.owner for item in store.items()][:2] == ["", "ana"]
    page.keyboard.press("ArrowLeft")
    seeds.look(page, SENTENCES[0])
    for number in (0, 2, 4, 5):
        seeds.look(page, SENTENCES[number])
        page.keyboard.press("1")
    expect(page.get_by_text("Nothing to review")).to_be_visible()
    expect(page.get_by_text("the same but for numbers")).to_be_visible()
    shot(page, "document-done")


def test_what_was_typed_is_there_when_a_key_puts_something_in(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    marked(store, seeds)
    page.goto(f"{address}review")
    seeds.look(page, "Open the")
    page.keyboard.press("w")
    expect(page.locator("textarea")).to_be_focused()
    seeds.settled(page)
    page.keyboard.type("Die")
    page.keyboard.press("Alt+Shift+1")
    expect(page.locator("textarea")).to_have_value("Die Pumpe")
    expect(page.locator("textarea")).to_be_focused()
    seeds.settled(page)
    page.keyboard.press("End")
    page.keyboard.type(" jetzt")
    page.keyboard.press("Alt+2")
    expect(page.locator("textarea")).to_have_value("Die Pumpe jetzt<x2/>")
    expect(page.get_by_text("Missing: 1 bold.")).to_be_visible()
    seeds.settled(page)
    shot(page, "document-write")
    assert axe() == []


def test_on_a_phone_the_first_answer_is_seen(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    manual(store, seeds)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}review")
    seeds.look(page, SENTENCES[0])
    shot(page, "document-phone")
    for name in ("Take A", "Edit"):
        box = page.get_by_role("button", name=name).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844, name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
