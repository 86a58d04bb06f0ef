"""extracture: AgenticExtractor, the whole of its pipeline after the models, with recorded answers for providers.

    python extracture_peer.py router|unanimous

A value without a confidence gets 0.85, as its own provider gives one. Its fields are flat: nested objects go in as
dotted fields (its provider would drop them) and a table is one field. Re-examination asks a model; here it fails, and
the first answer stands. router: a field is accepted that its HITLRouter does not send to a person (threshold 0.95,
after its calibration). unanimous: a field is accepted whose ``consensus_type`` is unanimous.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from wire import offline, serve

offline()

from extracture.agentic.extractor import AgenticExtractor  # noqa: E402
from extracture.config import get_config  # noqa: E402
from extracture.correction.router import HITLRouter  # noqa: E402
from extracture.models import ExtractionResult, FieldResult, IngestResult, RawExtraction  # noqa: E402
from extracture.providers.base import ExtractionProvider  # noqa: E402
from extracture.schema import ExtractionSchema  # noqa: E402
from extracture.verification.validator import CrossFieldValidator  # noqa: E402
from pydantic import create_model  # noqa: E402

#: What its own provider assigns to a value that came without a confidence.
_UNSTATED = 0.85


def _fields(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, below in value.items():
        path = f"{prefix}.{key}" if prefix else key
        flat.update(_fields(below, path) if isinstance(below, dict) else {path: below})
    return flat


class _Recorded(ExtractionProvider):
    def __init__(self, name: str, fields: dict[str, FieldResult] | None) -> None:
        self.provider_name, self._fields = name, fields

    async def extract(self, schema: Any, ingest_result: Any) -> RawExtraction:
        if self._fields is None:
            return RawExtraction(provider=self.provider_name, error="no answer")
        return RawExtraction(provider=self.provider_name, fields=self._fields)

    async def reexamine(self, schema: Any, ingest_result: Any, low_confidence_fields: Any) -> RawExtraction:
        return RawExtraction(provider=self.provider_name, error="no model in this benchmark")


def _result(value: Any) -> FieldResult:
    given = value is not None and bool(str(value).strip())
    return FieldResult(value=value if given else None, confidence=_UNSTATED if given else 0.0)


class _Pipeline:
    def __init__(self, rule: str) -> None:
        self._rule, self._config = rule, get_config()
        self._router = HITLRouter(self._config)

    def decide(self, record: dict[str, Any]) -> dict[str, Any]:
        flat = [None if m is None else _fields(m) for m in record["members"]]
        names = list(dict.fromkeys(name for fields in flat if fields for name in fields))
        providers = [
            _Recorded(f"member {i}", None if fields is None else {n: _result(fields.get(n)) for n in names})
            for i, fields in enumerate(flat)
        ]
        schema = ExtractionSchema(create_model("Record", **dict.fromkeys(names, (Any, None))))
        validator = CrossFieldValidator()
        validator.auto_detect_format_rules(names)
        extractor = AgenticExtractor(providers, validator=validator, config=self._config)
        result, review, seconds = asyncio.run(self._run(extractor, schema))
        cells = [
            [name, field.value, field.effective_confidence, self._accepted(name, field, review)]
            for name, field in result.fields.items()
        ]
        return {"cells": cells, "seconds": seconds}

    async def _run(
        self, extractor: AgenticExtractor, schema: ExtractionSchema
    ) -> tuple[ExtractionResult[Any], set[str], float]:
        document = IngestResult(file_type="txt", extraction_method="digital")
        # Inside the loop, so that starting one is not counted against the peer.
        start = time.process_time()
        result = await extractor.extract(schema, document)
        review = set(self._router.route(result).field_names)
        return result, review, time.process_time() - start

    def _accepted(self, name: str, field: FieldResult, review: set[str]) -> bool:
        if self._rule == "router":
            return name not in review
        active = [s for s in field.sources if s.value is not None]
        # Its "unanimous" leaves nulls out; unanimity of all who answered is meant here.
        return field.consensus_type == "unanimous_null" or (
            field.consensus_type == "unanimous" and len(active) == len(field.sources)
        )


if __name__ == "__main__":
    _rule = sys.argv[1]
    _said = {"router": "its router at 0.95", "unanimous": "unanimous, nulls counted"}
    serve("extracture", _said[_rule], _Pipeline(_rule).decide)
