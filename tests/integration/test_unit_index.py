"""What is searched and counted stands in columns: whatever happens to a job, they say what its units, loaded, say."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from consensus.compare import SegmentAnswers
from consensus.domain import (
    Action,
    Candidate,
    Document,
    Event,
    Field,
    ItemState,
    MqmJudgement,
    Outcome,
    Panel,
    Policy,
    Resolution,
    ReviewItem,
    Segment,
    Task,
    Unit,
    UnitFilter,
    Verdict,
)
from consensus.domain.guarantee import GuaranteeRecord, GuaranteeUpdate
from consensus.domain.job import DecisionEffect, JobRecord, UnitRecord
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.storage.doctor import probe_rows
from consensus.storage.store import SqlStore
from consensus.storage.unit_index import folded, index_everything
from tests.older import back_to_0011

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
AT = NOW.isoformat()
JOBS = ("job0", "job1")
DOCUMENT = Document("d", "Straße.md", Task.TRANSLATE, "markdown", "…", "en", "de")
UNITS: tuple[Unit, ...] = (
    *(Segment(f"s{n}", n, word, n, n + 1) for n, word in enumerate(("Straße", "ÄPFEL", "İ lone \ud800", ""))),
    Field("f4", 4, "Items[0].Price", "items[].price"),
)
VALUES = ("Straße", "", None, 12.5, True, ["Ä", 1], {"$decimal": "odd"})
EVENT = Event(AT, "ana", "test", "job")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("empty") / "c.db"
    SqlStore(f"sqlite:///{path}").close()
    return path


def stored(store: SqlStore) -> dict[tuple[str, str], dict[str, Any]]:
    with store._reading() as connection:
        rows = connection.execute(text("SELECT * FROM unit_index")).mappings().all()
    return {(row["job_id"], row["unit_id"]): dict(row) for row in rows}


def expected(store: SqlStore) -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for line in store.job_lines():
        for record in store.units(line.id):
            found[line.id, record.unit.id] = _expected(line.id, record)
    return found


def _expected(job_id: str, record: UnitRecord) -> dict[str, Any]:
    verdict, resolution, unit = record.verdict, record.resolution, record.unit
    values = [resolution and resolution.value, verdict and verdict.value, verdict and verdict.leading]
    value = next((one for one in values if one is not None), "")
    return {
        "job_id": job_id,
        "unit_id": unit.id,
        "position": unit.index,
        "outcome": verdict.outcome.value if verdict else None,
        "rule": verdict.rule if verdict else None,
        "verification": record.result.verification.value,
        "decided_at": resolution.decided_at if resolution else None,
        "score": verdict.score if verdict else None,
        "errors": None,
        "votes": None,
        "noted": "[[], []]",
        "place": folded(unit.text if isinstance(unit, Segment) else unit.path),
        "value": folded(value if isinstance(value, str) else _written(value)),
    }


def _written(value: Any) -> str:
    odd = isinstance(value, dict)
    return json.dumps({"$object": [list(pair) for pair in value.items()]} if odd else value, ensure_ascii=False)


def counted(store: SqlStore) -> None:
    """Lists and pages say the same as the units themselves."""
    every = expected(store)
    for line in store.job_lines():
        mine = [row for (job_id, _), row in every.items() if job_id == line.id]
        outcomes = Counter(row["outcome"] for row in mine)
        decided = [row["decided_at"] for row in mine if row["decided_at"] is not None]
        told = (line.units, line.accepted, line.review, line.failed, line.decided, line.last_decision)
        three = [outcomes[one.value] for one in (Outcome.ACCEPTED, Outcome.REVIEW, Outcome.FAILED)]
        assert told == (len(mine), *three, len(decided), max(decided, default=""))
    for part in ("strasse", "äpfel", "12.5"):
        page = store.unit_page(UnitFilter(text=part), 0, 50)
        wanted = {key for key, row in every.items() if part in row["place"] or part in row["value"]}
        assert {(line.job_id, line.unit_id) for line in page.lines} == wanted
        assert page.total == len(wanted)


#: What may happen: to which job and unit, with which outcome, action and value.
STEPS = st.tuples(
    st.sampled_from(["verdicts", "decide", "twins", "undo", "bulk", "hold", "gate", "drop", "delete", "reopen"]),
    st.sampled_from(JOBS),
    st.integers(0, len(UNITS) - 1),
    st.sampled_from(Outcome),
    st.sampled_from(Action),
    st.sampled_from(VALUES),
)


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate), deadline=None)
@given(steps=st.lists(STEPS, max_size=25))
def test_the_columns_are_what_the_units_say(empty: Path, tmp_path_factory: Any, steps: list[Any]) -> None:
    world = _World(Path(shutil.copy(empty, tmp_path_factory.mktemp("index"))))
    for job_id, at in product(JOBS, range(len(UNITS))):
        outcome = Outcome.REVIEW if job_id == "job0" else Outcome.ACCEPTED
        world.verdicts(job_id, at, outcome, Action.CHOSEN, f"Wert {at}")
    for what, *rest in steps:
        getattr(world, what)(*rest)
        assert stored(world.store) == expected(world.store), what
    counted(world.store)
    world.store.close()


class _World:
    """Two jobs, and each way in which a verdict or a resolution is written or taken back."""

    def __init__(self, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self.store = SqlStore(self.url)
        for job_id in JOBS:
            self._make(job_id)

    def _make(self, job_id: str) -> None:
        job = JobRecord(job_id, DOCUMENT, Policy(name="any", version=1), Panel("given", (), "x"), "x", "done", AT)
        self.store.create_job(job, UNITS)

    def _decided(self, job_id: str, at: int, outcome: Outcome, value: Any) -> tuple[UnitRecord, list[ReviewItem]]:
        unit = UNITS[at]
        rule = "memory" if value == "" else "unanimous"
        accepted = value if outcome is Outcome.ACCEPTED else None
        verdict = Verdict(unit.id, outcome, rule, ("why",), value=accepted, leading=value)
        record = UnitRecord(unit, (Candidate(unit.id, "m", "f", value),), verdict=verdict)
        item = ReviewItem(f"{job_id}-{unit.id}", job_id, unit.id, ItemState.OPEN, 1, 1.0)
        return record, [item] if outcome is not Outcome.ACCEPTED else []

    def verdicts(self, job_id: str, at: int, outcome: Outcome, _action: Action, value: Any) -> None:
        """Asked, or asked again."""
        record, items = self._decided(job_id, at, outcome, value)
        self.store.save_decisions(job_id, [record], items)

    def gate(self, job_id: str, at: int, outcome: Outcome, _action: Action, value: Any) -> None:
        record, items = self._decided(job_id, at, outcome, value)
        book = GuaranteeRecord("any", "en to de", "d", "p", 1, 0.02, 0.95, 0.8)
        change = GuaranteeUpdate(book)
        with self.store.transaction() as tx:
            tx.save_decisions(job_id, [record], items)
            tx.save(change)

    def hold(self, job_id: str, at: int, _outcome: Outcome, _action: Action, value: Any) -> None:
        record, items = self._decided(job_id, at, Outcome.REVIEW, value)
        held = replace(record, verdict=replace(record.verdict, rule="alarm"))  # type: ignore[type-var]
        self.store.hold(job_id, [held], items, EVENT)

    def decide(self, job_id: str, at: int, _outcome: Outcome, action: Action, value: Any) -> None:
        self._resolve(job_id, at, action, value, repeats=False)

    def twins(self, job_id: str, at: int, _outcome: Outcome, action: Action, value: Any) -> None:
        self._resolve(job_id, at, action, value, repeats=True)

    def _resolve(self, job_id: str, at: int, action: Action, value: Any, *, repeats: bool) -> None:
        item = self.store.claim_next("ana", NOW, 900, job_id)
        if item is None:
            return
        made = Resolution(item.unit_id, action, "ana", value, AT, AT, seconded_by=("bo",) if at % 2 else ())
        alike = [one for one in self.store.items(job_id) if one.state is ItemState.OPEN] if repeats else []
        twins = tuple((one, replace(made, unit_id=one.unit_id), EVENT) for one in alike)
        settled = None if at == 3 and not repeats else made
        with self.store.transaction() as tx:
            assert tx.resolve(item, made, EVENT, DecisionEffect(settled=settled, next_round=2, duplicates=twins))

    def undo(self, *_: Any) -> None:
        for made in self.store.decisions("ana", limit=1):
            with self.store.transaction() as tx:
                tx.undo(made, NOW, 900, EVENT)

    def bulk(self, job_id: str, at: int, _outcome: Outcome, _action: Action, value: Any) -> None:
        made = Resolution(UNITS[at].id, Action.CHOSEN, "ana", value, AT, AT, bulk=True)
        accepted = {r.unit.id for r in self.store.units(job_id) if r.verdict and r.verdict.outcome is Outcome.ACCEPTED}
        if made.unit_id in accepted:
            self.store.confirm(job_id, [(made, EVENT)])

    def drop(self, job_id: str, at: int, *_: Any) -> None:
        self.store.drop_units(job_id, [UNITS[at].id])

    def delete(self, job_id: str, *_: Any) -> None:
        self.store.delete_job(job_id, EVENT)
        assert not [key for key in stored(self.store) if key[0] == job_id]
        self._make(job_id)

    def reopen(self, *_: Any) -> None:
        self.store.close()
        self.store = SqlStore(self.url)


def test_an_older_database_gets_the_columns_also_where_a_row_cannot_be_read(tmp_path: Path) -> None:
    world = _World(tmp_path / "c.db")
    for at, (outcome, value) in enumerate(zip([*Outcome, *Outcome], VALUES, strict=False)):
        world.verdicts("job0", at % len(UNITS), outcome, Action.CHOSEN, value)
    world.decide("job0", 1, Outcome.REVIEW, Action.EDITED, "Über")
    before, jobs = stored(world.store), world.store.job_lines()
    with world.store._writing() as connection:
        connection.execute(text("UPDATE units SET verdict = '{' WHERE job_id = 'job1' AND unit_id = 's0'"))
        back_to_0011(connection)
        for statement in (
            "ALTER TABLE decisions DROP COLUMN decided_at",
            *(
                "DROP TABLE sampling_key",
                "DROP TABLE unit_index",
                "DROP INDEX ix_jobs_lines",
                "UPDATE alembic_version SET version_num = '0007'",
            ),
            *(f"ALTER TABLE jobs DROP COLUMN {name}" for name in ("name", "task", "source_lang", "target_lang")),
            "ALTER TABLE jobs DROP COLUMN policy_name",
        ):
            connection.execute(text(statement))
    world.reopen()
    after = stored(world.store)
    spoiled = after.pop(("job1", "s0"))
    whole = before.pop(("job1", "s0"))
    assert after == before
    assert spoiled == {**whole, "outcome": None, "rule": None, "place": "", "value": "", "verification": "unverified"}
    assert world.store.job_lines() == jobs
    assert [(probe.name, probe.ok) for probe in probe_rows(world.url)] == [("job job1", False)]
    world.store.close()


def test_lists_and_searches_read_no_whole_unit_or_document(tmp_path: Path) -> None:
    world = _World(tmp_path / "c.db")
    world.verdicts("job0", 0, Outcome.ACCEPTED, Action.CHOSEN, "Straße")
    with world.store._writing() as connection:
        for change in ("units SET unit = '{', verdict = '{', answers = '{'", "jobs SET document = '{', policy = '{'"):
            connection.execute(text(f"UPDATE {change}"))
    assert [(line.document, line.units, line.accepted) for line in world.store.job_lines()] == [
        ("Straße.md", len(UNITS), 0),
        ("Straße.md", len(UNITS), 1),
    ]
    assert world.store.unit_page(UnitFilter(text="strasse", document="STRASSE"), 0, 0).total == 2
    assert [age.document for age in world.store.job_ages()] == ["Straße.md", "Straße.md"]
    world.store.close()


def test_nothing_of_a_deleted_job_is_left_in_the_columns(tmp_path: Path) -> None:
    world = _World(tmp_path / "c.db")
    world.verdicts("job0", 0, Outcome.REVIEW, Action.CHOSEN, "PLANTED leading")
    world.decide("job0", 1, Outcome.REVIEW, Action.EDITED, "PLANTED Value")
    assert any(b"planted value" in file.read_bytes() for file in tmp_path.iterdir())
    for job_id in JOBS:
        world.store.delete_job(job_id, EVENT)
    world.store.wipe()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [word for word in (b"planted", b"PLANTED", "straße".encode(), b"strasse") if word in held] == []
    world.store.close()


def test_rows_made_from_records_are_those_made_from_what_is_stored(empty: Path, tmp_path: Path) -> None:
    """With everything that a record may hold: answers, agreement, findings, and values that JSON has not."""
    store = SqlStore(f"sqlite:///{shutil.copy(empty, tmp_path / 'c.db')}")
    job = JobRecord("job0", DOCUMENT, Policy(name="any", version=1), Panel("given", (), "x"), "x", "done", AT)
    store.create_job(job, UNITS)
    answers = (Candidate("s0", "one", "f", "Straße 5"), Candidate("s0", "other", "g", "Straße 50"))
    assert isinstance(UNITS[0], Segment)
    (first,) = decide_segments([SegmentAnswers(UNITS[0], answers)], DecisionConfig(job.policy, ("en", "de")))
    decided, judgement = [first], MqmJudgement("judge", "one", total=5.0)
    assert first.agreement is not None
    assert first.findings
    assert first.verdict is not None
    for at, value in ((3, Decimal("1.50")), (4, {"$float": [float("inf"), Decimal(2)]})):
        judged = replace(first.agreement, unit_id=UNITS[at].id, gates=("row_count", "hard_fact"), judgement=judgement)
        verdict = replace(first.verdict, unit_id=UNITS[at].id, leading=value, score=float("-inf"))
        decided.append(replace(first, unit=UNITS[at], agreement=judged, verdict=verdict))
    store.save_decisions("job0", decided, ())
    made = stored(store)
    with store._writing() as connection:
        index_everything(connection)
    assert made == stored(store)
    judged = made["job0", "f4"]
    assert ("one" in judged["votes"], judged["errors"], "row_count" in judged["noted"]) == (True, 5.0, True)
    store.close()
