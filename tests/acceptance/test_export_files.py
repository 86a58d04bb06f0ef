"""Where exports may be written: again after each review, never over what an export did not write."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import consensus as product
from consensus.errors import UsageError

EXAMPLES = Path(product.__file__).parent / "examples"


@pytest.fixture
def job(consensus: Callable[..., Any], tmp_path: Path) -> str:
    (tmp_path / "manual.md").write_bytes((EXAMPLES / "manual.md").read_bytes())
    return _submitted(consensus)


def _submitted(consensus: Callable[..., Any], name: str = "manual.md") -> str:
    ran = consensus(
        "submit", name, "--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded", "--json"
    )
    return str(ran.json["jobs"][0]["id"])


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


def test_the_export_of_another_job_is_kept(consensus: Callable[..., Any], job: str, tmp_path: Path) -> None:
    other = _submitted(consensus)
    assert consensus("export", job, "--format", "jsonl", "-o", "a.jsonl").code == 0
    ran = consensus("export", other, "--format", "jsonl", "-o", "a.jsonl")
    assert (ran.code, job in ran.err, other in (tmp_path / "a.jsonl").read_text("utf-8")) == (2, True, False)


@pytest.mark.parametrize("name", ["link.md", "hard.md", "sub/../manual.md"])
def test_the_document_itself_under_any_name(name: str, consensus: Callable[..., Any], job: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.md").symlink_to("manual.md")
    os.link(tmp_path / "manual.md", tmp_path / "hard.md")
    before = (tmp_path / "manual.md").read_bytes()
    ran = consensus("export", job, "-o", name)
    assert (ran.code, len(ran.err.splitlines()), "the document itself" in ran.err) == (2, 1, True), ran.err
    assert (tmp_path / "manual.md").read_bytes() == before


def test_the_document_itself_after_an_export_that_is_the_same(
    consensus: Callable[..., Any], home: Path, job: str, tmp_path: Path
) -> None:
    with product.open(home) as verifier:
        (tmp_path / "moved").mkdir()
        os.rename(tmp_path / "manual.md", tmp_path / "moved" / "manual.md")
        with pytest.raises(UsageError, match="the document itself"):
            verifier.export(job, tmp_path / "moved" / "manual.md")


def test_python_overwrites_nothing_either(home: Path, job: str, tmp_path: Path) -> None:
    with product.open(home) as verifier:
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


@pytest.mark.parametrize(
    ("name", "said"), [("sub", "folder"), ("none/a.md", "Make"), ("manual.md/a.md", "cannot write")]
)
def test_places_where_no_file_can_be(
    name: str, said: str, consensus: Callable[..., Any], job: str, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "manual.de.md").write_text("mine")
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


def test_the_demo_runs_again_and_keeps_what_people_put_in_its_folder(consensus: Callable[..., Any], home: Path) -> None:
    assert consensus("demo", "--panel", "recorded").code == 0
    kept = home / "demo" / "invoice.json"
    assert consensus("demo", "--panel", "recorded").code == 0
    assert not (home / "demo-2").exists()
    kept.write_text("mine")
    assert consensus("demo", "--panel", "recorded").code == 0
    assert (kept.read_text(), (home / "demo-2" / "invoice.json").exists()) == ("mine", True)
