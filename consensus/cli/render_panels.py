"""What the command line shows of panels, and of what was found to make one. Plain where there is no terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from consensus.ask.ping import worst_cost
from consensus.cli.render import harmless, new_console, print_probes
from consensus.cli.render import probe_dict as probe_dict
from consensus.domain import FoundServer, ModelSpec, Panel, Proposal

#: Names of models, and of those left out, that are shown; a server may list hundreds.
_SHOWN = 4
_LEFT = 6


def panel_dict(name: str, panel: Panel, places: Mapping[str, str]) -> dict[str, Any]:
    """A panel for --json and for its table. places: member name -> where it is asked."""
    members = [
        {
            "name": spec.name,
            "family": spec.family,
            "place": places[spec.name],
            "price_in": None if spec.price_in is None else float(spec.price_in),
            "price_out": None if spec.price_out is None else float(spec.price_out),
            "price_from": spec.price_why,
        }
        for spec in panel.members
    ]
    return {"name": name, "members": members, "warnings": list(panel.warnings)}


def print_found(servers: Sequence[FoundServer], keys: Sequence[str], proposal: Proposal) -> None:
    """What answered, which keys are set, and what is not taken and why."""
    table = _table("server", "address", "found")
    for server in servers:
        table.add_row(*map(_cell, (server.name, server.url, _found(server))))
    new_console().print(table)
    print_line(f"Keys set: {', '.join(keys) or 'none'}.")
    for model, why in proposal.left_out[:_LEFT]:
        print_line(f"Not taken: {model}: {why}.")
    if len(proposal.left_out) > _LEFT:
        print_line(f"Not taken: {len(proposal.left_out) - _LEFT} more; --json lists all.")


def print_pings(probes: Sequence[Any]) -> None:
    """One line a member: whether it answers, and what to do where it does not."""
    print_probes(probes)


def print_panel(told: Mapping[str, Any]) -> None:
    """The members with family, place and price in US dollars per million tokens."""
    table = _table("member", "family", "asked at", "in, $/M", "out, $/M", "price from")
    for one in told["members"]:
        prices = ("unknown" if one[key] is None else f"{one[key]:g}" for key in ("price_in", "price_out"))
        table.add_row(*map(_cell, (one["name"], one["family"], one["place"], *prices, one["price_from"])))
    new_console().print(table)
    for warning in told["warnings"]:
        print_line(f"! {warning}")


def print_written(path: str, name: str, then: str) -> None:
    """Where the panel stands, and how to go on."""
    print_line(f'Wrote panel "{name}" to {path}.')
    print_line(f"Next: {then}")


def print_panels(listed: Sequence[Mapping[str, Any]], path: str) -> None:
    """One line a panel; one that cannot be asked with its problem."""
    if not listed:
        print_line(f"No panel yet in {path}. Make one with: consensus init")
        return
    table = _table("panel", "families", "members")
    for one in listed:
        families = f"! {one['problem']}" if one["problem"] else ", ".join(one["families"])
        table.add_row(*map(_cell, (one["name"], families, ", ".join(one["members"]))))
    new_console().print(table)
    print_line(f"In {path}")


def cost_words(paid: Sequence[ModelSpec], places: Mapping[str, str]) -> str:
    """Whom a ping would be sent to for money, where they are, and the worst that it could cost."""
    costs = [worst_cost(spec) for spec in paid]
    named = ", ".join(f"{spec.name} at {places[spec.name]}" for spec in paid)
    known = [cost for cost in costs if cost is not None]
    worst = f"at most ${sum(known):.6f} together" if len(known) == len(costs) else "an amount that is not known"
    return f"One short ping each to {named} costs {worst}."


def print_line(line: str) -> None:
    """A line as it is: what is copied from it must not be broken in two."""
    new_console().print(Text(harmless(line)), soft_wrap=True)


def print_question(line: str) -> None:
    """A question to whoever sits at the terminal, on standard error."""
    new_console(errors=True).print(Text(harmless(line)), soft_wrap=True, end="")


def _found(server: FoundServer) -> str:
    if server.problem:
        return server.problem
    more = f" and {len(server.models) - _SHOWN} more" if len(server.models) > _SHOWN else ""
    return f"{', '.join(server.models[:_SHOWN])}{more}"


def _cell(text: str) -> Text:
    return Text(harmless(text))


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in titles:
        table.add_column(title)
    return table
