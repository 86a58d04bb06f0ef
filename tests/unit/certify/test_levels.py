"""The state machine: which labels count, which level operates, and what takes a certificate away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from consensus.certify import (
    AuditLabel,
    AuditTally,
    Certification,
    Claim,
    Detection,
    Judgement,
    Level,
    Origin,
    attempt_delta,
    declare_levels,
    default_order,
    issue,
    level_of,
    renewed,
    shows,
)
from consensus.domain import Policy
from consensus.errors import UsageError

LEVELS = (Level(3.0, 0.45), Level(2.0, 0.60), Level(1.0, 0.75))
CLAIM = Claim("de to en contracts", "v7", "digest", 0.05, LEVELS)


def after(state: Certification, count: int, wrong: int = 0, level: int = 0, frame: int = 2) -> Certification:
    """After so many labels of units of this level, the wrong ones last."""
    for i in range(count):
        state = state.observe(level, i >= count - wrong, frame)
    return state


# --- levels and order ------------------------------------------------------------------------------------------------


def test_levels_from_scores() -> None:
    levels = declare_levels(np.arange(1, 101))
    assert [(level.floor, level.coverage) for level in levels] == [(56, 0.45), (41, 0.60), (26, 0.75)]
    assert [level_of(score, levels) for score in (100, 56, 55, 26, 25)] == [0, 0, 1, 2, None]


def test_levels_never_reach_the_unacceptable() -> None:
    levels = declare_levels([-np.inf] * 50 + list(range(50)))
    assert [level.coverage for level in levels] == [0.45]


def test_equal_scores_make_one_level() -> None:
    assert declare_levels([1.0] * 10) == (Level(1.0, 1.0),)


@pytest.mark.parametrize(("count", "order"), [(1, (0,)), (2, (1, 0)), (3, (1, 2, 0)), (5, (2, 3, 4, 1, 0))])
def test_order_starts_in_the_middle_and_widens(count: int, order: tuple[int, ...]) -> None:
    assert default_order(count) == order


WRONG_CLAIMS = [
    ({"levels": ()}, "no level"),
    ({"levels": LEVELS[::-1]}, "widest first"),
    ({"levels": (LEVELS[0], LEVELS[0])}, "the same level twice"),
    ({"order": (0, 1, 2)}, "starts at the strictest"),
    ({"order": (1, 2)}, "forgets a level"),
    ({"alpha": 2.0}, "percent for a share"),
]


@pytest.mark.parametrize(("change", "meaning"), WRONG_CLAIMS, ids=[row[1] for row in WRONG_CLAIMS])
def test_claims_that_cannot_be(change: dict[str, Any], meaning: str) -> None:
    with pytest.raises(UsageError):
        Claim(**{"slice": "s", "policy": "v7", "digest": "d", "alpha": 0.05, "levels": LEVELS, **change})


# --- certifying ------------------------------------------------------------------------------------------------------


def test_the_74th_good_check_certifies() -> None:
    state = after(Certification(CLAIM), 73, level=1)
    assert state.operating is None
    state = after(state, 1, level=1)
    assert state.operating == 2, "labels of the middle level speak for the widest as well; none for the strictest"
    assert [proof is not None for proof in state.proofs] == [False, True, True]


def test_a_level_waits_for_the_one_before() -> None:
    # The strictest has the same labels, but is last in the order: the widest is spoilt and is never passed.
    state = after(Certification(CLAIM), 20, wrong=20, level=2)
    state = after(state, 200, level=0)
    assert shows(state.tallies[0].wrong, state.tallies[0].checks, 0.05)
    assert state.operating == 1
    assert state.proofs[0] is None
    assert state.proofs[2] is None


def test_nothing_passes_before_the_first_in_order() -> None:
    state = after(Certification(CLAIM), 30, wrong=30, level=1)
    state = after(state, 100, level=0, frame=0)
    assert shows(state.tallies[0].wrong, state.tallies[0].checks, 0.05)
    assert state.operating is None


def test_a_label_speaks_from_its_level_to_its_frame() -> None:
    state = Certification(CLAIM).observe(0, True, 1)
    assert [tally.checks for tally in state.tallies] == [1, 1, 0], "a spot check at level 1 says nothing of level 2"
    with pytest.raises(UsageError):
        state.observe(2, False, 1)


def test_a_certificate_stays_when_errors_follow() -> None:
    # Ville: having shown it once is enough; a later change is the alarm's business.
    state = after(after(Certification(CLAIM), 74), 5, wrong=5)
    assert state.operating == 2
    assert state.bound(2) > 0.05


@pytest.mark.parametrize("seed", range(5))
def test_the_state_is_the_formula(seed: int) -> None:
    rng = np.random.default_rng(seed)
    levels, wrong = rng.integers(0, 3, 150), rng.random(150) < 0.02
    state, open_levels = Certification(CLAIM), {1: False, 2: False, 0: False}
    for i in range(150):
        state = state.observe(int(levels[i]), bool(wrong[i]), 2)
        for level in CLAIM.order:
            inside = levels[: i + 1] <= level
            passed = bool(shows((wrong[: i + 1] & inside).sum(), inside.sum(), 0.05))
            open_levels[level] = open_levels[level] or passed
            if not open_levels[level]:
                break
        assert [proof is not None for proof in state.proofs] == [open_levels[level] for level in range(3)]


# --- which labels count ----------------------------------------------------------------------------------------------

COUNTING = [
    (Origin.CALIBRATION, "digest", 1, "drawn before anyone looked"),
    (Origin.SPOT_CHECK, "digest", 1, "drawn by its fate"),
    (Origin.QUEUE, "digest", 0, "selected by disagreement"),
    (Origin.EXTRA, "digest", 0, "a second unit of one document"),
    (Origin.SEEDED, "digest", 0, "a known error"),
    (Origin.SPOT_CHECK, "other", 0, "accepted under another policy"),
]


@pytest.mark.parametrize(("origin", "digest", "counts", "meaning"), COUNTING, ids=[row[3] for row in COUNTING])
def test_which_checks_count(origin: Origin, digest: str, counts: int, meaning: str) -> None:
    state = Certification(CLAIM).take(AuditLabel("unit", 0, 2, Judgement.RIGHT, origin, digest))
    assert state.tallies[2].checks == counts, meaning


@pytest.mark.parametrize(("judgement", "wrong"), [("right", 0), ("style", 0), ("unsure", 1), ("wrong", 1)])
def test_what_counts_as_wrong(judgement: str, wrong: int) -> None:
    state = Certification(CLAIM).take(AuditLabel("unit", 0, 2, Judgement(judgement), Origin.SPOT_CHECK, "digest"))
    assert state.tallies[2] == AuditTally(1, wrong)


def test_overdue_checks_are_wrong_until_done() -> None:
    state = after(Certification(CLAIM), 72).with_overdue((0, 1, 1))
    assert after(state, 5).operating is None
    assert after(state, 5).evidence(1).wrong == 1
    assert after(state, 2).with_overdue((0, 0, 0)).operating == 2


# --- what takes it away ----------------------------------------------------------------------------------------------

CHANGES = [
    {"quorum": 3},
    {"support": 0.9},
    {"panel": ("a", "b", "c")},
    {"panels": {"cheap": ("a", "b")}},
    {"members": ({"model": "a"},)},
    {"checks": {"numbers": "off"}},
    {"hard_fact_dispute": "outvoted"},
    {"translation": {"near_identity": 0.9}},
    {"translation": {"accept_share": 0.5}},
    {"extraction": {"row_floor": 0.3}},
    {"extraction": {"date_order": "dmy"}},
    {"asking": {"temperature": 0.5}},
    {"semantic": "none"},
    {"style": "formal"},
    {"glossary_terms": (("a", "b", "c"),)},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_any_change_of_the_policy_voids(change: dict[str, Any]) -> None:
    policy = Policy(name="test", version=7)
    claim = Claim("s", "v7", policy.digest, 0.05, LEVELS)
    state = after(Certification(claim), 74)
    certificate = issue(state)
    assert certificate is not None
    assert certificate.holds_for(policy.digest)
    changed = Policy.model_validate({"name": "test", "version": 7, **change})
    assert not certificate.holds_for(changed.digest)
    assert state.operating_for(changed.digest) is None


def test_a_certificate_is_checked_from_its_own_numbers() -> None:
    from dataclasses import replace

    certificate = issue(after(Certification(CLAIM), 74))
    assert certificate is not None
    assert certificate.proof.checks == 74
    for change in ({"checks": 73}, {"wrong": 1}, {"alpha": 0.06}, {"delta": 0.1}):
        assert not replace(certificate, proof=replace(certificate.proof, **change)).holds_for("digest"), change


def test_demotion_goes_one_level_down_then_to_review() -> None:
    state = after(Certification(CLAIM), 74)
    assert [proof is not None for proof in state.proofs] == [True, True, True]
    for operating, attempt in ((1, 2), (0, 3), (None, 4), (None, 5)):
        state = state.demoted()
        assert (state.operating, state.claim.attempt) == (operating, attempt)
    assert state.claim.spend == pytest.approx(attempt_delta(5))


def test_a_new_attempt_uses_fresh_labels_and_less_delta() -> None:
    state = after(Certification(CLAIM), 74).demoted()
    assert state.tallies == (AuditTally(),) * 3
    assert [tally.checks for tally in state.carried] == [74, 74, 0], "what still operates keeps its labels on screen"
    again = after(state, 74)
    assert again.operating == 1, "74 good labels are no longer enough at the smaller delta"
    assert after(again, 60).operating == 2


def test_another_policy_starts_from_nothing() -> None:
    state = after(Certification(CLAIM), 74)
    new = renewed(state, Claim("de to en contracts", "v8", "other", 0.05, LEVELS))
    assert (new.operating, new.claim.attempt, new.evidence(1).checks) == (None, 2, 0)


# --- reviewers err ---------------------------------------------------------------------------------------------------


def test_detection_is_assumed_until_twenty_seeded_errors() -> None:
    assert Detection(19, 10).at_least == 1.0
    assert "assumes reviewers catch every error" in Detection(19, 10).sentence
    assert Detection(20, 20).at_least == pytest.approx(0.829, abs=0.001)
    assert "assumes" not in Detection(20, 20).sentence
    assert 0 < Detection(20, 0).at_least < 0.001


def test_missed_errors_ask_for_more_checks() -> None:
    state = Certification(CLAIM).with_detection(Detection(100, 75))
    assert state.reported_alpha == pytest.approx(0.05 * Detection(100, 75).at_least)
    assert after(state, 74).operating is None
    assert after(state, 140).operating == 2


def test_a_certificate_falls_when_reviewers_turn_out_to_miss_errors() -> None:
    state = after(Certification(CLAIM), 74)
    assert state.with_detection(Detection(20, 20)).operating is None
    more = after(state, 200).with_detection(Detection(100, 99))
    assert more.operating == 2, "the labels since then show it at the lower target as well"
    assert all(proof is None or proof.alpha < 0.05 for proof in more.proofs)
    assert more.with_detection(Detection(200, 199)).operating == 2


def test_a_level_that_falls_takes_those_after_it_along() -> None:
    state = after(after(Certification(CLAIM), 300, level=2), 74, level=1)
    assert state.operating == 2
    fallen = state.with_detection(Detection(20, 20))
    assert shows(fallen.tallies[2].wrong, fallen.tallies[2].checks, fallen.reported_alpha)
    assert fallen.operating is None, "the widest shows it, but the first in the order no longer does"


def test_the_bound_allows_for_missed_errors() -> None:
    state = after(Certification(CLAIM), 100)
    seen = state.with_detection(Detection(100, 90))
    assert seen.bound(1) == pytest.approx(state.bound(1) / Detection(100, 90).at_least)
