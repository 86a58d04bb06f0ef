"""A document of fields in a real browser: a press on a cell, a row by one key, light and dark, and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore
from tests.records import DISPUTED, ROWS, bill

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)


def field(page: Page, path: str) -> None:
    """Wait until this field is open."""
    expect(page.locator(".c-cellhere").first).to_be_visible()
    expect(page.locator(".stHtml .c-head").filter(has_text=re.compile(f"^{re.escape(path)}$"))).to_be_visible()


def test_a_cell_is_opened_by_a_press_and_by_keys(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[..., list[str]]
) -> None:
    bill(store, [{"number": f"F-7{n}", "total": total, "items": ROWS} for n, total in enumerate((56, 65, 56.5))])
    page.goto(f"{address}review")
    seeds.look(page, "Bill F-77")
    cell = page.locator("button[data-open]")
    expect(cell).to_have_count(1)
    first = page.locator(".c-cellhere").evaluate("cell => cell.parentElement.cells[0].innerText")
    other = {"number": "total", "total": "number"}[first]
    assert axe() == []
    cell.click()
    field(page, other)
    seeds.settled(page)
    page.locator("button[data-open]").focus()
    page.keyboard.press("Enter")
    field(page, first)
    seeds.settled(page)
    page.keyboard.press("ArrowRight")
    field(page, other)
    assert store.queue_counts() == {"open": 1, "claimed": 1, "resolved": 0}
    assert {event.action for event in store.events()} == {"release"}, "nothing was decided"
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(18, 22, 29)")
    page.wait_for_timeout(300)
    assert axe("color-contrast") == []


def test_a_row_and_its_field_in_dispute_by_two_keys(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[..., list[str]]
) -> None:
    bill(store, DISPUTED)
    page.goto(f"{address}review")
    seeds.look(page, "Bill F-77")
    expect(page.get_by_text("some members have no such row").first).to_be_visible()
    assert axe() == []
    page.keyboard.press("t")
    field(page, "items[1].price")
    seeds.look(page, "Bill F-77")
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing to review")).to_be_visible()
    made = [unit.resolution for unit in store.units("job1") if unit.resolution is not None]
    assert len(made) == 2


def test_a_phone_shows_the_first_answer_without_scrolling(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace
) -> None:
    bill(store, [{"number": f"F-7{n}", "total": 56, "items": ROWS} for n in range(3)])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}review")
    seeds.look(page, "Bill F-77")
    take = page.get_by_role("button", name="Take A")
    box = take.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844
    wide = page.get_by_test_id("stMain").evaluate("pane => [pane.scrollWidth, pane.clientWidth]")
    assert wide[0] <= wide[1], "nothing but panes scrolls sideways"
