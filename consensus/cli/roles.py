"""Commands on roles: who may review, hand in documents, settle disagreements, do everything."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.auth.roles import Role
from consensus.cli.reports import Command, print_json
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.service.roles import RoleService

_DONE = 0
_NOBODY = "Nobody was given a role: without sign-in the person at this machine may do everything, with it nobody may."


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command("roles", _list, "Who has which role: list, set, remove, import (docs/sign-in.md).")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    actions = parser.add_subparsers(dest="action", metavar="list | set | remove | import", parser_class=type(parser))
    listed = actions.add_parser("list", help="each person with its roles")
    listed.set_defaults(run=_list)
    given = actions.add_parser("set", help="give a person these roles instead of those it had")
    given.add_argument("person", metavar="PERSON", help="e-mail address, or what the provider calls them")
    given.add_argument("roles", nargs="+", metavar="ROLE", help=", ".join(role.value for role in Role))
    given.set_defaults(run=_set)
    gone = actions.add_parser("remove", help="take all roles of a person away")
    gone.add_argument("person", metavar="PERSON")
    gone.set_defaults(run=_remove)
    taken = actions.add_parser("import", help="give the roles of a file of `PERSON: ROLE` lines, and no others")
    taken.add_argument("file", type=Path, metavar="FILE.yaml")
    taken.set_defaults(run=_import)
    for sub in (listed, given, gone, taken):
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _list(options: argparse.Namespace) -> int:
    given = _service().given()
    if options.json:
        print_json({"roles": {person: list(roles) for person, roles in given.items()}})
    for person, roles in () if options.json else given.items():
        print(f"{person}: {', '.join(roles)}")
    if not options.json and not given:
        print(_NOBODY)
    return _DONE


def _set(options: argparse.Namespace) -> int:
    roles = _service().set(options.person, options.roles, Settings.read().user)
    if options.json:
        print_json({"person": options.person, "roles": list(roles)})
    else:
        print(f"{options.person}: {', '.join(roles)}. It counts at the next click.")
    return _DONE


def _remove(options: argparse.Namespace) -> int:
    others = _service().remove(options.person, Settings.read().user)
    if options.json:
        print_json({"person": options.person, "roles": []})
    else:
        print(f"{options.person} has no role any more.{'' if others else f' {_NOBODY}'}")
    return _DONE


def _import(options: argparse.Namespace) -> int:
    given = _service().take_over(options.file, Settings.read().user)
    if options.json:
        print_json({"roles": {person: list(roles) for person, roles in given.items()}})
    else:
        print(f"{options.file}: roles of {len(given)} {'people' if len(given) != 1 else 'person'}, and no others.")
    return _DONE


def _service() -> RoleService:
    from consensus.bootstrap import role_service

    return role_service(Settings.read())
