"""Checks: source and candidate in, findings out. One file per kind of mistake; ``registry`` lists them."""

from consensus.check.disputes import hard_fact_disputes
from consensus.check.fields import check_field
from consensus.check.free_text import free_text_disputes
from consensus.check.objects import check_object, has_rules, object_errors
from consensus.check.registry import CATALOGUE
from consensus.check.segment import check_segment, silent_checks
