"""Documents of fields for the tests of their review: bills with a table, of which each member gave an object."""

from __future__ import annotations

from typing import Any

from consensus import review
from consensus.domain import Candidate, Document, ModelSpec, Panel, Policy, ReviewRules, Task
from consensus.domain.job import JobRecord
from consensus.pipeline import DecisionConfig, ObjectAnswers, decide_object
from consensus.storage.store import SqlStore

AT = "2026-05-04T12:00:00+00:00"
NUMBER = {"type": ["number", "null"]}
ITEM = {"type": "object", "properties": {"sku": {"type": "string"}, "price": NUMBER}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "x-rule": "total == sum(items[].price)",
    "properties": {
        "number": {"type": "string"},
        "total": NUMBER,
        "items": {"type": "array", "items": ITEM},
    },
}
TEXT = "Bill F-77\nBolt 11\nTaxi 45\nTotal 56\n"
ROWS = [{"sku": "Bolt", "price": 11}, {"sku": "Taxi", "price": 45}]


def bill(
    store: SqlStore,
    given: list[dict[str, Any]],
    job_id: str = "job1",
    text: str = TEXT,
    rules: ReviewRules | None = None,
    schema: dict[str, Any] = SCHEMA,
) -> None:
    """A document of which each member gave one of these objects. rules: of its review."""
    policy = Policy(name="p", version=1, review=rules or ReviewRules())
    document = Document("d", f"{job_id}.txt", Task.EXTRACT, "text", text, "en", None, schema=schema)
    panel = Panel("given", tuple(ModelSpec(f"m{n}", f"m{n}", f"f{n}") for n in range(len(given))), "why")
    job = JobRecord(job_id, document, policy, panel, document.name, "done", AT)
    store.create_job(job, [])
    answers = [Candidate("d", f"m{n}", f"f{n}", value) for n, value in enumerate(given)]
    records = decide_object(ObjectAnswers("d", text, schema, answers), DecisionConfig(job.policy))
    store.save_decisions(job_id, records, review.waiting_items(job, records, AT, lambda *_: 1.0))


#: Of the second row of a bill: one member lacks it; and those who have it differ on its price.
LOST = [{"number": "F-77", "total": 56, "items": rows} for rows in (ROWS, ROWS, ROWS[:1])]
DISPUTED = [*LOST[:1], {**LOST[0], "items": [ROWS[0], {"sku": "Taxi", "price": 54}]}, LOST[2]]
