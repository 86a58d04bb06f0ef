"""``consensus serve``: screens and API behind one port, each with its own rules; one service for both."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from consensus import bootstrap
from consensus.errors import UsageError
from consensus.service.access.keys import KeyRequest
from consensus.settings import Settings
from consensus.testing import LoopbackProvider
from tests.integration.api.test_jobs import ORDER, ended


@contextmanager
def serving(home: Path, *more: str, end: signal.Signals = signal.SIGINT) -> Iterator[httpx.Client]:
    """The command, as a person starts it, with a key. end: what ends it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    settings = Settings(home, f"sqlite:///{home / 'consensus.sqlite'}")
    key = bootstrap.api_keys(settings).new(KeyRequest("ci", ["submitter"]), "ana")[1]
    command = [sys.executable, "-m", "consensus", "serve", "--port", port, *more]
    environment = {**os.environ, "CONSENSUS_HOME": str(home)}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
    headers = {"Authorization": f"Bearer {key}"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60, trust_env=False) as client:
            for _ in range(600):
                try:
                    if client.get("/healthz").status_code == 200:
                        break
                except httpx.TransportError:
                    assert process.poll() is None, (home / "log").read_text()
                time.sleep(0.1)
            yield client
    finally:
        process.send_signal(end)
        process.wait(30)


def test_screens_and_api_stand_behind_one_port(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        screen = client.get("/")
        assert "frame-ancestors 'none'" in screen.headers["content-security-policy"]
        assert "<html" in screen.text
        assert client.get("/_stcore/metrics").status_code == 404
        assert "content-security-policy" not in client.get("/healthz").headers
        assert client.get("/readyz").json() == {"status": "ready"}
        assert client.get("/v1/jobs", headers={"Authorization": ""}).status_code == 401
        assert client.get("/v1/no-such-path").headers["content-type"] == "application/problem+json"
        job_id = client.post("/v1/jobs", json=ORDER | {"text": "Switch it off."}).json()["id"]
        assert ended(client, job_id)["status"] == "done"


def test_the_api_alone(tmp_path: Path) -> None:
    with serving(tmp_path, "--only", "api") as client:
        assert client.get("/").json()["code"] == "not-found"
        assert client.get("/v1/jobs").json()["data"] == []
        assert "server" not in client.get("/healthz").headers


def test_a_killed_server_is_followed_by_one_that_goes_on_with_its_jobs(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    with LoopbackProvider(delay=0.3) as provider:
        rules: dict[str, object] = {"name": "slow", "version": 1, "task": "translate", "semantic": "off"}
        panel = [f"{model}@{provider.base_url}" for model in ("gpt-4o", "claude-sonnet-4")]
        rules |= {"panel": panel, "asking": {"concurrency_per_host": 4, "segment_tokens": 10}}
        (tmp_path / "policies" / "slow.yaml").write_text(json.dumps(rules), "utf-8")
        text = "\n\n".join(f"Open valve {number} now." for number in range(20))
        order = {"text": text, "policy": "slow", "source_lang": "en", "target_lang": "de"}
        with serving(tmp_path, "--only", "api", end=signal.SIGKILL) as client:
            killed = [client.post("/v1/jobs", json=order | {"name": f"{n}.txt"}).json()["id"] for n in range(3)]
            cancelled = client.post("/v1/jobs", json=order).json()["id"]
            assert client.post(f"/v1/jobs/{cancelled}/cancel").status_code == 202
            while len(provider.requests) < 40:
                time.sleep(0.05)
        with serving(tmp_path, "--only", "api") as client:
            assert [ended(client, job_id)["status"] for job_id in killed] == ["done"] * 3
            assert client.get(f"/v1/jobs/{cancelled}").json()["status"] == "cancelled"
        under_way = 4 + 4  # of the cancelled job, and when the server was killed
        assert 3 * 40 <= len(provider.requests) <= 3 * 40 + 2 * under_way, "what was answered is not asked again"


def test_without_its_packages_the_api_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from consensus.cli import serve

    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="not installed"):
        serve.refuse_without_api()
