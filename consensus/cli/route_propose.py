"""Command: route propose."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from consensus.cli.parser import Run
from consensus.cli.reports import Command, print_json
from consensus.errors import UsageError, shown_value

#: How the parser knows it: after ``route`` stands a document, and this is none.
NAME = "route-propose"


def as_one_command(args: Sequence[str]) -> list[str]:
    """``route propose`` as the one word that the parser knows. A document of that name is handed in as ./propose."""
    words = list(args)
    at = next((at for at, word in enumerate(words) if not word.startswith("-")), len(words))
    return [*words[:at], NAME, *words[at + 2 :]] if words[at : at + 2] == ["route", "propose"] else words


def add(command: Command) -> None:
    """Register the command."""
    run: Run = _propose
    text = "Propose where each kind of work should go, from recorded answers with labels; nothing is sent or changed."
    parser = command(NAME, run, text)
    parser.prog = "consensus route propose"
    parser.add_argument("recorded", type=Path, nargs="+", metavar="RECORDED.jsonl")
    parser.add_argument("--policy", metavar="NAME", required=True)
    parser.add_argument("--panel", help="a,b,c: who is asked at present (default: the policy's members, else all)")
    parser.add_argument(
        "--price",
        action="append",
        default=[],
        metavar="[NAME=]USD",
        help="of one request to NAME, or to everybody not named (default: by tokens, as the policy or the list says)",
    )
    parser.add_argument("--wage", type=float, default=45.0, metavar="X", help="of a reviewer, an hour (default: 45)")
    parser.add_argument("--minutes", type=float, default=1.5, metavar="X", help="a review takes (default: 1.5)")
    parser.add_argument(
        "--margin",
        type=float,
        metavar="X",
        help="how much higher the error may be at most, at 95%% confidence (default: the policy's alpha, else 0.02)",
    )
    parser.add_argument("--by", action="append", default=[], choices=("type", "length"), help="divide slices further")
    parser.add_argument("--schema", metavar="FILE", help="overrides the records' own schema")
    parser.add_argument("--semantic", choices=("auto", "off"), help="off: wording only")
    parser.add_argument("--save", action="store_true", help="keep them beside other proposals, for an admin to adopt")
    parser.add_argument("--json", action="store_true")


def _propose(options: argparse.Namespace) -> int:
    from consensus.bootstrap import load_schema
    from consensus.bootstrap.routing import Asked, route_proposal, save_proposals
    from consensus.evaluate.economics import Inputs
    from consensus.settings import Settings

    if options.margin is not None and not 0 <= options.margin <= 1:
        raise UsageError(f"{options.margin:g} is outside 0 to 1.", where="--margin", do="Write 0.01 for one in 100.")
    asked = Asked(
        policy=options.policy,
        panel=options.panel,
        prices=dict(map(_price, options.price)),
        review=Inputs(wage=options.wage, minutes=options.minutes).review_cost,
        by=tuple(dict.fromkeys(options.by)),
        margin=options.margin,
        schema=load_schema(options.schema) if options.schema else None,
        semantic=options.semantic,
    )
    report = route_proposal(Settings.read(), options.recorded, asked)
    saved = save_proposals(Settings.read(), report) if options.save else ()
    if options.json:
        return print_json({**report.as_dict(), "saved": list(saved)} if options.save else report.as_dict())
    from consensus.cli.render_routing import print_notices, print_routing

    print_notices(report.notices)
    print_routing(report.as_dict())
    if options.save:
        print_notices((f"Kept {len(saved)} proposals. See: consensus proposals",))
    return 0


def _price(text: str) -> tuple[str, float]:
    name, _, amount = text.rpartition("=")
    try:
        price = float(amount)
    except ValueError:
        price = -1.0
    if not 0 <= price <= 1000:
        raise UsageError(
            f"{shown_value(text)} gives no price.", where="--price", do="Write it as gpt-4o=0.004, in US dollars."
        )
    return name.strip(), price
