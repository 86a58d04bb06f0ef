"""Guarantees of version 1, as its database has them: void at the first opening, and nothing else is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, make_url, text

from consensus.domain import Event, GuaranteeRecord, ItemKind, ItemState, Judgement, Origin, Outcome, Seeds
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore
from consensus.storage.tables import HEAD
from tests.audited import KEY, NOW, Audited, at, resolution, segments, verdict
from tests.older import back_to_0011, migrate_to

TABLES = ("audits", "batches", "batch_jobs", "batch_units", "items", "guarantees")
VOID = "Void: earned under rules that let audits be left out. Learning begins anew."
#: As version 1 wrote it, in the middle of an alarm.
RECORD = {
    "policy": KEY[0],
    "slice": KEY[1],
    "digest": "old basis",
    "policy_digest": "old policy",
    "version": 7,
    "alpha": 0.02,
    "confidence": 0.9,
    "attempt": 4,
    "scores": [0.9, {"$float": "-inf"}],
    "accepted": 812,
    "life": '{"claim": {}}',
    "stale_since": at(),
    "paused_since": at(),
    "unheld": True,
    "state": "alarm",
    "largest": 30,
}


@pytest.fixture
def older(tmp_path: Path, new_database: Callable[[], str]) -> str:
    """The URL of a database of schema 0011 with a job of four units, each of them drawn for a check."""
    url = new_database()
    store = SqlStore(url)
    _jobs(store)
    store.close()
    if url.startswith("sqlite"):
        made = f"sqlite:///{tmp_path / 'older.db'}"
        migrate_to(str(tmp_path / "older.db"), "0011")
        with _changed(made) as connection:
            connection.execute(text(f"ATTACH '{url.removeprefix('sqlite:///')}' AS filled"))
            for table in ("jobs", "units", "unit_index", "items", "resolutions", "decisions", "audit"):
                connection.execute(text(f"INSERT INTO {table} SELECT * FROM filled.{table}"))
        url = made
    with _changed(url) as connection:
        if not url.startswith("sqlite"):
            back_to_0011(connection)
        _guarantees(connection)
    return url


@contextmanager
def _changed(url: str) -> Iterator[Connection]:
    """A transaction on a database, without the product's own store, which would upgrade it."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgres" in url else url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _jobs(store: SqlStore) -> None:
    log = Audited(store)
    log.job("job1", 4, range(4))
    rejected = verdict("s3", Outcome.REVIEW, "guarantee")
    store.save_decisions("job1", [UnitRecord(segments(4)[3], verdict=rejected)], [log.item("job1", "s3")])
    store.claim("job1/s1", QueueFilter(), "bo", NOW, 900)
    assert log.resolve("job1/s2", resolution("s2", Judgement.RIGHT))


def _guarantees(connection: Connection) -> None:
    for slice_, record in ((KEY[1], json.dumps({**RECORD, "slice": KEY[1]})), ("damaged", "{")):
        row = {"policy": KEY[0], "slice": slice_, "record": record}
        connection.execute(text("INSERT INTO guarantees VALUES (:policy, :slice, :record)"), row)
    checks = [("calibration", f"job1/s{n}", f"s{n}", "right" if n == 2 else None) for n in range(4)]
    checks += [
        ("seeded", "gold ana", "s0", "wrong"),
        ("seeded", "gold bo", "s0", "right"),
        ("seeded", "gold cy", "s0", None),
    ]
    for origin, item_id, unit_id, judgement in checks:
        connection.execute(
            text(
                "INSERT INTO checks (item_id, job_id, unit_id, policy, slice, digest, attempt, origin, level, frame,"
                " accepted, place, drawn_at, due_at, judgement, judged_at, reviewer, judged)"
                " VALUES (:item, 'job1', :unit, :policy, :slice, 'old basis', 4, :origin, 0, 2, 0, 5, :at, :at, :said,"
                " :judged_at, 'ana', :judged)"
            ),
            {"item": item_id, "unit": unit_id, "policy": KEY[0], "slice": KEY[1], "origin": origin, "at": at(),
             "said": judgement, "judged_at": at() if judgement else "", "judged": int(judgement is not None)},
        )  # fmt: skip
    connection.execute(
        text(
            "INSERT INTO lots (job_id, policy, slice, digest, attempt, at, level, eligible, accepted, place,"
            " probability) VALUES ('job1', :policy, :slice, 'old basis', 4, :at, 1, 4, 3, 812, 0.05)"
        ),
        {"policy": KEY[0], "slice": KEY[1], "at": at()},
    )


@pytest.fixture
def opened(older: str) -> Iterator[SqlStore]:
    store = SqlStore(older)
    yield store
    store.close()


def test_what_was_earned_is_void_and_learning_begins_anew(opened: SqlStore) -> None:
    (snapshot,) = opened.load_guarantees(at(), KEY)
    assert snapshot.record == GuaranteeRecord(
        *KEY, "old basis", "old policy", 7, 0.02, 0.9, 0.8, state="alarm", void=VOID
    )
    assert (snapshot.entries, snapshot.accepted, snapshot.open, snapshot.open_batches) == ((), 0, 0, 0)


def test_what_reviewers_missed_is_not_forgotten(opened: SqlStore) -> None:
    (snapshot,) = opened.load_guarantees(at(), KEY)
    assert snapshot.seeds == Seeds(2, 1, 0)
    assert {audit.origin for audit in opened.audits(KEY)} == {Origin.SEEDED}, "old labels are not carried over"


def test_open_checks_become_what_their_units_need(opened: SqlStore) -> None:
    found = {item.unit_id: (item.kind, item.state) for item in opened.items()}
    assert found == {
        "s0": (ItemKind.SPOT, ItemState.OPEN),
        "s1": (ItemKind.SPOT, ItemState.CLAIMED),
        "s2": (ItemKind.CHECK, ItemState.RESOLVED),
        "s3": (ItemKind.REVIEW, ItemState.OPEN),
    }
    assert opened.queue_counts() == {"open": 2, "claimed": 1, "resolved": 1}
    assert [record.resolution is not None for record in opened.units("job1")] == [False, False, True, False]
    (made,) = opened.decisions()
    with opened.transaction() as tx:  # as the screen does it, though no audit is there any more
        assert tx.undo(made, NOW, 900, Event(at(), "ana", "undo", made.item_id))
        assert tx.retract(made.item_id, "ana") is None


def test_a_record_that_cannot_be_read_is_left_for_the_doctor(older: str) -> None:
    with _changed(older) as connection:
        before = connection.execute(text("SELECT record FROM guarantees WHERE slice = 'damaged'")).scalar()
    SqlStore(older).close()
    with _changed(older) as connection:
        assert connection.execute(text("SELECT record FROM guarantees WHERE slice = 'damaged'")).scalar() == before
    assert [(probe.name, probe.ok) for probe in probe_rows(older)] == [(f"policy {KEY[0]}", False)]


def test_a_unit_with_another_item_loses_its_check(older: str) -> None:
    with _changed(older) as connection:
        copied = (
            "SELECT 'other', job_id, unit_id, 'spot', state, version, priority, place FROM items WHERE unit_id = 's0'"
        )
        names = "id, job_id, unit_id, kind, state, version, priority, place"
        connection.execute(text(f"INSERT INTO items ({names}) {copied}"))
    store = SqlStore(older)
    assert [item.id for item in store.items() if item.unit_id == "s0"] == ["other"]
    store.close()


def _named(seen: Any) -> list[str]:
    """As texts, in no order, without the places in memory of SQLAlchemy's own values."""
    return sorted(re.sub(" at 0x[0-9a-f]+", "", str(one)) for one in (seen if isinstance(seen, list) else [seen]))


def test_the_upgraded_tables_are_those_of_a_new_database(opened: SqlStore, new_database: Callable[[], str]) -> None:
    fresh = SqlStore(new_database())
    found = []
    for store in (opened, fresh):
        with store._reading() as connection:
            assert store._version() == HEAD
            seen = inspect(connection)
            looks = (seen.get_columns, seen.get_indexes, seen.get_pk_constraint, seen.get_unique_constraints)
            found.append({(table, at): _named(look(table)) for table in TABLES for at, look in enumerate(looks)})
            assert {"checks", "lots"}.isdisjoint(seen.get_table_names())
    fresh.close()
    assert found[0] == found[1]
    Audited(opened).save()  # and they are written to as those are
    drawn = Audited(opened).closed(drawn=[0])
    assert opened.audits_of(drawn.job_id) == drawn.audits
