"""What a guarantee must be by its rows alone: counted anew, by simple code, and compared with what the store says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import text

from consensus import certify
from consensus.domain import GuaranteeKey, Outcome, Rule
from consensus.errors import NotFoundError
from consensus.storage.store import SqlStore

Rows = list[Mapping[str, Any]]


def rows_of(store: SqlStore, table: str) -> Rows:
    with store._engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]


def assert_adds_up(store: SqlStore, key: GuaranteeKey, at: datetime | None = None) -> None:
    """The stored state is the fold of the draw log. Nobody may write meanwhile.

    at: when the guarantees were tended last; without it nothing was due after the last close or audit.
    """
    batches = [row for row in rows_of(store, "batches") if (row["policy"], row["slice"]) == key]
    closed = sorted((row for row in batches if row["place"]), key=lambda row: row["place"])
    audits = [row for row in rows_of(store, "audits") if row["origin"] == "drawn"]
    units = rows_of(store, "batch_units")
    assert [row["place"] for row in closed] == list(range(1, len(closed) + 1)), "places without gaps"
    times = [row["closed_at"] for row in closed]
    assert times == sorted(times), "in the order of closing"
    for batch in batches:
        _assert_batch(batch, [unit for unit in units if unit["batch"] == batch["id"]])
    when = _last_noted(closed, audits) if at is None else at.isoformat()
    _assert_log(store, key, when, closed, audits)
    _assert_state(store, key, when, closed)
    _assert_jobs(store, {row["id"]: row for row in batches}, units, audits)
    told = Counter(event.action for batch in batches for event in store.events(batch["id"]))
    assert (told["open-batch"], told["draw-audits"]) == (len(batches), len(closed)), "each opened and drawn from once"


def _assert_batch(batch: Mapping[str, Any], units: Rows) -> None:
    assert all((unit["verdict"] is None) is bool(batch["place"]) for unit in units), "verdicts wait until it is closed"
    if not batch["place"]:
        assert all(unit["level"] is None for unit in units)
        assert not batch["accepted"], "nothing is accepted in an open batch"
        return
    sizes, delivered = json.loads(batch["sizes"]), json.loads(batch["delivered"])
    here = [unit for unit in units if unit["level"] is not None]
    first = [unit for unit in here if not unit["repeated"]]
    assert sizes == [sum(unit["level"] <= level for unit in first) for level in range(len(sizes))]
    assert delivered == [sum(unit["level"] <= level for unit in here) for level in range(len(delivered))]
    assert batch["documents"] == len({unit["document"] for unit in first})
    assert max(delivered, default=0) <= batch["cap"]
    if batch["accepting"]:  # copies that went to a person were delivered, and not accepted
        reaching = [unit["repeated"] for unit in here if unit["level"] <= batch["operating"]]
        assert len(reaching) - sum(reaching) <= batch["accepted"] <= delivered[batch["operating"]]
    else:
        assert batch["accepted"] == 0


def _assert_log(store: SqlStore, key: GuaranteeKey, at: str, closed: Rows, audits: Rows) -> None:
    """Entries of the present attempt: what each level's audits say."""
    (snapshot,) = store.load_guarantees(at, key)
    record = snapshot.record
    assert record is not None
    mine = [row for row in closed if (row["attempt"], row["digest"]) == (record.attempt, record.digest)]
    log = store.draw_log(record, at)
    assert [entry.batch for entry in log] == [row["id"] for row in mine]
    for entry in log:
        drawn = [audit for audit in audits if audit["batch"] == entry.batch]
        for level in range(len(entry.n)):
            here = [audit for audit in drawn if audit["drawn_for"] >> level & 1]
            wrong = [one for one in here if one["spoiled"] or one["judgement"] in ("wrong", "unsure")]
            pending = [one for one in here if not one["spoiled"] and one["judgement"] is None]
            counts = (entry.m[level], entry.wrong[level], entry.pending[level])
            assert counts == (len(here), len(wrong), len(pending)), entry
    assert [entry for entry in log if any(entry.m)] == list(snapshot.entries)


def _assert_state(store: SqlStore, key: GuaranteeKey, at: str, closed: Rows) -> None:
    (snapshot,) = store.load_guarantees(at, key)
    record = snapshot.record
    assert record is not None
    assert snapshot.accepted == sum(row["accepted"] for row in closed)
    now = certify.evaluate(replace(snapshot, record=replace(record, state="")), datetime.fromisoformat(at))
    told = f"{now.state.value}, level {'none' if now.level is None else now.level}"
    assert record.state == told, "the state that was announced last is the one that the log gives"
    assert now.alarm is None, "an alarm begins another attempt in the transaction that raises it"


def _assert_jobs(store: SqlStore, batches: Mapping[str, Mapping[str, Any]], units: Rows, audits: Rows) -> None:
    levels = {(unit["job_id"], unit["unit_id"]): (batches[unit["batch"]], unit["level"]) for unit in units}
    # A copy that its batch no longer accepts counts as delivered all the same: it can only cost. A person decides it.
    copies = {(unit["job_id"], unit["unit_id"]) for unit in units if unit["repeated"]}
    for job in {audit["job_id"] for audit in audits}:
        try:
            store.job(job)
        except NotFoundError:
            continue
        items = {item.id for item in store.items(job)}
        assert {audit["item_id"] for audit in audits if audit["job_id"] == job} <= items, "a draw without its item"
    kept_back: Counter[str] = Counter()
    for line in store.job_lines():
        for one in store.units(line.id):
            if one.verdict is None or one.verdict.rule == Rule.REUSED:
                continue
            batch, level = levels.get((line.id, one.unit.id), ({"accepting": 0, "place": 0}, None))
            counted = bool(batch["accepting"]) and level is not None and level <= batch["operating"]
            if one.verdict.outcome is Outcome.ACCEPTED:
                assert counted, "accepted outside a closed batch that accepts"
            elif counted:
                taken_back = one.verdict.rule == Rule.ALARM
                withheld = (line.id, one.unit.id) in copies and one.verdict.rule == Rule.GUARANTEE
                assert taken_back or withheld, "counted as accepted, though nothing took it back"
                kept_back[batch["id"]] += withheld
    for name, count in kept_back.items():
        batch = batches[name]
        counted = json.loads(batch["delivered"])[batch["operating"]]
        assert batch["accepted"] <= counted - count, "a copy that went to a person is told as accepted"


def _last_noted(closed: Rows, audits: Rows) -> str:
    """The last moment that was noted, before which nothing is due."""
    told = [*(row["closed_at"] for row in closed), *(audit["judged_at"] for audit in audits)]
    return max(told, default="") or "2020-01-01T00:00:00+00:00"
