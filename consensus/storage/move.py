"""A whole database copied into an empty one, of the same kind or the other: all in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from consensus.domain import Event
from consensus.errors import ConflictError, UsageError
from consensus.ports.storage import Blobs
from consensus.storage.blob_rows import SqlBlobRows, write_blob
from consensus.storage.dialect import lock, on_postgresql
from consensus.storage.jobs import BLOBS
from consensus.storage.journal import log_event
from consensus.storage.shared_tables import blobs
from consensus.storage.tables import day_totals, item_counts, jobs, metadata, sampling_key

#: Rows that are held and written at once.
_AT_ONCE = 500
#: Counted by triggers from other tables, or written by their content.
_MADE_OTHERWISE = (item_counts, blobs)


@dataclass(frozen=True, slots=True)
class Moved:
    """rows: copied, by table. files: that were handed in. lost: files that were gone or changed, by digest.

    where: the name of the new database, without its password.
    """

    rows: Mapping[str, int]
    files: int
    lost: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Place:
    """A database and the files that were handed in. files: of the new one a folder, used where it is SQLite."""

    database: SqlBlobRows
    files: Blobs


def copy_into(old: Place, new: Place, at_work: Callable[[], Sequence[str]], event: Event) -> Moved:
    """Copy everything. at_work: ids of jobs that a process is at.

    Nobody can write to the old database meanwhile. Raises ConflictError while jobs are at work, UsageError where the
    new one holds anything, StoreError; then the new database is as empty as before.
    """
    with old.database._writing() as source:
        _keep_still(source)
        if busy := at_work():
            what = f"{len(busy)} job{'s are' if len(busy) > 1 else ' is'} at work: {', '.join(busy[:5])}."
            raise ConflictError(what, where="move", do="Wait for them, or stop the processes; then move.")
        with new.database._writing() as target:
            lock(target, "schema")
            _refuse_rows(target, new.database.name)
            target.execute(sampling_key.delete())
            rows = {table.name: _copy(source, target, table) for table in _tables()}
            _set_numbers(source, target)
            with _files(source, target, old, new) as (files, lost):
                log_event(target, event)
        log_event(source, event)
    return Moved(rows, files, lost, new.database.name)


def _tables() -> list[Table]:
    """In an order in which none refers to a later one; what the triggers of others count comes last."""
    last = (day_totals,)
    return [*(table for table in metadata.sorted_tables if table not in (*_MADE_OTHERWISE, *last)), *last]


def _keep_still(source: Connection) -> None:
    """Let nobody write until this transaction ends. SQLite has one writer, which this is."""
    if on_postgresql(source):
        names = ", ".join(f'"{table.name}"' for table in _tables())
        source.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")


def _refuse_rows(target: Connection, where: str) -> None:
    """A database that was opened holds its own sampling key, by which nothing was drawn yet."""
    for table in (*_tables(), blobs):
        if table is not sampling_key and target.execute(select(1).select_from(table).limit(1)).first():
            what = f"the database is not empty: its table {table.name} holds rows"
            raise UsageError(what, where=where, do="Give an empty one. Two databases are never made into one.")


def _copy(source: Connection, target: Connection, table: Table) -> int:
    """Copy the rows of a table, in the order of their keys; how many."""
    target.execute(table.delete())  # what triggers counted of the tables before
    chosen = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    count = 0
    with source.execute(chosen) as rows:
        for part in rows.partitions():
            target.execute(insert(table), [dict(row._mapping) for row in part])
            count += len(part)
    return count


def _set_numbers(source: Connection, target: Connection) -> None:
    """Go on counting where the old database stood: the numbers of rows that are gone are not given again."""
    for table in _tables():
        column = table.autoincrement_column
        if column is None or table is sampling_key:
            continue
        last = _last_number(source, table, column)
        if not last:
            continue
        if on_postgresql(target):
            target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last)))
        elif table.dialect_options["sqlite"]["autoincrement"]:
            target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            target.execute(
                text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last}
            )


def _last_number(source: Connection, table: Table, column: Any) -> int:
    given = source.execute(select(func.max(column))).scalar() or 0
    if on_postgresql(source):
        sequence = source.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
        used = source.exec_driver_sql(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}").scalar()
    else:
        used = source.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar()
    return max(given, used or 0)


@contextmanager
def _files(source: Connection, target: Connection, old: Place, new: Place) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Copy the files that jobs name, and take those away again that were put into a folder if what follows fails."""
    put, lost = list[str](), list[str]()
    try:
        for digest in _named(source):
            content = old.files.get(digest)
            if content is None or sha256(content).hexdigest() != digest:
                lost.append(digest)
            elif on_postgresql(target):
                write_blob(target, digest, content)
                put.append(digest)
            elif new.files.get(digest) != content:
                new.files.put(content)
                put.append(digest)
        yield len(put), tuple(lost)
    except BaseException:
        for digest in () if on_postgresql(target) else put:
            new.files.remove(digest)
        raise


def _named(source: Connection) -> Iterator[str]:
    """The digests of the files that jobs name, each once."""
    known = set[str]()
    with source.execute(select(jobs.c.document).execution_options(yield_per=20)) as rows:
        for document in rows.scalars():
            for found in BLOBS.finditer(document):
                if found[1] not in known:
                    known.add(found[1])
                    yield found[1]
