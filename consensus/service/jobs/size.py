"""How much may be sent for one document, at most, before anything is: every request, and all that may follow it.

An upper bound of what the books can come to, by estimate of the tokens, for a run of the job that nobody kills:

- a request is billed once, because it is repeated only after it was turned away; where the policy hedges, the second
  one beside a slow one is billed too, and that of every attempt may come too late;
- a reply that cannot be read is sent back once;
- segments that a run of them lost are asked about once more, each alone;
- a part of a document whose answer is cut off is asked about once more in smaller ones, as long as that is any use;
- when nothing usable came, all of this begins again with the next fallback;
- a later tier of a cascade, a critic and a judge are asked about runs of segments that nobody knows beforehand, which
  cost most when each segment stands alone;
- a critic, a judge and a second opinion read answers, each as long as a member may answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consensus import prompt, strategy
from consensus.ask import halves, narrow, parts
from consensus.ask.sizes import tokens_in
from consensus.domain import (
    Ask,
    AskingRules,
    Document,
    ModelReply,
    ModelRequest,
    ModelSpec,
    OpinionRequest,
    Policy,
    Segment,
    Size,
)
from consensus.route import Link

#: The longest reply that is sent back, in the characters that take most bytes.
_UNREADABLE = ModelReply("\N{GRINNING FACE}" * prompt.LONGEST_SENT_BACK, "stop", "")
#: The longest free text that a second opinion reads.
_LONG_TEXT = "\N{GRINNING FACE}" * strategy.LONGEST_TEXT
#: Tokens for the words on what is wrong with a reply.
_COMPLAINT = 120
#: None stands for a unit that does not fit the model.
_Sizes = list[Size | None]


@dataclass(frozen=True)
class Sizing:
    """Sizes of a document's requests under a policy. cut: a document in the parts that a member is asked about."""

    policy: Policy
    cut: prompt.Cut

    def chain(self, asks: Sequence[Ask], chain: Sequence[ModelSpec], *, late: bool) -> tuple[Link, ...]:
        """A member and its fallbacks, in order. late: it is in a later tier of a cascade."""
        return tuple(self._link(asks, chain[0], spec, late) for spec in chain)

    def critic(self, document: Document, segments: Sequence[Segment], spec: ModelSpec, longest: int) -> Link:
        """Who reads the drafts. longest: tokens that a draft may have; shown with drafts as long as their source."""
        drafts = {segment.id: segment.text for segment in segments}
        asks = prompt.critique_asks(document, segments, drafts, self.policy)
        shown = [self._sizes(part, spec, prompt.render_critique(drafts)) for ask in asks for part in parts(ask, spec)]
        blank = prompt.render_critique(dict.fromkeys(drafts, ""))
        alone = _longer(self._alone(asks, spec, blank, every=True), longest, spec)
        return self._reader(spec, shown, [*alone, *alone], asks[0] if asks else None, blank)

    def judge(self, document: Document, segments: Sequence[Segment], spec: ModelSpec, longest: int) -> Link:
        """Who lists the errors of what would be delivered; else as ``critic``."""
        texts = {segment.id: segment.text for segment in segments}
        asks = prompt.judge_asks(document, [prompt.Translation(one, one.text) for one in segments], self.policy)
        shown = [self._sizes(part, spec, prompt.render_judge(texts)) for ask in asks for part in parts(ask, spec)]
        blank = prompt.render_judge(dict.fromkeys(texts, ""))
        alone = _longer(self._alone(asks, spec, blank, every=True), longest, spec)
        return self._reader(spec, shown, [*alone, *alone], asks[0] if asks else None, blank)

    def opinion(self, document: Document, segments: Sequence[Segment], spec: ModelSpec, longest: int) -> Link:
        """Who compares source and answer, in both orders; else as ``critic``."""
        langs = (document.source_lang, document.target_lang)
        shown: list[_Sizes] = []
        most: list[Size] = []
        ask: Ask | None = None
        for segment in segments:
            for ask in prompt.verify_asks(OpinionRequest(segment.text, segment.text, langs)):
                shown.append(self._sizes(ask, spec, prompt.render_verify))
            for ask in prompt.verify_asks(OpinionRequest(segment.text, "", langs)):
                most += _longer(self._sizes(ask, spec, prompt.render_verify), longest, spec)
        return self._reader(spec, shown, most, ask, prompt.render_verify)

    def meanings(self, document: Document, spec: ModelSpec, members: int) -> Link:
        """Who compares free text of so many members, in both orders; as if all differed and were as long as may be."""
        lang = document.source_lang
        pair = OpinionRequest(_LONG_TEXT, _LONG_TEXT, (lang, lang), answers=True)
        pairs = strategy.texts_asked_about(document) * members * (members - 1) // 2
        ask, _ = prompt.verify_asks(pair)
        sizes = self._sizes(ask, spec, prompt.render_same)
        return self._reader(spec, [sizes] * (2 * pairs), _fitting(sizes) * (2 * pairs), ask, prompt.render_same)

    def _link(self, asks: Sequence[Ask], member: ModelSpec, spec: ModelSpec, late: bool) -> Link:
        sizes = [self._whole(ask, member, spec) for ask in asks]
        alone = _fitting(self._alone(asks, member, prompt.render, every=late, model=spec))
        pieces = [piece for ask in asks for piece in self._pieces(ask, member, spec)]
        shorter = [size for piece in pieces for size in _fitting(self._shorter(piece, spec))]
        sent = [*alone, *alone] if late else [*(size for some in sizes for size in _fitting(some)), *alone, *shorter]
        extra = _sent_back(asks[0], spec, prompt.render, self.policy.asking) if asks else None
        shown = [_fitting(some) for some in sizes]
        return Link(
            spec, shown, _most(sent, extra, spec, self.policy.asking), sum(None in some for some in sizes), len(shorter)
        )

    def _reader(
        self, spec: ModelSpec, shown: Sequence[_Sizes], sent: Iterable[Size], ask: Ask | None, render: prompt.Render
    ) -> Link:
        extra = _sent_back(ask, spec, render, self.policy.asking) if ask is not None else None
        fitting = [_fitting(some) for some in shown]
        return Link(spec, fitting, _most(sent, extra, spec, self.policy.asking), sum(None in some for some in shown))

    def _whole(self, ask: Ask, member: ModelSpec, spec: ModelSpec) -> _Sizes:
        """The requests that an ask becomes for one link of a member's chain."""
        return [size for piece in self._pieces(ask, member, spec) for size in self._sizes(piece, spec, prompt.render)]

    def _pieces(self, ask: Ask, member: ModelSpec, spec: ModelSpec) -> list[Ask]:
        return [piece for part in parts(ask, member) for cut in self.cut(part, spec) for piece in parts(cut, spec)]

    def _shorter(self, piece: Ask, spec: ModelSpec, halved: bool = False) -> Iterator[Size | None]:
        """The requests that may follow an answer about a document that is cut off."""
        for one in prompt.smaller(piece, spec, self.policy.asking, halved=halved):
            yield from self._sizes(one, spec, prompt.render)
            yield from self._shorter(one, spec, True)

    def _alone(
        self,
        asks: Sequence[Ask],
        member: ModelSpec,
        render: prompt.Render,
        *,
        every: bool,
        model: ModelSpec | None = None,
    ) -> Iterator[Size | None]:
        """A request for each segment of a run, which may be lost; for every segment at all where ``every`` says so."""
        for ask in asks:
            for part in parts(ask, member):
                if len(part.unit_ids) > 1 or every:
                    for place in range(len(part.unit_ids)):
                        yield from self._sizes(narrow(part, place, place + 1), model or member, render)

    def _sizes(self, ask: Ask, spec: ModelSpec, render: prompt.Render) -> _Sizes:
        request = render(ask, spec, self.policy.asking)
        if request.max_tokens > 0:
            return [Size(tokens_in(request), request.max_tokens)]
        # A run of segments that is too long is halved where it is asked; a single one is not asked.
        return [size for half in halves(ask) for size in self._sizes(half, spec, render)] or [None]


def _fitting(sizes: Iterable[Size | None]) -> list[Size]:
    return [size for size in sizes if size is not None]


def _longer(sizes: Iterable[Size | None], by: int, spec: ModelSpec) -> list[Size]:
    """Requests about nothing with an answer put in; what exceeds the context is not sent."""
    room = spec.context_tokens
    sums = [(size.tokens_in + by, size.tokens_out) for size in _fitting(sizes)]
    return [Size(min(total, room) if room else total, out) for total, out in sums]


def _sent_back(ask: Ask, spec: ModelSpec, render: prompt.Render, asking: AskingRules) -> int | None:
    """Tokens by which a request grows when its reply is sent back; None where none ever is."""
    request: ModelRequest = render(ask, spec, asking)
    again = prompt.mend(request, _UNREADABLE)
    return None if again is None else tokens_in(again) - tokens_in(request)


def _most(sent: Iterable[Size], extra: int | None, spec: ModelSpec, asking: AskingRules) -> Size:
    tries = asking.attempts + 1 if asking.hedge and spec.source == "litellm" else 1
    all_in = all_out = 0
    for size in sent:
        # A reply goes back to who wrote it, so it has about the tokens that it was allowed; twice, to be safe.
        more = 0 if extra is None else _COMPLAINT + min(extra, 2 * size.tokens_out)
        again = (size.tokens_in + more, size.tokens_out) if extra is not None else (0, 0)
        all_in += size.tokens_in + again[0]
        all_out += size.tokens_out + again[1]
    return Size(all_in * tries, all_out * tries)
