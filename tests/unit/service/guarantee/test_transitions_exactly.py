"""What one check more or less makes of a guarantee, at the very moments that decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consensus import certify
from consensus.certify import Claim, Level, State
from consensus.domain import Audit, Event, GuaranteeRecord, GuaranteeSnapshot, GuaranteeUpdate, Judgement, Origin
from consensus.domain.job import UnitRecord
from consensus.service.guarantee import transitions
from consensus.service.guarantee.transitions import resumed, standing_of

BEGAN = datetime(2026, 5, 1, tzinfo=UTC)
LEVELS = (Level(0.9, 0.45), Level(0.6, 0.60), Level(0.3, 0.75))
BEGUN = certify.begun(Claim("en to de", "p v1", "basis", 0.5, LEVELS, delta=0.05))
RECORD = GuaranteeRecord("p", "en to de", "basis", "digest", 1, 0.5, 0.95, life=certify.stored(BEGUN))
#: Checks without an error that certify.
ENOUGH = 6


def at(minutes: float) -> str:
    return (BEGAN + timedelta(minutes=minutes)).isoformat()


def check(number: int, judgement: Judgement | None = Judgement.RIGHT, **changed: Any) -> Audit:
    """Made in that minute and not late, of a unit that every level accepts."""
    name, judged = f"u{number}", at(number) if judgement else ""
    made = Audit(
        name, "j", name, "p", "en to de", "basis", 1, Origin.CALIBRATION, 0, 2, False, 0, at(0), at(9999), judgement,
        judged, "ana",
    )  # fmt: skip
    return replace(made, **changed)


Book = tuple[GuaranteeSnapshot, Sequence[Audit]]


def snapshot(**more: Any) -> GuaranteeSnapshot:
    return GuaranteeSnapshot(**{"record": RECORD, **more})


def book(checks: Sequence[Audit] = (), **more: Any) -> Book:
    """A guarantee with the checks of its attempt that were made."""
    return snapshot(**more), checks


def marked(known: Book, check: Audit) -> GuaranteeUpdate:
    return transitions.marked(known[0], check, lambda: known[1])


def unmarked(known: Book, at: str) -> GuaranteeUpdate:
    return transitions.unmarked(*known, at)


def operating(update: Any) -> int | None:
    return certify.restored(update.record.life).now.operating


RIGHT = [check(number) for number in range(1, ENOUGH + 1)]


def test_as_many_as_it_takes_certify() -> None:
    assert operating(unmarked(book(RIGHT[:-1]), at(100))) is None
    assert operating(unmarked(book(RIGHT), at(100))) == 2


@pytest.mark.parametrize(
    ("due", "origin", "heard"),
    [
        (ENOUGH - 0.5, Origin.SPOT_CHECK, 1),
        (ENOUGH, Origin.SPOT_CHECK, 2),
        (ENOUGH + 0.5, Origin.SPOT_CHECK, 2),
        (ENOUGH - 0.5, Origin.EXTRA, 1),
    ],
    ids=["before", "that moment", "after", "does not count"],
)
def test_a_check_made_late_was_wrong_from_when_it_was_due(due: float, origin: Origin, heard: int) -> None:
    """Two more follow those that certify; the alarm hears of what is checked once it is certified."""
    late = check(ENOUGH + 1, due_at=at(due), origin=origin, accepted=True)
    last = check(ENOUGH + 2, origin=Origin.SPOT_CHECK, accepted=True)
    life = certify.restored(unmarked(book([*RIGHT, late, last]), at(100)).record.life)
    assert life.alarm is not None
    assert life.alarm.checks == heard


def test_a_late_check_counts_as_wrong_until_it_is_made_and_not_for_itself() -> None:
    each_late = [replace(one, due_at=at(number + 0.5)) for number, one in enumerate(RIGHT)]
    assert operating(unmarked(book(each_late), at(100))) == 2
    first_late = [replace(RIGHT[0], due_at=at(0.5)), *RIGHT[1:]]
    assert operating(unmarked(book(first_late), at(100))) == 2


@pytest.mark.parametrize(
    ("due", "level"),
    [(ENOUGH - 0.5, None), (ENOUGH, 2), (ENOUGH + 0.5, 2)],
    ids=["before", "that moment", "after"],
)
def test_a_check_not_made_is_wrong_from_when_it_is_due(due: float, level: int | None) -> None:
    assert operating(unmarked(book(RIGHT, overdue=((0, 2, at(due)),)), at(100))) == level


@pytest.mark.parametrize(
    ("level", "frame", "wrong"),
    [(0, 2, [1, 1, 1]), (0, 1, [1, 1, 0]), (1, 2, [0, 1, 1]), (1, 1, [0, 1, 0]), (2, 2, [0, 0, 1])],
)
def test_a_late_check_speaks_for_the_levels_of_its_frame(level: int, frame: int, wrong: list[int]) -> None:
    now = standing_of(snapshot(overdue=((level, frame, at(1)),)), BEGAN + timedelta(hours=1))
    assert [now.certification.evidence(one).wrong for one in range(3)] == wrong


def test_a_late_check_that_is_made_is_late_no_more() -> None:
    before = unmarked(book(RIGHT[:-1]), at(5)).record
    mine, other = replace(RIGHT[-1], due_at=at(2)), (0, 2, at(3))
    last = (mine.level, mine.frame, mine.due_at)
    for overdue, level in [((last,), 2), ((), 2), ((other,), None), ((last, last), None), ((other, last), None)]:
        assert operating(marked(book(record=before, overdue=overdue), mine)) == level, overdue


@pytest.mark.parametrize(
    "changed",
    [{"digest": "another"}, {"attempt": 2}, {"digest": "another", "attempt": 2}],
    ids=["another policy", "another attempt", "both"],
)
def test_a_check_of_something_else_changes_nothing(changed: dict[str, Any]) -> None:
    assert marked(book(), replace(RIGHT[0], **changed)).record == RECORD


def test_before_levels_nothing_is_made_of_checks() -> None:
    early = replace(RECORD, life="")
    assert marked(book(record=early), RIGHT[0]).record == early
    assert unmarked(book(RIGHT, record=early), at(9)).record == early
    assert marked(book(record=early), check(1, origin=Origin.SEEDED)).record == early


@pytest.mark.parametrize(
    ("judgement", "seen"),
    [(Judgement.WRONG, 20), (Judgement.UNSURE, 20), (Judgement.RIGHT, 19), (Judgement.STYLE, 19), (None, 19)],
)
def test_a_known_error_is_seen_or_not(judgement: Judgement | None, seen: int) -> None:
    made = check(3, judgement, origin=Origin.SEEDED, judged_at=at(3))
    life = certify.restored(marked(book(seeds=(24, 19)), made).record.life)
    assert (life.now.detection.seeded, life.now.detection.caught) == (25, seen)
    assert [tally.checks for tally in life.now.tallies] == [0, 0, 0], "it is no check of what was accepted"


def test_a_check_that_nobody_made_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="was not made"):
        unmarked(book([check(1, None)]), at(9))
    with pytest.raises(ValueError, match="no guarantee in this snapshot"):
        unmarked(book(record=None), at(9))


# --- alarms ----------------------------------------------------------------------------------------------------------


def raised(*between: Audit) -> Any:
    """Certified, then wrong on wrong until the alarm, with these checks before the first wrong one."""
    checks = [*RIGHT, *between]
    for number in range(20, 60):
        checks.append(check(number, Judgement.WRONG, origin=Origin.SPOT_CHECK, accepted=True, drawn_at=at(number - 1)))
        found = unmarked(book(checks), at(number))
        if found.record.paused_since:
            return found.record, len(checks)
    raise AssertionError("no alarm")


def test_what_was_accepted_since_the_first_of_the_wrong_ones_is_doubtful() -> None:
    record, made = raised()
    assert (record.paused_since, record.unheld, record.attempt) == (at(19), True, 2)
    assert made > ENOUGH + 1, "one error is no alarm"


def test_the_alarm_does_not_hear_of_what_was_not_accepted() -> None:
    plain, _ = raised()
    quiet = check(10, Judgement.RIGHT, drawn_at=at(1))
    extra = check(11, Judgement.WRONG, origin=Origin.EXTRA, accepted=True, drawn_at=at(2))
    assert raised(quiet, extra)[0].paused_since == plain.paused_since
    heard = check(12, Judgement.RIGHT, origin=Origin.SPOT_CHECK, accepted=True, drawn_at=at(11.5))
    assert raised(heard, quiet)[0].paused_since == plain.paused_since, "right ones come before the change"


def test_an_alarm_of_one_check_more_is_that_of_reading_them_anew() -> None:
    record, made = raised()
    checks = [*RIGHT, *(
        check(number, Judgement.WRONG, origin=Origin.SPOT_CHECK, accepted=True, drawn_at=at(number - 1))
        for number in range(20, 20 + made - ENOUGH)
    )]  # fmt: skip
    before = unmarked(book(checks[:-1]), at(50)).record
    assert before.paused_since == ""
    after = marked(book(checks[:-1], record=before), checks[-1]).record
    assert (after.paused_since, after.unheld, after.attempt) == (record.paused_since, True, 2)


def test_what_was_checked_after_an_alarm_is_of_the_attempt_that_has_ended() -> None:
    record, made = raised()
    wrong = [
        check(number, Judgement.WRONG, origin=Origin.SPOT_CHECK, accepted=True, drawn_at=at(number - 1))
        for number in range(20, 20 + made - ENOUGH)
    ]
    after = unmarked(book([*RIGHT, *wrong, check(90), check(91, Judgement.WRONG)]), at(100)).record
    assert (after.life, after.paused_since) == (record.life, record.paused_since)


@pytest.mark.parametrize(
    ("changed", "since", "goes_on"),
    [
        ({}, at(19), True),
        ({}, at(18), False),
        ({"unheld": True}, at(19), False),
        ({"paused_since": ""}, "", False),
        ({"paused_since": ""}, at(19), False),
    ],
    ids=["dealt with", "of another alarm", "not taken back yet", "no alarm", "no alarm any more"],
)
def test_when_it_goes_on_after_an_alarm(changed: dict[str, Any], since: str, goes_on: bool) -> None:
    record = replace(raised()[0], **{"unheld": False, **changed})
    after = resumed(snapshot(record=record), at(100), since).record
    assert (after != record) is goes_on
    if goes_on:
        assert (after.paused_since, certify.restored(after.life).paused) == ("", False)


def test_a_check_taken_back_leaves_an_alarm_as_it_is_and_the_alarm_that_runs_without_it() -> None:
    paused = raised()[0]
    after = unmarked(book(record=paused), at(100)).record
    assert (certify.restored(after.life).alarm, after.paused_since) == (
        certify.restored(paused.life).alarm, paused.paused_since
    )  # fmt: skip
    heard = [check(number, Judgement.WRONG, origin=Origin.SPOT_CHECK, accepted=True) for number in (20, 21)]
    running = unmarked(book([*RIGHT, *heard]), at(30)).record
    for kept in ([], heard[:1], heard):
        alarm = certify.restored(unmarked(book([*RIGHT, *kept], record=running), at(40)).record.life).alarm
        assert alarm is not None
        assert alarm.checks == len(kept)


# --- stale, and what is announced ------------------------------------------------------------------------------------


def test_since_when_it_is_stale_is_kept() -> None:
    record = unmarked(book(RIGHT), at(6)).record
    later = BEGAN + timedelta(days=15)
    now = standing_of(snapshot(record=record, last_check=at(6)), later)
    assert now.state is State.STALE
    assert transitions.announced(record, now, later.isoformat()).record.stale_since == later.isoformat()
    known = replace(record, stale_since=at(9))
    assert transitions.announced(known, now, later.isoformat()).record.stale_since == at(9)
    fresh = standing_of(snapshot(record=record, last_check=later.isoformat()), later)
    assert transitions.announced(known, fresh, later.isoformat()).record.stale_since == ""


def test_a_state_is_announced_once() -> None:
    record = unmarked(book(RIGHT), at(6)).record
    assert record.state == "certified, level 2"
    now = standing_of(snapshot(record=record, last_check=at(6)), BEGAN + timedelta(hours=1))
    more = Event(at(7), "system", "draw-checks", "j", "")
    assert transitions.announced(record, now, at(7), more).events == (more,)
    told = transitions.announced(replace(record, state=""), now, at(7), more).events
    assert [event.action for event in told] == ["draw-checks", "guarantee"]
    assert told[1].detail.startswith("certified, level 2: ")


def test_under_another_basis_nothing_is_certified() -> None:
    record = unmarked(book(RIGHT), at(6)).record
    states = [
        standing_of(snapshot(record=record, last_check=at(6)), BEGAN, basis).state for basis in (None, "basis", "b")
    ]
    assert states == [State.CERTIFIED, State.CERTIFIED, State.VOID]


def test_only_decided_units_can_be_withdrawn(decided: Any) -> None:
    unit: UnitRecord = decided("u", 1.0)
    assert transitions.withdrawn(unit).verdict.rule == "alarm"  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="only decided units"):
        transitions.withdrawn(replace(unit, verdict=None))
