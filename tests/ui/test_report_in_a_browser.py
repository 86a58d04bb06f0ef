"""The HTML report of hostile documents in a real browser: no script runs, nothing is asked for, nothing is restyled."""

from __future__ import annotations

from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from consensus.domain import (
    Candidate,
    Document,
    Finding,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import to_html

pytestmark = pytest.mark.browser

BREAKS = (
    "",
    "</span></td></tr></tbody></table>",
    "</title>",
    "</style>",
    '">',
    "'>",
    "-->",
    "]]>",
    "\x00</p>",
    "\u2028",
)


def attacks(host: str) -> list[str]:
    """Every attack behind everything that may end what it stands in."""
    ways = (
        f"<script>document.title='hit';fetch('{host}/script')</script>",
        f"<img src={host}/image onerror=document.title='hit'>",
        f"<svg onload=document.title='hit'><image href={host}/svg></svg>",
        f"<style>body{{background:rgb(1, 2, 3) url({host}/css) !important}}</style>",
        f"<link rel=stylesheet href={host}/link><base href={host}/>",
        f"<iframe src={host}/frame></iframe><object data={host}/object></object>",
        f"<meta http-equiv=refresh content='0;url={host}/refresh'>",
        f"<form action={host}/form><input autofocus onfocus=document.title='hit'></form>",
        f"![x]({host}/markdown.png) [x](javascript:document.title='hit') {host}/plain",
        f"<p style='position:fixed;inset:0;background:url({host}/attribute)'>over everything</p>",
    )
    return [end + way for end in BREAKS for way in ways]


def report(host: str) -> str:
    texts = attacks(host)
    units = []
    for number, text in enumerate(texts):
        unit = Segment(f"u{number}", number, text, 0, len(text))
        verdict = Verdict(unit.id, Outcome.ACCEPTED, text, (text,), text, text, text, 1.0)
        answers = (Candidate(unit.id, text, text, text), Candidate(unit.id, "m2", "f", text[::-1]))
        units.append(UnitRecord(unit, answers, None, (Finding(text, Severity.MAJOR, True, text, text),), verdict))
    all_of_it = "".join(texts)
    document = Document("d", all_of_it, Task.TRANSLATE, "text", all_of_it, "en", texts[0])
    panel = Panel(all_of_it, (ModelSpec(all_of_it, all_of_it, all_of_it),), all_of_it)
    job = JobRecord("j", document, Policy(name="translation", version=1), panel, "x", "done", "2025-01-01")
    return to_html(job, units, {"words": all_of_it}, all_of_it)


def test_hostile_texts_do_nothing(page: Page, beacon: ThreadingHTTPServer, tmp_path: Path) -> None:
    host = f"http://127.0.0.1:{beacon.server_port}"
    path = tmp_path / "report.html"
    path.write_bytes(report(host).encode("utf-8"))
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: told.append(line.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_timeout(700)
    assert asked == [path.as_uri()]
    assert beacon.seen == []  # type: ignore[attr-defined]
    assert told == [], "nothing was even tried"
    assert page.title().startswith("Verification report: ")
    assert _style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert _style(page, "body", "maxWidth") != "none", "its own style sheet is the one that is allowed"
    assert page.locator("script, img, svg, iframe, object, form, input, link, base, body style, [style]").count() == 0
    assert page.locator("tbody[id]").count() == len(attacks(host))


def _style(page: Page, selector: str, name: str) -> Any:
    return page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{name}")


def test_on_a_phone_and_on_paper(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(report("http://127.0.0.1:9").encode("utf-8"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "nothing has to be scrolled sideways"
    assert _style(page, ".units td", "display") == "block"
    page.set_viewport_size({"width": 1000, "height": 740})
    page.emulate_media(media="print")
    assert _style(page, ".units tbody", "breakInside") == "avoid"
    assert page.pdf().startswith(b"%PDF")


def test_it_reads_well_to_a_screen_reader(page: Page, axe: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(report("http://127.0.0.1:9").encode("utf-8"))
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.goto(path.as_uri())
    assert "\n".join(axe()) == ""
