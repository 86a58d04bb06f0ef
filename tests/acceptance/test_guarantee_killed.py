"""A process that is killed while it decides under a guarantee, or audits, leaves a draw log that adds up."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from consensus.domain.job import JobState
from consensus.storage.store import SqlStore
from tests.acceptance.guaranteed import KEY, write_pages
from tests.folded import assert_adds_up

ROOT = Path(__file__).parents[2]
#: The alarm comes with the 3rd to 7th wrong page in most runs; what is drawn is chance, and 30 are more than enough.
RIGHT, DEGRADED = 55, 30
#: Those that must be met come first, at numbers that are reached well before the alarm: which units are drawn, and so
#: when it comes, is chance, and how far a process gets before the clock kills it is unknown.
MOMENTS = (
    ("end", "2"), ("close", "1"), ("judge", "2"), ("write", "3"), ("alarm", "1"), ("hold", "1"), ("", ""),
    ("close", "2"), ("judge", "10"), ("write", "20"), ("end", "20"),
)  # fmt: skip


def test_killed_and_killed_again(
    tmp_path: Path, home: Path, environment: Mapping[str, str], new_database: Callable[[], str]
) -> None:
    pages, dice, url = write_pages(tmp_path, home, RIGHT, DEGRADED), random.Random(5), new_database()
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "tests.acceptance.busy_house", str(home), url, str(tmp_path)]
    killed = []
    for moment, nth in MOMENTS:
        with log.open("wb") as said:
            worker = subprocess.Popen(
                [*command, *filter(None, (moment, nth))], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said
            )
            if not moment:
                assert worker.stdout is not None
                worker.stdout.readline()
                time.sleep(dice.uniform(0.2, 3.0))
                worker.kill()
            worker.communicate(timeout=300)
        assert worker.returncode in (-signal.SIGKILL, 0), log.read_text()
        killed += [moment] * (worker.returncode != 0)
        adds_up(url)
    assert {"end", "close", "judge", "write", "alarm"} <= set(killed)

    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    assert ended.stdout.endswith(b"done\n")
    adds_up(url)
    store = SqlStore(url)
    assert {line.state for line in store.job_lines()} == {JobState.DONE}
    names = [line.document for line in store.job_lines()]
    assert len(set(names)) == len(names), "every page was handed in once"
    assert sum(name.startswith("wrong") for name in names) == DEGRADED
    assert not store.open_batches()
    assert not [audit for audit in store.audits(KEY) if audit.judgement is None], "no draw was lost"
    assert not [item for item in store.items() if item.facets.reason == "alarm" and item.state == "open"]
    (found,) = store.load_guarantees(max(audit.judged_at for audit in store.audits(KEY)), KEY)
    assert found.record is not None
    assert (found.record.attempt, found.record.unheld) == (2, False), "certified, and alarmed by the wrong pages"
    assert len(names) >= 48 + len(pages) - RIGHT
    store.close()


def adds_up(url: str) -> None:
    store = SqlStore(url)
    if store.load_guarantees("2000-01-01T00:00:00+00:00", KEY):
        assert_adds_up(store, KEY)
    store.close()
