"""``consensus serve``: screens and API behind one port, each with its own rules; one service for both."""

from __future__ import annotations

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
from tests.integration.api.test_jobs import ORDER, ended


@contextmanager
def serving(home: Path, *more: str) -> Iterator[httpx.Client]:
    """The command, as a person starts it, with a key."""
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
        process.send_signal(signal.SIGINT)
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


def test_without_its_packages_the_api_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from consensus.cli import serve

    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="not installed"):
        serve.refuse_without_api()
