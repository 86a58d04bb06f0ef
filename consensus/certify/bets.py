"""Bets of whole batches against the claim's target: the proof, its course and the bound that follows from it.

A batch that is closed has one factor at every level for which something was drawn from it. Where a rate of alpha or
more is wrong among accepted units, the factor is at most one on average, whatever came before and however errors and
lengths go together inside the batch. The product of the factors, E, therefore ever reaches 1/delta with chance delta
at most (Ville), whenever and however often anybody looks. What was drawn and is not judged counts as wrong: neither
when an audit is made, nor whether, can raise E.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.domain import BatchEntry, Scheme
from consensus.errors import UsageError

Numbers = NDArray[np.float64]
T = TypeVar("T")

#: The rates that are bet on, as shares of the target: from "nothing is wrong" to "just under the target".
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75)
#: Batches that nobody will ever hand in; searches end here.
MANY = 10_000_000
_MOST_LOG = 700.0  # of a number that is none too large


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the log first shows a level's target. index: of the entry in the log, from 0."""

    place: int
    closed_at: str
    log_e: float
    index: int


def spend(attempt: int, delta: float) -> float:
    """The chance of a false certificate that an attempt, counted from 1, may take; all of them together take delta."""
    if attempt < 1:
        raise UsageError(f"attempt {attempt} does not exist.", do="Count attempts from 1.")
    return 0.8 * delta if attempt == 1 else 0.2 * delta / (attempt * (attempt - 1))


def log_factors(share: ArrayLike, weight: ArrayLike, alpha: float) -> Numbers:
    """Logarithm of each batch's factor, (alternatives, ...). share: wrong among the drawn, 0..1. weight: 0..1.

    Exactly -inf at the boldest alternative for a full batch that is wholly wrong.
    """
    room = 1.0 - alpha
    stake = np.asarray(weight, dtype=np.float64) * (np.asarray(share, dtype=np.float64) - alpha)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(0.0, room - np.multiply.outer(1.0 - np.array(SHARES), stake))) - log(room))


def log_mean(logs: Numbers) -> Numbers:
    """Logarithm of the mean over the first axis."""
    return np.asarray(np.logaddexp.reduce(logs, axis=0) - log(len(logs)))


@dataclass(frozen=True, eq=False)
class DrawLog:
    """The entries of a draw log as arrays, (entries, levels)."""

    entries: Sequence[BatchEntry]
    cap: int

    @cached_property
    def columns(self) -> dict[str, tuple[Any, ...]]:
        """Every field over all entries."""
        return dict(zip(BatchEntry._fields, zip(*self.entries, strict=True), strict=True))

    @cached_property
    def counts(self) -> dict[str, Numbers]:
        names = ("n", "delivered", "m", "wrong", "pending", "waiting")
        return {name: np.array(self.columns[name], dtype=np.float64) for name in names}

    @cached_property
    def is_pps(self) -> NDArray[np.bool_]:
        return np.array([scheme == Scheme.PPS for scheme in self.columns["scheme"]], dtype=bool)

    @cached_property
    def in_operation(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Entries that were drawn from while a level operated: their indices, and that level."""
        levels = np.array([-1 if level is None else level for level in self.columns["operating"]], dtype=np.int64)
        rows = np.flatnonzero(levels >= 0)
        rows = rows[self.counts["m"][rows, levels[rows]] > 0]
        return rows, levels[rows]

    def evidence(self, levels: int | NDArray[np.int64], rows: NDArray[np.int64] | None = None) -> Evidence:
        """What entries say, each at its level. levels: one for all, or for each of the rows.

        Numbers that cannot be are read as a batch that is wholly wrong.
        """
        if rows is not None:
            return self._evidence(levels, rows)
        if not isinstance(levels, int):
            return self._evidence(levels, np.arange(len(self.entries)))
        return self.once(("evidence", levels), lambda: self._evidence(levels, np.arange(len(self.entries))))

    def once(self, terms: tuple[str | float, ...], compute: Callable[[], T]) -> T:
        """What was computed of these entries before, which never change, or is now. terms: what, and all it takes."""
        if terms not in self._known:
            self._known[terms] = compute()
        return cast(T, self._known[terms])

    @cached_property
    def _known(self) -> dict[tuple[str | float, ...], object]:
        return {}

    def _evidence(self, levels: int | NDArray[np.int64], at: NDArray[np.int64]) -> Evidence:
        if not at.size:
            return Evidence(at, *(np.empty(0),) * 4)
        n, delivered, m, wrong, pending, _ = (values[at, levels] for values in self.counts.values())
        drawn = m > 0
        at, n, delivered, m = at[drawn], n[drawn], delivered[drawn], m[drawn]
        wrong, pending, pps = wrong[drawn], pending[drawn], self.is_pps[at]
        odd = (wrong < 0) | (pending < 0) | (wrong + pending > m)
        share, known = np.where(odd, 1.0, (wrong + pending) / m), np.where(odd, 1.0, wrong / m)
        gain = np.where(pps, 1.0, np.clip(n / max(self.cap, 1), 0.0, 1.0))
        # Copies that were handed in later weigh where they are wrong, not where they are right.
        loss = np.where(pps, 1.0, np.maximum(delivered, n) / max(self.cap, 1))
        return Evidence(at, share, known, gain, loss)


@dataclass(frozen=True, eq=False, slots=True)
class Evidence:
    """Batches with a factor, in draw order. at: indices of their entries in the log.

    share: wrong or not judged among the drawn, 0..1. known: wrong alone. gain, loss: what a batch weighs where its
    share is at most the target, and where it is more.
    """

    at: NDArray[np.int64]
    share: Numbers
    known: Numbers
    gain: Numbers
    loss: Numbers

    def factors(self, alpha: float, share: Numbers | None = None) -> Numbers:
        """Logarithms, (alternatives, batches). share: instead of their own."""
        read = self.share if share is None else share
        return log_factors(read, np.where(read > alpha, self.loss, self.gain), alpha)

    def log_e(self, alpha: float, share: Numbers | None = None) -> Numbers:
        """log E after each batch."""
        return log_mean(np.cumsum(self.factors(alpha, share), axis=-1))

    def first(self, alpha: float, delta: float) -> tuple[int, float] | None:
        """Number (from 0) of the batch at which a rate below alpha is first shown, and log E there."""
        course = self.log_e(alpha) if alpha > 0 else np.empty(0)
        found = np.flatnonzero(course >= -log(delta))
        return (int(found[0]), float(course[found[0]])) if found.size else None

    def bound(self, delta: float) -> float:
        """The largest rate, 0..1 and rounded up, that no prefix refutes; 1 without batches."""
        one_each, which = self._kinds()
        needed = -log(delta)

        def refuted(rate: float) -> bool:
            running = np.cumsum(one_each.factors(rate)[:, which], axis=1)
            # E by its threshold, which is told apart from one without logarithms unless it is as near as rounding.
            most = float(np.exp(np.minimum(running - needed, _MOST_LOG)).mean(axis=0).max())
            if abs(most - 1.0) > 1e-6:
                return most > 1.0
            return bool((log_mean(running[:, running.max(axis=0) >= needed]) >= needed).any())

        low, high = 0.0, 1.0
        for _ in range(20 if self.at.size else 0):
            middle = (low + high) / 2
            low, high = (low, middle) if refuted(middle) else (middle, high)
        return high

    def _kinds(self) -> tuple[Evidence, NDArray[np.int64]]:
        """Batches that differ, and which of them each is. Sorted number by number: whole columns sort more slowly."""
        code = np.zeros(len(self.at), dtype=np.int64)
        for numbers in (self.share, self.gain, self.loss):
            values, places = np.unique(numbers, return_inverse=True)
            code = np.unique(code * len(values) + places.reshape(-1), return_inverse=True)[1].reshape(-1)
        _, first, which = np.unique(code, return_index=True, return_inverse=True)
        share = self.share[first]
        return Evidence(self.at[:0], share, share, self.gain[first], self.loss[first]), which.reshape(-1)

    def more(self, alpha: float, delta: float, ahead: Numbers) -> int | None:
        """How many more batches would show it, what waits being right; None where none would.

        ahead: logarithm of the mean batch's factor from now on, by alternative.
        """
        totals, needed = self.factors(alpha, self.known).sum(axis=1), -log(delta)

        def enough(more: int) -> bool:
            return bool(log_mean(totals + more * ahead) >= needed) if more else bool(log_mean(totals) >= needed)

        return _first(enough, 0) if enough(0) or (np.max(ahead) > 0 and enough(MANY)) else None


#: Logs that were read last: a look at a guarantee reads each several times.
_MADE: deque[DrawLog] = deque(maxlen=4)


def log_of(entries: tuple[BatchEntry, ...], cap: int) -> DrawLog:
    """The entries as arrays, made once for entries that are read again: the same tuple, which never changes."""
    found = next((one for one in tuple(_MADE) if one.entries is entries and one.cap == cap), None)
    if found is None:
        _MADE.append(found := DrawLog(entries, cap))
    return found


def log_e_by_batch(entries: Sequence[BatchEntry], level: int, alpha: float, cap: int) -> Numbers:
    """log E after each entry that has a factor at this level."""
    return DrawLog(entries, cap).evidence(level).log_e(alpha)


def proof(entries: Sequence[BatchEntry], level: int, alpha: float, cap: int, delta: float) -> Reached | None:
    """Where the log first shows that less than alpha is wrong at a level, looking after every entry."""
    return reached(DrawLog(entries, cap), level, alpha, delta)


def bound(entries: Sequence[BatchEntry], level: int, cap: int, delta: float) -> float:
    """The largest rate, 0..1, that the log does not refute at a level."""
    return DrawLog(entries, cap).evidence(level).bound(delta)


def reached(log_: DrawLog, level: int, alpha: float, delta: float) -> Reached | None:
    """As ``proof``."""
    evidence = log_.evidence(level)
    found = log_.once(("first", level, alpha, delta), lambda: evidence.first(alpha, delta))
    if found is None:
        return None
    index = int(evidence.at[found[0]])
    return Reached(log_.entries[index].place, log_.entries[index].closed_at, found[1], index)


def _first(enough: Callable[[int], bool], start: int) -> int:
    """The smallest number from start on that is enough; enough must not turn false again, and hold by ``MANY``."""
    low, high = start - 1, max(start, 1)
    while not enough(high):
        low, high = high, min(2 * high, MANY)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
