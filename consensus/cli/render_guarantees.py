"""What the command line shows of guarantees: what is promised, what stands behind it, and what a batch became."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from consensus.certify import percent_up
from consensus.cli.render import harmless, new_console
from consensus.domain import Batch, Scheme
from consensus.errors import shown_value
from consensus.service.reports.guarantees import LevelFigures, Promise, guarantees_counted

_COLOURS = {"certified": "green", "alarm": "red"}


def print_guarantees(found: Sequence[Promise]) -> None:
    """Some paragraphs and one table for each guarantee, then how many there are."""
    if not found:
        _say("No guarantee is kept here: policies say `guarantee: none`, or none of their documents came yet.")
        return
    for one in found:
        record, state = one.status.record, one.status.state.value
        _say(f"{record.policy} v{record.version}, {record.slice}: {state.upper()}", _COLOURS.get(state, "yellow"))
        for paragraph in _paragraphs(one):
            _say(paragraph)
        if one.levels:
            new_console().print(_levels(one.levels))
        _say("")
    _say(guarantees_counted(found[0].status.snapshot.guarantees, found[0].status.record.confidence))


def _paragraphs(one: Promise) -> list[str]:
    snapshot = one.status.snapshot
    told = [one.status.words, *(f"{number}. {step}" for number, step in enumerate(one.to_do, 1)), one.reviewers]
    accepted = f"{snapshot.accepted:,} units accepted so far"
    if one.escaped:
        accepted += f"; escaped errors per 1,000 of all units, at the coverage so far: {one.escaped}"
    held = "; open audits hold the proof back" if snapshot.open and one.status.standing.operating is None else ""
    told.append(f"Attempt {one.status.record.attempt}. {one.batches} Audits: {one.backlog}{held}. {accepted}.")
    return [paragraph for paragraph in told if paragraph]


def _levels(levels: Sequence[LevelFigures]) -> Table:
    titles = ("level", "accepts", "batches", "documents", "audits", "wrong", "not made", "at most wrong", "stands")
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in titles:
        table.add_column(title)
    for one in levels:
        counts = (one.batches, one.documents, one.audits, one.wrong, one.pending)
        cells = (f"{one.number}", f"{one.coverage:.0%} of units", *(f"{count:,}" for count in counts))
        table.add_row(*cells, percent_up(one.bound) if one.audits else "-", one.stands)
    return table


def closed_dict(batch: Batch) -> dict[str, Any]:
    """A batch that was just closed, for --json. eligible: units that some level may accept, if any is placed."""
    return {
        "batch": batch.name,
        "policy": batch.policy,
        "slice": batch.slice,
        "closed_at": batch.closed_at,
        "scheme": batch.scheme.value,
        "documents": batch.documents,
        "eligible": _eligible(batch),
        "accepted": batch.accepted,
    }


def print_closed(closed: Sequence[Batch]) -> None:
    """One line a slice."""
    for batch in closed:
        told = f"Closed the batch {shown_value(batch.name)}, {batch.slice}."
        if batch.scheme is Scheme.PLACING:
            _say(f"{told} Its scores help to place the levels. All of it waits in the review queue.")
        elif not batch.accepted:
            _say(
                f"{told} Units that could be accepted: {_eligible(batch):,}. All wait in the review queue, for audits."
            )
        else:
            _say(f"{told} Accepted: {batch.accepted:,} units. What was drawn for audits waits in the review queue.")


def _eligible(batch: Batch) -> int:
    return batch.sizes[-1] if batch.sizes else 0


def _say(line: str, style: str = "") -> None:
    new_console().print(Text(harmless(line), style=style))
