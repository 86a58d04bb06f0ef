"""What stands beside an export that cannot hold metadata itself: its digest, what was verified how, the certificate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from consensus.domain import Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export.accounting import accepted_here, accounting
from consensus.export.chain import sha256


def beside(path: Path) -> Path:
    """Where the certificate of an exported file stands: ``manual.de.md.certificate.json``."""
    return path.with_name(f"{path.name}.certificate.json")


def to_certificate(
    job: JobRecord,
    content: bytes,
    units: Sequence[UnitRecord],
    certificate: str | Mapping[str, Any],
    validity: Mapping[str, Any] | None = None,
) -> str:
    """One JSON object. content: what is exported, over which sha256 is. certificate, validity: as in
    ``to_jsonl``."""
    accepted = sum(map(accepted_here, units))
    told = {
        "sha256": sha256(content),
        "job": job.id,
        "document": job.document.name,
        "policy": {"name": job.policy.name, "version": job.policy.version, "digest": job.policy.digest},
        "units": len(units),
        "accepted": accepted,
        "verification": dict(accounting(units)),
        "certificate": certificate,
        **({"object": validity} if validity and job.document.task is Task.EXTRACT else {}),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
