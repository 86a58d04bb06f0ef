"""A document that is too long for a member, or its answer is, in overlapping parts of whole lines. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from consensus.domain import Ask, AskingRules, ModelSpec, Panel, Policy, Task
from consensus.normalize.digests import digest, text_digest
from consensus.normalize.token_counts import estimated_tokens
from consensus.prompt.answer_sizes import AnswerSize, answer_size
from consensus.prompt.pictures import within
from consensus.prompt.rendering import render
from consensus.prompt.templates import template_for

#: Share of a part that the next one repeats, so that a row cut by one seam stands whole in the other part.
OVERLAP = 0.15
#: Parts beyond which a member is not asked: so many seams, and so much money, are no answer worth having.
MOST_PARTS = 64
#: Parts beyond which nobody is asked in parts only because the answer may be long: see ``cutter``.
MOST_AHEAD = 16
#: Share of the room for an answer that an expected one may fill; the rest is for what the estimate misses.
FILLED = 0.7
#: Share of that room which the answer to a part must be able to fill for the part to be halved once more.
WORTH_HALVING = 0.25
#: What "half" is, with the overlap.
_HALF = 0.6
#: Tokens under which a part holds too little of a document, and an answer too little of its values.
_LEAST_TEXT, _LEAST_ANSWER = 60, 128
_WITHOUT_END = 10**9

Cut = Callable[[Ask, ModelSpec], tuple[Ask, ...]]


class Chunk(NamedTuple):
    """``text[start:end]`` of a document; up to ``repeated`` it stands at the end of the part before as well."""

    start: int
    end: int
    repeated: int


def chunks(text: str, tokens: float, answer: Sequence[int] = (), most: float = 0) -> tuple[Chunk, ...]:
    """The text in parts of whole lines, each repeating the end of the last.

    A part has at most ``tokens`` by estimate, and lines whose ``answer`` (tokens for each line of the text) is ``most``
    at most together. () when a single line takes half a part: rows cannot be told apart inside a line that is cut.
    """
    lines = text.splitlines(keepends=True)
    sizes = [[estimated_tokens(line) for line in lines]] + ([list(answer)] if answer else [])
    limits = (tokens, most) if answer else (tokens,)
    if not lines or any(max(some) * 2 > limit for some, limit in zip(sizes, limits, strict=True)):
        return ()
    sums = [list(accumulate(some, initial=0)) for some in sizes]

    def within(first: int, end: int, share: float = 1.0) -> bool:
        return all(some[end] - some[first] <= limit * share for some, limit in zip(sums, limits, strict=True))

    starts = [0, *accumulate(len(line) for line in lines)]
    found: list[Chunk] = []
    first = repeated = 0
    while True:
        end = first
        while end < len(lines) and within(first, end + 1):
            end += 1
        found.append(Chunk(starts[first], starts[end], starts[repeated]))
        if end == len(lines):
            return tuple(found)
        # The line from which the next part repeats: one at least, and one less than the whole part at most.
        back = end - 1
        while back > first + 1 and within(back - 1, end, OVERLAP):
            back -= 1
        # A block that begins there is whole in the next part.
        blocks = (line for line in range(back, end) if not lines[line - 1].strip() and lines[line].strip())
        first, repeated = next(blocks, back), end


def parts_of(ask: Ask, spec: ModelSpec, asking: AskingRules) -> tuple[Ask, ...]:
    """The parts in which a member can be asked about a document; () when there is no way.

    ``before`` of each is what it repeats of the part before; extraction prompts do not show it.
    """
    blank = replace(ask, texts=("",))
    left = render(blank, replace(spec, max_output_tokens=_WITHOUT_END), asking).max_tokens
    answer = min(spec.max_output_tokens, left // 2)
    # Where not even the answer to a line or two would fit, an answer that is cut off is seen to when it comes.
    for size in (_size(ask, spec), None):
        parts = _parted(ask, left - answer, answer * FILLED, size)
        if parts and all(fits(part, spec, asking) for part in parts):
            return parts
    return ()


def smaller(ask: Ask, spec: ModelSpec, asking: AskingRules, *, halved: bool) -> tuple[Ask, ...]:
    """The parts in which a member is asked again when its answer to ``ask`` was cut off; () when that is no use.

    Halves, or as many as its answer is likely to need. halved: the ask is such a part itself; then what it may hold
    has to be a good part of the room for an answer, or the model only repeats itself.
    """
    size = _size(ask, spec) if ask.task is Task.EXTRACT else None
    if size is None or not any(size.most):
        return ()
    room = render(ask, spec, asking).max_tokens
    if halved and size.fixed + sum(size.most) < room * WORTH_HALVING:
        return ()
    lines = size.likely if sum(size.likely) * 2 > sum(size.most) else size.most
    answer = min(room * FILLED, size.fixed + sum(lines) * _HALF)
    return _parted(ask, estimated_tokens(ask.texts[0]), answer, size._replace(likely=lines))


def _parted(ask: Ask, text: float, answer: float, size: AnswerSize | None) -> tuple[Ask, ...]:
    """Parts of at most ``text`` tokens with an answer of at most ``answer``; () where there is no way."""
    lines = size.likely if size is not None and any(size.likely) else ()
    room = answer - size.fixed if size is not None else 0
    found = chunks(ask.texts[0], text, lines, room) if text >= _LEAST_TEXT else ()
    return tuple(_part(ask, chunk) for chunk in found) if 1 < len(found) <= MOST_PARTS else ()


def cutter(panel: Panel, policy: Policy) -> Cut:
    """How a panel is asked about what is too long: (ask, member) -> the ask itself, or its parts.

    A document goes whole to the members whose context holds it. It is cut for the others only when those are fewer
    families than the quorum. A member whose answer would exceed its output limit is asked in parts in any case, but
    for an answer in very many parts: who asks for few of so many rows is answered whole, and who asks for all of them
    sees that cut off, and then in parts. Segments are never cut: a run of them is halved where it is asked.
    """
    holders: dict[str, set[str]] = {}

    def cut(ask: Ask, spec: ModelSpec) -> tuple[Ask, ...]:
        if ask.task is not Task.EXTRACT:
            return (ask,)
        if fits(ask, spec, policy.asking):
            parts = () if answer_fits(ask, spec, policy.asking) else parts_of(ask, spec, policy.asking)
            return parts if 1 < len(parts) <= MOST_AHEAD else (ask,)
        if ask.id not in holders:
            holders[ask.id] = {one.family for one in panel.members if fits(ask, one, policy.asking)}
        enough = len(holders[ask.id]) >= policy.quorum
        return (ask,) if enough else parts_of(ask, spec, policy.asking) or (ask,)

    return cut


def fits(ask: Ask, spec: ModelSpec, asking: AskingRules) -> bool:
    """Whether the member's context holds the request and leaves room for some answer."""
    if spec.context_tokens is None:
        return True
    # Most are nowhere near the limit, and rendering costs more than this.
    if spec.context_tokens > 16_000 and len(ask.texts[0]) < 8_000 and not ask.examples and not ask.pages:
        return True
    return render(ask, spec, asking).max_tokens >= min(spec.max_output_tokens, _LEAST_ANSWER)


def answer_fits(ask: Ask, spec: ModelSpec, asking: AskingRules) -> bool:
    """Whether the room that the member has for its answer holds the one that the document is likely to need."""
    size = _size(ask, spec)
    if size is None or not any(size.likely):
        return True
    room = spec.max_output_tokens if spec.context_tokens is None else render(ask, spec, asking).max_tokens
    return size.fixed + sum(size.likely) <= room * FILLED


def _size(ask: Ask, spec: ModelSpec) -> AnswerSize | None:
    """None where the length of an answer is not the member's own: recorded, or bounded because it is a small model."""
    if spec.source != "litellm" or ask.schema is None or template_for(ask, spec).bounded:
        return None
    return answer_size(ask.schema, ask.texts[0])


def _part(ask: Ask, chunk: Chunk) -> Ask:
    text = ask.texts[0][chunk.start : chunk.end]
    return replace(
        ask,
        id=digest(ask.id, "part", chunk.start, chunk.end),
        texts=(text,),
        source_digests=(text_digest(text),),
        pages=within(ask.pages, chunk.start, chunk.end),
        # The first part of a part repeats what that does.
        before=ask.texts[0][chunk.start : max(chunk.start, chunk.repeated)] if chunk.start else ask.before,
    )
