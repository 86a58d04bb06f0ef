"""What a trial shows: how often the candidate is better, with intervals that hold whenever one looks. Pure.

A document is what may be wrong together, so each document that is compared whole is one observation, a number in 0..1.
Given all documents before it, its mean is the same whoever judges when; so the intervals cover the truth at all times
together, and a trial may end at the first look that is clear. A claim about the next document, not about the next unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p, sqrt

from consensus.certify import confidence_sequence
from consensus.domain.trial import TrialState

#: One minus the confidence of each interval.
DELTA = 0.05
#: Most of what a bet may risk, 0..1: of the empirical Bernstein bound.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document that was compared, by number of units.

    better, worse: the candidate's answer was, of those that a person compared. even: equal, or both wrong, of these.
    same: the answers were the same. beyond: they differ, and nobody was asked. failed: the candidate gave no answer,
    which counts as worse. open: differ and wait for a person; while there is one the document does not count.
    """

    better: int = 0
    worse: int = 0
    even: int = 0
    same: int = 0
    beyond: int = 0
    failed: int = 0
    open: int = 0

    @property
    def win(self) -> float | None:
        """Share of units on which the candidate's answer is better, of those that are not tied; None without any."""
        judged = self.better + self.worse + self.even
        # Units that nobody looked at are taken to be like those of the same document that somebody did.
        scale = (judged + self.beyond) / judged if judged else 0.0
        better, worse = self.better * scale, self.worse * scale + self.failed
        return better / (better + worse) if better + worse else None

    @property
    def score(self) -> float | None:
        """Mean over all units: 1 where the candidate is better, 0 where the panel is, 0.5 where tied."""
        judged = self.better + self.worse + self.even
        differ = judged + self.beyond
        units = differ + self.same + self.failed
        if not units:
            return None
        mean = (self.better + 0.5 * self.even) / judged if judged else 0.5
        return (differ * mean + 0.5 * self.same) / units


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean of n documents and where it lies at 95% whenever one looks, 0..1. mean: None without documents."""

    mean: float | None
    lower: float
    upper: float
    n: int


@dataclass(frozen=True, slots=True)
class TrialFigures:
    """win: of documents with a unit that is not tied. score: of all documents."""

    win: Interval
    score: Interval


def figures(documents: Sequence[DocumentResult]) -> TrialFigures:
    """documents: in the order in which they were compared whole; those with open units are left out."""
    whole = [one for one in documents if not one.open]
    wins = [one.win for one in whole]
    scores = [one.score for one in whole]
    return TrialFigures(
        win_interval([win for win in wins if win is not None]),
        score_interval([score for score in scores if score is not None]),
    )


def state_of(found: TrialFigures, margin: float) -> TrialState:
    """WON or LOST where the interval of wins excludes one half, EQUAL where that of the score lies within the margin
    around it, else RUNNING."""
    if found.win.lower > 0.5:
        return TrialState.WON
    if found.win.upper < 0.5:
        return TrialState.LOST
    if found.score.n and found.score.lower >= 0.5 - margin and found.score.upper <= 0.5 + margin:
        return TrialState.EQUAL
    return TrialState.RUNNING


def win_interval(values: Sequence[float]) -> Interval:
    """Of shares in 0..1, one a document: rates that a Beta mixture has not refuted.

    The factor of a share is at most the mean of those of a win and a loss in the same proportion (it is convex), so
    what holds for coins holds for it.
    """
    if not values:
        return Interval(None, 0.0, 1.0, 0)
    lower, upper = confidence_sequence(sum(values), len(values), DELTA)
    return Interval(sum(values) / len(values), float(lower), float(upper), len(values))


def score_interval(values: Sequence[float]) -> Interval:
    """Of scores in 0..1: the empirical Bernstein confidence sequence of Waudby-Smith and Ramdas (theorem 2), which
    is narrow where scores hardly differ, as where nearly all answers are the same."""
    if not values:
        return Interval(None, 0.0, 1.0, 0)
    needed = log(2 / DELTA)
    weights = weighted = risk = 0.0
    mean, variance = 0.5, 0.25  # as if one score of 0.5 and one deviation of a half had been seen
    total, squares = 0.5, 0.25
    for t, value in enumerate(values, 1):
        bet = min(sqrt(2 * needed / (variance * t * log(1 + t))), _MOST)
        weights += bet
        weighted += bet * value
        risk += (value - mean) ** 2 * (-log1p(-bet) - bet)
        total += value
        mean = total / (t + 1)
        squares += (value - mean) ** 2
        variance = squares / (t + 1)
    middle, half = weighted / weights, (needed + risk) / weights
    return Interval(sum(values) / len(values), max(0.0, middle - half), min(1.0, middle + half), len(values))
