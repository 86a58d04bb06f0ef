"""Results -> the consumer's file, with provenance."""

from consensus.export.accounting import accepted_here, accounting, results_by_path, unverified
from consensus.export.attestation import attested
from consensus.export.beside import Certificate, beside, signature_of, to_certificate, to_certificates
from consensus.export.chain import broken_line
from consensus.export.decisions import delivered, extraction_decision, translation_decision, value_and_cells
from consensus.export.evidence import with_evidence
from consensus.export.files import is_stream, place_of, write_files
from consensus.export.html import to_html
from consensus.export.many import table_row, to_table
from consensus.export.marks import marks_of
from consensus.export.places import agreeing, places_of
from consensus.export.provenance import edit_distance, file_sha256, to_jsonl
from consensus.export.public import Public
from consensus.export.recorded import recorded_names, recorded_object, recorded_segments
from consensus.export.tables import as_json, to_csv
from consensus.export.units import to_unit_table, to_unit_workbook, unit_rows
from consensus.export.verifier.single import verifier_source
from consensus.export.workbook import to_workbook, workbook_rows
