"""Whether a model still answers as it did: rates that are watched, alarms, and requests that are asked again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rate(StrEnum):
    """What is counted of the units that one model was asked about. Each is better the lower it is."""

    DIFFERS = "differs"  #: Of those beside other families: its answer is not in the leading cluster.
    VETOED = "vetoed"  #: Of its answers: a check forbids it.
    ABSTAINED = "abstained"  #: Of all it was asked: it refused, or its reply could not be used.
    JUDGED = "judged"  #: Of its answers that the judge read: with an error.
    AUDITED = "audited"  #: Of its answers that a blind audit says the right of: wrong.

    @property
    def words(self) -> str:
        """After the model's name, as in ``gpt-4o differs from what is delivered``."""
        return _WORDS[self]


_WORDS = {
    Rate.DIFFERS: "differs from what is delivered",
    Rate.VETOED: "is forbidden by a check",
    Rate.ABSTAINED: "gives no usable answer",
    Rate.JUDGED: "has an error by the judge",
    Rate.AUDITED: "is wrong in a blind audit",
}


@dataclass(frozen=True, slots=True)
class RateStream:
    """What is watched by itself. series: as ``ServedSeries.series``. slice: task, languages, and the document's type
    where one is known."""

    model: str
    series: str
    slice: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class RateCount:
    """One observation of a stream: ``part`` of ``units`` of a job's document. unit_id: "" for all of its units."""

    stream: RateStream
    job_id: str
    part: int
    units: int
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class RateStanding:
    """A stream since its reference began. start: number of the observation before that. part, units: of all
    ``documents``. watch: the evidence, as JSON. first, last: ISO 8601."""

    stream: RateStream
    start: int
    documents: int
    part: int
    units: int
    watch: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class RateAlarm:
    """A rate has risen. since: ISO 8601, when the likeliest first of the documents after the change was observed.
    before, after: (part, units) on either side of it. documents: on both."""

    stream: RateStream
    raised_at: str
    since: str
    before: tuple[int, int]
    after: tuple[int, int]
    documents: int

    @property
    def words(self) -> str:
        """In one sentence without its stop."""
        stream = self.stream
        return (
            f"{stream.model} {stream.rate.words} more often in {stream.slice} since about {self.since[:10]}: "
            f"{_percent(self.after)} of n = {self.after[1]:,} units, before {_percent(self.before)} of "
            f"n = {self.before[1]:,}"
        )


def _percent(share: tuple[int, int]) -> str:
    return f"{100 * share[0] / share[1]:.1f} %" if share[1] else "–"


class ReplayState(StrEnum):
    """Where a replay stands."""

    RUNNING = "running"  #: Not all was asked; nobody may be at it.
    DONE = "done"  #: All was asked, as far as the budget went.


@dataclass(frozen=True, slots=True)
class ReplayCounts:
    """What came of a replay, in answers to units. changed: differ from the old answer by the product's comparison.
    facts: of these, in a hard fact. newly_vetoed: forbidden by a check, where the old one was not. lost: where an
    answer was, there is none. unasked: over the budget, or not to be sent. labelled: that a person said the right
    answer of; right_before, right_after: of these, the same as it."""

    answers: int = 0
    changed: int = 0
    facts: int = 0
    newly_vetoed: int = 0
    lost: int = 0
    unasked: int = 0
    labelled: int = 0
    right_before: int = 0
    right_after: int = 0

    @property
    def words(self) -> str:
        """As in ``12 of 200 answers changed, 3 in a hard fact``."""
        told = f"{self.changed:,} of {self.answers:,} answers changed, {self.facts:,} in a hard fact"
        for n, what in (
            (self.newly_vetoed, "newly forbidden by a check"),
            (self.lost, "no longer usable"),
            (self.unasked, "not asked again, for the budget or the data class"),
        ):
            told += f"; {n:,} {what}" if n else ""
        if self.labelled:
            told += (
                f"; of {self.labelled:,} that people decided {self.right_before:,} were right before, "
                f"{self.right_after:,} now"
            )
        return told


@dataclass(frozen=True, slots=True)
class Replay:
    """Recorded requests of a model, asked again. why: what began it. prompt: another template, or "". size: requests.
    changed: (job id, unit id) of the first of the answers that changed. ended_at: ISO 8601, "" while it runs."""

    id: str
    model: str
    series: str
    why: str
    state: ReplayState
    started_at: str
    size: int
    prompt: str = ""
    ended_at: str = ""
    counts: ReplayCounts = ReplayCounts()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplayRules:
    """What an installation allows. requests: of a fixed set, 0 asks nothing by itself. budget: US dollars a replay;
    None for no ceiling but the number of requests."""

    requests: int = 0
    budget: float | None = 1.0


@dataclass(frozen=True, slots=True)
class SetCall:
    """One call of a model's fixed set. draw: by the installation's key, 0..1 in sixteen digits, the lowest first."""

    call_id: str
    job_id: str
    draw: str
