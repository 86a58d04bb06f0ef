"""File -> Document -> segments, and segments -> the same file again; reader of recorded answers."""

from consensus.formats.base import Marked
from consensus.formats.layout import unpack
from consensus.formats.left import kept_sentence, left_out, left_sentence, notes, unwritten
from consensus.formats.marking import is_marked, with_marks
from consensus.formats.ocr import page_png
from consensus.formats.reading import HandedIn, document_from_text, read_document, typed
from consensus.formats.recorded import RecordedFile, RecordedLabel, RecordedRecord, read_recorded
from consensus.formats.registry import is_file_suffix, labels, named
from consensus.formats.segments import blob_digest, damaged, rebuild, source_of, split, unfit
