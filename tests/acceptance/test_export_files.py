"""Where exports may be written: again after each review, never over what an export did not write."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import consensus as product
from consensus.cli.main import main
from consensus.errors import UsageError


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


EXAMPLES = Path(product.__file__).parent / "examples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with a home and documents that were handed in, copied for every test; ids by the name of the document.

    ``a/invoice.txt`` and ``b/invoice.txt`` are two documents of one name.
    """
    folder = tmp_path_factory.mktemp("made")
    names = {"manual.md": "manual.md", "a/invoice.txt": "invoice.txt", "b/invoice.txt": "invoice.txt"}
    names["order_confirmation.txt"] = "order_confirmation.txt"
    ids = {}
    with product.open(folder / "home") as verifier:
        for name, example in names.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            shutil.copy(EXAMPLES / example, path)
            more: dict[str, Any] = {"policy": "translation", "source": "en", "to": "de"}
            if example != "manual.md":
                schema = (EXAMPLES / example).with_suffix(".schema.json").read_text("utf-8")
                more = {"policy": "extraction", "source": "en", "schema": json.loads(schema)}
            ids[name] = verifier.submit(path, panel="recorded", **more).id
    return folder, ids


@pytest.fixture
def ids(made: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CONSENSUS_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    # The jobs know where their documents lay; here they lie in this folder.
    with closing(sqlite3.connect(tmp_path / "home" / "consensus.sqlite")) as database, database:
        database.execute("UPDATE jobs SET path = replace(path, ?, ?)", (str(made[0]), str(tmp_path)))
    return made[1]


@pytest.fixture
def job(ids: dict[str, str]) -> str:
    return ids["manual.md"]


@pytest.fixture
def consensus(ids: dict[str, str], capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    def run(*args: str | Path) -> Ran:
        capfdbinary.readouterr()
        code = main([str(arg) for arg in args])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


def test_exporting_again_needs_no_force_until_somebody_touched_the_file(
    consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    for form, name in (("source", "a.md"), ("jsonl", "a.jsonl"), ("csv", "a.csv")):
        command = ("export", job[:6], "--format", form, "-o", name)
        path = tmp_path / name
        assert consensus(*command).code == 0
        assert consensus(*command).code == 0, "it is as the export left it"
        path.write_bytes(path.read_bytes() + b"my note\n")
        ran = consensus(*command)
        assert (ran.code, "was changed since it was exported" in ran.err, "--force" in ran.err) == (2, True, True)
        assert path.read_bytes().endswith(b"my note\n")
        assert consensus(*command, "--force").code == 0
        assert consensus(*command).code == 0


def test_the_same_bytes_elsewhere_are_somebody_elses(consensus: Callable[..., Any], job: str, tmp_path: Path) -> None:
    assert consensus("export", job, "-o", "a.md").code == 0
    (tmp_path / "b.md").write_bytes((tmp_path / "a.md").read_bytes())
    ran = consensus("export", job, "-o", "b.md")
    assert (ran.code, "no export wrote it" in ran.err) == (2, True)


def test_the_export_of_another_job_is_kept(
    consensus: Callable[..., Any], job: str, ids: dict[str, str], tmp_path: Path
) -> None:
    other = ids["a/invoice.txt"]
    assert consensus("export", job, "--format", "jsonl", "-o", "a.jsonl").code == 0
    ran = consensus("export", other, "--format", "jsonl", "-o", "a.jsonl")
    assert (ran.code, job in ran.err, other in (tmp_path / "a.jsonl").read_text("utf-8")) == (2, True, False)


@pytest.mark.parametrize("name", ["link.md", "hard.md", "a/../manual.md"])
def test_the_document_itself_under_any_name(name: str, consensus: Callable[..., Any], job: str, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("manual.md")
    os.link(tmp_path / "manual.md", tmp_path / "hard.md")
    before = (tmp_path / "manual.md").read_bytes()
    ran = consensus("export", job, "-o", name)
    assert (ran.code, len(ran.err.splitlines()), "the document itself" in ran.err) == (2, 1, True), ran.err
    assert (tmp_path / "manual.md").read_bytes() == before


def test_the_document_itself_after_an_export_that_is_the_same(
    consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    with product.open() as verifier:
        (tmp_path / "moved").mkdir()
        os.rename(tmp_path / "manual.md", tmp_path / "moved" / "manual.md")
        with pytest.raises(UsageError, match="the document itself"):
            verifier.export(job, tmp_path / "moved" / "manual.md")


def test_python_overwrites_nothing_either(job: str, tmp_path: Path) -> None:
    with product.open() as verifier:
        path = tmp_path / "mine.txt"
        path.write_text("mine")
        for form in ("source", "jsonl", "csv"):
            with pytest.raises(UsageError, match="force=True"):
                verifier.export(job, path, form=form)
        beside = tmp_path / "new.md.certificate.json"
        beside.write_text("mine")
        with pytest.raises(UsageError, match=r"certificate\.json"):
            verifier.export(job, tmp_path / "new.md")
        assert (path.read_text(), beside.read_text(), (tmp_path / "new.md").exists()) == ("mine", "mine", False)
        verifier.export(job, path, force=True)
        verifier.export(job, path)


@pytest.mark.parametrize(("name", "said"), [("none/a.md", "Make"), ("manual.md/a.md", "cannot write")])
def test_places_where_no_file_can_be(
    name: str, said: str, consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    ran = consensus("export", job, "-o", name)
    assert (ran.code, len(ran.err.splitlines()), said in ran.err) == (2, 1, True), ran.err


@pytest.mark.parametrize("output", ["-", "/dev/stdout", "/dev/fd/1"])
def test_standard_output_by_its_names(output: str, consensus: Callable[..., Any], job: str, tmp_path: Path) -> None:
    plain = consensus("export", job, "--format", "csv").out
    assert consensus("export", job, "--format", "csv", "-o", output).out == plain
    assert not (tmp_path / "-").exists()


def test_decisions_of_an_evaluation_overwrite_nothing_by_themselves(
    consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    assert consensus("record", job, "-o", "answers.jsonl").code == 0
    assert consensus("record", job, "-o", "answers.jsonl").code == 0, "it is as the command left it"
    before = (tmp_path / "answers.jsonl").read_bytes()
    command = (
        "evaluate",
        "answers.jsonl",
        "--policy",
        "translation",
        "--semantic",
        "off",
        "--decisions",
        "answers.jsonl",
    )
    ran = consensus(*command)
    assert (ran.code, "--force" in ran.err, (tmp_path / "answers.jsonl").read_bytes() == before) == (2, True, True)
    assert consensus(*command[:-1], "out.jsonl").code == 0
    assert consensus(*command[:-1], "out.jsonl").code == 2
    assert consensus(*command[:-1], "out.jsonl", "--force").code == 0


def test_the_demo_runs_again_and_keeps_what_people_put_in_its_folder(
    consensus: Callable[..., Any], tmp_path: Path
) -> None:
    assert consensus("demo", "--panel", "recorded").code == 0
    home = tmp_path / "home"
    kept = home / "demo" / "recorded" / "invoice.json"
    assert consensus("demo", "--panel", "recorded").code == 0
    assert not (home / "demo" / "recorded-2").exists()
    kept.write_text("mine")
    assert consensus("demo", "--panel", "recorded").code == 0
    assert (kept.read_text(), (home / "demo" / "recorded-2" / "invoice.json").exists()) == ("mine", True)


# --- several jobs ----------------------------------------------------------------------------------------------------


def test_one_table_of_several_documents(consensus: Callable[..., Any], ids: dict[str, str], tmp_path: Path) -> None:
    assert consensus("export", "--jobs", "*.txt", "--format", "csv", "-o", "all.csv").code == 0
    text = (tmp_path / "all.csv").read_bytes().decode("utf-8")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    found = [dict(zip(head, row, strict=True)) for row in rows]
    names = ("a/invoice.txt", "b/invoice.txt", "order_confirmation.txt")
    assert [one["job"] for one in found] == [ids[name] for name in names], "in the order handed in; one name, two jobs"
    invoice, _, order = found
    assert len(set(head)) == len(head)
    assert (invoice["invoice_number"], invoice["line_items[0].article"]) == ("BT-2025-0117", "CH-210")
    assert (invoice["order_number"], order["invoice_number"]) == ("", ""), "columns of all documents together"
    assert (int(invoice["units"]), int(invoice["verified"])) == (23, 19)
    left = invoice["not verified"].split("; ")
    assert len(left) == 4
    assert {invoice[path] for path in left} == {""}, "what is not verified has no value"
    assert invoice["certificate"] == "not certified"
    ran = consensus("verify-export", "all.csv")
    assert (ran.code, "54 units, and nothing in it contradicts the rest" in ran.out) == (0, True), ran.out
    told = tmp_path / "all.csv.certificate.json"
    jobs = json.loads(told.read_text("utf-8"))
    jobs["jobs"][0]["verification"]["auto"] += 1
    told.write_text(json.dumps(jobs), "utf-8")
    assert consensus("verify-export", "all.csv").code == 2
    told.unlink()


def test_a_table_may_grow_and_may_not_shrink_without_a_word(consensus: Callable[..., Any], tmp_path: Path) -> None:
    command = ("export", "--format", "csv", "-o", "all.csv", "--jobs")
    assert consensus(*command, "a/*.txt").code == 0
    assert consensus(*command, "all").code == 0
    ran = consensus(*command, "a/*.txt")
    assert (ran.code, "another job" in ran.err) == (2, True)


def test_a_folder_holds_a_file_for_each_job(consensus: Callable[..., Any], ids: dict[str, str], tmp_path: Path) -> None:
    for form, end in (("source", "json"), ("jsonl", "evidence.jsonl"), ("html", "report.html"), ("csv", "csv")):
        for _ in range(2):  # again after the next review
            ran = consensus("export", "--jobs", "all", "--format", form, "-o", f"{form}/")
            assert ran.code == 0, ran.err
        written = {path.name for path in (tmp_path / form).iterdir() if not path.name.endswith("certificate.json")}
        stem, _, suffix = f"invoice.{end}".rpartition(".")
        clashing = {f"{stem}.{ids[name]}.{suffix}" for name in ("a/invoice.txt", "b/invoice.txt")}
        translated = "manual.de.md" if form == "source" else f"manual.{end}"
        assert written == {*clashing, translated, f"order_confirmation.{end}"}
        for name in sorted(written):
            assert consensus("verify-export", f"{form}/{name}").code == 0


def test_nothing_is_written_when_one_file_may_not_be(consensus: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "order_confirmation.json").write_text("mine")
    ran = consensus("export", "--jobs", "all", "-o", "out")
    assert (ran.code, "order_confirmation.json" in ran.err) == (2, True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["order_confirmation.json"]
    assert consensus("export", "--jobs", "all", "-o", "out", "--force").code == 0


def test_a_folder_of_documents_keeps_them_even_with_force(
    consensus: Callable[..., Any], ids: dict[str, str], tmp_path: Path
) -> None:
    os.rename(tmp_path / "manual.md", tmp_path / "manual.de.md")
    with closing(sqlite3.connect(tmp_path / "home" / "consensus.sqlite")) as database, database:
        moved = str(tmp_path / "manual.de.md")
        database.execute("UPDATE jobs SET path = ? WHERE id = ?", (moved, ids["manual.md"]))
    before = (tmp_path / "manual.de.md").read_bytes()
    ran = consensus("export", "--jobs", "manual.md", "-o", "./", "--force")
    assert (ran.code, "a document itself" in ran.err) == (2, True), ran.err
    assert (tmp_path / "manual.de.md").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--jobs", "nothing*"), "no job is meant"),
        (("--jobs", "*.md", "none.txt"), "none.txt"),
        (("--jobs", ""), "no job is meant"),
        (("--jobs", "all", "--format", "jsonl"), "/"),
        (("--jobs", "all", "-o", "one.txt"), "one.txt/"),
        ((), "name a job"),
        (("JOB", "--jobs", "all"), "both"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_meant(words: tuple[str, ...], said: str, consensus: Callable[..., Any]) -> None:
    ran = consensus("export", *words)
    assert (ran.code, ran.out, len(ran.err.splitlines()), said in ran.err) == (2, "", 1, True), ran.err


def test_a_job_at_work_is_left_out_of_a_glob_and_refused_by_its_id(
    consensus: Callable[..., Any], ids: dict[str, str], tmp_path: Path
) -> None:
    at_work = ids["a/invoice.txt"]
    with closing(sqlite3.connect(tmp_path / "home" / "consensus.sqlite")) as database, database:
        database.execute("UPDATE jobs SET state = 'running' WHERE id = ?", (at_work,))
    ran = consensus("export", "--jobs", "*.txt", "--format", "csv")
    assert (ran.code, f"has not ended: job {at_work}" in ran.err, at_work in ran.out) == (0, True, False)
    assert consensus("export", "--jobs", at_work[:7], "--format", "csv").code == 2
    assert consensus("export", "--jobs", "a/*", "--format", "csv").code == 2
