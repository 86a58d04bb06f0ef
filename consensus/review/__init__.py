"""The rules of the review queue: which item first, under which letters, and what a decision is. Pure."""

from consensus.review.decision import (
    LEASE_SECONDS,
    MINIMUM_DWELL,
    Choice,
    Sitting,
    check_dwell,
    chosen,
    reject_reasons,
    rejected,
    severities,
    shown,
    written,
)
from consensus.review.difference import Spans, differing_spans
from consensus.review.items import open_item, priority
from consensus.review.order import SEED, BlindAnswer, blind_order, blind_sentence
from consensus.review.places import places
from consensus.review.view import CheckNote, FieldWords, Letter, ReviewView, view_of

__all__ = [
    "LEASE_SECONDS",
    "MINIMUM_DWELL",
    "SEED",
    "BlindAnswer",
    "CheckNote",
    "Choice",
    "FieldWords",
    "Letter",
    "ReviewView",
    "Sitting",
    "Spans",
    "blind_order",
    "blind_sentence",
    "check_dwell",
    "chosen",
    "differing_spans",
    "open_item",
    "places",
    "priority",
    "reject_reasons",
    "rejected",
    "severities",
    "shown",
    "view_of",
    "written",
]
