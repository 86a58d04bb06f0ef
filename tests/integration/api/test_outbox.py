"""What webhooks are told is written with the change itself, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from consensus.domain import JobOwner, Webhook, WebhookType
from consensus.domain.job import JobState
from consensus.storage import jobs as stored_jobs
from consensus.storage.api_tables import webhook_messages
from consensus.storage.store import SqlStore

ALL = tuple(kind.value for kind in WebhookType)


def hook(store: SqlStore, name: str, tenant: str = "main", types: tuple[str, ...] = ALL) -> None:
    store.save_webhook(Webhook(name, tenant, "https://example.org", types, "whsec_eA==", datetime.now(UTC).isoformat()))


def told(store: SqlStore) -> list[tuple[str, str, dict[str, Any]]]:
    chosen = select(webhook_messages).order_by(webhook_messages.c.created_at)
    with store._reading() as connection:
        rows = connection.execute(chosen).all()
    return [(row.webhook_id, row.type, json.loads(row.payload)["data"]) for row in rows]


def test_an_alarm_is_told_once(store: SqlStore, promised: Any) -> None:
    hook(store, "all")
    hook(store, "other", "else")
    hook(store, "deaf", types=("job.completed",))
    made = promised(store)
    made.batches(18)
    made.until_alarm()
    alarms = [(name, data) for name, kind, data in told(store) if kind == "guarantee.alarm"]
    assert sorted(name for name, _ in alarms) == ["all", "other"]
    assert alarms[0][1]["policy"] == "promised"
    made.batch(None)
    assert len([1 for _, kind, _ in told(store) if kind == "guarantee.alarm"]) == 2


def test_the_end_of_a_job_is_told_to_its_tenant_or_its_webhook(store: SqlStore, promised: Any) -> None:
    for name, tenant in (("own", "main"), ("one", "acme"), ("two", "acme")):
        hook(store, name, tenant)
    made = promised(store)
    jobs = {owner: made._job(f"job-{n}") for n, owner in enumerate((None, "acme", "acme two"))}
    store.create_job(jobs[None], [])
    store.create_job(jobs["acme"], [], JobOwner("acme"))
    store.create_job(jobs["acme two"], [], JobOwner("acme", webhook_id="two"))
    for job in jobs.values():
        store.end_job(job.id, JobState.DONE, "2026-05-04T00:00:00+00:00")
    assert sorted((name, data["job_id"]) for name, _, data in told(store)) == [
        ("one", "job-1"),
        ("own", "job-0"),
        ("two", "job-1"),
        ("two", "job-2"),
    ]
    store.end_job("job-0", JobState.DONE, "2026-05-04T00:00:00+00:00")
    assert len(told(store)) == 4, "told once"
    store.end_job("job-0", JobState.FAILED, "2026-05-05T00:00:00+00:00", "it broke")
    assert [kind for _, kind, _ in told(store)][-1] == "job.failed"
    assert "broke" not in json.dumps(told(store))


def test_a_change_that_fails_is_not_told(store: SqlStore, promised: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hook(store, "own")
    job = promised(store)._job("job-1")
    store.create_job(job, [])
    announce = stored_jobs.announce_end

    def broken(*given: Any, **named: Any) -> None:
        announce(*given, **named)
        raise RuntimeError

    monkeypatch.setattr(stored_jobs, "announce_end", broken)
    with pytest.raises(RuntimeError):
        store.end_job(job.id, JobState.FAILED, "2026-05-05T00:00:00+00:00")
    assert told(store) == []
    assert store.job(job.id).state == JobState.DONE
