"""Which jobs are old, what becomes of them, and how it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import JobAge
from consensus.errors import NotFoundError, StoreError, UsageError
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.retention import Removed, Retention, days_of, describe_jobs
from consensus.settings import Settings
from consensus.testing.fixed_clock import FixedClock

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Dependencies]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    clock = FixedClock()
    clock.advance((NOW - clock.now()).total_seconds())
    yield replace(built.outside, clock=clock)
    built.close()


def ago(**time: float) -> str:
    return (NOW - timedelta(**time)).isoformat()


@pytest.fixture
def aged(outside: Dependencies, keep: Any) -> Dependencies:
    for name, at in [("new", ago(days=1)), ("exact", ago(days=30)), ("older", ago(days=30, seconds=1))]:
        keep(outside.store, name, [], at=at)
    keep(outside.store, "oldest", [], at=ago(days=90))
    return outside


def left(outside: Dependencies) -> set[str]:
    return {age.id for age in outside.store.job_ages()}


def test_older_than_is_more_than_so_many_days_the_oldest_first(aged: Dependencies) -> None:
    assert [job.id for job in Retention(aged).older_than(30)] == ["oldest", "older"]
    assert [job.id for job in Retention(aged).older_than(90)] == []
    assert Retention(aged).named("old" + "est").last == ago(days=90)
    with pytest.raises(NotFoundError):
        Retention(aged).named("nobody")


def test_times_of_other_zones_are_the_same_moments(outside: Dependencies, keep: Any) -> None:
    # As text the first is the later one.
    keep(outside.store, "first", [], at="2026-05-01T01:00:00+05:00")
    keep(outside.store, "second", [], at="2026-04-30T22:00:00+00:00")
    assert [job.id for job in Retention(outside).older_than(30)] == ["first", "second"]


def test_the_setting_deletes_what_is_old_and_says_so(aged: Dependencies) -> None:
    assert Retention(aged).keep_to(None) == ""
    assert left(aged) == {"new", "exact", "older", "oldest"}
    assert Retention(aged).keep_to(30) == "retention_days is 30: Deleted 2 jobs."
    assert left(aged) == {"new", "exact"}
    (event,) = aged.store.events("older")[-1:]
    assert (event.action, event.actor, event.detail) == ("delete-job", "system", "older than 30 days")
    assert Retention(aged).keep_to(30) == "", "nothing to do is not told"


def test_a_job_at_work_is_kept_and_the_others_go(aged: Dependencies) -> None:
    aged.store.take_run("oldest", ago(days=0))
    removed = Retention(aged).remove(Retention(aged).older_than(30), "ana")
    assert ([job.id for job in removed.deleted], [job.id for job in removed.busy]) == (["older"], ["oldest"])
    assert removed.words == "Deleted 1 job. Kept 1 job, because another process is working on it."
    assert left(aged) == {"new", "exact", "oldest"}


def test_what_was_deleted_is_wiped_also_where_the_next_one_fails(aged: Dependencies) -> None:
    wiped: list[str] = []

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(aged.store, name)

        def delete_job(self, job_id: str, event: Any) -> None:
            if job_id == "older":
                raise StoreError("the disk is full")
            aged.store.delete_job(job_id, event)

        def wipe(self) -> None:
            wiped.append("")
            aged.store.wipe()

    retention = Retention(replace(aged, store=Failing()))  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        retention.remove(retention.older_than(30), "ana")
    assert (left(aged), wiped) == ({"new", "exact", "older"}, [""])


# --- in words --------------------------------------------------------------------------------------------------------

ONE = JobAge("a", "a.txt", "2026-05-01T10:00:00+00:00")
LATER = JobAge("b", "b.txt", "2026-05-02T10:00:00+00:00", waiting=2, unchecked=1)
SAME_DAY = JobAge("c", "c.txt", "2026-05-01T23:00:00+00:00", waiting=1)


@pytest.mark.parametrize(
    ("jobs", "words"),
    [
        ([ONE], "1 job, last touched 2026-05-01"),
        ([ONE, SAME_DAY], "2 jobs, last touched 2026-05-01; units that waited for a person: 1"),
        (
            [ONE, SAME_DAY, LATER],
            "3 jobs, last touched 2026-05-01 to 2026-05-02; units that waited for a person: 3; "
            "blind audits not made, which will count as wrong: 1",
        ),
        (
            [replace(LATER, waiting=0)],
            "1 job, last touched 2026-05-02; blind audits not made, which will count as wrong: 1",
        ),
    ],
    ids=["one", "one day", "two days", "checks alone"],
)
def test_what_jobs_are_to_be_deleted(jobs: list[JobAge], words: str) -> None:
    assert describe_jobs(jobs) == words


@pytest.mark.parametrize(
    ("deleted", "busy", "words"),
    [
        ((), (), ""),
        ((ONE,), (), "Deleted 1 job."),
        ((), (ONE, LATER), "Kept 2 jobs, because another process is working on it."),
        ((SAME_DAY,), (ONE,), "Deleted 1 job; units that waited for a person: 1. Kept 1 job, because another process "
         "is working on it."),
    ],
    ids=["nothing", "deleted", "kept", "both"],
)  # fmt: skip
def test_what_became_of_them(deleted: tuple[JobAge, ...], busy: tuple[JobAge, ...], words: str) -> None:
    assert Removed(deleted, busy).words == words


@pytest.mark.parametrize(("text", "days"), [("1d", 1), ("90d", 90), ("1w", 7), ("12w", 84), ("99999d", 99999)])
def test_an_age_in_days_or_weeks(text: str, days: int) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["", "0d", "90", "d", "-1d", "1.5d", "1m", "100000d", "90d ", "٣d"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(UsageError, match="is no age"):
        days_of(text)
