"""Every command and every line of Python in the README runs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from consensus.adapters.fakes import LoopbackProvider

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(str(files("consensus"))) / "examples"
README = (ROOT / "README.md").read_text("utf-8")


def block(language: str) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line.split("  #")[0].strip() for text in block("sh") for line in text.splitlines() if line.strip()]


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    """Stands in for every hosted model and for the server on one's own machine."""
    with LoopbackProvider() as provider:
        yield provider


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the README's reader has: a document of each kind and a file of recorded answers."""
    shutil.copy(EXAMPLES / "manual.md", tmp_path / "manual.md")
    shutil.copy(EXAMPLES / "order_confirmation.txt", tmp_path / "order.txt")
    shutil.copy(EXAMPLES / "order_confirmation.schema.json", tmp_path / "order.schema.json")
    rows = [
        {"id": str(n), "source": f"Step {n}.", "langs": "en-de", "outputs": {m: f"Schritt {n}{m}." for m in "ab"}}
        for n in range(40)
    ]
    (tmp_path / "recorded.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


def test_the_readme_names_commands() -> None:
    assert len(COMMANDS) >= 12


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make ")])
def test_make_targets_exist(command: str) -> None:
    # What they do is what this very run does; here: that make knows them and what they need is in the repository.
    planned = subprocess.run([*shlex.split(command), "-n"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert planned.returncode == 0, planned.stderr


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.startswith("consensus ") and not c.startswith("consensus review")]
)
def test_commands_run(command: str, consensus: Callable, folder: Path, provider: LoopbackProvider) -> None:
    address = f"{provider.base_url}"
    hosted = dict.fromkeys(("OPENAI_API_BASE", "OPENAI_BASE_URL", "MISTRAL_API_BASE"), address)
    keys = {"OPENAI_API_KEY": "sk-test", "MISTRAL_API_KEY": "test"}
    words = shlex.split(command.replace("http://127.0.0.1:11434/v1", address))[1:]
    if "--panel" not in words and words[0] in ("submit", "route"):
        words += ["--panel", "recorded"]  # whatever the machine has, the same each time
    if words[:2] == ["policies", "fit"]:
        words = [_of_200_units(consensus, folder, address) if word == "JOB" else word for word in words]
    if "JOB" in words or words[0] == "verify-export":
        job = consensus("submit", "manual.md", "--policy", "translation", "--to", "de", "--panel", "recorded", "--json")
        words = [job.json["jobs"][0]["id"] if word == "JOB" else word for word in words]
    if words[0] == "record":
        (folder / "recorded.jsonl").unlink()  # no command writes over a file
    if words[0] == "verify-export":
        consensus("export", job.json["jobs"][0]["id"], "--format", "jsonl", "-o", "evidence.jsonl")
    ran = consensus(*words, **hosted, **keys)
    assert ran.code == 0, ran.err
    if words[0] == "doctor":
        assert "✓ ok" in ran.out


def _of_200_units(consensus: Callable, folder: Path, address: str) -> str:
    """A finished job with as many units as a level takes."""
    (folder / "long.txt").write_text("\n\n".join(f"Close valve {n} now." for n in range(200)), "utf-8")
    panel = f"house-a@{address},house-b@{address}"
    how = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", panel)
    return str(consensus("submit", "long.txt", *how, "--json").json["jobs"][0]["id"])


def test_python_runs(folder: Path, environment: dict[str, str]) -> None:
    (code,) = block("python")
    code = code.replace('to="de")', 'to="de", panel="recorded")')
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "manual.de.md").is_file()


def test_the_first_screen_is_what_the_product_says() -> None:
    """The answers and reasons shown at the top are those of the shipped example."""
    first = next(iter(block("text")))
    recorded = (EXAMPLES / "recorded.jsonl").read_text("utf-8")
    for answer in re.findall(r"(?:example-[abc](?:, )?)+ +([A-ZÄÖÜ][^<\n]+?\.)(?:\s|$)", first):
        assert answer in recorded
    for source in re.findall(r'-> de +"([^"]+)"', first):
        assert json.dumps(source, ensure_ascii=False) in recorded
