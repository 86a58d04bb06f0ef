"""Webhooks: told once of every change, signed, tried again, never sent into a network."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from consensus import bootstrap
from consensus.api.deliveries import sign
from consensus.errors import UsageError
from consensus.providers.webhook_post import post, refuse_address
from consensus.service.access.webhooks import WAITS, Webhooks
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.integration.api.conftest import Server, served
from tests.integration.api.test_jobs import ORDER, ended, uploaded


@dataclass
class Receiver:
    """Somebody else's server. status: what it answers. come: what it was told."""

    url: str = ""
    status: int = 204
    come: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def told(self, count: int) -> list[dict[str, Any]]:
        for _ in range(600):
            if len(self.come) >= count:
                break
            time.sleep(0.05)
        return [json.loads(body) for _, body in self.come]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.come.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.status)
            if made.status == 302:
                self.send_header("location", f"{made.url}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *said: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def local_server(opened: Callable[..., bootstrap.Service], open_sql: Any, tmp_path: Path) -> Iterator[Server]:
    open_sql(tmp_path).close()
    yield from served(opened(local_webhooks=True))


def test_a_job_and_a_decision_are_told_signed(local_server: Server, receiver: Receiver) -> None:
    with local_server.client("submitter") as client, local_server.client("submitter", tenant="other") as other:
        types = ["job.completed", "job.needs_review", "unit.resolved"]
        hook = client.post("/v1/webhooks", json={"url": receiver.url, "types": types}).json()
        other.post("/v1/webhooks", json={"url": receiver.url, "types": types})
        assert "secret" not in client.get("/v1/webhooks").json()["data"][0]
        job_id = client.post("/v1/jobs", json=ORDER | {"file_id": uploaded(client)["id"]}).json()["id"]
        ended(client, job_id)
        told = {one["type"]: one["data"] for one in receiver.told(2)}
        counts = {"job_id": job_id, "units": 25, "review": 4}
        assert told == {"job.completed": counts, "job.needs_review": counts}
        assert len(receiver.come) == 2, "the other tenant is told nothing"
        with local_server.client("reviewer", person="ana@example.org") as ana:
            item = ana.post("/v1/review/items:claim").json()
            time.sleep(0.5)
            sound = next(one for one in item["letters"] if not any(note["veto"] for note in one["notes"]))
            body = {"version": item["version"], "action": "chosen", "letter": sound["letter"]}
            assert ana.post(f"/v1/review/items/{item['id']}/decision", json=body).status_code == 200
        resolved = receiver.told(3)[2]
        assert (resolved["type"], resolved["data"]["job_id"], resolved["data"]["action"]) == (
            "unit.resolved",
            job_id,
            "chosen",
        )
        for headers, content in receiver.come:
            assert Webhook(hook["secret"]).verify(content, headers)
            assert sound["text"].encode() not in content
        with pytest.raises(WebhookVerificationError):
            Webhook(hook["secret"]).verify(receiver.come[0][1] + b" ", receiver.come[0][0])
        page = client.get(f"/v1/webhooks/{hook['id']}/deliveries", params={"limit": 2}).json()
        assert [one["state"] for one in page["data"]] == ["delivered", "delivered"]
        rest = client.get(f"/v1/webhooks/{hook['id']}/deliveries", params={"after": page["last_id"]}).json()
        assert len(rest["data"]) == 1
        assert other.get(f"/v1/webhooks/{hook['id']}/deliveries").status_code == 404
        assert client.post(f"/v1/webhooks/{hook['id']}/test").json()["state"] == "waiting"
        assert receiver.told(4)[3]["type"] == "webhook.test"
        assert client.delete(f"/v1/webhooks/{hook['id']}").status_code == 204


@pytest.fixture
def hooks(store: SqlStore) -> tuple[Webhooks, FixedClock, SqlStore]:
    clock = FixedClock(datetime.now(UTC))

    def sent(url: str, headers: Any, content: bytes) -> int:
        return post(url, headers, content, local=True)

    return Webhooks(store, clock, sent, lambda url: refuse_address(url, local=True)), clock, store


def test_a_failed_message_is_tried_again_then_given_up(hooks: Any, receiver: Receiver) -> None:
    webhooks, clock, store = hooks
    hook = webhooks.new("main", receiver.url, ["job.failed"])
    webhooks.test("main", hook.id)
    receiver.status = 500
    assert webhooks.deliver(sign) == 1
    assert webhooks.deliver(sign) == 0, "not before its time"
    for wait in WAITS:
        clock.advance(wait - 1)
        assert webhooks.deliver(sign) == 0
        clock.advance(1)
        assert webhooks.deliver(sign) == 1
    (message,) = store.messages(hook.id, 10)
    assert (message.attempts, message.status, bool(message.ended_at)) == (len(WAITS) + 1, 500, True)
    clock.advance(timedelta(days=2).total_seconds())
    assert webhooks.deliver(sign) == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.come}) == 1


def test_two_processes_tell_it_once(hooks: Any, receiver: Receiver) -> None:
    webhooks, _, _ = hooks
    hook = webhooks.new("main", receiver.url, ["job.failed"])
    for _ in range(6):
        webhooks.test("main", hook.id)
    threads = [threading.Thread(target=webhooks.deliver, args=(sign,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.come) == 6


def test_410_disables_it_and_a_new_secret_enables_it(hooks: Any, receiver: Receiver) -> None:
    webhooks, clock, _ = hooks
    hook = webhooks.new("main", receiver.url, ["job.failed"])
    webhooks.test("main", hook.id)
    receiver.status = 410
    webhooks.deliver(sign)
    assert webhooks.one("main", hook.id).disabled_at
    receiver.status = 204
    webhooks.test("main", hook.id)
    webhooks.deliver(sign)
    assert len(receiver.come) == 1, "a disabled webhook is told nothing"
    rotated = webhooks.rotate("main", hook.id)
    webhooks.test("main", hook.id)
    webhooks.deliver(sign)
    headers, content = receiver.come[-1]
    for secret in (hook.secret, rotated.secret):
        assert Webhook(secret).verify(content, headers), "both secrets sign for a day"
    clock.advance(timedelta(days=1).total_seconds() + 1)
    webhooks.test("main", hook.id)
    webhooks.deliver(sign)
    assert len(receiver.come[-1][0]["webhook-signature"].split()) == 1


def test_a_redirect_is_not_followed(hooks: Any, receiver: Receiver) -> None:
    webhooks, _, store = hooks
    hook = webhooks.new("main", receiver.url, ["job.failed"])
    webhooks.test("main", hook.id)
    receiver.status = 302
    webhooks.deliver(sign)
    assert (len(receiver.come), store.messages(hook.id, 1)[0].status) == (1, 302)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://me:secret@example.org/x",
        "https://0.0.0.0/",
        "ftp://example.org",
        "https://example.org:x/",
        "nonsense",
    ],
)
def test_what_is_never_sent_to(url: str, server: Server) -> None:
    with server.client("submitter") as client:
        answer = client.post("/v1/webhooks", json={"url": url})
        assert (answer.status_code, answer.json()["code"]) == (400, "usage")


def test_a_name_that_leads_into_the_network_is_not_sent_to(receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    with pytest.raises(UsageError, match="into a network"):
        post(f"https://localhost:{port}/", {}, b"{}", local=False)
    assert receiver.come == []
