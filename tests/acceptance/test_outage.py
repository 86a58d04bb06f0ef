"""What goes wrong around a job, as its user meets it: options that cannot be followed, files in the way, an outage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(str(files("consensus"))) / "examples"
RECORDED = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded")
BESIDE = (
    ("--panel", "a,b"),
    ("--panel", ""),
    ("--policy", "translation"),
    ("--from", "en"),
    ("--to", "fr"),
    ("--schema", "s.json"),
    ("--data-class", "any"),
    ("--risk", "high"),
    ("--latency", "batch"),
    ("manual.md",),
)


@pytest.fixture
def job(consensus: Callable[..., Any], tmp_path: Path) -> str:
    (tmp_path / "manual.md").write_bytes((EXAMPLES / "manual.md").read_bytes())
    return str(consensus("submit", "manual.md", *RECORDED, "--json").json["jobs"][0]["id"])


@pytest.mark.parametrize("words", BESIDE, ids="".join)
def test_nothing_named_beside_resume_is_dropped_silently(words: tuple[str, ...], consensus: Callable[..., Any]) -> None:
    ran = consensus("submit", *words, "--resume", "385d86768639")
    named = words[0] if words[0].startswith("--") else "PATH"
    assert (ran.code, len(ran.err.splitlines()), f"takes no {named}." in ran.err) == (2, 1, True), ran.err
    assert "without --resume 385d86768639" in ran.err


def test_resume_alone_goes_on(consensus: Callable[..., Any], job: str) -> None:
    assert consensus("submit", "--resume", job).code == 0


@pytest.mark.parametrize("form", ["source", "jsonl", "csv"])
def test_an_export_overwrites_nothing_by_itself(
    form: str, consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    command = ("export", job, "--format", form, "-o", "manual.md")
    before = (tmp_path / "manual.md").read_bytes()
    ran = consensus(*command)
    assert (ran.code, len(ran.err.splitlines()), "--force" in ran.err, "manual.md" in ran.err) == (2, 1, True, True)
    assert (tmp_path / "manual.md").read_bytes() == before
    assert not (tmp_path / "manual.md.certificate.json").exists()
    assert consensus(*command, "--force").code == 0
    assert (tmp_path / "manual.md").read_bytes() != before


def test_nor_does_it_overwrite_what_stands_where_its_certificate_would(
    consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    beside = tmp_path / "new.md.certificate.json"
    beside.write_text("mine")
    ran = consensus("export", job, "-o", "new.md")
    assert (ran.code, beside.name in ran.err, beside.read_text()) == (2, True, "mine")
    assert not (tmp_path / "new.md").exists()


def test_recorded_answers_overwrite_nothing_by_themselves(
    consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    before = (tmp_path / "manual.md").read_bytes()
    ran = consensus("record", job, "-o", "manual.md")
    assert (ran.code, "--force" in ran.err, (tmp_path / "manual.md").read_bytes()) == (2, True, before)
    assert consensus("record", job, "-o", "manual.md", "--force").code == 0


def test_a_device_is_no_file_to_be_kept(consensus: Callable[..., Any], job: str) -> None:
    assert consensus("export", job, "--format", "jsonl", "-o", "/dev/null").code == 0


def test_an_outage_is_told_once_and_is_no_work_for_a_person(
    consensus: Callable[..., Any], fast: Path, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "long.txt").write_text("\n\n".join(f"Close valve {n}." for n in range(16)), "utf-8")
    panel = "one@http://127.0.0.1:9/v1,two@http://127.0.0.1:9/v1"
    ran = consensus("submit", "long.txt", "--policy", fast, "--from", "en", "--to", "de", "--panel", panel)
    told = " ".join(ran.out.split())
    assert (ran.code, told.count("nothing listens at this address")) == (3, 1), ran.out
    assert "16 of 16 units have no answer: http://127.0.0.1:9/v1: nothing listens at this address" in told
    assert "Close valve" not in told, "nothing is said for each unit"
    assert "consensus review" not in told
    with closing(sqlite3.connect(home / "consensus.sqlite")) as database:
        ((job, items),) = database.execute("SELECT id, (SELECT count(*) FROM items) FROM jobs").fetchall()
    assert (items, told.count(f"Ask again: consensus submit --resume {job}")) == (0, 1)
    status = consensus("status", job, "--json").json["jobs"][0]
    assert (status["unanswered"]["units"], job in status["unanswered"]["do"]) == (16, True)
