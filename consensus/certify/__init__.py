"""Batches drawn from and what audits said in; state, proof, bounds and the alarm out. Pure: no clock, no store."""

from consensus.certify.alarm import Raised, alarm
from consensus.certify.bets import Reached, bound, log_e_by_batch, proof, spend
from consensus.certify.bounds import any_time_bound, confidence_sequence, fixed_bound
from consensus.certify.certificate import certificate_id, certificate_of
from consensus.certify.evaluate import evaluate
from consensus.certify.independence import ABSTAINED, RIGHT, PairErrors, independence
from consensus.certify.levels import declare_levels, declared, default_order, level_of, place_cap, placed
from consensus.certify.lot import LotCertificate, LotDraws, lot_certificate, most_wrong_in_lot, revealable
from consensus.certify.planning import (
    CapTrade,
    Delay,
    Target,
    alarm_delays,
    batches_if_none_wrong,
    batches_until_certified,
    cap_trade,
    capped,
    usual_sizes,
)
from consensus.certify.reviewers import Detection, detection
from consensus.certify.sampling import (
    DrawPlan,
    audit_chance,
    audit_plan,
    audit_share,
    commitment,
    drawn_for,
    keyed_draw,
    lot_key,
    picked,
    served,
    unit_name,
)
from consensus.certify.standing import NOT_CERTIFIED, Progress, Standing, State, Tally
from consensus.certify.words import confidence, counted, guarantee_words, percent, percent_up
from consensus.domain import Claim, Judgement, Level, Origin
