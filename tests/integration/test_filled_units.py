"""Whole jobs on a file that holds translations already: what is sent, what is delivered, and what people are shown."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.export.verifier.files import verify
from consensus.service.jobs.plan import Plans
from consensus.service.jobs.report import JobReport
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from consensus.testing import LoopbackProvider
from tests.formats.builders.xliff12 import HEAD

MEMBERS = ("gpt-4o", "claude-sonnet-4")
UNITS = (
    ("Open valve 1 now.", "", ""),
    ("Open valve 2 now.", "Ventil 2 jetzt öffnen.", 'approved="yes"'),
    ("Open valve 3 now.", "Öffnen Sie Ventil 3 jetzt!", ""),  # what members say, but for a mark
    ("Open valve 4 now.", "Schließen Sie Ventil 40.", ""),  # what they do not say
)


def german(model: str, text: str) -> str:
    return f"Öffnen Sie Ventil {re.sub(r'[^0-9]', '', text)} jetzt."


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with LoopbackProvider(translate=german) as started:
        yield started


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def request(folder: Path, provider: LoopbackProvider, **rules: Any) -> SubmitRequest:
    def at(model: str) -> str:
        return f"{model}@{provider.base_url}"

    priced = [{"model": at(model), "price_in": 10, "price_out": 10} for model in MEMBERS]
    policy = {"name": "filled", "version": 1, "task": "translate", "semantic": "off", "panel": list(map(at, MEMBERS))}
    policy |= {"members": priced, "asking": {"attempts": 1, "breaker_failures": 0}, **rules}
    body = "".join(
        f'<trans-unit id="{n}" {how}><source>{source}</source>' + (f"<target>{target}</target>" if target else "")
        + "</trans-unit>"
        for n, (source, target, how) in enumerate(UNITS, 1)
    )  # fmt: skip
    file = f'<file original="a" source-language="en" target-language="de" datatype="x"><body>{body}</body></file>'
    page, path = folder / "page.xlf", folder / "filled.yaml"
    page.write_text(f"{HEAD}{file}</xliff>", "utf-8")
    path.write_text(json.dumps(policy), "utf-8")
    return SubmitRequest((page,), str(path), "en", "de")


def sent(provider: LoopbackProvider) -> set[str]:
    """The numbers of the valves that somebody was asked about."""
    rows = [json.loads(one.body["messages"][1]["content"])["segments"] for one in provider.requests]
    return set(re.findall(r"valve (\d)", json.dumps(rows)))


def submit(service: bootstrap.Service, wanted: SubmitRequest) -> JobReport:
    return asyncio.run(service.jobs.submit(wanted))[0]


def test_what_the_file_holds_is_kept_and_nobody_is_asked(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    wanted = request(tmp_path, provider)
    (plan,) = Plans(service.outside).plan(wanted)
    kept = "3 units are kept as the file has them; nobody is asked about them."
    assert (plan.units, kept in plan.notes) == (1, True)
    report = submit(service, wanted)
    assert [unit.verdict and unit.verdict.rule for unit in report.units] == ["near_identity", "kept", "kept", "kept"]
    assert kept in report.notices
    assert sent(provider) == {"1"}, "its neighbours are context at most"
    page = service.jobs.export(report.id)
    before = wanted.paths[0].read_text("utf-8")
    done = '<target state="translated">Öffnen Sie Ventil 1 jetzt.</target>'
    assert page.content.decode() == before.replace("1 now.</source>", f"1 now.</source>{done}")
    assert page.notice.startswith(f"Every unit that was sent is verified (1). {kept}")
    assert (page.accounting["kept"], page.accounting["auto"]) == (3, 1)
    lines = service.jobs.export(report.id, "jsonl")
    told = [json.loads(line) for line in lines.content.decode().splitlines()]
    assert [line["verification"] for line in told] == ["auto", "kept", "kept", "kept"]
    assert told[1]["filled"] == {"state": "approved", "value": UNITS[1][1], "kept": True}
    assert verify(lines.content, lines.beside.encode()).classes["kept"] == 3
    assert "kept as the file held it" in service.jobs.export(report.id, "html").content.decode()
    found = service.outside.settled("en", "de", 100, [source for source, _, _ in UNITS])
    assert [one.source for one in found] == [UNITS[0][0]], "what was kept is no memory of what was verified here"


def test_verified_it_is_asked_about_and_members_never_see_it(
    service: bootstrap.Service, provider: LoopbackProvider, tmp_path: Path
) -> None:
    wanted = request(tmp_path, provider, documents={"filled": "verify"})
    report = submit(service, wanted)
    rules = [unit.verdict and unit.verdict.rule for unit in report.units]
    assert rules == ["near_identity", "kept", "near_identity", "filled"]
    assert all("40" not in json.dumps(one.body["messages"]) for one in provider.requests)
    same, other = report.units[2], report.units[3]
    assert (same.result.value, same.result.verification) == (UNITS[2][1], "auto")
    assert same.verdict is not None
    assert other.verdict is not None
    assert same.verdict.reasons[0] == "The members agree on what the file already holds; its own words stay."
    assert other.verdict.reasons[0] == "The file's translation differs from what the members agree on."
    view = service.queue.next("ana", report.id)
    assert view is not None
    assert {letter.text for letter in view.letters} == {UNITS[3][1], "Öffnen Sie Ventil 4 jetzt."}
    letter = next(letter for letter in view.letters if letter.text == UNITS[3][1])
    assert any(note.veto for note in letter.notes), "checks speak of it as of any other"
    blind = service.pages.library.history(report.id, view.item.unit_id)
    assert "translation in the file" not in repr(blind.record.answers)
    page = service.jobs.export(report.id).content.decode()
    assert page.count("<target>") == 3, "nothing of it is written, and what waits for a person stays as it was"
    lines = service.jobs.export(report.id, "jsonl")
    assert verify(lines.content, lines.beside.encode()).classes["auto"] == 2
    assert json.loads(lines.content.decode().splitlines()[3])["agreement"]["families"] != []
