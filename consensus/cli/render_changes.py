"""What the command line shows of watched rates, their alarms and replays."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.domain import Replay
from consensus.service.learning.changes import ChangesReport


def print_changes(found: ChangesReport) -> None:
    """Alarms first; then what is watched, with how soon a rise is noticed; then what was asked again."""
    out = new_console()

    def say(words: str) -> None:
        out.print(Text(harmless(words)))

    if not found.streams:
        say("Nothing is watched yet: the first finished job begins it.")
        return
    say(f"{found.words}.")
    for alarm in found.alarms:
        say(f"! {alarm.words} (alarm of {alarm.raised_at[:16]}).")
    if not found.alarms:
        say("No alarm was raised.")
    table = Table("model", "series", "slice", "rate", "share", "documents", "a rise is noticed", box=None)
    for one in found.streams:
        stream, standing = one.standing.stream, one.standing
        share = f"{100 * one.usual:.1f} % of {standing.units:,}"
        cells = (stream.model, stream.series, stream.slice, stream.rate.value, share, f"{standing.documents:,}")
        table.add_row(*(Text(harmless(cell)) for cell in (*cells, one.words)))
    out.print(table)
    for series in found.series:
        if series.changed_at:
            say(f"! {series.words}.")
    for replay in found.replays:
        say(_replayed(replay))


def print_replay(replay: Replay) -> None:
    """What came of one, and where the answers stand that changed."""
    out = new_console()
    out.print(Text(harmless(_replayed(replay))))
    for job_id, unit_id in replay.changed[:20]:
        out.print(Text(harmless(f"  changed: job {job_id}, unit {unit_id}")))
    if len(replay.changed) > 20:
        out.print(Text(f"  and {len(replay.changed) - 20:,} more; see --json"))


def _replayed(replay: Replay) -> str:
    with_ = f" with the prompt {replay.prompt}" if replay.prompt else ""
    said = f"{replay.counts.words}." if replay.ended_at else "not finished; the next one goes on with it."
    return (
        f"{replay.model}, series {replay.series}{with_}, {replay.started_at[:16]}, {replay.size:,} requests "
        f"({replay.why}): {said}"
    )
