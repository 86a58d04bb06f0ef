"""Where candidates differ: a fact, never a guess of who is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language

Spans = tuple[tuple[int, int], ...]

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: Beyond this many tokens a pair is marked as a whole: the comparison grows with the square of the length.
_MOST_TOKENS = 20_000


def differing_spans(texts: Sequence[str], lang: str | None = None) -> tuple[Spans, ...]:
    """For each text, the stretches that at least one other text does not have. Offsets into the text. Pure.

    Compared token by token; character by character where lang is written without spaces (zh, ja, th ...).
    """
    unspaced = base_language(lang) in UNSPACED
    tokens = [list(text) if unspaced else _TOKEN.findall(text) for text in texts]
    differing: list[set[int]] = [set() for _ in texts]
    for first in range(len(texts)):
        for second in range(first + 1, len(texts)):
            left, right = tokens[first], tokens[second]
            if max(len(left), len(right)) > _MOST_TOKENS:
                differing[first].update(range(len(left)))
                differing[second].update(range(len(right)))
                continue
            for step in Levenshtein.opcodes(left, right):
                if step.tag != "equal":
                    differing[first].update(range(step.src_start, step.src_end))
                    differing[second].update(range(step.dest_start, step.dest_end))
    return tuple(_spans(own, marked) for own, marked in zip(tokens, differing, strict=True))


def _spans(tokens: Sequence[str], marked: set[int]) -> Spans:
    """Neighbouring marked tokens as one span; a space between two marked words belongs to it."""
    spans: list[tuple[int, int]] = []
    at = 0
    for place, token in enumerate(tokens):
        bridge = token.isspace() and place - 1 in marked and place + 1 in marked
        if bridge or (place in marked and not token.isspace()):
            if spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + len(token))
            else:
                spans.append((at, at + len(token)))
        at += len(token)
    return tuple(spans)
