"""What a tool gives back. What is not verified is an error that says what is open, and never holds an answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from consensus.domain import Segment, Verification
from consensus.domain.job import UnitRecord
from consensus.service.answers import AnswerStatus, GivenAnswer
from consensus.service.jobs.exported import Exported
from consensus.service.jobs.report import JobReport

#: Open units that are named; a document may have thousands.
_MOST_NAMED = 20
_HELD = "This is not a result: do not use or guess one. "
_PENDING = "This is not a result yet: the models have not all answered. Ask again with get_result."


@dataclass(frozen=True, slots=True)
class ToolResult:
    """text: what a model reads. data: the same for programs. is_error: for everything but a verified result."""

    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    is_error: bool = False


def listed(data: Mapping[str, Any]) -> ToolResult:
    """Facts that are no answer to a question of the assistant."""
    return ToolResult(json.dumps(data, ensure_ascii=False, indent=1), data)


def of_answer(answer: GivenAnswer) -> ToolResult:
    """The verified text or object; else why there is none."""
    about: dict[str, Any] = {"id": answer.completion.id, "status": answer.status.value, "words": answer.words}
    about |= {"families_agreed": answer.families_agreed, "families_asked": answer.families_asked}
    if answer.status is AnswerStatus.ACCEPTED:
        value = answer.value
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return ToolResult(text, about | {"value": value})
    if answer.status is AnswerStatus.PENDING:
        return ToolResult(f"{_PENDING} id: {answer.completion.id}", about, is_error=True)
    said = " ".join([_HELD + _then(answer.why), *answer.reasons, f"id: {answer.completion.id}"])
    return ToolResult(said, about | {"reasons": list(answer.reasons), "why": answer.why}, is_error=True)


def of_open_job(report: JobReport, why: str) -> ToolResult:
    """Why a document is no result yet. why: a sentence."""
    open_units = [record for record in report.units if record.result.verification is Verification.UNVERIFIED]
    named = [_open(record) for record in open_units[:_MOST_NAMED]]
    data = {"id": report.id, "status": "held", "open_units": len(open_units), "open": named}
    lines = [f"- {unit['unit']}: {' '.join(unit['reasons'])}" for unit in named]
    more = [f"and {len(open_units) - len(named)} more"] if len(open_units) > len(named) else []
    said = f"{_HELD}{why} id: {report.id}"
    return ToolResult("\n".join([said, *lines, *more]), data, is_error=True)


def of_running_job(job_id: str) -> ToolResult:
    """A job under way, or one that was stopped."""
    return ToolResult(f"{_PENDING} id: {job_id}", {"id": job_id, "status": "pending"}, is_error=True)


def of_export(job_id: str, exported: Exported) -> ToolResult:
    """The verified file: its text, or its bytes in base64 beside a sentence."""
    about: dict[str, Any] = {"id": job_id, "status": "accepted", "notice": exported.notice}
    try:
        text = exported.content.decode("utf-8")
    except UnicodeDecodeError:
        content = base64.b64encode(exported.content).decode()
        told = f"The verified file has {len(exported.content):,} bytes and is no text. Write it with save_as."
        return ToolResult(told, about | {"content_base64": content})
    return ToolResult(text, about | {"value": text})


def _then(why: str) -> str:
    return {
        "rejected": "A person decided that no answer is right.",
        "open_batch": "It waits for its batch.",
        "no_answer": "No model gave an answer.",
    }.get(why, "A person has to decide; ask again later with get_result.")


def _open(record: UnitRecord) -> dict[str, Any]:
    place = record.unit.text if isinstance(record.unit, Segment) else record.unit.path
    reasons: Sequence[str] = record.verdict.reasons if record.verdict is not None else ()
    return {"unit": place, "reasons": list(reasons)}
