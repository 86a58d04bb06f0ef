"""Copies of documents with what was taken out of them marked."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import Document
from consensus.errors import UsageError
from consensus.formats.base import Markable, Marked
from consensus.formats.registry import named, of_suffix


def is_marked(suffix: str) -> bool:
    """Whether a file with this suffix can be marked."""
    return isinstance(of_suffix(suffix), Markable)


def with_marks(document: Document, content: bytes, marks: Sequence[Marked]) -> bytes:
    """The document's file with marks. Raises UsageError for a format that has no pages to be marked."""
    form = named(document.format)
    if not isinstance(form, Markable):
        what, do = "it has no pages to be marked: the document is no PDF", "Take the report: --format html"
        raise UsageError(what, where=document.name, do=do)
    return form.marked(content, f"{document.name}: what was taken from it", marks, document.name)
