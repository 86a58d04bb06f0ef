"""Commands on proposals: look for them, read one with its diff, adopt, dismiss, undo."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from consensus.cli.reports import Command, print_json

if TYPE_CHECKING:
    from consensus.bootstrap import Service
    from consensus.domain import StoredProposal

_DONE = 0


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command(
        "proposals", _list, "What was learned from people's decisions, to adopt or dismiss (docs/learning.md)."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    actions = parser.add_subparsers(
        dest="action", metavar="list | make | show | adopt | dismiss | undo", parser_class=type(parser)
    )
    listed = actions.add_parser("list", help="every proposal and how it stands, the newest first")
    listed.set_defaults(run=_list)
    made = actions.add_parser("make", help="look for proposals in what people decided; nothing else changes")
    made.set_defaults(run=_make)
    shown = actions.add_parser("show", help="one with its evidence, what adopting costs, and its diff")
    shown.set_defaults(run=_show)
    adopted = actions.add_parser("adopt", help="write its files; for admins")
    adopted.set_defaults(run=_adopt)
    dismissed = actions.add_parser("dismiss", help="say why it is none; for admins")
    dismissed.set_defaults(run=_dismiss)
    undone = actions.add_parser("undo", help="put its files back, or take a dismissal back; for admins")
    undone.set_defaults(run=_undo)
    for sub in (shown, adopted, dismissed, undone):
        sub.add_argument("id", metavar="ID", help="a proposal's id, or the start of it")
    for sub in (adopted, undone):
        sub.add_argument("--reason", default="", metavar="WHY")
    dismissed.add_argument("--reason", required=True, metavar="WHY")
    for sub in (listed, made, shown, adopted, dismissed, undone):
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def _with(act: Callable[[Service], Any]) -> Any:
    from consensus.bootstrap import build
    from consensus.settings import Settings

    service = build(Settings.read())
    try:
        return act(service)
    finally:
        service.close()


def _list(options: argparse.Namespace) -> int:
    return _told(options, _with(lambda service: service.proposals.all(service.settings.user)), "There is no proposal.")


def _make(options: argparse.Namespace) -> int:
    from consensus.service.learning.proposals import look

    found, missing = _with(lambda service: look(service.proposals, service.settings.user))
    return _told(options, found, "Nothing new was found. See: consensus proposals", missing)


def _told(
    options: argparse.Namespace, found: tuple[StoredProposal, ...], nothing: str, missing: tuple[str, ...] = ()
) -> int:
    from consensus.cli import render_proposals

    if options.json:
        told = {"proposals": [render_proposals.proposal_dict(one) for one in found]}
        return print_json(told | ({"notes": list(missing)} if missing else {}))
    render_proposals.print_proposals(found, nothing, missing)
    return _DONE


def _show(options: argparse.Namespace) -> int:
    from consensus.cli import render_proposals

    def read(service: Service) -> tuple[StoredProposal, tuple[str, ...], tuple[str, ...]]:
        stored = service.proposals.one(options.id, service.settings.user)
        return stored, service.proposals.cost(stored), _next(service, stored)

    stored, cost, steps = _with(read)
    if options.json:
        return print_json({**render_proposals.proposal_dict(stored), "cost": list(cost), "next": list(steps)})
    render_proposals.print_proposal(stored, cost, steps)
    return _DONE


def _adopt(options: argparse.Namespace) -> int:
    return _act(options, lambda service, by: service.proposals.adopt(options.id, by, options.reason))


def _dismiss(options: argparse.Namespace) -> int:
    return _act(options, lambda service, by: service.proposals.dismiss(options.id, by, options.reason))


def _undo(options: argparse.Namespace) -> int:
    return _act(options, lambda service, by: service.proposals.undo(options.id, by, options.reason))


def _act(options: argparse.Namespace, act: Callable[[Service, str], StoredProposal]) -> int:
    from consensus.cli import render_proposals
    from consensus.domain import ProposalState

    def acted(service: Service) -> tuple[StoredProposal, tuple[str, ...]]:
        stored = act(service, service.settings.user)
        return stored, _next(service, stored) if stored.state is ProposalState.ADOPTED else ()

    stored, steps = _with(acted)
    if options.json:
        return print_json({**render_proposals.proposal_dict(stored), "next": list(steps)})
    render_proposals.print_act(stored, steps)
    return _DONE


def _next(service: Service, stored: StoredProposal) -> tuple[str, ...]:
    from consensus.service.learning.shown import next_steps

    return next_steps(stored, service.proposals.changes.files.place)
