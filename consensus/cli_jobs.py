"""The ``jobs`` command: list and delete jobs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from consensus.cli_parser import Parser
from consensus.cli_reports import Command, print_json
from consensus.errors import UsageError
from consensus.settings import Settings

_DONE = 0


def add(command: Command, listing: Callable[[argparse.Namespace], int]) -> None:
    """Register the command. listing: what ``jobs`` alone and ``jobs list`` print, the same as ``status``."""
    parser = command("jobs", listing, "List or delete jobs.")
    parser.set_defaults(job=None)
    parser.add_argument("--json", action="store_true")
    actions = parser.add_subparsers(dest="action", metavar="list | delete JOB", parser_class=Parser)
    listed = actions.add_parser("list")
    listed.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    listed.set_defaults(run=listing)
    delete = actions.add_parser("delete")
    delete.add_argument("job", metavar="JOB")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    delete.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    delete.set_defaults(run=_delete)


def _delete(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build

    settings = Settings.read()
    jobs = build(settings).jobs
    report = jobs.status(options.job)
    named = f"job {report.job.id} ({report.job.document.name})"
    if not options.yes:
        if not sys.stdin.isatty():
            raise UsageError(f"nobody can be asked whether {named} may go", do="Say so with --yes.")
        print(f"Delete {named}: its document, answers and decisions, for good? Type yes: ", end="", file=sys.stderr)
        if input().strip().lower() != "yes":
            raise UsageError("nothing was deleted.", where=named)
    deleted = jobs.delete(report.job.id, settings.user)
    if options.json:
        return print_json({"deleted": deleted})
    print(f"Deleted job {deleted}: its document, answers and results are gone.")
    return _DONE
