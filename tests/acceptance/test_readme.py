"""Every command and every line of Python in the README and in docs/using.md runs, and prints what is shown."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from consensus.testing import LoopbackProvider
from consensus.testing.provider_words import Reaction

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(str(files("consensus"))) / "examples"
README = (ROOT / "README.md").read_text("utf-8")
PAGES = README + (ROOT / "docs" / "using.md").read_text("utf-8")


def block(language: str, text: str = PAGES) -> Iterator[str]:
    yield from re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


LINES = (line.split("  #")[0].strip() for text in block("sh") for line in text.splitlines())
COMMANDS = list(dict.fromkeys(line for line in LINES if line))
ENDPOINT = next(line for line in COMMANDS if "@http://127.0.0.1" in line)
RECORDED = [json.loads(line) for line in (EXAMPLES / "recorded.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def forks() -> None:
    """Every command is started as a shell starts it."""


class Models(LoopbackProvider):
    """Stands in for every hosted model and for the server on one's own machine.

    Asked about the order, llama3.2 answers as a recorded member does, and the others as one who has the day wrong.
    """

    async def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Reaction:
        reaction = await super().answer(path, key, body)
        if "HM-20418" not in json.dumps(body):
            return reaction
        (order,) = (row["outputs"] for row in RECORDED if row.get("id") == "order_confirmation")
        content = json.loads(reaction.content)
        said = order["example-a" if body["model"] == "llama3.2" else "example-c"]
        content["choices"][0]["message"]["content"] = json.dumps(said)
        return replace(reaction, content=json.dumps(content))


@pytest.fixture
def provider() -> Iterator[LoopbackProvider]:
    with Models() as provider:
        yield provider


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the reader has: the examples where a clone has them, and a file of recorded answers."""
    shutil.copytree(EXAMPLES, tmp_path / "consensus" / "examples")
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


def test_the_recorded_demo_needs_no_model() -> None:
    """It is shown before models are installed, and after the product is."""
    planned = subprocess.run(["make", "--always-make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True)
    shown = planned.stdout.index("demo --panel recorded")
    assert planned.stdout.index("--editable .") < shown < planned.stdout.index("[embedded]")
    assert "[dev" not in planned.stdout


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.startswith("consensus ") and not c.startswith("consensus review")]
)
def test_commands_run(command: str, consensus: Callable, folder: Path, provider: LoopbackProvider) -> None:
    ran = _run(command, consensus, folder, provider)
    assert ran.code == 0, ran.err
    if "doctor" in command:
        assert "✓ ok" in ran.out


def _run(command: str, consensus: Callable, folder: Path, provider: LoopbackProvider) -> Any:
    address = f"{provider.base_url}"
    hosted = dict.fromkeys(("OPENAI_API_BASE", "OPENAI_BASE_URL", "MISTRAL_API_BASE"), address)
    keys = {"OPENAI_API_KEY": "sk-test", "MISTRAL_API_KEY": "test"}
    words = shlex.split(command.replace("http://127.0.0.1:11434/v1", address))[1:]
    if "--panel" not in words and words[0] in ("submit", "route"):
        words += ["--panel", "recorded"]  # whatever the machine has, the same each time
    if words[:2] == ["policies", "fit"]:
        words = [_of_200_units(consensus, folder, address) if word == "JOB" else word for word in words]
    if "JOB" in words or words[0] == "verify-export":
        page = "consensus/examples/manual.md"
        job = consensus("submit", page, "--policy", "translation", "--to", "de", "--panel", "recorded", "--json")
        words = [job.json["jobs"][0]["id"] if word == "JOB" else word for word in words]
    if words[0] == "record":
        (folder / "recorded.jsonl").unlink()  # no command writes over a file
    if words[0] == "verify-export":
        consensus("export", job.json["jobs"][0]["id"], "--format", "jsonl", "-o", "evidence.jsonl")
    return consensus(*words, **hosted, **keys)


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


def test_what_is_shown_is_what_is_printed(consensus: Callable, folder: Path, provider: LoopbackProvider) -> None:
    """Each line of the README's two outputs stands in what its command prints; spaces aside."""
    demo, endpoint = block("text", README)
    for shown, command in ((demo, "consensus demo --panel recorded"), (endpoint, ENDPOINT)):
        printed = _run(command, consensus, folder, provider).out
        for line in shown.splitlines():
            assert " ".join(line.split()) in [" ".join(one.split()) for one in printed.splitlines()], printed
