"""Facade for reviewers: take an item, decide it, take the next. One method for each thing a reviewer wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from consensus import review
from consensus.auth.roles import Role
from consensus.domain import Comment, Event, ReviewItem
from consensus.domain.job import QueueFilter, QueueOrder
from consensus.errors import ConflictError, NotFoundError, UsageError, VetoError
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.runtime import Clock
from consensus.review import BlindCandidate, CheckNote, Choice, Earlier, ReviewView, SheetLine
from consensus.review.document import Alike, DocumentLine, LineState
from consensus.service.guarantee.audits import retract_audit
from consensus.service.guarantee.basis import key_of
from consensus.service.review import seeds
from consensus.service.review.audits import Audits
from consensus.service.review.bulk import Bulk
from consensus.service.review.decisions import STALE, DecisionOutcome, DecisionService, ReviewSettings
from consensus.service.review.discussion import Discussion
from consensus.service.review.document import DocumentPage, Documents
from consensus.service.review.held import Held
from consensus.service.review.own_keys import OwnKeys
from consensus.service.review.page_pictures import PagePicture
from consensus.service.review.record import Records
from consensus.service.review.reviewers import People

__all__ = [
    "Alike",
    "BlindCandidate",
    "CheckNote",
    "Choice",
    "DecisionOutcome",
    "DocumentLine",
    "DocumentPage",
    "Earlier",
    "LineState",
    "PagePicture",
    "Queue",
    "QueueFilter",
    "QueueOrder",
    "ReviewSettings",
    "ReviewView",
    "Role",
    "SheetLine",
]

#: Every skip moves an item further behind whatever else waits.
_SKIPPED = 100.0
#: How far back a reviewer can take decisions back.
UNDO_DEPTH = 10


class Queue:
    """The review queue. Every decision is stored on the item that was shown, or refused with ConflictError.

    bulk: many at once, after a sample. people: roles and figures of reviewers. audits: of a guarantee, blind.
    pages: of documents as pictures, None where the files that were handed in are not at hand. held: items again, for
    callers that keep no view of them. documents: what stands around an item. records: the whole document of a field.
    discussion: comments, and questions to a colleague. keys: of the screen, as each reviewer chose them.
    """

    def __init__(self, store: GuaranteeStore, clock: Clock, settings: ReviewSettings | None = None) -> None:
        self._store, self._clock = store, clock
        self._decisions = DecisionService(store, clock, settings or ReviewSettings())
        self.pages = self._decisions.settings.pages
        self.bulk, self.people, self.audits = Bulk(self._decisions), People(self._decisions), Audits(self._decisions)
        self.held, self.documents = Held(self._decisions), Documents(self._decisions)
        self.records = Records(self._decisions, self.documents)
        self.discussion, self.keys = Discussion(self._decisions), OwnKeys(self._decisions)

    def next(
        self, owner: str, job_id: str | None = None, wanted: QueueFilter | None = None, after: str = ""
    ) -> ReviewView | None:
        """Claim the first item that waits, or the one this owner holds; None when nothing waits.

        wanted: the part of the queue to work on. after: the item that was on screen, by id; in the order of documents
        the rest of its document comes first. Raises ForbiddenError for a person who may not review.
        """
        part = self._decisions.allowed(owner, wanted)
        if job_id or part.job_id:
            part = replace(part, job_id=self._store.job(job_id or part.job_id).id)
        item = _known(self._decisions, owner, part) if self._decisions.gold_is_due(owner) else None
        item = item or _in_order(self._decisions, owner, part, after)
        item = item or self._store.claim_next(owner, self._clock.now(), review.LEASE_SECONDS, wanted=part)
        return self._decisions.view(item) if item is not None else None

    def open(self, owner: str, item_id: str) -> ReviewView:
        """Claim one item by its id. Raises ConflictError when it is settled, held by somebody else or not for them."""
        part = self._decisions.allowed(owner, None)
        item = self._store.claim(item_id, part, owner, self._clock.now(), review.LEASE_SECONDS)
        if item is None:
            raise ConflictError(f"the item {item_id} is settled, or another person holds it.", do="Take the next one.")
        return self._decisions.view(item)

    def touch(self, view: ReviewView) -> bool:
        """Say that the holder is still at it; False when the item is no longer theirs."""
        return self._store.renew(view.item, self._clock.now(), review.LEASE_SECONDS)

    def choose(self, view: ReviewView, letter: str, over: VetoError | None = None) -> DecisionOutcome:
        """Take an answer as it stands. over: the question that was asked before, to take one that checks forbid.

        Raises ConflictError when the item is not as shown, VetoError for an answer that a check forbids.
        """
        return _with_alike(
            self.documents, view, self._decisions.decide(view, review.chosen, Choice(letter=letter, over=over))
        )

    def edit(self, view: ReviewView, text: str, letter: str = "", over: VetoError | None = None) -> DecisionOutcome:
        """Deliver this text. letter: the answer it was made from; "" for one written without. over: as in ``choose``.

        Raises UsageError when it is empty or the schema forbids it, ConflictError when the item is not as shown,
        VetoError when a check forbids the text as it is now.
        """
        written = Choice(letter=letter, text=text, over=over)
        return _with_alike(self.documents, view, self._decisions.decide(view, review.written, written))

    def reject(self, view: ReviewView, reason: str, severity: str, comment: str = "") -> DecisionOutcome:
        """No answer is right; the unit stays unverified. Raises UsageError without MQM category and severity."""
        why = Choice(reason=reason, severity=severity, comment=comment)
        return _with_alike(self.documents, view, self._decisions.decide(view, review.rejected, why))

    def release(self, view: ReviewView, comment: str = "") -> None:
        """Give the item back; with a comment it comes last. Raises ConflictError when it is not theirs."""
        words, item = comment.strip(), view.item
        event = self._decisions.event(item, "skip" if words else "release", "")
        why = Comment(item.id, item.job_id, item.unit_id, item.round, item.owner, event.at, words) if words else None
        if not self._store.release(item, event, item.priority - _SKIPPED if words else None, why):
            raise ConflictError(STALE, do="Take the next one.")

    def skip(self, view: ReviewView, comment: str) -> None:
        """Leave the item to somebody else, with a comment that says why. Raises UsageError without one."""
        if not comment.strip():
            raise UsageError("skipping needs a comment.", do="Say why, for the next reviewer.")
        self.release(view, comment)

    def undo(self, owner: str) -> ReviewView:
        """Take back the newest of one's own last ten decisions; its item is on screen again.

        Raises UsageError when there is none, ConflictError when somebody touched the item since.
        """
        last = [made for made in self._store.decisions(owner, limit=UNDO_DEPTH * 4) if not made.source][:UNDO_DEPTH]
        standing = review.in_force(last)
        if not standing:
            raise UsageError("there is nothing to undo.", do=f"The last {UNDO_DEPTH} decisions can be taken back.")
        made = standing[0]
        now = self._clock.now()
        event = Event(now.isoformat(), owner, "undo", made.item_id, f"decision {made.number}")
        with self._store.transaction() as tx:
            item = tx.undo(made, now, review.LEASE_SECONDS, event)
            if item is None:
                raise ConflictError("somebody has taken this item since, so your decision on it stands.", do="Go on.")
            if not review.missed_error(made):  # a known error that was missed stays so
                retract_audit(tx, made.item_id, event)
        self._decisions.forget(item.job_id)
        return self._decisions.view(item)

    def draft(self, view: ReviewView, name: str, text: str) -> None:
        """Keep what was typed, so that it survives a reload; "" forgets it. name: the answer's letter, or "own"."""
        self._store.save_draft(view.item, name, text)

    def filters(self) -> Mapping[str, Sequence[str]]:
        """The values that waiting items have, by "languages", "field" and "reason"."""
        return {facet: self._store.facet_values(facet) for facet in ("languages", "field", "reason")}

    def counts(self, job_id: str | None = None) -> Mapping[str, int]:
        """Items by state: open, claimed, resolved."""
        return self._store.queue_counts(self._store.job(job_id).id if job_id else None)


def _with_alike(documents: Documents, view: ReviewView, outcome: DecisionOutcome) -> DecisionOutcome:
    """With earlier decisions on nearly the same text: shown before, they would lead."""
    return replace(outcome, alike=documents.alike(view))


def _in_order(decisions: DecisionService, owner: str, part: QueueFilter, after: str) -> ReviewItem | None:
    """What comes after an item in its document, or else from its beginning."""
    if not after or part.order is not QueueOrder.DOCUMENT:
        return None
    store, now = decisions.store, decisions.clock.now()
    item = store.claim_next(owner, now, review.LEASE_SECONDS, wanted=replace(part, beside=after))
    if item is None:
        with suppress(NotFoundError):  # its job was deleted meanwhile
            same = replace(part, job_id=store.item(after).job_id)
            item = store.claim_next(owner, now, review.LEASE_SECONDS, wanted=same)
    return item


def _known(decisions: DecisionService, owner: str, part: QueueFilter) -> ReviewItem | None:
    """A unit with a known answer; None where none is left that this person may be shown.

    Known errors that no automatic check names come first until they are a third of those shown under the guarantee of
    the last decision: errors among accepted units are of that kind.
    """
    store, now = decisions.store, decisions.clock.now()
    last = next(iter(store.decisions(owner, limit=1)))
    guarantee = store.load_guarantees(now.isoformat(), key_of(decisions.job(last.job_id)))
    few = any(3 * one.seeds.plain <= one.seeds.shown for one in guarantee)
    for kind in (seeds.PLAIN, "") if few else ("",):
        item = store.claim_next(owner, now, review.LEASE_SECONDS, wanted=replace(part, gold=True, reason=kind))
        if item is not None:
            if seeds.fit_for(item, store.unit(item.job_id, item.unit_id), decisions.job(item.job_id)):
                return item
            store.release(item, decisions.event(item, "release", "its answer is known no longer"))
    return None
