"""A program hands in a document, waits for it and takes the verified file away; another tenant sees nothing of it."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import time
from typing import Any

import httpx

from tests.integration.api.conftest import MANUAL, Server

ORDER = {"policy": "translation", "source_lang": "en", "target_lang": "de", "panel": "recorded"}


def uploaded(client: httpx.Client, name: str = "manual.md", content: bytes | None = None) -> dict[str, Any]:
    answer = client.post("/v1/files", files={"file": (name, content or MANUAL.read_bytes())})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ended(client: httpx.Client, job_id: str) -> dict[str, Any]:
    for _ in range(1200):
        job: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
        if job["status"] not in ("queued", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_document_goes_in_and_comes_out_verified(server: Server) -> None:
    with server.client("submitter") as client:
        file = uploaded(client, "../../etc/manual.md")
        assert file["name"] == "manual.md"
        assert file["sha256"] == hashlib.sha256(MANUAL.read_bytes()).hexdigest()
        assert (file["bytes"], file["format"]) == (MANUAL.stat().st_size, "markdown")
        answer = client.post("/v1/jobs", json=ORDER | {"file_id": file["id"], "metadata": {"order": "7"}})
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == f"/v1/jobs/{answer.json()['id']}"
        assert answer.headers["retry-after"] == "1"
        assert answer.json()["plan"]["worst_cost"] == 0.0
        job = ended(client, answer.json()["id"])
        assert job["status"] == "done"
        assert job["units"] == {"total": 25, "accepted": 21, "review": 4, "failed": 0, "decided": 0}
        assert (job["words"], job["metadata"], job["document"]) == ("not certified", {"order": "7"}, "manual.md")
        listed = client.get("/v1/jobs").json()
        assert listed["data"] == [job]
        assert (listed["has_more"], listed["last_id"]) == (False, job["id"])


def test_a_dry_run_stores_nothing(server: Server) -> None:
    with server.client("submitter") as client:
        answer = client.post("/v1/jobs", json=ORDER | {"text": "Switch it off.", "dry_run": True})
        assert (answer.status_code, answer.json()["id"], answer.json()["status"]) == (200, None, "planned")
        assert len(answer.json()["plan"]["members"]) >= 2
        assert client.get("/v1/jobs").json()["data"] == []


def test_another_tenant_sees_nothing(server: Server) -> None:
    with server.client("submitter", tenant="one") as client, server.client("admin", tenant="two") as other:
        file = uploaded(client)
        job_id = client.post("/v1/jobs", json=ORDER | {"file_id": file["id"]}).json()["id"]
        ended(client, job_id)
        assert other.get("/v1/jobs").json()["data"] == []
        for method, path in (
            ("GET", f"/v1/files/{file['id']}"),
            ("DELETE", f"/v1/files/{file['id']}"),
            ("GET", f"/v1/jobs/{job_id}"),
            ("DELETE", f"/v1/jobs/{job_id}"),
            ("POST", f"/v1/jobs/{job_id}/cancel"),
            ("POST", f"/v1/jobs/{job_id}/resume"),
            ("GET", f"/v1/jobs?after={job_id}"),
        ):
            answer = other.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), f"{method} {path}"
        assert other.post("/v1/jobs", json=ORDER | {"file_id": file["id"]}).status_code == 404
        assert client.get(f"/v1/jobs/{job_id}").status_code == 200


def test_jobs_come_in_pages_and_go(server: Server) -> None:
    with server.client("submitter") as client:
        made = [client.post("/v1/jobs", json=ORDER | {"text": f"Fill in {n} l."}).json()["id"] for n in range(3)]
        for job_id in made:
            ended(client, job_id)
        first = client.get("/v1/jobs", params={"limit": 2}).json()
        assert ([job["id"] for job in first["data"]], first["has_more"]) == ([made[2], made[1]], True)
        second = client.get("/v1/jobs", params={"limit": 2, "after": first["last_id"]}).json()
        assert ([job["id"] for job in second["data"]], second["has_more"]) == ([made[0]], False)
        assert client.delete(f"/v1/jobs/{made[0]}").status_code == 204
        assert client.get(f"/v1/jobs/{made[0]}").status_code == 404


def test_what_cannot_be_taken_is_refused(server: Server) -> None:
    with server.client("submitter") as client:
        for content, status, code in (
            ({"name": "a.exe", "content": "AAAA"}, 415, "media-type"),
            ({"name": "a.txt", "content": base64.b64encode(b"%PDF-1.7").decode()}, 415, "media-type"),
            ({"name": "a.txt", "content": "!"}, 422, "input"),
            ({"name": "a.txt"}, 422, "input"),
        ):
            answer = client.post("/v1/files", json=content)
            assert (answer.status_code, answer.json()["code"]) == (status, code), content
        assert client.post("/v1/files", content=b"x", headers={"Content-Type": "text/plain"}).status_code == 415
        for order, status in (
            ({}, 422),
            ({"text": "a", "file_id": "b"}, 422),
            ({"text": "a", "unknown": 1}, 422),
            ({"text": "a", "policy": "nosuch"}, 404),
            ({"text": "a", "webhook_id": "wh_0"}, 404),
            ({"text": "a", "policy": "/etc/passwd"}, 403),
            ({"text": "a", "panel": "x@http://127.0.0.1:1/v1"}, 403),
        ):
            answer = client.post("/v1/jobs", json=ORDER | order)
            assert answer.status_code == status, f"{order}: {answer.text}"


def test_too_much_is_refused_by_its_length_and_while_it_comes(server: Server) -> None:
    key = server.key("submitter")
    told = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    told.putrequest("POST", "/v1/jobs")
    told.putheader("Authorization", f"Bearer {key}")
    told.putheader("Content-Length", str(30 * 1024 * 1024))
    told.endheaders()  # and not a byte of it
    answer = told.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (413, "too-large")
    told.close()
    with server.client("submitter") as client:
        parts = (b" " * (1024 * 1024) for _ in range(29))
        come = client.post("/v1/jobs", content=parts, headers={"Content-Type": "application/json"})
        assert (come.status_code, come.json()["code"]) == (413, "too-large")
        file = base64.b64encode(b"x" * (20 * 1024 * 1024 + 1)).decode()
        come = client.post("/v1/files", json={"name": "a.txt", "content": file})
        assert (come.status_code, come.json()["code"]) == (413, "too-large")
