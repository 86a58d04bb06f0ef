"""Several jobs as one table or one archive: what is in them, under which names, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from consensus import bootstrap
from consensus.domain import Field, Task
from consensus.domain.job import UnitRecord
from consensus.errors import NotFoundError, TooLargeError, UsageError
from consensus.service.jobs import take_away as module
from consensus.service.jobs.take_away import MOST_JOBS, Together, archive_names, ended, take_away
from consensus.settings import Settings

Keep = Callable[..., Any]
Unit = Callable[..., UnitRecord]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="sue"))
    yield opened
    opened.close()


def fielded(record: UnitRecord, path: str) -> UnitRecord:
    return replace(record, unit=Field(record.unit.id, 0, path, path, {"type": "number"}))


@pytest.fixture
def translations(service: bootstrap.Service, keep: Keep, decided: Unit) -> list[str]:
    """Two of one name; of the first a unit waits for a person."""
    keep(
        service.outside.store,
        "job1",
        [decided("a", 1.0), decided("b", 1.0, "split", index=1)],
        text="Text a.\n\nText b.",
    )
    keep(service.outside.store, "job2", [decided("a", 1.0)], text="Text a.")
    return ["job1", "job2"]


@pytest.fixture
def extractions(service: bootstrap.Service, keep: Keep, decided: Unit) -> list[str]:
    for name in ("bill1", "bill2"):
        keep(service.outside.store, name, [fielded(decided("a", 1.0), "total")], task=Task.EXTRACT)
    return ["bill1", "bill2"]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def test_translations_are_a_row_a_unit(service: bootstrap.Service, translations: list[str]) -> None:
    head, *rows = rows_of(take_away(service.jobs, translations, Together.CSV, "sue"))
    assert head == ["document", "job", "unit", "source or path", "value", "verdict", "verification", "reason"]
    assert [row[1:7] for row in rows] == [
        ["job1", "1", "Text a.", "Wort a.", "accepted", "auto"],
        ["job1", "2", "Text b.", "", "review", "unverified"],
        ["job2", "1", "Text a.", "Wort a.", "accepted", "auto"],
    ]


def test_the_same_as_a_workbook(service: bootstrap.Service, translations: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(take_away(service.jobs, translations, Together.XLSX, "sue")))
    rows = [list(row) for row in book["Units"].iter_rows(values_only=True)]
    assert rows[1][1:7] == ["job1", 1, "Text a.", "Wort a.", "accepted", "auto"]
    assert rows[2][4] is None
    assert book["Units"].cell(3, 5).fill.fgColor.rgb == "FFFFF2A8", "what is not verified is yellow"


def test_no_cell_is_run_by_a_spreadsheet(service: bootstrap.Service, keep: Keep, decided: Unit) -> None:
    record = decided("a", 1.0)
    evil = replace(record, unit=replace(record.unit, text="=1+1"))
    keep(service.outside.store, "job1", [evil], text="=1+1")
    assert rows_of(take_away(service.jobs, ["job1"], Together.CSV, "sue"))[1][3] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(take_away(service.jobs, ["job1"], Together.XLSX, "sue")))
    assert book["Units"].cell(2, 4).data_type == "s"


def test_extractions_are_a_row_a_document(service: bootstrap.Service, extractions: list[str]) -> None:
    head, *rows = rows_of(take_away(service.jobs, extractions, Together.CSV, "sue"))
    assert [row[head.index("total")] for row in rows] == ["Wort a.", "Wort a."]
    book = openpyxl.load_workbook(io.BytesIO(take_away(service.jobs, extractions, Together.XLSX, "sue")))
    assert book.sheetnames == ["Fields"]


def test_json_has_an_object_a_job(service: bootstrap.Service, translations: list[str], extractions: list[str]) -> None:
    found = json.loads(take_away(service.jobs, [*translations, *extractions], Together.JSON, "sue"))["jobs"]
    assert [one["job"] for one in found] == ["job1", "job2", "bill1", "bill2"]
    assert [row["value"] for row in found[0]["rows"]] == ["Wort a.", None]
    assert found[2]["values"] == {"total": "Wort a."}
    assert all(one["certificate"] == "not certified" for one in found)


def test_an_archive_holds_every_file_with_its_certificate(
    service: bootstrap.Service, translations: list[str], extractions: list[str]
) -> None:
    content = take_away(service.jobs, [*translations, *extractions], Together.ARCHIVE, "sue")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(map(str.casefold, names))) == 16
        assert "verified/page.de.txt" in names
        assert "verified/page.de.job2.txt" in names, "two documents of one name"
        for name in names:
            if not name.endswith(".certificate.json"):
                told = json.loads(archive.read(f"{name}.certificate.json"))
                assert told["sha256"] == hashlib.sha256(archive.read(name)).hexdigest(), name
    assert content == take_away(service.jobs, [*translations, *extractions], Together.ARCHIVE, "sue")


def test_each_export_is_in_the_event_log_under_who_asked(service: bootstrap.Service, translations: list[str]) -> None:
    for form in Together:
        take_away(service.jobs, translations, form, "sue")
    told = [event for event in service.outside.store.events("job2") if event.action == "export"]
    assert {event.actor for event in told} == {"sue"}
    assert [event.detail.partition(",")[0] for event in told] == ["units", "units", "row", "units", "source", "jsonl"]


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["a.txt", "A.TXT"], ["a.de.txt", "A.de.j1.TXT"]),
        (["../../etc/a.txt", "a\u202e.txt"], ["a.de.txt", "a.de.j1.txt"]),
        (["a.txt", "a.de.txt.certificate.json", "b.txt"], ["a.de.txt", "a.de.txt.certificate.de.json", "b.de.txt"]),
        (["é.txt", "e\u0301.txt"], ["é.de.txt", "e\u0301.de.j1.txt"]),
    ],
)
def test_names_in_an_archive_are_safe_and_differ(a_job: Keep, names: list[str], kept: list[str]) -> None:
    jobs = []
    for number, name in enumerate(names):
        job = a_job(f"j{number}")
        jobs.append(replace(job, document=replace(job.document, name=name)))
    found = archive_names(jobs)
    assert [found[job.id, "verified"] for job in jobs] == kept


def test_a_file_is_not_named_like_what_stands_beside_another(a_job: Keep) -> None:
    jobs = []
    for number, name in enumerate(("a.json", "a.json.certificate.txt")):
        job = a_job(f"j{number}", task=Task.EXTRACT)
        jobs.append(replace(job, document=replace(job.document, name=name)))
    found = archive_names(jobs)
    assert [found[job.id, "verified"] for job in jobs] == ["a.json", "a.json.certificate.j1.json"]


def test_what_is_refused(
    service: bootstrap.Service,
    translations: list[str],
    keep: Keep,
    decided: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(service.outside.store, "runs", [decided("a", 1.0)], state="running")
    for chosen, error, words in (
        ([], UsageError, "no job is chosen"),
        (["nosuch"], NotFoundError, "no job"),
        ([*translations, "runs"], UsageError, "has not ended"),
    ):
        with pytest.raises(error, match=words):
            take_away(service.jobs, chosen, Together.ARCHIVE, "sue")
    assert not [event for event in service.outside.store.events("job1") if event.action == "export"]
    monkeypatch.setattr(module, "MOST_JOBS", 1)
    with pytest.raises(UsageError, match="2 jobs are more than the 1"):
        take_away(service.jobs, translations, Together.CSV, "sue")
    monkeypatch.setattr(module, "MOST_JOBS", MOST_JOBS)
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(TooLargeError, match="more than"):
        take_away(service.jobs, translations, Together.ARCHIVE, "sue")


def test_running_jobs_are_not_offered(service: bootstrap.Service, keep: Keep, decided: Unit) -> None:
    keep(service.outside.store, "runs", [decided("a", 1.0)], state="running")
    keep(service.outside.store, "done", [decided("a", 1.0)])
    assert [line.id for line in ended(service.outside.store.job_lines())] == ["done"]
