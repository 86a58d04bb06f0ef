"""What stands beside every export: its digest, what was verified how, and the certificate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consensus.domain import Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import accepted_here, accounting
from consensus.export.verifier.reading import NOT_CERTIFIED, canonical, sha256
from consensus.export.verifier.script import CERTIFICATE, SIGNATURE

#: What is promised of a job's accepted units (``certify.certificate_of``); None for nothing.
Certificate = Mapping[str, Any] | None


def beside(path: Path) -> Path:
    """Where the certificate of an exported file stands: ``manual.de.md.certificate.json``."""
    return path.with_name(f"{path.name}{CERTIFICATE}")


def signature_of(path: Path) -> Path:
    """Where the signature of an exported file stands: ``manual.de.md.intoto.jsonl``."""
    return path.with_name(f"{path.name}{SIGNATURE}")


def certificate_name(certificate: Certificate) -> str:
    """What a line of an export says of its certificate: the SHA-256 of it, or "not certified"."""
    return NOT_CERTIFIED if certificate is None else sha256(canonical(certificate))


def to_certificate(
    job: JobRecord,
    content: bytes,
    units: Sequence[UnitRecord],
    certificate: Certificate,
    validity: Mapping[str, Any] | None = None,
    form: str = "source",
) -> str:
    """One JSON object. content: what is exported in this form, over which sha256 is. validity: as in ``to_jsonl``."""
    told = {
        "form": form,
        "sha256": sha256(content),
        "job": job.id,
        "document": job.document.name,
        "policy": {"name": job.policy.name, "version": job.policy.version, "digest": job.policy.digest},
        "units": len(units),
        "accepted": sum(map(accepted_here, units)),
        "verification": dict(accounting(units)),
        "certificate": NOT_CERTIFIED if certificate is None else certificate,
        **({"object": validity} if validity and job.document.task is Task.EXTRACT else {}),
    }
    return _written(told)


def to_certificates(content: bytes, form: str, each: Sequence[str]) -> str:
    """What stands beside one file of several jobs. content: the file. each: by ``to_certificate``, of every job."""
    jobs = [{key: value for key, value in json.loads(one).items() if key not in ("sha256", "form")} for one in each]
    verification: Counter[str] = Counter()
    for job in jobs:
        verification.update(job["verification"])
    units = sum(job["units"] for job in jobs)
    told = {"form": form, "sha256": sha256(content), "units": units, "verification": dict(verification), "jobs": jobs}
    return _written(told)


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
