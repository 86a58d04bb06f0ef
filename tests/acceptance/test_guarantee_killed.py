"""A process that is killed while it decides under a guarantee, or judges checks, leaves a guarantee that adds up."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from consensus import certify
from consensus.certify import AuditLabel, Life
from consensus.domain import Outcome
from consensus.storage.store import SqlStore

WORKER = Path(__file__).parent / "busy_house.py"
WRONG = "nach dem Ende der Arbeit"
#: Far more right pages than any draw needs to certify; wrong ones enough for an alarm.
RIGHT, DEGRADED = 250, 40
KEY = ("promised", "en to de")
POLICY = """\
name: promised
version: 1
task: translate
semantic: off
panel: [{members}]
guarantee: {{alpha: 0.3}}
"""


@pytest.fixture
def documents(tmp_path: Path, home: Path) -> Path:
    """Pages of five sentences that three members translate alike, some of them rightly and the others all wrong."""
    lines = []
    for number in range(RIGHT + DEGRADED):
        sources = []
        wrong = number >= RIGHT
        for place in range(5):
            unit = number * 10 + place
            sources.append(f"Check the valve of unit {unit} before you start work.")
            said = f"Prüfen Sie {WRONG if wrong else 'vor dem Beginn der Arbeit'} das Ventil von Einheit {unit}."
            outputs = dict.fromkeys(("one", "two", "three"), said)
            lines.append({"id": str(unit), "source": sources[-1], "langs": ["en", "de"], "outputs": outputs})
        (tmp_path / f"{'wrong' if wrong else 'right'}{number:03}.txt").write_text("\n\n".join(sources) + "\n", "utf-8")
    (tmp_path / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    members = ", ".join(f'"recorded:{tmp_path / "answers.jsonl"}#{name}"' for name in ("one", "two", "three"))
    (home / "policies").mkdir(parents=True)
    (home / "policies" / "promised.yaml").write_text(POLICY.format(members=members), "utf-8")
    return tmp_path


def fold(store: SqlStore) -> tuple[Life, Life]:
    """The life that is stored, and the one that the stored checks of its attempt make, read from its beginning."""
    (book,) = store.load_guarantees("2000-01-01T00:00:00+00:00", KEY)
    assert book.record is not None
    stands = certify.restored(book.record.life)
    life = certify.resumed(Life(stands.base, stands.base))
    if stands.paused:
        life = Life(stands.base, stands.base, stands.alarm)
    mine = [c for c in store.checks(KEY) if (c.attempt, c.digest) == (book.record.attempt, book.record.digest)]
    for check in mine:
        if check.judgement is not None:
            label = AuditLabel(check.unit_id, check.level, check.frame, check.judgement, check.origin, check.digest)
            life = certify.labelled(life, label, accepted=check.accepted)
    return stands, life


def adds_up(store: SqlStore) -> None:
    (book,) = store.load_guarantees("2000-01-01T00:00:00+00:00", KEY)
    assert book.record is not None
    if book.record.life:
        stored, folded = fold(store)
        assert stored == folded
    lots = {job.id: store.lot(job.id) for job in store.job_lines()}
    assert book.record.accepted == sum(lot.accepted for lot in lots.values() if lot is not None)
    places = sorted((lot.place, lot.accepted) for lot in lots.values() if lot is not None and lot.accepted)
    assert [place for place, _ in places] == [sum(n for _, n in places[:at]) for at in range(len(places))]
    for job_id, lot in lots.items():
        units, items = store.units(job_id), {item.id for item in store.items(job_id)}
        accepted = [u for u in units if u.verdict is not None and u.verdict.outcome is Outcome.ACCEPTED]
        if lot is None:
            assert not accepted, "accepted outside any lot"
            continue
        assert len(accepted) <= lot.accepted
        checks = {check.unit_id for check in store.checks_of(job_id)}
        assert {check.item_id for check in store.checks_of(job_id)} <= items, "a draw without its item"
        logged = [one.detail for one in store.events(job_id) if one.action == "draw-checks"]
        names = {name for one in logged for name in one.partition(": ")[2].split(", ") if name}
        assert (names, len(logged)) == (checks, bool(book.record.life and lot.probability)), "drawn once, and logged"


def test_killed_and_killed_again(
    documents: Path, home: Path, environment: Mapping[str, str], consensus: Callable[..., Any]
) -> None:
    dice = random.Random(5)
    moments = [("end", "8"), ("write", "24"), ("end", "12"), ("write", "35"), ("", ""), ("mark", "30"), ("", "")]
    log = documents / "worker.log"
    for moment, nth in moments:
        with log.open("wb") as said:
            command = [sys.executable, str(WORKER), str(home), str(documents), *filter(None, (moment, nth))]
            worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said)
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"ready\n", log.read_text()
            if not moment:
                time.sleep(dice.uniform(0.2, 2.0))
                worker.kill()
            out, _ = worker.communicate(timeout=120)
        assert worker.returncode in (-signal.SIGKILL, 0), log.read_text()
        assert worker.returncode or b"done" in out
        store = SqlStore(f"sqlite:///{home / 'consensus.sqlite'}")
        adds_up(store)
        store.close()

    command = [sys.executable, str(WORKER), str(home), str(documents)]
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    store = SqlStore(f"sqlite:///{home / 'consensus.sqlite'}")
    adds_up(store)
    assert {job.state for job in store.job_lines()} == {"done"}
    names = [job.document for job in store.job_lines()]
    assert len(set(names)) == len(names), "every page was handed in once"
    assert sum(name.startswith("wrong") for name in names) == DEGRADED
    assert not [check for check in store.checks(KEY) if check.judgement is None], "no draw was lost"
    store.close()
    (state,) = consensus("certify", "status", "--json").json["guarantees"]
    assert state["attempt"] == 2, "learnt, certified, and demoted when the model was degraded"
