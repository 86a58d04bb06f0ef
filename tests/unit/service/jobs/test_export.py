"""Which jobs are meant by words, what their exports are called in a folder, and several of them in one table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Field, Outcome, Task, Verdict
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import UsageError
from consensus.service.jobs.export import file_name, names_in_folder, select_jobs, table
from consensus.settings import Settings
from consensus.storage.store import SqlStore


@pytest.fixture
def hand_in(store: SqlStore, keep: Any) -> Any:
    """Stores a job: id, document's name, and its path and state where they matter."""
    like = keep(store, "eeee", [])

    def handed_in(name: str, document: str, path: str = "", state: str = "done") -> JobRecord:
        job = replace(like, id=name, document=replace(like.document, name=document), path=path or document)
        store.create_job(replace(job, state="running", ended_at=None), [])
        if state != "running":
            store.end_job(name, state, "2026-05-01T11:00:00+00:00")
        return store.job(name)

    return handed_in


@pytest.fixture
def jobs(store: SqlStore, hand_in: Any) -> SqlStore:
    hand_in("abc1", "bill.txt", "in/2024/bill.txt")
    hand_in("abd2", "letter.md", "in/2025/letter.md")
    hand_in("cde3", "Menü.txt", "in/2025/Menü.txt")
    hand_in("def4", "late.md", "in/2025/late.md", "running")
    return store


def meant(store: SqlStore, *words: str) -> tuple[list[str], list[str]]:
    found = select_jobs(store, words)
    return [job.id for job in found.jobs], [job.id for job in found.running]


@pytest.mark.parametrize(
    ("words", "ended", "running"),
    [
        (["abc1"], ["abc1"], []),
        (["abd"], ["abd2"], []),
        (["bill.txt"], ["abc1"], []),
        (["in/2024/bill.txt"], ["abc1"], []),
        (["in/*/*.txt"], ["abc1", "cde3"], []),
        (["2025/*.md"], ["abd2"], ["def4"]),
        (["Menu\u0308.txt"], ["cde3"], []),
        (["Menu\u0308.*"], ["cde3"], []),
        (["abd2", "letter.md", "*.md"], ["abd2"], ["def4"]),
        (["all"], ["abc1", "abd2", "cde3", "eeee"], ["def4"]),
        (["def4"], ["def4"], []),
        (["def4", "*.md"], ["abd2", "def4"], []),
    ],
    ids=lambda words: " ".join(words) or "none",
)
def test_which_jobs_are_meant(jobs: SqlStore, words: list[str], ended: list[str], running: list[str]) -> None:
    found = meant(jobs, *words)
    assert (sorted(found[0]), sorted(found[1])) == (ended, running)
    assert len(found[0]) == len(set(found[0])), "each once"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["abd2", "nothing.txt"], "no job is meant by this"),
        (["bd2"], "no job is meant by this"),
        (["ABC1"], "no job is meant by this"),
        (["."], "no job is meant by this"),
        (["ab"], "several are meant: "),
        (["late.md"], "none of these jobs has ended"),
    ],
    ids=lambda words: " ".join(words),
)
def test_words_that_cannot_be_followed(jobs: SqlStore, words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        select_jobs(jobs, words)
    assert said in str(refused.value)
    assert refused.value.where == words[-1]


def test_a_word_that_is_an_id_and_a_name(store: SqlStore, hand_in: Any) -> None:
    hand_in("2024aa", "bill.txt")
    hand_in("bb11", "2024")
    with pytest.raises(UsageError, match="several are meant: 2024aa, bb11"):
        select_jobs(store, ["2024"])
    assert meant(store, "[2]024") == (["bb11"], [])
    assert meant(store, "2024a") == (["2024aa"], [])


def test_a_store_without_jobs_says_so(store: SqlStore) -> None:
    with pytest.raises(UsageError, match="there are no jobs"):
        select_jobs(store, ["all"])


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "to", "form", "name"),
    [
        ("in/manual.md", "de", "source", "manual.de.md"),
        ("invoice.txt", None, "source", "invoice.json"),
        ("invoice.txt", "", "source", "invoice.json"),
        ("invoice.txt", None, "evidence", "invoice.evidence.json"),
        ("manual.md", "de", "jsonl", "manual.evidence.jsonl"),
        ("manual.md", "de", "html", "manual.report.html"),
        ("manual.md", "de", "csv", "manual.csv"),
    ],
)
def test_what_an_export_is_called(document: str, to: str | None, form: str, name: str) -> None:
    assert file_name(document, to, form) == name


@pytest.mark.parametrize(
    ("letter", "given", "kept"), [("a", 200, 200), ("a", 201, 200), ("ü", 100, 100), ("ü", 101, 100), ("水", 99, 66)]
)
def test_a_long_name_is_cut_to_the_bytes_that_file_systems_take(letter: str, given: int, kept: int) -> None:
    assert file_name(f"{letter * given}.txt", "de", "source") == f"{letter * kept}.de.txt"


def test_names_that_would_be_one_file_have_their_ids(hand_in: Any) -> None:
    documents = ["a/bill.txt", "b/Bill.txt", "letter.txt", "Menü.txt", "Menu\u0308.txt"]
    jobs = [hand_in(f"ab{at}", name) for at, name in enumerate(documents)]
    assert names_in_folder(jobs, "source") == [
        "bill.de.ab0.txt", "Bill.de.ab1.txt", "letter.de.txt", "Menü.de.ab3.txt", "Menu\u0308.de.ab4.txt"
    ]  # fmt: skip


# --- several in one --------------------------------------------------------------------------------------------------


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


def test_one_row_a_job_and_the_certificate_of_each(service: bootstrap.Service, keep: Any) -> None:
    for name, outcome in (("job1", Outcome.ACCEPTED), ("job2", Outcome.REVIEW)):
        value = 12 if outcome is Outcome.ACCEPTED else None
        verdict = Verdict("total", outcome, "unanimous", ("r",), value, 12, "m0")
        cell = UnitRecord(Field("total", 0, "total", "total", {"type": "number"}), verdict=verdict)
        keep(service.outside.store, name, [cell], task=Task.EXTRACT)
    found = table(service.jobs, ["job1", "job2"])
    rows = list(csv.DictReader(io.StringIO(found.content.decode())))
    assert [(row["job"], row["total"], row["not verified"]) for row in rows] == [
        ("job1", "12", ""), ("job2", "", "total")
    ]  # fmt: skip
    assert (found.verified, found.total) == (1, 2)
    assert [line.partition(":")[0] for line in found.notice.splitlines()] == ["job1", "job2"]
    assert [job["job"] for job in json.loads(found.beside)["jobs"]] == ["job1", "job2"]
