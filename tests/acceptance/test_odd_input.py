"""Inputs that nobody should have made: one clear line and exit code 2, never a stack trace, and nothing is stored."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from consensus.storage import migrations

PANEL = "llama3.2@http://127.0.0.1:9/v1,qwen3@http://127.0.0.1:9/v1"
SCHEMAS = {
    "deep": "[" * 100_000,
    "nested": '{"a":' * 200 + "1" + "}" * 200,
    "not a number": '{"type": "object", "properties": {"t": {"type": "number", "maximum": NaN}}}',
    "endless": '{"type": "object", "properties": {"t": {"type": "number", "maximum": 1e999}}}',
    "long number": '{"type": "object", "properties": {"t": {"type": "number", "maximum": 1' + "0" * 5000 + "}}}",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas(name: str, consensus: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Total 5\n")
    (tmp_path / "s.json").write_text(SCHEMAS[name])
    ran = consensus("route", "a.txt", "--policy", "extraction", "--from", "en", "--schema", "s.json", "--panel", PANEL)
    assert (ran.code, len(ran.err.splitlines()), "s.json" in ran.err) == (2, 1, True), ran.err


@pytest.mark.parametrize(
    "member",
    ["x@http://[::1/v1", "x@http://:80/v1", "x@http://127.0.0.1:99999/v1", "x@http:///v1", "x@127.0.0.1:11434"],
)
def test_addresses(member: str, consensus: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Open the valve.\n")
    panel = f"{member},qwen3@http://127.0.0.1:9/v1"
    ran = consensus("route", "a.txt", "--policy", "translation", "--from", "en", "--to", "de", "--panel", panel)
    assert (ran.code, "http://" in ran.err) == (2, True), ran.err


def test_two_records_of_one_id(consensus: Callable, tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "source": "Hello.", "langs": "en-de", "outputs": {"a": "Hallo.", "b": "Hallo."}})
    (tmp_path / "r.jsonl").write_text(f"{line}\n{line}\n")
    ran = consensus("evaluate", "r.jsonl", "--policy", "translation", "--semantic", "off")
    assert (ran.code, "record 1: two records have this id" in ran.err) == (2, True), ran.err


def test_an_unforeseen_fault_is_one_line_and_stands_in_the_log(consensus: Callable, home: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import consensus.cli.render as t\ndef broken(*a, **named):\n"
        "    raise ZeroDivisionError(' '.join(['the', 'docu' + 'ment']))\n"
        "t.print_jobs = broken\n"
    )
    ran = consensus("status", PYTHONPATH=str(tmp_path))
    assert (ran.code, len(ran.err.splitlines())) == (1, 1), ran.err
    assert "consensus.log" in ran.err
    log = (home / "logs" / "consensus.log").read_text()
    assert "ZeroDivisionError" in log
    assert "the document" not in log


def test_help_version_and_what_was_meant(consensus: Callable) -> None:
    assert consensus().code == 0
    assert "submit" in consensus().out
    assert consensus("--version").out.startswith("consensus ")
    meant_by = {("statsu",): "status", ("submit", "a", "--polcy", "b"): "--policy", ("jobs", "delte"): "delete"}
    for wrong, meant in meant_by.items():
        ran = consensus(*wrong)
        assert (ran.code, f"Did you mean {meant}?" in ran.err) == (2, True), ran.err
        assert "consensus: consensus:" not in ran.err


def test_a_row_that_is_not_json_is_mended_when_the_database_is_opened(consensus: Callable, home: Path) -> None:
    home.mkdir(exist_ok=True)
    engine, config = create_engine(f"sqlite:///{home / 'consensus.sqlite'}"), migrations._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")  # as a version left it that did not look
    engine.dispose()
    with sqlite3.connect(home / "consensus.sqlite") as database:
        document = json.dumps({"id": "d", "name": "a.txt", "task": "extract", "schema": {"maximum": float("nan")}})
        database.execute(
            "INSERT INTO jobs (id, path, state, created_at, document, policy, panel)"
            " VALUES ('j', 'a', 'done', 'x', ?, '{}', '{}')",
            (document,),
        )
    assert consensus("certify", "status").code == 0
    with sqlite3.connect(home / "consensus.sqlite") as database:
        assert database.execute("SELECT json_extract(document, '$.schema.maximum') FROM jobs").fetchall() == [(None,)]


_LINES = {
    "no policy": ("route", "a.txt", "--policy", "nosuch", "--from", "en", "--to", "de", "--panel", PANEL),
    "no file": ("route", "b.txt", "--policy", "translation", "--from", "en", "--to", "de", "--panel", PANEL),
    "no language": ("route", "a.txt", "--policy", "translation", "--from", "en", "--to", "zzz!", "--panel", PANEL),
    "no target": ("route", "a.txt", "--policy", "translation", "--from", "en", "--panel", PANEL),
    "deep": ("route", "a.txt", "--policy", "extraction", "--schema", "s.json", "--panel", PANEL),
    "no class": ("route", "a.txt", "--policy", "extraction", "--schema", "nosuch:Model", "--panel", PANEL),
    "odd class": ("route", "a.txt", "--policy", "extraction", "--schema", "json:loads", "--panel", PANEL),
    "no schema": ("route", "a.txt", "--policy", "extraction", "--schema", "t.json", "--panel", PANEL),
    "no panel": ("route", "a.txt", "--policy", "translation", "--from", "en", "--to", "de", "--panel", "nosuch"),
    "no job": ("status", "nosuch"),
    "no recorded": ("evaluate", "r.jsonl", "--policy", "translation"),
    "no age": ("jobs", "delete", "--older-than", "it's"),
    "no number": ("guarantee", "plan", "--alpha", "x"),
    "no whole number": ("report", "economics", "--checks", "x", "--wrong", "1"),
    "no command": ("statsu",),
    "no option": ("status", "--jsn"),
    "no rate": ("certify", "plan", "--alpha", "7"),
}


@pytest.mark.parametrize("name", _LINES)
def test_an_error_is_one_line_of_sentences(name: str, consensus: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Total 5\n")
    (tmp_path / "s.json").write_text(SCHEMAS["nested"])
    (tmp_path / "t.json").write_text('{"type": "object", "properties": {"a": {"type": "nosuch"}}}')
    (tmp_path / "r.jsonl").write_text('{"id": "1", "source": "a", "langs": ["en"], "outputs": {"a": "b"}}\n')
    ran = consensus(*_LINES[name])
    assert (ran.code, len(ran.err.splitlines())) == (2, 1), ran.err
    line = ran.err.strip()
    assert not re.search(r"(?<!\.)\.\.(?=\s|$)|[!?:]\.|\w+Error\b|<class|\w+Exception\b", line), line
    assert not re.search(r"(?<!\w)'[^']*'(?!\w)|\bNone\b|\bTrue\b", line), line
    assert re.search(r"[.!?]$|: [^.]*$", line), line
    assert re.search(r"[.:] [A-Z]", line), f"no sentence says what to do: {line}"
    as_json = json.loads(consensus(*_LINES[name], "--json").out)["error"]
    assert set(as_json) == {"code", "what", "where", "do"}
    assert as_json["what"][-1] in '.!?:”"', as_json
