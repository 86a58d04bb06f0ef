"""``consensus proposals``: made, shown with its diff, adopted, dismissed and undone from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from consensus.cli.main import main
from consensus.cli.render_proposals import print_proposals
from consensus.storage.store import SqlStore
from tests.decided import fields


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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
    assert "adopted" in run(capsys, "adopt", made["id"], "--reason", "ours")
    (schema,) = (home / "schemas").iterdir()
    assert "give null, not 0" in schema.read_text("utf-8")
    assert read(capsys, "undo", made["id"])["state"] == "undone"
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
