"""A member that replays recorded answers, found by the digest of their source text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus.domain import ModelReply, ModelRequest
from consensus.errors import CallError, CallFault, ConsensusError
from consensus.formats import RecordedRecord, read_recorded
from consensus.normalize.digests import text_digest
from consensus.normalize.mqm import as_json


class RecordedClient:
    """Answers in the words a real model would have sent, so that one way of reading serves both. Costs nothing.

    path: a file of recorded answers, read on the first call.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._records: Mapping[str, RecordedRecord] | None = None

    async def complete(self, request: ModelRequest) -> ModelReply:
        """Compose the reply from the answers recorded under ``request.spec.model``.

        A null or absent answer is left out of it. Raises CallError when the file cannot be read.
        """
        records = self._read()
        asked = [records.get(source) for source in request.source_digests]
        if request.answer_format == "errors":
            text = _judged(asked, request)
        else:
            text = _compose([one and one.outputs.get(request.spec.model) for one in asked], request.answer_format)
        return ModelReply(
            text=text,
            finish_reason="stop",
            model=request.spec.model,
            tokens_in=0,
            tokens_out=0,
            cost=Decimal(0),
        )

    async def aclose(self) -> None:
        """Nothing to give back."""

    def _read(self) -> Mapping[str, RecordedRecord]:
        if self._records is None:
            try:
                recorded = read_recorded(self._path)
            except ConsensusError as error:
                raise CallError(CallFault.BAD_REQUEST, error.what, where=error.where, do=error.do) from error
            # The first record of a text counts: a later one with the same text cannot be told from it.
            found: dict[str, RecordedRecord] = {}
            for record in recorded.records:
                if record.text is not None:
                    found.setdefault(text_digest(record.text), record)
            self._records = found
        return self._records


def _judged(asked: Sequence[RecordedRecord | None], request: ModelRequest) -> str:
    """What a judge said of these translations, each found by its text; nothing of those that it did not read."""
    payload = json.loads(request.messages[-1]["content"])
    rows = []
    for number, (record, segment) in enumerate(zip(asked, payload["segments"], strict=True), 1):
        if record is None or record.judge not in (None, request.spec.model):
            continue
        named = [name for name in record.judgements if record.outputs.get(name) == segment["translation"]]
        rows += [{"n": number, **as_json(record.judgements[name])} for name in named[:1]]
    return json.dumps({"segments": rows}, ensure_ascii=False)


def _compose(given: list[Any], answer_format: str) -> str:
    """The reply's text. A recorded string stands for itself; anything else is written as JSON."""
    if answer_format == "segments":
        rows = [{"n": number, "text": text} for number, text in enumerate(given, 1) if text is not None]
        return json.dumps({"segments": rows}, ensure_ascii=False)
    answer = given[0] if given else None
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
