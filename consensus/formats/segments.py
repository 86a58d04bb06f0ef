"""Document -> segments, and segments -> the same file with other words.

The bytes of a document travel beside it. ``content``: what ``source_of`` gave; None for a document whose text, encoded,
is its file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from consensus.domain import Document, DocumentRules, Segment, Task
from consensus.errors import StoreError
from consensus.formats.base import Format, Options, Parsed, Piece, Written
from consensus.formats.registry import named
from consensus.formats.textual import locator_of, text_bytes
from consensus.normalize.coded import plain
from consensus.normalize.digests import digest

#: Characters of context on each side of a segment.
_CONTEXT = 200
_RULES = DocumentRules()


def source_of(document: Document, stored: bytes | None) -> tuple[bytes, str]:
    """The bytes that were handed in, and in one sentence where they are from, unless they are those stored.

    stored: those kept under the document's digest; None where they are gone. Raises StoreError where they are not what
    was handed in, and the document's text does not give it either.
    """
    text = text_bytes(document)
    if not document.blob:  # handed in before files were kept
        return text, ""
    if stored is not None and blob_digest(stored) == document.blob:
        return stored, ""
    what = "was changed since" if stored is not None else "is gone"
    if blob_digest(text) == document.blob:
        return text, f"The stored copy of the file {what}; its bytes were made again from the stored text."
    do = f"Put a copy of {document.name} as it was handed in back there, or hand it in again."
    raise StoreError(f"the stored copy of the file {what}", where=f"blob {document.blob}", do=do)


def blob_digest(content: bytes) -> str:
    """SHA-256 in hex digits, as ``sha256sum`` gives it."""
    return hashlib.sha256(content).hexdigest()


def parsed(document: Document, rules: DocumentRules, content: bytes | None = None) -> Parsed:
    """The document as its format reads it for a translation."""
    options = Options(document.name, document.source_lang, document.task, rules, document.target_lang)
    return _format(document).read(_bytes(document, content), options)


def split(document: Document, rules: DocumentRules = _RULES, content: bytes | None = None) -> tuple[Segment, ...]:
    """The segments of a translation, in document order; () for extraction, whose unit is the whole text.

    Deterministic: the same document gives the same segments with the same ids under the same rules.
    """
    if document.task is not Task.TRANSLATE:
        return ()
    return segments_of(document, parsed(document, rules, content).pieces)


def segments_of(document: Document, pieces: Sequence[Piece]) -> tuple[Segment, ...]:
    """The pieces with an identity, and with what stands around them."""
    return tuple(
        Segment(
            id=digest(document.id, index, piece.text),
            index=index,
            text=piece.text,
            start=piece.start,
            end=piece.end,
            kind=piece.kind,
            before=_before(pieces, index),
            after=_after(pieces, index),
            locator=piece.locator,
            codes=piece.codes,
            place=piece.place,
            note=piece.note,
            limit=piece.limit,
            filled=piece.filled,
        )
        for index, piece in enumerate(pieces)
    )


def rebuild(
    document: Document, segments: Sequence[Segment], texts: Mapping[str, str], content: bytes | None = None
) -> bytes:
    """The document's file with these texts in place of its segments.

    texts: segment id to translated text; a segment whose id is absent, or whose text is the source's own, keeps its
    source byte for byte. A text that would break the structure is made to fit: line breaks, bars, quotes and block
    marks are escaped or become spaces. Segments of extraction documents do not exist, so these come back unchanged.
    """
    return _written(document, segments, texts, content).content


def unfit(
    document: Document, segments: Sequence[Segment], texts: Mapping[str, str], content: bytes | None = None
) -> dict[str, str]:
    """The texts that ``rebuild`` cannot write back: id to one sentence. Their segments keep the source."""
    left_out = _written(document, segments, texts, content).left_out
    return {s.id: left_out[locator_of(s)] for s in segments if locator_of(s) in left_out}


def damaged(
    document: Document, segments: Sequence[Segment], texts: Mapping[str, str], content: bytes | None = None
) -> dict[str, str]:
    """The texts that lost or gained an image, a reference, an attribute list or keys: id to one sentence; and
    those that do not fit."""
    damage = _format(document).damage
    found = {s.id: damage(s, texts[s.id]) for s in segments if s.id in texts}
    return {unit: why for unit, why in found.items() if why} | unfit(document, segments, texts, content)


def _written(
    document: Document, segments: Sequence[Segment], texts: Mapping[str, str], content: bytes | None
) -> Written:
    form = _format(document)
    was = {s.id: _in_file(s, bilingual=is_bilingual(form)) for s in segments}
    changed = {locator_of(s): texts[s.id] for s in segments if s.id in texts and texts[s.id] != was[s.id]}
    langs = (document.source_lang, document.target_lang)
    return form.write(_bytes(document, content), changed, langs)


def is_bilingual(form: Format) -> bool:
    """Whether its files hold source and target beside each other, so that a target equal to its source is written."""
    return bool(getattr(form, "bilingual", False))


def _in_file(segment: Segment, *, bilingual: bool) -> str | None:
    """The text that stands where a translation is written; None where nothing is."""
    if not bilingual:
        return segment.text
    return segment.filled.target if segment.filled is not None else None


def _format(document: Document) -> Format:
    return named(document.format)


def _bytes(document: Document, content: bytes | None) -> bytes:
    return source_of(document, None)[0] if content is None else content


def _before(pieces: Sequence[Piece], index: int) -> str:
    """The end of what stands before, in whole segments where they fit."""
    text = ""
    while index > 0 and len(text) < _CONTEXT:
        index -= 1
        text = f"{plain(pieces[index].text, pieces[index].codes)} {text}".rstrip()
    return text[-_CONTEXT:]


def _after(pieces: Sequence[Piece], index: int) -> str:
    text = ""
    while index + 1 < len(pieces) and len(text) < _CONTEXT:
        index += 1
        text = f"{text} {plain(pieces[index].text, pieces[index].codes)}".lstrip()
    return text[:_CONTEXT]
