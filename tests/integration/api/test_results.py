"""Units with their evidence, events while a job runs, the file and what is said beside it."""

from __future__ import annotations

import json

from tests.integration.api.conftest import MANUAL, Server
from tests.integration.api.test_jobs import ORDER, uploaded


def test_units_events_and_the_file(server: Server) -> None:
    with server.client("submitter") as client:
        job_id = client.post("/v1/jobs", json=ORDER | {"file_id": uploaded(client)["id"]}).json()["id"]
        with client.stream("GET", f"/v1/jobs/{job_id}/events") as watched:
            assert watched.headers["content-type"].startswith("text/event-stream")
            told = [line.partition(": ")[2] for line in watched.iter_lines() if line.startswith(("event: ", "data: "))]
        names, contents = told[::2], [json.loads(one) for one in told[1::2]]
        assert (names[-1], contents[-1]) == (
            "job.completed",
            {"id": job_id, "status": "done", "review": 4, "failed": 0},
        )
        assert (names.count("unit.accepted"), names.count("unit.review")) == (21, 4)
        path = f"/v1/jobs/{job_id}"
        review = client.get(f"{path}/units", params={"verdict": "review"}).json()
        assert len(review["data"]) == 4
        assert all(one["value"] is None and one["verification"] == "unverified" for one in review["data"])
        first = client.get(f"{path}/units", params={"limit": 24}).json()
        second = client.get(f"{path}/units", params={"limit": 24, "after": first["last_id"]}).json()
        assert (len(first["data"]), first["has_more"], len(second["data"]), second["has_more"]) == (24, True, 1, False)
        one = next(unit for unit in first["data"] if unit["verdict"] == "accepted")
        given = {answer["family"]: answer["value"] for answer in one["evidence"]["answers"]}
        assert set(one["families"]) == set(given)
        assert one["value"] in given.values()

        file = client.get(f"{path}/export")
        assert (file.status_code, file.headers["x-consensus-unverified"]) == (200, "4")
        assert one["value"] in file.text
        assert file.text != MANUAL.read_text("utf-8")
        again = client.get(f"{path}/export", headers={"If-None-Match": file.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        held = client.get(f"{path}/export", params={"require": "verified"})
        assert (held.status_code, held.json()["code"]) == (409, "conflict")
        lines = client.get(f"{path}/export", params={"format": "jsonl"}).text.splitlines()
        assert len(lines) == 25
        beside = client.get(f"{path}/certificate").json()
        assert beside["certificate"] == "not certified"
        assert client.get(f"{path}/export", params={"format": "exe"}).json()["code"] == "input"
        assert client.get(f"{path}/export", params={"format": "xlsx"}).json()["code"] == "usage"


def test_what_can_be_asked_for(server: Server) -> None:
    with server.client("submitter") as client:
        names = {policy["name"] for policy in client.get("/v1/policies").json()["data"]}
        assert {"translation", "extraction"} <= names
        assert "recorded" in client.get("/v1/panels").json()["data"]
        assert client.get("/v1/costs").json()["code"] == "forbidden"
    with server.client("admin") as client:
        assert client.get("/v1/costs").status_code == 200
