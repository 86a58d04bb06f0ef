"""Where a guarantee stands: a function of the log, in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus import certify
from consensus.certify import NOT_CERTIFIED, Standing, State, Tally
from consensus.domain import BatchEntry, GuaranteeSnapshot, Seeds
from tests.unit.certify.logs import (
    NOW,
    ONE_LEVEL,
    THREE_LEVELS,
    a_log,
    a_record,
    a_snapshot,
    an_entry,
    in_operation,
)

RIGHT = an_entry(20, 20)
HEARD, HEARD_WRONG = (in_operation(an_entry(20, 2, wrong)) for wrong in (0, 1))
OPEN = in_operation(an_entry(20, 2, 0, 2), waiting=(2,))
ENOUGH = 79  # at 5%, delta .04, full batches


def evaluate(snapshot: GuaranteeSnapshot, in_force: str | None = None) -> Standing:
    return certify.evaluate(snapshot, NOW, in_force)


# --- learning --------------------------------------------------------------------------------------------------------


def test_before_the_first_document() -> None:
    now = evaluate(GuaranteeSnapshot(None))
    assert (now.state, now.level, now.progress) == (State.LEARNING, None, None)


def test_while_levels_are_placed() -> None:
    now = evaluate(a_snapshot(claim=None, record=a_record(None, scores=(0.5,) * 80, sizes=(10,) * 4, documents=12)))
    assert now.state is State.LEARNING
    assert now.progress is not None
    assert now.progress.words == "12 of 30 documents, 80 of 100 scored units, 4 of 10 batches"
    capped = evaluate(a_snapshot(record=a_record(None, scores=(0.5,) * 80, documents=12, cap=60)))
    assert capped.progress is not None
    assert capped.progress.words == "12 of 30 documents, 80 of 100 scored units"


def test_how_far_it_is() -> None:
    now = evaluate(a_snapshot([RIGHT] * 30))
    assert now.state is State.LEARNING
    assert now.progress is not None
    assert now.progress.words == "30 of about 79 documents, if nothing more is wrong"
    assert evaluate(a_snapshot([RIGHT] * 78)).state is State.LEARNING
    assert evaluate(a_snapshot([RIGHT] * 79)).state is State.CERTIFIED


def test_progress_of_calls_with_many_documents_is_by_batch() -> None:
    now = evaluate(a_snapshot([an_entry(20, 20, documents=5)] * 30))
    assert now.progress is not None
    assert now.progress.words == "150 of about 395 documents in 30 of about 79 batches, if nothing more is wrong"


def test_progress_before_the_first_batch_is_from_sizes_seen() -> None:
    now = evaluate(a_snapshot(record=a_record(sizes=(10,) * 12, documents=36)))
    assert now.progress is not None
    assert (now.progress.batches, now.progress.batches_needed) == (0, 156)


def test_a_backlog_holds_the_proof_back_and_is_told() -> None:
    now = evaluate(a_snapshot([RIGHT] * 60 + [an_entry(20, 20, 0, 20, waiting=(20,))] * 60))
    assert now.state is State.LEARNING
    assert "1,200 judged, 1,200 open, 0 wrong" in now.words
    assert now.progress is not None
    assert now.progress.words.startswith("120 of about 120 documents")


def test_enough_batches_that_do_not_show_it() -> None:
    mixed = [RIGHT] * 3 + [an_entry(20, 20, 3)]
    now = evaluate(a_snapshot(mixed * 20))
    assert now.state is State.NOT_YET
    assert "60 wrong in 1,600 blind audits in 80 documents of 80 batches; up to 8.6%" in now.words
    assert "About 291 more batches if the rate stays." in now.words
    assert evaluate(a_snapshot(mixed * 85)).state is State.NOT_YET
    assert evaluate(a_snapshot(mixed * 94)).state is State.CERTIFIED


def test_it_says_when_more_will_not_help() -> None:
    now = evaluate(a_snapshot([RIGHT] * 60 + [an_entry(20, 20, 6)] * 60))
    assert now.state is State.NOT_YET
    assert "More audits will not help" in now.words
    close = evaluate(a_snapshot(([RIGHT] * 20 + [an_entry(20, 20, 20)]) * 20))
    assert "so close to the target" in close.words


# --- certified -------------------------------------------------------------------------------------------------------

SENTENCE = (
    "At most 5.0% of the units accepted automatically are materially wrong (95% confidence). Shown by 2,000 blind "
    "audits in 100 documents of 100 batches: 1 wrong, 2 not made and counted as wrong. Since then 6 audits in "
    "3 batches: 1 wrong. Policy contracts v7; de to en. This assumes that reviewers catch at least 80% of errors "
    "(12 of 13 known errors caught, hard facts only). Valid while documents resemble these. "
    "One of 3 guarantees of this house."
)


def test_the_sentence_of_a_certificate() -> None:
    claim = replace(ONE_LEVEL, catch=0.8)
    log = [an_entry(20, 20, 1, 2)] + [RIGHT] * 99 + [HEARD, HEARD_WRONG, HEARD, OPEN]
    more = [RIGHT] * 60
    learned = evaluate(a_snapshot(log[:100], claim, seeds=Seeds(13, 12)))
    assert learned.state is State.LEARNING
    proof = certify.proof(a_log([*log[:100], *more]), 0, learned.alpha, 20, learned.delta)
    assert proof is not None
    log = log[:1] + [RIGHT] * proof.index + log[100:]
    now = evaluate(a_snapshot(log, claim, seeds=Seeds(13, 12), guarantees=3))
    assert now.state is State.CERTIFIED
    expected = SENTENCE.replace("2,000", f"{20 * (proof.index + 1):,}").replace("100 doc", f"{proof.index + 1} doc")
    assert now.certificate == now.words == expected.replace("of 100 batches", f"of {proof.index + 1} batches")
    assert now.since == Tally(3, 3, 6, 1, 0)


def test_the_sentence_for_one() -> None:
    claim = replace(ONE_LEVEL, alpha=0.9, cap=1, confidence=0.5)
    now = evaluate(a_snapshot([an_entry(1, 1)], claim, seeds=Seeds(1, 1, 1)))
    assert now.certificate == (
        "At most 90.0% of the units accepted automatically are materially wrong (50% confidence). Shown by 1 blind "
        "audit in 1 document of 1 batch: 0 wrong. Policy contracts v7; de to en. This assumes that reviewers catch at "
        "least 100% of errors (1 of 1 known error caught). Valid while documents resemble these. The only guarantee of "
        "this house."
    )


def test_levels_are_certified_in_their_order() -> None:
    def log(*wrong: int) -> list[BatchEntry]:
        return [an_entry((20, 20, 20), (20, 20, 20), wrong)] * 120

    assert evaluate(a_snapshot(log(0, 0, 0), THREE_LEVELS)).operating == 2
    middle = evaluate(a_snapshot(log(0, 0, 5), THREE_LEVELS))
    assert [bool(one) for one in middle.reached] == [False, True, False]
    assert (middle.operating, middle.level) == (1, 1)
    # The strictest looks best, and was not to be the first.
    assert evaluate(a_snapshot(log(0, 5, 5), THREE_LEVELS)).operating is None


def test_an_attempt_spends_its_own_part() -> None:
    assert evaluate(a_snapshot([RIGHT] * 79)).state is State.CERTIFIED
    second = a_record(attempt=2)
    assert evaluate(a_snapshot([RIGHT] * 123, record=second)).state is State.LEARNING
    assert evaluate(a_snapshot([RIGHT] * 124, record=second)).state is State.CERTIFIED


def test_bounds_allow_for_what_reviewers_miss() -> None:
    claim = replace(ONE_LEVEL, catch=0.8)
    now = evaluate(a_snapshot([RIGHT] * 99, claim))
    assert now.state is State.CERTIFIED
    assert now.bounds[0] == pytest.approx(certify.bound(a_log([RIGHT] * 99), 0, 20, 0.04) / 0.8)
    assert now.bounds[0] <= claim.alpha
    assert evaluate(a_snapshot([RIGHT] * 98, claim)).bounds[0] > claim.alpha
    assert evaluate(a_snapshot((), claim)).bounds == (1.0,)


def test_known_errors_that_are_missed_stop_it_from_the_second_on() -> None:
    claim = replace(ONE_LEVEL, catch=0.8)
    states = [evaluate(a_snapshot([RIGHT] * 120, claim, seeds=Seeds(shown, 0))).state for shown in (0, 1, 2, 19)]
    assert states == [State.CERTIFIED, State.CERTIFIED, State.NOT_YET, State.NOT_YET]
    now = evaluate(a_snapshot([RIGHT] * 120, claim, seeds=Seeds(20, 12)))
    assert (now.state, now.delta) == (State.LEARNING, pytest.approx(0.8 * 0.04))
    assert "at least 23% of errors" in now.words


def test_escaped_errors_at_the_coverage_so_far() -> None:
    now = evaluate(a_snapshot([RIGHT] * 120, record=a_record(documents=30)))
    assert now.escaped is not None
    low, high = now.escaped
    assert low < 1000 * 0.05 * 0.6 < high
    assert evaluate(a_snapshot([RIGHT] * 20)).escaped is None


# --- stale -----------------------------------------------------------------------------------------------------------


def days_ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def test_stale_without_an_audit_for_a_fortnight() -> None:
    log = [RIGHT] * 100 + [HEARD] * 10
    assert evaluate(a_snapshot(log, last_judged=days_ago(13.9))).state is State.CERTIFIED
    now = evaluate(a_snapshot(log, last_judged=days_ago(14), open=3))
    assert (now.state, now.level, now.operating) == (State.STALE, None, 0)
    assert now.words == (
        "Stale: no audit of an accepted unit was judged for 14 days. "
        "Everything goes to review until 3 open audits are made."
    )
    assert now.certificate == NOT_CERTIFIED


def test_a_fresh_certificate_is_not_stale_before_its_first_audit() -> None:
    fresh, old = (a_record(certified_at=(days_ago(days),)) for days in (1, 15))
    assert evaluate(a_snapshot([RIGHT] * 100, record=fresh)).state is State.CERTIFIED
    assert evaluate(a_snapshot([RIGHT] * 100, record=old)).state is State.STALE


def test_stale_while_too_few_of_the_last_units_were_audited() -> None:
    # 500 accepted units are 25 audits drawn at 5%.
    def now(made: int, waiting: int) -> Standing:
        return evaluate(a_snapshot([RIGHT] * 100 + [HEARD] * made + [OPEN] * waiting, last_judged=days_ago(1), open=9))

    assert now(0, 12).state is State.CERTIFIED
    assert now(0, 13).state is State.STALE
    assert now(20, 8).state is State.CERTIFIED
    stale = now(20, 9)
    assert stale.state is State.STALE
    assert "8 audits of the last 500 accepted units are judged, 10 are needed" in stale.words


def test_it_recovers_by_audits_of_batches_that_came_while_it_was_stale() -> None:
    log = [RIGHT] * 100 + [OPEN] * 13
    assert evaluate(a_snapshot(log, last_judged=days_ago(1))).state is State.STALE
    log += [HEARD._replace(accepting=False)] * 5
    assert evaluate(a_snapshot(log, last_judged=days_ago(1))).state is State.CERTIFIED


# --- alarm -----------------------------------------------------------------------------------------------------------

RISEN = [RIGHT] * 100 + [HEARD] * 10 + [HEARD_WRONG] * 20


def test_after_an_alarm_nothing_operates() -> None:
    now = evaluate(a_snapshot(RISEN, exported=140))
    assert (now.state, now.level, now.operating, now.reached) == (State.ALARM, None, None, (None,))
    assert now.alarm is not None
    assert now.words == (
        f"Alarm at batch {now.alarm.place}: the share of wrong units has risen. Automatic acceptance is paused. 140 "
        f"exported units of batches closed since {now.alarm.doubtful_since[:10]} are doubtful. It needs a proof on "
        "batches that close after the alarm. Everything goes to review."
    )


def test_an_alarm_takes_the_proof_of_narrower_levels_too() -> None:
    wide = [an_entry((20,) * 3, (20,) * 3)] * 150
    bad = in_operation(an_entry((20,) * 3, (0, 0, 2), (0, 0, 1)), level=2)
    now = evaluate(a_snapshot([*wide, *[bad] * 30], THREE_LEVELS))
    assert (now.state, now.operating) == (State.ALARM, None)


def test_the_alarm_holds_until_a_proof_in_the_new_attempt() -> None:
    record = a_record(attempt=2, alarmed_at=days_ago(9), paused_since=days_ago(20))
    now = evaluate(a_snapshot([RIGHT] * 10, record=record, exported=1))
    assert now.state is State.ALARM
    assert "1 exported unit of batches closed since 2026-02-09 is doubtful." in now.words
    assert "close after the alarm: 10 of about 124 documents, if nothing more is wrong." in now.words
    assert evaluate(a_snapshot([RIGHT] * 124, record=record)).state is State.CERTIFIED


def test_a_proof_that_later_batches_of_the_census_refute() -> None:
    """Closed before anybody knew of the proof, judged after it: nothing was accepted, and nothing may be."""
    log = [RIGHT] * 100 + [an_entry(20, 20, 10)] * 20
    now = evaluate(a_snapshot(log))
    assert now.state is State.ALARM
    assert now.alarm is not None
    assert "refute" in now.alarm.why
    pending = [RIGHT] * 100 + [an_entry(20, 20, 0, 20)] * 20
    assert evaluate(a_snapshot(pending)).state is State.CERTIFIED, "a backlog refutes nothing"


# --- void ------------------------------------------------------------------------------------------------------------


def test_void_under_another_policy() -> None:
    now = evaluate(a_snapshot([RIGHT] * 100), in_force="another")
    assert (now.state, now.level, now.operating) == (State.VOID, None, None)
    assert "(another) is in force" in now.words
    assert evaluate(a_snapshot([RIGHT] * 100), in_force="policy").state is State.CERTIFIED


def test_void_of_version_1() -> None:
    why = "Void: earned under rules that let audits be left out. Learning begins anew."
    assert evaluate(a_snapshot(record=a_record(None, void=why))).words == f"{why} Everything goes to review."
    begun = evaluate(a_snapshot(record=a_record(None, void=why, documents=3, sizes=(3,), scores=(1.0,) * 9)))
    assert (begun.state, begun.level) == (State.VOID, None)
    assert begun.words.startswith(f"{why} So far: 3 of 30 documents")


# --- properties ------------------------------------------------------------------------------------------------------


@st.composite
def a_batch(draw: st.DrawFn) -> BatchEntry:
    n = draw(st.integers(1, 20))
    m = draw(st.integers(0, n))
    wrong = draw(st.integers(0, min(1, m)))
    pending = draw(st.integers(0, m - wrong))
    entry = an_entry(n, m, wrong, pending, waiting=(draw(st.integers(0, pending)),))
    return in_operation(entry) if draw(st.booleans()) else entry


@settings(max_examples=150, deadline=None)
@given(
    st.lists(a_batch(), max_size=60),
    st.integers(0, 100),
    st.integers(0, 5),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from(["", "nonsense", "2026-02-20T00:00:00", days_ago(3), days_ago(30)]),
)
def test_it_never_raises_and_never_accepts_beside_an_alarm(
    log: list[BatchEntry], right: int, shown: int, attempt: int, alarmed: bool, last: str
) -> None:
    record = a_record(attempt=attempt, alarmed_at=last if alarmed else "")
    snapshot = a_snapshot([RIGHT] * right + log, record=record, seeds=Seeds(shown, shown // 2), last_judged=last)
    now, again = evaluate(snapshot), evaluate(replace(snapshot))
    assert now == again, "a function of the log"
    assert (now.level is not None) == (now.state is State.CERTIFIED) == (now.certificate != NOT_CERTIFIED)
    assert now.alarm is None or now.operating is None
    assert now.words
    if now.level is not None:
        assert now.bounds[0] <= ONE_LEVEL.alpha + 1e-9


@settings(max_examples=100, deadline=None)
@given(st.lists(a_batch(), min_size=1, max_size=40), st.integers(0, 100), st.data())
def test_taking_a_judgement_back_certifies_nothing(log: list[BatchEntry], right: int, data: st.DataObject) -> None:
    log = [RIGHT] * right + log
    judged = [at for at, one in enumerate(log) if one.m[0] > one.pending[0]]
    if not judged:
        return
    at = data.draw(st.sampled_from(judged))
    one = log[at]
    taken_wrong = min(one.wrong[0], 1)
    log[at] = one._replace(wrong=(one.wrong[0] - taken_wrong,), pending=(one.pending[0] + 1,))
    before = [*log[:at], one, *log[at + 1 :]]
    shown = [certify.proof(a_log(each), 0, 0.05, 20, 0.04) for each in (before, log)]
    assert shown[1] is None or (shown[0] is not None and shown[0].index <= shown[1].index)


def test_a_million_units_are_quick_enough_to_read() -> None:
    """No clock: the work is a few passes over arrays, whatever the number of entries."""
    rng = np.random.default_rng(1)
    drawn = [in_operation(an_entry(20, 2, int(rng.random() < 0.02))) for _ in range(5000)]
    now = evaluate(a_snapshot([RIGHT] * 100 + drawn, last_judged=days_ago(1)))
    assert now.state is State.CERTIFIED
    assert now.since.batches == 5000 + 100 - ENOUGH
