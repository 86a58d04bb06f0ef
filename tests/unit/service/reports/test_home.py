"""What stands on the first screen, for whom, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.domain import Abstention, AbstentionReason, Call, CallState, Outcome
from consensus.domain.job import UnitRecord
from consensus.errors import ForbiddenError, NotFoundError
from consensus.service.reports import home
from consensus.service.reports.home import Home, Remedy
from consensus.settings import Settings

Keep = Callable[..., Any]
Unit = Callable[..., UnitRecord]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[bootstrap.Service]:
    (tmp_path / "roles.yaml").write_text("sam: submitter\nsue: admin\nana: reviewer\n", "utf-8")
    opened = bootstrap.build(Settings(tmp_path, f"sqlite:///{tmp_path / 'c.db'}", hub_allowed=False, user="sue"))
    yield opened
    opened.close()


def seen(service: bootstrap.Service, person: str = "sue") -> Home:
    return service.pages.home.of(person, service.queue.people.waiting(person))


def silent(name: str, decided: Unit) -> UnitRecord:
    """A unit that nobody could be asked about."""
    lost = Abstention(name, "a", "a", AbstentionReason.UNAVAILABLE, "127.0.0.1:9 does not answer. Is it running?")
    record = decided(name, 0.0, "no_answer")
    assert record.verdict is not None
    return replace(record, answers=(lost,), verdict=replace(record.verdict, outcome=Outcome.FAILED, leading=None))


def test_nothing_stored_is_empty(service: bootstrap.Service) -> None:
    assert seen(service) == Home(is_empty=True)


def test_waiting_is_told_by_job_oldest_first(service: bootstrap.Service, keep: Keep, decided: Unit) -> None:
    store = service.outside.store
    keep(
        store, "job2", [decided("a", 1.0, "split"), decided("b", 1.0, "split", index=1)], at="2026-05-02T10:00:00+00:00"
    )
    keep(store, "job1", [decided("a", 1.0, "split"), decided("b", 1.0, index=1)], to="fr")
    for person in ("sue", "ana"):
        found = seen(service, person)
        assert [(one.job_id, one.languages, one.items) for one in found.waiting] == [
            ("job1", "en-fr", 1),
            ("job2", "en-de", 2),
        ]
    assert [line.id for line in seen(service).newest] == ["job1", "job2"], "as they were handed in, newest first"


def test_a_reviewer_reads_of_no_verdict_and_a_submitter_of_no_queue(
    service: bootstrap.Service, keep: Keep, decided: Unit
) -> None:
    keep(service.outside.store, "job1", [decided("a", 1.0, "split")])
    reviewer, submitter = seen(service, "ana"), seen(service, "sam")
    assert (reviewer.newest, reviewer.under_way, reviewer.concerns, reviewer.promises) == ((), (), (), ())
    assert not submitter.waiting
    assert submitter.newest


def test_what_nobody_answered_is_told_once_with_its_cause(
    service: bootstrap.Service, keep: Keep, decided: Unit
) -> None:
    keep(service.outside.store, "job1", [silent("a", decided), decided("b", 1.0, index=1)])
    (concern,) = seen(service).concerns
    assert concern.remedy is Remedy.AGAIN
    assert concern.job_id == "job1"
    assert concern.why == "1 of 2 units have no answer: 127.0.0.1:9 does not answer. Is it running?"
    answered = replace(decided("a", 1.0), answers=decided("a", 1.0).answers)
    service.outside.store.save_decisions("job1", [answered], [])
    assert not seen(service).concerns, "the cause is not kept longer than it holds"


def test_of_a_large_job_the_first_failed_units_are_read(
    service: bootstrap.Service, keep: Keep, decided: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "_MOST_READ", 1)
    monkeypatch.setattr(type(service.jobs.notes), "unanswered", lambda *_: pytest.fail("all units were read"))
    keep(service.outside.store, "job1", [decided("b", 1.0), silent("a", decided)])
    (concern,) = seen(service).concerns
    assert concern.why == "1 of 2 units failed, the first of them: 127.0.0.1:9 does not answer. Is it running?"


def test_a_job_that_stopped_is_told(service: bootstrap.Service, keep: Keep, decided: Unit) -> None:
    keep(service.outside.store, "job1", [decided("a", 1.0)], state="running")
    (concern,) = seen(service).concerns
    assert "Nobody works on it now" in concern.why
    assert concern.remedy is Remedy.GO_ON
    assert not seen(service).newest, "it has no result yet"


def test_a_queued_job_is_under_way(service: bootstrap.Service, keep: Keep, decided: Unit) -> None:
    store = service.outside.store
    keep(store, "job1", [decided("a", 1.0)], state="running")
    store.enqueue_run("job1", 1, "2026-05-01T10:00:00+00:00")
    found = seen(service)
    assert [(one.line.id, one.words, one.share) for one in found.under_way] == [
        ("job1", "waits until there is a place", 0.0)
    ]
    assert not found.concerns
    assert [one.line.id for one in service.pages.home.under_way(["job1", "gone"])] == ["job1"]
    store.cancel_run("job1", "2026-05-01T10:00:00+00:00")
    assert not service.pages.home.under_way(["job1"])


def test_a_batch_is_to_be_closed_once_its_documents_are_decided(service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store)
    job = world.batch(None, name="delivery 7")
    (concern,) = [one for one in seen(service).concerns if one.remedy is Remedy.CLOSE]
    assert (concern.what, concern.policy, concern.batch) == ('Batch "delivery 7"', "promised", "delivery 7")
    assert "Its document is decided" in concern.why
    submissions = service.pages.submissions
    with pytest.raises(ForbiddenError):
        submissions.close_batch("promised", "delivery 7", "ana")
    submissions.close_batch("promised", "delivery 7", "sam")
    found = service.outside.store.batch_of(job)
    assert found is not None
    assert found[1].closed_at
    assert not [one for one in seen(service).concerns if one.remedy is Remedy.CLOSE]
    assert [event.actor for event in service.outside.store.events("promised") if event.action == "close-batch"] == [
        "sam"
    ]
    with pytest.raises(NotFoundError, match="no open batch"):
        submissions.close_batch("promised", "delivery 7", "sam")


def test_an_alarm_comes_first_and_leads_to_what_to_do(
    service: bootstrap.Service, promised: Any, keep: Keep, decided: Unit
) -> None:
    world = promised(service.outside.store, 0.5)
    world.batches(40)
    assert [standing for _, standing in seen(service).promises] == ["certified"]
    world.until_alarm()
    keep(service.outside.store, "job1", [silent("a", decided)])
    first, *_ = seen(service).concerns
    assert first.what == "Guarantee promised v1 · en to de: alarm"
    assert first.remedy is Remedy.FIGURES
    assert not seen(service).promises


def test_overdue_audits_need_attention(service: bootstrap.Service, promised: Any) -> None:
    world = promised(service.outside.store)
    world.clock.advance(-60 * 86400.0)
    for _ in range(40):
        world.batch(None)
    (concern,) = seen(service).concerns
    assert concern.remedy is Remedy.FIGURES
    assert "overdue: they count as wrong" in concern.why


@pytest.mark.parametrize(("spent", "near"), [("0.79", False), ("0.80", True), ("2", True)])
def test_a_budget_is_told_near_its_ceiling(
    service: bootstrap.Service, keep: Keep, decided: Unit, spent: str, near: bool
) -> None:
    folder = service.settings.home / "policies"
    folder.mkdir()
    (folder / "p.yaml").write_text("name: p\nversion: 1\ntask: translate\nsemantic: off\nbudget: {day: 1}\n", "utf-8")
    store = service.outside.store
    keep(store, "job1", [decided("a", 1.0)])
    now = datetime.now(UTC)
    reserved = Decimal(spent)
    call = Call("c", "job1", "a", "m", 1, "d", "[]", "p", CallState.RESERVED, now.isoformat(), reserved_cost=reserved)
    store.record([call])
    concerns = seen(service).concerns
    assert bool(concerns) is near
    if near:
        assert concerns[0].what == "Policy p"
        assert f"${Decimal(spent):.2f} of the $1.00" in concerns[0].why
    (folder / "p.yaml").unlink()
    assert not seen(service).concerns, "a policy that is gone has no ceiling"
