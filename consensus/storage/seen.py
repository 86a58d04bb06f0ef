"""Who has seen what of a document, as conditions: a blind audit is for somebody who has not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, func, not_, or_, select

from consensus.domain import Event
from consensus.domain.trial import Pair
from consensus.storage.opening_tables import document_openings
from consensus.storage.tables import batch_jobs, batches, event_log

#: A pair of a trial was shown to the actor. Its subject is the unit, so that one look into an index finds it.
_SHOWN = "trial.shown"
#: Whatever begins with "JOB " sorts before "JOB!".
_AFTER = "!"


def pair_shown(pair: Pair, person: str, at: str) -> Event:
    """The line of the event log that somebody sees two answers of a unit from now on, whatever they say of them."""
    return Event(at, person, _SHOWN, f"{pair.job_id} {pair.unit_id}")


def has_opened(person: str, job_id: Column[Any]) -> ColumnElement[bool]:
    """Whether somebody opened the accepted text of a document. job_id: a column of the statement around it."""
    rows = select(document_openings.c.job_id).where(document_openings.c.person == person.strip().lower())
    return rows.where(document_openings.c.job_id == job_id).correlate(job_id.table).exists()


def has_seen(person: str, job_id: Column[Any], unit_id: Column[Any]) -> ColumnElement[bool]:
    """Whether somebody knows answers of a unit: they opened its document, or were shown a pair of a trial."""
    subject = event_log.c.subject == job_id.concat(" ").concat(unit_id)
    shown = select(event_log.c.number).where(subject, *_shown_to(person)).correlate(job_id.table)
    return or_(has_opened(person, job_id), shown.exists())


def opened_by(connection: Connection, job_id: str, person: str) -> bool:
    """Whether somebody opened the accepted text of a document."""
    mine = (document_openings.c.job_id == job_id, document_openings.c.person == person.strip().lower())
    return connection.execute(select(document_openings.c.job_id).where(*mine).limit(1)).first() is not None


def saw_any(connection: Connection, job_id: str, person: str) -> bool:
    """Whether somebody opened a document, or was shown a pair of any of its units."""
    here = and_(event_log.c.subject > f"{job_id} ", event_log.c.subject < job_id + _AFTER)
    shown = select(event_log.c.number).where(here, *_shown_to(person)).limit(1)
    return opened_by(connection, job_id, person) or connection.execute(shown).first() is not None


def leaves_an_auditor(others: Sequence[str], job_id: Column[Any], unit_id: Column[Any]) -> ColumnElement[bool]:
    """Whether a unit may be shown to one more person: its batch is closed, so that it is drawn or never will be, or one
    of the others has seen nothing of it."""
    joined = batch_jobs.join(batches, batches.c.id == batch_jobs.c.batch)
    undrawn = select(batch_jobs.c.number).select_from(joined).where(batch_jobs.c.job_id == job_id, batches.c.place == 0)
    is_open = undrawn.correlate(job_id.table).exists()
    return or_(not_(is_open), *(not_(has_seen(one, job_id, unit_id)) for one in others))


def _shown_to(person: str) -> tuple[ColumnElement[bool], ...]:
    return event_log.c.action == _SHOWN, func.lower(event_log.c.actor) == person.strip().lower()
