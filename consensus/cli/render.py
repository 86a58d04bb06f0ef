"""What the command line shows: tables, one line a probe. Plain when standard output is no terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from consensus.domain import Field, Outcome, Rule
from consensus.domain.job import JobState, UnitRecord
from consensus.domain.run import RunStatus

if TYPE_CHECKING:
    from consensus.service.jobs.listing import JobSummary
    from consensus.service.jobs.report import JobReport

_SIGNS = {Outcome.ACCEPTED: ("✓ accepted", "green"), Outcome.REVIEW: ("? review", "yellow")}
_FAILED, _WAITING = ("✗ failed", "red"), ("· waiting", "yellow")
#: Jobs that are listed unless all are asked for.
MOST_JOBS = 30
#: Units likewise, and characters of a text that a line may show.
_MOST_UNITS, _LONGEST_CELL = 20, 400
#: Columns of a terminal that the longest verdict takes.
_VERDICT = 10


#: Characters that move a terminal's cursor, change its title, or turn the order of what is shown.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text without what a terminal would act upon: documents, answers and names come from strangers."""
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text)


def _text(text: str, style: str = "") -> Text:
    return Text(harmless(text), style=style)


def new_console(*, errors: bool = False) -> Console:
    console = Console(stderr=errors, highlight=False, soft_wrap=False)
    # A pipe or a log has no width of its own; 120 columns keep reasons readable there.
    return console if console.is_terminal else Console(stderr=errors, highlight=False, width=120)


def print_report(report: JobReport, now: Sequence[str] = (), *, every_unit: bool = False) -> None:
    """What of a job needs a person, one line a unit, then its totals. now: lines on the process that works on it.

    every_unit: the others as well.
    """
    console = new_console()
    console.print(_text(f"\n{report.document.name}", style="bold"), f"({report.document.task.value}, job {report.id})")
    console.print(
        _text(f"Panel {report.panel.name}: {', '.join(m.name for m in report.panel.members)}. {report.panel.why}")
    )
    lost = report.unanswered
    waiting = lost.units if lost else frozenset()
    shown = [unit for unit in report.units if every_unit or (_needs_a_person(unit) and unit.unit.id not in waiting)]
    most = len(shown) if every_unit or len(shown) <= _MOST_UNITS + 1 else _MOST_UNITS
    if any(unit.verdict is not None for unit in shown):
        console.print(_units(shown[:most], console.width))
    if len(shown) > most:
        console.print(f"and {len(shown) - most} more: consensus review")
    console.print(_text(_totals(report)))
    for line in now:
        console.print(_text(line))
    if now:
        return
    if report.job.state != JobState.DONE:
        console.print(f"This job has not ended. Go on with: consensus submit --resume {report.id}")
        return
    if told := report.validated().words:
        console.print(_text(told, style="yellow"))
    if report.waits:
        console.print(_text(report.waits, style="yellow"))
    failed = report.count(Outcome.FAILED) - len(waiting)
    if any(_needs_a_person(unit) and unit.unit.id not in waiting for unit in report.units):
        console.print("Decide what needs review: consensus review")
    if lost:
        console.print(_text(f"{lost.said} {lost.do}", style="red"))
    elif failed:
        console.print(f"Ask again about what nobody answered: consensus submit --resume {report.id}")
    console.print(f"Take the file away: consensus export {report.id} -o FILE")


def _needs_a_person(unit: UnitRecord) -> bool:
    """Whether nothing is delivered for it unless a person decides."""
    verdict = unit.verdict
    if verdict is None or unit.resolution is not None or verdict.rule == Rule.OPEN_BATCH:
        return False
    return verdict.outcome is not Outcome.ACCEPTED


def _units(units: Sequence[UnitRecord], width: int) -> Table:
    """One line a unit. width: of the terminal, in columns; without shares of it the longest cell takes it all."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column("verdict", no_wrap=True, min_width=_VERDICT)
    rest = max(0, width - _VERDICT - 8)
    for title, share in (("unit", 0.27), ("answer", 0.27), ("reason", 0.46)):
        table.add_column(title, width=max(4, int(rest * share)), no_wrap=True, overflow="ellipsis")
    for unit in units:
        table.add_row(*_row(unit))
    return table


def _row(unit: UnitRecord) -> tuple[Text, Text, Text, Text]:
    verdict = unit.verdict
    name = unit.unit.path if isinstance(unit.unit, Field) else _line(unit.unit.text)
    if verdict is None:
        return _text("· waiting"), _text(name), _text(""), _text("")
    sign, style = _WAITING if verdict.rule == Rule.OPEN_BATCH else _SIGNS.get(verdict.outcome, _FAILED)
    reason = verdict.reasons[0] if verdict.reasons else verdict.rule
    if unit.resolution is not None:
        sign, style = f"● {unit.resolution.action.value}", "cyan"
        reason = f"Decided by {unit.resolution.reviewer}."
    answer = "" if verdict.leading is None else str(verdict.leading)
    return _text(sign, style=style), _text(name), _text(_line(answer)), _text(_line(reason))


def _line(text: str) -> str:
    """The text in one line; as much of it as fits is shown."""
    return " ".join(text[:_LONGEST_CELL].split())


def _totals(report: JobReport) -> str:
    cost = report.totals.cost
    counts = ", ".join(f"{report.count(outcome)} {outcome.value}" for outcome in Outcome)
    if report.progress is not None:  # its line says so; what is under way has no cost yet
        return f"{len(report.units)} units: {counts}. Not certified."
    paid = "cost unknown" if cost is None else f"cost ${cost:.4f}"
    promised = f"{report.certificate[:1].upper()}{report.certificate[1:].removesuffix('.')}."
    return f"{len(report.units)} units: {counts}. {report.totals.calls} calls, {paid}. {promised}"


def print_jobs(reports: Sequence[JobSummary], total: int) -> None:
    """One line a job, newest first. total: jobs that there are, with those beyond a screenful."""
    console = new_console()
    if not reports:
        console.print("No jobs yet. Start with: consensus demo")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("job", no_wrap=True)
    table.add_column("document", no_wrap=True, overflow="ellipsis", min_width=8)
    for title in ("task", "state"):
        table.add_column(title, no_wrap=True)
    for title in ("units", "accepted", "review", "failed", "decided", "calls"):
        table.add_column(title, justify="right", no_wrap=True)
    for report in reports:
        line = report.line
        counts = (line.units, line.accepted, line.review, line.failed, line.decided, line.calls)
        cells = (line.id, line.document, line.task, _state(report), *counts)
        table.add_row(*(_text(" ".join(str(cell).split())) for cell in cells))
    console.print(table)
    if total > len(reports):
        console.print(f"and {total - len(reports)} more: consensus status --all")


def _state(report: JobSummary) -> str:
    if report.line.state != JobState.RUNNING:
        return f"{report.line.state}, batch open" if report.is_waiting() else report.line.state
    now, status = report.progress, report.run.status
    if now is None:  # a process that died had it: nobody works on it now
        return "stopped" if status is RunStatus.RUNNING else status.value
    return f"running, {now.done / now.total:.0%}" if now.total else "running"


def print_evaluation(content: Mapping[str, Any]) -> None:
    """The figures of an evaluation."""
    console = new_console()
    console.print(_text(f"policy {content['policy']} ({content['digest']}), panel: {', '.join(content['panel'])}"))
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in ("slice", "units", "coverage", "wrong among accepted", "review share"):
        table.add_column(title)
    moved = [{**row, "name": f"if accept_share were {row['accept_share']:.0%}"} for row in content["levels"]]
    for row in ({"name": "all", **content}, *content["slices"], *moved):
        error = row["accepted_error"]
        table.add_row(
            _text(row["name"]),
            str(row["units"]),
            f"{row['coverage']:.1%}" if row["coverage"] is not None else "-",
            "no labels" if error is None else f"{error:.2%}",
            f"{row['review_share']:.1%}" if row["review_share"] is not None else "-",
        )
    console.print(table)
    if "calls" in content:
        console.print(f"{content['calls']} calls; {content['calls_independent']} if every member were asked.")
    console.print("Not certified.")


def probe_dict(probe: Any) -> dict[str, Any]:
    """One probe of the doctor, for --json."""
    return {"name": probe.name, "ok": probe.ok, "found": probe.found, "do": probe.do}


def print_probes(probes: Sequence[Any]) -> None:
    """One line a probe: what was found, and how to mend what is missing."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    for probe in probes:
        sign = _text("✓ ok", style="green") if probe.ok else _text("✗ missing", style="yellow")
        table.add_row(sign, _text(probe.name), _text(probe.found), _text(probe.do))
    new_console().print(table)
