"""A translation whose words are right and whose codes are not, to be given again with its codes. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from consensus.domain import (
    AbstentionReason,
    Ask,
    AskingRules,
    Document,
    Langs,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Policy,
    Segment,
)
from consensus.normalize.coded import damage_of, plain
from consensus.normalize.digests import digest
from consensus.normalize.language_tags import language_name
from consensus.normalize.placement import contradiction
from consensus.prompt.asks import build_asks
from consensus.prompt.codes import words_of
from consensus.prompt.parsing import parse
from consensus.prompt.readers import closed, reader_request
from consensus.prompt.templates import fill, template_of

_TEXT = {"type": "string"}


def put_codes_asks(
    document: Document, segments: Sequence[Segment], words: Mapping[str, str], policy: Policy
) -> tuple[Ask, ...]:
    """Runs of segments as for a translation. words: by segment id, of the translation; part of the asks' ids."""
    asks = build_asks(document, segments, policy)
    return tuple(
        replace(a, id=digest(a.id, "put codes", [words[unit] for unit in a.unit_ids]), memory=()) for a in asks
    )


def render_put_codes(words: Mapping[str, str]) -> Callable[[Ask, ModelSpec, AskingRules], ModelRequest]:
    """Renders asks about these translations; ``max_tokens`` is 0 for one that does not fit the model's context."""

    def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
        template = template_of("put_codes", spec)
        rows = [
            {"n": place + 1, "source": text, "translation": words[unit], "codes": words_of(ask, place).get("codes", {})}
            for place, (unit, text) in enumerate(zip(ask.unit_ids, ask.texts, strict=True))
        ]
        values = {
            "source": language_name(ask.source_lang),
            "target": language_name(ask.target_lang),
            "payload": json.dumps({"segments": rows}, ensure_ascii=False),
        }
        schema = closed({"segments": {"type": "array", "items": closed({"n": {"type": "integer"}, "text": _TEXT})}})
        return reader_request(ask, spec, asking, template, fill(template, values), schema)

    return render


def parse_put_codes(
    words: Mapping[str, str], langs: Langs
) -> Callable[[Ask, ModelSpec, ModelReply], Mapping[int, Any]]:
    """Reads the reply: an answer with another word, or with codes that are not whole and in place, is invalid."""

    def read(ask: Ask, spec: ModelSpec, reply: ModelReply) -> Mapping[int, Any]:
        return {at: _checked(ask, at - 1, text) for at, text in parse(ask, spec, reply).items()}

    def _checked(ask: Ask, place: int, text: Any) -> Any:
        if isinstance(text, AbstentionReason):
            return text
        source, codes = ask.texts[place], ask.codes[place]
        same = "".join(plain(text, codes).split()) == "".join(words[ask.unit_ids[place]].split())
        whole = same and not damage_of(source, text, codes) and not contradiction(source, text, codes, langs)
        return text if whole else AbstentionReason.INVALID

    return read
