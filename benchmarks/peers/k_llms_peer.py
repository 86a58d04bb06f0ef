"""k-llms: consolidate_chat_completions, the function behind ``client.chat.completions.create(n=...)``.

Its client fills ``likelihoods`` beside the consolidated choice. It names no likelihood from which a value may be
trusted, so a cell is accepted at 1.0. Strings are compared by its Levenshtein setting: the default asks a hosted
embedding model for long strings.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from typing import Any

from wire import offline, serve, timed

offline()

import typing_extensions  # noqa: E402

# retab, which k-llms imports, does not import on Python 3.11 otherwise; nothing of k-llms itself is changed.
typing.TypedDict = typing_extensions.TypedDict

from k_llms.utils.consensus_utils import ConsensusSettings  # noqa: E402
from k_llms.utils.consolidation import consolidate_chat_completions  # noqa: E402
from openai.types.chat import ChatCompletion  # noqa: E402


def _embeddings(texts: list[str]) -> list[list[float]]:
    raise OSError("no embedding model in this benchmark")


def _completion(members: list[Any]) -> ChatCompletion:
    contents = [None if m is None else m if isinstance(m, str) else json.dumps(m, ensure_ascii=False) for m in members]
    choices = [
        {"index": i, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        for i, content in enumerate(contents)
    ]
    return ChatCompletion.model_validate(
        {"id": "recorded", "object": "chat.completion", "created": 0, "model": "recorded", "choices": choices}
    )


def _cells(value: Any, likelihood: Any, path: str) -> Iterator[list[Any]]:
    if isinstance(value, dict):
        inner = likelihood if isinstance(likelihood, dict) else {}
        for key, below in value.items():
            yield from _cells(below, inner.get(key), f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for i, below in enumerate(value):
            at = likelihood[i] if isinstance(likelihood, list) and i < len(likelihood) else None
            yield from _cells(below, at, f"{path}[{i}]")
    else:
        sure = likelihood if isinstance(likelihood, (int, float)) else 0.0
        yield [path, value, sure, sure >= 1.0]


def decide(record: dict[str, Any]) -> dict[str, Any]:
    completion = _completion(record["members"])
    settings = ConsensusSettings(string_similarity_method="levenshtein")
    result, seconds = timed(lambda: consolidate_chat_completions(completion, _embeddings, settings))
    content, likelihoods = result.choices[0].message.content, result.likelihoods or {}
    if record["schema"] is None:
        sure = float(likelihoods["text"])
        return {"text": content, "confidence": sure, "accepted": sure >= 1.0, "seconds": seconds}
    return {"cells": list(_cells(json.loads(content), likelihoods, "")), "seconds": seconds}


if __name__ == "__main__":
    serve("k-llms", "likelihood 1.0 (it names no threshold)", decide)
