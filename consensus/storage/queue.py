"""The review queue in the database: every change is one guarded UPDATE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Update, and_, case, func, not_, or_, select, text, update

from consensus.domain import Comment, Decision, Event, Facets, ItemKind, ItemState, Resolution, ReviewItem, WebhookType
from consensus.domain.job import DecisionEffect, QueueFilter, QueueOrder
from consensus.errors import NotFoundError
from consensus.storage import codec
from consensus.storage.api_owned import owned_by
from consensus.storage.assignments import end_assignments, left_alone, next_assigned, waits_for, write_comment
from consensus.storage.database import SqlBase, retried
from consensus.storage.dialect import insert, lock, place_of, whole_sum
from consensus.storage.draw_log import UNMADE
from consensus.storage.jobs import barred_text, item_row, lock_job
from consensus.storage.journal import log_event
from consensus.storage.label_tables import keep_label
from consensus.storage.outbox import announce
from consensus.storage.seen import has_seen
from consensus.storage.tables import WAITING, audits, decisions, drafts, item_counts, items, resolutions
from consensus.storage.unit_index import index_units

#: Items of a lower priority were skipped.
_SKIPPED = -50.0
_FILTERS = ("job_id", "languages", "field", "reason", "risk")
#: The literals of the indexes' own conditions stand in queries as literals, or SQLite does not use the indexes.
_WAITING, _CLAIMED, _GOLD = text(WAITING), text("state = 'claimed'"), text("kind = 'gold'")


def only(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """The part of the queue that is wanted, as conditions."""
    conditions = [items.c[name] == value for name in _FILTERS if (value := getattr(wanted, name))]
    conditions += [items.c.since <= wanted.waiting_since] if wanted.waiting_since else []
    return [*conditions, owned_by(items.c.job_id, wanted.tenant)] if wanted.tenant else conditions


def next_own(wanted: QueueFilter, owner: str, now: datetime) -> Select[Any]:
    """The first item that somebody holds already."""
    mine = [waits_for(owner, instant(now))] if wanted.mine else []
    return (
        select(items.c.id)
        .where(*_held_by(owner, now), *only(wanted), *mine)
        .order_by(items.c.place)
        .limit(1)
        .with_for_update()
    )


def next_free(
    wanted: QueueFilter, owner: str, now: datetime, *, skips: bool = True, fresh: bool = False
) -> Select[Any]:
    """The first item that somebody may claim. skips: over those that another transaction has locked. fresh: none that
    was skipped."""
    free: list[Any] = [_GOLD if wanted.gold else _WAITING, *_free(wanted, owner, now), *only(wanted), *_beside(wanted)]
    free.append(left_alone(owner, instant(now)))
    if fresh:
        free.append(items.c.priority + 0 > _SKIPPED)  # a sum, or SQLite would take the index of priorities
    return select(items.c.id).where(*free).order_by(*_order(wanted)).limit(1).with_for_update(skip_locked=skips)


def _order(wanted: QueueFilter) -> tuple[Any, ...]:
    if wanted.gold:
        return items.c.version, items.c.place
    if wanted.beside:
        return (items.c.place.desc() if wanted.backwards else items.c.place,)
    if wanted.order is QueueOrder.DOCUMENT:
        return (items.c.place,)
    return items.c.priority.desc(), items.c.place


def _beside(wanted: QueueFilter) -> tuple[ColumnElement[bool], ...]:
    """Items of the same document on one side of an item."""
    if not wanted.beside:
        return ()
    one = items.alias("one")
    place, job_id = (
        select(one.c[name]).where(one.c.id == wanted.beside).scalar_subquery() for name in ("place", "job_id")
    )
    return items.c.job_id == job_id, items.c.place < place if wanted.backwards else items.c.place > place


def _assigned(wanted: QueueFilter, owner: str, now: datetime) -> Select[Any]:
    """The first item that waits for somebody by name."""
    return next_assigned(owner, instant(now), _WAITING, *_free(wanted, owner, now), *only(wanted))


def _any(connection: Connection, wanted: QueueFilter, owner: str, now: datetime, *, fresh: bool) -> str | None:
    """The first item that waits for whoever comes. fresh: in the order of documents, skipped ones last."""
    found = None
    if fresh and wanted.order is QueueOrder.DOCUMENT:
        found = connection.execute(next_free(wanted, owner, now, fresh=True)).scalar()
    found = found or connection.execute(next_free(wanted, owner, now)).scalar()
    # Nothing, or only what others have locked, to claim it or to decide its unit anew: wait and look again.
    return found or connection.execute(next_free(wanted, owner, now, skips=False)).scalar()


def may_take(wanted: QueueFilter, owner: str, now: datetime) -> ColumnElement[bool]:
    """Items that a person holds, or may claim."""
    return or_(and_(*_held_by(owner, now)), and_(*_free(wanted, owner, now)))


def _held_by(owner: str, now: datetime) -> tuple[Any, ...]:
    return items.c.owner == owner, _CLAIMED, items.c.lease_until > instant(now)


def _free(wanted: QueueFilter, owner: str, now: datetime) -> tuple[Any, ...]:
    return (
        or_(items.c.state == ItemState.OPEN.value, items.c.lease_until <= instant(now)),
        items.c.round <= (3 if wanted.adjudicates else 2),
        place_of(items.c.barred, barred_text((owner,))) == 0,
        *_audits_for(owner, wanted.others),
        or_(items.c.kind != ItemKind.GOLD.value, not_(_seen(owner))),  # the known answer stands in the document
    )


def _audits_for(owner: str, others: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Audits of documents that this person has not seen since the draw, whose accepted text they have not opened, and
    of units of which they were shown no pair of a trial; the others only when nobody else is left."""
    if not others:
        return ()
    closed = {one: not_(or_(_seen(one), place_of(items.c.barred, barred_text((one,))) > 0)) for one in others}
    unseen = [and_(those, not_(_decided_in(one))) for one, those in closed.items()]
    no_audit = items.c.kind != ItemKind.CHECK.value
    return (
        or_(no_audit, not_(_seen(owner)), not_(or_(*closed.values()))),
        or_(no_audit, not_(_decided_in(owner)), not_(or_(*unseen))),
    )


def _seen(person: str) -> ColumnElement[bool]:
    return has_seen(person, items.c.job_id, items.c.unit_id)


def _decided_in(person: str) -> ColumnElement[bool]:
    """Whether somebody decided another item of an item's document since that began to wait; audits show no other."""
    other = items.alias("other")
    made = select(decisions.c.number).join(other, other.c.id == decisions.c.item_id)
    theirs = (func.lower(decisions.c.reviewer) == person.lower(), other.c.kind != ItemKind.CHECK.value)
    here = (decisions.c.job_id == items.c.job_id, decisions.c.decided_at >= items.c.since)
    return made.where(*here, *theirs).correlate(items).exists()


class SqlQueue(SqlBase):
    """Review items: claimed with a lease, released, resolved."""

    @retried
    def claim_next(
        self,
        owner: str,
        now: datetime,
        lease_seconds: float,
        job_id: str | None = None,
        wanted: QueueFilter | None = None,
    ) -> ReviewItem | None:
        part = wanted or QueueFilter(job_id=job_id or "")
        with self._writing() as connection:
            lock(connection, f"claims of {owner}")  # of two tabs that ask at once the second gets what the first got
            anew = part.gold or part.beside
            held = None if anew else connection.execute(next_own(part, owner, now)).scalar()
            found = held or (None if anew else connection.execute(_assigned(part, owner, now)).scalar())
            if not part.mine:
                found = found or _any(connection, part, owner, now, fresh=not anew)
            return _claim(connection, found, owner, now, lease_seconds) if found else None

    def claim(
        self, item_id: str, wanted: QueueFilter, owner: str, now: datetime, lease_seconds: float
    ) -> ReviewItem | None:
        of_item = (items.c.id == item_id, items.c.state != ItemState.RESOLVED.value)
        this = select(items.c.id).where(*of_item, may_take(wanted, owner, now))
        with self._writing() as connection:
            found = connection.execute(this.with_for_update()).scalar()
            return _claim(connection, found, owner, now, lease_seconds) if found else None

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        with self._writing() as connection:
            renewed = _guarded(item).values(lease_until=lease_end(now, lease_seconds))
            return connection.execute(renewed).rowcount == 1

    def item(self, item_id: str) -> ReviewItem:
        with self._reading() as connection:
            row = connection.execute(select(items).where(items.c.id == item_id)).one_or_none()
        if row is None:
            raise NotFoundError(
                f"there is no review item {item_id}", do="Its job may have been deleted; take the next."
            )
        return item_of(row)

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]:
        chosen = select(items).order_by(items.c.priority.desc(), items.c.place)
        if job_id is not None:
            chosen = chosen.where(items.c.job_id == job_id)
        with self._reading() as connection:
            return [item_of(row) for row in connection.execute(chosen)]

    def release(
        self, item: ReviewItem, event: Event, priority: float | None = None, why: Comment | None = None
    ) -> bool:
        freed: dict[str, Any] = {"state": ItemState.OPEN.value, "owner": "", "claimed_at": None, "lease_until": None}
        if priority is not None:
            freed["priority"] = priority
        with self._writing() as connection:
            given_back = change(connection, item, freed, event)
            if given_back and priority is not None:  # skipped: whoever was asked by name does not know either
                end_assignments(connection, item.id)
            if given_back and why is not None:
                write_comment(connection, why)
            return given_back

    def waiting(self, wanted: QueueFilter, now: datetime, limit: int, twin: str = "") -> Sequence[ReviewItem]:
        same = (items.c.twin == twin, text("state = 'open'"), items.c.round == 1) if twin else ()
        open_ones = or_(items.c.state == ItemState.OPEN.value, items.c.lease_until <= instant(now))
        in_round = items.c.round <= (3 if wanted.adjudicates else 2)
        alone = () if twin else (left_alone(wanted.person, instant(now)),)
        chosen = select(items).where(_WAITING, open_ones, in_round, *only(wanted), *same, *alone)
        with self._reading() as connection:
            ordered = chosen.order_by(*_order(wanted)).limit(limit)
            return [item_of(row) for row in connection.execute(ordered)]

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        chosen = select(item_counts.c.state, whole_sum(item_counts.c.n)).group_by(item_counts.c.state)
        if job_id is not None:
            chosen = chosen.where(item_counts.c.job_id == job_id)
        with self._reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(chosen)}
        return {state.value: found.get(state.value, 0) for state in ItemState}


def resolve(
    connection: Connection, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect
) -> bool:
    """Store a decision on an item that is as it was seen, and what it leads to; False, and nothing, on another."""
    lock_job(connection, item.job_id)
    state = ItemState.RESOLVED if effect.settled else ItemState.OPEN
    values: dict[str, Any] = {"state": state.value, "lease_until": None}
    if effect.settled is None:
        barred = barred_text(dict.fromkeys((*item.barred, resolution.reviewer, *effect.barred)))
        values |= {"owner": "", "claimed_at": None, "round": effect.next_round, "barred": barred}
    if not change(connection, item, values, event):
        return False
    made = Decision(item.id, item.job_id, item.unit_id, item.kind, item.round, resolution, effect.edits)
    number = _keep(connection, made, item.version + 1)
    if effect.label is not None:
        keep_label(connection, replace(effect.label, decision=number))
    connection.execute(drafts.delete().where(drafts.c.item_id == item.id))
    if effect.settled is not None:
        settle(connection, item.job_id, item.id, effect.settled, judged=item.id if effect.settled.judgement else "")
        index_units(connection, item.job_id, [item.unit_id])
    for twin, repeated, noted in effect.duplicates:
        _settle_twin(connection, twin, repeated, noted, number)
    if effect.gold is not None:
        place = select(items.c.place).where(items.c.id == item.id).scalar_subquery()
        row = item_row(effect.gold, item.job_id, 0) | {"place": place}
        connection.execute(insert(items).values(**row).on_conflict_do_nothing())
    return True


def _claim(connection: Connection, item_id: str, owner: str, now: datetime, lease_seconds: float) -> ReviewItem:
    """Claim an item, or renew the claim of whoever holds it; this transaction has it locked.

    That somebody had it open and let the claim run out is written down, as giving it back is.
    """
    before = connection.execute(select(items.c.owner).where(items.c.id == item_id)).scalar()
    if before and before != owner:
        log_event(connection, Event(instant(now), before, "claim-ended", item_id))
    claimed = (
        update(items)
        .where(items.c.id == item_id)
        .values(
            claimed_at=case((and_(*_held_by(owner, now)), items.c.claimed_at), else_=instant(now)),
            state=ItemState.CLAIMED.value,
            owner=owner,
            lease_until=lease_end(now, lease_seconds),
            version=items.c.version + 1,
        )
    )
    return item_of(connection.execute(claimed.returning(items)).one())


def settle(connection: Connection, job_id: str, item_id: str, resolution: Resolution, *, judged: str = "") -> None:
    """Write down what a unit is settled with: whatever settles one comes here, and indexes it then.

    item_id: of the item that is resolved with it, or "". judged: the item whose blind audit this is, or "". Another
    audit of the unit that is not made yet is spoiled: its answer was changed, or seen with more than an auditor sees.
    """
    unit_id = resolution.unit_id
    row = {"job_id": job_id, "unit_id": unit_id, "item_id": item_id, "resolution": codec.dump(resolution)}
    connection.execute(resolutions.insert().values(**row))
    told = {"job_id": job_id, "unit_id": unit_id, "action": resolution.action.value}
    announce(connection, WebhookType.UNIT_RESOLVED, f"{job_id} {unit_id} {resolution.decided_at}", told, job_id)
    of_unit = (audits.c.job_id == job_id, audits.c.unit_id == unit_id, audits.c.item_id != judged)
    connection.execute(update(audits).where(*of_unit, UNMADE).values(spoiled=1))


def _settle_twin(connection: Connection, twin: ReviewItem, resolution: Resolution, event: Event, source: int) -> None:
    """The same decision on an open item, unless somebody touched it since it was found."""
    seen = (items.c.id == twin.id, items.c.state == ItemState.OPEN.value, items.c.version == twin.version)
    done = {"state": ItemState.RESOLVED.value, "owner": resolution.reviewer, "version": twin.version + 1}
    if connection.execute(update(items).where(*seen).values(**done)).rowcount == 1:
        log_event(connection, event)
        made = Decision(twin.id, twin.job_id, twin.unit_id, twin.kind, twin.round, resolution, source=source)
        _keep(connection, made, twin.version + 1)
        settle(connection, twin.job_id, twin.id, resolution)
        index_units(connection, twin.job_id, [twin.unit_id])


def _keep(connection: Connection, made: Decision, after: int) -> int:
    """Write a decision down as it was made; its number."""
    row = {
        "job_id": made.job_id,
        "item_id": made.item_id,
        "reviewer": made.resolution.reviewer,
        "source": made.source,
        "after": after,
        "decision": codec.dump(made),
        "decided_at": made.resolution.decided_at,
    }
    return int(connection.execute(decisions.insert().values(**row).returning(decisions.c.number)).scalar_one())


def instant(moment: datetime) -> str:
    """A moment as text that sorts as the moments do: UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def lease_end(now: datetime, lease_seconds: float) -> str:
    return instant(now + timedelta(seconds=lease_seconds))


def _guarded(item: ReviewItem) -> Update:
    """An update of exactly the item that was seen, held by the same person; else of nothing."""
    return update(items).where(
        items.c.id == item.id,
        items.c.state == ItemState.CLAIMED.value,
        items.c.owner == item.owner,
        items.c.version == item.version,
    )


def change(connection: Connection, item: ReviewItem, values: dict[str, Any], event: Event) -> bool:
    """Change exactly the item that was seen, and write the line of the event log; False, and nothing, for another."""
    changed = connection.execute(_guarded(item).values(**values, version=items.c.version + 1)).rowcount == 1
    if changed:
        log_event(connection, event)
    return changed


def item_of(row: Row[Any]) -> ReviewItem:
    return ReviewItem(
        id=row.id,
        job_id=row.job_id,
        unit_id=row.unit_id,
        state=ItemState(row.state),
        version=row.version,
        priority=row.priority,
        owner=row.owner,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until,
        kind=ItemKind(row.kind),
        round=row.round,
        barred=tuple(name for name in row.barred.split("\n") if name),
        facets=Facets(row.languages, row.field, row.reason, row.risk, row.since, row.twin),
    )
