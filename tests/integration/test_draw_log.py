"""The draw log in the database: it says what was drawn and judged, and what settles a unit spoils its audit."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from consensus.certify import evaluate
from consensus.domain import (
    BatchEntry,
    BatchJob,
    BatchUnit,
    Claim,
    Event,
    Facets,
    GuaranteeRecord,
    ItemKind,
    Judgement,
    Level,
    Origin,
    Outcome,
    Scheme,
    Seeds,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.errors import StoreError
from consensus.ports.guarantee import seed_id
from consensus.service.guarantee.transitions import kept
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore
from consensus.storage.tables import audits, batch_jobs, batch_units, batches, metadata
from tests.audited import KEY, RECORD, Audited, at, recount, resolution, segments, verdict

EVENT = Event(at(), "ana", "test", "job")


@pytest.fixture
def log(store: SqlStore) -> Audited:
    made = Audited(store)
    made.save()
    return made


# --- batches ---------------------------------------------------------------------------------------------------------


def test_a_batch_comes_back_as_it_was_stored_and_is_replaced(log: Audited) -> None:
    first = log.closed(drawn=[0], named=True, certificate="c1", operating=1, accepting=True, scheme=Scheme.PPS)
    assert log.store.batch_of(first.job_id) == (
        BatchJob(first.job_id, first.batch.id, f"d-{first.job_id}", units=3, decided_at=at()),
        first.batch,
    )
    unit = BatchUnit(first.batch.id, first.job_id, "s1", "d", -float("inf"), "a", verdict=verdict("s1"))
    later = replace(first.batch, delivered=(1, 4, 5))
    late = (BatchJob("z", first.batch.id, "d", repeated=True), BatchJob("b", first.batch.id, "d"))
    log.save(batch=later, jobs=late, units=(unit,))
    with log.store.transaction() as tx:
        assert tx.batch(first.batch.id) == later
        assert [one.job_id for one in tx.batch_jobs(first.batch.id)] == [first.job_id, "z", "b"]
        units = tx.batch_units(first.batch.id)
        assert [one.unit_id for one in units] == ["s0", "s1", "s2"]
        assert units[1] == unit
        assert tx.batch("nothing") is None
        assert tx.batch_of("nothing") is None
        assert [one.unit.id for one in tx.units(first.job_id)] == ["s0", "s1", "s2"]


def test_batches_are_found_by_document_name_and_time(log: Audited) -> None:
    assert log.store.open_batches() == []
    old = log.closed(name="manual", digest="earlier")
    first, again = log.closed(name="manual"), log.closed(name="manual", closed_at="", place=0, opened_at=at(1))
    accepted = log.closed(operating=1, accepting=True, closed_at=at(2))
    held = log.closed(operating=1, closed_at=at(2))
    log.save(jobs=(BatchJob("copy", again.batch.id, "d-job00002"), BatchJob("older", old.batch.id, "d-job00002")))
    assert log.store.batch_named(KEY, "manual") == again.batch
    assert log.store.batch_named(KEY, "other") is None
    assert log.store.batch_named(("other", KEY[1]), "manual") is None
    assert log.store.open_batches() == [again.batch]
    assert log.store.open_batches(at(1)) == []
    assert log.store.open_batches(at(1.1)) == [again.batch]
    assert [one.id for one, _ in log.store.batches_since(KEY, at())] == [accepted.batch.id], held
    ((_, jobs),) = log.store.batches_since(KEY, at(2))
    assert [job.job_id for job in jobs] == [accepted.job_id]
    assert log.store.batches_since(KEY, at(3)) == []
    with log.store.transaction() as tx:
        assert tx.last_closed(KEY)[0] == 5
        assert tx.last_closed(("none", "")) == (0, "")
        assert tx.first_batch(RECORD, "d-job00002") == first.batch
        assert tx.first_batch(replace(RECORD, attempt=9), "d-job00002") == first.batch, "whatever the attempt"
        assert tx.first_batch(replace(RECORD, digest="earlier"), "d-job00002") == old.batch
        assert tx.first_batch(RECORD, "never seen") is None


def test_two_batches_never_have_the_same_place(log: Audited) -> None:
    log.closed()
    log.closed(closed_at="", place=0)
    log.closed(closed_at="", place=0)
    with pytest.raises(StoreError):
        log.closed(place=1)
    assert [entry.place for entry in log.store.draw_log(RECORD, at())] == [1]


def test_the_first_export_stays_the_first(log: Audited) -> None:
    drawn = log.closed(operating=2, accepting=True)
    entry = BatchJob(drawn.job_id, drawn.batch.id, "d", units=3)
    log.store.exported(drawn.job_id, at(1))
    log.store.exported(drawn.job_id, at(2))
    log.save(jobs=(entry,))  # as it was read before the export
    found = log.store.batch_of(drawn.job_id)
    assert found is not None
    assert found[0].exported_at == at(1)


# --- entries and figures ---------------------------------------------------------------------------------------------


def test_entries_are_what_a_recount_finds(log: Audited) -> None:
    chance, made = random.Random(7), []
    records = (RECORD, replace(RECORD, attempt=2), replace(RECORD, digest="other"))
    for _ in range(60):
        levels = [chance.randrange(3) for _ in range(chance.randint(1, 6))]
        drawn = [n for n in range(len(levels)) if chance.random() < 0.5]
        operating = chance.choice([None, 0, 1, 2])
        fields = {"operating": operating, "accepting": chance.random() < 0.5, "record": chance.choice(records)}
        made.append(log.closed(levels, drawn, **fields))
    with log.store._writing() as connection:
        for audit in (audit for one in made for audit in one.audits):
            said = chance.choice([None, None, *Judgement])
            connection.execute(
                audits.update()
                .where(audits.c.item_id == audit.item_id)
                .values(
                    judgement=said and said.value,
                    spoiled=chance.randrange(2) * chance.randrange(2),
                    due_at=at(chance.randrange(-2, 3)),
                    judged_at=at(chance.random()) if said else "",
                    drawn_for=chance.randrange(1, 8),
                )
            )
    stored = log.store.audits(KEY)
    for record in records:
        log.save(record)
        found = log.store.draw_log(record, at())
        assert list(found) == recount([one.batch for one in made], stored, record, at())
        assert {sum(entry.m) > 0 for entry in found} == {True, False}
        snapshot = log.now()
        assert list(snapshot.entries) == [entry for entry in found if any(entry.m)]
        mine = {entry.batch: entry for entry in found}
        heard = [a.judged_at for a in stored if (e := mine.get(a.batch)) and e.operating is not None
                 and a.drawn_for >> e.operating & 1]  # fmt: skip
        assert snapshot.last_judged == max(heard)
        counted = [a for a in stored if a.batch in mine and a.judgement is Judgement.STYLE and not a.spoiled]
        assert snapshot.style == len(counted)


def test_what_is_known_of_a_log_is_what_is_computed_anew(log: Audited) -> None:
    claim = Claim(0.1, 0.95, 0.8, (Level(0.9, 0.4), Level(0.6, 0.6), Level(0.3, 0.7)), (1, 2, 0), 6)
    log.save(replace(RECORD, claim=claim))
    made = [log.closed([0, 0, 1], [0, 1, 2], operating=n % 2 or None) for n in range(40)]
    seen: set[tuple[BatchEntry, ...]] = set()
    for n, (audit, *_) in enumerate(one.audits for one in made):
        log.judge(audit, Judgement.WRONG if n % 7 == 3 else Judgement.RIGHT, when=at(1))
        for days in (0, 8):  # the audits are due in between
            when, first, again = at(days), log.now(days), log.now(days)
            assert again.entries is first.entries
            batches_ = [one.batch for one in made]
            assert list(first.entries) == recount(batches_, log.store.audits(KEY), kept(first), when)
            anew = replace(first, entries=(*first.entries[:1], *first.entries[1:]))
            known, computed = (evaluate(one, datetime.fromisoformat(when)) for one in (again, anew))
            assert (known, known.bounds) == (computed, computed.bounds)
            seen.add(first.entries)
    assert len(seen) > len(made)  # each judgement made other entries


def test_a_guarantee_that_nobody_began_has_no_record(log: Audited) -> None:
    with log.store.transaction() as tx:
        snapshot = tx.guarantee(("other", "x"), at())
    assert (snapshot.record, snapshot.entries, snapshot.guarantees) == (None, (), 1)
    assert log.store.load_guarantees(at(), ("other", "x")) == []


def test_figures_of_a_guarantee(log: Audited) -> None:
    record = replace(RECORD, paused_since=at(-3))
    log.closed([0, 1, 2], operating=1, accepting=True, closed_at=at(-10), attempt=7)
    later = log.closed([0, 1, 2, 2], [0, 3], operating=1, accepting=True, closed_at=at(-2), delivered=(1, 5, 7))
    log.closed([0, 0], [0], operating=1, closed_at=at(-1))  # while the certificate was stale nothing was accepted
    log.closed(closed_at="", place=0)
    other = replace(RECORD, slice="fr to de")
    log.closed(drawn=[0, 1], operating=2, accepting=True, record=other)
    log.save(record)
    now = log.now()
    assert (now.accepted, now.a_week, now.open_batches, now.guarantees, now.exported) == (2 + 5, 5, 1, 2, 0)
    assert (now.open, now.overdue) == (3, 0)
    assert (log.now(7).open, log.now(7).overdue) == (3, 3), "due at this moment"
    log.store.exported(later.job_id, at())
    assert log.now().exported == 2, "units that the operating level accepted"
    log.judge(later.audits[0], Judgement.RIGHT)
    assert (log.now(7).open, log.now(7).overdue) == (2, 2)
    log.store.delete_job(later.job_id, EVENT)
    assert log.now().open == 1, "nobody can make the audit of a deleted job"
    assert sum(entry.pending[-1] for entry in log.now().entries) == 2, "and it counts as wrong"
    assert [one.record.slice for one in log.store.load_guarantees(at())] == ["en to de", "fr to de"]


# --- audits ----------------------------------------------------------------------------------------------------------


def test_audits_are_found_by_guarantee_job_and_batch(log: Audited) -> None:
    two = log.closed(drawn=[2, 0])
    one = log.closed(drawn=[1])
    log.closed(drawn=[0], record=replace(RECORD, slice="fr to de"))
    assert log.store.audits(KEY) == [*two.audits, *one.audits]
    assert log.store.audits_of(one.job_id) == one.audits
    again = replace(one.audits[0], item_id="repeated", job_id="another job", unit_id="s9", batch=two.batch.id)
    log.save(drawn=(again, replace(two.audits[0], due_at=at(99))))
    assert log.store.audits_in(two.batch.id) == [again, *two.audits], "by name, and drawn once alone"
    with log.store.transaction() as tx:
        assert tx.audit("repeated") == again
        assert tx.audit("nothing") is None


def test_a_judgement_that_is_replaced_or_taken_back_is_kept_and_counted(log: Audited) -> None:
    (audit,) = log.closed(drawn=[1]).audits
    log.judge(audit, Judgement.WRONG, when=at(1), reviewer="ana")
    assert log.audit(audit.item_id) == replace(audit, judgement=Judgement.WRONG, judged_at=at(1), reviewer="ana")
    log.judge(audit, Judgement.RIGHT, when=at(2), reviewer="bo")
    with log.store.transaction() as tx:
        assert tx.retract(audit.item_id, "bo") == KEY
        assert tx.retract("nothing", "bo") is None
    assert log.audit(audit.item_id) == replace(audit, changed=2)
    kept = [(one.at, one.actor, one.detail) for one in log.store.events(audit.item_id)]
    assert kept == [(at(1), "ana", "wrong"), (at(2), "bo", "right")]
    (entry,) = log.now().entries
    assert entry.pending == (0, 1, 1)
    with log.store.transaction() as tx:  # as one of two people takes back what is no judgement yet
        assert tx.retract(audit.item_id, "cy") == KEY
    assert log.audit(audit.item_id) == replace(audit, changed=3)


def test_known_errors_are_judged_by_each_and_forgotten_by_each(log: Audited) -> None:
    (audit,) = log.closed(drawn=[0]).audits

    def seed(who: str, plain: bool) -> Any:
        name = seed_id(audit.item_id, who)
        return replace(audit, item_id=name, origin=Origin.SEEDED, batch="", drawn_for=0, attempt=0, plain=plain)

    shown = {"ana": Judgement.WRONG, "bo": Judgement.RIGHT, "cy": Judgement.UNSURE}
    with log.store.transaction() as tx:
        for who, judgement in shown.items():
            tx.add_seed(seed(who, who == "bo"))
            tx.add_seed(seed(who, who == "bo"))
            tx.judge(replace(seed(who, who == "bo"), judgement=judgement, judged_at=at(), reviewer=who))
        tx.add_seed(seed("dan", True))
    assert log.now().seeds == Seeds(3, 2, 1)
    assert (log.now().open, sum(log.now().entries[0].m)) == (1, 3), "they are no audits of the guarantee"
    with log.store.transaction() as tx:
        assert tx.retract(audit.item_id, "bo") == KEY
    assert log.now().seeds == Seeds(2, 2, 0)
    assert [one.item_id for one in log.store.audits(KEY)] == [audit.item_id, *(seed_id(audit.item_id, w) for w in
                                                                           ("ana", "cy", "dan"))]  # fmt: skip


# --- deletion, alarms, figures of jobs -------------------------------------------------------------------------------


def test_deleting_a_job_keeps_ids_and_judgements_and_no_text(log: Audited, tmp_path: Path) -> None:
    drawn = log.closed(drawn=[0, 1])
    log.judge(drawn.audits[0], Judgement.WRONG)
    waiting = BatchUnit("open", drawn.job_id, "s9", "d", 0.5, "a", verdict=verdict("s9"))
    log.save(units=(waiting,))
    before = log.store.audits(KEY), log.now().entries, log.store.batch_of(drawn.job_id)
    log.store.delete_job(drawn.job_id, EVENT)
    log.store.wipe()
    assert (log.store.audits(KEY), log.now().entries, log.store.batch_of(drawn.job_id)) == before
    with log.store.transaction() as tx:
        assert tx.batch_units("open") == [replace(waiting, verdict=None)]
        assert len(tx.batch_units(drawn.batch.id)) == 3
    with log.store._reading() as connection:
        tables = [table for table in metadata.sorted_tables if table.name != "item_counts"]
        rows = [tuple(row) for table in tables for row in connection.execute(select(table))]
    assert [row for row in rows if "Secret" in str(row)] == []
    assert not any(b"Secret" in file.read_bytes() for file in tmp_path.glob("c.db*"))


def test_units_that_are_no_more_wait_in_no_batch(log: Audited) -> None:
    drawn = log.closed()
    waits = BatchUnit(drawn.batch.id, drawn.job_id, "s0", "d", 0.5, "a", verdict=verdict("s0"))
    log.save(units=(waits,))
    log.store.drop_units(drawn.job_id, ["s0", "s1"])
    with log.store.transaction() as tx:
        assert [one.unit_id for one in tx.batch_units(drawn.batch.id)] == ["s1", "s2"], "s1 is drawn from: it stays"


def test_a_doubtful_unit_is_held_until_it_was_decided(log: Audited) -> None:
    drawn = log.closed(operating=1, accepting=True, closed_at=at(1))
    assert not log.store.held(KEY, at())
    back = Verdict("s0", Outcome.REVIEW, "alarm", ("r",), None, "Secret answer", "m1")
    item = log.item(drawn.job_id, "s0", ItemKind.REVIEW, facets=Facets(reason="alarm"))
    log.store.hold(drawn.job_id, [UnitRecord(segments(1)[0], verdict=back)], [item], EVENT)
    assert log.store.held(KEY, at(1))
    assert not log.store.held(KEY, at(2)), "closed before"
    assert not log.store.held(("other", KEY[1]), at())
    assert log.resolve(item.id, resolution("s0"))
    assert not log.store.held(KEY, at())


def test_what_levels_reach_is_read_from_batches(log: Audited) -> None:
    drawn, other = log.closed([0, 1, 1, 2]), log.closed([0], digest="other")
    empty = log.closed([])
    log.save(jobs=(BatchJob(empty.job_id, empty.batch.id, "d", units=4), BatchJob("undecided", drawn.batch.id, "d")))
    asked = [drawn.job_id, other.job_id, empty.job_id, "undecided"]
    found = log.store.reaches(asked, KEY, "basis", [0.9, 0.6, 0.3])
    assert [(one.job_id, one.units, one.levels) for one in found] == [
        (drawn.job_id, 4, (1, 3, 4)),
        (empty.job_id, 4, (0, 0, 0)),
    ]


def test_a_jobs_audits_that_are_not_made_are_counted(log: Audited) -> None:
    drawn = log.closed(drawn=[0, 1, 2])
    log.judge(drawn.audits[0], Judgement.RIGHT, when=at(20))
    assert log.resolve(drawn.audits[1].item_id, resolution("s1"))
    (age,) = log.store.job_ages()
    assert (age.unchecked, age.last) == (1, at(20))


def test_the_doctor_names_what_of_the_draw_log_cannot_be_read(log: Audited) -> None:
    url = log.store._engine.url.render_as_string(hide_password=False)
    drawn = log.closed()
    log.save(units=(BatchUnit(drawn.batch.id, drawn.job_id, "s0", "d", 0.5, "a", verdict=verdict("s0")),))
    assert [probe.ok for probe in probe_rows(url)] == [True]
    with log.store._writing() as connection:
        connection.execute(text("UPDATE batch_units SET verdict = '{}' WHERE verdict IS NOT NULL"))
        connection.execute(text("UPDATE batches SET sizes = '[1, \"x\"]'"))
    found = {probe.name: probe.found for probe in probe_rows(url)}
    assert found == {
        f"job {drawn.job_id}": "Cannot be read: batch_units: s0 (verdict).",
        f"policy {KEY[0]}": f"Cannot be read: batches: {drawn.batch.id} (sizes).",
    }


def test_rows_of_the_draw_log_name_no_job_that_they_need(store: SqlStore) -> None:
    """They outlive their jobs."""
    for table in (audits, batches, batch_jobs, batch_units):
        assert not table.foreign_keys
        with store._reading() as connection:
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_a_record_comes_back_whole(log: Audited) -> None:
    record: GuaranteeRecord = replace(
        RECORD, scores=(0.5, -float("inf")), sizes=(3, 0), cap=7, certified_at=("", at()), void="v", state="learning"
    )
    log.save(record)
    assert log.now().record == record
