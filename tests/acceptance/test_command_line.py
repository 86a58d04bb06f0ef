"""The command line is a contract: shapes, exit codes, and one JSON document with --json."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

EXAMPLES = Path(str(files("consensus"))) / "examples"
MANUAL, INVOICE = EXAMPLES / "manual.md", EXAMPLES / "invoice.txt"
TRANSLATE = ("--policy", "translation", "--from", "en", "--to", "de", "--panel", "recorded")
EXTRACT = ("--policy", "extraction", "--schema", EXAMPLES / "invoice.schema.json", "--panel", "recorded")


@pytest.fixture
def job(consensus: Callable) -> dict:
    ran = consensus("submit", MANUAL, *TRANSLATE, "--json")
    assert ran.code == 0, ran.err
    return ran.json["jobs"][0]


def test_submit_prints_one_document_with_the_promised_keys(job: dict) -> None:
    assert {"id", "document", "task", "panel", "totals", "calls", "cost", "units"} <= set(job)
    assert set(job["panel"]) == {"name", "members", "why"}
    assert set(job["totals"]) == {"units", "accepted", "review", "failed"}
    totals = job["totals"]
    assert totals["units"] == len(job["units"]) == totals["accepted"] + totals["review"] + totals["failed"]
    assert totals["accepted"] > 0
    assert totals["review"] > 0


def test_the_export_differs_from_the_source_only_in_translated_text(
    consensus: Callable, job: dict, tmp_path: Path
) -> None:
    out = tmp_path / "manual.de.md"
    ran = consensus("export", job["id"], "-o", out)
    assert ran.code == 0
    assert "not verified" in ran.err
    exported, source = out.read_text("utf-8"), MANUAL.read_text("utf-8")
    accepted = {unit["source"]: unit["value"] for unit in job["units"] if unit["verdict"] == "accepted"}
    assert accepted
    assert exported != source
    # The lines without words are the same, and every accepted text stands where its source stood.
    for line in source.splitlines():
        if line.startswith(("```", "| -", "> status", "state=")):
            assert line in exported.splitlines()
    for text, translated in accepted.items():
        assert translated in exported or text not in source


def test_extraction_delivers_cells_and_a_value(consensus: Callable) -> None:
    ran = consensus("submit", INVOICE, *EXTRACT, "--json")
    assert ran.code == 0, ran.err
    job = ran.json["jobs"][0]
    assert set(job["cells"][0]) == {"path", "value", "verdict", "support"}
    exported = consensus("export", job["id"])
    assert exported.code == 0
    assert json.loads(exported.out) == job["value"]
    rows = consensus("export", job["id"], "--format", "jsonl").out.splitlines()
    assert len(rows) == len(job["units"])
    assert all(json.loads(row) for row in rows)
    assert consensus("export", job["id"], "--format", "csv").out.count("\n") > len(rows)


def test_status_and_jobs(consensus: Callable, job: dict) -> None:
    assert [j["id"] for j in consensus("status", "--json").json["jobs"]] == [job["id"]]
    assert consensus("status", job["id"][:6], "--json").json["jobs"][0]["totals"] == job["totals"]
    assert job["id"] in consensus("jobs", "list").out
    refused = consensus("jobs", "delete", job["id"])
    assert (refused.code, "--yes" in refused.err) == (2, True)
    assert consensus("jobs", "delete", job["id"], "--yes").code == 0
    assert consensus("status", "--json").json == {"jobs": []}
    gone = consensus("status", job["id"], "--json")
    assert (gone.code, set(gone.json["error"])) == (2, {"code", "what", "where", "do"})


def test_resuming_a_finished_job_asks_nothing(consensus: Callable, job: dict) -> None:
    again = consensus("submit", "--resume", job["id"], "--json").json["jobs"][0]
    assert (again["id"], again["calls"]) == (job["id"], job["calls"])


def _recorded(path: Path) -> Path:
    rows = [
        {
            "id": "a",
            "source": "Open the valve.",
            "langs": "en-de",
            "outputs": {"Model A": "Öffnen Sie das Ventil.", "b/c [d]": "Öffnen Sie das Ventil."},
        },
        {
            "id": "b",
            "source": "Wait 30 days.",
            "langs": "en-de",
            "outputs": {"Model A": "Warten Sie 80 Tage.", "b/c [d]": "Warten Sie 30 Tage."},
        },
        {"id": "c", "source": "Done.", "langs": "en-de", "outputs": {"Model A": "Fertig."}},
        {"id": "d", "source": "Gone.", "langs": "en-de", "outputs": {"Model A": None, "b/c [d]": None}},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_evaluate_judges_recorded_answers_without_a_home(consensus: Callable, tmp_path: Path) -> None:
    recorded, out = _recorded(tmp_path / "recorded.jsonl"), tmp_path / "decisions.jsonl"
    read_only = tmp_path / "nothing-here" / "home"
    ran = consensus(
        "evaluate", recorded, "--policy", "strict", "--panel", "Model A, b/c [d]", "--semantic", "off",
        "--decisions", out, "--json", CONSENSUS_HOME=str(read_only),
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert not read_only.exists()
    assert {"policy", "digest", "panel", "units", "coverage", "accepted_error", "review_share", "slices"} <= set(
        ran.json
    )
    assert ran.json["accepted_error"] is None
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["accepted"] for line in lines] == [True, False, False, False]
    assert [line["chosen"] is None for line in lines] == [False, False, False, True]
    assert all(isinstance(line["score"], float) for line in lines)


def test_evaluate_refuses_a_name_that_is_not_in_the_file(consensus: Callable, tmp_path: Path) -> None:
    recorded = _recorded(tmp_path / "recorded.jsonl")
    ran = consensus("evaluate", recorded, "--policy", "translation", "--panel", "Model A,GPT-9", "--json")
    assert ran.code == 2
    assert "Model A" in ran.json["error"]["do"]


def test_policies(consensus: Callable, tmp_path: Path) -> None:
    assert {p["name"] for p in consensus("policies", "list", "--json").json["policies"]} >= {
        "translation",
        "extraction",
        "strict",
    }
    shown = consensus("policies", "show", "translation").out
    assert "quorum: 2" in shown
    assert len(shown.splitlines()) <= 40
    assert "0.1307" not in shown, "no numbers of the tables"
    full = consensus("policies", "show", "translation", "--full").out
    assert "0.1307" in full
    assert "breaker_seconds" in full
    assert consensus("policies", "show", "translation", "--json").json["translation"]["reference"]["pairs"]["en-cs"]
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "name: broken\nversion: zero\nqorum: 2\nsupport: 7\nchecks:\n  numbrs: veto\nsemantic: 3\n", "utf-8"
    )
    ran = consensus("policies", "check", broken)
    assert ran.code == 2
    for word in ("version", "qorum", "quorum", "support", "numbrs", "numbers", "semantic", "line 3"):
        assert word in ran.err


def test_a_policy_of_ones_own(consensus: Callable, home: Path) -> None:
    made = consensus("policies", "new", "manuals", "--like", "translation")
    assert made.code == 0, made.err
    own = home / "policies" / "manuals.yaml"
    assert f"Wrote {own}" in made.out
    assert len(own.read_text("utf-8").splitlines()) < 110
    following = made.out.splitlines()[-1].partition("run: consensus ")[2].split()
    assert (
        consensus(*following, "--json").json["digest"]
        == consensus("policies", "check", "translation", "--json").json["digest"]
    ), "it decides as the one that it is like"
    again = consensus("policies", "new", "manuals", "--like", "strict")
    assert again.code == 2
    assert "--force" in again.err
    assert consensus("policies", "new", "manuals", "--like", "strict", "--force").code == 0
    assert consensus("policies", "new", "../evil", "--like", "strict").code == 2
    assert consensus("policies", "new", "other", "--like", "nosuch").code == 2
    assert sorted(path.name for path in home.rglob("*.yaml")) == ["manuals.yaml"]


BAD_INPUT = [
    # what a tired person does, and a word that the advice must hold
    (["submit", "missing.md", *TRANSLATE], "missing.md"),
    (["submit", "report.pdf", *TRANSLATE], "no PDF"),
    (["submit", "empty.md", *TRANSLATE], "empty"),
    (["submit", "latin1.txt", *TRANSLATE], "UTF-8"),
    (["submit", "huge.txt", *TRANSLATE], "MB"),
    (["submit", "ok.md", "--policy", "translation", "--panel", "recorded"], "--to"),
    (["submit", "ok.md", "--policy", "extraction", "--panel", "recorded"], "--schema"),
    (["submit", "ok.md", "--policy", "extraction", "--panel", "recorded", "--schema", "not_schema.json"], "schema"),
    (["submit", "ok.md", "--policy", "extraction", "--panel", "recorded", "--schema", "nowhere:Model"], "module:Model"),
    (["submit", "ok.md", "--policy", "translaton", "--to", "de"], "translation"),
    (["submit", "ok.md", "--policy", "translation", "--to", "de", "--panel", ","], "panel"),
    (["submit", "ok.md", "--policy", "translation", "--to", "de", "--panel", "gpt-4o,azure/gpt-4o-mini"], "openai"),
    (["submit", "ok.md", "--policy", "translation", "--to", "germn", "--panel", "recorded"], "German (de)"),
    (["route", "ok.md", "--policy", "translation", "--to", "xx", "--panel", "recorded"], "xx"),
    (["submit", "ok.md", "--policy", "translation", "--from", "cz", "--to", "de", "--panel", "recorded"], "Czech (cs)"),
    (["submit", "ok.md", "--policy", "translation", "--from", "EN", "--to", "english"], "the same language"),
    (["submit", "ok.md"], "--policy"),
    (["export", "nope"], "nope"),
    (["evaluate", "missing.jsonl", "--policy", "translation"], "missing.jsonl"),
    (["frobnicate"], "frobnicate"),
]


@pytest.mark.parametrize(
    ("args", "word"), BAD_INPUT, ids=lambda value: " ".join(map(str, value))[:60] if isinstance(value, list) else value
)
def test_bad_input_is_one_clear_line_and_exit_2(consensus: Callable, tmp_path: Path, args: list, word: str) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "latin1.txt").write_bytes("Prüfung".encode("latin-1"))
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(100_000_000)
    (tmp_path / "ok.md").write_text("# Hello\n", "utf-8")
    (tmp_path / "not_schema.json").write_text("[1, 2]", "utf-8")
    plain = consensus(*args)
    assert plain.code == 2
    assert word in plain.err
    assert len(plain.err.strip().splitlines()) <= 3
    as_json = consensus(*args, "--json")
    if args:
        assert as_json.code == 2
        assert set(as_json.json["error"]) == {"code", "what", "where", "do"}
        assert as_json.json["error"]["what"]
