"""GET /metrics of a server that runs by itself."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx


def test_the_server_tells_its_metrics_to_an_admin(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONSENSUS_")}
    environment = kept | {"CONSENSUS_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "consensus"]

    def key(role: str) -> str:
        new = [*command, "keys", "new", role, "--role", role]
        made = subprocess.run(new, env=environment, capture_output=True, text=True, timeout=120, check=True)
        found = re.search(r"csk_\S+", made.stdout)
        assert found, made.stdout
        return found[0]

    keys = {role: {"authorization": f"Bearer {key(role)}"} for role in ("admin", "submitter")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = [*command, "serve", "--only", "api", "--port", str(port)]
    with subprocess.Popen(serving, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10) as client:
                for _ in range(300):
                    try:
                        client.get("/readyz").raise_for_status()
                        break
                    except httpx.HTTPError:
                        time.sleep(0.2)
                assert client.get("/metrics").status_code == 401
                assert client.get("/metrics", headers=keys["submitter"]).status_code == 403
                told = client.get("/metrics", headers=keys["admin"])
                assert told.status_code == 200, told.text
                assert "consensus_queue_jobs" in told.text
        finally:
            server.terminate()
