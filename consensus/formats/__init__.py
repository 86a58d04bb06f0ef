"""File -> Document -> segments, and segments -> the same file again; reader of recorded answers."""

from consensus.formats.left import left_out, left_sentence, notes
from consensus.formats.reading import HandedIn, document_from_text, read_document, typed
from consensus.formats.recorded import RecordedFile, RecordedRecord, read_recorded
from consensus.formats.registry import is_file_suffix, labels, named
from consensus.formats.segments import damaged, rebuild, source_of, split, unfit
