"""What reviewers say to each other, in the database: every line is written by whoever holds the item then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update

from consensus.domain import Assignment, Comment, CommentKind, Event, ItemKind, ItemState, ReviewItem
from consensus.storage.assignments import end_assignments, in_force, named, write_comment
from consensus.storage.comment_tables import assignments, comments
from consensus.storage.database import SqlBase
from consensus.storage.jobs import lock_job
from consensus.storage.journal import log_event
from consensus.storage.queue import change, instant
from consensus.storage.tables import items

#: Of an item that is given back.
_FREED: Mapping[str, Any] = {"state": ItemState.OPEN.value, "owner": "", "claimed_at": None, "lease_until": None}


class SqlDiscussion(SqlBase):
    """Implements ``ports.discussion.DiscussionStore``."""

    def comments(self, item_id: str) -> Sequence[Comment]:
        chosen = select(comments).where(comments.c.item_id == item_id).order_by(comments.c.number)
        with self._reading() as connection:
            return [_comment(row) for row in connection.execute(chosen)]

    def comments_of(self, job_id: str) -> Sequence[Comment]:
        blind = or_(items.c.state == ItemState.RESOLVED.value, items.c.round == 1)
        joined = comments.join(items, items.c.id == comments.c.item_id)
        chosen = select(comments).select_from(joined).where(comments.c.job_id == job_id, blind)
        chosen = chosen.where(items.c.kind != ItemKind.GOLD.value).order_by(comments.c.number)
        with self._reading() as connection:
            return [_comment(row) for row in connection.execute(chosen)]

    def add_comment(self, item: ReviewItem, comment: Comment, event: Event) -> bool:
        held = (items.c.id == item.id, items.c.state == ItemState.CLAIMED.value)
        seen = (items.c.owner == item.owner, items.c.version == item.version)
        with self._writing() as connection:
            lock_job(connection, item.job_id)
            if connection.execute(select(items.c.id).where(*held, *seen)).first() is None:
                return False
            write_comment(connection, comment)
            log_event(connection, event)
            return True

    def assign(self, item: ReviewItem, question: Comment, assignment: Assignment, event: Event) -> bool:
        row = asdict(assignment)
        del row["number"]
        row |= {"twin": item.facets.twin, "answered": int(assignment.answered), "ended": 0}
        with self._writing() as connection:
            lock_job(connection, item.job_id)
            if not change(connection, item, dict(_FREED), event):
                return False
            end_assignments(connection, item.id)
            write_comment(connection, question)
            connection.execute(assignments.insert().values(**row))
            return True

    def hand_back(self, item: ReviewItem, answer: Comment, assignment: Assignment, event: Event) -> bool:
        of_it = (assignments.c.number == assignment.number, assignments.c.ended == 0)
        with self._writing() as connection:
            lock_job(connection, item.job_id)
            if not change(connection, item, dict(_FREED), event):
                return False
            write_comment(connection, answer)
            back = {"person": assignment.asker, "answered": 1, "until": assignment.until}
            connection.execute(update(assignments).where(*of_it).values(**back))
            return True

    def assignment(self, item: ReviewItem, now: datetime) -> Assignment | None:
        joined = assignments.join(items, items.c.id == assignments.c.item_id)
        chosen = select(assignments).select_from(joined).where(items.c.id == item.id, *in_force(instant(now)))
        with self._reading() as connection:
            row = connection.execute(chosen.order_by(assignments.c.number.desc()).limit(1)).one_or_none()
        return None if row is None else _assignment(row)

    def assignments_of(self, person: str, now: datetime) -> Sequence[Assignment]:
        me = named(person)
        joined = assignments.join(items, items.c.id == assignments.c.item_id)
        waiting = (items.c.state != ItemState.RESOLVED.value, *in_force(instant(now)))
        mine = or_(assignments.c.person == me, assignments.c.asker == me)
        chosen = select(assignments).select_from(joined).where(mine, *waiting).order_by(assignments.c.number)
        with self._reading() as connection:
            return [_assignment(row) for row in connection.execute(chosen)]


def _comment(row: Row[Any]) -> Comment:
    return Comment(**{**row._mapping, "kind": CommentKind(row.kind)})


def _assignment(row: Row[Any]) -> Assignment:
    found = {name: value for name, value in row._mapping.items() if name not in ("twin", "ended")}
    return Assignment(**{**found, "answered": bool(row.answered)})
