"""What the command line shows while jobs run: a bar for each document under way, speed, cost, time left, and models."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from rich.console import RenderableType
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.domain import ModelHealth, Pace
from consensus.domain import Progress as Done
from consensus.ports.runtime import OnProgress

_LONGEST_NAME, _LONGEST_TROUBLE = 36, 100


@contextmanager
def progress(*, quiet: bool, documents: int = 1, kept: bool = True) -> Iterator[OnProgress | None]:
    """Bars on standard error; nothing when quiet. documents: handed in together. kept: the bars stay when they end,
    and what is said beside them is shown."""
    if quiet:
        yield None
        return
    bars = _Bars(documents, kept)
    try:
        yield bars.hear
    finally:
        if bars.is_shown:
            bars.stop()


def progress_lines(now: Done | None) -> Sequence[str]:
    """The same in words, for a job of another process; () for one that nobody works on."""
    if now is None:
        return ()
    if not now.total:
        return ["A process is working on it and has only begun."]
    done = f"A process is working on it: {now.done} of {now.total} answers ({now.done / now.total:.0%})"
    return [f"{done}, {words(now)}.", *(line.plain for line in _health(now.models))]


def words(now: Done) -> str:
    """Speed, cost so far, and time left."""
    said = [f"{now.units_per_second:.1f} units/s"] if now.units_per_second is not None else []
    said.append(_cost(now.cost, now.unpriced))
    if now.seconds_left is not None and now.done < now.total:
        said.append(f"{_time(now.seconds_left)} left")
    return ", ".join(said)


@dataclass
class _Jobs:
    """The last word of every job."""

    latest: dict[str, Done] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def under_way(self) -> list[Done]:
        return [now for job, now in self.latest.items() if job not in self.ended]

    def models(self) -> Sequence[ModelHealth]:
        """Of all jobs under way, by model: the counts of a model add up, and its last trouble stays."""
        found: dict[str, ModelHealth] = {}
        for now in self.under_way() or list(self.latest.values())[-1:]:
            for one in now.models:
                before = found.get(one.model, ModelHealth(one.model))
                found[one.model] = ModelHealth(
                    one.model,
                    before.answered + one.answered,
                    before.failed + one.failed,
                    one.seconds if one.seconds is not None else before.seconds,
                    one.trouble or before.trouble,
                )
        return list(found.values())


class _Bars(Progress):
    """Rich's bars with a line for each model under them."""

    def __init__(self, documents: int, kept: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), TextColumn("{task.fields[words]}"))
        self._jobs, self._bars, self._pace = _Jobs(), dict[str, TaskID](), Pace()
        console = new_console(errors=True)
        super().__init__(*columns, TimeElapsedColumn(), console=console, refresh_per_second=4, transient=not kept)
        self._all = self.add_task("all", total=documents, words="") if documents > 1 else None

    @property
    def is_shown(self) -> bool:
        """Whether anything is on the screen that has to be left in order."""
        return bool(self._jobs.latest)

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        yield from _health(self._jobs.models())

    def hear(self, now: Done) -> None:
        """A job has come further."""
        self.start()  # not before: bad input must not leave an empty bar
        key = now.job_id
        if now.note:
            if not self.live.transient:
                self.console.print(Text(harmless(now.note)))
            return
        self._jobs.latest[key] = now
        name = escape(_short(harmless(now.document), _LONGEST_NAME))
        if key not in self._bars:
            self._bars[key] = self.add_task(name, total=now.total, words="")
        # Of several documents those behind wait for those before, so only all together have a speed.
        rest = words(now) if self._all is None else _cost(now.cost, now.unpriced)
        told = f"{now.done}/{now.total} answers, {rest}"
        self.update(self._bars[key], description=name, completed=now.done, total=now.total, words=told)
        if now.ended:
            self._jobs.ended.add(key)
        if self._all is not None:
            self._together(now)

    def _together(self, now: Done) -> None:
        """The line for all documents; those that are done leave."""
        assert self._all is not None
        if now.ended:
            self.remove_task(self._bars[now.job_id])
        under_way, count = self._jobs.under_way(), len(self._jobs.ended)
        paid = self._jobs.latest.values()
        units = sum(one.units * one.done / one.total for one in paid if one.total)
        speed = self._pace.per_second(time.monotonic(), round(units))
        total = self.tasks[0].total or 1.0
        share = count + sum(one.done / one.total for one in under_way if one.total)
        elapsed = self.tasks[0].elapsed or 0.0
        said = [f"{count}/{total:.0f} documents", f"{speed:.1f} units/s" if speed else ""]
        said.append(_cost(sum((one.cost for one in paid), Decimal(0)), sum(one.unpriced for one in paid)))
        said.append(f"about {_time(elapsed / share * (total - share))} left" if 0 < share < total else "")
        self.update(self._all, completed=share, words=", ".join(filter(None, said)))


def _health(models: Sequence[ModelHealth]) -> list[Text]:
    width = max((len(harmless(one.model)) for one in models), default=0)
    return [_line(one, width) for one in models]


def _line(one: ModelHealth, width: int) -> Text:
    said = f"  {harmless(one.model):{width}}  {one.answered} answered"
    said += f", {one.seconds:.1f} s each" if one.seconds is not None else ""
    said += f", {one.failed} failed" if one.failed else ""
    line = Text(said, overflow="ellipsis", no_wrap=True)
    if one.trouble:
        line.append(f"  ! {_short(harmless(one.trouble), _LONGEST_TROUBLE)}", style="yellow")
    return line


def _cost(cost: Decimal, unpriced: int) -> str:
    if not unpriced:
        return f"${cost:.4f}"
    return f"${cost:.4f} and {unpriced} calls of unknown cost" if cost else "cost unknown"


def _time(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
