"""An extracted object with what stands behind each of its fields: one object for whoever takes values over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consensus.domain import Abstention, Candidate, Field, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import accounting
from consensus.export.beside import Certificate, certificate_name
from consensus.export.decisions import delivered
from consensus.export.places import agreeing, places_of
from consensus.export.provenance import document_of
from consensus.export.public import Public
from consensus.export.tables import reason_of
from consensus.locate.evidence import Evidence
from consensus.locate.layout import NOWHERE, Layout


def with_evidence(
    job: JobRecord, units: Sequence[UnitRecord], certificate: Certificate = None, layout: Layout = NOWHERE
) -> dict[str, Any]:
    """``{"value", "fields", "job"}``: the delivered object, every field by its path, and what the job was.

    A field has its value, verdict, verification, rule, reason, the families that answered and those that agree, every
    member's answer, and the places of its value in the document (``normalize.evidence``). A field that is not verified
    has the value null, no places, and the ``leading`` answer. support is a share of families, never a probability.
    saw: the pages whose pictures a member was sent, where it was sent some.
    certificate, layout: as in ``to_jsonl``.
    """
    public = Public(job)
    places = places_of(job, units, layout)
    return {
        "value": delivered(job.document.schema or {}, units),
        "fields": {
            record.unit.path: _field(record, public, places[record.unit.id])
            for record in units
            if isinstance(record.unit, Field)
        },
        "job": {
            "id": job.id,
            "document": document_of(job),
            "policy": {"name": job.policy.name, "version": job.policy.version, "digest": job.policy.digest},
            "verification": dict(accounting(units)),
            "certificate": certificate_name(certificate),
        },
    }


def _field(record: UnitRecord, public: Public, evidence: Evidence) -> dict[str, Any]:
    verdict, agreement, result = record.verdict, record.agreement, record.result
    cluster = agreeing(record)
    field = {
        "value": result.value,
        "verdict": verdict.outcome.value if verdict else None,
        "verification": result.verification.value,
        "rule": verdict.rule if verdict else None,
        "reason": reason_of(record, public),
        "support": round(verdict.support, 4) if verdict else None,
        "families": list(agreement.families) if agreement else [],
        "agreeing": list(cluster.families) if cluster else [],
        "members": {public.text(a.member): a.value for a in record.answers if isinstance(a, Candidate)},
        "abstentions": {public.text(a.member): a.reason.value for a in record.answers if isinstance(a, Abstention)},
        **evidence.as_dict(),
    }
    faults = {public.text(a.member): a.fault.value for a in record.answers if isinstance(a, Abstention) and a.fault}
    if faults:
        field["faults"] = faults
    saw = {public.text(a.member): list(a.saw) for a in record.answers if isinstance(a, Candidate) and a.saw}
    if saw:
        field["saw"] = saw
    if result.verification is Verification.UNVERIFIED:
        field["leading"] = verdict.leading if verdict else None
    if record.resolution is not None:
        field["decided_by"] = record.resolution.reviewer
    return field
