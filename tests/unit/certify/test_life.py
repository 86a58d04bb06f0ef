"""The life of a guarantee: stored and restored, alarms that reset and demote, and late checks that hold back."""

from __future__ import annotations

import json
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.certify import (
    Alarm,
    AuditLabel,
    Claim,
    Judgement,
    Level,
    Life,
    Origin,
    begun,
    labelled,
    restored,
    resumed,
    stored,
)

LEVELS = (Level(3.0, 0.45), Level(2.0, 0.60), Level(1.0, 0.75))
CLAIM = Claim("en to de", "v7", "digest", 0.2, LEVELS)
#: Checks, all good, that certify at 20%, first attempt.
FEWEST = 17


def label(
    life: Life, word: str = "right", level: int = 0, frame: int = 2, *, accepted: bool = True, digest: str = "digest"
) -> Life:
    return labelled(life, AuditLabel("u", level, frame, Judgement(word), Origin.SPOT_CHECK, digest), accepted=accepted)


def certified(level: int = 0) -> Life:
    life = begun(CLAIM)
    for _ in range(FEWEST):
        life = label(life, level=level, accepted=False)
    return life


def alarmed() -> Life:
    life = certified()
    while not life.paused:
        life = label(life, "wrong")
    return life


@given(
    st.lists(st.tuples(st.sampled_from(["right", "wrong", "unsure"]), st.integers(0, 2), st.booleans()), max_size=60)
)
def test_stored_and_restored(labels: list[tuple[str, int, bool]]) -> None:
    life = certified()
    for word, level, accepted in labels:
        life = label(life, word, level, accepted=accepted)
        assert restored(stored(life)) == life
    assert restored(stored(resumed(life))) == resumed(life)


def test_nothing_gathered_yet_survives_storage() -> None:
    life = certified()
    assert life.alarm is not None
    assert set(life.alarm.log_sums) == {-inf}
    back = restored(stored(life)).alarm
    assert back == life.alarm
    assert back.observe(True) == life.alarm.observe(True)


@pytest.mark.parametrize("text", ["", "{}", "[]", json.dumps({"base": 1})])
def test_what_is_no_life(text: str) -> None:
    with pytest.raises(ValueError, match=r"validation error|Expecting"):
        restored(text)


def test_an_alarm_begins_with_the_certificate_and_hears_of_accepted_units_alone() -> None:
    life = begun(CLAIM)
    for _ in range(FEWEST - 1):
        life = label(life)
    assert life.alarm is None, "nothing operates: nothing to watch"
    life = label(life)
    assert life.alarm == Alarm(0.2, level=2)
    assert label(life, accepted=False).alarm == life.alarm
    heard = label(life).alarm
    assert heard is not None
    assert heard.checks == 1


def test_labels_that_do_not_count_are_not_heard() -> None:
    life = certified()
    assert label(life, "wrong", digest="other") == life
    extra = AuditLabel("u", 0, 2, Judgement.WRONG, Origin.EXTRA, "digest")
    assert labelled(life, extra, accepted=True) == life


def test_a_wider_level_has_a_new_alarm() -> None:
    life = begun(CLAIM)
    for _ in range(2):
        life = label(life, "wrong", level=2, accepted=False)  # the widest level is late
    for _ in range(FEWEST):
        life = label(life, level=1, accepted=False)
    assert life.now.operating == 1
    life = label(label(life), "wrong")
    assert life.alarm is not None
    assert (life.alarm.level, life.alarm.checks) == (1, 2)
    while life.now.operating == 1:
        life = label(life, accepted=False)
    assert life.alarm == Alarm(0.2, level=2)


def test_an_alarm_demotes_by_one_level_with_fresh_labels() -> None:
    life = alarmed()
    assert life.base == life.now, "the next attempt begins here"
    assert (life.now.operating, life.now.claim.attempt) == (1, 2)
    assert [tally.checks for tally in life.now.tallies] == [0, 0, 0]
    assert life.alarm is not None
    assert life.alarm.level == 2, "the level that it watched"


def test_a_raised_alarm_stays_while_labels_go_on() -> None:
    life = alarmed()
    for _ in range(80):
        life = label(life, accepted=False)
    assert life.paused
    assert life.now.operating == 2, "certified again, and still it waits for people"
    again = resumed(life)
    assert (again.paused, again.alarm) == (False, Alarm(0.2, level=2))


def test_nothing_to_resume_watches_nothing() -> None:
    life = begun(CLAIM)
    assert resumed(life) == life
    for _ in range(3):
        life = alarmed_again(life)
    assert (life.now.operating, resumed(life).alarm) == (None, None)


def alarmed_again(life: Life) -> Life:
    life = resumed(life)
    while life.now.operating is None:
        life = label(life, accepted=False)
    while not life.paused:
        life = label(life, "wrong")
    return life


def test_late_checks_hold_back_what_they_would_prevent() -> None:
    life, late = begun(CLAIM), (1, 1, 1)
    for _ in range(FEWEST + 5):
        life = labelled(
            life, AuditLabel("u", 0, 2, Judgement.RIGHT, Origin.CALIBRATION, "digest"), accepted=False, overdue=late
        )
    assert life.now.operating is None
    assert {tally.overdue for tally in life.now.tallies} == {0}, "late is said anew with every look"
    assert label(life, accepted=False).now.operating == 2, "once nothing is late"


def test_late_checks_take_no_certificate_away() -> None:
    check = AuditLabel("u", 0, 2, Judgement.RIGHT, Origin.CALIBRATION, "digest")
    assert labelled(certified(), check, accepted=False, overdue=(9, 9, 9)).now.operating == 2
