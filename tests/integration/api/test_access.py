"""Nothing is reached without a key in force, whatever the path; errors have one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from consensus.api.access import OPEN
from consensus.bootstrap import Service
from consensus.domain import Event
from consensus.errors import AuthenticationError, NotFoundError, UsageError
from consensus.service.access.keys import KeyRequest, Keys
from consensus.storage.store import SqlStore
from consensus.testing.fixed_clock import FixedClock
from tests.integration.api.conftest import Server


def routes(server: Server) -> Iterator[tuple[str, str]]:
    """Method and path of all that is served, with something in the places of ids."""
    for router in server.api.routes:
        for route in getattr(getattr(router, "original_router", None), "routes", [router]):
            for method in sorted(route.methods):
                yield method, route.path.replace("{", "").replace("}", "")


def code_of(answer: httpx.Response) -> str:
    """Of a problem, or below /v1/chat and /v1/models of an error in the shape of OpenAI's API."""
    said = answer.json()
    return str(said.get("error", said)["code"])


def test_every_route_but_the_open_ones_needs_a_key(server: Server) -> None:
    revoked = server.key("admin", person="ana@example.org")
    server.service.access.keys.revoke(revoked.split("_")[1], "test")
    held = {
        "none": {},
        "revoked": {"Authorization": f"Bearer {revoked}"},
        "made up": {"Authorization": f"Bearer csk_{'0' * 12}_{'A' * 43}"},
        "no key": {"Authorization": "Bearer x"},
        "another scheme": {"Authorization": "Basic YTpi"},
    }
    closed = [(method, path) for method, path in routes(server) if path not in OPEN]
    assert {path for _, path in routes(server)} >= OPEN - {"/openapi.json"}
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        for method, path in [*closed, ("GET", "/v1/no-such-path"), ("POST", "/anything")]:
            for name, headers in held.items():
                answer = client.request(method, path, headers=headers, content=b"{" * 10)
                assert answer.status_code == 401, f"{method} {path} with {name}"
                assert code_of(answer) == "key"
                assert answer.headers["www-authenticate"] == "Bearer"
        for path in OPEN:
            assert client.get(path).status_code == 200


def test_an_unknown_path_and_a_wrong_method_are_problems(server: Server) -> None:
    with server.client("submitter") as client:
        answer = client.get("/v1/nothing")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert answer.json() == {
            "type": "urn:consensus:error:not-found",
            "title": "There is no such job, unit or item.",
            "status": 404,
            "detail": "there is nothing at this path.",
            "code": "not-found",
            "where": "/v1/nothing",
            "do": "See: GET /openapi.json",
            "instance": "/v1/nothing",
        }
        assert client.post("/healthz").json()["code"] == "method"


@pytest.fixture
def keys(store: SqlStore) -> tuple[Keys, FixedClock]:
    clock = FixedClock()
    return Keys(store, clock), clock


def test_a_key_lets_in_until_it_expires_or_is_revoked(keys: tuple[Keys, FixedClock], store: SqlStore) -> None:
    known, clock = keys
    key, text = known.new(KeyRequest("ci", ["submitter"], days=2), "ana")
    assert known.check(text).id == key.id
    assert text.rpartition("_")[2] not in repr(store.api_keys())
    first = store.api_keys()[0].last_used_at
    clock.advance(30)
    known.check(text)
    assert store.api_keys()[0].last_used_at == first, "noted once a minute at most"
    clock.advance(31)
    known.check(text)
    assert store.api_keys()[0].last_used_at > first
    clock.advance(timedelta(days=2).total_seconds())
    with pytest.raises(AuthenticationError, match="expired"):
        known.check(text)
    other, second = known.new(KeyRequest("ci", ["submitter"]), "ana")
    known.revoke(other.id, "ana")
    with pytest.raises(AuthenticationError, match="revoked"):
        known.check(second)
    with pytest.raises(NotFoundError):
        known.revoke(other.id, "ana")
    told = [(event.action, event.subject) for event in store.events() if isinstance(event, Event)]
    assert told == [("new-key", key.id), ("new-key", other.id), ("revoke-key", other.id)]


@pytest.mark.parametrize(
    "wanted",
    [
        KeyRequest("a b", ["submitter"]),
        KeyRequest("ci", []),
        KeyRequest("ci", ["king"]),
        KeyRequest("ci", ["reviewer"]),
        KeyRequest("ci", ["submitter"], tenant="../x"),
        KeyRequest("ci", ["submitter"], days=0),
    ],
)
def test_what_cannot_be_a_key_is_refused(keys: tuple[Keys, FixedClock], wanted: KeyRequest) -> None:
    with pytest.raises(UsageError):
        keys[0].new(wanted, "ana")


def test_the_product_opens_with_keys(opened: Callable[..., Service]) -> None:
    assert opened().access.keys.list() == []


#: What any key may ask for, whatever its roles.
FOR_ALL = {"/v1/policies", "/v1/panels", "/v1/models", "/v1/models/model:path"}


def test_with_another_role_nothing_is_reached(server: Server) -> None:
    with server.client("submitter", person="ana@example.org") as client:
        for method, path in routes(server):
            if path.startswith("/v1/review") or path == "/v1/costs":
                answer = client.request(method, path, json={})
                assert (answer.status_code, code_of(answer)) == (403, "forbidden"), f"{method} {path}"
    with server.client("reviewer", person="ana@example.org") as client:
        for method, path in routes(server):
            if path not in OPEN | FOR_ALL and not path.startswith("/v1/review"):
                answer = client.request(method, path, json={})
                assert (answer.status_code, code_of(answer)) == (403, "forbidden"), f"{method} {path}"
