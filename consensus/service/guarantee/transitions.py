"""Where a stored guarantee stands, and what a check, an undone check or a dealt-with alarm makes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from consensus import certify
from consensus.certify import COUNTED, Activity, AuditLabel, Detection, EvaluatedGuarantee, Life
from consensus.domain import (
    Audit,
    Event,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    Origin,
    Outcome,
    OverdueAudit,
    Rule,
)
from consensus.domain.job import UnitRecord

#: Units whose scores place the levels, before any label is seen.
LEAST_SCORES = 100
#: How much longer than the longest document before it a document may be: beyond that nothing of it is accepted.
LONGER = 1.5
_DAY = 86400.0


def kept(snapshot: GuaranteeSnapshot) -> GuaranteeRecord:
    """The guarantee of a book. Raises ValueError for a book without one."""
    if snapshot.record is None:
        raise ValueError("there is no guarantee in this book")
    return snapshot.record


def standing_of(snapshot: GuaranteeSnapshot, at: datetime, in_force: str | None = None) -> EvaluatedGuarantee:
    """Where a guarantee with declared levels stands. in_force: the basis in force; None for the one it was earned with.

    Overdue checks count as wrong.
    """
    record = kept(snapshot)
    life = certify.restored(record.life)
    idle = _days(snapshot.last_check, at)
    activity = Activity(idle, snapshot.in_last, min(record.accepted, certify.STALE_ACCEPTED))
    if record.paused_since:
        day = datetime.fromisoformat(record.paused_since).date()
        activity = replace(activity, exported_since=snapshot.exported, change_day=day)
    if activity.stale:
        since_check = max(0.0, idle - certify.STALE_DAYS)
        activity = replace(activity, stale_days=max(since_check, _days(record.stale_since, at)))
    policy = f"{record.policy} v{record.version}"
    return certify.standing(
        life.now.with_overdue(_by_level(life, snapshot.overdue)),
        activity,
        policy,
        in_force or record.digest,
        life.alarm,
    )


def words_of(snapshot: GuaranteeSnapshot, at: datetime, in_force: str | None = None) -> str:
    """What screens, ``status`` and exports say of it."""
    record = kept(snapshot)
    if record.life:
        return certify.words(standing_of(snapshot, at, in_force))
    fewest = certify.any_time_checks_needed(record.alpha, 0, certify.spend(record.attempt, 1 - record.confidence))
    return (
        f"Not enough checks to accept automatically: 0 of at least {fewest} done, 0 errors. Everything goes to review. "
        f"Before the first check {LEAST_SCORES} units are scored to place the levels: {len(record.scores)} so far."
    )


def announced(record: GuaranteeRecord, now: EvaluatedGuarantee, at: str, *more: Event) -> GuaranteeUpdate:
    """The record with its state as it is told, and a line of the audit where that changed."""
    state = f"{now.state.value}, level {'none' if now.level is None else now.level}"
    since = "" if not now.activity.stale else record.stale_since or at
    record = replace(record, stale_since=since)
    if state == record.state:
        return GuaranteeUpdate(record, events=more)
    event = Event(at, "system", "guarantee", "/".join(record.key), f"{state}: {certify.words(now)}")
    return GuaranteeUpdate(replace(record, state=state), events=(*more, event))


def marked(snapshot: GuaranteeSnapshot, check: Audit) -> GuaranteeUpdate:
    """What becomes of a guarantee with one more check. A check of another attempt or policy changes nothing."""
    record = kept(snapshot)
    if check.origin is Origin.SEEDED:
        shown, seen = snapshot.seeds
        wrong = check.judgement is not None and check.judgement.wrong
        return seen_by_reviewers(replace(snapshot, seeds=(shown + 1, seen + wrong)), check.judged_at)
    if (check.digest, check.attempt) != (record.digest, record.attempt) or not record.life:
        return GuaranteeUpdate(record)
    this = (check.level, check.frame, check.due_at)
    at = snapshot.overdue.index(this) if this in snapshot.overdue else len(snapshot.overdue)
    others = (*snapshot.overdue[:at], *snapshot.overdue[at + 1 :])
    snapshot = replace(snapshot, overdue=others, last_check=max(snapshot.last_check, check.judged_at))
    before = certify.restored(record.life)
    life = _labelled(before, check, others)
    return _grown(
        snapshot, before, life, lambda: _folded(before, [*snapshot.checks(), check], others)[1], check.judged_at
    )


def unmarked(snapshot: GuaranteeSnapshot, at: str) -> GuaranteeUpdate:
    """The guarantee without a check that was taken back: those of this attempt are read again from its beginning.

    An attempt that an alarm has ended stays so: nobody takes an alarm back by taking back what raised it.
    """
    record = kept(snapshot)
    if not record.life:
        return GuaranteeUpdate(record)
    stands = certify.detecting(certify.restored(record.life), Detection(*snapshot.seeds))
    life, heard = _folded(stands, snapshot.checks(), snapshot.overdue)
    return _grown(snapshot, stands, life, lambda: heard, at)


def seen_by_reviewers(snapshot: GuaranteeSnapshot, at: str) -> GuaranteeUpdate:
    """The guarantee as its book says how many known errors reviewers saw."""
    record = kept(snapshot)
    if not record.life:
        return GuaranteeUpdate(record)
    life = certify.detecting(certify.restored(record.life), Detection(*snapshot.seeds))
    return _told(snapshot, replace(record, life=certify.stored(life)), at)


def resumed(snapshot: GuaranteeSnapshot, at: str, since: str) -> GuaranteeUpdate:
    """After everything doubtful was looked at: what is still certified operates again. since: of the alarm meant."""
    record = kept(snapshot)
    if not record.paused_since or record.paused_since != since or record.unheld:
        return GuaranteeUpdate(record)
    life = certify.resumed(certify.restored(record.life))
    return _told(snapshot, replace(record, life=certify.stored(life), paused_since=""), at)


def all_held(snapshot: GuaranteeSnapshot) -> GuaranteeUpdate:
    """After everything doubtful was given to reviewers."""
    return GuaranteeUpdate(replace(kept(snapshot), unheld=False))


def to_a_person(record: UnitRecord, rule: Rule, why: str) -> UnitRecord:
    """A unit that the guarantee does not let pass, whatever the rules say. Raises ValueError without a verdict."""
    verdict = record.verdict
    if verdict is None:
        raise ValueError("only decided units can be withdrawn")
    taken = replace(verdict, outcome=Outcome.REVIEW, value=None, rule=rule, certificate=certify.NOT_CERTIFIED)
    return replace(record, verdict=replace(taken, reasons=(why, *verdict.reasons)))


def withdrawn(record: UnitRecord) -> UnitRecord:
    """An accepted unit that a person has to look at after all."""
    return to_a_person(record, Rule.ALARM, "An alarm says that what was accepted at that time cannot be relied on.")


def _grown(
    snapshot: GuaranteeSnapshot, before: Life, life: Life, heard_by_alarm: Callable[[], Sequence[Audit]], at: str
) -> GuaranteeUpdate:
    """The guarantee with another life. heard_by_alarm: reads the checks that its alarm heard, in order."""
    record = replace(kept(snapshot), life=certify.stored(life), attempt=life.now.claim.attempt)
    if life.paused and not before.paused and life.alarm is not None:
        heard = heard_by_alarm()
        doubtful = [one.drawn_at for one in heard[life.alarm.change_point :]] or [heard[-1].drawn_at]
        record, snapshot = replace(record, paused_since=min(doubtful), unheld=True), replace(snapshot, overdue=())
    return _told(snapshot, record, at)


def _told(snapshot: GuaranteeSnapshot, record: GuaranteeRecord, at: str) -> GuaranteeUpdate:
    now = standing_of(replace(snapshot, record=record), datetime.fromisoformat(at))
    return announced(record, now, at)


def _folded(stands: Life, made: Sequence[Audit], waiting: Sequence[OverdueAudit]) -> tuple[Life, list[Audit]]:
    """The life after these checks of its attempt, read from the attempt's beginning, and those that its alarm heard.

    waiting: counted checks that are late and not made. An alarm ends the attempt, and what was made later with it.
    """
    life = certify.resumed(Life(stands.base, stands.base))
    life = replace(life, alarm=stands.alarm) if stands.paused else life
    made_late = [(at, one) for at, one in enumerate(made) if one.due_at < one.judged_at and one.origin in COUNTED]
    heard: list[Audit] = []
    for at, check in enumerate(made):
        late = [one for one in waiting if one[2] < check.judged_at]
        late += [(c.level, c.frame, c.due_at) for i, c in made_late if i > at and c.due_at < check.judged_at]
        before, life = life, _labelled(life, check, late)
        if not _heard_by(life):
            heard = []
        elif _heard_by(life) > _heard_by(before):
            heard.append(check)
        if life.paused and not before.paused:
            break
    return life, heard


def _heard_by(life: Life) -> int:
    """Checks that the life's alarm has heard."""
    return life.alarm.checks if life.alarm is not None else 0


def _by_level(life: Life, overdue: Sequence[OverdueAudit]) -> list[int]:
    return [sum(level <= one <= frame for level, frame, _ in overdue) for one in range(len(life.now.tallies))]


def _labelled(life: Life, check: Audit, overdue: Sequence[OverdueAudit]) -> Life:
    if check.judgement is None:
        raise ValueError("this check was not made")
    label = AuditLabel(check.unit_id, check.level, check.frame, check.judgement, check.origin, check.digest)
    return certify.labelled(life, label, accepted=check.accepted, overdue=_by_level(life, overdue))


def _days(since: str, at: datetime) -> float:
    return max(0.0, (at - datetime.fromisoformat(since)).total_seconds() / _DAY) if since else 0.0
