"""``consensus doctor --database`` names every job that holds what cannot be read."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from consensus.cli.main import main
from consensus.domain import Document, ModelSpec, Panel, Policy, Segment, Task
from consensus.domain.job import JobRecord
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore

PANEL = Panel("given", (ModelSpec("m1", "openai/m1", "f1"),), "because")
DOCUMENT = Document("d1", "page.md", Task.TRANSLATE, "markdown", "Pump", "en", "de")
JOB = JobRecord("job1", DOCUMENT, Policy(name="translation", version=3), PANEL, "page.md", "running", "now")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "consensus.db"
    store = SqlStore(f"sqlite:///{found}")
    for name in ("job1", "job2", "job3"):
        store.create_job(replace(JOB, id=name), [Segment(f"s{n}", n, "Text", n * 10, n * 10 + 4) for n in range(6)])
    store.close()
    return found


def spoil(path: Path, *changes: str) -> None:
    with sqlite3.connect(path) as connection:
        for change in changes:
            connection.execute(change)
    connection.close()


def test_a_sound_database(path: Path) -> None:
    (probe,) = probe_rows(f"sqlite:///{path}")
    assert (probe.ok, probe.found) == (True, "All 21 rows can be read.")


@pytest.mark.parametrize(
    "broken",
    [
        "'{\"a\": NaN}'",
        "'[\"segment\", 1e999]'",
        "'not json'",
        '\'["segment", {"id": 1}]\'',
        "CAST(x'ff' AS TEXT)",
        "x'ff'",
        "'[]'",
        "'{}'",
        "'null'",
        "'[\"nobody\", {}]'",
        "''",
        "(SELECT group_concat('[', '') FROM units, units AS a, units AS b)",
    ],
)
def test_every_job_is_named_and_every_row_looked_at(path: Path, broken: str) -> None:
    spoil(
        path,
        f"UPDATE units SET unit = {broken} WHERE job_id = 'job1'",
        f"UPDATE jobs SET policy = {broken} WHERE id = 'job3'",
        f"UPDATE units SET unit = {broken}, verdict = '{{}}' WHERE job_id = 'job3' AND unit_id = 's2'",
    )
    probes = {probe.name: probe for probe in probe_rows(f"sqlite:///{path}")}
    assert sorted(probes) == ["job job1", "job job3"]
    assert not any(probe.ok for probe in probes.values())
    assert probes["job job1"].found.endswith("; and 3 more.")
    assert probes["job job3"].found == "Cannot be read: jobs: page.md (policy); units: s2 (unit, verdict)."
    assert "jobs delete job3" in probes["job job3"].do


def test_on_the_command_line(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CONSENSUS_HOME", str(path.parent))
    monkeypatch.setenv("CONSENSUS_DATABASE_URL", f"sqlite:///{path}")
    spoil(path, "UPDATE units SET unit = '' WHERE job_id = 'job2'")
    assert main(["doctor", "--database"]) == 0
    said = capsys.readouterr().out
    assert "job job2" in said
    assert "job1" not in said
    assert main(["doctor", "--database", "--json"]) == 0
    assert '"ok": false' in capsys.readouterr().out


def test_a_damaged_file(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    path.write_bytes(content)
    (probe,) = probe_rows(f"sqlite:///{path}")
    assert not probe.ok
    assert "damaged" in probe.found or "cannot be read" in probe.found
