"""Every state with the exact words of its sentence, and a whole life from learning to certified again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from consensus.certify import (
    NOT_CERTIFIED,
    Activity,
    Alarm,
    AuditTally,
    Certification,
    Claim,
    Detection,
    EvaluatedGuarantee,
    Level,
    State,
    standing,
    words,
)

LEVELS = (Level(3.0, 0.45), Level(2.0, 0.60), Level(1.0, 0.75))
CLAIM = Claim("de to en contracts", "v7", "digest", 0.02, LEVELS)
LIVELY = Activity(idle_days=0, in_last=25, accepted=500)


def labelled(checks: int, wrong: int, overdue: int = 0) -> Certification:
    """A state with these labels at the middle level, the wrong ones last."""
    state = Certification(CLAIM)
    for i in range(checks):
        state = state.observe(1, i >= checks - wrong, 1)
    return state.with_overdue((0, overdue, 0))


def spoilt(checks: int, wrong: int) -> Certification:
    """The same with the wrong ones first."""
    return replace(Certification(CLAIM), tallies=(AuditTally(), AuditTally(checks, wrong), AuditTally()))


def now(
    state: Certification, activity: Activity = LIVELY, digest: str = "digest", alarm: Alarm | None = None
) -> EvaluatedGuarantee:
    return standing(state, activity, "v7" if digest == "digest" else "v8", digest, alarm)


def raised(alpha: float = 0.02) -> Alarm:
    alarm = Alarm(alpha)
    while not alarm.raised:
        alarm = alarm.observe(True)
    return alarm


CASES = [
    (
        now(labelled(41, 0)),
        State.LEARNING,
        "Not enough checks to accept automatically: 41 of at least 187 done, 0 errors. Everything goes to review.",
    ),
    (
        now(labelled(41, 0, overdue=2)),
        State.LEARNING,
        "Not enough checks to accept automatically: 41 of at least 187 done, 2 errors "
        "(2 overdue and counted as wrong). Everything goes to review.",
    ),
    (
        now(spoilt(260, 3)),
        State.NOT_YET,
        "3 errors in 260 checks: the error rate could be as high as 4.1% (95%). Target 2%. "
        "About 1798 more checks if the rate stays.",
    ),
    (
        now(spoilt(260, 9)),
        State.NOT_YET,
        "9 errors in 260 checks: the error rate could be as high as 7.9% (95%). Target 2%. The models agree on wrong "
        "answers too often; more checks will not help, change the panel or the target.",
    ),
    (
        now(spoilt(1000, 19)),
        State.NOT_YET,
        "19 errors in 1000 checks: the error rate could be as high as 3.5% (95%). Target 2%. The rate is so close to "
        "the target that no number of checks would show it if the rate stays.",
    ),
    (
        now(labelled(412, 2)),
        State.CERTIFIED,
        "At most 2.0% of accepted units are materially wrong (95% confidence; 412 blind checks, 2 errors; policy v7; "
        "de to en contracts). Valid while documents resemble these. This assumes reviewers catch every error.",
    ),
    (
        now(labelled(412, 0).with_detection(Detection(100, 99))),
        State.CERTIFIED,
        "At most 2.0% of accepted units are materially wrong (95% confidence; 412 blind checks, 0 errors; policy v7; "
        "de to en contracts). Valid while documents resemble these. Reviewers caught 99 of 100 seeded errors; checks "
        "are read as if they caught 93% of errors.",
    ),
    (
        now(labelled(412, 2), replace(LIVELY, idle_days=14)),
        State.STALE,
        "The certificate is stale: no check for 14 days (412 blind checks before, 2 errors). "
        "Everything goes to review.",
    ),
    (
        now(labelled(412, 2), replace(LIVELY, in_last=9)),
        State.STALE,
        "The certificate is stale: 9 checks in the last 500 accepted, 10 are needed (412 blind checks before, "
        "2 errors). Everything goes to review.",
    ),
    (
        now(labelled(412, 2), replace(LIVELY, exported_since=37, change_day=date(2025, 3, 9)), alarm=raised()),
        State.ALARM,
        "Automatic acceptance is paused. 37 units exported since 2025-03-09 may be affected.",
    ),
    (
        now(labelled(412, 2), digest="changed"),
        State.VOID,
        "The certificate is void: it was earned with policy v7 (digest), and policy v8 (changed) is in force. "
        "Everything goes to review until new checks show the target.",
    ),
]


@pytest.mark.parametrize(("standing_now", "state", "said"), CASES)
def test_words(standing_now: EvaluatedGuarantee, state: State, said: str) -> None:
    assert standing_now.state is state
    assert words(standing_now) == said


@pytest.mark.parametrize(("standing_now", "state", "said"), CASES)
def test_only_the_certified_accept_and_say_so(standing_now: EvaluatedGuarantee, state: State, said: str) -> None:
    certified = state is State.CERTIFIED
    assert (standing_now.level is not None) == certified
    assert standing_now.certificate == (said if certified else NOT_CERTIFIED)
    assert (standing_now.escaped_per_1000 is None) != certified


@pytest.mark.parametrize(("standing_now", "state", "said"), CASES)
def test_never_a_rate_without_its_number(standing_now: EvaluatedGuarantee, state: State, said: str) -> None:
    if re.search(r"\d%", said):
        assert re.search(r"\d+ (blind )?checks", said)
    assert "100% accurate" not in said
    assert "probability" not in said


def test_few_accepted_units_do_not_make_it_stale() -> None:
    assert now(labelled(187, 0), Activity(idle_days=13, in_last=0, accepted=120)).state is State.CERTIFIED


def test_stale_runs_one_level_narrower_for_a_week() -> None:
    state = Certification(CLAIM)
    for _ in range(187):
        state = state.observe(0, False, 2)
    assert now(state).level == 2
    silent = replace(LIVELY, idle_days=20, stale_days=6)
    assert now(state, silent).level == 1
    assert words(now(state, silent)).endswith("Accepting one level lower for 7 days, then everything goes to review.")
    assert now(state, replace(silent, stale_days=7)).level is None


def test_escaped_errors_beside_the_risk() -> None:
    assert now(labelled(187, 0)).escaped_per_1000 == pytest.approx(12), "2% of the 60% accepted"


@pytest.mark.parametrize(("alpha", "said"), [(0.02, "2.0%"), (0.005, "0.5%"), (0.0025, "0.25%"), (0.1, "10.0%")])
def test_the_target_is_never_rounded_down(alpha: float, said: str) -> None:
    state = Certification(replace(CLAIM, alpha=alpha))
    state = replace(state, tallies=(AuditTally(), AuditTally(3000, 0), AuditTally())).observe(1, False, 1)
    assert words(now(state)).startswith(f"At most {said} of")


def test_a_whole_life() -> None:
    """learning -> certified -> a model silently degraded -> alarm -> demotion -> certified again."""
    state = Certification(CLAIM)
    seen = [now(state).state]
    for _ in range(187):
        state = state.observe(0, False, 2)
    seen.append(now(state).state)
    alarm = Alarm(state.reported_alpha)
    for check in range(400):
        wrong = check >= 100 and check % 5 == 0
        state, alarm = state.observe(2, wrong, 2), alarm.observe(wrong)
        if alarm.raised:
            break
    seen.append(now(state, alarm=alarm).state)
    assert alarm.raised_at is not None
    assert 100 < alarm.raised_at < 130
    assert alarm.change_point == 100
    state = state.demoted()
    alarm = Alarm(state.reported_alpha)
    assert now(state, alarm=alarm).level == 1
    for _ in range(400):
        state = state.observe(0, False, 2)
    seen.append(now(state, alarm=alarm).state)
    assert now(state, alarm=alarm).level == 2
    assert state.claim.attempt == 2
    assert seen == [State.LEARNING, State.CERTIFIED, State.ALARM, State.CERTIFIED]
