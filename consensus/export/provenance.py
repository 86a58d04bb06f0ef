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
from consensus.export.beside import Certificate, certificate_name
from consensus.export.chain import chained
from consensus.export.places import places_of
from consensus.export.public import Public, model_name, provider_of
from consensus.export.verifier.reading import NOT_CERTIFIED, sha256
from consensus.locate.evidence import Evidence
from consensus.locate.layout import NOWHERE, Layout


def to_jsonl(
    job: JobRecord,
    units: Sequence[UnitRecord],
    calls: Sequence[Call],
    certificate: Certificate = None,
    validity: Mapping[str, Any] | None = None,
    layout: Layout = NOWHERE,
) -> str:
    """One JSON object a unit, in document order, chained as ``consensus.export.chain`` says.

    calls: all of the job's, failed ones too. Costs are strings in US dollars, null when unknown; latencies seconds;
    spans and the places of a field's value offsets in characters of the document's text (``normalize.evidence``).
    Paths of this machine and secrets are left out. certificate: stands beside the file; the lines name it by its digest
    and hold what it is about. validity: of the whole object of an extraction.
    layout: where the words of the document stand on its pages, or in its cells.
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
        "slice": certificate["slice"] if certificate is not None else None,
        "basis": certificate["basis"] if certificate is not None else None,
        "certificate": certificate_name(certificate),
        **({"object": validity} if validity and job.document.task is Task.EXTRACT else {}),
    }
    answers = _Answers(job, calls, public)
    places = places_of(job, units, layout)
    guarantee = certificate["guarantee"] if certificate is not None else None
    named = guarantee["id"] if guarantee is not None else NOT_CERTIFIED
    return chained({**head, **_line(record, answers, public, places.get(record.unit.id), named)} for record in units)


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
            if answer.saw:
                line["saw"] = list(answer.saw)
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
        **({"pages": len(document.pages)} if document.pages else {}),
        **_pages(document),
    }


def _pages(document: Document) -> dict[str, Any]:
    """Which pages were read by which OCR engine; "" for words that an unknown one had put into the file."""
    read = {str(page.number): page.read_by for page in document.pages if page.source == "ocr"}
    return {"read_by_ocr": read} if read else {}


def _line(
    record: UnitRecord, answers: _Answers, public: Public, evidence: Evidence | None, certificate: str
) -> dict[str, Any]:
    """certificate: the id of the one beside the file; a unit that was accepted under another is not certified."""
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
        "verdict": _verdict(record, public, certificate),
        "resolution": _resolution(record, public) if record.resolution else None,
        **_comments(record),
        "memory": _memory(record.unit, public),
        **_filled(record.unit),
    }


def _comments(record: UnitRecord) -> dict[str, Any]:
    """What reviewers said to each other about the unit, the oldest first; nothing for one without comments."""
    said = [
        {"author": one.author, "at": one.at, "kind": one.kind.value, "addressee": one.addressee, "text": one.text}
        for one in record.comments
    ]
    return {"comments": said} if said else {}


def _filled(unit: Segment | Field) -> dict[str, Any]:
    """The translation that the file already held. kept: it was delivered as it is, and nobody was asked."""
    filled = unit.filled if isinstance(unit, Segment) else None
    return {"filled": {"state": filled.state, "value": filled.target, "kept": filled.kept}} if filled else {}


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
        place = {"place": unit.place} if unit.place else {}
        codes = [{"id": c.id, "kind": c.kind, "role": c.role, "shown": c.shown} for c in unit.codes]
        told = {"codes": codes} if codes else {}
        return {"source": unit.text, "kind": unit.kind, "span": [unit.start, unit.end], **place, **told}
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


def _verdict(record: UnitRecord, public: Public, certificate: str) -> dict[str, Any] | None:
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
        "certificate": certificate if verdict.certificate == certificate else NOT_CERTIFIED,
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
        "edit_distance": edit_distance(resolution, record.choices),
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
