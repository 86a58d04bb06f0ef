"""The ``keys`` command: keys of programs that come in by the HTTP API."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from consensus.cli.parser import Parser
from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.domain import ApiKey
    from consensus.service.access.keys import Keys

_DONE = 0


def add(command: Command) -> None:
    """Register the command."""
    parser = command("keys", _list, "Keys for programs that use the HTTP API (docs/api.md).")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    actions = parser.add_subparsers(dest="action", metavar="new | list | revoke", parser_class=Parser)
    new = actions.add_parser("new", help="make a key; its text is shown this once")
    new.add_argument("name", metavar="NAME", help="what it is for")
    new.add_argument("--role", dest="roles", action="append", default=[], metavar="ROLE", help="may be given again")
    new.add_argument("--tenant", default="main", help="whose files and jobs it reaches (default: main)")
    new.add_argument("--person", default="", metavar="E-MAIL", help="who reviews with it; needed to review")
    new.add_argument("--days", type=int, metavar="N", help="until it expires (default: never)")
    new.set_defaults(run=_new)
    listed = actions.add_parser("list", help="all keys, without their secrets")
    listed.set_defaults(run=_list)
    revoke = actions.add_parser("revoke", help="let a key in no more")
    revoke.add_argument("key", metavar="ID", help="as `consensus keys list` shows it")
    revoke.set_defaults(run=_revoke)
    for sub in (new, listed, revoke):
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _new(options: argparse.Namespace) -> int:
    from consensus.service.access.keys import KeyRequest

    wanted = KeyRequest(options.name, options.roles or ["submitter"], options.tenant, options.person, options.days)
    key, text = _keys().new(wanted, Settings.read().user)
    if options.json:
        print_json({"key": text, **_shown(key)})
    else:
        print(f"{text}\nKeep it now: it is shown this once. {_line(key)}")
    return _DONE


def _list(options: argparse.Namespace) -> int:
    keys = _keys().list()
    if options.json:
        print_json({"keys": [_shown(key) for key in keys]})
    elif not keys:
        print("There is no key yet. Make one with: consensus keys new NAME --role submitter")
    else:
        for key in keys:
            print(_line(key))
    return _DONE


def _revoke(options: argparse.Namespace) -> int:
    _keys().revoke(options.key, Settings.read().user)
    if options.json:
        print_json({"revoked": options.key})
    else:
        print(f"Key {options.key} lets nobody in any more.")
    return _DONE


def _line(key: ApiKey) -> str:
    parts = [f"{key.id} {key.name}, tenant {key.tenant}: {', '.join(key.roles)}"]
    parts += [f"for {key.person}"] if key.person else []
    parts += [f"revoked {_day(key.revoked_at)}"] if key.revoked_at else []
    parts += [f"expires {_day(key.expires_at)}"] if key.expires_at and not key.revoked_at else []
    parts += [f"last used {_day(key.last_used_at)}" if key.last_used_at else "never used"]
    return "; ".join(parts)


def _day(at: str) -> str:
    return at[:16].replace("T", " ")


def _shown(key: ApiKey) -> dict[str, Any]:
    return {name: value for name, value in asdict(key).items() if name != "secret_digest"}


def _keys() -> Keys:
    from consensus.bootstrap import api_keys

    return api_keys(Settings.read())
