"""The command that writes verified files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from consensus import cli_files
from consensus.cli_reports import Command
from consensus.errors import UsageError

if TYPE_CHECKING:
    from consensus.service.jobs import Exported, Jobs

_DONE = 0


def add(command: Command) -> None:
    """Register the command."""
    parser = command("export", _export, "Write the verified file.")
    parser.add_argument("jobs", nargs="+", metavar="JOB", help="several only with --with-evidence: one line each")
    parser.add_argument("--format", choices=("source", "jsonl", "csv", "html"), default="source")
    parser.add_argument(
        "--with-evidence",
        action="store_true",
        help="of an extraction: its object, and for each field verdict, support, answers and places in the document",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    parser.add_argument("--force", action="store_true", help=cli_files.FORCE)


def _export(options: argparse.Namespace) -> int:
    jobs = _jobs()
    if options.output is not None and str(options.output) != "-":
        from consensus.service.jobs import export_paths

        files = export_paths(options.output, options.format)
        jobs.files.refuse_overwriting(files, options.jobs, force=options.force)
        exported = _exported(options, jobs)
        written = exported.files(options.output)
        jobs.files.write(written, options.jobs, force=options.force)
        print(f"Wrote {options.output}{', with its certificate beside it' * (len(written) > 1)}.", file=sys.stderr)
    else:
        exported = _exported(options, jobs)
        sys.stdout.buffer.write(exported.text.encode("utf-8", "surrogatepass"))
        sys.stdout.flush()
    print(exported.notice, file=sys.stderr)
    return _DONE


def _exported(options: argparse.Namespace, jobs: Jobs) -> Exported:
    if options.with_evidence:
        if options.format != "source":
            do = f"Leave --with-evidence out: --format {options.format} holds it in a form of its own."
            raise UsageError("--with-evidence is a format of its own", where="consensus export", do=do)
        from consensus.service.jobs import evidence_lines

        if len(options.jobs) > 1:
            return evidence_lines(jobs, options.jobs)
    form = "evidence" if options.with_evidence else options.format
    if len(options.jobs) > 1:
        do = "Export one after the other, or several with --with-evidence, one line each."
        raise UsageError("several jobs do not fit in one file of this form", where="consensus export", do=do)
    return jobs.export(options.jobs[0], form)


def _jobs() -> Jobs:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    return build(Settings.read()).jobs
