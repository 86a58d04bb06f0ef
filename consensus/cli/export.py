"""The command that writes verified files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.cli import files as cli_files
from consensus.cli.reports import Command
from consensus.errors import UsageError

if TYPE_CHECKING:
    from consensus.bootstrap import Service
    from consensus.domain.job import JobRecord
    from consensus.service.jobs.service import Exported, Jobs

_DONE = 0


def add(command: Command) -> None:
    """Register the command."""
    parser = command("export", _export, "Write the verified file.")
    parser.add_argument("job", nargs="*", metavar="JOB", help="a job's id, or the start of it")
    several = "ids, names of documents, globs of them ('invoices/*.txt', in quotes) or all: one table or one folder"
    parser.add_argument("--jobs", nargs="+", metavar="JOBS", help=several)
    parser.add_argument("--format", choices=("source", "jsonl", "csv", "xlsx", "html", "pdf"), default="source")
    parser.add_argument(
        "--with-evidence",
        action="store_true",
        help="of an extraction: its object, and for each field verdict, support, answers and places in the document",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="or FOLDER/, a file for each job; default: on the screen"
    )
    parser.add_argument("--force", action="store_true", help=cli_files.FORCE)


def _export(options: argparse.Namespace) -> int:
    if bool(options.job) == bool(options.jobs):
        told = "name a job." if not options.job else "JOB and --jobs both name jobs."
        raise UsageError(told, where="consensus export", do="consensus export JOB, or consensus export --jobs all")
    if options.with_evidence and options.format != "source":
        do = f"Leave --with-evidence out: --format {options.format} holds it in a form of its own."
        raise UsageError("--with-evidence is a format of its own.", where="consensus export", do=do)
    form = "evidence" if options.with_evidence else options.format
    jobs, records = _chosen(options)
    ids = [job.id for job in records]
    output = None if options.output in (None, "-") else Path(options.output)
    if output is not None and (options.output.endswith(("/", os.sep)) or output.is_dir()):
        return _into_folder(jobs, records, form, output, options.force)
    as_one = len(ids) > 1 or (options.jobs and form == "csv")
    if as_one and form not in ("csv", "xlsx", "evidence"):
        do = f"Name a folder, a file for each: -o {options.output or 'exports'}/ ; or one table: --format csv or xlsx."
        raise UsageError(f"{len(ids)} jobs do not fit in one file of this form.", where="consensus export", do=do)
    if output is not None:
        jobs.files.refuse_overwriting(jobs.files.paths(output), ids, force=options.force)
    exported = _exported(jobs, ids, form, as_one)
    if output is None:
        sys.stdout.buffer.write(exported.content)
        sys.stdout.flush()
    else:
        _write(jobs, ids, exported, output, options.force)
    _say(exported.notice)
    return _DONE


def _chosen(options: argparse.Namespace) -> tuple[Jobs, Sequence[JobRecord]]:
    """The facade, and the jobs that are meant, each once; jobs at work that a glob meets are named and left out."""
    from consensus.service.jobs.export import select_jobs

    service = _service()
    store = service.outside.store
    if options.job:
        named = [store.job(job_id) for job_id in options.job]
        return service.jobs, list({job.id: job for job in named}.values())
    found = select_jobs(store, options.jobs)
    for job in found.running:
        _say(f"Left out, because it has not ended: job {job.id} ({job.document.name}).")
    return service.jobs, found.jobs


def _exported(jobs: Jobs, ids: Sequence[str], form: str, as_one: bool) -> Exported:
    from consensus.service.jobs.export import evidence_lines, table, workbook

    if not as_one:
        return jobs.export(ids[0], form)
    return {"csv": table, "xlsx": workbook}.get(form, evidence_lines)(jobs, ids)


def _into_folder(jobs: Jobs, records: Sequence[JobRecord], form: str, folder: Path, force: bool) -> int:
    """One file for each job, under its document's name. What may not be written is refused before the first.

    The documents themselves are refused with force too: the user named a folder, not them.
    """
    from consensus.service.jobs.export import names_in_folder
    from consensus.service.jobs.written_files import is_source

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"the folder cannot be made: {error.strerror}."
        raise UsageError(told, where=str(folder), do="Name another folder.") from error
    sources = {Path(job.path).resolve() for job in records}
    places = {job.id: folder / name for job, name in zip(records, names_in_folder(records, form), strict=True)}
    for job in records:
        place = places[job.id].resolve()
        if place in sources or is_source(place, job):
            raise UsageError("this is a document itself.", where=str(places[job.id]), do="Name another folder.")
        jobs.files.refuse_overwriting(jobs.files.paths(places[job.id]), [job.id], force=force)
    for job in records:
        exported = jobs.export(job.id, form)
        _write(jobs, [job.id], exported, places[job.id], force)
        _say(exported.notice)
    return _DONE


def _write(jobs: Jobs, ids: Sequence[str], exported: Exported, path: Path, force: bool) -> None:
    files = exported.files(path)
    jobs.files.write(files, ids, force=force)
    what = {1: "", 2: ", with its certificate beside it"}.get(
        len(files), ", with its certificate and signature beside it"
    )
    _say(f"Wrote {path}{what}.")


def _say(text: str) -> None:
    from consensus.cli.render import harmless

    print("\n".join(map(harmless, text.split("\n"))), file=sys.stderr)


def _service() -> Service:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    return build(Settings.read())
