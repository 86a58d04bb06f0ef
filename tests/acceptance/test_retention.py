"""What goes with a job and what stays: none of its texts is left anywhere in the home, and no money is given back."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consensus.bootstrap import build
from consensus.domain.run import RunStatus
from consensus.service.jobs.retention import days_of
from consensus.service.review.queue import Queue
from consensus.settings import Settings
from consensus.storage.store import SqlStore
from consensus.testing import LoopbackProvider


class Later:
    """A clock a minute further on at each look: no decision is too soon."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None: ...


PLANTED = "The marzipan heron sings at noon."
NOTE = "my grandmother says so"
MODELS = ("gpt-4o", "claude-sonnet-4", "mistral-large")


def answered(model: str, text: str) -> str:
    """Everybody disagrees, so that all of it waits for a person."""
    return f"{model} {text[::-1]} singt {PLANTED[::-1]}"


def submit(consensus: Callable, fast: Path, *names: str) -> list[str]:
    for name in names:
        (fast.parent / name).write_text(f"# Note\n\n{PLANTED}\n", "utf-8")
    with LoopbackProvider(translate=answered) as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        ran = consensus("submit", *names, "--policy", fast, "--to", "de", "--panel", panel, "--json")
    assert ran.code in (0, 3), ran.err
    return [job["id"] for job in ran.json["jobs"]]


def aged(home: Path, job: str, days: int) -> None:
    """Make all that happened to a job so many days older."""
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with closing(sqlite3.connect(home / "consensus.sqlite")) as connection, connection:
        connection.execute("UPDATE jobs SET created_at = ?, ended_at = ? WHERE id = ?", (then, then, job))
        connection.execute("UPDATE audit SET at = ? WHERE subject = ?", (then, job))
        connection.execute("UPDATE calls SET call = json_set(call, '$.started', ?) WHERE job_id = ?", (then, job))


def holding(home: Path, text: str) -> list[str]:
    """Files of the home that hold a text, as it is or as JSON escapes it."""
    forms = {text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le")}
    return [str(p) for p in home.rglob("*") if p.is_file() and any(form in p.read_bytes() for form in forms)]


def test_nothing_of_a_deleted_job_is_left_but_what_it_cost_and_who_did_what(
    consensus: Callable, fast: Path, home: Path, environment: dict[str, str]
) -> None:
    (job,) = submit(consensus, fast, "page.md")
    service = build(Settings.read(environment))
    queue = Queue(service.outside.store, Later())
    view = queue.next("ana")
    assert view is not None
    service.outside.store.save_draft(view.item, "text", f"{PLANTED} {NOTE}")
    queue.reject(view, "style", "minor", NOTE)
    audited = len(service.outside.store.events())
    service.close()
    assert holding(home, PLANTED)
    assert holding(home, NOTE)
    before = consensus("costs", "--json").json["total"]
    ran = consensus("jobs", "delete", job, "--yes", "--json")
    assert ran.json == {"deleted": job}
    for text in (PLANTED, PLANTED[::-1], NOTE):
        assert holding(home, text) == []
    assert consensus("costs", "--json").json["total"] == before
    with closing(sqlite3.connect(home / "consensus.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM audit").fetchone()[0] == audited + 1


def test_old_jobs_go_and_others_stay(consensus: Callable, fast: Path, home: Path) -> None:
    old, busy, touched, young = submit(consensus, fast, "old.md", "busy.md", "touched.md", "young.md")
    for job in (old, busy, touched):
        aged(home, job, 91)
    aged(home, young, 89)
    assert consensus("export", touched).code == 0, "an export is an event: the job is in use"
    refused = consensus("jobs", "delete", "--older-than", "90d")
    assert refused.code == 2
    assert "2 jobs" in refused.err
    assert "--yes" in refused.err
    store = SqlStore(f"sqlite:///{home / 'consensus.sqlite'}")
    lease = store.take_run(busy, "2026-01-01T00:00:00+00:00", status=RunStatus.CANCELLED)
    beating = threading.Event()

    def beat() -> None:
        while not beating.wait(0.5):
            store.renew_runs({lease: None})

    threading.Thread(target=beat, daemon=True).start()
    ran = consensus("jobs", "delete", "--older-than", "90d", "--yes", "--json")
    beating.set()
    store.release_run(lease)
    store.close()
    assert ran.json == {"deleted": [old], "at_work": [busy]}
    assert {job["id"] for job in consensus("status", "--json").json["jobs"]} == {busy, touched, young}
    told = consensus("jobs", "delete", "--older-than", "12w", "--yes")
    assert "Deleted 2 jobs" in told.out, "91 and 89 days are more than 84"
    assert consensus("jobs", "delete", "--older-than", "12w", "--yes").out.startswith("Nothing was deleted")


@pytest.mark.parametrize("text", ["90", "-1d", "0d", "1e9d", "nan", "", "90 d", "d", "1.5d", "999999d", "٣d", "90m"])
def test_what_is_no_age(consensus: Callable, text: str) -> None:
    ran = consensus("jobs", "delete", f"--older-than={text}", "--yes")
    assert ran.code == 2
    assert "90d or 12w" in ran.err
    assert ran.err.count("\n") == 1


def test_ages() -> None:
    assert [days_of(text) for text in ("90d", "12w", "1d", "99999w")] == [90, 84, 1, 699_993]


@pytest.mark.parametrize("args", [(), ("abc", "--older-than", "90d")])
def test_one_job_or_an_age(consensus: Callable, args: tuple[str, ...]) -> None:
    ran = consensus("jobs", "delete", *args, "--yes", "--json")
    assert ran.code == 2
    assert "--older-than" in ran.json["error"]["what"]


def test_the_setting_is_applied_and_says_so(consensus: Callable, fast: Path, home: Path) -> None:
    old, young = submit(consensus, fast, "old.md", "young.md")
    aged(home, old, 31)
    assert consensus("status", CONSENSUS_RETENTION_DAYS="30").code == 0
    assert len(consensus("status", "--json").json["jobs"]) == 2, "looking deletes nothing"
    (fast.parent / "next.md").write_text("Open the lid.\n", "utf-8")
    with LoopbackProvider() as provider:
        panel = ",".join(f"{model}@{provider.base_url}" for model in MODELS)
        given = ("submit", "next.md", "--policy", fast, "--to", "de", "--panel", panel, "--json")
        ran = consensus(*given, CONSENSUS_RETENTION_DAYS="30")
    assert "retention_days is 30: Deleted 1 job" in ran.err
    left = {job["id"] for job in consensus("status", "--json").json["jobs"]}
    assert old not in left
    assert young in left
    assert len(left) == 2


@pytest.mark.parametrize("days", ["0", "-1", "9O", "nan", "1e9", "30d", "1.5"])
def test_a_retention_that_is_no_number_is_refused(consensus: Callable, days: str) -> None:
    ran = consensus("status", CONSENSUS_RETENTION_DAYS=days)
    assert ran.code == 2
    assert "CONSENSUS_RETENTION_DAYS" in ran.err
    assert ran.err.count("\n") == 1


def test_a_job_that_cannot_be_read_can_be_deleted(consensus: Callable, fast: Path, home: Path) -> None:
    bad, good = submit(consensus, fast, "bad.md", "good.md")
    with closing(sqlite3.connect(home / "consensus.sqlite")) as connection, connection:
        connection.execute("UPDATE jobs SET document = '{' WHERE id = ?", (bad,))
        connection.execute("UPDATE units SET unit = 'x' WHERE job_id = ?", (bad,))
    (probe,) = consensus("doctor", "--database", "--json").json["probes"]
    assert f"jobs delete {bad}" in probe["do"]
    assert consensus("jobs", "delete", bad, "--yes").code == 0
    assert [job["id"] for job in consensus("status", "--json").json["jobs"]] == [good]
