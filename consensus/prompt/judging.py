"""Translations put to a judge, several in one request, and the MQM errors that it lists. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from consensus.domain import (
    AbstentionReason,
    Ask,
    AskingRules,
    Document,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Policy,
    Segment,
    Task,
)
from consensus.normalize.digests import digest, text_digest
from consensus.normalize.language_tags import language_name
from consensus.normalize.mqm import CATEGORIES, ERROR_KEYS, SEVERITIES, Errors, errors_of, from_json
from consensus.prompt.asks import terms_in, tokens_of
from consensus.prompt.critique import Render
from consensus.prompt.parsing import declines, load_json, no_answer, storable
from consensus.prompt.readers import closed, reader_request
from consensus.prompt.templates import fill, template_of

#: Translations in one request at most, and tokens of these and their sources; a longer one goes alone.
MOST_AT_ONCE, MOST_TOKENS = 8, 2400


#: The errors, or of a replayed judge that recorded no more, what they weigh.
Found = Errors | float


class Translation(NamedTuple):
    """A segment with the text that would be delivered for it."""

    segment: Segment
    text: str


def judge_asks(document: Document, items: Sequence[Translation], policy: Policy) -> tuple[Ask, ...]:
    """Requests about several translations each, in order, whether they are neighbours in the document or not."""
    return tuple(_ask(document, batch, policy) for batch in _batches(items))


def render_judge(texts: Mapping[str, str]) -> Render:
    """Renders asks about these translations, by unit; ``max_tokens`` is 0 for one that does not fit the context."""

    def render(ask: Ask, spec: ModelSpec, asking: AskingRules) -> ModelRequest:
        template = template_of("judge", spec)
        blocks = fill(template, _values(ask, [texts[unit] for unit in ask.unit_ids]))
        return reader_request(ask, spec, asking, template, blocks, _schema())

    return render


def judge_prompt_id(spec: ModelSpec) -> str:
    """Name and digest of the template that asks this judge."""
    return template_of("judge", spec).id


def parse_errors(ask: Ask, spec: ModelSpec, reply: ModelReply) -> dict[int, Found | AbstentionReason]:
    """Errors by position 1..n, () for a translation without any.

    Whatever is lost of a reply about several counts as missing, so that it is asked about once more, alone: one text
    that leads the judge astray costs the others nothing.
    """
    positions = range(1, len(ask.unit_ids) + 1)
    if spec.source == "recorded":
        replayed = _rows(load_json(reply.text, "segments")["segments"], positions, from_json)
        lost = AbstentionReason.NOT_RECORDED
        return {n: lost if isinstance(of, AbstentionReason) else of for n, of in replayed.items()}
    found = _read(reply, positions)
    if len(positions) == 1:
        return found
    return {n: AbstentionReason.MISSING if isinstance(of, AbstentionReason) else of for n, of in found.items()}


def _read(reply: ModelReply, positions: range) -> dict[int, Found | AbstentionReason]:
    if (reason := no_answer(reply)) is not None:
        return dict.fromkeys(positions, reason)
    try:
        content = load_json(reply.text, "segments")
    except (ValueError, RecursionError):
        declined = declines(reply.text)
        return dict.fromkeys(positions, AbstentionReason.REFUSAL if declined else AbstentionReason.INVALID)
    rows = content.get("segments") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return dict.fromkeys(positions, AbstentionReason.INVALID)
    return _rows(rows, positions, lambda row: errors_of(row.get("errors")) if storable(row) else None)


def _rows(
    rows: Sequence[Any], positions: range, read: Callable[[Any], Found | None]
) -> dict[int, Found | AbstentionReason]:
    listed: dict[int, list[Found | None]] = {position: [] for position in positions}
    for row in rows:
        number = row.get("n") if isinstance(row, dict) else None
        if type(number) is not int or number not in listed:
            # A number that was never asked for makes all numbers suspect, so none is believed.
            return dict.fromkeys(positions, AbstentionReason.INVALID)
        listed[number].append(read(row))
    return {n: _only(of) for n, of in listed.items()}


def _only(found: Sequence[Found | None]) -> Found | AbstentionReason:
    one = found[0] if len(found) == 1 else None
    return AbstentionReason.INVALID if one is None else one


def _batches(items: Sequence[Translation]) -> Iterator[Sequence[Translation]]:
    start = spent = 0
    for place, item in enumerate(items):
        tokens = tokens_of(item.segment.text) + tokens_of(item.text)
        if place > start and (spent + tokens > MOST_TOKENS or place - start == MOST_AT_ONCE):
            yield items[start:place]
            start, spent = place, 0
        spent += tokens
    if start < len(items):
        yield items[start:]


def _ask(document: Document, batch: Sequence[Translation], policy: Policy) -> Ask:
    units = tuple(item.segment.id for item in batch)
    sources = tuple(item.segment.text for item in batch)
    langs, terms = (document.source_lang, document.target_lang), terms_in(sources, policy)
    return Ask(
        id=digest("judge", units, sources, [item.text for item in batch], langs, document.title, terms),
        document_id=document.id,
        task=Task.TRANSLATE,
        unit_ids=units,
        texts=sources,
        source_digests=tuple(text_digest(text) for text in sources),
        source_lang=document.source_lang,
        target_lang=document.target_lang,
        title=document.title,
        glossary=terms,
    )


def _values(ask: Ask, texts: Sequence[str]) -> Mapping[str, Any]:
    segments = [
        {"n": number, "source": source, "translation": text}
        for number, (source, text) in enumerate(zip(ask.texts, texts, strict=True), 1)
    ]
    payload = {"title": ask.title, "segments": segments} if ask.title else {"segments": segments}
    return {
        "source": language_name(ask.source_lang),
        "target": language_name(ask.target_lang),
        "categories": ", ".join(f'"{name}"' for name in CATEGORIES),
        "payload": json.dumps(payload, ensure_ascii=False),
        "glossary": ask.glossary,
    }


def _schema() -> dict[str, Any]:
    choices = {"category": list(CATEGORIES), "severity": list(SEVERITIES)}
    text = {"type": "string"}
    error = closed({key: {**text, "enum": choices[key]} if key in choices else text for key in ERROR_KEYS})
    segment = closed({"n": {"type": "integer"}, "errors": {"type": "array", "items": error}})
    return closed({"segments": {"type": "array", "items": segment}})
