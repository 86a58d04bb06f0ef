"""What the command line shows of a trial. Plain where there is no terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.service.learning.trial_report import TrialReport, facts_of, slice_row

_HEAD = ("part", "documents", "better", "at 95%", "score", "at 95%", "same answers", "compared", "failed")


def print_report(report: TrialReport) -> None:
    """The result, the slices, and what else is to be known."""
    console, trial = new_console(), report.trial
    console.print(
        Text(harmless(f"{trial.name}: {trial.candidate} beside the panel of {trial.policy}, {trial.state.value}."))
    )
    console.print(Text(harmless(report.words)))
    table = Table(box=None, pad_edge=False)
    for name in _HEAD:
        table.add_column(name, justify="left" if name == "part" else "right")
    for one in report.slices:
        table.add_row(*(Text(harmless(cell)) for cell in slice_row(one)))
    console.print(table)
    for line in facts_of(report):
        console.print(Text(harmless(line)))
