"""What another policy would do to recorded answers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from consensus.domain import Policy
from consensus.errors import NotFoundError, RecordedError
from consensus.service.reports.policy_comparison import EXAMPLE, Trials

OLD, NEW = Policy(name="old", version=1), Policy(name="new", version=1)
COUNTS = SimpleNamespace(units=3, accepted=2, wrong=1, judged=2)


def segment(name: str, accepted: bool, chosen: str | None) -> dict[str, Any]:
    return {"id": name, "accepted": accepted, "chosen": chosen}


def cells(name: str, **found: tuple[str, Any]) -> dict[str, Any]:
    return {"id": name, "cells": [{"path": p, "verdict": v, "value": value} for p, (v, value) in found.items()]}


def trials(folder: Path, before: list[Any], after: list[Any], seen: list[Path] | None = None) -> Trials:
    def evaluate(path: Path, policy: Policy) -> Any:
        if seen is not None:
            seen.append(path)
        lines = before if policy is OLD else after
        return SimpleNamespace(policy=policy, total=COUNTS, lines=lines, notices=("A note.", policy.name))

    return Trials(evaluate, folder, Path("example.jsonl"))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (segment("s", True, "x"), segment("s", True, "x"), []),
        (segment("s", True, "x"), segment("s", False, "x"), [("", "accepted", "review", "x", "")]),
        (segment("s", True, "x"), segment("s", True, "y"), [("", "accepted", "accepted", "x", "y")]),
        (segment("s", False, "x"), segment("s", False, "y"), []),
        (cells("d", a=("accepted", 1)), cells("d", a=("accepted", 1)), []),
        (cells("d", a=("accepted", None)), cells("d", a=("review", None)), [("a", "accepted", "review", "", "")]),
        (cells("d"), cells("d", a=("accepted", 1)), [("a", "not there", "accepted", "", "1")]),
        (cells("d", a=("review", 1)), cells("d"), [("a", "review", "not there", "", "")]),
    ],
)
def test_what_changes(tmp_path: Path, before: Any, after: Any, changes: list[Any]) -> None:
    found = trials(tmp_path, [before], [after]).compare(OLD, NEW, EXAMPLE)
    told = [(one.path, one.before, one.after, one.value_before, one.value_after) for one in found.changes]
    assert told == changes
    assert (found.before.policy, found.after.policy, found.notices) == ("old", "new", ("A note.", "old", "new"))
    assert (found.after.coverage.part, found.after.coverage.n) == (2, 3)
    assert (found.after.error.part, found.after.error.n) == (1, 2)


def test_the_files_at_hand(tmp_path: Path) -> None:
    seen: list[Path] = []
    folder = tmp_path / "recorded"
    found = trials(folder, [], [], seen)
    assert found.files() == [EXAMPLE]
    folder.mkdir()
    for name in ("b.jsonl", "a.jsonl", "c.txt"):
        (folder / name).write_text("", "utf-8")
    assert (found.files(), found.folder) == ([EXAMPLE, "a.jsonl", "b.jsonl"], folder)
    found.compare(OLD, NEW, EXAMPLE)
    found.compare(OLD, NEW, "a.jsonl")
    assert [path.name for path in seen] == ["example.jsonl"] * 2 + ["a.jsonl"] * 2
    for unknown in ("c.txt", "../a.jsonl"):
        with pytest.raises(NotFoundError, match="no recorded answers"):
            found.compare(OLD, NEW, unknown)


def test_a_file_that_was_handed_in_keeps_its_owners_name(tmp_path: Path) -> None:
    held: list[bytes] = []

    def evaluate(path: Path, policy: Policy) -> Any:
        held.append(path.read_bytes())
        raise RecordedError("line 1 is no record", where=f"{path}:1")

    with pytest.raises(RecordedError) as refused:
        Trials(evaluate, tmp_path, Path("x")).compare(OLD, NEW, "mine.jsonl", b"{}")
    assert (refused.value.where, held) == ("mine.jsonl:1", [b"{}"])
