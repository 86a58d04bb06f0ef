"""Document -> segments, and segments -> the same document with other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consensus.domain import Document, DocumentRules, Format, Segment, Task
from consensus.formats import csv_cells, json_strings, markdown, markdown_fit, plain
from consensus.formats.markdown_inline import damage
from consensus.formats.spans import Edit, Left, Span, apply
from consensus.normalize.digests import digest

#: Characters of context on each side of a segment.
_CONTEXT = 200
_RULES = DocumentRules()
_UNFIT = "Written back, it would change the structure of the document around it."


def split(document: Document, rules: DocumentRules = _RULES) -> tuple[Segment, ...]:
    """The segments of a translation, in document order; () for extraction, whose unit is the whole text.

    Deterministic: the same document gives the same segments with the same ids under the same rules.
    """
    if document.task is not Task.TRANSLATE:
        return ()
    spans, _ = _read(document, rules)
    return tuple(
        Segment(
            id=digest(document.id, index, span.text),
            index=index,
            text=span.text,
            start=span.start,
            end=span.end,
            kind=span.kind,
            before=_before(spans, index),
            after=_after(spans, index),
        )
        for index, span in enumerate(spans)
    )


def stretches_of(document: Document, rules: DocumentRules) -> Sequence[Left]:
    """What holds words and is no segment under these rules."""
    return _read(document, rules)[1]


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    """The document with these texts in place of its segments, BOM included; write it without newline translation.

    texts: segment id to translated text; a segment whose id is absent, or whose text is the source's own, keeps its
    source byte for byte. A text that would break the structure is made to fit: line breaks, bars, quotes and block
    marks are escaped or become spaces. Segments of extraction documents do not exist, so these come back unchanged.
    """
    return _written(document, segments, texts)[0]


def unfit(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that ``rebuild`` cannot write back: id to one sentence. Their segments keep the source."""
    _, kept = _written(document, segments, texts)
    return dict.fromkeys(kept, _UNFIT)


def damaged(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that lost or gained an image, a reference, an attribute list or keys: id to one sentence; and
    those that do not fit."""
    if document.format is not Format.MARKDOWN:
        return {}
    found = {s.id: damage(s.text, texts[s.id]) for s in segments if s.id in texts and s.kind != "front_matter"}
    return {unit: why for unit, why in found.items() if why} | unfit(document, segments, texts)


def _written(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    changed = [(s, texts[s.id]) for s in segments if s.id in texts and texts[s.id] != s.text]
    edits = _edits(document, changed)
    made = {edit.start for edit in edits}
    # A blank before or after a CSV cell may belong to the edit; such an edit is always made.
    kept = [s.id for s, _ in changed if document.format is Format.MARKDOWN and s.start not in made]
    return ("\ufeff" if document.bom else "") + apply(document.text, edits), tuple(kept)


def title_of(document: Document, stem: str) -> str:
    """The first heading, else the stem of the file's name."""
    if document.format is not Format.MARKDOWN:
        return stem
    return next((span.text for span in _read(document, _RULES)[0] if span.kind == "heading"), stem)


def _read(document: Document, rules: DocumentRules) -> tuple[Sequence[Span], Sequence[Left]]:
    match document.format:
        case Format.MARKDOWN:
            return markdown.read(document.text, document.source_lang, rules)
        case Format.JSON:
            return json_strings.read(document.text)
        case Format.CSV:
            return csv_cells.read(document.text, rules.csv_header)
        case Format.TEXT:
            return plain.spans(document.text, document.source_lang), ()


def _edits(document: Document, changed: list[tuple[Segment, str]]) -> list[Edit]:
    match document.format:
        case Format.MARKDOWN:
            return markdown_fit.edits(document.text, changed)
        case Format.JSON:
            ascii_only = json_strings.is_ascii(document.text)
            return [json_strings.edit(ascii_only, segment, text) for segment, text in changed]
        case Format.CSV:
            delimiter = csv_cells.delimiter_of(document.text)
            return [csv_cells.edit(document.text, delimiter, segment, text) for segment, text in changed]
        case Format.TEXT:
            return [plain.edit(segment, text) for segment, text in changed]


def _before(spans: Sequence[Span], index: int) -> str:
    """The end of what stands before, in whole segments where they fit."""
    text = ""
    while index > 0 and len(text) < _CONTEXT:
        index -= 1
        text = f"{spans[index].text} {text}".rstrip()
    return text[-_CONTEXT:]


def _after(spans: Sequence[Span], index: int) -> str:
    text = ""
    while index + 1 < len(spans) and len(text) < _CONTEXT:
        index += 1
        text = f"{text} {spans[index].text}".lstrip()
    return text[:_CONTEXT]
