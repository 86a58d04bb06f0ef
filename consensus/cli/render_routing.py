"""How a proposal of routing is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from consensus.cli.render import harmless, new_console

_MOST_SHOWN = 5
_HALVES = "Chosen on the learning half of the documents, tested once on the judging half."
_ADOPTED = "Adopted, it has another digest: what it certified before is void, and a guarantee is earned anew."


def print_routing(found: Mapping[str, Any]) -> None:
    """A block for every slice, what it would have changed, and the policy's diff."""
    out = new_console()
    for line in _lines(found):
        out.print(Text(harmless(line)), soft_wrap=True)


def print_notices(notices: tuple[str, ...]) -> None:
    """On standard error."""
    out = new_console(errors=True)
    for notice in notices:
        out.print(Text(harmless(notice)), soft_wrap=True)


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"Policy {found['policy']} ({found['digest']}). {_HALVES}"
    for one in found["slices"]:
        yield ""
        yield from _slice(one)
    yield ""
    if found["diff"]:
        yield "The policy would change so. Nothing was changed."
        yield from found["diff"].split("\n")
        yield _ADOPTED
    elif not any(one["proposed"] for one in found["slices"]):
        yield "Nothing is proposed."


def _slice(one: Mapping[str, Any]) -> Iterator[str]:
    documents, labels = one["documents"], one["labels"]
    halves = [f"{documents[half]:,} documents with {labels[half]:,} labels" for half in ("learning", "judging")]
    yield f"{one['slice']}: {' and '.join(halves)}; {one['tried']} ways tried"
    if one["chosen"] is not None:
        yield f"  {'Proposed' if one['proposed'] else 'Not proposed'}: {_way(one['chosen'])}"
        yield from _test(one["tested"])
    if one["why"]:
        yield f"  {one['why']}"
    if not one["proposed"]:
        yield "  It stays as it is."
    if one["effects"]:
        yield from _effects(one["effects"])


def _way(chosen: Mapping[str, Any]) -> str:
    shown = {key: value if isinstance(value, str | float) else _list(value) for key, value in chosen.items()}
    return "; ".join(f"{key} {value}" for key, value in shown.items())


def _list(values: Any) -> str:
    return ", ".join(value if isinstance(value, str) else f"[{', '.join(value)}]" for value in values)


def _test(test: Mapping[str, Any]) -> Iterator[str]:
    ways = test["before"], test["after"]
    error, cost = test["error_difference"], test["cost_difference"]
    yield _row("on the judging half", ("present", "this way"), "difference and its interval")
    yield _row("accepted", [_share(one["accepted"] / one["units"] if one["units"] else None) for one in ways])
    interval = f"{error['estimate']:+.2%}, {error['low']:+.2%} to {error['high']:+.2%}"
    yield _row("wrong among accepted", [_share(one["error"]) for one in ways], interval)
    yield _row("wrong of labels", [f"{one['wrong']} of {one['labelled']}" for one in ways])
    interval = f"{cost['estimate']:+.4f}, {cost['low']:+.4f} to {cost['high']:+.4f}"
    yield _row("cost of a document", [f"${one['cost_per_document']:.4f}" for one in ways], interval)


def _row(head: str, cells: Any, more: str = "") -> str:
    return f"  {head:<22}{cells[0]:>12}{cells[1]:>12}   {more}".rstrip()


def _effects(effects: Mapping[str, Any]) -> Iterator[str]:
    if not effects["verdicts"]:
        yield "  No verdict and no delivered value would have been another one."
    for one in effects["verdicts"]:
        same = one["before"] == one["after"]
        yield f"  {one['units']} units: {one['before']} -> {'another value' if same else one['after']}"
    for one in effects["examples"][:_MOST_SHOWN]:
        value = " ".join((one["value_after"] or one["value_before"]).split())[:60]
        yield f"    {one['record']} {one['path']}: {one['before']} -> {one['after']}  {value}"


def _share(value: float | None) -> str:
    return "no labels" if value is None else f"{value:.2%}"
