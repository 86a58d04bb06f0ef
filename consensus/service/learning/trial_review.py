"""Facade for people who compare two answers blindly: take a pair, say which is better, take the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from consensus import review
from consensus.auth.roles import Role, Roles
from consensus.domain import Event, ItemState, ReviewItem
from consensus.domain.job import UnitRecord
from consensus.domain.trial import Pair, Preference, compared
from consensus.errors import ConflictError, ForbiddenError, NotFoundError, TooSoonError, UsageError
from consensus.ports.runtime import Clock
from consensus.ports.storage import Store
from consensus.ports.trials import TrialStore
from consensus.review import BlindAnswer, ReviewView
from consensus.service.learning.trial_asking import settle

_STALE = "this pair changed since it was shown: somebody else compared or holds it, or its trial has ended."


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair as a person sees it: nothing in ``view`` says whose an answer is, or which trial it is of."""

    pair: Pair
    view: ReviewView


class TrialReview:
    """Pairs of answers, one at a time. What is said of one changes no verdict and settles no unit."""

    def __init__(self, store: Store, trials: TrialStore, clock: Clock, roles: Callable[[], Roles]) -> None:
        self._store, self._trials, self._clock, self._roles = store, trials, clock, roles

    def next(self, person: str) -> PairView | None:
        """Claim the pair that this person holds, or the first that waits; None when none does.

        Raises ForbiddenError for a person who may not review.
        """
        self._require(person)
        passed_over: set[str] = set()
        while True:
            now = self._clock.now()
            pair = self._trials.claim_pair(person, now, review.LEASE_SECONDS, self._others(person), passed_over)
            if pair is None:
                return None
            try:
                record = self._store.unit(pair.job_id, pair.unit_id)
                if not _has_decided(person, record):
                    return self._view(pair, record)
            except NotFoundError:  # its document was deleted at this moment
                pass
            self._trials.keep_pair(pair, now, 0)
            passed_over.add(pair.id)

    def say(self, shown: PairView, said: Preference) -> None:
        """Write down which is better. Raises TooSoonError for a key pressed before the pair could be seen, and
        ConflictError when it is not as shown."""
        pair, now = shown.pair, self._clock.now()
        self._require(pair.owner)
        dwell = now - datetime.fromisoformat(pair.shown_at)
        if timedelta(0) <= dwell < timedelta(seconds=review.MINIMUM_DWELL):
            what = "these answers had only just appeared, so the key was not counted."
            raise TooSoonError(what, do="Look at them and decide again.")
        at = now.isoformat()
        event = Event(at, pair.owner, "trial.compared", pair.id)
        if not self._trials.judge_pair(pair, compared(said, swapped=pair.swapped), at, event):
            raise ConflictError(_STALE, do="Take the next one.")
        settle(self._trials, pair.trial, at)

    def touch(self, shown: PairView) -> bool:
        """Say that its holder is still at it; False when the pair is no longer theirs."""
        return self._trials.keep_pair(shown.pair, self._clock.now(), review.LEASE_SECONDS)

    def release(self, shown: PairView) -> None:
        """Give a pair back."""
        self._trials.keep_pair(shown.pair, self._clock.now(), 0)

    def undo(self, person: str) -> PairView:
        """Take back what this person said last; the pair is on screen again.

        Raises UsageError when there is nothing, or its trial has ended; ConflictError when somebody was quicker.
        """
        self._require(person)
        pair = self._trials.judged_last(person)
        if pair is None:
            what = "there is no comparison of yours to undo in a trial that still runs."
            raise UsageError(what, do="Go on with the next pair.")
        now = self._clock.now()
        event = Event(now.isoformat(), person, "trial.undone", pair.id)
        again = self._trials.reopen_pair(pair, now, review.LEASE_SECONDS, event)
        if again is None:
            raise ConflictError(_STALE, do="Take the next one.")
        return self._view(again, self._store.unit(again.job_id, again.unit_id))

    def waiting(self, person: str) -> int:
        """How many pairs this person may compare; 0 for one who may not review."""
        if Role.REVIEWER not in self._roles().of(person):
            return 0
        return self._trials.pairs_waiting(person, self._clock.now(), self._others(person))

    def _view(self, pair: Pair, record: UnitRecord) -> PairView:
        values = (pair.candidate, pair.panel) if pair.swapped else (pair.panel, pair.candidate)
        order = tuple(BlindAnswer(letter, value, ()) for letter, value in zip("AB", values, strict=True))
        item = ReviewItem(pair.id, pair.job_id, pair.unit_id, ItemState.CLAIMED, pair.version, 0.0, pair.owner)
        # Without answers, checks and verdict: what they say of an answer would tell whose it is.
        bare = UnitRecord(record.unit)
        job = self._store.job(pair.job_id)
        return PairView(pair, review.beside(review.view_of(item, job, bare, order, pair.shown_at)))

    def _others(self, person: str) -> list[str]:
        """Who else could make an audit."""
        return sorted(self._roles().having(Role.REVIEWER) - {person.strip().lower()})

    def _require(self, person: str) -> None:
        if Role.REVIEWER not in self._roles().of(person):
            do = "Ask the admin, who gives it with: consensus roles set"
            raise ForbiddenError(f"{person} has no {Role.REVIEWER.value} role here.", do=do)


def _has_decided(person: str, record: UnitRecord) -> bool:
    """Whether a person settled the unit, alone or with others: they know what was delivered."""
    made = record.resolution
    names = (made.reviewer, *made.seconded_by) if made is not None else ()
    return person.strip().lower() in {name.strip().lower() for name in names}
