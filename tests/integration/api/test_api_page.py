"""The examples of docs/api.md are run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.integration.api.conftest import MANUAL, Server

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")


def test_the_examples_run(server: Server, tmp_path: Path) -> None:
    blocks = [one for one in re.findall(r"```sh\n(.*?)```", PAGE, re.S) if "curl" in one]
    assert len(blocks) == 3
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(MANUAL, folder / "manual.md")
    keys = {"KEY": server.key("submitter"), "REVIEWER": server.key("reviewer", person="ana@example.org")}
    environment = {**os.environ, **keys, "URL": server.url, "NO_PROXY": "127.0.0.1"}
    script = "set -eu\n" + "\necho; echo ---\n".join(blocks)
    command = ["bash", "-c", script.replace("curl ", "curl --fail-with-body ")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    first, second, third = done.stdout.split("---\n")
    assert "event: job.completed" in first
    assert len(json.loads(first.strip().splitlines()[-1])["data"]) == 4
    assert "x-consensus-unverified: 4" in (folder / "headers.txt").read_text()
    assert (folder / "manual.de.md").read_bytes() != MANUAL.read_bytes()
    decided = json.loads(second)
    assert (decided["action"], bool(decided["next"])) == ("rewritten", True)
    assert json.loads((folder / "item.json").read_text())["version"] > 0
    assert json.loads(third)["secret"].startswith("whsec_")


def test_the_commands_for_keys_are_the_programs_own() -> None:
    for name in ("keys new ci --role submitter", "keys new desktop --role reviewer --person ana@example.org"):
        assert f"consensus {name}" in PAGE
