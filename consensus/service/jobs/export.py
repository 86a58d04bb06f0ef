"""Exports of several jobs: which are meant, one table or lines of them, and their names in a folder."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from consensus import export, formats
from consensus.domain import JobLine
from consensus.domain.job import JobRecord, JobState
from consensus.errors import UsageError
from consensus.ports.storage import Store
from consensus.service.jobs.service import Exported, Jobs

#: Stands for every job.
ALL = "all"
_ID = re.compile(r"[0-9a-f]+")
#: Bytes of a file name that file systems take, less what is put behind a name here.
_LONGEST = 200


class JobSelection(NamedTuple):
    """jobs: in the order they were handed in. running: those that have not ended and were not named by id: left out."""

    jobs: tuple[JobRecord, ...]
    running: tuple[JobRecord, ...]


def select_jobs(store: Store, words: Sequence[str]) -> JobSelection:
    """The jobs that are meant by ids, unique starts of ids, names of documents, globs of names or paths, or ``all``.

    Each job once. Raises UsageError for a word that means none, or a start of an id that means several.
    """
    jobs = [*reversed(store.job_lines())]
    named: set[str] = set()
    matched: set[str] = set()
    for word in words:
        by_id = [job.id for job in jobs if _ID.fullmatch(word) and job.id.startswith(word)]
        by_name = [job.id for job in jobs if word == ALL or _is_called(job, word)]
        if not by_id and not by_name:
            do = "See: consensus status. Put a glob in quotes, as in 'invoices/*.txt'."
            raise UsageError("no job is meant by this." if jobs else "there are no jobs.", where=word, do=do)
        if len(by_id) > 1 or (by_id and by_name and word != ALL):
            do = "Write more of the id, or a glob such as '[2]024' for a name."
            raise UsageError(f"several are meant: {', '.join((by_id + by_name)[:5])}.", where=word, do=do)
        named |= set(by_id)
        matched |= set(by_name)
    running = {job.id for job in jobs if job.state == JobState.RUNNING and job.id not in named}
    chosen = [job.id for job in jobs if job.id in named | matched]
    found = JobSelection(
        tuple(store.job(job_id) for job_id in chosen if job_id not in running),
        tuple(store.job(job_id) for job_id in chosen if job_id in running),
    )
    if not found.jobs:
        do = f"Wait for them, or go on with: consensus submit --resume {found.running[0].id}"
        raise UsageError("none of these jobs has ended.", where=" ".join(words), do=do)
    return found


def _is_called(job: JobLine, word: str) -> bool:
    """Whether a word is the document's name, or a glob of it or of the end of its path."""
    word = unicodedata.normalize("NFC", word)
    names = [unicodedata.normalize("NFC", name) for name in (job.document, job.path)]
    if word in names:
        return True
    return bool(word.strip("./")) and any(PurePath(name).match(word) for name in names)


def evidence_lines(jobs: Jobs, job_ids: Sequence[str]) -> Exported:
    """Several extractions with evidence as JSON Lines: one object a job; their certificates stand beside the file.

    Raises what ``Jobs.export`` raises, before anything is written.
    """
    each = [jobs.export(job_id, "evidence") for job_id in job_ids]
    text = "".join(json.dumps(json.loads(one.content), ensure_ascii=False) + "\n" for one in each)
    return _together(job_ids, each, text, "evidence")


def table(jobs: Jobs, job_ids: Sequence[str], actor: str = "system") -> Exported:
    """Several jobs as one CSV, a row each (``export.to_table``). Raises what ``Jobs.export`` raises."""
    each = [jobs.export(job_id, "row", actor) for job_id in job_ids]
    text = export.to_table([json.loads(one.content) for one in each])
    return _together(job_ids, each, text, "csv")


def workbook(jobs: Jobs, job_ids: Sequence[str], actor: str = "system") -> Exported:
    """Several extractions as one workbook (``export.to_workbook``). Raises what ``Jobs.export`` raises."""
    each = [jobs.export(job_id, "sheets", actor) for job_id in job_ids]
    return _together(job_ids, each, export.to_workbook([json.loads(one.content) for one in each]), "xlsx")


def _together(job_ids: Sequence[str], each: Sequence[Exported], text: str | bytes, form: str) -> Exported:
    notice = "\n".join(f"{job_id}: {one.notice}" for job_id, one in zip(job_ids, each, strict=True))
    verified, total = sum(one.verified for one in each), sum(one.total for one in each)
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    beside = export.to_certificates(content, form, [one.beside for one in each])
    return Exported(content, verified, total, notice, beside=beside, sign=each[0].sign if each else None)


def file_name(document: str, target_lang: str | None, form: str) -> str:
    """What an export of a document is called: ``manual.de.md``, ``invoice.json``, ``invoice.report.html``.

    target_lang: None or "" for an extraction.
    """
    name = Path(document).name
    stem, suffix = Path(name).stem, Path(name).suffix
    source = f".{target_lang}{suffix}" if target_lang else ".json"
    ends = {
        "source": source,
        "jsonl": ".evidence.jsonl",
        "evidence": ".evidence.json",
        "html": ".report.html",
        "pdf": ".marked.pdf",
        "xlsx": ".fields.xlsx",
    }
    while len(stem.encode("utf-8", "replace")) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}{ends.get(form, '.csv')}"


def is_marked(document: str) -> bool:
    """Whether a copy of a document of this name can be had with its fields marked (the form ``pdf``)."""
    return formats.is_marked(Path(document).suffix)


def names_in_folder(jobs: Sequence[JobRecord], form: str) -> list[str]:
    """A file name for each of these jobs, in their order.

    Where two would have one name, also on disks that do not tell cases apart, each has its job's id behind it.
    """
    names = [file_name(job.document.name, job.document.target_lang, form) for job in jobs]
    alike = Counter(map(_folded, names))
    return [
        name if alike[_folded(name)] == 1 else str(PurePath(name).with_suffix(f".{job.id}{PurePath(name).suffix}"))
        for name, job in zip(names, jobs, strict=True)
    ]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
