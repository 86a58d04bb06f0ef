"""Recorded answers with labels through ``route propose``: what is printed, and what is refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from consensus.cli.main import main

SCHEMA = {"type": "object", "title": "Delivery", "properties": {"buyer": {"type": "string"}}}
NAMES = ["openai/one", "anthropic/two", "mistral/three", "meta/four"]


def answers(folder: Path, documents: int = 240, wrong: float = 0.1) -> Path:
    """Four members of one field; the third is often wrong alone, so that it only costs calls and reviews."""
    rng = random.Random(4)
    lines = []
    for at in range(documents):
        buyer = f"House of {rng.choice('ABCDEFGH')} {at}"
        given: dict[str, Any] = {name: {"buyer": buyer} for name in NAMES}
        if rng.random() < wrong:
            given[NAMES[2]] = {"buyer": f"Somebody {at}"}
        text = f"Delivery {at}\nBuyer: {buyer}\n"
        record = {"id": f"d{at}", "text": text, "schema": SCHEMA, "gold": {"buyer": buyer}, "outputs": given}
        lines.append(json.dumps(record))
    path = folder / "run.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONSENSUS_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "policies").mkdir(parents=True)
    return tmp_path


def propose(path: Path, *more: str) -> int:
    panel = ",".join(NAMES[:3])
    return main(["route", "propose", str(path), "--policy", "extraction", "--panel", panel, "--semantic", "off", *more])


def test_a_cheaper_panel_is_proposed_as_a_line_of_the_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert propose(answers(home), "--price", "0.004", "--json", "--margin", "0.05") == 0
    found = json.loads(capsys.readouterr().out)
    (one,) = found["slices"]
    assert one["proposed"]
    assert NAMES[2] not in one["chosen"]["panel"]
    tested = one["tested"]
    assert tested["error_difference"]["high"] <= 0.05
    assert tested["cost_difference"]["high"] < 0
    assert "+routing: [{task: extract, panel: [" in found["diff"]
    assert {"before": "review", "after": "accepted"}.items() <= one["effects"]["verdicts"][0].items()


def test_the_table_is_printed_with_what_would_change(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert propose(answers(home), "--price", "0.004", "--margin", "0.05") == 0
    out = capsys.readouterr().out
    assert "Proposed: panel" in out
    assert "review -> accepted" in out
    assert "Nothing was changed." in out


def test_few_documents_keep_the_present(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert propose(answers(home, 30), "--price", "0.004") == 0
    out = capsys.readouterr().out
    assert "Too few labels" in out
    assert "It stays as it is." in out
    assert "Nothing is proposed." in out


def test_a_slice_by_type_is_told_by_the_schemas_title(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert propose(answers(home), "--price", "0.004", "--json", "--margin", "0.05", "--by", "type") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["slices"][0]["slice"] == "extract, Delivery"
    assert "document_type: Delivery" in found["diff"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ((), "no price is known for openai/one"),
        (("--price", "much"), "gives no price"),
        (("--price", "-1"), "gives no price"),
        (("--price", "nan"), "gives no price"),
        (("--margin", "2", "--price", "1"), "--margin"),
        (("--margin", "nan", "--price", "1"), "--margin"),
        (("--panel", "nobody,else", "--price", "1"), "no answer by"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], words: str
) -> None:
    assert propose(answers(home, 30), *more) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def test_route_still_plans_a_document(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = home / "propose"
    page.write_text("Open the valve.\n", "utf-8")
    assert main(["route", str(page), "--policy", "translation", "--to", "de", "--panel", "recorded"]) in (0, 2)
    assert "--policy" not in capsys.readouterr().err


def test_a_saved_proposal_changes_the_policy_only_once_it_is_adopted(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from consensus import bootstrap
    from consensus.settings import Settings

    path = answers(home)
    wanted = ("--price", "0.004", "--margin", "0.05", "--json", "--save")
    assert propose(path, *wanted) == 0
    (saved,) = json.loads(capsys.readouterr().out)["saved"]
    assert propose(path, *wanted) == 0
    assert json.loads(capsys.readouterr().out)["saved"] == []
    service = bootstrap.build(Settings.read())
    try:
        assert service.policies.load("extraction").routing == ()
        stored = service.proposals.one(saved, service.settings.user)
        assert stored.proposal.expected[0].upper <= 0.05
        service.proposals.adopt(saved, service.settings.user)
        (rule,) = service.policies.load("extraction").routing
        assert rule.task == "extract"
        assert rule.panel is not None
        assert NAMES[2] not in rule.panel
        service.proposals.undo(saved, service.settings.user, "seen enough")
        assert service.policies.load("extraction").routing == ()
    finally:
        service.close()
