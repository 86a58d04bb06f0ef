"""Submit, Results, Insights and Policies in a real browser, on a real server and a real database."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Page, expect

import consensus
from consensus.domain import (
    Action,
    Agreement,
    Call,
    CallState,
    Cluster,
    Document,
    Event,
    ModelReply,
    Outcome,
    Resolution,
    Segment,
    Task,
)
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.ports.storage import Store
from consensus.storage.store import SqlStore
from tests.hostile import AWAY, HOSTILE, watched

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

EXAMPLE = Path(consensus.__file__).parent / "examples" / "manual.md"
FORMULA = f'=HYPERLINK("{AWAY}/formula")'
FAR_MODEL = f"acme/<img src={AWAY}/m3> ![m]({AWAY}/m4.png)"


def head(page: Page, title: str) -> None:
    expect(page.locator("h1.c-head", has_text=title).first).to_be_visible()


def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("CONSENSUS_SCREENSHOTS"):
        page.wait_for_timeout(1500)
        page.screenshot(path=Path(folder) / f"{name}.png")


def agreeing(record: UnitRecord, reason: str, accepted: bool) -> UnitRecord:
    """The first two agree, the third stands alone."""
    names = [answer.member for answer in record.answers]
    makers = [name.split("/")[0] for name in names]
    lead = record.answers[0].value
    clusters = (
        Cluster(tuple(names[:2]), tuple(makers[:2]), names[0], lead),
        Cluster((names[2],), (makers[2],), names[2], record.answers[2].value),
    )
    agreement = Agreement(
        record.unit.id,
        clusters,
        tuple(makers),
        2 / 3,
        0.0,
        "test",
        disputes=(reason,),
        gates=("hard_fact",),
        leading=lead,
    )
    outcome = Outcome.ACCEPTED if accepted else Outcome.REVIEW
    verdict = replace(record.verdict, outcome=outcome, value=lead if accepted else None, leading=lead)
    return replace(record, agreement=agreement, verdict=verdict)


def hostile_job(store: Store, seeds: SimpleNamespace) -> None:
    """Every text that a model, a document or a reviewer can bring in."""
    texts = [f"Hello {HOSTILE}", FORMULA, "Long " + "x" * 100_000, *(f"Sentence {n}." for n in range(60))]
    units = [Segment(f"s{n}", n, text, 10 * n, 10 * n + 5) for n, text in enumerate(texts)]
    document = Document("d1", f"![d]({AWAY}/d.png)<img src={AWAY}/d2>.md", Task.TRANSLATE, "markdown", "…", "en", "de")
    seeds.create(store, "job1", document, "given", units)
    records = []
    for at, unit in enumerate(units):
        values = (HOSTILE, HOSTILE, FORMULA) if at == 0 else (f"A {unit.text}", f"A {unit.text}", FORMULA)
        record = seeds.record(unit, values, (), HOSTILE if at == 0 else "The answers differ.")
        named = [replace(a, member=f"{a.member} ![m]({AWAY}/m.png)<img src={AWAY}/m2>") for a in record.answers]
        records.append(agreeing(replace(record, answers=tuple(named)), HOSTILE, accepted=at % 3 == 1))
    seeds.save(store, "job1", records)
    call = Call("c1", "job1", "a1", FAR_MODEL, 1, "r1", "{}", FAR_MODEL, CallState.SETTLED, seeds.at)
    store.record([replace(call, ended=seeds.at, reply=ModelReply("x", "stop", FAR_MODEL, 1, 1))])
    seeds.decide(store, [f"{HOSTILE} edited", "", ""])
    at = datetime.now(UTC)
    claimed = store.claim_next(HOSTILE, at, 900, wanted=QueueFilter())
    assert claimed is not None
    made = Resolution(claimed.unit_id, Action.REWRITTEN, HOSTILE, "x", at.isoformat(), at.isoformat(), comment=HOSTILE)
    with store.transaction() as tx:
        assert tx.resolve(claimed, made, Event(at.isoformat(), HOSTILE, "resolve", claimed.id, HOSTILE))


def test_a_hostile_corpus_on_every_screen(
    page: Page, address: str, store: SqlStore, seeds: SimpleNamespace, promised: Any, tmp_path: Path
) -> None:
    hostile_job(store, seeds)
    (tmp_path / "home" / "policies").mkdir(parents=True, exist_ok=True)
    policy = f"# {HOSTILE}\nname: mine\nversion: 1\ndescription: {HOSTILE!r}\n"
    (tmp_path / "home" / "policies" / "mine.yaml").write_text(policy, "utf-8")
    with watched(page, address):
        page.goto(f"{address}?job=job1")
        expect(page.locator(".c-source").first).to_be_visible()
        results(page, address)
        promised(store, slices=("en", HOSTILE)).batches(14)  # a guarantee's slice is named by the document, too
        figures(page, address)
        policies(page, address)
        submit(page, address)
        home_and_people(page, address)
        glossaries(page, address)


def home_and_people(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("<script>").first).to_be_visible()
    page.goto(f"{address}people")
    expect(page.get_by_text("Each person")).to_be_visible()
    expect(page.get_by_text("<script>").first).to_be_visible()


def glossaries(page: Page, address: str) -> None:
    """Terms, pairs and the names of their files."""
    page.goto(f"{address}glossaries")
    head(page, "Glossaries")
    said = HOSTILE.replace('"', "'")
    file = {"name": "a<img src=x onerror=alert(1)>.csv", "mimeType": "text/csv", "buffer": b""}
    page.locator("input[type=file]").first.set_input_files(
        [{**file, "buffer": f'source,target,kind\n"{said}","{FORMULA.replace(chr(34), chr(39))}",\n'.encode()}]  # type: ignore[list-item]
    )
    expect(page.get_by_text(re.compile("1 term|file name|name of"))).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(
        [{**file, "name": "terms.csv", "buffer": f'source,target,kind\n"{said}","{said} x",\n'.encode()}]  # type: ignore[list-item]
    )
    expect(page.get_by_text("terms.csv: 1 terms.")).to_be_visible()
    page.get_by_role("button", name="Save the glossary").click()
    expect(page.get_by_text("Saved: glossaries/terms.csv")).to_be_visible()
    choose(page, "Open a glossary", "glossaries/terms.csv")
    expect(page.get_by_role("cell", name="<script>").first).to_be_visible()
    pair = "".join(f'<tuv xml:lang="{lang}"><seg>{escape(HOSTILE)} {lang}</seg></tuv>' for lang in ("en", "de"))
    memory = f'<tmx version="1.4"><header srclang="en"/><body><tu>{pair}</tu></body></tmx>'
    ready = page.get_by_role("button", name="Import it")
    for _ in range(4):  # what is typed while the screen is drawn anew can be lost, and is typed again
        page.locator("input[type=file]").last.set_input_files(
            [{"name": "m ![x](http:y) <b>.tmx", "mimeType": "text/xml", "buffer": memory.encode()}]
        )
        for label, lang in (("From", "en"), ("To", "de")):
            page.wait_for_timeout(700)
            page.get_by_label(label, exact=True).first.fill(lang)
            page.get_by_label(label, exact=True).first.press("Enter")
        with suppress(AssertionError):
            expect(ready).to_be_enabled(timeout=5_000)
            break
    ready.click()
    expect(page.get_by_text("1 pair taken.")).to_be_visible()


def results(page: Page, address: str) -> None:
    page.goto(f"{address}results")
    head(page, "Results")
    expect(page.get_by_text("1 to 50 of 63 units")).to_be_visible()
    page.get_by_text("Jobs", exact=True).click()
    expect(page.get_by_text("The newest 1 job.")).to_be_visible()
    for unit, shows in (("s0", "edited by ana"), ("s1", "by the rule"), ("s2", "by the rule")):
        page.goto(f"{address}results?job=job1&unit={unit}")
        expect(page.get_by_text(shows).first).to_be_visible()
        expect(page.get_by_text("U+202E").first).to_be_visible()
    page.goto(f"{address}results")
    page.get_by_text("Found before").click()
    page.get_by_label("Source text").fill(f"Hello {HOSTILE}")
    page.get_by_label("Source text").press("Control+Enter")
    expect(page.get_by_text("human-edited").first).to_be_visible()
    page.goto(f"{address}results?job=job1")
    taken = {label: download(page, label) for label in ("Table (CSV)", "Evidence (JSONL)", "Verified file")}
    rows = list(csv.reader(io.StringIO(taken["Table (CSV)"], newline="")))
    assert len(rows) == 64
    assert any(FORMULA in field for row in rows for field in row), "the formula is there"
    assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@", "\t", "\r"))]
    lines = [json.loads(line) for line in taken["Evidence (JSONL)"].splitlines()]
    assert lines[0]["value"] == f"{HOSTILE} edited", "evidence is never rewritten"


def download(page: Page, label: str) -> str:
    with page.expect_download() as made:
        page.get_by_role("button", name=label).click()
    return Path(made.value.path()).read_bytes().decode("utf-8")


def figures(page: Page, address: str) -> None:
    page.goto(f"{address}insights")
    expect(page.get_by_text("Why units were not accepted")).to_be_visible()
    expect(page.get_by_role("cell", name=FAR_MODEL).first).to_be_visible()
    expect(page.get_by_text("… learning: promised v1 · en to <script>").first).to_be_visible()
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        chart.hover(position={"x": 250, "y": 25})  # a tooltip holds names from outside
        page.wait_for_timeout(150)


def policies(page: Page, address: str) -> None:
    page.goto(f"{address}policies")
    expect(page.get_by_text("<script>").first).to_be_visible()
    page.goto(f"{address}policies?policy=mine")
    expect(page.get_by_text("Undo all changes")).to_be_visible()
    page.get_by_text("File", exact=True).first.click()
    text = page.get_by_label("The policy's file")
    text.fill(f"name: mine\nversion: 1\n{HOSTILE!r}: 1\nstyle: {FORMULA!r}\n")
    text.press("Control+Enter")
    expect(page.get_by_text("1 mistake")).to_be_visible()
    expect(page.locator(".c-veto", has_text="<script>")).to_be_visible()


def submit(page: Page, address: str) -> None:
    page.goto(f"{address}submit?job=job1")
    head(page, "Submit")
    expect(page.get_by_text("automatically, not certified")).to_be_visible()
    page.goto(f"{address}submit")
    page.get_by_text("Paste text").click()
    page.get_by_label("Text", exact=True).fill(HOSTILE)
    page.get_by_label("Text", exact=True).press("Control+Enter")
    choose(page, "Policy", "mine")
    choose(page, "To language", HOSTILE)
    choose(page, "Panel", "Name the members")
    page.get_by_label("Members, separated by commas").fill(f"acme/{HOSTILE}")
    page.get_by_label("Members, separated by commas").press("Enter")
    expect(page.locator(".c-notice, .c-table").first).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list by keyboard."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.press_sequentially(option)
    box.press("Enter")


def test_from_a_file_to_its_figures(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    page.goto(f"{address}submit")
    head(page, "Submit")
    page.locator("input[type=file]").first.set_input_files(EXAMPLE)
    expect(page.get_by_text("manual.md")).to_be_visible()
    choose(page, "Policy", "translation")
    choose(page, "From language", "English (en)")
    choose(page, "To language", "German (de)")
    choose(page, "Panel", "recorded")
    expect(page.get_by_role("cell", name="example-c").first).to_be_visible()  # the plan of this panel, not of the last
    shot(page, "submit")
    seeds.settled(page)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("automatically, not certified")).to_be_visible(timeout=120_000)
    (job,) = store.job_lines()
    assert f"job={job.id}" in page.url
    page.reload()
    expect(page.get_by_text("automatically, not certified")).to_be_visible()

    page.get_by_role("link", name="See and download the results").click()
    head(page, "Results")
    expect(page.get_by_text("1 to 25 of 25 units")).to_be_visible()
    shot(page, "results")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert "AQ-40" in Path(download.value.path()).read_text("utf-8")
    page.get_by_test_id("stDataFrame").click(position={"x": 15, "y": 52})
    expect(page.get_by_text("manual.md · unit 1", exact=True)).to_be_visible()
    seeds.settled(page)
    page.wait_for_timeout(
        1_000
    )  # pressed within a moment of the choice of a row, the list stays where the history belongs
    page.get_by_role("button", name="Its whole history").press("Enter")
    expect(page.get_by_text("History", exact=True)).to_be_visible()
    assert "unit=" in page.url
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_text("1 to 25 of 25 units")).to_be_visible()

    seeds.decide(store, ["", "Another text.", ""])
    page.goto(f"{address}insights")
    expect(page.get_by_text("Why units were not accepted")).to_be_visible()
    drawn = page.get_by_test_id("stVegaLiteChart").first.locator("canvas, svg").first
    expect(drawn).to_be_visible()
    shot(page, "insights")
    page.goto(f"{address}policies?policy=translation")
    page.get_by_text("File", exact=True).first.click()
    text = page.get_by_label("The policy's file")
    expect(text).to_be_visible()
    text.fill(text.input_value().replace("quorum: 2", "quorum: 3"))
    text.press("Control+Enter")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("2 units change")).to_be_visible()
    text.press("Control+Home")
    shot(page, "policies")


def test_no_script_from_elsewhere_runs(page: Page, address: str, store: SqlStore, seeds: SimpleNamespace) -> None:
    seeds.translation(store, [("One.", ("Eins.", "Ein."))])
    page.goto(f"{address}results")
    head(page, "Results")
    ran = page.evaluate(
        """async away => {
            const add = (name, change) => { const one = document.createElement(name); change(one);
                document.body.append(one); return one; };
            add('script', one => { one.textContent = 'window.inlined = true'; });
            add('img', one => { one.setAttribute('onerror', 'window.handled = true'); one.src = '/none.png'; });
            const fetched = await new Promise(done => add('script', one => {
                one.onload = () => done(true); one.onerror = () => done(false); one.src = away + '/x.js'; }));
            let evaluated = false;
            try { evaluated = new Function('return true')(); } catch { }
            await new Promise(done => setTimeout(done, 500));
            return [window.inlined, window.handled, fetched, evaluated];
        }""",
        AWAY,
    )
    assert ran == [None, None, False, False]
