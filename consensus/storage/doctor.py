"""Looks through a whole database for what cannot be read, and names the jobs that hold it; and checks each day's total
against the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import InvalidOperation
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Table, select
from sqlalchemy import text as sql

from consensus.domain import Agreement, Call, Decision, Document, GuaranteeRecord, Panel, Policy, Resolution, Verdict
from consensus.domain.probe import Probe
from consensus.errors import ConsensusError, StoreError
from consensus.storage import codec
from consensus.storage.amounts import UNITS
from consensus.storage.database import SqlBase
from consensus.storage.dialect import on_postgresql, raw
from consensus.storage.sqlite_file import damage
from consensus.storage.tables import batch_units, batches, calls, decisions, guarantees, jobs, resolutions, units


def _of(cls: type[Any]) -> Callable[[str], Any]:
    return lambda content: codec.load(cls, content)


class _Stored(NamedTuple):
    """A table whose texts are values: the column that names the owner, the one that names the row, and the values."""

    table: Table
    owner: str
    row: str
    values: Mapping[str, Callable[[str], Any]]

    @property
    def kind(self) -> str:
        return "policy" if self.owner == "policy" else "job"


_STORED: Final = (
    _Stored(jobs, "id", "path", {"document": _of(Document), "policy": _of(Policy), "panel": _of(Panel)}),
    _Stored(
        units,
        "job_id",
        "unit_id",
        {
            "unit": codec.load_unit,
            "answers": codec.load_answers,
            "agreement": _of(Agreement),
            "findings": codec.load_findings,
            "verdict": _of(Verdict),
        },
    ),
    _Stored(resolutions, "job_id", "unit_id", {"resolution": _of(Resolution)}),
    _Stored(decisions, "job_id", "item_id", {"decision": _of(Decision)}),
    _Stored(calls, "job_id", "id", {"call": _of(Call)}),
    _Stored(batch_units, "job_id", "unit_id", {"verdict": _of(Verdict)}),
    _Stored(batches, "policy", "id", {name: _of(tuple[int, ...]) for name in ("sizes", "delivered")}),
    _Stored(guarantees, "policy", "slice", {"record": _of(GuaranteeRecord)}),
)
#: What the calls of each day count for by its row, and added up from the journal and the costs of deleted jobs.
_DAYS: Final = sql(
    "SELECT day, sum(kept) AS kept, sum(counted) AS counted FROM ("
    "SELECT day, counted AS kept, 0 AS counted FROM day_totals"
    " UNION ALL SELECT day, 0, settled + held FROM calls UNION ALL SELECT day, 0, settled + held FROM past_costs"
    ") AS days GROUP BY day HAVING sum(kept) <> sum(counted) ORDER BY day"
)
#: Rows that are held at once.
_AT_ONCE: Final = 100
#: Places that one line names; the others are counted.
_NAMED: Final = 3


class _Database(SqlBase):
    def rows(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Of every row its owner, with its kind, and what cannot be read, "" when all can. Raises StoreError."""
        with self._reading() as connection:
            if not on_postgresql(connection) and (found := damage(connection)):
                raise StoreError(f"the database is damaged: {found}", do="Restore a copy.")
            for stored in _STORED:
                for owner, place in _look(connection, stored):
                    yield (stored.kind, owner), place and f"{stored.table.name}: {place}"

    def days(self) -> tuple[Probe, ...]:
        """One probe for every day whose total is not what the journal adds up to. Raises StoreError."""
        with self._reading() as connection:
            rows = connection.execute(_DAYS).all()
        return tuple(
            Probe(
                f"day {row.day}",
                False,
                f"Its total says ${row.kept / UNITS:f}, the journal ${row.counted / UNITS:f}.",
                "Something other than Consensus changed the file. The ceiling of that day goes by the total.",
            )
            for row in rows
        )


def probe_rows(url: str) -> tuple[Probe, ...]:
    """One probe for every job, or policy with a guarantee, that holds what cannot be read, and for every day whose
    total is wrong; else one that says that all is well.

    What cannot be read is passed over, and the rest looked at.
    """
    try:
        database = _Database(url)
    except ConsensusError as error:
        return (Probe("database", False, error.what, error.do),)
    found: dict[tuple[str, str], list[str]] = {}
    read = 0
    try:
        for owner, place in database.rows():
            read += 1
            if place:
                found.setdefault(owner, []).append(place)
        days = database.days()
    except ConsensusError as error:
        return *_probes(found), Probe("database", False, error.what, error.do)
    finally:
        database.close()
    return (*_probes(found), *days) or (Probe("database", True, f"All {read:,} rows can be read."),)


def _look(connection: Connection, stored: _Stored) -> Iterator[tuple[str, str]]:
    """The owner of every row, and what of it cannot be read, "" when all can."""
    columns = [stored.table.c[name] for name in (stored.owner, stored.row, *stored.values)]
    for owner, row, *cells in connection.execute(select(*map(raw, columns)).execution_options(yield_per=_AT_ONCE)):
        pairs = zip(stored.values.items(), cells, strict=True)
        bad = [name for (name, load), content in pairs if not _loads(load, content)]
        yield _shown(owner), f"{_shown(row)} ({', '.join(bad)})" if bad else ""


def _loads(load: Callable[[str], Any], content: bytes | str | None) -> bool:
    if content is None:
        return True
    try:
        told = content if isinstance(content, str) else content.decode()
        json.loads(told, parse_constant=_refused)
        load(told)
    except (ValueError, TypeError, LookupError, InvalidOperation, AttributeError, RecursionError):
        return False
    return True


def _refused(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _shown(name: bytes | str | None) -> str:
    told = name.decode("utf-8", "replace") if isinstance(name, bytes) else name or ""
    return " ".join(told.split())[:100]


def _probes(found: Mapping[tuple[str, str], list[str]]) -> tuple[Probe, ...]:
    return tuple(
        Probe(
            f"{kind} {owner}",
            False,
            f"Cannot be read: {'; '.join(places[:_NAMED])}"
            + (f"; and {len(places) - _NAMED} more." if len(places) > _NAMED else "."),
            f"Restore a copy, or: consensus jobs delete {owner}" if kind == "job" else "Restore a copy.",
        )
        for (kind, owner), places in found.items()
    )
