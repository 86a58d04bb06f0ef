"""Candidates -> Agreement (pure): what independent answers have in common."""

from consensus.compare.calibration import fit_reference, table_of
from consensus.compare.fields import FieldComparison, compare_fields
from consensus.compare.free_text import is_free_text, united
from consensus.compare.parts import merge_parts
from consensus.compare.segments import SegmentAnswers, compare_segments, with_judgement
