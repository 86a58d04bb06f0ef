"""Where the value of every extracted field stands in its document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from consensus.domain import Candidate, Cluster, Field, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.locate.evidence import Evidence, evidence_of
from consensus.locate.layout import NOWHERE, Layout


def places_of(job: JobRecord, units: Sequence[UnitRecord], layout: Layout = NOWHERE) -> dict[str, Evidence]:
    """Field's unit id -> where its settled value stands in the document; no place for what is not verified.

    layout: where the words of the document stand on its pages, or in its cells.
    A value whose form was changed (``25%`` delivered as 0.25) stands where the form stands that the members gave.
    """
    fields = {record.unit.path: record for record in units if isinstance(record.unit, Field)}
    schemas = {path: record.unit.schema for path, record in fields.items() if isinstance(record.unit, Field)}
    sought = {path: _forms(record) for path, record in fields.items()}
    found = evidence_of(job.document.text, sought, schemas, layout)
    return {fields[path].unit.id: evidence for path, evidence in found.items()}


def _forms(record: UnitRecord) -> list[Any]:
    result = record.result
    if result.value is None or isinstance(result.value, bool):
        return []
    # What a person wrote is looked for as it was written: the members' answers are what was not right.
    machine = result.verification is Verification.AUTO
    return [result.value, *(_agreed(record) if machine else ())]


def agreeing(record: UnitRecord) -> Cluster | None:
    """The cluster whose value the verdict delivers or leads with; None where nobody answered."""
    clusters = record.agreement.clusters if record.agreement else ()
    chosen = record.verdict.representative if record.verdict else ""
    return next((one for one in clusters if chosen in one.members), clusters[0] if clusters else None)


def _agreed(record: UnitRecord) -> list[Any]:
    """The answers of the cluster that agrees, each once, as the members wrote them."""
    cluster = agreeing(record)
    members = cluster.members if cluster else ()
    given = [a.value for a in record.answers if isinstance(a, Candidate) and a.member in members]
    return list({json.dumps(value, sort_keys=True, default=str): value for value in given}.values())
