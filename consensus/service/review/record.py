"""The whole record of the document that a field belongs to: its fields, its tables, and the rules over them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Thread

from consensus import review
from consensus.domain import ItemState, ReviewItem
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import ConflictError, ConsensusError, SchemaError
from consensus.review import FieldWords, ReviewView
from consensus.review.record import (
    Record,
    RecordCell,
    RecordRow,
    RecordTable,
    given_for_row,
    keeps_columns,
    record_of,
    settled,
)
from consensus.service.review.decisions import DecisionService, drawn_for
from consensus.service.review.document import Documents
from consensus.service.review.page_pictures import ZOOMS, PageLook, PagePicture, PagePictures
from consensus.service.review.record_corrections import Corrections
from consensus.service.review.record_rows import RowDecisions, RowOutcome
from consensus.service.review.record_rules import RuleLine, RuleState, rule_lines

__all__ = [
    "ZOOMS",
    "FieldWords",
    "PageLook",
    "PagePicture",
    "Record",
    "RecordCell",
    "RecordRow",
    "RecordTable",
    "RecordView",
    "Records",
    "RowOutcome",
    "RuleLine",
    "RuleState",
]

#: Items looked through for the next document, and reviewers of whom is known what was prepared.
_MOST_AHEAD, _MOST_PEOPLE = 400, 64


@dataclass(frozen=True, slots=True)
class RecordView:
    """What stands beside an open field. rules: over the values that are verified, the open one not among them.

    closed: whether accepted values are not shown, since this person has not opened the document. pages: whether it has
    any. columns: whether its lines must not be wrapped.
    """

    record: Record
    rules: tuple[RuleLine, ...] = ()
    closed: bool = False
    pages: bool = False
    columns: bool = True

    @property
    def broken(self) -> frozenset[str]:
        """The paths that a rule reads which does not hold."""
        return frozenset(cell for line in self.rules if line.state is RuleState.BROKEN for cell in line.cells)


class Records:
    """The record of an item's document, as its reviewer may see it.

    rows: those in doubt, decided as a whole. corrections: of accepted values.
    """

    def __init__(self, decisions: DecisionService, documents: Documents) -> None:
        self._decisions, self._documents = decisions, documents
        self.rows, self.corrections = RowDecisions(decisions), Corrections(decisions, documents)
        self._prepared: dict[str, tuple[str, str]] = {}

    def of(self, view: ReviewView) -> RecordView | None:
        """The record beside a field; None for a segment, and for an audit, which is judged by itself."""
        if view.field is None or view.as_audit:
            return None
        job_id, unit_id = view.item.job_id, view.item.unit_id
        job, records = self._decisions.job(job_id), self._decisions.records(job_id)
        closed = not self._documents.is_open(view)
        if closed:  # what is accepted may still come to this person as an audit
            kept = {one.unit.id for one in review.confirmable(records)}
            records = [review.withheld(one) if one.unit.id in kept else one for one in records]
        record = record_of(records, self._waiting(view), unit_id, job.document.text)
        if record.row is not None:
            record = self._with_answers(record, {one.unit.id: one for one in records})
        try:
            rules = rule_lines(job.document.schema or {}, settled(records, unit_id))
        except SchemaError:  # of a job of before its schema was refused: nothing is said of its rules
            rules = ()
        text = job.document.text
        return RecordView(record, rules, closed, bool(job.document.pages), keeps_columns(text))

    def open(self, view: ReviewView, item_id: str) -> ReviewView:
        """Another field of the record in place of the one on screen, which goes back to the queue undecided.

        Raises ConflictError where another person holds it or has decided it; then nothing has changed.
        """
        decisions, owner = self._decisions, view.item.owner
        part = decisions.allowed(owner, None)
        item = decisions.store.claim(item_id, part, owner, decisions.clock.now(), review.LEASE_SECONDS)
        if item is None:
            raise ConflictError("this field is decided, or another person holds it.", do="Open another one.")
        if item.id != view.item.id:
            decisions.store.release(view.item, decisions.event(view.item, "release", "another field was opened"))
        decisions.forget(item.job_id)
        return decisions.view(item)

    def prepare(self, view: ReviewView, part: QueueFilter) -> Thread | None:
        """Make the page ready on which the next document of the queue begins, while this one is being decided.

        So is the page of the next field of this one. Returns who does it; None where nothing has pages, or it was done.
        A reviewer never waits for it.
        """
        pages, item = self._decisions.settings.pages, view.item
        job_id, before = self._prepared.get(item.owner, ("", ""))
        if pages is None or view.field is None or (job_id, before) == (item.job_id, item.id):
            return None
        while len(self._prepared) >= _MOST_PEOPLE:
            del self._prepared[next(iter(self._prepared))]
        self._prepared[item.owner] = (item.job_id, item.id)
        elsewhere = part if job_id != item.job_id else None
        by = Thread(target=self._prepare, args=(item, elsewhere, pages), name="next page", daemon=True)
        by.start()
        return by

    def _prepare(self, item: ReviewItem, part: QueueFilter | None, pages: PagePictures) -> None:
        """part: where the next document is looked for; None where that was done."""
        with suppress(ConsensusError):  # it is said when the page is looked at
            if (beside := self._beside(item)) is not None:
                self._picture(beside, pages)
        with suppress(ConsensusError):
            if part is None:
                return
            allowed = self._decisions.allowed(item.owner, part)
            waiting = self._decisions.store.waiting(allowed, self._decisions.clock.now(), _MOST_AHEAD)
            after = (one for one in waiting if one.job_id != item.job_id and item.owner not in one.barred)
            if (following := next(after, None)) is not None:
                self._picture(following, pages)

    def _beside(self, item: ReviewItem) -> ReviewItem | None:
        """The open item that stands after this one in its document."""
        decisions, here = self._decisions, QueueFilter(job_id=item.job_id)
        place = {one.unit.id: one.unit.index for one in decisions.records(item.job_id)}
        waiting = decisions.store.waiting(here, decisions.clock.now(), _MOST_AHEAD)
        at, me = place.get(item.unit_id, 0), item.owner
        after = [one for one in waiting if place.get(one.unit_id, -1) > at and me not in one.barred]
        return min(after, key=lambda one: place[one.unit_id], default=None)

    def _picture(self, item: ReviewItem, pages: PagePictures) -> None:
        """Made by itself, as what is kept of the document on screen is to stay."""
        job, store = self._decisions.job(item.job_id), self._decisions.store
        if job.document.pages:
            record = store.unit(item.job_id, item.unit_id)
            order = review.blind_order(record.choices, drawn_for(item.id, store), self._decisions.settings.seed)
            pages.of(review.view_of(item, job, record, order, ""))

    def _waiting(self, view: ReviewView) -> dict[str, str]:
        """Unit id -> item of what this person may open."""
        job_id, me = view.item.job_id, view.item.owner
        found = [
            item
            for item in self._decisions.store.items(job_id)
            if item.state is not ItemState.RESOLVED and item.round <= 2 and me not in item.barred
        ]
        # An item that shows a known answer again belongs to a field that is settled.
        return {item.unit_id: item.id for item in found if item.id == review.item_id(job_id, item.unit_id)}

    def _with_answers(self, record: Record, units: dict[str, UnitRecord]) -> Record:
        """With what was given for the fields of the row in doubt, or nobody could say whether it is one."""

        def filled(cell: RecordCell | None) -> RecordCell | None:
            if cell is None or not cell.item_id:
                return cell
            unit = units[cell.line.unit_id]
            drawn = drawn_for(cell.item_id, self._decisions.store)
            order = review.blind_order(unit.choices, drawn, self._decisions.settings.seed)
            return replace(cell, answers=tuple(review.shown(one.value) for one in given_for_row(unit, order)))

        def through(row: RecordRow) -> RecordRow:
            if not (row.here and row.doubt):
                return row
            return replace(row, cells=tuple(filled(cell) for cell in row.cells))

        tables = (replace(table, rows=tuple(through(row) for row in table.rows)) for table in record.tables)
        return replace(record, tables=tuple(tables))
