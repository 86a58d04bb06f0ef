"""Facade for reviewers: take an item, decide it, take the next. One method for each thing a reviewer wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from consensus import review
from consensus.domain import AuditEvent, Resolution, ReviewItem
from consensus.errors import ConflictError, NotFoundError, UsageError
from consensus.ports import Clock, Store
from consensus.review import CheckNote, Choice, Letter, ReviewView, Sitting

__all__ = ["CheckNote", "Choice", "Decided", "Letter", "Queue", "ReviewView"]

_STALE = "this item changed since it was shown: somebody else decided or holds it."
#: Every skip moves an item further behind whatever else waits.
_SKIPPED = 100.0


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was stored, with what was hidden until now. members: (letter, who gave it) in display order."""

    resolution: Resolution
    members: tuple[tuple[str, str], ...]


class Queue:
    """The review queue. Every decision is stored on the item that was shown, or refused with ConflictError."""

    def __init__(self, store: Store, clock: Clock, seed: str = review.SEED) -> None:
        self._store, self._clock, self._seed = store, clock, seed

    def next(self, owner: str, job_id: str | None = None) -> ReviewView | None:
        """Claim the first item that waits, or the one this owner holds; None when nothing waits."""
        job = self._store.job(job_id).id if job_id else None
        item = self._store.claim_next(owner, self._clock.now(), review.LEASE_SECONDS, job)
        return self._view(item) if item is not None else None

    def touch(self, view: ReviewView) -> bool:
        """Say that the holder is still at it; False when the item is no longer theirs."""
        return self._store.renew(view.item, self._clock.now(), review.LEASE_SECONDS)

    def choose(self, view: ReviewView, letter: str) -> Decided:
        """Take an answer as it stands. Raises ConflictError when the item is not as shown."""
        return self._decide(view, review.chosen, Choice(letter=letter))

    def edit(self, view: ReviewView, text: str, letter: str = "") -> Decided:
        """Deliver this text. letter: the answer it was made from; "" for one written without.

        Raises UsageError when it is empty or the schema forbids it, ConflictError when the item is not as shown.
        """
        return self._decide(view, review.written, Choice(letter=letter, text=text))

    def reject(self, view: ReviewView, reason: str, severity: str, comment: str = "") -> Decided:
        """No answer is right; the unit stays unverified. Raises UsageError without MQM category and severity."""
        return self._decide(view, review.rejected, Choice(reason=reason, severity=severity, comment=comment))

    def release(self, view: ReviewView, comment: str = "") -> None:
        """Give the item back; with a comment it comes last. Raises ConflictError when it is not theirs."""
        words = comment.strip()
        event = self._event(view, "skip" if words else "release", words)
        if not self._store.release(view.item, event, view.item.priority - _SKIPPED if words else None):
            raise ConflictError(_STALE, do="Take the next one.")

    def skip(self, view: ReviewView, comment: str) -> None:
        """Leave the item to somebody else, saying why. Raises UsageError without a comment."""
        if not comment.strip():
            raise UsageError("skipping needs a comment.", do="Say why, for the next reviewer.")
        self.release(view, comment)

    def counts(self, job_id: str | None = None) -> Mapping[str, int]:
        """Items by state: open, claimed, resolved."""
        return self._store.queue_counts(self._store.job(job_id).id if job_id else None)

    def _view(self, item: ReviewItem) -> ReviewView:
        job, record = self._store.job(item.job_id), self._store.unit(item.job_id, item.unit_id)
        order = review.blind_order(record.answers, item.id, self._seed)
        return review.view_of(item, job, record, order, self._clock.now().isoformat())

    def _decide(self, view: ReviewView, act: Callable[[Sitting, Choice], Resolution], choice: Choice) -> Decided:
        item = view.item
        try:
            record = self._store.unit(item.job_id, item.unit_id)
        except NotFoundError as gone:
            raise ConflictError("the job of this item was deleted.", do="Take the next one.") from gone
        order = review.blind_order(record.answers, item.id, self._seed)
        shown_at = datetime.fromisoformat(view.shown_at)
        sitting = Sitting(record.unit, order, item.owner, shown_at, self._clock.now())
        review.check_dwell(sitting)
        resolution = act(sitting, choice)
        detail = f"{resolution.action.value} {choice.letter}".strip() + f"; order seed {self._seed}"
        if not self._store.resolve(item, resolution, self._event(view, "resolve", detail)):
            raise ConflictError(_STALE, do="Take the next one.")
        return Decided(resolution, tuple((blind.letter, ", ".join(blind.members)) for blind in order))

    def _event(self, view: ReviewView, action: str, detail: str) -> AuditEvent:
        return AuditEvent(self._clock.now().isoformat(), view.item.owner, action, view.item.id, detail)
