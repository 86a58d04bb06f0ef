"""A member that replays recorded answers, found by the digest of their source text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from consensus.canon.digests import text_digest
from consensus.domain import ModelReply, ModelRequest
from consensus.errors import CallError, CallFault, ConsensusError
from consensus.ingest import read_recorded


class RecordedClient:
    """Answers in the words a real model would have sent, so that one way of reading serves both. Costs nothing.

    path: a file of recorded answers, read on the first call.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._outputs: Mapping[str, Mapping[str, Any]] | None = None

    async def complete(self, request: ModelRequest) -> ModelReply:
        """Compose the reply from the answers recorded under ``request.spec.model``.

        A null or absent answer is left out of it. Raises CallError when the file cannot be read.
        """
        outputs = self._read()
        given = [outputs.get(source, {}).get(request.spec.model) for source in request.source_digests]
        return ModelReply(
            text=_compose(given, request.answer_format),
            finish_reason="stop",
            model=request.spec.model,
            tokens_in=0,
            tokens_out=0,
            cost=Decimal(0),
        )

    async def aclose(self) -> None:
        """Nothing to give back."""

    def _read(self) -> Mapping[str, Mapping[str, Any]]:
        if self._outputs is None:
            try:
                recorded = read_recorded(self._path)
            except ConsensusError as error:
                raise CallError(CallFault.BAD_REQUEST, error.what, where=error.where, do=error.do) from error
            # The first record of a text counts: a later one with the same text cannot be told from it.
            found: dict[str, Mapping[str, Any]] = {}
            for record in recorded.records:
                if record.text is not None:
                    found.setdefault(text_digest(record.text), record.outputs)
            self._outputs = found
        return self._outputs


def _compose(given: list[Any], answer_format: str) -> str:
    """The reply's text. A recorded string stands for itself; anything else is written as JSON."""
    if answer_format == "segments":
        rows = [{"n": number, "text": text} for number, text in enumerate(given, 1) if text is not None]
        return json.dumps({"segments": rows}, ensure_ascii=False)
    answer = given[0] if given else None
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
