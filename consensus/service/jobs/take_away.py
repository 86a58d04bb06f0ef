"""Several jobs taken away at once from a screen: one table of them, or one archive with all their files."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, count
from pathlib import Path, PurePosixPath

from consensus import export
from consensus.domain import JobLine, Task
from consensus.domain.job import JobRecord, JobState
from consensus.errors import TooLargeError, UsageError
from consensus.service.jobs.export import file_name, table, workbook
from consensus.service.jobs.service import Jobs
from consensus.service.jobs.submissions import file_name as safe_name

#: Jobs that are taken away at once, and bytes of what is in an archive: it is made in memory.
MOST_JOBS = 200
MOST_BYTES = 200 * 1024 * 1024
#: The same for the same jobs.
_MADE = (2000, 1, 1, 0, 0, 0)
#: The folders of an archive: the form of what is in them.
_FOLDERS = {"verified": "source", "evidence": "jsonl"}


class Together(StrEnum):
    """How several jobs are taken away. Of extractions a table has a row a document, otherwise a row a unit."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    ARCHIVE = "zip"  #: Verified files and evidence, each with its certificate beside it.


def ended(lines: Sequence[JobLine]) -> list[JobLine]:
    """The jobs that can be taken away."""
    return [line for line in lines if line.state == JobState.DONE]


def take_away(jobs: Jobs, job_ids: Sequence[str], form: Together, actor: str) -> bytes:
    """The file. What is told in it has left this installation, as with every export; open batches are closed.

    Raises UsageError for no job, for more than ``MOST_JOBS`` and for one that has not ended, TooLargeError for an
    archive of more than ``MOST_BYTES``, NotFoundError for an unknown job; nothing is exported then of the first three.
    """
    chosen = [jobs.outside.store.job(job_id) for job_id in dict.fromkeys(job_ids)]
    _refuse(chosen)
    if form is Together.ARCHIVE:
        return _archive(jobs, chosen, actor)
    ids = [job.id for job in chosen]
    fields = all(job.document.task is Task.EXTRACT for job in chosen)
    if form is Together.JSON:
        return _json(jobs, chosen, actor)
    if fields:
        return (table if form is Together.CSV else workbook)(jobs, ids, actor).content
    rows = [row for job_id in ids for row in _unit_rows(jobs, job_id, actor)]
    if form is Together.XLSX:
        return export.to_unit_workbook(rows)
    return export.to_unit_table(rows).encode("utf-8", "surrogatepass")


def _refuse(chosen: Sequence[JobRecord]) -> None:
    do = "Choose them in the list."
    if not chosen:
        raise UsageError("no job is chosen.", do=do)
    if len(chosen) > MOST_JOBS:
        told = f"{len(chosen):,} jobs are more than the {MOST_JOBS} that are taken away at once here."
        raise UsageError(told, do="Choose fewer, or use: consensus export --jobs all -o FOLDER/")
    running = [job for job in chosen if job.state != JobState.DONE]
    if running:
        raise UsageError("this job has not ended", where=f"job {running[0].id}", do="Leave it out, or wait for it.")


def _json(jobs: Jobs, chosen: Sequence[JobRecord], actor: str) -> bytes:
    """One object a job: what its row of a table holds; of a translation its units, too."""
    found = []
    for job in chosen:
        row = json.loads(jobs.export(job.id, "row", actor).content)
        told = {**row["head"], "task": job.document.task.value}
        if job.document.task is Task.EXTRACT:
            told["values"] = row["values"]
        else:
            told["rows"] = _unit_rows(jobs, job.id, actor)
        found.append(told)
    return export.as_json({"jobs": found}).encode("utf-8", "surrogatepass")


def _unit_rows(jobs: Jobs, job_id: str, actor: str) -> list[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = json.loads(jobs.export(job_id, "units", actor).content)["rows"]
    return rows


def _archive(jobs: Jobs, chosen: Sequence[JobRecord], actor: str) -> bytes:
    out, size = io.BytesIO(), 0
    names = archive_names(chosen)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _files(jobs, chosen, names, actor):
            size += len(content)
            if size > MOST_BYTES:
                told = f"the files of these jobs are more than {MOST_BYTES // 1024**2} MB together."
                raise TooLargeError(told, do="Choose fewer, or use: consensus export --jobs JOB ... -o FOLDER/")
            if path not in archive.NameToInfo:  # the verifier of signed exports stands once in each folder
                archive.writestr(_entry(path), content)
    return out.getvalue()


def _files(
    jobs: Jobs, chosen: Sequence[JobRecord], names: Mapping[tuple[str, str], str], actor: str
) -> Iterator[tuple[str, bytes]]:
    """Each export with what stands beside it, by its path in the archive."""
    for job in chosen:
        for folder, form in _FOLDERS.items():
            exported = jobs.export(job.id, form, actor)
            for path, content in exported.files(Path(names[job.id, folder])).items():
                yield f"{folder}/{path.name}", content


def archive_names(chosen: Sequence[JobRecord]) -> dict[tuple[str, str], str]:
    """(job, folder) to the name of its file there: no folders in it, nothing unseen, and no two alike, also on disks
    that do not tell cases apart, nor alike with what stands beside another. Pure."""
    found: dict[tuple[str, str], str] = {}
    for folder, form in _FOLDERS.items():
        taken: set[str] = set()
        for job in chosen:
            path = PurePosixPath(safe_name(file_name(job.document.name, job.document.target_lang, form)))
            tried = (f"{path.stem}.{job.id}{f'.{n}' if n else ''}{path.suffix}" for n in count())
            name = next(one for one in chain((path.name,), tried) if not _beside(one) & taken)
            taken |= _beside(name)
            found[job.id, folder] = name
    return found


def _beside(name: str) -> frozenset[str]:
    """A file's name and those of what may stand beside it, as disks compare them."""
    path = Path(name)
    names = (path.name, export.beside(path).name, export.signature_of(path).name)
    return frozenset(unicodedata.normalize("NFC", one).casefold() for one in names)


def _entry(path: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(path, _MADE)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made
