"""Commands on policies: list, show, check, new, fit."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from consensus.cli.files import refuse_overwriting
from consensus.cli.reports import Command, print_json

_DONE = 0


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command("policies", _list, "List, show or check policies, make one of your own, or learn levels for one.")
    parser.add_argument("--json", action="store_true")
    actions = parser.add_subparsers(dest="action", metavar="list | show | check | new | fit", parser_class=type(parser))
    for action, run, argument, text in (
        ("list", _list, None, "every policy that can be named"),
        (
            "show",
            _show,
            "NAME",
            "what a policy decides by, where it sends documents, and the levels of language pairs",
        ),
        ("check", _check, "FILE", "all mistakes of a file, or every place that it sends documents to"),
    ):
        sub = actions.add_parser(action, help=text, description=text)
        if argument:
            sub.add_argument("name", metavar=argument)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        if action == "show":
            sub.add_argument("--full", action="store_true", help="every key, and the reference tables")
        sub.set_defaults(run=run)
    _add_new(actions)
    text = "learn a language pair's level from your own answers, without labels"
    fit = actions.add_parser("fit", help=text, description=text)
    fit.add_argument("name", metavar="NAME")
    fit.add_argument(
        "--from", dest="sources", nargs="+", required=True, metavar="JOB", help="finished jobs, or recorded FILE.jsonl"
    )
    fit.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: your own policy of that name")
    fit.add_argument("--force", action="store_true", help="overwrite FILE")
    fit.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    fit.set_defaults(run=_fit)


def _add_new(actions: Any) -> None:
    text = "write a short policy of your own that decides as another one does until you change it"
    new = actions.add_parser("new", help=text, description=text)
    new.add_argument("name", metavar="NAME", help="of the new policy, as in manuals-de")
    new.add_argument("--like", required=True, metavar="POLICY", help="a path, or a name from `consensus policies list`")
    new.add_argument("--force", action="store_true", help="overwrite your own policy of that name")
    new.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    new.set_defaults(run=_new)


def _list(options: argparse.Namespace) -> int:
    from consensus.bootstrap import policies
    from consensus.cli import render_policies
    from consensus.settings import Settings

    lines = policies(Settings.read()).list()
    content = {"policies": [render_policies.policy_dict(line) for line in lines]}
    return _told(options, content, lambda: render_policies.print_policies(lines))


def _show(options: argparse.Namespace) -> int:
    from consensus.bootstrap import places_reached, policies
    from consensus.cli import render_policies
    from consensus.settings import Settings

    settings = Settings.read()
    known = policies(settings)
    policy, tables = known.load(options.name), known.tables(options.name)
    content = {**policy.model_dump(mode="json"), "digest": policy.digest, "tables": tables or None}
    if options.full:
        return _told(options, content, lambda: render_policies.print_full(content))
    named = options.name.strip()
    return _told(
        options, content, lambda: render_policies.print_policy(policy, places_reached(settings, policy), tables, named)
    )


def _check(options: argparse.Namespace) -> int:
    from consensus.bootstrap import places_reached, policies
    from consensus.cli import render_policies
    from consensus.settings import Settings

    settings = Settings.read()
    known = policies(settings)
    policy, tables = known.load(options.name), known.tables(options.name)
    found = places_reached(settings, policy)
    said = {"name": policy.name, "version": policy.version, "digest": policy.digest, "tables": tables or None}
    content = {**said, **found.as_dict()}
    return _told(options, content, lambda: render_policies.print_checked(options.name, policy, found, tables))


def _new(options: argparse.Namespace) -> int:
    from consensus.bootstrap import policies
    from consensus.cli import render_policies
    from consensus.settings import Settings

    policy, where = policies(Settings.read()).create(options.name, options.like, force=options.force)
    content = {"name": policy.name, "like": options.like, "file": where, "digest": policy.digest}
    return _told(options, content, lambda: render_policies.print_new(policy, options.like, where))


def _fit(options: argparse.Namespace) -> int:
    from consensus.bootstrap import fit
    from consensus.cli import render_policies
    from consensus.settings import Settings

    if options.output is not None:
        refuse_overwriting(options.output, force=options.force)
    made, policy, where = fit(Settings.read(), options.name, options.sources, options.output)
    content = {
        "name": policy.name,
        "file": where,
        "digest": policy.digest,
        "pairs": [render_policies.pair_dict(pair) for pair in made.pairs],
        "too_few": dict(made.short),
    }
    return _told(options, content, lambda: render_policies.print_fit(made, policy, where))


def _told(options: argparse.Namespace, content: Mapping[str, Any], show: Callable[[], None]) -> int:
    if options.json:
        return print_json(content)
    show()
    return _DONE
