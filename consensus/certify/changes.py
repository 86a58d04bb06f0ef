"""Whether a rate of one model has risen: conformal p-values of documents, staked in an e-detector.

Units of one document hang together, so a document is one observation: so many of its units show the mark. A document is
ranked among all of its stream so far; while the documents of a stream are exchangeable (no change), the ranks with
their drawn ties are independent and uniform on 0..1, whatever the rate, and however unlike the documents are. Stakes
that win on small values are put on them, fixed beforehand, in Shiryaev-Roberts sums. Each sum less the number of its
documents is a martingale, so that the chance of an alarm within so many documents is at most their number over
``THRESHOLD``. This adds up over any number of streams: expected false alarms are at most observations / ``THRESHOLD``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, inf, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consensus.certify.bets import Numbers, log_mean

#: Observations to a false alarm on average, at least, over all streams together. An observation is one rate of one
#: model in one document.
THRESHOLD = 100_000.0
#: What is staked: that a value at or below ``share`` is ``times`` as frequent as by chance.
_STAKES = tuple((share, times) for share in (0.01, 0.04, 0.12, 0.3) for times in (2.0, 4.0) if share * times < 1)
_SHARES = np.array([share for share, _ in _STAKES])
_WON = np.log([times for _, times in _STAKES])
_LOST = np.log([(1 - share * times) / (1 - share) for share, times in _STAKES])
#: Runs of the simulation behind an announced number, and the share of them that it covers.
_RUNS, COVERED = 40, 0.9
_MOST_DOCUMENTS, _MOST_BEFORE, _LEAST_BEFORE, _AT_ONCE = 600, 800, 10, 20


@dataclass(frozen=True, slots=True)
class Watch:
    """One stream since its reference began. documents: observed. sums: logarithms of the sums; excess, since: of each
    stake, the evidence gathered since it was last nil, and the documents before that. raised: an alarm."""

    documents: int = 0
    sums: tuple[float, ...] = (-inf,) * len(_STAKES)
    excess: tuple[float, ...] = (0.0,) * len(_STAKES)
    since: tuple[int, ...] = (0,) * len(_STAKES)

    @classmethod
    def read(cls, text: str) -> Watch:
        """What ``text`` gave; a new one of ""."""
        if not text:
            return cls()
        documents, sums, excess, since = json.loads(text)
        return cls(documents, tuple(-inf if one is None else one for one in sums), tuple(excess), tuple(since))

    @property
    def text(self) -> str:
        """As JSON."""
        sums = [None if one == -inf else one for one in self.sums]
        return json.dumps([self.documents, sums, self.excess, self.since])

    @property
    def evidence(self) -> float:
        """Logarithm of the mean sum."""
        return float(log_mean(np.array(self.sums)))

    @property
    def raised(self) -> bool:
        return self.evidence >= log(THRESHOLD)

    @property
    def change(self) -> int:
        """Documents before the likeliest change."""
        return self.since[int(np.argmax(self.excess))]

    def observe(self, value: float) -> Watch:
        """After one more document with this p-value."""
        steps = log_stakes(value)
        excess = np.maximum(0.0, np.array(self.excess) + steps)
        sums = np.logaddexp(self.sums, 0.0) + steps
        documents = self.documents + 1
        since = tuple(old if more > 0 else documents for old, more in zip(self.since, excess, strict=True))
        return replace(
            self, documents=documents, sums=tuple(map(float, sums)), excess=tuple(map(float, excess)), since=since
        )


def log_stakes(value: ArrayLike) -> Numbers:
    """Logarithm of each stake's factor for these p-values, (..., stakes); its mean over uniform values is 1."""
    return np.where(np.asarray(value)[..., None] <= _SHARES, _WON, _LOST)


def rank(seen: Mapping[tuple[int, int], int], part: int, units: int, draw: float) -> float:
    """The p-value of a document with ``part`` of ``units`` among those ``seen``, (part, units): how often; itself not.

    draw: uniform on 0..1, parts what is alike. Smaller is a higher rate than usual, for a document of this size.
    """
    pairs = np.array([*seen, (part, units)], dtype=np.float64)
    often = np.array([*seen.values(), 1], dtype=np.float64)
    rate = float(often @ pairs[:, 0] / (often @ pairs[:, 1]))
    scores = np.round((pairs[:, 0] - rate * pairs[:, 1]) / np.sqrt(pairs[:, 1]), 9)
    above, alike = often[scores > scores[-1]].sum(), often[scores == scores[-1]].sum()
    return float((above + draw * alike) / often.sum())


def expected_false_alarms(observations: int) -> float:
    """At most so many in the mean, over all streams together, while nothing changes."""
    return observations / THRESHOLD


def noticed_within(documents: Iterable[tuple[int, int]], risen: float, *, runs: int = _RUNS) -> tuple[int, int] | None:
    """(documents, units) after which a rise to this rate is noticed, in nine of ten simulated cases; None for never.

    documents: (part, units) of those seen. Each case draws as many of them, with replacement, then more of them with as
    many of their good units turned bad as the rise takes, as unevenly as the marks lie in the documents seen. risen:
    0..1. The simulation is the same each time.
    """
    return _noticed_within(tuple(documents)[-_MOST_BEFORE:], round(risen, 4), runs)


@lru_cache(maxsize=1024)
def _noticed_within(documents: Sequence[tuple[int, int]], risen: float, runs: int) -> tuple[int, int] | None:
    if len(documents) < _LEAST_BEFORE:
        return None
    given = np.array(documents, dtype=np.int64)
    usual = given[:, 0].sum() / given[:, 1].sum()
    if risen <= usual:
        return None
    draws, found, missed = np.random.default_rng(1), list[int](), 0
    more = min(0.999, (risen - usual) / (1 - usual))
    alike = _alike(given, usual)
    for _ in range(runs):
        at = _simulated(given, more, alike, draws)
        if at is None:
            missed += 1
        else:
            found.append(at + 1)
        if missed > (1 - COVERED) * runs:
            return None
    needed = sorted(found)[ceil(COVERED * runs) - 1]
    return needed, ceil(needed * given[:, 1].mean())


def _alike(given: NDArray[np.int64], usual: float) -> float:
    """The correlation of units of one document, 0..0.9, by moments."""
    parts, units = given[:, 0], given[:, 1]
    chance = usual * (1 - usual)
    pairs = chance * float((units * (units - 1)).sum())
    over = float(((parts - units * usual) ** 2).sum()) - chance * float(units.sum())
    return min(0.9, max(0.0, over / pairs)) if pairs > 0 else 0.0


def _simulated(given: NDArray[np.int64], more: float, alike: float, draws: np.random.Generator) -> int | None:
    """The place of the document after the rise at which it is noticed. more: share of good units that turn bad, over
    all documents; alike: correlation of those of one document."""
    drawn_of = draws.integers(0, len(given), len(given) + _MOST_DOCUMENTS)
    given, after = given[drawn_of[: len(given)]], given[drawn_of[len(given) :]]
    spread = 1 / alike - 1 if alike else 1.0
    each = draws.beta(more * spread, (1 - more) * spread, len(after)) if alike else np.full(len(after), more)
    after[:, 0] += draws.binomial(after[:, 1] - after[:, 0], each)
    every, drawn = np.concatenate([given, after]), draws.random(len(given) + _MOST_DOCUMENTS)
    values = np.empty(0)
    for last in range(_AT_ONCE, _MOST_DOCUMENTS + 1, _AT_ONCE):
        end, first = len(given) + last, len(given) + last - _AT_ONCE
        values = np.append(values, p_values(every[:end, 0], every[:end, 1], drawn[:end], first=first))
        if (at := alarm_at(values)) is not None:
            return at
    return None


def p_values(parts: ArrayLike, units: ArrayLike, draws: ArrayLike, *, first: int = 0) -> Numbers:
    """Those of documents in their order, from the one at ``first`` on; each as ``rank``."""
    part, size, drawn = (np.asarray(one, dtype=np.float64) for one in (parts, units, draws))
    root = np.sqrt(size)
    rates = np.cumsum(part) / np.cumsum(size)
    found = []
    for last in range(first, len(part)):
        scores = np.round((part[: last + 1] - rates[last] * size[: last + 1]) / root[: last + 1], 9)
        own = scores[-1]
        found.append((np.count_nonzero(scores > own) + drawn[last] * np.count_nonzero(scores == own)) / (last + 1))
    return np.array(found)


def alarm_at(values: Numbers) -> int | None:
    """The place, from 0, of the first p-value with an alarm; None where there is none."""
    if not len(values):
        return None
    steps = log_stakes(values).T
    total = np.cumsum(steps, axis=-1)
    sums = log_mean(total + np.logaddexp.accumulate(steps - total, axis=-1))
    high = np.flatnonzero(sums >= log(THRESHOLD))
    return int(high[0]) if high.size else None
