"""docs/several-machines.md in five commands, as they stand there: two workers and the server on one PostgreSQL."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider
from tests.acceptance.test_progress import submission, until
from tests.postgres import Server

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "several-machines.md").read_text("utf-8")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def test_the_page_in_five_commands(tmp_path: Path, environment: Mapping[str, str], postgres_server: Server) -> None:
    block = re.search(r"```sh\n(pip install.*?)```", PAGE, re.DOTALL)
    assert block is not None
    install, *commands = block[1].strip().splitlines()
    assert len(commands) == 4
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert install == "pip install 'consensus-verifier[postgres,api]'"
    assert {"postgres", "api"} <= extras.keys()
    url, port = postgres_server.empty(), free_port()
    script = "\n".join(commands).replace("postgresql://USER@HOST/DATABASE", url)
    script = script.replace("consensus serve", f"consensus serve --port {port}")
    command = tmp_path / "bin" / "consensus"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m consensus "$@"\n')
    command.chmod(0o755)
    told = {**environment, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    shell = subprocess.Popen(["sh", "-c", script], cwd=tmp_path, env=told, start_new_session=True)
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/_stcore/health"), 120)
        assert answers(f"http://127.0.0.1:{port}/readyz")
        with LoopbackProvider(delay=0.05) as provider:
            handed_in = subprocess.run(
                ["consensus", *submission(tmp_path, provider, 6, documents=4), "--detach"],
                cwd=tmp_path, env={**told, "CONSENSUS_DATABASE_URL": url}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert handed_in.returncode == 0, handed_in.stderr
            job_ids = handed_in.stdout.split()
            store = SqlStore(url)
            until(lambda: {run.status.value for run in store.runs(job_ids).values()} == {"done"}, 120)
            store.close()
            assert len(provider.requests) == 4 * 6 * 2
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
        time.sleep(1)
        os.killpg(shell.pid, signal.SIGKILL) if shell.poll() is None else None
        shell.wait()
