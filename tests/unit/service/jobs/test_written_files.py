"""Which files an export may replace without being told to: those that are still as an export of that job left them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consensus.domain.job import JobRecord
from consensus.errors import NotFoundError, UsageError
from consensus.service.jobs.written_files import WrittenFiles, is_source
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock


@pytest.fixture
def files(store: SqlStore, keep: Any) -> WrittenFiles:
    keep(store, "job1", [])
    keep(store, "job2", [])
    return WrittenFiles(store, FixedClock())


def refused(files: WrittenFiles, path: Path, *jobs: str, **more: bool) -> str:
    """Why a file must not be replaced, or "" where it may be."""
    try:
        files.refuse_overwriting([path], jobs or ("job1",), **more)
    except UsageError as error:
        return error.what
    return ""


def test_a_file_that_is_not_there_may_be_written(files: WrittenFiles, tmp_path: Path) -> None:
    assert refused(files, tmp_path / "out.md") == ""


def test_a_file_that_no_export_wrote_stays(files: WrittenFiles, tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("A year's work.")
    assert refused(files, tmp_path / "out.md") == "this file is there already, and no export wrote it."
    with pytest.raises(UsageError, match="no export wrote it") as stopped:
        files.write({tmp_path / "new.md": b"x", tmp_path / "out.md": b"x"}, ["job1"])
    assert (stopped.value.where, "--force" in stopped.value.do) == (str(tmp_path / "out.md"), True)
    assert (tmp_path / "out.md").read_text() == "A year's work."
    assert not (tmp_path / "new.md").exists(), "all or none"
    files.write({tmp_path / "out.md": b"x"}, ["job1"], force=True)
    assert (tmp_path / "out.md").read_bytes() == b"x"


def test_an_export_replaces_its_own_until_somebody_changes_it(files: WrittenFiles, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    files.write({out: b"first"}, ["job1"])
    files.write({out: b"second"}, ["job"[:3] + "1"])
    assert (out.read_bytes(), refused(files, out)) == (b"second", "")
    out.write_bytes(b"second, mended")
    assert refused(files, out) == "this file was changed since it was exported."
    assert refused(files, out, any_job=True) == "this file was changed since it was exported."
    assert refused(files, out, force=True) == ""
    out.write_bytes(b"first")
    assert refused(files, out) == "", "as an earlier export left it"


def test_the_export_of_another_job_stays(files: WrittenFiles, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    files.write({out: b"of both"}, ["job2", "job1"])
    assert refused(files, out, "job1") == "this file holds the export of another job (job1, job2)."
    assert refused(files, out, "job1", "job2") == ""
    assert refused(files, out, "job1", any_job=True) == ""
    files.write({out: b"of one"}, ["job1"], any_job=True)
    assert refused(files, out, "job1") == ""
    assert refused(files, out, "job1", "job2") == "", "what is in it is in the new one"
    assert refused(files, out, "job2") == "this file holds the export of another job (job1)."


def test_the_same_bytes_of_two_jobs_belong_to_either(files: WrittenFiles, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    files.write({out: b"same"}, ["job1"])
    files.write({out: b"same"}, ["job2"], any_job=True)
    assert (refused(files, out, "job1"), refused(files, out, "job2")) == ("", "")


def test_a_link_is_the_file_that_it_leads_to(files: WrittenFiles, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("A year's work.")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert "no export wrote it" in refused(files, tmp_path / "link.md")


def test_a_job_that_is_not_there_is_said_before_anything_is_replaced(files: WrittenFiles, tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text("x")
    with pytest.raises(NotFoundError):
        files.refuse_overwriting([tmp_path / "out.md"], ["nobody"])


def test_streams_hold_nothing_that_could_be_lost(files: WrittenFiles, store: SqlStore) -> None:
    files.refuse_overwriting([Path(os.devnull)], ["job1"])
    files.write({Path(os.devnull): b"x"}, ["job1"])


# --- the document itself ---------------------------------------------------------------------------------------------


@pytest.fixture
def of_document(store: SqlStore, keep: Any, tmp_path: Path) -> Callable[..., JobRecord]:
    """A job of in/page.txt, which holds "Text."; more: of its document."""

    def made(**more: Any) -> JobRecord:
        (tmp_path / "in").mkdir(exist_ok=True)
        path = tmp_path / "in" / "page.txt"
        path.write_text("Text.", "utf-8")
        job = keep(store, "job9", [], text="Text.")
        return replace(job, path=str(path), document=replace(job.document, **more))

    return made


def test_the_document_by_its_path_and_by_a_link(of_document: Callable[..., JobRecord], tmp_path: Path) -> None:
    job = of_document()
    hard = tmp_path / "other.txt"
    os.link(job.path, hard)
    assert (is_source(Path(job.path), job), is_source(hard, job)) == (True, True)
    Path(job.path).write_text("Changed since it was handed in.")
    assert is_source(Path(job.path), job), "the same file, whatever is in it now"


@pytest.mark.parametrize(
    ("name", "content", "bom", "source"),
    [
        ("page.txt", b"Text.", False, True),
        ("page.txt", b"Text!", False, False),
        ("page.md", b"Text.", False, False),
        ("page.txt", b"\xef\xbb\xbfText.", True, True),
        ("page.txt", b"Text.", True, False),
        ("page.txt", None, False, False),
    ],
    ids=["moved", "other words", "another name", "with its mark", "without its mark", "not there"],
)
@pytest.mark.parametrize("gone", [True, False])
def test_a_document_that_was_moved(
    of_document: Callable[..., JobRecord],
    tmp_path: Path,
    name: str,
    content: bytes | None,
    bom: bool,
    source: bool,
    gone: bool,
) -> None:
    job = of_document(bom=bom)
    if gone:
        Path(job.path).unlink()
    place = tmp_path / name
    if content is not None:
        place.write_bytes(content)
    assert is_source(place, job) is source


def test_the_document_is_never_replaced_without_force(files: WrittenFiles, store: SqlStore, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(store.job("job1").document.text, "utf-8")
    assert refused(files, page, "job1", "job2") == "this is the document itself."
    assert refused(files, page, "job2") == "this file is there already, and no export wrote it."
    assert refused(files, page, "job1", any_job=True) == "this is the document itself."
