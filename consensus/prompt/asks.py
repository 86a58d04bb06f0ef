"""From a document and its units to asks. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, replace

from consensus.domain import Ask, Code, Document, Policy, Segment, Task
from consensus.normalize.coded import plain
from consensus.normalize.digests import digest, text_digest
from consensus.normalize.token_counts import estimated_tokens
from consensus.prompt.examples import shown

#: Characters of neighbouring text given as context on either side.
CONTEXT_CHARS = 400


def tokens_of(text: str) -> int:
    """A cautious estimate of a text's tokens, at least 1."""
    return estimated_tokens(text)


def build_asks(document: Document, units: Sequence[Segment], policy: Policy) -> tuple[Ask, ...]:
    """What is to be asked: runs of consecutive segments up to the policy's token budget, or one ask for extraction.

    A text that stands several times is asked about once.
    """
    if document.task is Task.EXTRACT:
        return (_extraction(document, policy),)
    budget = policy.asking.segment_tokens
    first = first_with_text(units)
    asked = [unit for unit in units if first[unit.id] == unit.id]
    copies = {unit.index for unit in units} - {unit.index for unit in asked}
    found = [(run, cut) for run in _neighbours(asked, copies) for cut in _runs(run, budget)]
    return tuple(_translation(document, run, start, end, policy) for run, (start, end) in found)


def first_with_text(units: Sequence[Segment]) -> dict[str, str]:
    """Every segment's id to that of the first one which is asked about for it: the same text, and everything else the
    same that can change its translation."""
    seen: dict[tuple[object, ...], str] = {}
    return {unit.id: seen.setdefault(_told(unit), unit.id) for unit in units}


def _told(unit: Segment) -> tuple[object, ...]:
    codes = tuple((code.id, code.kind, code.role) for code in unit.codes)
    return unit.text, unit.kind, codes, unit.note, unit.limit


def ask_id(ask: Ask) -> str:
    """The digest that names an ask: everything that can change its answer."""
    content = (ask.task.value, ask.unit_ids, ask.texts, ask.source_lang, ask.target_lang, ask.schema)
    offered = (ask.memory,) if ask.memory else ()  # asks without it keep the names that they had before
    examples = [example.model_dump() for example in ask.examples]
    given = (examples,) if examples else ()
    told = [
        {
            "codes": [(code.id, code.kind, code.role) for code in codes_of(ask, place)],
            "note": ask.notes[place] if ask.notes else "",
            "limit": astuple(limit) if ask.limits and (limit := ask.limits[place]) else None,
        }
        for place in (range(len(ask.texts)) if ask.codes or ask.notes or ask.limits else ())
    ]
    beside = (told,) if told else ()
    return digest(*content, ask.title, ask.before, ask.after, ask.style, ask.glossary, *offered, *given, *beside)


def codes_of(ask: Ask, place: int) -> tuple[Code, ...]:
    """The inline codes of one of its texts. place: from 0."""
    return ask.codes[place] if ask.codes else ()


def _neighbours(units: Sequence[Segment], copies: Collection[int]) -> Iterator[Sequence[Segment]]:
    """Neighbours stay together; across a gap they would read as one passage that the document does not have.

    copies: places of texts that were asked about before, which are no gap.
    """
    start = 0
    for place in range(1, len(units) + 1):
        if place == len(units) or not all(
            between in copies for between in range(units[place - 1].index + 1, units[place].index)
        ):
            yield units[start:place]
            start = place


def _extraction(document: Document, policy: Policy) -> Ask:
    return _named(
        Ask(
            id="",
            document_id=document.id,
            task=Task.EXTRACT,
            unit_ids=(document.id,),
            texts=(document.text,),
            source_digests=(text_digest(document.text),),
            source_lang=document.source_lang,
            schema=document.schema,
            title=document.title,
            style=policy.style,
            examples=shown(document, policy),
            pages=document.pages,
        )
    )


def _translation(document: Document, units: Sequence[Segment], start: int, end: int, policy: Policy) -> Ask:
    run = units[start:end]
    before = run[0].before or (_words(units[start - 1]) if start else "")
    after = run[-1].after or (_words(units[end]) if end < len(units) else "")
    texts = tuple(segment.text for segment in run)
    return _named(
        Ask(
            id="",
            document_id=document.id,
            task=Task.TRANSLATE,
            unit_ids=tuple(segment.id for segment in run),
            texts=texts,
            source_digests=tuple(text_digest(text) for text in texts),
            source_lang=document.source_lang,
            target_lang=document.target_lang,
            title=document.title,
            before=before[-CONTEXT_CHARS:],
            after=after[:CONTEXT_CHARS],
            style=policy.style,
            glossary=terms_in(texts, policy),
            memory=_remembered(run) if policy.memory.members else (),
            codes=tuple(segment.codes for segment in run) if any(segment.codes for segment in run) else (),
            notes=tuple(segment.note for segment in run) if any(segment.note for segment in run) else (),
            limits=tuple(segment.limit for segment in run) if any(segment.limit for segment in run) else (),
        )
    )


def _words(segment: Segment) -> str:
    return plain(segment.text, segment.codes)


def _named(ask: Ask) -> Ask:
    return replace(ask, id=ask_id(ask))


def _runs(units: Sequence[Segment], budget: int) -> Iterator[tuple[int, int]]:
    """Slices of consecutive segments that fit the budget together; a segment that exceeds it goes alone."""
    start = spent = 0
    for place, unit in enumerate(units):
        tokens = tokens_of(unit.text)
        if place > start and spent + tokens > budget:
            yield start, place
            start, spent = place, 0
        spent += tokens
    if start < len(units):
        yield start, len(units)


def _remembered(run: Sequence[Segment]) -> tuple[tuple[str, str], ...]:
    """The best earlier translation of each text that has one."""
    return tuple(dict.fromkeys((segment.text, segment.memory[0].target) for segment in run if segment.memory))


def terms_in(texts: Sequence[str], policy: Policy) -> tuple[tuple[str, str], ...]:
    """Glossary terms found in these texts; forbidden ones are for the checks, naming them would suggest them."""
    whole = "\n".join(texts).casefold()
    return tuple(
        (source, target)
        for source, target, kind in policy.glossary_terms
        if kind != "forbidden" and source and target and source.casefold() in whole
    )
