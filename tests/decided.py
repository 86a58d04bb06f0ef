"""Finished jobs with what people decided, stored as the product stores them, for tests of what is learned from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consensus.domain import (
    Action,
    Candidate,
    Document,
    Event,
    Field,
    Finding,
    ModelSpec,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Rule,
    Segment,
    Severity,
    Task,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.storage.store import SqlStore

AT = "2026-05-04T12:00:00+00:00"
PANEL = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(3)), "why")
MINE = Policy(name="mine", version=4)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Delivery note",
    "properties": {
        "discount": {"type": ["number", "null"], "description": "Of the whole."},
        "items": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
    },
}


def decide(store: SqlStore, job_id: str, document: Document, made: Sequence[tuple[Any, Any, Any, str]]) -> None:
    """Store a finished job. made: (unit, what all models say, what a person delivers, a check that forbids the models'
    answer, or ""). A delivered answer that a check forbids was taken all the same."""
    store.create_job(JobRecord(job_id, document, MINE, PANEL, document.name, "done", AT), [])
    store.save_decisions(job_id, [_record(*one) for one in made], [])
    events = Event(AT, "ana", "confirm", job_id)
    store.confirm(job_id, [(_resolution(unit, said, kept, check), events) for unit, said, kept, check in made])


def fields(store: SqlStore, number: int, made: Sequence[tuple[str, Any, Any]], text: str = "") -> str:
    """A document of fields. made: (path, what all models say, what a person delivers)."""
    text, job_id = text or f"Note {number}\nDiscount none\n", f"fields{number}"
    document = Document(job_id, f"{job_id}.txt", Task.EXTRACT, "text", text, "en", None, schema=SCHEMA)
    units = [Field(f"u{at}", at, path, path.replace("[0]", "[]"), {}) for at, (path, _, _) in enumerate(made)]
    decide(store, job_id, document, [(unit, said, kept, "") for unit, (_, said, kept) in zip(units, made, strict=True)])
    return job_id


def segments(store: SqlStore, number: int, made: Sequence[tuple[str, str, str]], check: str = "") -> str:
    """A translated document. made: (source, what all models say, what a person delivers)."""
    job_id, text = f"segments{number}", f"{number}: " + " ".join(source for source, _, _ in made)
    document = Document(job_id, f"{job_id}.txt", Task.TRANSLATE, "text", text, "en", "de")
    units = [Segment(f"s{at}", at, source, 0, 1) for at, (source, _, _) in enumerate(made)]
    both = zip(units, made, strict=True)
    decide(store, job_id, document, [(unit, said, kept, check) for unit, (_, said, kept) in both])
    return job_id


def _record(unit: Any, said: Any, kept: Any, check: str) -> UnitRecord:
    answers = tuple(Candidate(unit.id, f"m{n}", f"f{n}", said) for n in range(3))
    findings = (Finding(check, Severity.MAJOR, True, "Why.", "m0"),) if check else ()
    verdict = Verdict(unit.id, Outcome.REVIEW, Rule.VETO if check else Rule.SPLIT, ("why",), None, said, "m0")
    return UnitRecord(unit, answers, None, findings, verdict)


def _resolution(unit: Any, said: Any, kept: Any, check: str) -> Resolution:
    same = type(said) is type(kept) and said == kept
    action = Action.CHOSEN if same else Action.EDITED
    overruled = (check,) if same and check else ()
    return Resolution(unit.id, action, "ana", kept, AT, AT, "m0", (("m0", "m1", "m2"),), overruled=overruled)
