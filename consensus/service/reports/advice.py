"""What to do next, from the figures: at most five sentences, the most important first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consensus.certify import State
from consensus.domain import RateAlarm, Replay, Spending
from consensus.service.levels import Learnable
from consensus.service.reports.error_correlation import Mistakes
from consensus.service.reports.guarantees import Promise
from consensus.service.reports.insights import Insight

#: Sentences that are said at once. More are not read.
MOST = 5
#: Calls, and the share of them, from which a member that fails is worth a sentence.
_LEAST_CALLS, _FAILING = 10, 0.1
#: Seconds from which an open item is old.
_OLD = 7 * 86400.0
_DAY = 86400.0
#: US dollars, and one model's share of them, from which a cost is worth a sentence.
_LEAST_COST, _DRIVES = 1, 0.5


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do. words: a sentence. figure: what it rests on, with its n. screen: where it is done, by the name
    in its address. address: what else stands there."""

    words: str
    figure: str
    screen: str
    address: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What advice is made of. job_id: the one that figures are narrowed to, or "". learnable: as ``Fits`` finds it.
    alarms, replays: of the last weeks, newest first."""

    found: Insight
    promises: Sequence[Promise] = ()
    mistakes: Mistakes | None = None
    learnable: Sequence[Learnable] = ()
    job_id: str = ""
    alarms: Sequence[RateAlarm] = ()
    replays: Sequence[Replay] = ()


def advise(facts: Facts) -> tuple[Advice, ...]:
    """The most important things to do, one of a kind, ``MOST`` at most; () where there is nothing to do."""
    kinds = (_alarm, _overdue, _unanswered, _failing, _risen, _replayed, _old, _held_back, _same, _level, _cost)
    first = (next(kind(facts), None) for kind in kinds)
    return tuple(one for one in first if one is not None)[:MOST]


def _alarm(facts: Facts) -> Iterator[Advice]:
    raised = [one for one in facts.promises if one.status.state is State.ALARM]
    for one in raised[:1]:
        more = f" Guarantees with an alarm: {len(raised):,}." if len(raised) > 1 else ""
        yield Advice(
            f"The guarantee of {_promise(one)} raised an alarm and accepts nothing. Decide what it took back, and find "
            f"what changed: a model, or the documents.{more}",
            f"alarm of {one.status.record.alarmed_at[:16].replace('T', ' ')}; "
            f"n = {one.status.snapshot.accepted:,} units accepted so far",
            "review",
        )


def _overdue(facts: Facts) -> Iterator[Advice]:
    late = sorted(facts.promises, key=lambda one: -one.status.snapshot.overdue)
    total = sum(one.status.snapshot.overdue for one in late)
    if total:
        yield Advice(
            f"Make the audits that are overdue: until then each counts as wrong. Most are of {_promise(late[0])}.",
            f"{total:,} overdue of n = {sum(one.status.snapshot.open for one in late):,} open audits",
            "review",
        )


def _held_back(facts: Facts) -> Iterator[Advice]:
    held = [one for one in facts.promises if one.status.snapshot.open and one.status.standing.operating is None]
    for one in sorted(held, key=lambda one: -one.status.snapshot.open)[:1]:
        yield Advice(
            f"Make the open audits of {_promise(one)}: they hold its proof back.",
            f"{one.status.snapshot.open:,} open, {one.judged.n:,} made",
            "review",
        )


def _unanswered(facts: Facts) -> Iterator[Advice]:
    jobs = facts.found.unanswered
    total = sum(one.n for one in jobs)
    if jobs:
        where = f"{len(jobs):,} jobs, most in {jobs[0].document}" if len(jobs) > 1 else jobs[0].document
        yield Advice(
            f"Ask again for what no model answered, in {where}.",
            f"{total:,} of n = {facts.found.units:,} units",
            "results",
            {"job": jobs[0].job_id},
        )


def _failing(facts: Facts) -> Iterator[Advice]:
    failing = [
        (name, one)
        for name, one in facts.found.costs.by_model
        if one.calls >= _LEAST_CALLS and one.failed >= _FAILING * one.calls
    ]
    for name, one in sorted(failing, key=lambda pair: -_failed(pair[1]))[:1]:
        yield Advice(
            f"See why calls to {name} fail, or ask another member in its place: its vote is missing wherever it fails.",
            f"{one.failed:,} failed of n = {one.calls:,} calls",
            "policies",
        )


def _risen(facts: Facts) -> Iterator[Advice]:
    for one in facts.alarms[:1]:
        stream = one.stream
        others = len(facts.alarms) - 1
        more = f" Rates that have risen besides: {others:,}." if others else ""
        yield Advice(
            f"Look at what {stream.model} answers in {stream.slice}: it {stream.rate.words} more often since about "
            f"{one.since[:10]}.{more}",
            f"{_share(one.after)} of n = {one.after[1]:,} units, before {_share(one.before)} of n = "
            f"{one.before[1]:,}; {one.documents:,} documents",
            "results",
        )


def _replayed(facts: Facts) -> Iterator[Advice]:
    """A changed model whose answers to recorded requests differ from those of before."""
    for one in facts.replays:
        if one.counts.changed and not one.prompt:
            yield Advice(
                f"Decide whether {one.model} stays in the panel: it changed, and answers recorded requests otherwise "
                "than before.",
                f"{one.counts.words} (asked again on {one.started_at[:10]})",
                "policies",
            )
            return


def _old(facts: Facts) -> Iterator[Advice]:
    oldest = facts.found.oldest
    if oldest is not None and oldest >= _OLD:
        count = dict(facts.found.ages).get("longer", 0)
        narrowed = {"job": facts.job_id} if facts.job_id else {}
        yield Advice(
            f"Decide what waits for more than a week; the oldest waits for {oldest / _DAY:.0f} days.",
            f"{count:,} of n = {facts.found.waiting:,} units that wait",
            "review",
            narrowed | {"age": "week"},
        )


def _same(facts: Facts) -> Iterator[Advice]:
    """Two members that are wrong alike more often than chance has both of them wrong at all."""
    pairs = [
        pair
        for panel in (facts.mistakes.panels if facts.mistakes else ())
        for pair in panel.pairs
        if pair.by_chance is not None and pair.lower > pair.by_chance
    ]
    for pair in sorted(pairs, key=lambda one: -one.lower)[:1]:
        yield Advice(
            f"Replace {pair.first} or {pair.second} in the panel: they make the same mistakes, so that their agreement "
            "says less than two votes.",
            f"the same wrong answer in {pair.same.part:,} of n = {pair.same.n:,} labelled units",
            "policies",
        )


def _level(facts: Facts) -> Iterator[Advice]:
    for one in facts.learnable[:1]:
        more = f" Pairs that could have one: {len(facts.learnable):,}." if len(facts.learnable) > 1 else ""
        yield Advice(
            f"Learn the level of {one.pair} for the policy {one.policy}, without labels: until then near-identical "
            f"answers alone are accepted.{more}",
            f"n = {one.units:,} units of finished jobs",
            "policies",
            {"policy": one.policy},
        )


def _cost(facts: Facts) -> Iterator[Advice]:
    costs = facts.found.costs
    known = costs.total.settled
    for name, one in sorted(costs.by_model, key=lambda pair: -pair[1].settled)[:1]:
        if known >= _LEAST_COST and float(one.settled / known) >= _DRIVES and len(costs.by_model) > 1:
            yield Advice(
                f"Ask {name} only where cheaper members differ (strategy cascade): it makes most of the cost.",
                f"${one.settled:,.2f} of ${known:,.2f}, n = {one.calls:,} calls",
                "policies",
            )


def _promise(one: Promise) -> str:
    return f"{one.status.record.policy}, {one.status.record.slice}"


def _failed(one: Spending) -> float:
    return one.failed / one.calls


def _share(counts: tuple[int, int]) -> str:
    return _percent(counts[0] / counts[1] if counts[1] else None)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
