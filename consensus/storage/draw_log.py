"""The draw log, read from the database: batches, what their audits said, and where a guarantee stands by them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, exists, func, select, text

from consensus.domain import (
    Audit,
    Batch,
    BatchEntry,
    BatchJob,
    BatchUnit,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    Judgement,
    Origin,
    Scheme,
    Seeds,
    Verdict,
)
from consensus.storage import codec
from consensus.storage.dialect import on_postgresql, whole_sum
from consensus.storage.tables import audits, batch_jobs, batch_units, batches, guarantees, items

#: An audit that nobody made and that nothing spoiled. Literals, as those of the indexes' own conditions, or SQLite does
#: not use the indexes.
UNMADE = text("audits.judgement IS NULL AND audits.spoiled = 0 AND audits.origin = 'drawn'")
_SEEDED = text("origin = 'seeded'")
_WRONG = (Judgement.WRONG.value, Judgement.UNSURE.value)

#: Closed batches of one attempt with what their audits said, a row for each set of levels that audits speak for. As
#: text, for both databases run it as it stands.
_LOG = """SELECT b.place, b.id, b.closed_at, b.scheme, b.q, b.r, b.operating, b.accepting, b.documents, b.sizes,
b.delivered, a.drawn_for, count(a.batch) AS m,
count(*) FILTER (WHERE a.spoiled = 1 OR a.judgement IN ('wrong', 'unsure')) AS wrong,
count(*) FILTER (WHERE a.spoiled = 0 AND a.judgement IS NULL) AS pending,
count(*) FILTER (WHERE a.spoiled = 0 AND a.judgement IS NULL AND a.due_at > :at) AS waiting,
count(*) FILTER (WHERE a.spoiled = 0 AND a.judgement = 'style') AS style,
max(a.judged_at) AS heard
FROM batches AS b {join} audits AS a ON a.batch = b.id
WHERE b.policy = :policy AND b.slice = :slice AND b.place > 0 AND b.attempt = :attempt AND b.digest = :digest
GROUP BY b.place, b.number, a.drawn_for"""
#: On PostgreSQL whole rows are sorted; more of them than fit into its usual memory it would sort on its disk.
_ROOM = select(func.set_config("work_mem", "64MB", True))
_LogRow = tuple[Any, ...]
_DRAWN, _ALL = text(_LOG.format(join="JOIN")), text(_LOG.format(join="LEFT JOIN"))


def _named(table: Any) -> tuple[Any, Any]:
    return table.c.policy == bindparam("policy"), table.c.slice == bindparam("slice")


# What ``snapshot_of`` reads. It is read several times for each document: made here, once.
_HOUSE = select(func.count()).select_from(guarantees)
_RECORD = select(guarantees.c.record).where(*_named(guarantees))
_OF_BATCHES = select(
    func.coalesce(whole_sum(batches.c.accepted), 0).label("accepted"),
    func.coalesce(whole_sum(case((batches.c.closed_at >= bindparam("week"), batches.c.accepted), else_=0)), 0).label(
        "a_week"
    ),
    func.count().filter(batches.c.closed_at == "").label("open"),
).where(*_named(batches))
# Nobody can make the audit of a deleted job any more: it counts as wrong, and waits in no queue.
_OF_AUDITS = select(
    func.count().label("open"), func.count().filter(audits.c.due_at <= bindparam("at")).label("overdue")
).where(*_named(audits), UNMADE, exists().where(items.c.id == audits.c.item_id))
_SEEDS = select(
    func.count(), func.count().filter(audits.c.judgement.in_(_WRONG)), func.coalesce(whole_sum(audits.c.plain), 0)
).where(*_named(audits), audits.c.judgement.is_not(None), _SEEDED)


@dataclass(frozen=True, slots=True)
class DrawLog:
    """Of one attempt: closed batches by place, and what their audits found beside errors.

    last_judged: when the newest audit of an operating level was judged, ISO 8601 or "". style: audits that found style
    edits only.
    """

    entries: tuple[BatchEntry, ...]
    last_judged: str
    style: int


#: Logs that were read last with their rows: of equal rows the same entries are given, of which much is known by then.
_READ: deque[tuple[list[_LogRow], DrawLog]] = deque(maxlen=4)


def draw_log(connection: Connection, record: GuaranteeRecord, at: str, *, whole: bool = False) -> DrawLog:
    """Of the record's present attempt. whole: batches too from which nothing was drawn."""
    known = {"policy": record.policy, "slice": record.slice, "attempt": record.attempt, "digest": record.digest}
    if on_postgresql(connection):
        connection.execute(_ROOM)
    # Plain rows of the driver, read by place: of tens of thousands, rows with names take as long as all else.
    with connection.execute(_ALL if whole else _DRAWN, {**known, "at": at}) as found:
        plain = found.cursor.fetchall() if found.cursor is not None else []
    rows = sorted(plain, key=itemgetter(0))  # SQLite gives them so
    read = next((log for before, log in tuple(_READ) if before == rows), None)
    if read is None:
        heard = (row[17] for row in rows if row[6] is not None and (row[11] or 0) >> row[6] & 1)
        read = DrawLog(tuple(_entries(rows)), max(heard, default=""), sum(row[16] for row in rows))
        _READ.append((rows, read))
    return read


def _entries(rows: Iterable[_LogRow]) -> Iterator[BatchEntry]:
    known: dict[Any, tuple[tuple[int, ...], ...]] = {}  # most batches have the counts of another
    for _, of_batch in groupby(rows, key=itemgetter(0)):
        first, *others = of_batch
        told = (*first[9:16], *(row[11:16] for row in others))
        counts = known.get(told) or known.setdefault(told, _counts([first, *others]))
        place, batch, closed_at, scheme, q, r, operating, accepting, documents = first[:9]
        terms = (Scheme(scheme), q, r, operating, bool(accepting))
        yield BatchEntry(place, batch, closed_at, *terms, documents, *counts)


def _counts(rows: Sequence[_LogRow]) -> tuple[tuple[int, ...], ...]:
    """n, delivered, m, wrong, pending and waiting of a batch, by level."""
    n, delivered = (tuple(json.loads(text)) for text in rows[0][9:11])

    def by_level(at: int) -> tuple[int, ...]:
        bits = [(row[11] or 0, row[at]) for row in rows]
        return tuple(sum(count for drawn_for, count in bits if drawn_for >> level & 1) for level in range(len(n)))

    return n, delivered, *map(by_level, range(12, 16))


def snapshot_of(connection: Connection, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
    """Where a guarantee stands. at: now, ISO 8601."""
    house = connection.execute(_HOUSE).scalar_one()
    known = {"policy": key[0], "slice": key[1]}
    stored = connection.execute(_RECORD, known).scalar()
    if stored is None:
        return GuaranteeSnapshot(None, guarantees=house)
    record = codec.load(GuaranteeRecord, stored)
    log = draw_log(connection, record, at)
    week = (datetime.fromisoformat(at) - timedelta(days=7)).isoformat()
    of_batches = connection.execute(_OF_BATCHES, {**known, "week": week}).one()
    of_audits = connection.execute(_OF_AUDITS, {**known, "at": at}).one()
    return GuaranteeSnapshot(
        record,
        log.entries,
        seeds=Seeds(*connection.execute(_SEEDS, known).one()),
        accepted=of_batches.accepted,
        a_week=of_batches.a_week,
        open=of_audits.open,
        overdue=of_audits.overdue,
        last_judged=log.last_judged,
        style=log.style,
        exported=_exported(connection, record) if record.paused_since else 0,
        open_batches=of_batches.open,
        guarantees=house,
    )


def _exported(connection: Connection, record: GuaranteeRecord) -> int:
    """Accepted units that have left the house, of batches that are doubtful."""
    doubtful = (batches.c.closed_at >= record.paused_since, batches.c.accepting == 1)
    left = (batch_jobs.c.exported_at != "", batch_units.c.level <= batches.c.operating)
    joined = batch_units.join(batch_jobs, batch_jobs.c.job_id == batch_units.c.job_id)
    joined = joined.join(batches, batches.c.id == batch_units.c.batch)
    counted = select(func.count()).select_from(joined).where(*of(batches, record.key), *doubtful, *left)
    return int(connection.execute(counted).scalar_one())


def of(table: Any, key: GuaranteeKey) -> tuple[Any, Any]:
    """The condition that rows belong to a guarantee."""
    return table.c.policy == key[0], table.c.slice == key[1]


def batch_by(connection: Connection, batch_id: str) -> Batch | None:
    row = connection.execute(select(batches).where(batches.c.id == batch_id)).one_or_none()
    return None if row is None else batch_from(row)


def batch_of(connection: Connection, job_id: str) -> tuple[BatchJob, Batch] | None:
    """Where a job stands. job_id: whole."""
    row = connection.execute(select(batch_jobs).where(batch_jobs.c.job_id == job_id)).one_or_none()
    found = None if row is None else batch_by(connection, row.batch)
    return None if row is None or found is None else (batch_job_from(row), found)


def first_batch(connection: Connection, record: GuaranteeRecord, document: str) -> Batch | None:
    joined = batches.join(batch_jobs, batch_jobs.c.batch == batches.c.id)
    same = (*of(batches, record.key), batches.c.digest == record.digest, batch_jobs.c.document == document)
    first = select(batches).select_from(joined).where(*same).order_by(batch_jobs.c.number).limit(1)
    row = connection.execute(first).one_or_none()
    return None if row is None else batch_from(row)


def last_closed(connection: Connection, key: GuaranteeKey) -> tuple[int, str]:
    newest = select(batches.c.place, batches.c.closed_at).where(*of(batches, key), text("place > 0"))
    row = connection.execute(newest.order_by(batches.c.place.desc()).limit(1)).one_or_none()
    return (0, "") if row is None else (row.place, row.closed_at)


def jobs_in(connection: Connection, batch_id: str) -> list[BatchJob]:
    chosen = select(batch_jobs).where(batch_jobs.c.batch == batch_id).order_by(batch_jobs.c.number)
    return [batch_job_from(row) for row in connection.execute(chosen)]


def units_in(connection: Connection, batch_id: str) -> list[BatchUnit]:
    chosen = select(batch_units).where(batch_units.c.batch == batch_id).order_by(batch_units.c.number)
    return [_batch_unit(row) for row in connection.execute(chosen)]


def audits_in(connection: Connection, batch_id: str) -> list[Audit]:
    """In the order of their names."""
    chosen = select(audits).where(audits.c.batch == batch_id).order_by(audits.c.job_id, audits.c.unit_id)
    return [audit_from(row) for row in connection.execute(chosen)]


def batch_from(row: Row[Any]) -> Batch:
    found = _fields(row, "accepted", flags=("named", "accepting"))
    lists = {name: tuple(json.loads(found[name])) for name in ("sizes", "delivered")}
    whole = Batch(**found | lists | {"scheme": Scheme(row.scheme)})
    return replace(whole, withheld=whole.accepted - row.accepted)


def batch_job_from(row: Row[Any]) -> BatchJob:
    return BatchJob(**_fields(row, flags=("repeated",)))


def _batch_unit(row: Row[Any]) -> BatchUnit:
    verdict = codec.load(Verdict, row.verdict) if row.verdict else None
    return BatchUnit(**_fields(row, flags=("repeated",)) | {"verdict": verdict})


def audits_where(connection: Connection, *conditions: Any) -> list[Audit]:
    """In the order they were drawn."""
    chosen = select(audits).where(*conditions).order_by(audits.c.number)
    return [audit_from(row) for row in connection.execute(chosen)]


def audit_from(row: Row[Any]) -> Audit:
    found = _fields(row, flags=("spoiled", "plain"))
    judgement = None if row.judgement is None else Judgement(row.judgement)
    return Audit(**found | {"origin": Origin(row.origin), "judgement": judgement})


def _fields(row: Row[Any], *without: str, flags: Sequence[str]) -> dict[str, Any]:
    """A row as the fields of its value. without: columns that are no fields, beside the number. flags: Booleans."""
    found = {name: value for name, value in row._mapping.items() if name not in ("number", *without)}
    return found | {name: bool(found[name]) for name in flags}
