"""Proposals as they stand in a browser: read, adopted and undone by keys alone, without a fault of WCAG."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore
from tests.decided import fields

expect.set_options(timeout=30_000)


def test_a_proposal_is_adopted_and_undone(
    page: Page, address: str, store: SqlStore, tmp_path: Path, axe: Callable[[], list[str]]
) -> None:
    for number in range(10):
        fields(store, number, [("discount", 0, None)], "x" * 4000 + str(number))  # too long for an example
    page.goto(f"{address}insights")
    page.get_by_role("button", name="Look for proposals").click()
    expect(page.get_by_text("1 new proposal.")).to_be_visible()
    expect(page.get_by_text("Where the document states no value, give null, not 0.").first).to_be_visible()
    adopt = page.get_by_role("button", name="Adopt")
    adopt.scroll_into_view_if_needed()
    _keep(page, "proposals")
    assert axe() == []
    page.set_viewport_size({"width": 390, "height": 844})
    adopt.scroll_into_view_if_needed()
    _keep(page, "proposals-narrow")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("Reason", exact=True).press_sequentially("ours")
    page.get_by_label("Reason", exact=True).press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Adopted: Say of the field discount")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert len(list((tmp_path / "home" / "schemas").iterdir())) == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: Say of the field discount")).to_be_visible()
    assert list((tmp_path / "home" / "schemas").iterdir()) == []


def _keep(page: Page, name: str) -> None:
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")
