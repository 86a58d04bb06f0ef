"""A house signs what it exports, and a receiver checks it with what came along."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import consensus as product
from consensus.cli.main import main

EXAMPLES = Path(product.__file__).parent / "examples"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CONSENSUS_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        capfd.readouterr()
        return (main([*args]), *capfd.readouterr())

    return run


@pytest.fixture
def job(run: Callable[..., Any], tmp_path: Path) -> str:
    shutil.copy(EXAMPLES / "manual.md", tmp_path)
    with product.open(tmp_path / "home") as verifier:
        return verifier.submit(tmp_path / "manual.md", policy="translation", source="en", to="de", panel="recorded").id


def test_from_the_key_to_the_receiver(run: Callable[..., Any], job: str, tmp_path: Path) -> None:
    code, out, _ = run("signing-key", "new")
    public = tmp_path / "home" / "signing.pub"
    assert (code, str(public) in out, public.is_file()) == (0, True, True)
    code, _, err = run("signing-key", "new")
    assert (code, "there is a signing key already" in err) == (2, True)
    for form, name in (("jsonl", "out/a.jsonl"), ("source", "out/a.md"), ("html", "out/a.html")):
        (tmp_path / "out").mkdir(exist_ok=True)
        code, _, err = run("export", job, "--format", form, "-o", name)
        assert (code, "with its certificate and signature beside it" in err) == (0, True), err
        assert run("export", job, "--format", form, "-o", name)[0] == 0, "the same again"
        code, out, _ = run("verify-export", name, "--key", str(public))
        assert (code, f"Signed by the key in {public}" in out, "Not certified." in out) == (0, True, True), out
    code, out, _ = run("verify-export", "out/a.jsonl", "--json")
    assert (code, json.loads(out)["signed_by"], json.loads(out)["refused"]) == (0, None, False)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"a.jsonl.certificate.json", "a.jsonl.intoto.jsonl", "verify_export.py"} <= names
    command = [sys.executable, "verify_export.py", "a.jsonl", "--key", str(public)]
    ran = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr, "Signed by the key" in ran.stdout) == (0, "", True)
    path = tmp_path / "out" / "a.md"
    path.write_bytes(path.read_bytes() + b" ")
    code, out, _ = run("verify-export", "out/a.md", "--key", str(public))
    assert (code, "REFUSED (signature)" in out) == (2, True)


def test_without_a_key_nothing_is_signed_and_it_says_so(run: Callable[..., Any], job: str, tmp_path: Path) -> None:
    assert run("export", job, "--format", "jsonl", "-o", "a.jsonl")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("a.jsonl*")) == ["a.jsonl", "a.jsonl.certificate.json"]
    code, out, _ = run("verify-export", "a.jsonl")
    assert (code, "Not signed: this shows accidents, not tampering." in out, "whole" in out) == (0, True, False)
    assert run("verify-export", "a.jsonl", "--key", "none.pub")[0] == 2


def test_a_strangers_file_is_not_replaced(run: Callable[..., Any], job: str, tmp_path: Path) -> None:
    run("signing-key", "new")
    (tmp_path / "verify_export.py").write_text("mine")
    code, _, err = run("export", job, "-o", "a.md")
    assert (code, "verify_export.py" in err, (tmp_path / "a.md").exists()) == (2, True, False)
    assert (tmp_path / "verify_export.py").read_text() == "mine"
