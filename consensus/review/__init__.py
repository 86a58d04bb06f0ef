"""The rules of the review queue: which item first, under which letters, and what a decision is. Pure."""

from consensus.review.after_judge import judge_sentences
from consensus.review.decision import (
    LEASE_SECONDS,
    MINIMUM_DWELL,
    Choice,
    DecisionContext,
    check_dwell,
    chosen,
    judged,
    reject_reasons,
    rejected,
    severities,
    shown,
    written,
)
from consensus.review.difference import differing_spans
from consensus.review.discussion import ShownComment, comments_for
from consensus.review.effect import (
    AUDITED_TWICE,
    answer_of,
    effect_of,
    in_force,
    missed_error,
    repeated,
    shown_again,
    with_gold,
)
from consensus.review.items import facets_of, item_id, open_item, priority, waiting_items
from consensus.review.keys import chosen_of, keys_of
from consensus.review.order import (
    SEED,
    BlindAnswer,
    blind_order,
    blind_sentence,
    blinded,
    content,
    lone_answer,
    nameless,
)
from consensus.review.outage import lost_calls, unreached
from consensus.review.overruling import overruling
from consensus.review.places import places
from consensus.review.rows import agreed_in_row, with_its_row
from consensus.review.sheet import SheetLine, confirmable, sheet_of, withheld
from consensus.review.statistics import Reliability, ReviewerFigures, alpha_nominal, figures, reliability, seconds_of
from consensus.review.view import BlindCandidate, CheckNote, Earlier, FieldWords, ReviewView, alone, beside, view_of
