"""Home, Submit and Results as they stand in a browser: where links lead, what is in reach, what is not cut."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore

expect.set_options(timeout=30_000)

LONG = "Switch off the power, lock the isolator and wait until the pressure gauge reads below 0.5 bar. " * 12


def test_home_leads_to_what_waits(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    page.goto(address)
    expect(page.get_by_text("2 items")).to_be_visible()
    expect(page.get_by_role("link", name="Review (2)")).to_be_visible()
    assert axe() == []
    page.get_by_role("button", name="Review").click()
    seeds.look(page, "One.")
    assert "review?job=job1" in page.url
    expect(page.get_by_role("link", name="Review", exact=True)).to_be_visible()
    page.keyboard.press("1")
    seeds.look(page, "Two.")
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("1 item", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Review (1)")).to_be_visible()
    page.goto(f"{address}home")  # as somebody types it
    expect(page.get_by_text("1 item", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Home")).to_have_count(1)
    expect(page.get_by_text("Page not found")).to_have_count(0)


def test_an_address_of_an_item_leads_to_it(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein.")), ("Two.", ("Zwei.", "Zwo."))])
    last = [*store.items()][-1]
    page.goto(f"{address}?item={last.id}")
    seeds.look(page, "Two.")
    assert "/review" in page.url


def test_several_files_are_handed_in_with_the_button_in_reach(
    page: Page, address: str, store: SqlStore, tmp_path: Path, axe: Callable[[], list[str]]
) -> None:
    names = ("one.md", "two.md", "three.md")
    for name in names:
        (tmp_path / name).write_text(f"---\ntitle: A title\n---\n\nAQ-40 circulation pump of {name}.\n", "utf-8")
    page.goto(f"{address}submit")
    page.locator("input[type=file]").first.set_input_files([tmp_path / name for name in names])
    for label, option in (("Policy", "translation"), ("To language", "German"), ("Panel", "recorded")):
        box = page.get_by_role("combobox", name=label)
        box.click()
        box.press_sequentially(option)
        box.press("Enter")
    expect(page.get_by_text("in 3 documents")).to_be_visible()
    expect(page.get_by_role("cell", name="example-c").first).to_be_visible()
    expect(page.get_by_text("Not sent and left as it is: 1 entry of front matter (title).")).to_be_visible()
    button = page.get_by_role("button", name="Submit", exact=True)
    expect(button).to_be_enabled()
    expect(button).to_be_in_viewport()
    # The drop zone of Streamlit's uploader has a role of its own; its button is labelled and in order.
    assert [one for one in axe() if "presentation-role-conflict" not in one] == []
    assert not store.job_lines()
    button.click()
    expect(page.get_by_text("3 documents under policy translation")).to_be_visible()
    expect(page.get_by_role("link", name="Open")).to_have_count(3)
    assert sorted(line.document for line in store.job_lines()) == sorted(names)
    page.reload()
    expect(page.get_by_text("3 documents under policy translation")).to_be_visible()


def test_a_row_is_read_in_full_and_jobs_are_taken_away(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, axe: Callable[[], list[str]]
) -> None:
    seeds.translation(store, [("One.", ("Eins.",)), (LONG, (f"DE {LONG}", "Kurz."))])
    page.goto(f"{address}results?job=job1")
    expect(page.get_by_text("pump-manual.md · unit 1", exact=True)).to_be_visible()
    page.get_by_test_id("stDataFrame").click(position={"x": 15, "y": 87})
    expect(page.get_by_text("pump-manual.md · unit 2", exact=True)).to_be_visible()
    for text in (LONG, f"DE {LONG}"):
        whole = page.locator(".c-text").filter(has_text=text.strip()).first
        whole.scroll_into_view_if_needed()
        expect(whole).to_be_visible()
    assert axe() == []
    page.get_by_text("Jobs", exact=True).click()
    box = page.get_by_role("combobox", name="Jobs to take away")
    box.click()
    box.press("Enter")
    expect(page.get_by_text("1 job, 2 units")).to_be_attached()
    box.press("Escape")  # the open list hides all else from assistive software
    expect(page.get_by_role("button", name="Archive (ZIP)")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Archive (ZIP)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "verified/pump-manual.de.md" in archive.namelist()
        assert archive.testzip() is None
