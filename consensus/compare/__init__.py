"""Candidates -> Agreement (pure): what independent answers have in common."""

from consensus.compare.fields import FieldComparison, compare_fields
from consensus.compare.segments import SegmentAnswers, compare_segments

__all__ = ["FieldComparison", "SegmentAnswers", "compare_fields", "compare_segments"]
