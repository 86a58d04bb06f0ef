"""``consensus proposals``: made, shown with its diff, adopted, dismissed and undone from a terminal."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from consensus.bootstrap import load_schema
from consensus.cli.main import main
from consensus.cli.render_proposals import print_proposals
from consensus.storage.store import SqlStore
from tests.decided import fields


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tmp_path = tmp_path / "a home"  # paths are quoted
    tmp_path.mkdir()
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    store = SqlStore(f"sqlite:///{tmp_path / 'consensus.sqlite'}")
    for number in range(10):
        fields(store, number, [("discount", 0, None)], "x" * 4000 + str(number))  # too long for an example
    store.close()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    assert main(["proposals", *args]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def read(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(run(capsys, *args, "--json"))
    return content


def test_a_proposal_is_made_adopted_and_undone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is no proposal." in run(capsys)
    (made,) = read(capsys, "make")["proposals"]
    assert "Nothing new was found." in run(capsys, "make")
    assert (made["kind"], made["state"], made["weight"], len(made["evidence"])) == ("convention", "proposed", 10, 10)
    shown = run(capsys, "show", made["id"][:8])
    for words in (
        "give null, not 0",
        "Expected: share of the edits",
        "Costs: ",
        '+      "description"',
        "a new file of your own",
    ):
        assert words in shown
    assert read(capsys, "show", made["id"])["cost"]
    assert not (home / "schemas").exists()
    assert "Next: Once it is adopted, hand documents in with its schema: consensus submit " in shown
    told = run(capsys, "adopt", made["id"], "--reason", "ours")
    assert "adopted" in told
    (schema,) = (home / "schemas").iterdir()
    command = told.partition("Next: Hand documents in with its schema: consensus ")[2].partition(" (")[0]
    do, file, *options = shlex.split(command.replace("NAME", "extraction"))
    assert (do, file, options) == ("submit", "FILE", ["--policy", "extraction", "--schema", str(schema)])
    assert load_schema(str(schema))["properties"]["discount"]["description"].endswith("give null, not 0.")
    assert f"--schema {shlex.quote(str(schema))}" in run(capsys, "show", made["id"])
    assert "give null, not 0" in schema.read_text("utf-8")
    undone = read(capsys, "undo", made["id"])
    assert (undone["state"], undone["next"]) == ("undone", [])
    assert list((home / "schemas").iterdir()) == []
    (listed,) = read(capsys, "list")["proposals"]
    assert [(act["state"], act["reason"]) for act in listed["acts"]] == [
        ("proposed", ""),
        ("adopted", "ours"),
        ("undone", ""),
    ]


def test_wrong_use_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made,) = read(capsys, "make")["proposals"]
    assert "--reason" in run(capsys, "dismiss", made["id"], code=2)
    assert "with a reason" in run(capsys, "dismiss", made["id"], "--reason", " ", code=2)
    assert "no proposal has an id" in run(capsys, "adopt", "zzz", code=2)
    assert "dismissed" in run(capsys, "dismiss", made["id"], "--reason", "one customer")
    assert "it was dismissed" in run(capsys, "adopt", made["id"], code=2)


def test_what_is_missing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_proposals((), "Nothing new.", ("mine: 3 labels are too few.",))
    assert capsys.readouterr().out.splitlines() == ["Nothing new.", "Not proposed: mine: 3 labels are too few."]
