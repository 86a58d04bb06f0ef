"""Items that wait for one person, as conditions on the queue, and the lines that people write about items.

Times are texts that sort as the moments do.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, TextClause, and_, not_, or_, select, update

from consensus.domain import Comment
from consensus.storage.comment_tables import assignments, comments
from consensus.storage.dialect import storable
from consensus.storage.tables import items


def named(person: str) -> str:
    """A person as assignments name them."""
    return person.strip().lower()


def in_force(at: str) -> tuple[ColumnElement[bool], ...]:
    """Assignments that count at a time, of the round that their item is in."""
    of_job = assignments.c.job_id == items.c.job_id
    return of_job, assignments.c.round == items.c.round, assignments.c.ended == 0, assignments.c.until > at


def waits_for(person: str, at: str) -> ColumnElement[bool]:
    """Whether an item waits for this person by name."""
    mine = (assignments.c.item_id == items.c.id, assignments.c.person == named(person))
    return select(assignments.c.number).where(*in_force(at), *mine).correlate(items).exists()


def left_alone(person: str, at: str) -> ColumnElement[bool]:
    """Whether an item, and what is alike, waits for nobody else by name, and this person did not ask about it in vain.

    Only ``next`` and lists of what waits go by this: whoever opens an item by its id may decide it.
    """
    me = named(person)
    same = or_(assignments.c.item_id == items.c.id, and_(items.c.twin != "", assignments.c.twin == items.c.twin))
    another = or_(
        and_(assignments.c.person != "", assignments.c.person != me),
        and_(assignments.c.person == "", assignments.c.asker == me),
    )
    return not_(select(assignments.c.number).where(*in_force(at), same, another).correlate(items).exists())


def next_assigned(person: str, at: str, *conditions: ColumnElement[Any] | TextClause) -> Select[Any]:
    """The item that has waited longest for this person by name."""
    joined = items.join(assignments, assignments.c.item_id == items.c.id)
    mine = (assignments.c.person == named(person), *in_force(at))
    found = select(items.c.id).select_from(joined).where(*mine, *conditions)
    return found.order_by(assignments.c.number).limit(1).with_for_update(of=items)


def end_assignments(connection: Connection, item_id: str) -> None:
    """Let an item wait for everybody again."""
    ended = update(assignments).where(assignments.c.item_id == item_id, assignments.c.ended == 0)
    connection.execute(ended.values(ended=1))


def write_comment(connection: Connection, comment: Comment) -> None:
    """Add a line, inside the caller's transaction."""
    row = asdict(comment) | {"kind": comment.kind.value, "text": storable(comment.text)}
    del row["number"]
    connection.execute(comments.insert().values(**row))
