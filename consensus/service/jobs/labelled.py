"""Recorded answers with what people said of them: an installation's own benchmark, halved for good."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consensus import export
from consensus.domain import Action, Field, HumanLabel, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import UsageError
from consensus.learn.halves import document_digest, half_of
from consensus.learn.labels import standing, weighed
from consensus.service.dependencies import Dependencies
from consensus.service.jobs.costs import Costs
from consensus.service.labels import Labels


@dataclass(frozen=True, slots=True)
class LabelledAnswers:
    """text: one JSON object a line, the first says what it is. records, labels: how many. notes: sentences on what was
    left out, and on what the file may not be used for."""

    text: str
    records: int
    labels: int
    notes: tuple[str, ...] = ()


async def record_labelled(outside: Dependencies, job_ids: Sequence[str]) -> LabelledAnswers:
    """The answers of these jobs with their labels, each document in its half.

    A job whose class of data may be kept nowhere (``retention_days: 0``) is left out, and said. Of several jobs of one
    document under one schema or language pair the last one named counts. Raises NotFoundError, UsageError while a job
    runs, or where nothing is left.
    """
    store, notes = outside.store, list[str]()
    jobs = list({job.id: job for job in map(store.job, job_ids)}.values())
    left = {job.id: said for job in jobs if (said := _kept_nowhere(job))}
    notes += left.values()
    kept = [job for job in jobs if job.id not in left]
    newest = {job.document.id: job for job in kept}
    notes += [
        f"Job {job.id} is left out: job {newest[job.document.id].id} is of the same document."
        for job in kept
        if newest[job.document.id] is not job
    ]
    if not newest:
        raise UsageError("none of these jobs may be recorded.", where="record", do=" ".join(notes))
    labels = standing(Labels(outside.store).all([job.id for job in newest.values()]))
    lines = [line for job in newest.values() for line in await _lines(outside, job, labels)]
    classes = sorted({job.document.data_class for job in newest.values() if job.document.data_class})
    held = f" It holds texts of the data class {', '.join(classes)}." if classes else ""
    named = ", ".join(newest)
    about = f"Answers of the jobs {named}, with labels of people.{held} Learn from one half and judge on the other."
    why = weighed(labels).why
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ({"about": about}, *lines))
    count = sum(len(line.get("labels", {})) for line in lines)
    return LabelledAnswers(written, len(lines), count, (*notes, *([why] if why else [])))


def _kept_nowhere(job: JobRecord) -> str:
    name = job.document.data_class
    rule = job.policy.data_classes.get(name) if name else None
    if rule is None or rule.retention_days != 0:
        return ""
    return f'Job {job.id} is left out: its data class "{name}" may be kept nowhere (retention_days: 0).'


async def _lines(outside: Dependencies, job: JobRecord, labels: Sequence[HumanLabel]) -> list[dict[str, Any]]:
    _, *written = (await Costs(outside).record(job.id)).splitlines()
    units = {record.unit.id: record for record in outside.store.units(job.id)}
    mine = {one.unit_id: one for one in labels if one.job_id == job.id and one.unit_id in units}
    names = export.recorded_names(job)
    digest = document_digest(job.document)
    place = {"document": digest, "half": half_of(digest, outside.draw).value}
    found = []
    for line in map(json.loads, written):
        line = {**line, "id": f"{job.id}/{line['id']}", **place}
        if job.document.task is Task.EXTRACT:
            told = {_path(units[unit]): _label(one, units[unit], names) for unit, one in mine.items()}
            found.append({**line, "labels": told} if told else line)
        else:
            unit = line["id"].removeprefix(f"{job.id}/")
            found.append({**line, **_of_segment(mine[unit], units[unit], names)} if unit in mine else line)
    return found


def _path(record: UnitRecord) -> str:
    return record.unit.path if isinstance(record.unit, Field) else ""


def _label(label: HumanLabel, record: UnitRecord, names: Mapping[str, str]) -> dict[str, Any]:
    made = record.resolution
    rejected = label.action is Action.REJECTED
    right = {names[one.member]: one.right for one in label.answers if one.right is not None and one.member in names}
    return {
        "value": None if made is None or rejected else made.value,
        "rejected": rejected,
        "right": right,
        "kind": label.kind.value,
        "drawn": label.drawn.value,
        "chance": label.chance,
    }


def _of_segment(label: HumanLabel, record: UnitRecord, names: Mapping[str, str]) -> dict[str, Any]:
    """A segment's label, and as ratings what is certain of it: 1 for what was delivered, 0 for what was judged wrong;
    of another wording than the delivered one nobody said that it is bad."""
    told = _label(label, record, names)
    certain = bool(label.judgement) or label.action is Action.REJECTED
    human = {name: float(right) for name, right in told["right"].items() if right or certain}
    rated = {"human": human, "human_protocol": "label"} if human else {}
    return {**rated, "labels": {"": told}}
