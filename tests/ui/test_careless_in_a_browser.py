"""Tired and careless hands: keys held down, keys while one types, addresses that lead nowhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from consensus.domain import Event
from consensus.domain.job import QueueFilter
from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

#: Each is a key of the screen, too.
EVERY_KEY = "tdkqxwsughfaopzmn1234"
#: Keys that open a form, with what stands there then.
FORMS = {
    "w": "Your own answer",
    "Shift+1": "being edited",
    "x": "What is wrong",
    "s": "Why do you leave it",
    "k": "Read by whoever",
    "q": "Whom?",
    "f": "Accept many",
    "h": "Save my keys",
}


def seeded(store: SqlStore, seeds: SimpleNamespace, count: int = 12) -> None:
    for person in ("ana", "ben"):
        roles = ["reviewer", "submitter", "admin"]
        store.set_roles(person, roles, Event(seeds.at, "system", "set-roles", "roles"))
    seeds.translation(store, [(f"Sentence {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(count)])


def open_form(page: Page, seeds: SimpleNamespace, key: str) -> None:
    shown = page.get_by_text(FORMS[key]).first
    for _ in range(3):  # a key is heard a moment after its button is drawn
        seeds.settled(page)
        page.wait_for_timeout(300)
        page.keyboard.press(key)
        with suppress(TimeoutError):
            shown.wait_for(timeout=5_000)
            break
    expect(shown).to_be_visible()
    seeds.settled(page)


def undecided(store: SqlStore) -> bool:
    return store.queue_counts()["resolved"] == 0 and not [one for one in store.events() if one.action == "resolve"]


def test_keys_in_every_form(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    """Arrows and letters do nothing but move and write; Esc leads back to the same item."""
    seeded(store, seeds)
    page.goto(f"{address}review?job=job1")
    seeds.look(page, "Sentence 0.")
    for key in FORMS:
        open_form(page, seeds, key)
        field = page.locator("[class*=st-key-card] :is(textarea, input:not([role=combobox]))")
        typed = field.count() > 0 and key not in ("f", "h")
        if typed:  # outside its field an arrow goes on to the next open item, and takes what was typed along
            field.first.focus()
        for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(arrow)
        if typed:
            field.first.fill("")
            page.keyboard.type(EVERY_KEY, delay=15)
            expect(field.first).to_have_value(EVERY_KEY)
        expect(page.get_by_text(FORMS[key]).first).to_be_visible()
        page.wait_for_timeout(200)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Take A")).to_be_visible()
        seeds.look(page, "Sentence 0.")
        assert undecided(store), key
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    seeds.look(page, "Sentence 0.")


def test_a_key_held_down_is_one_decision(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    seeded(store, seeds)
    page.goto(f"{address}review?job=job1")
    seeds.look(page, "Sentence 0.")
    for _ in range(5):  # a key is heard a moment after its button is drawn
        page.keyboard.down("1")
        page.wait_for_timeout(1_500)
        if store.queue_counts()["resolved"]:
            break
        page.keyboard.up("1")
    seeds.look(page, "Sentence 1.")
    for _ in range(80):  # without a release between them: these are repetitions
        page.keyboard.down("1")
        page.wait_for_timeout(30)
    page.keyboard.up("1")
    seeds.look(page, "Sentence 1.")
    assert store.queue_counts()["resolved"] == 1
    page.keyboard.press("1")
    seeds.look(page, "Sentence 2.")


def test_addresses_of_what_is_not_there(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    """An item that is unknown, or that somebody else holds, is said, and the next one is there."""
    seeded(store, seeds)
    held = store.items("job1")[0].id
    assert store.claim(held, QueueFilter(person="ben"), "ben", datetime.now(UTC), 900) is not None
    for item, said in (("nosuch", "nosuch"), (held, "another person holds it"), ("<b>x</b>' or 1=1", "<b>x</b>")):
        page.goto(f"{address}review?job=job1&item={item}")
        seeds.look(page, "Sentence 1.")
        expect(page.get_by_text(said).first).to_be_visible()
    page.goto(f"{address}review?job=nosuch")
    expect(page.get_by_text("nosuch").first).to_be_visible()
    assert store.items("job1")[0].owner == "ben"
