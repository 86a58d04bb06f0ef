"""Sixty decisions in a row by keyboard alone, on 2,000 segments and on 40 invoices of two pages.

    python -m benchmarks.review_day [--decisions 60] [--only segments|invoices]

Headless Chromium at 1280 x 720. Prints every key as it was pressed, a decision and what led to it between bars, p50 and
p90 from the deciding key to the next item and to the picture of the next document's page, and each key that did not do
what was meant, with what the screen said.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import review_queue, review_records
from benchmarks.review_queue import CHROMIUM, LOOK, server, shares
from consensus.domain import Event
from consensus.storage.store import SqlStore

#: What is done for one decision. "=": text that is typed once the cursor is in a field; "@": a text area with the
#: cursor in it is waited for; ">": the next item is. A row in doubt is taken, and every third one dropped.
SEGMENTS: tuple[tuple[str, ...], ...] = (
    ("1", ">"),
    ("2", ">"),
    ("ArrowDown", "ArrowDown", "ArrowUp", "Escape", "1", ">"),
    ("Shift+1", "= Bitte.", "Control+Enter", ">"),
    ("w", "=Warten Sie, dann öffnen Sie das Gehäuse ", "Alt+1", "Alt+2", "Control+Enter", ">"),
    ("x", "1", "2", ">"),
    ("s", "=Frage an den Kunden", "Control+Enter", ">"),
    ("1", ">", "u", ">", "3", ">"),
    ("k", "=Zahl geprüft", "Control+Enter", "1", ">"),
    ("q", "=Ist das die Einheit?", "Tab", "=ben", "Enter", "Control+Enter", ">"),
    ("ArrowRight", ">", "1", ">"),
    ("1", ">"),
)
INVOICES: tuple[tuple[str, ...], ...] = (
    ("1", ">"),
    ("p", "1", ">"),
    ("z", "2", ">"),
    ("ArrowRight", ">", "1", ">"),
    ("PageDown", "1", ">"),
    ("Shift+1", "=0", "Control+Enter", ">"),
    ("v", "=[2].quantity", "Enter", "@", "Control+A", "=99", "Control+Enter", "1", ">"),
    ("1", ">", "u", ">", "2", ">"),
    ("s", "=unleserlich", "Control+Enter", ">"),
    ("a", "Control+Enter", ">"),
    ("k", "=zweimal gelesen", "Control+Enter", "1", ">"),
    ("x", "1", "2", ">"),
    ("q", "=Brutto oder netto?", "Tab", "=ben", "Enter", "Control+Enter", ">"),
)
_HEAD = "document.querySelector('h1.c-head')?.textContent + (document.querySelector('[class*=st-key-take]')?.className)"
#: Milliseconds until something that is waited for counts as not done.
_PATIENCE = 6_000


@dataclass(slots=True)
class Day:
    """What was pressed, what went wrong, and how long it took in milliseconds."""

    pressed: list[str] = field(default_factory=list)
    awkward: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)


def roles(path: Path) -> None:
    """A colleague who can be asked."""
    store = SqlStore(f"sqlite:///{path}")
    for person in ("ana", "ben"):
        store.set_roles(person, ["reviewer"], Event(review_queue.AT, "ana", "set-roles", "roles", person))
    store.close()


def worked(path: Path, decisions: int, acts: Sequence[tuple[str, ...]], ready: str, watch: str) -> Day:
    """The day of one reviewer. ready: what stands on the screen when work can begin. watch: what measures."""
    from playwright.sync_api import sync_playwright

    day = Day()
    with server(path) as url, sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page(viewport={"width": 1280, "height": 720})
        page.goto(url)
        page.wait_for_selector(ready, timeout=60_000)
        page.evaluate(watch)
        turn = rows = 0
        while turn < decisions:
            act = acts[turn % len(acts)]
            if page.get_by_role("button", name="Take the row").count():
                act, rows = ("d" if rows % 3 == 2 else "t", ">"), rows + 1
            _do(page, act, day)
            turn += 1
        page.wait_for_timeout(1000)
        day.waits, day.pages = page.evaluate("window.waits"), page.evaluate("window.pages || []")
        opened.close()
    return day


def _do(page: Any, act: tuple[str, ...], day: Day) -> None:
    page.wait_for_timeout(LOOK)
    pressed: list[str] = []
    before, key = page.evaluate(_HEAD), ""
    for step in act:
        if step == ">":
            if not _moved(page, before):
                _again(page, key, before, day, pressed)
            before = page.evaluate(_HEAD)
            page.wait_for_timeout(LOOK)
        elif step == "@":
            page.wait_for_function("document.activeElement.matches('textarea')", timeout=_PATIENCE)
        elif step.startswith("="):
            page.wait_for_function("document.activeElement.matches('textarea, input')", timeout=_PATIENCE)
            page.keyboard.type(step[1:])
            pressed.append(f"“{step[1:]}”")
        else:
            key = step
            page.keyboard.press(step)
            pressed.append(step)
            page.wait_for_timeout(LOOK)
    day.pressed.append(" ".join(pressed))


def _moved(page: Any, before: str, patience: int = _PATIENCE) -> bool:
    try:
        page.wait_for_function(f"before => {_HEAD} !== before", arg=before, timeout=patience)
    except Exception as error:
        if "Timeout" not in type(error).__name__:
            raise
        return False
    return True


def _again(page: Any, key: str, before: str, day: Day, pressed: list[str]) -> None:
    """What a person does whose key did nothing: read what the screen says, press once more, or leave and take A."""
    said = " / ".join(page.locator(".c-notice").all_inner_texts())
    day.awkward.append(f"{' '.join(pressed)}: nothing happened. {said}")
    page.keyboard.press(key)
    pressed.append(key)
    if _moved(page, before):
        return
    day.awkward.append(f"{' '.join(pressed)}: again nothing. {' / '.join(page.locator('.c-notice').all_inner_texts())}")
    for more in ("Escape", "1", "1"):
        page.wait_for_timeout(LOOK)
        page.keyboard.press(more)
        pressed.append(more)
        if _moved(page, before, 1500):
            return


def told(name: str, day: Day) -> None:
    print(f"{name}: {len(day.pressed)} decisions")
    if day.waits:
        print(f"  key to next item     {shares(day.waits)}   {len(day.waits)} keys")
    if day.pages:
        print(f"  next document's page {shares(day.pages)}   {len(day.pages)} documents")
    print("  keys:", " | ".join(day.pressed))
    for one in day.awkward:
        print("  awkward:", one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=60)
    parser.add_argument("--only", choices=("segments", "invoices"))
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    kinds: dict[str, tuple[Callable[[Path], object], tuple[tuple[str, ...], ...], str, str]] = {
        "segments": (lambda path: review_queue.seeded(path, 2_000).close(), SEGMENTS, ".c-source", review_queue.WATCH),
        "invoices": (
            lambda path: review_records.seeded(path, 40),
            INVOICES,
            ".c-pagepane img",
            review_records.WATCH,
        ),
    }
    for name, (seeded, acts, ready, watch) in kinds.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                path = Path(folder) / "consensus.sqlite"
                seeded(path)
                roles(path)
                told(name, worked(path, options.decisions, acts, ready, watch))


if __name__ == "__main__":
    main()
