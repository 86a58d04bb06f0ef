"""Where a stored guarantee stands, and what a check, an undone check or a dealt-with alarm makes of it. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from consensus import certify
from consensus.certify import Activity, Check, Detection, Life, Standing
from consensus.domain import AuditEvent, Book, Change, GuaranteeRecord, Origin, Outcome, StoredCheck
from consensus.ports import UnitRecord

#: Units whose scores place the levels, before any label is seen.
LEAST_SCORES = 100
_DAY = 86400.0


def kept(book: Book) -> GuaranteeRecord:
    """The guarantee of a book. Raises ValueError for a book without one."""
    if book.record is None:
        raise ValueError("there is no guarantee in this book")
    return book.record


def standing_of(book: Book, at: datetime, in_force: str | None = None) -> Standing:
    """Where a guarantee with declared levels stands. in_force: the basis in force; None for the one it was earned with.

    Overdue checks count as wrong.
    """
    record = kept(book)
    life = certify.restored(record.life)
    late = [sum(level <= one <= frame for level, frame in book.overdue) for one in range(len(life.now.tallies))]
    idle = _days(book.last_check, at)
    activity = Activity(idle, book.in_last, min(record.accepted, certify.STALE_ACCEPTED))
    if record.paused_since:
        day = datetime.fromisoformat(record.paused_since).date()
        activity = replace(activity, exported_since=book.exported, change_day=day)
    if activity.stale:
        since_check = max(0.0, idle - certify.STALE_DAYS)
        activity = replace(activity, stale_days=max(since_check, _days(record.stale_since, at)))
    policy = f"{record.policy} v{record.version}"
    return certify.standing(life.now.with_overdue(late), activity, policy, in_force or record.digest, life.alarm)


def words_of(book: Book, at: datetime, in_force: str | None = None) -> str:
    """What screens, ``status`` and exports say of it."""
    record = kept(book)
    if record.life:
        return certify.words(standing_of(book, at, in_force))
    fewest = certify.any_time_checks_needed(record.alpha, 0, certify.spend(record.attempt, 1 - record.confidence))
    return (
        f"Not enough checks to accept automatically: 0 of at least {fewest} done, 0 errors. Everything goes to review. "
        f"Before the first check {LEAST_SCORES} units are scored to place the levels: {len(record.scores)} so far."
    )


def announced(record: GuaranteeRecord, now: Standing, at: str, *more: AuditEvent) -> Change:
    """The record with its state as it is told, and a line of the audit where that changed."""
    state = f"{now.state.value}, level {'none' if now.level is None else now.level}"
    since = "" if not now.activity.stale else record.stale_since or at
    record = replace(record, stale_since=since)
    if state == record.state:
        return Change(record, events=more)
    event = AuditEvent(at, "system", "guarantee", "/".join(record.key), f"{state}: {certify.words(now)}")
    return Change(replace(record, state=state), events=(*more, event))


def marked(book: Book, check: StoredCheck) -> Change:
    """What becomes of a guarantee with one more check. A check of another attempt or policy changes nothing."""
    record = kept(book)
    if check.origin is Origin.SEEDED:
        shown, seen = book.seeds
        wrong = check.judgement is not None and check.judgement.wrong
        return seen_by_reviewers(replace(book, seeds=(shown + 1, seen + wrong)), check.judged_at)
    if (check.digest, check.attempt) != (record.digest, record.attempt) or not record.life:
        return Change(record)
    before = certify.restored(record.life)
    life = _labelled(before, check)
    heard = before.alarm.checks + 1 if before.alarm is not None and _hears(before, check) else 0
    if life.paused and not before.paused and life.alarm is not None:
        doubtful = [one.drawn_at for one in book.checks() if one.heard > life.alarm.change_point]
        record = replace(record, paused_since=min([*doubtful, check.drawn_at]), unheld=True)
    record = replace(record, life=certify.stored(life), attempt=life.now.claim.attempt)
    return replace(_told(book, record, check.judged_at), heard=heard)


def unmarked(book: Book, at: str) -> Change:
    """The guarantee without a check that was taken back: those of this attempt are read again from its beginning."""
    record = kept(book)
    if not record.life:
        return Change(record)
    stands = certify.detecting(certify.restored(record.life), Detection(*book.seeds))
    life = certify.resumed(Life(stands.base, stands.base))
    life = replace(life, alarm=stands.alarm) if stands.paused else life
    for check in book.checks():
        life = _labelled(life, check)
    return _told(book, replace(record, life=certify.stored(life)), at)


def seen_by_reviewers(book: Book, at: str) -> Change:
    """The guarantee as its book says how many known errors reviewers saw."""
    record = kept(book)
    if not record.life:
        return Change(record)
    life = certify.detecting(certify.restored(record.life), Detection(*book.seeds))
    return _told(book, replace(record, life=certify.stored(life)), at)


def resumed(book: Book, at: str) -> Change:
    """After everything doubtful was looked at: what is still certified operates again."""
    record = kept(book)
    if not record.paused_since or record.unheld:
        return Change(record)
    life = certify.resumed(certify.restored(record.life))
    return _told(book, replace(record, life=certify.stored(life), paused_since=""), at)


def all_held(book: Book) -> Change:
    """After everything doubtful was given to reviewers."""
    return Change(replace(kept(book), unheld=False))


def withdrawn(record: UnitRecord) -> UnitRecord:
    """An accepted unit that a person has to look at after all."""
    verdict = record.verdict
    if verdict is None:
        raise ValueError("only decided units can be withdrawn")
    why = "An alarm says that what was accepted at that time cannot be relied on."
    taken = replace(verdict, outcome=Outcome.REVIEW, value=None, rule="alarm", certificate=certify.NOT_CERTIFIED)
    return replace(record, verdict=replace(taken, reasons=(why, *verdict.reasons)))


def _told(book: Book, record: GuaranteeRecord, at: str) -> Change:
    # Overdue checks and activity are of the state before; the next look at the guarantee reads them anew.
    now = standing_of(replace(book, record=record, overdue=()), datetime.fromisoformat(at))
    return announced(record, now, at)


def _labelled(life: Life, check: StoredCheck) -> Life:
    if check.judgement is None:
        raise ValueError("this check was not made")
    label = Check(check.unit_id, check.level, check.frame, check.judgement, check.origin, check.digest)
    return certify.labelled(life, label, accepted=check.accepted)


def _hears(life: Life, check: StoredCheck) -> bool:
    return check.accepted and not life.paused and check.origin in certify.COUNTED


def _days(since: str, at: datetime) -> float:
    return max(0.0, (at - datetime.fromisoformat(since)).total_seconds() / _DAY) if since else 0.0
