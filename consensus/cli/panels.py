"""Commands on panels of one's own: init makes one of what this machine has; list, show, check, remove."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from consensus.cli.reports import Command, print_json
from consensus.errors import ConsensusError, PanelError, UsageError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.domain import MemberRule, ModelSpec, Panel

#: As in cli: done; wrong use, nothing to make a panel of, or a member that does not answer.
_DONE, _INPUT = 0, 2
_MAY_COST = "send pings that may cost money without asking"


def add(command: Command) -> None:
    """Register the commands of this module."""
    text = "Find model servers on this machine and providers' keys, and make a panel of them."
    init = command("init", _init, text)
    init.add_argument("name", nargs="?", default="mine", metavar="NAME", help="of the panel (default: mine)")
    init.add_argument("--at", action="append", default=[], metavar="URL", help="ask this address as well; repeatable")
    init.add_argument("--yes", action="store_true", help=f"take hosted models too, and {_MAY_COST}")
    init.add_argument("--force", action="store_true", help="overwrite a panel of that name")
    init.add_argument("--json", action="store_true", help="print one JSON document")
    parser = command("panels", _list, "List, show, check or remove panels of your own (docs/panels.md).")
    parser.add_argument("--json", action="store_true")
    actions = parser.add_subparsers(dest="action", metavar="list | show | check | remove", parser_class=type(parser))
    for action, run, about in (
        ("list", _list, "every panel of panels.yaml"),
        ("show", _show, "a panel's members, their families, places and prices"),
        ("check", _check, "ask each member of a panel for one word"),
        ("remove", _remove, "take a panel out of panels.yaml; jobs keep their members"),
    ):
        sub = actions.add_parser(action, help=about, description=about)
        if action != "list":
            sub.add_argument("name", metavar="NAME")
        if action == "check":
            sub.add_argument("--yes", action="store_true", help=_MAY_COST)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)


def _init(options: argparse.Namespace) -> int | Coroutine[Any, Any, int]:
    from consensus.cli import doctor, render_panels
    from consensus.route import FEWEST

    settings = Settings.read()
    file = doctor.panels_file(settings)
    file.refuse_name(options.name, force=options.force)
    servers, proposal = doctor.find(settings, options.at)
    keys = doctor.known_keys(settings)
    content: dict[str, Any] = {
        "servers": [server.as_dict() for server in servers],
        "keys": list(keys),
        "left_out": [{"model": model, "why": why} for model, why in proposal.left_out],
    }
    if not options.json:
        render_panels.print_found(servers, keys, proposal)
    if len(proposal.members) < FEWEST:
        return _too_few(options, content, [(rule.model, str(rule.family)) for rule in proposal.members])
    panel = doctor.specs_of(settings, options.name, proposal.members)
    rules = _wanted(options, proposal.members, [spec for spec in panel.members if spec.name in proposal.paid])
    names = {rule.model for rule in rules}
    refused = [spec.name for spec in panel.members if spec.name not in names]
    content["left_out"] += [{"model": name, "why": "it may cost money; take it with --yes"} for name in refused]
    return _keep_answering(options, settings, rules, [s for s in panel.members if s.name in names], content)


async def _keep_answering(
    options: argparse.Namespace,
    settings: Settings,
    rules: Sequence[MemberRule],
    specs: Sequence[ModelSpec],
    content: dict[str, Any],
) -> int:
    """Ping the members, and write a panel of those that answer."""
    from consensus.cli import doctor, render_panels
    from consensus.route import FEWEST

    file = doctor.panels_file(settings)
    probes = await doctor.ping_members(settings, specs, doctor.FIRST_PING_SECONDS)
    if not options.json:
        render_panels.print_pings(probes)
    content["pings"] = [render_panels.probe_dict(probe) for probe in probes]
    answering = {spec.name for spec, probe in zip(specs, probes, strict=True) if probe.ok}
    rules = [rule for rule in rules if rule.model in answering]
    if len({rule.family for rule in rules}) < FEWEST:
        return _too_few(options, content, [(spec.name, spec.family) for spec in specs if spec.name in answering])
    file.save(options.name, doctor.priced_rules(rules, specs), force=options.force)
    panel = doctor.specs_of(settings, options.name, rules)
    then = f"consensus submit FILE --policy translation --from en --to de --panel {options.name}"
    told = render_panels.panel_dict(options.name, panel, doctor.places(settings, panel.members))
    if options.json:
        return print_json({"panel": told, "file": file.where, **content, "next": then})
    render_panels.print_panel(told)
    render_panels.print_written(file.where, options.name, then)
    return _DONE


def _wanted(options: argparse.Namespace, rules: Sequence[MemberRule], paid: Sequence[ModelSpec]) -> list[MemberRule]:
    """Those that may be pinged: hosted models only where the user says so. Raises UsageError where too few are left."""
    from consensus.route import FEWEST

    names = {spec.name for spec in paid}
    free = [rule for rule in rules if rule.model not in names]
    enough = len(free) >= FEWEST
    if not paid or _may_cost(options, paid, needed=not enough):
        return list(rules)
    if not enough:
        raise UsageError("nothing was sent or written.", where="consensus init")
    return free


def _may_cost(options: argparse.Namespace, paid: Sequence[ModelSpec], *, needed: bool) -> bool:
    """Whether these may be asked for one word. Raises UsageError where they are needed and nobody can be asked."""
    from consensus.cli import doctor, render_panels

    if options.yes:
        return True
    told = render_panels.cost_words(paid, doctor.places(Settings.read(), paid))
    if options.json or not sys.stdin.isatty():
        if needed:
            raise UsageError(f"{told} Nobody can be asked whether they may be sent.", do="Say so with --yes.")
        if not options.json:
            render_panels.print_line(f"{told} Not taken, because nobody can be asked; take them with --yes.")
        return False
    render_panels.print_question(f"{told} Documents given to the panel go there too. Take them? Type yes: ")
    return sys.stdin.readline().strip().lower() in ("yes", "y")


def _too_few(options: argparse.Namespace, content: dict[str, Any], found: Sequence[tuple[str, str]]) -> int:
    """Say what was found and what to do; nothing is written."""
    families = len({family for _, family in found})
    named = ", ".join(f"{model} ({family})" for model, family in found) or "none"
    error = PanelError(
        f"{families} {'family' if families == 1 else 'families'} of models can be asked, and 2 are needed: {named}.",
        where="consensus init",
        do="Load a model of another maker into your server (as in: ollama pull mistral), name a server with --at URL,"
        " or set the keys of two makers. Without any: consensus demo asks the embedded models.",
    )
    if not options.json:
        raise error
    print_json({**content, "error": error.as_dict()})
    return _INPUT


def _list(options: argparse.Namespace) -> int:
    from consensus.cli import doctor, render_panels

    settings = Settings.read()
    file = doctor.panels_file(settings)
    listed = []
    for name, rules in file.panels().items():
        try:
            families = sorted({spec.family for spec in doctor.specs_of(settings, name, rules).members})
            problem = ""
        except ConsensusError as error:
            families, problem = [], str(error)
        members = [rule.model for rule in rules]
        listed.append({"name": name, "members": members, "families": families, "problem": problem})
    if options.json:
        return print_json({"panels": listed, "file": file.where})
    render_panels.print_panels(listed, file.where)
    return _DONE


def _found(name: str) -> tuple[Settings, Panel]:
    from consensus.cli import doctor

    settings = Settings.read()
    return settings, doctor.specs_of(settings, name, doctor.panels_file(settings).find(name))


def _show(options: argparse.Namespace) -> int:
    from consensus.cli import doctor, render_panels

    settings, panel = _found(options.name)
    told = render_panels.panel_dict(options.name, panel, doctor.places(settings, panel.members))
    if options.json:
        return print_json(told)
    render_panels.print_panel(told)
    return _DONE


def _check(options: argparse.Namespace) -> Coroutine[Any, Any, int]:
    from consensus.cli import doctor

    settings, panel = _found(options.name)
    paid = [spec for spec in panel.members if doctor.may_cost(spec)]
    if paid and not _may_cost(options, paid, needed=True):
        raise UsageError("nothing was sent.", where=f"consensus panels check {options.name}")
    return _pinged(options, settings, panel.members)


async def _pinged(options: argparse.Namespace, settings: Settings, members: Sequence[ModelSpec]) -> int:
    from consensus.cli import doctor, render_panels

    probes = await doctor.ping_members(settings, members)
    if options.json:
        print_json({"probes": [render_panels.probe_dict(probe) for probe in probes]})
    else:
        render_panels.print_pings(probes)
    return _DONE if all(probe.ok for probe in probes) else _INPUT


def _remove(options: argparse.Namespace) -> int:
    from consensus.cli import doctor, render_panels

    file = doctor.panels_file(Settings.read())
    file.remove(options.name)
    if options.json:
        return print_json({"removed": options.name, "file": file.where})
    render_panels.print_line(f'Removed panel "{options.name}" from {file.where}. Jobs keep the members they have.')
    return _DONE
