"""A part of an ask as an ask of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from consensus.domain import Ask, ModelSpec
from consensus.normalize.coded import plain
from consensus.normalize.digests import digest
from consensus.prompt.asks import codes_of


def narrow(ask: Ask, start: int, end: int) -> Ask:
    """Units ``start`` to ``end`` (0-based, end excluded); their neighbours become context. The whole ask is itself."""
    if (start, end) == (0, len(ask.unit_ids)):
        return ask
    return replace(
        ask,
        id=digest(ask.id, start, end),
        unit_ids=ask.unit_ids[start:end],
        texts=ask.texts[start:end],
        source_digests=ask.source_digests[start:end],
        before=plain(ask.texts[start - 1], codes_of(ask, start - 1)) if start else ask.before,
        after=plain(ask.texts[end], codes_of(ask, end)) if end < len(ask.texts) else ask.after,
        codes=ask.codes[start:end],
        notes=ask.notes[start:end],
        limits=ask.limits[start:end],
    )


def halves(ask: Ask) -> tuple[Ask, ...]:
    """Two asks for one that is too long; () when it is about one unit."""
    count = len(ask.unit_ids)
    return (narrow(ask, 0, count // 2), narrow(ask, count // 2, count)) if count > 1 else ()


def parts(ask: Ask, spec: ModelSpec) -> Iterator[Ask]:
    """The asks this member can take, in order."""
    size = spec.segments_per_ask or len(ask.unit_ids)
    for start in range(0, len(ask.unit_ids), size):
        yield narrow(ask, start, min(start + size, len(ask.unit_ids)))
