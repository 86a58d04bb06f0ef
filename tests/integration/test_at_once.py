"""Several people and processes at one database, SQLite or PostgreSQL: nothing is given out, spent or lost twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from consensus.domain import (
    Action,
    Call,
    CallState,
    Document,
    Event,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    ItemState,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Segment,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import StoreError
from consensus.storage.store import SqlStore

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AT = NOW.isoformat()
EVENT = Event(AT, "ana", "test", "job")
KEY = ("promised", "en to de")
THREADS = 8


def resolve(store: SqlStore, held: ReviewItem) -> bool:
    with store.transaction() as tx:
        return tx.resolve(held, resolution(held), EVENT)


@pytest.fixture
def stores(new_database: Callable[[], str]) -> Iterator[list[SqlStore]]:
    """One database, opened once for each thread, as by processes of their own."""
    url = new_database()
    opened = [SqlStore(url) for _ in range(THREADS)]
    yield opened
    for store in opened:
        store.close()


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each thread returns; the first error of any is raised."""
    together, found, failed = threading.Barrier(THREADS), list[Any](), list[BaseException]()

    def run(number: int) -> None:
        together.wait(60)
        try:
            found.append(work(number))
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive(), "two wait for each other"
    if failed:
        raise failed[0]
    return found


def decided(job_id: str, number: int, value: str) -> tuple[UnitRecord, ReviewItem]:
    segment = Segment(f"s{number}", number, f"Text {number}.", 10 * number, 10 * number + 9)
    verdict = Verdict(segment.id, Outcome.REVIEW, "veto", ("why",), None, value, "m1")
    item = ReviewItem(f"{job_id}-{segment.id}", job_id, segment.id, ItemState.OPEN, 1, 1.0)
    return UnitRecord(segment, verdict=verdict), item


def submit(store: SqlStore, job_id: str, units: int) -> None:
    document = Document(job_id, f"{job_id}.txt", Task.TRANSLATE, "text", "...", "en", "de")
    job = JobRecord(job_id, document, Policy(name="p", version=1), Panel("given", (), "x"), "p", "done", AT)
    pairs = [decided(job_id, number, "first") for number in range(units)]
    store.create_job(job, [record.unit for record, _ in pairs])
    store.save_decisions(job_id, [record for record, _ in pairs], [item for _, item in pairs])


def resolution(item: ReviewItem) -> Resolution:
    return Resolution(item.unit_id, Action.CHOSEN, item.owner, "Text", AT, AT, "m1")


def test_each_reviewer_gets_another_item(stores: list[SqlStore]) -> None:
    submit(stores[0], "job1", THREADS)
    got = at_once(lambda number: stores[number].claim_next(f"r{number}", NOW, 900))
    assert len({item.id for item in got if item is not None}) == THREADS


def test_two_tabs_of_one_reviewer_get_the_same_item(stores: list[SqlStore]) -> None:
    submit(stores[0], "job1", THREADS)
    got = at_once(lambda number: stores[number].claim_next("ana", NOW, 900))
    assert len({item.id for item in got}) == 1


def test_one_item_is_claimed_and_resolved_by_one(stores: list[SqlStore]) -> None:
    submit(stores[0], "job1", 1)
    got = at_once(lambda number: stores[number].claim_next(f"r{number}", NOW, 900))
    (held,) = [item for item in got if item is not None]
    told = at_once(lambda number: resolve(stores[number], held))
    assert sum(told) == 1
    assert stores[0].queue_counts() == {"open": 0, "claimed": 0, "resolved": 1}
    assert len(stores[0].decisions()) == 1


@pytest.mark.parametrize("ceiling", ["1", "0.05"])
def test_a_days_ceiling_is_never_exceeded(stores: list[SqlStore], ceiling: str) -> None:
    submit(stores[0], "job1", 0)

    def spend(number: int) -> int:
        done = 0
        for n in range(5):
            given = ("job1", "ask", "m", 1, "digest", "", "p", CallState.RESERVED, AT)
            call = Call(f"c{number}-{n}", *given, reserved_cost=Decimal("0.1"))
            done += stores[number].reserve_within(call, Decimal(ceiling))
        return done

    assert sum(at_once(spend)) == int(Decimal(ceiling) * 10)
    assert len(stores[0].calls("job1")) == int(Decimal(ceiling) * 10)


def test_what_a_person_holds_stays_as_they_saw_it(stores: list[SqlStore]) -> None:
    submit(stores[0], "job1", 40)
    seen: dict[str, Any] = {}

    def work(number: int) -> None:
        if number % 2:
            for n in range(5):
                held = stores[number].claim_next(f"r{number}-{n}", NOW, 900)
                assert held is not None
                seen[held.unit_id] = stores[number].unit("job1", held.unit_id)
        else:
            for n in range(5):
                pairs = [decided("job1", at, f"{number}-{n}") for at in range(40)]
                wanted = [item for at, (_, item) in enumerate(pairs) if at % 3]
                stores[number].save_decisions("job1", [record for record, _ in pairs], wanted)
                stores[number].save_decisions("job1", [record for record, _ in pairs], [item for _, item in pairs])

    at_once(work)
    assert len(seen) == 20
    assert {unit_id: stores[0].unit("job1", unit_id) for unit_id in seen} == seen
    assert {item.unit_id for item in stores[0].items() if item.state is ItemState.CLAIMED} == set(seen)


def test_jobs_at_one_guarantee_wait_for_each_other_and_lose_nothing(stores: list[SqlStore]) -> None:
    begun = GuaranteeRecord(*KEY, "digest", "policy", 1, 0.05, 0.95, 0.8)
    for number in range(THREADS):
        submit(stores[0], f"job{number}", 3)

    def counted(snapshot: GuaranteeSnapshot) -> GuaranteeRecord:
        record = snapshot.record or begun
        return replace(record, documents=record.documents + 1)

    def work(number: int) -> None:
        mine, other = f"job{number}", f"job{(number + 1) % THREADS}"
        pairs = [decided(mine, at, "again") for at in range(3)]
        records, items = [record for record, _ in pairs], [item for _, item in pairs]
        for _ in range(5):
            with stores[number].transaction() as tx:
                tx.batch_of(mine)
                snapshot = tx.guarantee(KEY, AT)
                tx.save_decisions(mine, records, items)
                tx.save(GuaranteeUpdate(counted(snapshot)))
            with stores[number].transaction() as tx:
                tx.save(GuaranteeUpdate(counted(tx.guarantee(KEY, AT))))
            held = stores[number].claim_next(f"r{number}", NOW, 900, job_id=other)
            if held is not None:
                assert resolve(stores[number], held)

    at_once(work)
    (snapshot,) = stores[0].load_guarantees(AT, KEY)
    assert snapshot.record is not None
    assert snapshot.record.documents == THREADS * 10


def test_a_job_can_be_deleted_while_others_write_to_it(stores: list[SqlStore]) -> None:
    submit(stores[0], "job1", 30)

    def work(number: int) -> None:
        try:
            if number == 0:
                stores[0].delete_job("job1", EVENT)
            elif number % 2:
                while (held := stores[number].claim_next(f"r{number}", NOW, 900)) is not None:
                    resolve(stores[number], held)
            else:
                for n in range(10):
                    given = ("job1", "ask", "m", 1, "digest", "", "p", CallState.RESERVED, AT)
                    stores[number].record([Call(f"c{number}-{n}", *given, reserved_cost=Decimal(1))])
        except StoreError as error:
            if "foreign key" not in error.what.lower():
                raise

    at_once(work)
    assert (stores[0].job_lines(), stores[0].items(), stores[0].decisions()) == ([], [], [])
    spent = stores[0].spending()
    assert all(line.job_id == "" for line in spent)
