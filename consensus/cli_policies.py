"""Commands on policies: list, show, check, fit."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from consensus.cli_reports import Command, print_json

_DONE = 0


def add(command: Command) -> None:
    """Register the commands of this module."""
    parser = command("policies", _list, "List, show or check policies, or learn levels for one.")
    parser.add_argument("--json", action="store_true")
    actions = parser.add_subparsers(dest="action", metavar="list | show | check | fit", parser_class=type(parser))
    for action, run, argument, text in (
        ("list", _list, None, "every policy that can be named"),
        ("show", _show, "NAME", "what a policy says, where it sends documents, and which language pairs have a level"),
        ("check", _check, "FILE", "all mistakes of a file, or every place that it sends documents to"),
    ):
        sub = actions.add_parser(action, help=text, description=text)
        if argument:
            sub.add_argument("name", metavar=argument)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        sub.set_defaults(run=run)
    text = "learn a language pair's level from your own answers, without labels"
    fit = actions.add_parser("fit", help=text, description=text)
    fit.add_argument("name", metavar="NAME")
    fit.add_argument(
        "--from", dest="sources", nargs="+", required=True, metavar="JOB", help="finished jobs, or recorded FILE.jsonl"
    )
    fit.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: your own policy of that name")
    fit.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    fit.set_defaults(run=_fit)


def _list(options: argparse.Namespace) -> int:
    from consensus import terminal_policies
    from consensus.bootstrap import policies
    from consensus.settings import Settings

    lines = policies(Settings.read()).list()
    content = {"policies": [terminal_policies.policy_dict(line) for line in lines]}
    return _told(options, content, lambda: terminal_policies.print_policies(lines))


def _show(options: argparse.Namespace) -> int:
    from consensus import terminal_policies
    from consensus.bootstrap import policies, reach
    from consensus.settings import Settings

    settings = Settings.read()
    policy = policies(settings).load(options.name)
    content = {**policy.model_dump(mode="json"), "digest": policy.digest}
    return _told(options, content, lambda: terminal_policies.print_policy(policy, reach(settings, policy)))


def _check(options: argparse.Namespace) -> int:
    from consensus import terminal_policies
    from consensus.bootstrap import policies, reach
    from consensus.settings import Settings

    settings = Settings.read()
    policy = policies(settings).load(options.name)
    found = reach(settings, policy)
    content = {"name": policy.name, "version": policy.version, "digest": policy.digest, **found.as_dict()}
    return _told(options, content, lambda: terminal_policies.print_checked(options.name, policy, found))


def _fit(options: argparse.Namespace) -> int:
    from consensus import terminal_policies
    from consensus.bootstrap import fit
    from consensus.settings import Settings

    made, policy, where = fit(Settings.read(), options.name, options.sources, options.output)
    content = {
        "name": policy.name,
        "file": where,
        "digest": policy.digest,
        "pairs": [terminal_policies.pair_dict(pair) for pair in made.pairs],
        "too_few": dict(made.short),
    }
    return _told(options, content, lambda: terminal_policies.print_fit(made, policy, where))


def _told(options: argparse.Namespace, content: Mapping[str, Any], show: Callable[[], None]) -> int:
    if options.json:
        return print_json(content)
    show()
    return _DONE
