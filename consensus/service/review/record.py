"""The whole record of the document that a field belongs to: its fields, its tables, and the rules over them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consensus import review
from consensus.domain import ItemState
from consensus.domain.job import UnitRecord
from consensus.errors import ConflictError, SchemaError
from consensus.review import ReviewView
from consensus.review.record import Record, RecordCell, RecordRow, RecordTable, given_for_row, record_of, settled
from consensus.service.guarantee.basis import rules_of
from consensus.service.jobs.listing import open_batch, waiting_words
from consensus.service.review.decisions import DecisionService, drawn_for
from consensus.service.review.record_rows import RowDecisions, RowOutcome
from consensus.service.review.record_rules import RuleLine, RuleState, rule_lines

__all__ = [
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


@dataclass(frozen=True, slots=True)
class RecordView:
    """What stands beside an open field. rules: over the values that are verified, the open one not among them.

    hidden: why accepted values are not shown, in one sentence; "" where they are.
    """

    record: Record
    rules: tuple[RuleLine, ...] = ()
    hidden: str = ""

    @property
    def broken(self) -> frozenset[str]:
        """The paths that a rule reads which does not hold."""
        return frozenset(cell for line in self.rules if line.state is RuleState.BROKEN for cell in line.cells)


class Records:
    """The record of an item's document, as its reviewer may see it. rows: those in doubt, decided as a whole."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions
        self.rows = RowDecisions(decisions)

    def of(self, view: ReviewView) -> RecordView | None:
        """The record beside a field; None for a segment, and for an audit, which is judged by itself."""
        if view.field is None or view.as_audit:
            return None
        job_id, unit_id, store = view.item.job_id, view.item.unit_id, self._decisions.store
        job, records = self._decisions.job(job_id), self._decisions.records(job_id)
        record = record_of(records, self._waiting(view), unit_id, job.document.text)
        if record.row is not None:
            record = self._with_answers(record, {one.unit.id: one for one in records})
        batch = open_batch(store, job_id) if rules_of(job) is not None else None
        hidden = waiting_words(batch, "Values that could be accepted are not shown") if batch is not None else ""
        try:
            rules = rule_lines(job.document.schema or {}, settled(records, unit_id))
        except SchemaError:  # of a job of before its schema was refused: nothing is said of its rules
            rules = ()
        return RecordView(record, rules, hidden)

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
