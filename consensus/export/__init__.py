"""Results -> the consumer's file, with provenance."""

from consensus.export.accounting import accepted_here, accounting, result_of, results_by_path, unverified
from consensus.export.beside import beside, to_certificate
from consensus.export.chain import Break, broken_line, first_break, read_line, sha256
from consensus.export.decisions import delivered, extraction_decision, translation_decision, value_and_cells
from consensus.export.evidence import with_evidence
from consensus.export.files import is_stream, place_of, write_files
from consensus.export.html import to_html
from consensus.export.many import table_row, to_certificates, to_table
from consensus.export.places import places_of
from consensus.export.provenance import file_sha256, to_jsonl
from consensus.export.recorded import recorded_object, recorded_segments
from consensus.export.tables import as_json, to_csv

__all__ = [
    "Break",
    "accepted_here",
    "accounting",
    "as_json",
    "beside",
    "broken_line",
    "delivered",
    "extraction_decision",
    "file_sha256",
    "first_break",
    "is_stream",
    "place_of",
    "places_of",
    "read_line",
    "recorded_object",
    "recorded_segments",
    "result_of",
    "results_by_path",
    "sha256",
    "table_row",
    "to_certificate",
    "to_certificates",
    "to_csv",
    "to_html",
    "to_jsonl",
    "to_table",
    "translation_decision",
    "unverified",
    "value_and_cells",
    "with_evidence",
    "write_files",
]
