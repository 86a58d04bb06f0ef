"""What requests to those who read answers, a critic or a judge, have in common. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consensus.domain import Ask, AskingRules, ModelRequest, ModelSpec
from consensus.prompt.asks import tokens_of
from consensus.prompt.templates import Template

#: Characters of a reader's sentence, and of the words it quotes, that reach a person.
_LONGEST = 240
#: Tokens below which findings do not fit.
_LEAST = 200


def reader_request(
    ask: Ask,
    spec: ModelSpec,
    asking: AskingRules,
    template: Template,
    blocks: Mapping[str, str],
    schema: Mapping[str, Any],
) -> ModelRequest:
    """The request; ``max_tokens`` is 0 when it does not fit the model's context."""
    room = spec.max_output_tokens
    if spec.context_tokens is not None:
        room = min(room, spec.context_tokens - sum(tokens_of(block) for block in blocks.values()))
    return ModelRequest(
        spec=spec,
        messages=tuple({"role": role, "content": blocks[role]} for role in ("system", "user")),
        response_schema=schema,
        max_tokens=room if room >= _LEAST else 0,
        temperature=asking.temperature,
        timeout=asking.call_seconds,
        prompt_id=template.id,
        answer_format=template.answer,
        source_digests=ask.source_digests,
    )


def closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Schema of an object with these keys and no others, all of them there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def one_line(text: str) -> str:
    """A model's sentence on one line, no longer than a person reads."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
