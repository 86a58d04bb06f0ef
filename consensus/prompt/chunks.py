"""A document that exceeds a member's context, in overlapping parts of whole lines. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from consensus.canon.digests import digest, text_digest
from consensus.canon.token_counts import estimated_tokens
from consensus.domain import Ask, AskingRules, ModelSpec, Panel, Policy, Task
from consensus.prompt.rendering import render

#: Share of a part that the next one repeats, so that a row cut by one seam stands whole in the other part.
OVERLAP = 0.15
#: Parts beyond which a member is not asked: so many seams, and so much money, are no answer worth having.
MOST_PARTS = 64
#: Tokens under which a part holds too little of a document, and an answer too little of its values.
_LEAST_TEXT, _LEAST_ANSWER = 60, 128
_WITHOUT_END = 10**9

Cut = Callable[[Ask, ModelSpec], tuple[Ask, ...]]


class Chunk(NamedTuple):
    """``text[start:end]`` of a document; up to ``repeated`` it stands at the end of the part before as well."""

    start: int
    end: int
    repeated: int


def chunks(text: str, tokens: int) -> tuple[Chunk, ...]:
    """The text in parts of at most ``tokens`` by estimate, each of whole lines, each repeating the end of the last.

    () when a single line takes half a part: rows cannot be told apart inside a line that is cut.
    """
    lines = text.splitlines(keepends=True)
    sizes = [estimated_tokens(line) for line in lines]
    if not lines or max(sizes) * 2 > tokens:
        return ()
    starts = [0, *accumulate(len(line) for line in lines)]
    found: list[Chunk] = []
    first = repeated = 0
    while True:
        end, spent = first, 0
        while end < len(lines) and spent + sizes[end] <= tokens:
            spent += sizes[end]
            end += 1
        found.append(Chunk(starts[first], starts[end], starts[repeated]))
        if end == len(lines):
            return tuple(found)
        first, repeated = _back(sizes, first, end, tokens * OVERLAP), end


def _back(sizes: list[int], first: int, end: int, tokens: float) -> int:
    """The line from which the next part repeats: one at least, and one less than the whole part at most."""
    back, spent = end - 1, sizes[end - 1]
    while back > first + 1 and spent + sizes[back - 1] <= tokens:
        back -= 1
        spent += sizes[back]
    return back


def parts_of(ask: Ask, spec: ModelSpec, asking: AskingRules) -> tuple[Ask, ...]:
    """The parts in which a member can be asked about a document; () when there is no way.

    ``before`` of each is what it repeats of the part before; extraction prompts do not show it.
    """
    room = _room(ask, spec, asking)
    found = chunks(ask.texts[0], room) if room >= _LEAST_TEXT else ()
    parts = tuple(_part(ask, chunk) for chunk in found) if 1 < len(found) <= MOST_PARTS else ()
    return parts if all(fits(part, spec, asking) for part in parts) else ()


def cutter(panel: Panel, policy: Policy) -> Cut:
    """How a panel is asked about what is too long: (ask, member) -> the ask itself, or its parts.

    A document goes whole to the members that hold it. It is cut for the others only when those are fewer families than
    the quorum. Segments are never cut: a run of them is halved where it is asked.
    """
    holders: dict[str, set[str]] = {}

    def cut(ask: Ask, spec: ModelSpec) -> tuple[Ask, ...]:
        if ask.task is not Task.EXTRACT or fits(ask, spec, policy.asking):
            return (ask,)
        if ask.id not in holders:
            holders[ask.id] = {one.family for one in panel.members if fits(ask, one, policy.asking)}
        enough = len(holders[ask.id]) >= policy.quorum
        return (ask,) if enough else parts_of(ask, spec, policy.asking) or (ask,)

    return cut


def fits(ask: Ask, spec: ModelSpec, asking: AskingRules) -> bool:
    """Whether the member's context holds the request and leaves room for an answer."""
    if spec.context_tokens is None:
        return True
    # Most are nowhere near the limit, and rendering costs more than this.
    if spec.context_tokens > 16_000 and len(ask.texts[0]) < 8_000 and not ask.examples:
        return True
    return render(ask, spec, asking).max_tokens >= min(spec.max_output_tokens, _LEAST_ANSWER)


def _room(ask: Ask, spec: ModelSpec, asking: AskingRules) -> int:
    """Tokens of text for one part: what the prompt leaves of the context, up to half of it kept for the answer."""
    blank = replace(ask, texts=("",))
    left = render(blank, replace(spec, max_output_tokens=_WITHOUT_END), asking).max_tokens
    return left - min(spec.max_output_tokens, left // 2)


def _part(ask: Ask, chunk: Chunk) -> Ask:
    text = ask.texts[0][chunk.start : chunk.end]
    return replace(
        ask,
        id=digest(ask.id, "part", chunk.start, chunk.end),
        texts=(text,),
        source_digests=(text_digest(text),),
        before=ask.texts[0][chunk.start : max(chunk.start, chunk.repeated)],
    )
