"""The review queue for a program that a person works with: the same items and the same guards as on the screens."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from consensus.domain import ReviewItem
from consensus.domain.job import QueueFilter
from consensus.errors import NotFoundError, UsageError, VetoError, shown_value
from consensus.ports.api import OwnedStore
from consensus.ports.storage import QueueStore
from consensus.review import ReviewView
from consensus.service.review.queue import DecisionOutcome, Queue

#: Questions that are remembered at a time.
_MOST_QUESTIONS = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """A decision as a program says it. action: chosen, edited, rejected or judged.

    value: the text to be delivered, None for the answer as it stands. reason: MQM category, or a judgement. over: the
    answer is taken though checks forbid it, after that was asked once.
    """

    action: str
    version: int
    letter: str = ""
    value: str | None = None
    reason: str = ""
    severity: str = ""
    comment: str = ""
    over: bool = False


class Reviewing:
    """Each method acts for one person, on items of one tenant's jobs."""

    def __init__(self, queue: Queue, store: OwnedStore, items: QueueStore) -> None:
        self._queue, self._store, self._items = queue, store, items
        self._asked: OrderedDict[tuple[str, str, int], VetoError] = OrderedDict()
        self._lock = Lock()

    def waiting(self, person: str, part: QueueFilter, limit: int) -> Sequence[ReviewItem]:
        """What they might claim, in the queue's order. Raises ForbiddenError."""
        return self._queue.held.waiting(person, part, limit)

    def next(self, person: str, part: QueueFilter) -> ReviewView | None:
        """Claim the first item that waits; None when nothing does. Raises ForbiddenError, NotFoundError."""
        if part.job_id:
            self._own(part.job_id, part.tenant)
        view = self._queue.next(person, wanted=part)
        return None if view is None else _since_claimed(view)

    def claim(self, person: str, item_id: str, tenant: str) -> ReviewView:
        """Claim this item. Raises NotFoundError, ConflictError, ForbiddenError."""
        self._own_item(item_id, tenant)
        return _since_claimed(self._queue.open(person, item_id))

    def decide(self, person: str, item_id: str, tenant: str, made: Made) -> DecisionOutcome:
        """Store a decision on the item that was shown. Raises what ``Queue`` raises, VetoError once for each answer."""
        self._own_item(item_id, tenant)
        view = self._queue.held.view(person, item_id, made.version)
        if view.as_audit is not (made.action == "judged"):
            do = "Its judged field says which of the two."
            raise UsageError("this item is judged" if view.as_audit else "this item is decided, not judged", do=do)
        key = (person, item_id, made.version)
        with self._lock:
            question = self._asked.get(key) if made.over else None
        try:
            return _ACTIONS[made.action](self._queue, view, made, question)
        except VetoError as asked:
            with self._lock:
                self._asked[key] = asked
                while len(self._asked) > _MOST_QUESTIONS:
                    self._asked.popitem(last=False)
            raise

    def release(self, person: str, item_id: str, tenant: str, version: int, comment: str) -> None:
        """Give it back; with a comment it comes last. Raises ConflictError when it is not theirs."""
        self._queue.release(self.held(person, item_id, tenant, version), comment)

    def held(self, person: str, item_id: str, tenant: str, version: int) -> ReviewView:
        """The item as it was shown. Raises NotFoundError, ConflictError when it is not as it was then."""
        self._own_item(item_id, tenant)
        return self._queue.held.view(person, item_id, version)

    def undo(self, person: str) -> ReviewView:
        """Take back the newest of one's own last decisions. Raises UsageError, ConflictError."""
        return _since_claimed(self._queue.undo(person))

    def _own_item(self, item_id: str, tenant: str) -> None:
        self._own(self._items.item(item_id).job_id, tenant)

    def _own(self, job_id: str, tenant: str) -> None:
        owner = self._store.job_owner(job_id)
        if owner is None or owner.tenant != tenant:
            raise NotFoundError(f"there is no job {shown_value(job_id)}", where="job", do="Claim the next item.")


def _since_claimed(view: ReviewView) -> ReviewView:
    return replace(view, shown_at=view.item.claimed_at or view.shown_at)


def _edit(queue: Queue, view: ReviewView, made: Made, over: VetoError | None) -> DecisionOutcome:
    if made.value is None:
        raise UsageError("there is no text to deliver", where="value", do="Give the text, or choose an answer.")
    return queue.edit(view, made.value, made.letter, over)


_ACTIONS: dict[str, Callable[[Queue, ReviewView, Made, VetoError | None], DecisionOutcome]] = {
    "chosen": lambda queue, view, made, over: queue.choose(view, made.letter, over),
    "edited": _edit,
    "rejected": lambda queue, view, made, over: queue.reject(view, made.reason, made.severity, made.comment),
    "judged": lambda queue, view, made, over: queue.audits.judge(view, made.reason, made.value, over),
}
