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
    parser.add_argument("--format", choices=("source", "jsonl", "csv"), default="source")
    parser.add_argument(
        "--with-evidence",
        action="store_true",
        help="of an extraction: its object, and for each field verdict, support, answers and places in the document",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    parser.add_argument("--force", action="store_true", help=cli_files.FORCE)


def _export(options: argparse.Namespace) -> int:
    from consensus.export import beside

    if options.output is not None:
        cli_files.refuse_overwriting(options.output, beside(options.output), force=options.force)
    exported = _exported(options)
    if options.output is None:
        sys.stdout.buffer.write(exported.text.encode("utf-8"))
        sys.stdout.flush()
    else:
        for path, content in exported.files(options.output).items():
            cli_files.write(path, content.decode("utf-8"))
        print(f"Wrote {options.output}{', with its certificate beside it' * bool(exported.beside)}.", file=sys.stderr)
    print(exported.notice, file=sys.stderr)
    return _DONE


def _exported(options: argparse.Namespace) -> Exported:
    if options.with_evidence:
        if options.format != "source":
            do = f"Leave --with-evidence out: --format {options.format} holds it in a form of its own."
            raise UsageError("--with-evidence is a format of its own", where="consensus export", do=do)
        from consensus.service.jobs import evidence_lines

        if len(options.jobs) > 1:
            return evidence_lines(_jobs(), options.jobs)
    form = "evidence" if options.with_evidence else options.format
    if len(options.jobs) > 1:
        do = "Export one after the other, or several with --with-evidence, one line each."
        raise UsageError("several jobs do not fit in one file of this form", where="consensus export", do=do)
    return _jobs().export(options.jobs[0], form)


def _jobs() -> Jobs:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    return build(Settings.read()).jobs
