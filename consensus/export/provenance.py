"""JSONL with the provenance of every unit: what an auditor reads, one line a unit, chained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from consensus.domain import (
    Abstention,
    Answer,
    Call,
    Candidate,
    Document,
    Field,
    ModelSpec,
    MqmJudgement,
    Resolution,
    Segment,
    Task,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.chain import chained, sha256
from consensus.export.places import places_of
from consensus.export.public import Public, model_name, provider_of
from consensus.locate.evidence import Evidence


def to_jsonl(
    job: JobRecord,
    units: Sequence[UnitRecord],
    calls: Sequence[Call],
    certificate: str | Mapping[str, Any] = "not certified",
    validity: Mapping[str, Any] | None = None,
) -> str:
    """One JSON object a unit, in document order, chained as ``consensus.export.chain`` says.

    calls: all of the job's, failed ones too. Costs are strings in US dollars, null when unknown; latencies seconds;
    spans and the places of a field's value offsets in characters of the document's text (``normalize.evidence``).
    Paths of this machine and secrets are left out. certificate: of this lot, as ``LotCertificate.as_dict`` gives it.
    validity: of the whole object of an extraction.
    """
    public = Public(job)
    head = {
        "job": job.id,
        "document": document_of(job),
        "task": job.document.task.value,
        "policy": {"name": job.policy.name, "version": job.policy.version, "digest": job.policy.digest},
        "panel": {"name": job.panel.name, "why": public.text(job.panel.why)},
        "parameters": {
            "temperature": job.policy.asking.temperature,
            "memory": {"members": job.policy.memory.members, "reuse": job.policy.memory.reuse},
        },
        "certificate": certificate,
        **({"object": validity} if validity and job.document.task is Task.EXTRACT else {}),
    }
    answers = _Answers(job, calls, public)
    places = places_of(job.document.text, units)
    return chained({**head, **_line(record, answers, public, places.get(record.unit.id))} for record in units)


class _Answers:
    """Candidates and abstentions with the calls they came from."""

    def __init__(self, job: JobRecord, calls: Sequence[Call], public: Public) -> None:
        self._specs = {spec.name: spec for spec in job.panel.members}
        self._calls = {call.id: call for call in calls}
        self._attempts = Counter((call.ask_id, call.member) for call in calls)
        self._public = public

    def described(self, answer: Answer) -> dict[str, Any]:
        """One member's answer, or why there is none."""
        line: dict[str, Any] = {"member": self._public.text(answer.member), "family": answer.family}
        if isinstance(answer, Abstention):
            line |= {"abstained": answer.reason.value, "detail": self._public.text(answer.detail)}
            line |= {"fault": answer.fault.value} if answer.fault is not None else {}
        else:
            line["value"] = answer.value
            if answer.row_absent:
                line["row_absent"] = True
        spec = self._specs.get(answer.member)
        return line | (self._asked(spec) if spec else {}) | self._call(answer)

    def _asked(self, spec: ModelSpec) -> dict[str, Any]:
        return {
            "provider": provider_of(spec),
            "requested_model": self._public.text(model_name(spec.model)),
            "max_output_tokens": spec.max_output_tokens,
            "family_why": self._public.text(spec.family_why),
        }

    def _call(self, answer: Answer) -> dict[str, Any]:
        call = self._calls.get(answer.call_id)
        if call is None:
            return {"call": None}
        reply = call.reply
        line: dict[str, Any] = {
            "id": call.id,
            "prompt": call.prompt_id,
            "request_digest": call.request_digest,
            "started": call.started,
            "ended": call.ended,
            "attempts": max(call.attempt, self._attempts[(call.ask_id, call.member)]),
            # Another member's call stands for this one when its own failed.
            "fallback": call.member != answer.member,
            "answered_by": self._public.text(call.member),
            "fault": call.fault,
            # The earlier call whose answer this is, and the one for the same that was under way at a kill.
            "cached": call.cached or None,
            "repeats": call.repeats or None,
        }
        if reply is not None:
            line |= {
                "returned_model": self._public.text(model_name(reply.model)),
                "finish_reason": reply.finish_reason,
                "latency": reply.latency,
                "tokens_in": reply.tokens_in,
                "tokens_out": reply.tokens_out,
                "cost": None if reply.cost is None else str(reply.cost),
                "answer_sha256": sha256(reply.text),
            }
        return {"call": line}


def file_sha256(document: Document) -> str:
    """Of the file that was handed in; worked out of the text for a document of before its digest was kept."""
    return document.blob or sha256(("\ufeff" if document.bom else "") + document.text)


def document_of(job: JobRecord) -> dict[str, Any]:
    """The digest that names the document here, and the one that ``sha256sum`` gives for its file."""
    document = job.document
    return {
        "name": document.name,
        "digest": document.id,
        "sha256": file_sha256(document),
        "source_lang": document.source_lang,
        "target_lang": document.target_lang,
    }


def _line(record: UnitRecord, answers: _Answers, public: Public, evidence: Evidence | None) -> dict[str, Any]:
    result = record.result
    return {
        "unit": record.unit.id,
        **_place(record.unit),
        "value": result.value,
        **(evidence.as_dict() if evidence else {}),
        "verification": result.verification.value,
        "candidates": [answers.described(a) for a in record.answers if isinstance(a, Candidate)],
        "abstentions": [answers.described(a) for a in record.answers if isinstance(a, Abstention)],
        "agreement": _agreement(record, public),
        "findings": [_finding(finding, public) for finding in record.findings],
        "verdict": _verdict(record, public),
        "resolution": _resolution(record, public) if record.resolution else None,
        "memory": _memory(record.unit, public),
    }


def _memory(unit: Segment | Field, public: Public) -> list[dict[str, Any]]:
    """Earlier verified translations of the same text; a unit with the rule "reused" delivers one of them."""
    return [
        {
            "value": one.target,
            "verification": one.verification,
            "job": one.job_id,
            "unit": one.unit_id,
            "document": public.text(one.document),
            "reusable": one.reusable or None,
        }
        for one in (unit.memory if isinstance(unit, Segment) else ())
    ]


def _place(unit: Segment | Field) -> dict[str, Any]:
    if isinstance(unit, Segment):
        return {"source": unit.text, "kind": unit.kind, "span": [unit.start, unit.end]}
    return {"path": unit.path}


def _agreement(record: UnitRecord, public: Public) -> dict[str, Any] | None:
    agreement = record.agreement
    if agreement is None:
        return None
    return {
        "signature": public.text(agreement.signature),
        "similarities": dict(agreement.similarities),
        "disagreement": agreement.disagreement,
        "support": agreement.support,
        "score": agreement.score,
        "families": list(agreement.families),
        "clusters": [
            {
                "members": public.all(list(cluster.members)),
                "families": list(cluster.families),
                "representative": public.text(cluster.representative),
                "null": cluster.null,
            }
            for cluster in agreement.clusters
        ],
        "disputes": public.all(list(agreement.disputes)),
        "gates": list(agreement.gates),
        **({"judgement": _judgement(agreement.judgement, public)} if agreement.judgement else {}),
    }


def _judgement(judgement: MqmJudgement, public: Public) -> dict[str, Any]:
    """What the policy's judge said of one answer. total: what its errors weigh, 0 to 25."""
    return {
        "judge": public.text(judgement.judge),
        "member": public.text(judgement.member),
        "total": judgement.total,
        "errors": [
            {
                "category": error.category,
                "severity": error.severity.value,
                "quote": error.quote,
                "problem": error.problem,
                "span": error.span,
            }
            for error in judgement.errors
        ],
    }


def _finding(finding: Any, public: Public) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "veto": finding.veto,
        "member": public.text(finding.member),
        "message": public.text(finding.message),
        "source_span": finding.source_span,
        "target_span": finding.target_span,
    }


def _verdict(record: UnitRecord, public: Public) -> dict[str, Any] | None:
    verdict = record.verdict
    if verdict is None:
        return None
    return {
        "outcome": verdict.outcome.value,
        "rule": verdict.rule,
        "reasons": public.all(list(verdict.reasons)),
        "representative": public.text(verdict.representative),
        "support": verdict.support,
        "score": verdict.score,
        "certificate": verdict.certificate,
    }


def _resolution(record: UnitRecord, public: Public) -> dict[str, Any]:
    resolution = record.resolution
    if resolution is None:
        raise ValueError("only resolved units have a resolution")
    return {
        "action": resolution.action.value,
        "value": resolution.value,
        "reviewer": resolution.reviewer,
        "shown_at": resolution.shown_at,
        "decided_at": resolution.decided_at,
        "display_order": public.all([list(letter) for letter in resolution.order]),
        "chosen_member": public.text(resolution.chosen_member),
        "edit_distance": edit_distance(resolution, record.answers),
        "reason": resolution.reason,
        "severity": resolution.severity,
        "comment": resolution.comment,
        "seconded_by": list(resolution.seconded_by),
        "repeats": resolution.repeats,
        "bulk": resolution.bulk,
        "overruled": list(resolution.overruled),
    }


def edit_distance(resolution: Resolution, answers: Sequence[Answer]) -> int | None:
    """Characters that the person changed in the candidate taken; None where there was none, or no text."""
    taken: Mapping[str, Any] = {a.member: a.value for a in answers if isinstance(a, Candidate)}
    before = taken.get(resolution.chosen_member)
    if not isinstance(before, str) or not isinstance(resolution.value, str):
        return None
    return int(Levenshtein.distance(before, resolution.value))
