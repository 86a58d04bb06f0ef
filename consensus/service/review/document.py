"""The document around an item: read by moving through it, opened once, and gone through from one open item to the next.

Reading claims nothing and decides nothing. Where accepted units are audited, or known answers are shown again, a
person first opens the document: that is written down, closes its batch and so fixes the draw, and from then on this
person is not served its audits.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from consensus import review
from consensus.domain import Event, Task
from consensus.domain.job import DocumentCounts, JobRecord, QueueFilter, UnitRecord
from consensus.errors import UsageError
from consensus.review import ReviewView
from consensus.review.document import Alike, DocumentLine, LineState, Reader, document_lines, window, without_numbers
from consensus.review.document_inserts import Insert, code_inserts, inserted, term_inserts
from consensus.service.guarantee.basis import rules_of
from consensus.service.review.decisions import DecisionService

__all__ = [
    "DocumentPage",
    "Documents",
    "Insert",
    "code_inserts",
    "inserted",
    "term_inserts",
]

#: Places named of a text that stands several times in a document.
_MOST_PLACES = 200
#: Decided units of much the same text among which near repetitions are looked for, the newest; and how many are told.
_MOST_DECIDED, _MOST_ALIKE = 200, 3


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A window of a document. lines: in its order. at: the number of the one that is read, from 1. counts: of the whole
    document. today: how many decisions the reader made since midnight, UTC. places: numbers of the segments that a
    decision on the item settles, where there are several. closed: its accepted text is not opened yet.
    """

    lines: tuple[DocumentLine, ...]
    at: int
    counts: DocumentCounts
    today: int
    places: tuple[int, ...] = ()
    closed: bool = False

    @property
    def read(self) -> DocumentLine | None:
        """The line that is read."""
        return next((line for line in self.lines if line.number == self.at), None)


class Documents:
    """Documents as reviewers read them."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions, self._store = decisions, decisions.store

    def snapshot(self) -> AbstractContextManager[None]:
        """For drawing a screen: until its end this thread reads everything as it was at one moment, in one go."""
        return self._store.snapshot()

    def page(self, view: ReviewView, at: int = 0) -> DocumentPage | None:
        """What stands around a segment. at: its number from 1; 0 for the one on screen. None for a document of fields.

        Nothing is claimed and nothing written down.
        """
        if view.task is not Task.TRANSLATE:
            return None
        job, owner = self._decisions.job(view.item.job_id), view.item.owner
        counts = self._store.document_counts(job.id)
        number = min(max(at or view.position, 1), max(counts.units, 1))
        records = self._store.unit_range(job.id, *window(counts.units, number - 1))
        opened = self._is_open(job, owner)
        lines = document_lines(records, self._reader(view, records, opened=opened))
        midnight = self._decisions.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return DocumentPage(
            lines,
            number,
            counts,
            self._store.decided_since(owner, midnight.isoformat()),
            self._places(view),
            not opened,
        )

    def is_open(self, view: ReviewView) -> bool:
        """Whether the owner of this item may read what was accepted of its document."""
        return self._is_open(self._decisions.job(view.item.job_id), view.item.owner)

    def open(self, view: ReviewView) -> None:
        """Show the owner of this item the accepted text of its document from now on, and no audit of it any more.

        Raises UsageError where audits of it are to be made and nobody else is left to make them.
        """
        job, owner = self._decisions.job(view.item.job_id), view.item.owner
        others = self._decisions.allowed(owner, None).others
        if self._is_open(job, owner):
            return
        found = self._store.batch_of(job.id)
        waits = found is not None and not found[1].closed_at
        left = [one for one in others if not self._store.has_seen(job.id, one)]
        if view.as_audit or (waits and not left):
            raise UsageError(_NOBODY_LEFT, do=_FIRST_AUDIT)
        self._decisions.settings.tend()
        self._decisions.settings.reveal(job.id)  # before it is opened: the draw is fixed by now
        event = Event(self._decisions.clock.now().isoformat(), owner, "open-document", job.id, "to read it in review")
        if not self._store.open_document(job.id, others, event):
            raise UsageError(_NOBODY_LEFT, do=_FIRST_AUDIT)

    def step(self, view: ReviewView, wanted: QueueFilter | None = None, *, backwards: bool = False) -> ReviewView:
        """Claim the document's next open item, or the one before; the item on screen is given back, its draft kept.

        Raises UsageError where there is none; then the item on screen stays.
        """
        part = replace(self._decisions.allowed(view.item.owner, wanted), beside=view.item.id, backwards=backwards)
        store, now = self._store, self._decisions.clock.now()
        item = store.claim_next(view.item.owner, now, review.LEASE_SECONDS, wanted=part)
        if item is None:
            side = "before" if backwards else "after"
            raise UsageError(f"no open item stands {side} this one in its document.", do="Go the other way, or decide.")
        self._give_back(view)
        return self._decisions.view(item)

    def take(self, view: ReviewView, unit_id: str) -> ReviewView:
        """Claim the open item of a segment that is read; the item on screen is given back, with its draft.

        Raises UsageError where it has none that this person may decide; then the item on screen stays.
        """
        part = self._decisions.allowed(view.item.owner, None)
        found, now = self._store.open_item(view.item.job_id, unit_id), self._decisions.clock.now()
        item = self._store.claim(found, part, view.item.owner, now, review.LEASE_SECONDS) if found else None
        if item is None:
            raise UsageError("this segment is not open for you: it is settled, or somebody has it.", do="Read on.")
        self._give_back(view)
        return self._decisions.view(item)

    def alike(self, view: ReviewView) -> tuple[Alike, ...]:
        """Decisions on texts of the document that differ from this one in numbers alone: to be told when it is decided.

        Only those that its owner may read.
        """
        if view.task is not Task.TRANSLATE or view.as_audit:
            return ()
        job, pattern = self._decisions.job(view.item.job_id), without_numbers(view.source.casefold())
        if pattern == view.source.casefold():
            return ()
        texts = self._store.decided_texts(job.id, pattern, _MOST_DECIDED)
        near = [at for at, text in texts if text != view.source.casefold() and without_numbers(text) == pattern]
        if not near:
            return ()
        found = {one.unit.index: one for one in self._store.units_at(job.id, near[:_MOST_ALIKE])}
        records = [found[at] for at in near[:_MOST_ALIKE] if at in found]
        reader = self._reader(view, records, opened=self._is_open(job, view.item.owner))
        lines = document_lines(records, reader)
        return tuple(Alike(line.number, line.source, line.text) for line in lines if line.state is LineState.DECIDED)

    def _reader(self, view: ReviewView, records: Sequence[UnitRecord], *, opened: bool) -> Reader:
        kinds = self._store.open_kinds(view.item.job_id, [one.unit.id for one in records])
        return Reader(view.item.owner, opened, view.item.unit_id, view.as_audit, kinds)

    def _is_open(self, job: JobRecord, owner: str) -> bool:
        """Whether a person may read the accepted text. Where nothing is audited and nothing known is shown again, it
        does not matter who has."""
        if rules_of(job) is None and not job.policy.review.gold_share:
            return True
        return self._store.has_opened(job.id, owner)

    def _places(self, view: ReviewView) -> tuple[int, ...]:
        if not view.repeats:
            return ()
        return tuple(at + 1 for at in self._store.positions_of(view.item, _MOST_PLACES))

    def _give_back(self, view: ReviewView) -> None:
        """Others can take it. It may be theirs already: then there is nothing to give."""
        self._store.release(view.item, self._decisions.event(view.item, "release", "for another of the document"))


_NOBODY_LEFT = "you cannot open this document yet: nobody who has not read it is left for its audits."
_FIRST_AUDIT = "Its audits come first; they are in the queue."
