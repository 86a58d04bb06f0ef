"""The ``jobs`` command: list and delete jobs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from consensus.cli.parser import Parser, Run
from consensus.cli.reports import Command, print_json
from consensus.errors import ConflictError, UsageError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.service.jobs.retention import Retention

_DONE = 0


def add(command: Command, listing: Run) -> None:
    """Register the command. listing: what ``jobs`` alone and ``jobs list`` print, the same as ``status``."""
    parser = command("jobs", listing, "List or delete jobs.")
    parser.set_defaults(job=None, all=False)
    parser.add_argument("--json", action="store_true")
    actions = parser.add_subparsers(dest="action", metavar="list | delete", parser_class=Parser)
    listed = actions.add_parser("list")
    listed.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    listed.add_argument("--all", action="store_true", help="every job, not only the newest")
    listed.set_defaults(run=listing)
    delete = actions.add_parser("delete")
    delete.add_argument("job", nargs="?", metavar="JOB", help="a job's id, or the start of it")
    delete.add_argument("--older-than", metavar="AGE", help="all whose last event is older than this: 90d, 12w")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    delete.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    delete.set_defaults(run=_delete)


def keep_to(settings: Settings) -> None:
    """Delete what the setting ``retention_days`` says, and say what went on standard error."""
    if settings.retention_days is not None and (words := _retention(settings).keep_to(settings.retention_days)):
        print(words, file=sys.stderr)


def _retention(settings: Settings) -> Retention:
    from consensus.bootstrap import build
    from consensus.service.jobs.retention import Retention

    return Retention(build(settings).outside)


def _delete(options: argparse.Namespace) -> int:
    if (options.job is None) == (options.older_than is None):
        raise UsageError("name one job, or give --older-than.", where="jobs delete", do="As in: --older-than 90d")
    settings = Settings.read()
    if options.older_than is not None:
        return _delete_old(options, settings)
    retention = _retention(settings)
    job = retention.named(options.job)
    named = f"job {job.id} ({job.document})"
    _ask(f"{named}: its document, answers and decisions, for good?", named, options)
    removed = retention.remove([job], settings.user)
    if removed.busy:
        what, do = "another process is working on this job.", f"Wait for it; see: consensus status {job.id}"
        raise ConflictError(what, where=f"job {job.id}", do=do)
    if options.json:
        return print_json({"deleted": job.id})
    print(f"Deleted job {job.id}: its document, answers and results are gone.")
    return _DONE


def _delete_old(options: argparse.Namespace, settings: Settings) -> int:
    from consensus.service.jobs.retention import Removed, days_of, describe_jobs

    days = days_of(options.older_than)
    retention = _retention(settings)
    found, removed = retention.older_than(days), Removed((), ())
    if found:
        _ask(
            f"{describe_jobs(found)}: their documents, answers and decisions, for good?", describe_jobs(found), options
        )
        # Somebody may have gone on with one of them while the question stood there.
        removed = retention.remove([job for job in retention.older_than(days) if job in found], settings.user)
    if options.json:
        deleted, busy = ([job.id for job in jobs] for jobs in (removed.deleted, removed.busy))
        return print_json({"deleted": deleted, "at_work": busy})
    print(removed.words or f"Nothing was deleted: no job's last event is more than {days} days ago.")
    return _DONE


def _ask(question: str, named: str, options: argparse.Namespace) -> None:
    """Raises UsageError unless somebody says yes."""
    from consensus.cli.render import harmless

    if options.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"nobody can be asked whether {named} may go", do="Say so with --yes.")
    print(harmless(f"Delete {question} Type yes: "), end="", file=sys.stderr)
    if input().strip().lower() != "yes":
        raise UsageError("nothing was deleted.", where=named)
