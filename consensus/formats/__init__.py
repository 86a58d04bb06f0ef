"""File -> Document -> segments, and segments -> the same file again; reader of recorded answers."""

from consensus.formats.left import left_out, left_sentence, notes
from consensus.formats.reading import document_from_text, read_document
from consensus.formats.recorded import RecordedFile, RecordedRecord, read_recorded
from consensus.formats.segments import damaged, rebuild, split, unfit

__all__ = [
    "RecordedFile",
    "RecordedRecord",
    "damaged",
    "document_from_text",
    "left_out",
    "left_sentence",
    "notes",
    "read_document",
    "read_recorded",
    "rebuild",
    "split",
    "unfit",
]
