"""How long a reviewer of invoices waits: from a key to the next field, and to the page of the next document.

    python benchmarks/review_records.py [--invoices 40] [--keys 60]

Invoices of two pages as PDFs, each with a field in dispute, a cell of its table in dispute, and a row that one of three
members lacks; decided by keys alone in headless Chromium at 1280 x 720, measured inside the page. Prints p50 and p90 in
milliseconds: to the frame in which the next field can be decided, and, where a document begins, to the frame in which
the picture of its page is drawn. Then the keys that were pressed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.review_queue import CHROMIUM, LOOK, server, shares
from consensus import bootstrap, formats, review
from consensus.domain import Candidate, ModelSpec, Panel, Policy, Task
from consensus.domain.file import File
from consensus.domain.job import JobRecord, JobState
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.settings import Settings
from tests.formats.builders import pdf

AT = "2026-05-04T12:00:00+00:00"
NUMBER = {"type": ["number", "null"]}
ITEM = {"type": "object", "properties": {"article": {"type": "string"}, "quantity": NUMBER, "amount": NUMBER}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "x-rule": "total == sum(items[].amount)",
    "properties": {
        "number": {"type": "string", "description": "Number of the invoice, as printed."},
        "customer": {"type": "string"},
        "total": NUMBER,
        "items": {"type": "array", "items": ITEM},
    },
}

WATCH = """() => {
  window.waits = []; window.pages = []; let pressed = 0, before = '', document_ = '', drawn = 0;
  const shown = () => (document.querySelector('h1.c-head') || {}).textContent || '';
  const name = () => shown().split(' · ')[0];
  document.addEventListener('keydown', () => {
    pressed = performance.now(); before = shown(); document_ = name(); drawn = 0;
  }, true);
  const look = () => {
    if (!pressed || !shown() || shown() === before) return;
    const started = pressed;
    const take = [...document.querySelectorAll('button')].some(b => b.textContent.startsWith('Take A'));
    if (take && drawn === 0) { drawn = 1; requestAnimationFrame(() => window.waits.push(performance.now() - started)); }
    const picture = document.querySelector('.c-pagepane img');
    if (drawn === 1 && picture && !document.querySelector('[data-stale=true] .c-pagepane')) {
      drawn = 2;
      const other = name() !== document_;
      picture.decode().then(() => requestAnimationFrame(
        () => other && window.pages.push(performance.now() - started)));
    }
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


def given(number: int) -> tuple[list[dict[str, Any]], bytes]:
    """What three members answered, and the invoice."""
    rows = [{"article": f"AB-{number:02}{n:02}", "quantity": n % 7 + 1, "amount": 12.5 * (n + 1)} for n in range(24)]
    total = sum(row["amount"] for row in rows)
    right = {"number": f"R-{2000 + number}", "customer": "Fernleigh Joinery", "total": total, "items": rows}
    wrong = {**right, "total": total + 90, "items": [{**rows[0], "amount": 15.2}, *rows[1:]]}
    fewer = {**right, "items": rows[:-1]}
    lines = [(row["article"], str(row["quantity"]), f"{row['amount']:,.2f}") for row in rows]
    first = pdf.text(60, 60, "Brightwater Tools Ltd", 16) + pdf.text(60, 100, f"Invoice {right['number']}")
    first += pdf.text(60, 116, "Customer: Fernleigh Joinery") + pdf.table(160, lines[:16], (60, 300, 470))
    second = pdf.table(80, lines[16:], (60, 300, 470)) + pdf.text(60, 300, f"Total {total:,.2f}")
    second += pdf.text(60, 330, "Carried over 15.20 of 90.00")
    return [right, wrong, fewer], pdf.pdf([first, second])


def seeded(path: Path, count: int) -> None:
    """A home with so many invoices, decided by the product's own rules."""
    settings = Settings.read({}).at(path.parent)
    service = bootstrap.build(settings)
    store, policy = service.outside.store, Policy(name="any", version=1)
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "for the benchmark")
    for number in range(count):
        answers, content = given(number)
        file = formats.read_document(File(f"invoice-{number:02}.pdf", content), task=Task.EXTRACT, schema=SCHEMA)
        for kept in filter(None, (file.content, file.layout)):
            service.outside.blobs.put(kept)
        job = JobRecord(f"job{number:02}", file.document, policy, panel, file.document.name, JobState.DONE, AT)
        store.create_job(job, [])
        told = [Candidate("d", f"m{n}", f"f{n}", value) for n, value in enumerate(answers)]
        records = decide_object(ObjectAnswers("d", file.document.text, SCHEMA, told), DecisionConfig(policy))
        store.save_decisions(job.id, records, review.waiting_items(job, records, AT, lambda purpose, name: 1.0))
    service.close()


def browser(path: Path, keys: int) -> tuple[list[float], list[float], list[str]]:
    """Milliseconds to the next field and to the page of the next document, and the keys that were pressed."""
    from playwright.sync_api import sync_playwright

    pressed: list[str] = []
    with server(path) as url, sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page(viewport={"width": 1280, "height": 720})
        page.goto(url)
        page.wait_for_selector(".c-pagepane img")
        page.evaluate(WATCH)
        while len(pressed) < keys and page.locator(".c-recordpane").count():
            page.wait_for_timeout(LOOK)
            key = "t" if page.get_by_role("button", name="Take the row").count() else "1"
            head = page.locator("h1.c-head").inner_text()
            pressed.append(key)
            page.keyboard.press(key)
            page.wait_for_timeout(150)
            if page.get_by_role("alert").filter(has_text="A check forbids").count():
                page.wait_for_timeout(LOOK)
                pressed.append(key)
                page.keyboard.press(key)
            page.wait_for_function("before => document.querySelector('h1.c-head')?.textContent !== before", arg=head)
        page.wait_for_timeout(1000)
        waits, pages = page.evaluate("window.waits"), page.evaluate("window.pages")
        opened.close()
    return waits, pages, pressed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--invoices", type=int, default=40)
    parser.add_argument("--keys", type=int, default=60)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, {options.invoices} invoices, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "consensus.sqlite"
        seeded(path, options.invoices)
        waits, pages, pressed = browser(path, options.keys)
    print(f"next field          {shares(waits)}   {len(waits)} keys")
    print(f"next document's page {shares(pages)}   {len(pages)} documents")
    print("keys:", " ".join(pressed))


if __name__ == "__main__":
    main()
