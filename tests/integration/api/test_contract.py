"""The API is what its OpenAPI document says: generated clients use it, and nothing that they send breaks it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case

from tests.integration.api.conftest import MANUAL, Server

#: Below these paths errors have the shape of OpenAI's API.
OF_OPENAI = ("/v1/chat", "/v1/models")
GENERATOR = "from openapi_python_client.cli import app; app()"
PROGRAM = """
import pathlib, sys, time
from made import AuthenticatedClient
from made.api.files import upload_file
from made.api.jobs import get_job, submit_job
from made.api.results import export_job, list_units
from made.models import JobRequest, UploadFileBody
from made.types import File

url, key, manual = sys.argv[1:]
client = AuthenticatedClient(base_url=url, token=key, timeout=60)
content = pathlib.Path(manual).read_bytes()
with open(manual, "rb") as opened:
    file = upload_file.sync(client=client, body=UploadFileBody(File(opened, "manual.md")))
order = JobRequest(policy="translation", file_id=file.id, source_lang="en", target_lang="de", panel="recorded")
job = submit_job.sync(client=client, body=order)
while (seen := get_job.sync(job.id, client=client)).status in ("queued", "running"):
    time.sleep(0.1)
units = list_units.sync(job.id, client=client)
exported = export_job.sync_detailed(job.id, client=client)
print(seen.status, seen.units.accepted, len(units.data), exported.headers["x-consensus-unverified"])
"""


def test_a_generated_client_submits_waits_and_exports(server: Server, tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(server.api.openapi()), "utf-8")
    (tmp_path / "config.yaml").write_text("post_hooks: []\n", "utf-8")
    where = ["--path", "openapi.json", "--output-path", "made", "--meta", "none", "--config", "config.yaml"]
    command = [sys.executable, "-c", GENERATOR, "generate", *where, "--fail-on-warning"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    given_to = [server.url, server.key("submitter"), str(MANUAL)]
    command = [sys.executable, "program.py", *given_to]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["done", "21", "25", "4"], done.stderr


@pytest.mark.filterwarnings("ignore")
def test_nothing_that_a_client_sends_breaks_it(server: Server) -> None:
    schema = schemathesis.openapi.from_dict(server.api.openapi())
    headers = {"Authorization": f"Bearer {server.key('admin', person='ana@example.org')}"}
    tried = set[str]()

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=8,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case: Case) -> None:
            reply = case.call(base_url=server.url, headers=headers, timeout=60)
            assert reply.status_code < 500, f"{case.method} {case.formatted_path}: {reply.text}"
            if reply.status_code >= 400:
                kind = "application/json" if case.path.startswith(OF_OPENAI) else "application/problem+json"
                assert reply.headers["content-type"] in (kind, [kind])
            tried.add(f"{case.method} {case.path}")

        answers()
    assert len(tried) >= 25


HOSTILE = {
    "deep": b'{"policy": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "no number": b'{"policy": "translation", "text": "a", "metadata": {"a": NaN}}',
    "infinite": b'{"policy": "translation", "text": "a", "priority": -Infinity}',
    "a huge number": b'{"policy": "translation", "text": "a", "schema": {"maximum": ' + b"9" * 5000 + b"}}",
    "an overflowing number": b'{"policy": "translation", "text": "a", "schema": {"maximum": 1e999}}',
    "bad UTF-8": b'{"policy": "\xff\xfe"}',
    "half a character": b'{"policy": "\\ud800", "text": "\\udfff"}',
    "NUL": b'{"policy": "a\\u0000b", "text": "a"}',
    "a list": b"[]",
    "a word": b"true",
    "nothing": b"",
    "not JSON": b"{policy: x}",
    "a path": b'{"policy": "../../etc/passwd", "text": "a"}',
    "a recorded file": b'{"policy": "translation", "text": "a", "target_lang": "de", "panel": "recorded:/etc/passwd"}',
    "many keys": b'{"policy": "x", "text": "a", "metadata": {'
    + b",".join(b'"%d": ""' % n for n in range(5000))
    + b"}}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies_are_refused_in_a_sentence(server: Server, name: str) -> None:
    with server.client("submitter") as client:
        answer = client.post("/v1/jobs", content=HOSTILE[name], headers={"Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, answer.text
        problem = answer.json()
        assert problem["detail"]
        assert "Traceback" not in answer.text
        assert "<class" not in answer.text
        assert client.get("/v1/jobs").json()["data"] == []


@pytest.mark.parametrize(
    "name", ["../../x.md", "..\\..\\x.md", "/etc/x.md", "C:\\x.md", "\x00x.md", "x.md\r\nX: y.md", "." * 300 + ".md"]
)
def test_a_file_has_a_name_and_no_path(server: Server, name: str) -> None:
    with server.client("submitter") as client:
        answer = client.post("/v1/files", json={"name": name, "content": "IyBBCg=="})
        assert answer.status_code == 201, answer.text
        kept = answer.json()["name"]
        assert not set(kept) & set("/\\\x00\r\n:")
        assert len(kept.encode()) <= 120


def test_ids_of_any_kind_are_not_found(server: Server) -> None:
    with server.client("admin", person="ana@example.org") as client:
        for given_id in ("%00", "%ff", "..%2f..%2fetc", "a" * 5000, "%F0%9F%98%80", "' OR 1=1"):
            for path in ("/v1/jobs/{}", "/v1/files/{}", "/v1/webhooks/{}/deliveries", "/v1/jobs/{}/units"):
                answer = client.get(path.format(given_id))
                assert answer.status_code in (404, 422), f"{path} {given_id}: {answer.text}"
