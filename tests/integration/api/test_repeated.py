"""A request that names itself is done once; a key that asks too often waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consensus import bootstrap
from consensus.api.limits import Limits
from consensus.domain import KeptReply
from consensus.errors import ConflictError, InputError
from consensus.service.access.replies import Replies
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.integration.api.conftest import MANUAL, Server, served
from tests.integration.api.test_jobs import ORDER, ended


def test_a_repeated_submission_makes_one_job(server: Server) -> None:
    with server.client("submitter") as client, server.client("submitter") as other:
        named = {"Idempotency-Key": "order-7"}
        body = ORDER | {"text": "Switch it off."}
        first = client.post("/v1/jobs", json=body, headers=named)
        second = client.post("/v1/jobs", json=body, headers=named)
        assert (second.status_code, second.content) == (202, first.content)
        assert second.headers["location"] == first.headers["location"]
        assert (second.headers["idempotent-replayed"], "idempotent-replayed" in first.headers) == ("true", False)
        assert len(client.get("/v1/jobs").json()["data"]) == 1
        changed = client.post("/v1/jobs", json=body | {"text": "Switch it on."}, headers=named)
        assert (changed.status_code, changed.json()["where"]) == (422, "Idempotency-Key")
        assert other.post("/v1/jobs", json=body, headers=named).status_code == 202, "each key has names of its own"
        assert client.post("/v1/jobs", json=body, headers={"Idempotency-Key": "a b"}).status_code == 422
        refused = [client.post("/v1/jobs", json={}, headers={"Idempotency-Key": "x"}) for _ in range(2)]
        assert [one.status_code for one in refused] == [422, 422]
        assert refused[1].headers["content-type"] == "application/problem+json"


def test_a_kept_reply_holds_nothing_of_a_deleted_job(server: Server) -> None:
    named = {"Idempotency-Key": "decision"}
    with server.client("submitter") as client, server.client("reviewer", person="ana@example.org") as ana:
        file = client.post("/v1/files", files={"file": ("manual.md", MANUAL.read_bytes())}).json()["id"]
        job_id = client.post("/v1/jobs", json=ORDER | {"file_id": file}).json()["id"]
        assert ended(client, job_id)["status"] == "done"
        first = ana.post("/v1/review/items:claim", json={}, headers=named)
        assert ana.post("/v1/review/items:claim", json={}, headers=named).content == first.content
        assert client.delete(f"/v1/jobs/{job_id}").status_code == 204
        again = ana.post("/v1/review/items:claim", json={}, headers=named)
        assert (again.status_code, again.content) == (200, b"")
        gone = client.post("/v1/jobs", json=ORDER | {"file_id": file})
        assert (gone.status_code, gone.json()["code"]) == (404, "not-found"), "the document went with its job"


def test_an_upload_is_the_same_under_another_boundary(server: Server) -> None:
    with server.client("submitter") as client:
        made = [
            client.post(
                "/v1/files", files={"file": ("manual.md", MANUAL.read_bytes())}, headers={"Idempotency-Key": "upload"}
            ).json()
            for _ in range(2)
        ]
        assert made[0] == made[1]
        other = client.post("/v1/files", files={"file": ("a.md", b"# A")}, headers={"Idempotency-Key": "upload"})
        assert other.status_code == 422


def test_of_many_at_once_one_is_done(store: SqlStore) -> None:
    replies, seen = Replies(store, FixedClock()), list[str]()

    def ask() -> None:
        try:
            seen.append("done" if replies.begin("key", "name", "digest") is None else "replayed")
        except ConflictError:
            seen.append("conflict")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == ["conflict"] * 7 + ["done"]
    replies.keep("key", "name", KeptReply("digest", 201, (("location", "/x"),), b"body"))
    assert replies.begin("key", "name", "digest") == KeptReply("digest", 201, (("location", "/x"),), b"body")
    with pytest.raises(InputError, match="another request"):
        replies.begin("key", "name", "other")


def test_a_reply_is_forgotten_after_a_day(store: SqlStore) -> None:
    clock = FixedClock(datetime.now(UTC))
    replies = Replies(store, clock)
    assert replies.begin("key", "name", "digest") is None
    clock.advance(timedelta(hours=25).total_seconds())
    assert replies.begin("key", "name", "digest") is None


@pytest.fixture
def slow_server(opened: Callable[..., bootstrap.Service], open_sql: Any, tmp_path: Path) -> Iterator[Server]:
    open_sql(tmp_path).close()
    yield from served(opened(), Limits(per_second=0.01, at_once=3))


def test_a_key_that_asks_too_often_waits_and_others_do_not(slow_server: Server) -> None:
    with slow_server.client("submitter") as client, slow_server.client("submitter") as other:
        assert [client.get("/v1/policies").status_code for _ in range(4)] == [200, 200, 200, 429]
        answer = client.get("/v1/policies")
        assert answer.json()["code"] == "too-many-requests"
        assert 0 < int(answer.headers["retry-after"]) <= 100
        assert other.get("/v1/policies").status_code == 200
