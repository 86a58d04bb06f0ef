"""A person reviews with a program: blind until decided, with the guards of the screens, in their own tenant."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import httpx
import pytest

from consensus.domain import ItemKind, Outcome
from consensus.review import open_item
from tests.integration.api.conftest import Server
from tests.integration.api.test_jobs import ORDER, ended, uploaded

ANA = {"person": "ana@example.org"}


@pytest.fixture
def job_id(server: Server) -> str:
    with server.client("submitter") as client:
        found: str = client.post("/v1/jobs", json=ORDER | {"file_id": uploaded(client)["id"]}).json()["id"]
        assert ended(client, found)["units"]["review"] == 4
    return found


def claimed(client: httpx.Client) -> dict[str, Any]:
    answer = client.post("/v1/review/items:claim")
    assert answer.status_code == 200, answer.text
    item: dict[str, Any] = answer.json()
    time.sleep(0.5)  # a person looks at it; the guard that refuses quicker ones is tried below
    return item


def test_who_answered_is_told_after_the_decision_alone(server: Server, job_id: str) -> None:
    members = {spec.name for spec in server.service.outside.store.job(job_id).panel.members}
    with server.client("reviewer", **ANA) as client:
        listed = client.get("/v1/review/items").json()
        assert (len(listed["data"]), listed["has_more"]) == (4, False)
        answer = client.post("/v1/review/items:claim", json={"job_id": job_id})
        item = answer.json()
        assert not any(name in answer.text + str(listed) for name in members)
        assert [one["letter"] for one in item["letters"]] == ["A", "B", "C"][: len(item["letters"])]
        for _ in range(5):  # a busy machine is too slow to be too quick
            quick = client.post(f"/v1/review/items/{item['id']}/decision", json={"version": item["version"], **CHOSEN})
            if quick.json()["code"] == "too-soon":
                break
            client.post(f"/v1/review/items/{item['id']}/release", json={"version": item["version"]})
            item = client.post("/v1/review/items:claim", json={"job_id": job_id}).json()
        assert (quick.status_code, quick.json()["code"]) == (409, "too-soon")
        item = claimed(client)
        sound = next(one for one in item["letters"] if not any(note["veto"] for note in one["notes"]))
        body = {"version": item["version"], "action": "chosen", "letter": sound["letter"]}
        stale = client.post(f"/v1/review/items/{item['id']}/decision", json=body | {"version": 1000})
        assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
        decided = client.post(f"/v1/review/items/{item['id']}/decision", json=body).json()
        assert decided["value"] == sound["text"]
        assert {name for names in decided["members"].values() for name in names.split(", ")} <= members
        assert decided["next"]["id"] != item["id"]
        again = client.post(f"/v1/review/items/{item['id']}/decision", json=body)
        assert again.status_code == 409
        undone = client.post("/v1/review/undo").json()
        assert undone["id"] == item["id"]
    made = server.service.outside.store.decisions("ana@example.org")
    assert len(made) == 1
    assert made[0].undone


CHOSEN = {"action": "chosen", "letter": "A"}


def test_a_veto_is_asked_once_then_counted(server: Server, job_id: str) -> None:
    with server.client("reviewer", **ANA) as client:
        for _ in range(4):
            item = claimed(client)
            bad = [one for one in item["letters"] if any(note["veto"] for note in one["notes"])]
            if bad:
                break
            client.post(f"/v1/review/items/{item['id']}/release", json={"version": item["version"], "comment": "later"})
        path = f"/v1/review/items/{item['id']}/decision"
        body = {"version": item["version"], "action": "chosen", "letter": bad[0]["letter"]}
        first = client.post(path, json=body | {"over": True})
        assert (first.status_code, first.json()["code"]) == (409, "veto"), "nobody overrules what was not asked"
        assert first.json()["checks"]
        time.sleep(0.5)
        assert client.post(path, json=body).json()["code"] == "veto"
        time.sleep(0.5)
        taken = client.post(path, json=body | {"over": True})
        assert taken.status_code == 200, taken.text
    assert server.service.outside.store.decisions("ana@example.org")[0].resolution.overruled


def test_only_a_person_of_the_tenant_reviews(server: Server, job_id: str) -> None:
    with server.client("admin") as nobody:
        answer = nobody.post("/v1/review/items:claim")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert "no person" in answer.json()["detail"]
    with server.client("submitter") as client:
        assert client.get("/v1/review/items").status_code == 403
    with server.client("reviewer", **ANA) as client:
        item_id = client.get("/v1/review/items").json()["data"][0]["id"]
    with server.client("reviewer", tenant="other", person="ben@example.org") as client:
        assert client.get("/v1/review/items").json()["data"] == []
        assert client.post("/v1/review/items:claim").status_code == 204
        assert client.post(f"/v1/review/items/{item_id}/claim").status_code == 404
        body = {"version": 0, **CHOSEN}
        assert client.post(f"/v1/review/items/{item_id}/decision", json=body).status_code == 404
        assert client.post("/v1/review/items:claim", json={"job_id": job_id}).status_code == 404


def test_the_roles_of_the_installation_hold_here_too(server: Server, job_id: str) -> None:
    (server.service.settings.home / "roles.yaml").write_text("cleo@example.org: reviewer\n", "utf-8")
    with server.client("reviewer", **ANA) as client:
        answer = client.post("/v1/review/items:claim")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_an_audit_is_judged_and_nothing_else(server: Server, job_id: str) -> None:
    store = server.service.outside.store
    drawn = next(one for one in store.units(job_id) if one.verdict and one.verdict.outcome is Outcome.ACCEPTED)
    item = replace(open_item(job_id, drawn), kind=ItemKind.CHECK, priority=99.0)
    store.save_decisions(job_id, [drawn], [item])
    with server.client("reviewer", **ANA) as client:
        shown = claimed(client)
        assert (shown["id"], shown["judged"], len(shown["letters"])) == (item.id, True, 1)
        decision, version = f"/v1/review/items/{item.id}/decision", {"version": shown["version"]}
        refused = client.post(decision, json=version | {"action": "chosen", "letter": "A"})
        assert (refused.status_code, "is judged" in refused.text) == (400, True)
        judged = client.post(decision, json=version | {"action": "judged", "category": "right"})
        assert judged.status_code == 200, judged.text
        assert not claimed(client)["judged"], "what comes next is decided among its answers"


def test_comments_are_read_with_the_item_and_written_by_its_holder(server: Server, job_id: str) -> None:
    with server.client("reviewer", **ANA) as client:
        item = client.post("/v1/review/items:claim").json()
        assert item["comments"] == []
        path = f"/v1/review/items/{item['id']}/comments"
        said = client.post(path, json={"version": item["version"], "text": "Which pump?"})
        assert (said.status_code, [one["text"] for one in said.json()]) == (201, ["Which pump?"])
        assert client.post(path, json={"version": item["version"], "text": "  "}).status_code == 400
        stale = client.post(path, json={"version": 1000, "text": "Late."})
        assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
        assert client.get(path, params={"version": item["version"]}).json() == said.json()
        client.post(f"/v1/review/items/{item['id']}/release", json={"version": item["version"]})
        assert client.get(path, params={"version": item["version"]}).status_code == 409, "who does not hold it"
    with server.client("reviewer", person="ben@example.org") as other:
        (read,) = other.post(f"/v1/review/items/{item['id']}/claim").json()["comments"]
        assert (read["author"], read["kind"], read["text"]) == ("ana@example.org", "comment", "Which pump?")
        assert other.post("/v1/review/items:claim", json={"mine": True}).status_code == 204
    with server.client("reviewer", tenant="other", person="eve@example.org") as stranger:
        assert stranger.get(path, params={"version": 1}).status_code == 404
        assert stranger.post(path, json={"version": 1, "text": "Mine."}).status_code == 404
    with server.client("submitter") as client:
        exported = client.get(f"/v1/jobs/{job_id}/export", params={"format": "jsonl"}).text
        assert '"text":"Which pump?"' in exported.replace('": "', '":"')
