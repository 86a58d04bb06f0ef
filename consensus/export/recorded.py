"""A real run's answers in the interchange format of recorded answers, so that they can be judged again for nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from consensus.domain import UNASKED, Candidate, ModelSpec, Segment
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.public import Public
from consensus.normalize.mqm import as_json, found_by


def recorded_segments(job: JobRecord, units: Sequence[UnitRecord]) -> str:
    """One line a segment; null where a member abstained or was not asked. With the judge's word where there is one."""
    names = recorded_names(job)
    langs = [job.document.source_lang, job.document.target_lang]
    lines = []
    for record in units:
        if isinstance(record.unit, Segment) and not (record.verdict and record.verdict.rule in UNASKED):
            given = {a.member: a.value for a in record.answers if isinstance(a, Candidate)}
            line = {"id": record.unit.id, "doc_id": job.document.name, "source": record.unit.text}
            known = {"langs": langs} if all(langs) else {}
            outputs = {name: given.get(member) for member, name in names.items()}
            lines.append({**line, **known, "outputs": outputs, **_judged(record, names)})
    return _written(job, lines)


def _judged(record: UnitRecord, names: Mapping[str, str]) -> dict[str, Any]:
    """What the policy's judge said of the one answer that it read."""
    judgement = record.agreement.judgement if record.agreement else None
    if judgement is None:
        return {}
    return {"judge": judgement.judge, "judgements": {names[judgement.member]: as_json(found_by(judgement))}}


def recorded_object(job: JobRecord, given: Mapping[str, Any]) -> str:
    """One line for the document. given: member -> its whole object; null for members without one."""
    line = {
        "id": job.document.id,
        "doc_id": job.document.name,
        "text": job.document.text,
        "schema": job.document.schema,
        **({"lang": job.document.source_lang} if job.document.source_lang else {}),
        "outputs": {name: given.get(member) for member, name in recorded_names(job).items()},
    }
    return _written(job, [line])


def _written(job: JobRecord, lines: Sequence[Mapping[str, Any]]) -> str:
    about = f"Answers of job {job.id}, policy {job.policy.name} version {job.policy.version}, {job.created_at[:10]}."
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ({"about": about}, *lines))


def recorded_names(job: JobRecord) -> dict[str, str]:
    """Member -> the name it is recorded under: without folders of this machine, and without "#", which ends a path."""
    public = Public(job)
    found: dict[str, str] = {}
    for spec in job.panel.members:
        name = public.text(_plain(spec)).replace("#", "_")
        while name in found.values():
            name += "+"
        found[spec.name] = name
    return found


def _plain(spec: ModelSpec) -> str:
    """A replayed member keeps the name it was recorded under."""
    return spec.model if spec.source == "recorded" else spec.name
