"""The commands ``changes`` and ``replay``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from consensus.cli.reports import Command, print_json
from consensus.errors import DocumentError, UsageError
from consensus.settings import Settings

if TYPE_CHECKING:
    from consensus.service.learning.replays import Prompt

_DONE = 0
#: Requests of a replay by hand, unless the command or the installation says otherwise.
_REQUESTS = 50


def add(command: Command) -> None:
    """Register the commands."""
    changes = command("changes", _changes, "Whether models still answer as they did: rates watched, alarms, replays.")
    changes.add_argument("--json", action="store_true")
    replay = command("replay", _replay, "Ask recorded requests of a model again, and compare with the old answers.")
    replay.add_argument("model", metavar="MODEL", help="as `consensus changes` lists it")
    replay.add_argument("--prompt", metavar="FILE|ID", help="with another template, before it is adopted")
    replay.add_argument("--requests", type=_whole, metavar="N", help=f"of the fixed set (default: {_REQUESTS})")
    replay.add_argument("--budget", type=_dollars, metavar="X", help="US dollars, or none (default: as set, else 1)")
    replay.add_argument("--json", action="store_true")


def _whole(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 9999:
        raise argparse.ArgumentTypeError(f"{number} is not from 1 to 9999")
    return number


def _dollars(text: str) -> float:
    """Infinite for none."""
    try:
        amount = float("inf") if text.strip().lower() == "none" else float(text)
    except ValueError:
        amount = -1.0
    if not amount >= 0:
        raise argparse.ArgumentTypeError(f'"{text}" is no amount; give US dollars, or none')
    return amount


def _changes(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build

    service = build(Settings.read())
    try:
        found = service.learning.watching.changes.report()
    finally:
        service.close()
    if options.json:
        return print_json(found.as_dict())
    from consensus.cli.render_changes import print_changes

    print_changes(found)
    return _DONE


async def _replay(options: argparse.Namespace) -> int:
    from consensus.bootstrap import build
    from consensus.domain import ReplayRules

    settings = Settings.read()
    budget = settings.replay_budget if options.budget is None else options.budget
    rules = ReplayRules(
        options.requests or settings.replay_requests or _REQUESTS, None if budget == float("inf") else budget
    )
    given = _prompt(options.prompt) if options.prompt else None
    service = build(settings)
    try:
        found = await service.learning.watching.replays.by_hand(options.model, rules, given, settings.user)
    finally:
        await service.outside.aclose()
        service.close()
    if options.json:
        return print_json(asdict(found) | {"words": found.counts.words})
    from consensus.cli.render_changes import print_replay

    print_replay(found)
    return _DONE


def _prompt(named: str) -> Prompt:
    """A template of the program by its name, or a file."""
    from consensus.service.learning.replays import Prompt, shipped_prompt

    if (shipped := shipped_prompt(named)) is not None:
        return shipped
    path = Path(named)
    if not path.is_file():
        do = "Give a file, or a name such as translate.chat.v3."
        raise UsageError(f"there is no prompt {named}.", where="--prompt", do=do)
    try:
        return Prompt(path.stem, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError("the prompt cannot be read.", where=named, do="Give a text file in UTF-8.") from error
