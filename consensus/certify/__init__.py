"""Blind labels of accepted units in; bounds, the certified level and the alarm out. Pure: no clock, no store."""

from consensus.certify.alarm import Alarm, log_mean, next_sums, watched
from consensus.certify.bounds import (
    any_time_bound,
    any_time_checks_needed,
    attempt_delta,
    checks_needed,
    checks_to_go,
    confidence_sequence,
    fixed_bound,
    log_e,
    shows,
)
from consensus.certify.certificate import Certificate, issue, percent_up, read_certificate
from consensus.certify.checks import COUNTED, UNKNOWN_DETECTION, AuditLabel, AuditTally, Detection
from consensus.certify.drift import baseline
from consensus.certify.independence import ABSTAINED, RIGHT, PairErrors, independence
from consensus.certify.levels import (
    COVERAGES,
    Certification,
    Claim,
    Level,
    declare_levels,
    default_order,
    level_of,
    renewed,
    spend,
)
from consensus.certify.life import Life, begun, detecting, labelled, restored, resumed, stored
from consensus.certify.lot import LotCertificate, lot_certificate, most_wrong_in_lot, read_lot
from consensus.certify.planning import CheckPlan, Needed, checks_for, passing_chances, plan_checks
from consensus.certify.sampling import counted_unit, counting_share, drawn_units, keyed_draw, probability
from consensus.certify.states import (
    NOT_CERTIFIED,
    OVERDUE_DAYS,
    STALE_ACCEPTED,
    STALE_DAYS,
    Activity,
    EvaluatedGuarantee,
    State,
    standing,
    words,
)
from consensus.domain import Judgement, Origin
