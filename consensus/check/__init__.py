"""Checks: source and candidate in, findings out. One module per kind of mistake, one catalogue."""

from collections.abc import Mapping
from types import MappingProxyType

from consensus.check.catalogue import SEGMENT_CHECKS, CheckInfo, silent_checks
from consensus.check.disputes import hard_fact_disputes
from consensus.check.fields import FIELD_CHECKS, check_field
from consensus.check.free_text import free_text_disputes
from consensus.check.objects import check_object, has_rules, object_errors
from consensus.check.segment import check_segment

#: Every check by name, of segments and of fields.
CATALOGUE: Mapping[str, CheckInfo] = MappingProxyType({**SEGMENT_CHECKS, **FIELD_CHECKS})

__all__ = [
    "CATALOGUE",
    "CheckInfo",
    "check_field",
    "check_object",
    "check_segment",
    "free_text_disputes",
    "hard_fact_disputes",
    "has_rules",
    "object_errors",
    "silent_checks",
]
