"""A value that the machine accepted, corrected by a person from the record, and the correction taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from consensus import review
from consensus.domain import Action, Event, Field, Resolution
from consensus.domain.job import UnitRecord
from consensus.errors import ConflictError, UsageError, VetoError
from consensus.review import Choice, DecisionContext, ReviewView
from consensus.service.review.decisions import DecisionService, findings_of
from consensus.service.review.document import Documents

_MOVED = "this value is not accepted any more, or an audit of it waits."


class Corrections:
    """Accepted values that nobody has looked at, in a document that this person may read."""

    def __init__(self, decisions: DecisionService, documents: Documents) -> None:
        self._decisions, self._documents = decisions, documents

    def offered(self, view: ReviewView) -> Mapping[str, str]:
        """Path -> value as it stands, of what can be corrected beside this item, in the order of the document.

        Nothing before the document is opened, nor of a unit whose audit waits: that value is not shown.
        """
        if view.as_audit or view.field is None or not self._documents.is_open(view):
            return {}
        kept = review.confirmable(self._decisions.records(view.item.job_id))
        return {
            record.unit.path: review.shown(record.verdict.value)
            for record in kept
            if isinstance(record.unit, Field) and record.verdict is not None
        }

    def correct(self, view: ReviewView, path: str, text: str, over: VetoError | None = None) -> Resolution:
        """Deliver this text instead of the accepted value. The item on screen stays as it is.

        An audit of the unit that is drawn afterwards counts as wrong. over: the question that was asked before, to
        deliver a text that checks forbid. Raises UsageError for a value that is not changed or that the schema forbids,
        ConflictError for one that is not offered (any more), TooSoonError, VetoError, ForbiddenError.
        """
        decisions, item = self._decisions, view.item
        decisions.forget(item.job_id)  # what was settled meanwhile is not offered
        if path not in self.offered(view):
            raise ConflictError(_MOVED, do="Look at the record again.")
        job, record = decisions.job(item.job_id), self._record(view, path)
        before, now = record.verdict.value if record.verdict else None, decisions.clock.now()
        shown_at = datetime.fromisoformat(view.shown_at)
        context = DecisionContext(record.unit, (), item.owner, shown_at, now, record.choices)
        review.check_dwell(context)
        choice = Choice(text=text, over=over)
        made = review.written(context, choice)
        if review.shown(made.value) == review.shown(before):
            raise UsageError("this is the value that was accepted.", do="Change it, or leave it.")
        made = review.overruling(context, choice, made, findings_of(made, record, job))
        told = f"{path}; over the veto of {', '.join(made.overruled)}" if made.overruled else path
        event = Event(now.isoformat(), item.owner, "correct", f"{item.job_id}/{record.unit.id}", told)
        if not decisions.store.confirm(item.job_id, [(made, event)]):
            raise ConflictError(_MOVED, do="Look at the record again.")
        decisions.forget(item.job_id)
        return made

    def own(self, view: ReviewView) -> Mapping[str, str]:
        """Path -> value of this person's corrections that stand, in the order of the document."""
        return {one.unit.path: review.shown(one.resolution.value) for one in self._own(view)}  # type: ignore[union-attr]

    def take_back(self, view: ReviewView, path: str) -> None:
        """The accepted value stands again. An audit that the correction spoiled stays wrong.

        Raises ConflictError where no correction of this person's stands there, ForbiddenError.
        """
        decisions, item = self._decisions, view.item
        if path not in self.own(view):
            raise ConflictError("no correction of yours stands here.", do="Look at the record again.")
        unit, now = self._record(view, path).unit, decisions.clock.now()
        event = Event(now.isoformat(), item.owner, "uncorrect", f"{item.job_id}/{unit.id}", path)
        if not decisions.store.unconfirm(item.job_id, unit.id, event):
            raise ConflictError("no correction of yours stands here.", do="Look at the record again.")
        decisions.forget(item.job_id)

    def _own(self, view: ReviewView) -> list[UnitRecord]:
        if view.as_audit or view.field is None:
            return []
        owner, records = view.item.owner, self._decisions.records(view.item.job_id)
        waiting = {one.unit_id for one in self._decisions.store.items(view.item.job_id)}
        return [
            one
            for one in records
            if isinstance(one.unit, Field)
            and one.unit.id not in waiting
            and one.resolution is not None
            and one.resolution.reviewer == owner
            and one.resolution.action is not Action.CHOSEN
        ]

    def _record(self, view: ReviewView, path: str) -> UnitRecord:
        records = self._decisions.records(view.item.job_id)
        return next(one for one in records if isinstance(one.unit, Field) and one.unit.path == path)
