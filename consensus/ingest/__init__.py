"""File -> Document -> segments, and segments -> the same file again; reader of recorded answers."""

from consensus.ingest.reading import document_from_text, read_document
from consensus.ingest.recorded import RecordedFile, RecordedRecord, read_recorded
from consensus.ingest.segments import damaged, joined_lines, left_out, rebuild, split, unfit

__all__ = [
    "RecordedFile",
    "RecordedRecord",
    "damaged",
    "document_from_text",
    "joined_lines",
    "left_out",
    "read_document",
    "read_recorded",
    "rebuild",
    "split",
    "unfit",
]
