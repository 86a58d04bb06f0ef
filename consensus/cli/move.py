"""The ``move`` command: a home's database into another one."""

from __future__ import annotations

import argparse
import sys

from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

_DONE = 0
#: Tables whose rows are named, in words for one and for several.
_NAMED = {
    "jobs": ("job", "jobs"),
    "units": ("unit", "units"),
    "calls": ("call", "calls"),
    "decisions": ("decision", "decisions"),
    "batches": ("batch", "batches"),
    "audits": ("audit", "audits"),
    "roles": ("person with a role", "people with a role"),
    "audit": ("line of the event log", "lines of the event log"),
}


def add(command: Command) -> None:
    """Register the command."""
    parser = command("move", _move, "Copy everything into an empty database (docs/storage.md).")
    url = "postgresql://USER@HOST/DATABASE or sqlite:///PATH; a password is better kept in ~/.pgpass"
    parser.add_argument("--to", metavar="URL", required=True, help=url)
    parser.add_argument("--json", action="store_true")


def _move(options: argparse.Namespace) -> int:
    from consensus.bootstrap import move

    moved = move(Settings.read(), options.to)
    if options.json:
        print_json({"to": moved.where, "rows": dict(moved.rows), "files": moved.files, "lost_files": list(moved.lost)})
        return _DONE
    counted = [_counted(moved.rows.get(table, 0), *words) for table, words in _NAMED.items()]
    counted.append(_counted(moved.files, "file", "files"))
    print(f"Copied to {moved.where}: {', '.join(counted)}; {sum(moved.rows.values()):,} rows in all.")
    if moved.lost:
        print(
            f"{_counted(len(moved.lost), 'stored file was', 'stored files were')} gone or changed before.",
            file=sys.stderr,
        )
    print("Set CONSENSUS_DATABASE_URL to it from now on, everywhere: the old database would go its own way.")
    return _DONE


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
