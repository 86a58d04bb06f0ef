"""Every screen besides Review in every state, judged by axe-core, light and dark; and reached by Tab alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from consensus.storage.store import SqlStore

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

#: What Streamlit draws by itself and gives no say in. (rule, part of the element's selector): why it stays.
NOT_OURS = {
    ("presentation-role-conflict", "stFileUploaderDropzone"): "a drop zone; its button is labelled",
    ("svg-img-alt", ".layer_2_marks"): "an empty layer inside st.line_chart; the chart itself has its alt text",
}
SCREENS = [
    "Skip to main content",
    "Home",
    "Review",
    "Submit",
    "Results",
    "Policies",
    "Glossaries",
    "Insights",
    "People",
]


@pytest.fixture
def sound(page: Page, axe: Callable[..., list[str]]) -> Callable[[str], None]:
    """Fails on violations of the page as it stands; contrast is judged again in the dark."""

    def judged(name: str) -> None:
        found = axe()
        page.emulate_media(color_scheme="dark")
        expect(page.locator(".stApp")).to_have_css("background-color", "rgb(18, 22, 29)")
        page.wait_for_timeout(250)  # colours of controls change gradually
        found += [f"dark {one}" for one in axe("color-contrast")]
        page.emulate_media(color_scheme="light")
        expect(page.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
        page.wait_for_timeout(250)
        left = [one for one in found if not any(rule in one and at in one for rule, at in NOT_OURS)]
        assert left == [], name

    return judged


def go(page: Page, url: str, shows: str) -> None:
    page.goto(url)
    expect(page.get_by_text(shows).first).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def tabbed(page: Page, steps: int) -> list[str]:
    """What the keyboard reaches from the top of the page, by the name that a screen reader says.

    The pane that the keyboard scrolls is left out: its name would be all that stands in it.
    """
    names: list[str] = []
    while len(names) < steps:
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return e.dataset.testid === 'stMain' ? '' :"
            " (e.getAttribute('aria-label') || (l ? l.innerText : e.innerText) || e.tagName).trim(); }"
        )
        names += name.split("\n")[-1:] if name else []
    return names


def nothing_to_show(page: Page, address: str, sound: Callable[[str], None]) -> None:
    go(page, address, "Nothing has been handed in yet")
    sound("home, empty")
    go(page, f"{address}review", "Nothing to review")
    sound("review, empty")
    for name in ("results", "insights"):
        go(page, f"{address}{name}", "There are no jobs yet")
        sound(f"{name}, empty")
    go(page, f"{address}people", "Nobody has decided anything yet")
    sound("people, empty")
    go(page, f"{address}submit?job=nosuch", "there is no job")
    sound("submit, an error")


def submit_and_policies(page: Page, address: str, sound: Callable[[str], None]) -> None:
    go(page, f"{address}submit", "Paste text")
    page.locator("[data-testid=stSelectbox] input").first.wait_for()  # it is loaded apart, after its label
    assert tabbed(page, len(SCREENS) + 3)[-3:] == ["Upload files", "Upload", "Policy"]
    sound("submit, a file")
    page.get_by_text("Paste text").click()
    page.get_by_label("Text", exact=True).fill("Hello.")
    policy = page.get_by_role("combobox", name="Policy")
    policy.click()
    policy.press_sequentially("translation")
    policy.press("Enter")
    target = page.get_by_role("combobox", name="To language")
    target.click()
    target.press_sequentially("german")
    target.press("Enter")
    panel = page.get_by_role("combobox", name="Panel")
    panel.click()
    panel.press_sequentially("recorded")
    panel.press("Enter")
    expect(page.get_by_text("worst-case cost")).to_be_visible()
    sound("submit, the plan")

    go(page, f"{address}policies", "what it is for")
    sound("policies, the list")
    go(page, f"{address}policies?policy=strict", "Undo all changes")
    sound("policies, the form")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("coverage")).to_be_visible()
    sound("policies, a trial")
    page.get_by_text("File", exact=True).first.click()
    text = page.get_by_label("The policy's file")
    text.fill("name: strict\nversion: 1\nquorun: 3\n")
    text.press("Control+Enter")
    expect(page.get_by_text("1 mistake")).to_be_visible()
    sound("policies, a mistake")


def results_and_insights(page: Page, address: str, sound: Callable[[str], None]) -> None:
    go(page, f"{address}results", "1 to 50 of 60 units")
    sound("results, units")
    reached = ["Review (57)" if name == "Review" else name for name in SCREENS]
    head = [*reached, "Units", "Job", "Source, path or value holds"]
    assert tabbed(page, len(SCREENS) + 7) == [*head, "Document's name holds", "Verdict", "Verification", "Read row"]
    page.get_by_text("Jobs", exact=True).click()
    expect(page.get_by_text("The newest 1 job.")).to_be_visible()
    sound("results, jobs")
    page.get_by_text("Found before").click()
    page.get_by_label("Source text").fill("Sentence 0.")
    page.get_by_label("Source text").press("Control+Enter")
    expect(page.get_by_text("same text").first).to_be_visible()
    sound("results, found before")
    go(page, f"{address}results?job=job1&unit=s0", "History")
    sound("results, a unit's history")
    go(page, f"{address}insights", "Why units were not accepted")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    sound("insights")
    go(page, f"{address}people", "Each person")
    sound("people")
    go(page, f"{address}submit?job=job1", "automatically, not certified")
    sound("submit, a job that ended")


def test_every_screen_in_every_state(
    page: Page,
    address: str,
    store: SqlStore,
    seeds: SimpleNamespace,
    promised: Any,
    sound: Callable[[str], None],
    tmp_path: Path,
) -> None:
    """One server for all of them: starting one takes longer than judging a page."""
    nothing_to_show(page, address, sound)
    submit_and_policies(page, address, sound)
    seeds.translation(store, [(f"Sentence {n}.", (f"Satz {n}.", f"Der Satz {n}.")) for n in range(60)])
    seeds.decide(store, ["Ein Satz.", "", ""])
    results_and_insights(page, address, sound)
    go(page, address, "57 items")
    sound("home, items wait")
    promised(store).batches(14)
    go(page, f"{address}insights", "Batch by batch")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    sound("insights, a guarantee")
    (tmp_path / "home" / "roles.yaml").write_text("ben: reviewer\n", "utf-8")
    go(page, f"{address}review", "You do not review here")
    sound("review, no role")
    go(page, f"{address}people", "You have no role for this screen")
    sound("people, no role")
