"""The breaker: when it opens, what it says, and how a deployment comes back."""

from __future__ import annotations

import pytest

from consensus.ask.breaker import QUOTA_COOLDOWN, Breaker, Deployments, NotAsked
from consensus.domain import AskingRules, ModelSpec
from consensus.errors import CallError, CallFault

RULES = AskingRules(breaker_failures=3, breaker_seconds=10.0)


def error(fault: CallFault, retry_after: float | None = None) -> CallError:
    return CallError(fault, "503: overloaded.", where="m", retry_after=retry_after)


def fail(breaker: Breaker, times: int, now: float = 0.0, fault: CallFault = CallFault.UNAVAILABLE) -> None:
    for _ in range(times):
        breaker.failed(error(fault), breaker.admit(now), now, RULES)


def is_open(breaker: Breaker, now: float) -> bool:
    try:
        breaker.dropped(breaker.admit(now))
    except NotAsked:
        return True
    return False


OPENS = [
    # fault, failures, open for how long, meaning
    (CallFault.UNAVAILABLE, 2, 0.0, "two failures are no row"),
    (CallFault.UNAVAILABLE, 3, 10.0, "three are"),
    (CallFault.RATE_LIMITED, 3, 10.0, "being turned away counts"),
    (CallFault.TIMEOUT, 3, 10.0, "so does being late"),
    (CallFault.QUOTA, 1, QUOTA_COOLDOWN, "an empty account is known at once"),
    (CallFault.BAD_REQUEST, 9, 0.0, "a wrong request says nothing of the deployment"),
    (CallFault.KEY_REFUSED, 9, 0.0, "nor does a key: that lasts as long as the job"),
]


@pytest.mark.parametrize(("fault", "times", "seconds", "meaning"), OPENS, ids=[row[3] for row in OPENS])
def test_when_it_opens(fault: CallFault, times: int, seconds: float, meaning: str) -> None:
    breaker = Breaker()
    fail(breaker, times, fault=fault)
    assert is_open(breaker, 0.0) is (seconds > 0), meaning
    assert is_open(breaker, seconds - 0.1) is (seconds > 0)
    assert not is_open(breaker, seconds)


def test_a_refusal_says_why_and_when_and_has_the_fault_of_the_failures() -> None:
    breaker = Breaker()
    fail(breaker, 3)
    with pytest.raises(NotAsked) as raised:
        breaker.admit(4.0)
    assert "3 calls in a row failed" in str(raised.value)
    assert "503: overloaded." in str(raised.value)
    assert "next try is in 6 s" in str(raised.value)
    assert (raised.value.fault, raised.value.retry_after) == (CallFault.UNAVAILABLE, 6.0)
    assert raised.value.passing, "the first cooldown is worth waiting for"


def test_whoever_waits_for_a_place_is_told_while_the_cooldown_lasts() -> None:
    breaker = Breaker()
    breaker.check(0.0)
    fail(breaker, 3)
    with pytest.raises(NotAsked):
        breaker.check(9.9)
    breaker.check(10.0)
    breaker.answered()
    breaker.check(9.9)


def test_one_failure_is_not_called_a_row() -> None:
    breaker = Breaker()
    fail(breaker, 1, fault=CallFault.QUOTA)
    with pytest.raises(NotAsked, match="because a call failed, the last with"):
        breaker.admit(0.0)


def test_one_probe_goes_out_and_its_answer_closes() -> None:
    breaker = Breaker()
    fail(breaker, 3)
    breaker.admit(10.0)
    assert is_open(breaker, 10.0), "the others wait for the probe"
    breaker.answered()
    assert not is_open(breaker, 10.0)
    fail(breaker, 2, 11.0)
    assert not is_open(breaker, 11.0), "counting begins anew"


def test_a_failed_probe_opens_for_twice_as_long_and_nobody_waits_for_it() -> None:
    breaker = Breaker()
    fail(breaker, 3)
    fail(breaker, 1, 10.0)
    assert is_open(breaker, 29.0)
    with pytest.raises(NotAsked) as raised:
        breaker.admit(29.0)
    assert not raised.value.passing
    assert not is_open(breaker, 30.0)
    breaker.admit(30.0)
    with pytest.raises(NotAsked) as raised:
        breaker.admit(30.0)
    assert raised.value.passing, "but for a probe that is under way"


def test_what_was_sent_before_it_opened_changes_nothing_and_a_dropped_probe_makes_room() -> None:
    breaker = Breaker()
    early = breaker.admit(0.0)
    fail(breaker, 3)
    breaker.failed(error(CallFault.UNAVAILABLE), early, 9.0, RULES)
    probe = breaker.admit(10.0)
    breaker.failed(error(CallFault.UNAVAILABLE), early, 10.0, RULES)
    breaker.dropped(early)
    assert is_open(breaker, 10.0)
    breaker.dropped(probe)
    assert not is_open(breaker, 10.0)


def test_retry_after_lengthens_the_cooldown_and_zero_failures_turn_it_off() -> None:
    breaker = Breaker()
    for _ in range(3):
        breaker.failed(error(CallFault.RATE_LIMITED, 40.0), breaker.admit(0.0), 0.0, RULES)
    assert is_open(breaker, 39.0)
    breaker, off = Breaker(), AskingRules(breaker_failures=0)
    for _ in range(50):
        breaker.failed(error(CallFault.UNAVAILABLE), breaker.admit(0.0), 0.0, off)
    assert not is_open(breaker, 0.0)


def test_a_deployment_is_a_model_at_an_address() -> None:
    known = Deployments()
    here = ModelSpec("m", "openai/m", "f", base_url="http://a/v1")
    assert known.of(here) is known.of(ModelSpec("other name", "openai/m", "f", base_url="http://a/v1"))
    assert known.of(here) is not known.of(ModelSpec("m", "openai/m", "f", base_url="http://b/v1"))


def test_slow_is_later_than_95_in_100_once_enough_are_known() -> None:
    deployment = Deployments().of(ModelSpec("m", "m", "f"))
    deployment.latencies.extend(float(second) for second in range(19))
    assert deployment.slow_after() is None
    deployment.latencies.extend(float(second) for second in range(19, 100))
    assert deployment.slow_after() == 95.0
