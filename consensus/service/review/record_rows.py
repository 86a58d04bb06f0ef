"""A row that some member lacks, decided as a whole: it is there, or it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consensus import review
from consensus.domain import ReviewItem
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import ConflictError, ConsensusError, UsageError, VetoError
from consensus.review import Choice, ReviewView
from consensus.schema.paths import row_in_doubt
from consensus.service.review.decisions import STALE, DecisionOutcome, DecisionService, drawn_for

#: Fields of one row.
_MOST = 500


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A decision about a row. after: the item of a field of it that those who have the row differ on, "" for none."""

    outcome: DecisionOutcome
    after: str = ""


class RowDecisions:
    """Take a row, or drop it: all of its open items in one transaction, an event for each."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def drop(self, view: ReviewView, over: VetoError | None = None) -> RowOutcome:
        """There is no such row: its open fields have no value, and the export leaves it out.

        over: the question that was asked before, where a check forbids that the field has no value. Raises UsageError
        where no member lacks the row, ConflictError when the item is not as shown, TooSoonError, VetoError.
        """
        self._in_doubt(view)
        letter = next((one.letter for one in view.letters if one.no_value), "")
        choice = Choice(letter, over=over, row=False)
        return RowOutcome(self._decisions.decide(view, review.chosen, choice))

    def take(self, view: ReviewView) -> RowOutcome:
        """The row is there: each of its open fields takes the value on which all who have the row agree.

        Fields on which they differ, or of which a check forbids an answer, stay open, the one on screen too. Raises
        UsageError where that is so of all of them, and as ``drop``.
        """
        record = self._in_doubt(view)
        if review.agreed_in_row(record) is None:
            return RowOutcome(self._take_by_another(view), view.item.id)
        outcome = self._take(view, record)
        waiting = self._others(view.item)
        return RowOutcome(outcome, waiting[0].id if waiting else "")

    def _take(self, view: ReviewView, record: UnitRecord) -> DecisionOutcome:
        """By a field on which those who have the row agree."""
        agreed = review.agreed_in_row(record)
        member = agreed[1] if agreed is not None else ""
        drawn = drawn_for(view.item.id, self._decisions.store)
        order = review.blind_order(record.choices, drawn, self._decisions.settings.seed)
        letter = next((one.letter for one in order if member in one.members), "")
        return self._decisions.decide(view, review.chosen, Choice(letter, row=True))

    def _take_by_another(self, view: ReviewView) -> DecisionOutcome:
        """The field on screen is in dispute itself, so it stays with its reviewer, and the row is taken by another."""
        decisions, now = self._decisions, self._decisions.clock.now()
        if not decisions.store.renew(view.item, now, review.LEASE_SECONDS):
            raise ConflictError(STALE, do="Take the next one.")
        part = decisions.allowed(view.item.owner, None)
        for item in self._others(view.item):
            record = decisions.store.unit(item.job_id, item.unit_id)
            if review.agreed_in_row(record) is None:
                continue
            held = decisions.store.claim(item.id, part, view.item.owner, now, review.LEASE_SECONDS)
            if held is None:
                continue
            try:  # the row has been on screen as long as the field
                return self._take(replace(decisions.view(held), shown_at=view.shown_at), record)
            except ConsensusError:
                decisions.store.release(held, decisions.event(held, "release", "the row was not taken"))
                raise
        raise UsageError("those who have this row differ on all its open fields.", do="Decide them one by one.")

    def _in_doubt(self, view: ReviewView) -> UnitRecord:
        record = self._decisions.store.unit(view.item.job_id, view.item.unit_id)
        if view.as_audit or not row_in_doubt(record.unit, record.agreement):
            raise UsageError("every member has this row.", do="Decide its fields.")
        return record

    def _others(self, item: ReviewItem) -> list[ReviewItem]:
        """The other open items of the row, in the order of the document."""
        if not item.facets.twin:
            return []
        decisions = self._decisions
        found = decisions.store.waiting(
            QueueFilter(job_id=item.job_id), decisions.clock.now(), _MOST, twin=item.facets.twin
        )
        place = {one.unit.id: one.unit.index for one in decisions.records(item.job_id)}
        return sorted((one for one in found if one.id != item.id), key=lambda one: place.get(one.unit_id, 0))
