"""What `consensus demo` shows: each example in a few lines, what needs a person, and how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from rich.console import Console
from rich.table import Table
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.domain import Abstention, Field, Outcome
from consensus.domain.job import UnitRecord
from consensus.service.jobs.report import JobReport

#: Lines shown of what a document's members agreed on, and of what is left to a person.
_ACCEPTED, _REVIEW = 2, 4
_NAME, _SAID = 44, 110


#: Panel -> title and what it shows.
PARTS = {
    "recorded": (
        "Recorded answers",
        "Three sets of answers, written by hand for these examples. No model is asked.",
    ),
    "embedded": (
        "Real models on this processor (takes some minutes)",
        "Two of the smallest there are. They are often wrong, and wrong together, so their agreement does not count: "
        "a person decides until blind audits show that it may.",
    ),
}


def print_part(panel: str) -> None:
    """The heading above the examples of one panel."""
    title, told = PARTS.get(panel, (f"Asked: {panel}", "The shipped policies, as for documents of your own."))
    console = new_console()
    console.print(_text(f"\n{title}", style="bold"))
    console.print(_text(told))


def print_document(report: JobReport) -> None:
    """How the members of a document did: some of what was accepted, and why the rest was not."""
    console = new_console()
    document = report.document
    what = f"{document.source_lang} -> {document.target_lang}" if document.target_lang else "values"
    accepted, open_ = report.count(Outcome.ACCEPTED), len(report.units) - report.count(Outcome.ACCEPTED)
    console.print(
        _text(f"\n{document.name} ({what})", style="bold"),
        f"{len(report.units)} units: {accepted} accepted, {open_} for a person",
    )
    _print_accepted(console, [unit for unit in report.units if _outcome(unit) is Outcome.ACCEPTED])
    _print_open(console, [unit for unit in report.units if _outcome(unit) is not Outcome.ACCEPTED])


def _print_accepted(console: Console, units: Sequence[UnitRecord]) -> None:
    rows = [("✓", _name(unit), str(_leading(unit))) for unit in units[:_ACCEPTED]]
    if len(units) > _ACCEPTED:
        rows.append(("", f"and {len(units) - _ACCEPTED} more", ""))
    _print_rows(console, rows, "green")


def _print_open(console: Console, units: Sequence[UnitRecord]) -> None:
    """Units that share a reason share a line."""
    by_reason: dict[str, list[UnitRecord]] = {}
    for unit in units:
        by_reason.setdefault(_reason(unit), []).append(unit)
    shown = list(by_reason.items())[:_REVIEW]
    rows = []
    for reason, alike in shown:
        more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
        rows.append(("?", f"{_fitting(_name(alike[0]), _NAME - len(more))}{more}", reason))
    rest = len(units) - sum(len(alike) for _, alike in shown)
    if rest:
        rows.append(("", f"and {rest} more", "each with its reason in the review screen"))
    _print_rows(console, rows, "yellow")


def _print_rows(console: Console, rows: Sequence[tuple[str, str, str]], style: str) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(width=1)
    table.add_column(width=_NAME, no_wrap=True, overflow="ellipsis")
    table.add_column(max_width=_SAID)
    for sign, name, said in rows:
        table.add_row(_text(sign, style=style), _text(name), _text(shorten(said, _SAID, placeholder=" …")))
    if rows:
        console.print(table)


def print_silent(reports: Sequence[JobReport]) -> None:
    """One line on the members that gave no usable answer about some units; none where all answered."""
    silent: dict[str, int] = {}
    units = [unit for report in reports for unit in report.units]
    for unit in units:
        for answer in unit.answers:
            if isinstance(answer, Abstention):
                silent[answer.member] = silent.get(answer.member, 0) + 1
    if silent:
        told = ", ".join(f"{member} about {count}" for member, count in silent.items())
        new_console().print(_text(f"\nGave no usable answer: {told} of {len(units)} units."))


def print_end(folder: str) -> None:
    """What to do next. folder: where the files are."""
    console = new_console()
    console.print(_text("\nNext", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_row("consensus review", "decide what is left, in the browser")
    table.add_row("consensus doctor", "which models can be asked from here; README.md says how to name yours")
    console.print(table)
    console.print(
        _text(f"Files with what is verified so far, and the evidence (not certified): {folder}"), soft_wrap=True
    )


def _outcome(unit: UnitRecord) -> Outcome | None:
    return unit.verdict.outcome if unit.verdict is not None else None


def _leading(unit: UnitRecord) -> object:
    return unit.verdict.leading if unit.verdict is not None else None


def _reason(unit: UnitRecord) -> str:
    """The first sentence of the first reason: what is wrong. What to do about it stands in the review screen."""
    if unit.verdict is None:
        return "No verdict yet."
    reason = (unit.verdict.reasons or (unit.verdict.rule,))[0]
    return reason.partition(" Learn it: ")[0]


def _name(unit: UnitRecord) -> str:
    return unit.unit.path if isinstance(unit.unit, Field) else " ".join(unit.unit.text.split())


def _fitting(name: str, limit: int) -> str:
    return name if len(name) <= limit else name[: limit - 1] + "…"


def _text(words: str, style: str = "") -> Text:
    return Text(harmless(words), style=style)
