"""From submission to the verified file with a person in between, through the facades the screens use."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from consensus.bootstrap import Service, build, load_schema
from consensus.cli.main import main
from consensus.errors import ConflictError, NotFoundError, UsageError, VetoError
from consensus.export import broken_line
from consensus.service.jobs.service import SubmitRequest
from consensus.service.review.queue import Queue, ReviewView
from consensus.settings import Settings

EXAMPLES = Path(str(files("consensus"))) / "examples"


class Later:
    """A clock a minute further on at each look: no decision is too soon."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None: ...


@pytest.fixture
def service(home: Path, environment: dict[str, str]) -> Iterator[Service]:
    opened = build(Settings.read(environment))
    yield opened
    opened.close()


@pytest.fixture
def queue(service: Service) -> Queue:
    return Queue(service.outside.store, Later())


def submit(service: Service, fast: Path, name: str) -> str:
    schema = None if name.endswith(".md") else load_schema(str(EXAMPLES / name.replace(".txt", ".schema.json")))
    to = "de" if name.endswith(".md") else None
    request = SubmitRequest((EXAMPLES / name,), str(fast), "en", to, schema, "recorded")
    return asyncio.run(service.jobs.submit(request))[0].id


def _taken(view: ReviewView | None) -> ReviewView:
    assert view is not None
    return view


def insisted(queue: Queue, view: ReviewView, text: str) -> None:
    """Write it, and again where a check forbids it."""
    try:
        queue.edit(view, text)
    except VetoError as asked:
        queue.edit(view, text, over=asked)


def test_a_person_decides_and_every_export_says_so(service: Service, queue: Queue, fast: Path) -> None:
    job = submit(service, fast, "manual.md")
    before = service.jobs.export(job)
    waiting = queue.counts(job)["open"]
    assert waiting > 3

    stale, first, other = (_taken(queue.next(who, job)) for who in ("ann", "ann", "bob"))
    assert stale.item.id == first.item.id, "who comes back gets what they had"
    assert other.item.id != first.item.id, "and nobody else gets it"
    letter = next(one for one in first.letters if not any(note.veto for note in one.notes))
    with pytest.raises(ConflictError):
        queue.choose(stale, letter.letter)
    decided = queue.choose(first, letter.letter)
    with pytest.raises(ConflictError):
        queue.choose(first, letter.letter)
    insisted(queue, other, "=Hand, geschrieben\nin zwei Zeilen")
    third = _taken(queue.next("ann", job))
    with pytest.raises(UsageError):
        queue.reject(third, "", "")
    queue.reject(third, third.reject_reasons[0], "major", "neither is right")

    assert queue.counts(job) == {"open": waiting - 3, "claimed": 0, "resolved": 3}
    after = service.jobs.export(job)
    assert (after.verified, after.total) == (before.verified + 2, before.total)
    assert letter.text in after.content.decode()
    assert "=Hand, geschrieben in zwei Zeilen" in after.content.decode()
    assert third.source in after.content.decode(), "what was rejected stays as it was"

    evidence = service.jobs.export(job, "jsonl").content.decode()
    lines = evidence.splitlines(keepends=True)
    assert broken_line(evidence) is None
    assert broken_line("".join([*lines[:2], *lines[3:]])) == 3
    rows = {row["unit"]: row for row in map(json.loads, lines)}
    resolutions = {unit: row["resolution"] for unit, row in rows.items() if row["resolution"]}
    assert {unit: (r["action"], r["reviewer"], r["value"]) for unit, r in resolutions.items()} == {
        first.item.unit_id: ("chosen", "ann", letter.text),
        other.item.unit_id: ("rewritten", "bob", "=Hand, geschrieben in zwei Zeilen"),
        third.item.unit_id: ("rejected", "ann", None),
    }
    assert resolutions[first.item.unit_id]["display_order"] == [names.split(", ") for _, names in decided.members]

    table = {row["unit"]: row for row in csv.DictReader(io.StringIO(service.jobs.export(job, "csv").content.decode()))}
    assert [(table[v.item.unit_id]["verification"], table[v.item.unit_id]["value"]) for v in (first, other, third)] == [
        ("human-accepted", letter.text),
        ("human-edited", "'=Hand, geschrieben in zwei Zeilen"),
        ("unverified", ""),
    ]
    assert table[third.item.unit_id]["reason"] == "neither is right"


def test_a_field_decided_by_a_person_is_typed_and_delivered(service: Service, queue: Queue, fast: Path) -> None:
    job = submit(service, fast, "invoice.txt")
    numbers: dict[str, Any] = {}
    while (view := queue.next("ann", job)) is not None:
        assert view.field is not None
        if "number" not in view.field.kind:
            queue.reject(view, view.reject_reasons[0], "minor")
            continue
        with pytest.raises(UsageError):
            queue.edit(view, "about a dozen")
        queue.edit(view, "12.5")
        numbers[view.field.path] = 12.5
    assert numbers
    rows = map(json.loads, service.jobs.export(job, "jsonl").content.decode().splitlines())
    assert {row["path"]: row["value"] for row in rows if row["verification"] == "human-edited"} == numbers
    assert "12.5" in service.jobs.export(job).content.decode()


def test_deleting_leaves_a_line_in_the_audit_and_nothing_else(
    service: Service,
    queue: Queue,
    fast: Path,
    home: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone, kept = submit(service, fast, "manual.md"), submit(service, fast, "order_confirmation.txt")
    insisted(queue, _taken(queue.next("ann", gone)), "Handgeschriebener Satz.")
    planted = ("Never open the housing", "Handgeschriebener", gone)
    service.close()
    assert {word for word in planted if word.encode() in _bytes(home)} == set(planted)

    monkeypatch.setenv("CONSENSUS_HOME", str(home))
    assert main(["jobs", "delete", gone, "--yes"]) == 0
    assert gone in capsys.readouterr().out
    assert {word for word in planted if word.encode() in _bytes(home)} == {gone}, "the id, in the audit"

    after = build(Settings.read(environment))
    try:
        store = after.outside.store
        assert [report.id for report in after.outside.store.job_lines()] == [kept]
        assert {item.job_id for item in store.items()} <= {kept}
        assert [event.action for event in store.events(gone)] == ["delete-job"]
        with pytest.raises(NotFoundError):
            after.jobs.export(gone)
        assert after.jobs.export(kept).total > 0
    finally:
        after.close()


def _bytes(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_document_without_words_is_delivered_as_it_was(service: Service, fast: Path, tmp_path: Path) -> None:
    (tmp_path / "numbers.txt").write_text("1" * 400_000 + "\n", "utf-8")
    request = SubmitRequest((tmp_path / "numbers.txt",), str(fast), "en", "de", None, "recorded")
    exported = service.jobs.export(asyncio.run(service.jobs.submit(request))[0].id)
    assert exported.content.decode() == "1" * 400_000 + "\n"
    assert "verified" not in exported.notice, "nobody has verified anything"
