"""A guarantee from its first document to its second certificate, through the command line and the review queue."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consensus.bootstrap import build
from consensus.domain import ItemKind
from consensus.providers.clock import SystemClock
from consensus.service.review.queue import Queue, ReviewSettings
from consensus.settings import Settings

POLICY = """\
name: promised
version: 1
task: translate
semantic: off
panel: [{members}]
guarantee: {{alpha: 0.2}}
"""
PARTS = (("valve", "Ventil"), ("pump", "Pumpe"), ("filter", "Filter"), ("hose", "Schlauch"), ("motor", "Motor"))
#: What the silently degraded model says: no number, unit or negation gives it away.
WRONG = "nach dem Ende der Arbeit"
FIRST_DEGRADED, LAST_DEGRADED, DOCUMENTS = 115, 165, 400


class Patient(SystemClock):
    """A second passes whenever somebody looks at it, so that a reviewer takes their time."""

    def __init__(self) -> None:
        self.later = timedelta(0)

    def now(self) -> datetime:
        self.later += timedelta(seconds=1)
        return super().now() + self.later


def write_world(folder: Path) -> list[Path]:
    """Documents of four sentences, and what three models said about them; some are degraded."""
    dice, lines, paths = random.Random(3), [], []
    for number in range(DOCUMENTS):
        degraded = FIRST_DEGRADED <= number < LAST_DEGRADED
        sources = []
        for place in range(4):
            english, german = PARTS[dice.randrange(len(PARTS))]
            unit = number * 10 + place
            sources.append(f"Check the {english} of unit {unit} before you start work.")
            right = f"Prüfen Sie vor dem Beginn der Arbeit das Teil {german} von Einheit {unit}."
            said = right.replace("vor dem Beginn der Arbeit", WRONG) if degraded and dice.random() < 0.8 else right
            other = said if dice.random() < 0.85 else f"Kontrollieren: {german}, Einheit {unit}, vorher."
            outputs = {"one": said, "two": said, "three": other}
            lines.append({"id": str(unit), "source": sources[-1], "langs": ["en", "de"], "outputs": outputs})
        paths.append(folder / f"page{number:03}.txt")
        paths[-1].write_text("\n\n".join(sources) + "\n", "utf-8")
    (folder / "answers.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return paths


@pytest.fixture
def world(tmp_path: Path, home: Path) -> list[Path]:
    paths = write_world(tmp_path)
    members = ", ".join(f'"recorded:{tmp_path / "answers.jsonl"}#{name}"' for name in ("one", "two", "three"))
    (home / "policies").mkdir(parents=True)
    (home / "policies" / "promised.yaml").write_text(POLICY.format(members=members), "utf-8")
    return paths


class House_:
    """The command line, and one reviewer who sees every error."""

    def __init__(self, consensus: Callable[..., Any], home: Path) -> None:
        self._consensus = consensus
        self.service = build(Settings(home=home, database_url=f"sqlite:///{home / 'consensus.sqlite'}"))
        store, draw = self.service.outside.store, self.service.outside.draw
        self.queue = Queue(store, Patient(), ReviewSettings(draw=draw, tend=self.service.guarantees.tend))

    def submit(self, paths: Sequence[Path]) -> list[dict[str, Any]]:
        ran = self._consensus("submit", *paths, "--policy", "promised", "--from", "en", "--to", "de", "--json")
        jobs: list[dict[str, Any]] = ran.json["jobs"]
        return jobs

    def status(self) -> dict[str, Any]:
        (found,) = self._consensus("certify", "status", "--json").json["guarantees"]
        return dict(found)

    def check_all(self) -> int:
        """Judge every check that waits, each by its answer and source alone."""
        waiting = [item for item in self.service.outside.store.items() if item.kind is ItemKind.CHECK]
        waiting = [item for item in waiting if item.state == "open"]
        for item in waiting:
            view = self.queue.open("ana", item.id)
            (letter,) = view.letters
            assert (view.notes, view.terms, letter.notes, letter.differs) == ((), (), (), ())
            self.queue.checks.judge(view, "wrong" if WRONG in letter.text else "right")
        return len(waiting)


def test_learning_certified_alarm_demotion_and_certified_again(
    consensus: Callable[..., Any], home: Path, world: list[Path], tmp_path: Path
) -> None:
    house = House_(consensus, home)
    house.submit(world[:25])
    assert (house.status()["state"], house.check_all()) == ("learning", 0), "levels are placed before any check"

    jobs = house.submit(world[25:90])
    assert sum(job["totals"]["accepted"] for job in jobs) == 0, "everything goes to review"
    assert house.check_all() > 65, "every eligible unit is looked at; one of each document counts"
    state = house.status()
    assert (state["state"], state["attempt"]) == ("certified", 1), state["words"]
    assert state["words"].startswith("At most 20.0% of accepted units are materially wrong (95% confidence; ")

    wide = state["level"]
    assert wide == len(state["levels"]) - 1

    jobs = house.submit(world[90:FIRST_DEGRADED])
    assert sum(job["totals"]["accepted"] for job in jobs) > 50
    assert house.check_all() > 0
    lot = max(jobs, key=lambda job: job["totals"]["accepted"])
    exported = tmp_path / "before.jsonl"
    consensus("export", lot["id"], "--format", "jsonl", "-o", exported)
    told = consensus("verify-export", exported, "--json").json["certificate"]
    assert (told["kind"], told["accepted"]) == ("lot", lot["totals"]["accepted"])
    page = tmp_path / "before.de.txt"
    consensus("export", lot["id"], "-o", page)
    assert consensus("verify-export", page, "--json").json["certificate"] == told, "beside a file that cannot hold it"

    degraded: list[dict[str, Any]] = []
    for start in range(FIRST_DEGRADED, LAST_DEGRADED, 8):
        degraded += house.submit(world[start : start + 8])
        house.check_all()
        if house.status()["state"] == "alarm":
            break
    state = house.status()
    assert (state["state"], state["level"], state["attempt"]) == ("alarm", None, 2), state["words"]
    assert state["words"].startswith("Automatic acceptance is paused.")
    held = [item for item in house.service.outside.store.items() if item.facets.reason == "alarm"]
    assert held, "what was accepted since the change is offered for review"
    taken = consensus("export", held[0].job_id, "--format", "jsonl")
    assert '"rule":"alarm"' in taken.out
    assert '"verification":"auto"' not in taken.out, "the held export is released unit by unit"

    for item in held:
        house.queue.reject(house.queue.open("ana", item.id), "accuracy: mistranslation", "major")
    state = house.status()
    assert (state["state"], state["level"], state["paused_since"]) == ("certified", wide - 1, None), (
        "one level narrower"
    )

    for start in range(LAST_DEGRADED, DOCUMENTS, 40):
        house.submit(world[start : start + 40])
        house.check_all()
        state = house.status()
        if state["level"] == wide:
            break
    assert (state["state"], state["level"], state["attempt"]) == ("certified", wide, 2), json.dumps(state)
    told = [event.detail.split(":")[0] for event in house.service.outside.store.events("promised/en to de")]
    assert told[0].startswith("levels declared")
    assert [word.split(",")[0] for word in told[1:]] == ["learning", "certified", "alarm", "certified", "certified"]
