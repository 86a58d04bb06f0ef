"""Where a guarantee stands: six states, with the same words on screens, in ``--json`` and in exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consensus.certify.alarm import Alarm
from consensus.certify.bounds import any_time_checks_needed, checks_to_go, escaped_per_1000
from consensus.certify.certificate import confidence, counted, issue, percent_up, target
from consensus.certify.levels import Certification

#: A certificate goes stale without a check for so many days, or with fewer than so many in the last accepted units.
STALE_DAYS = 14
STALE_CHECKS = 10
STALE_ACCEPTED = 500
#: Days that a stale certificate runs one level narrower before everything goes to review.
GRACE_DAYS = 7
#: Days after which a check that was drawn and is not done counts as wrong.
OVERDUE_DAYS = 7

NOT_CERTIFIED = "not certified"


class State(StrEnum):
    """Where a guarantee stands."""

    LEARNING = "learning"  #: Fewer checks than the first possible certificate takes.
    NOT_YET = "not yet"  #: Checks enough, and they do not show the target.
    CERTIFIED = "certified"  #: Shown; accepted automatically at the operating level.
    STALE = "stale"  #: Shown once, but too few recent checks.
    ALARM = "alarm"  #: Spot checks say the risk has risen.
    VOID = "void"  #: Earned under another policy.


@dataclass(frozen=True, slots=True)
class Activity:
    """What the checks of late amount to. idle_days: since the last check. in_last: checks among the last 500 accepted.

    accepted: units accepted so far at the operating level, up to 500 looked at. exported_since: units exported since
    the estimated change point, and its day; for the alarm.
    """

    idle_days: float
    in_last: int
    accepted: int
    stale_days: float = 0.0
    exported_since: int = 0
    change_day: date | None = None

    @property
    def stale(self) -> bool:
        return self.idle_days >= STALE_DAYS or (self.accepted >= STALE_ACCEPTED and self.in_last < STALE_CHECKS)


@dataclass(frozen=True, slots=True)
class EvaluatedGuarantee:
    """A guarantee at one moment, with every number that its words need.

    certification: the evidence. activity: of late. policy, digest: those in force; the name carries the version.
    """

    state: State
    certification: Certification
    activity: Activity
    policy: str
    digest: str

    @property
    def level(self) -> int | None:
        """The level at which units may be accepted now; None while everything goes to review."""
        operating = self.certification.operating_for(self.digest)
        if operating is None or self.state in (State.ALARM, State.VOID):
            return None
        if self.state is State.STALE:
            narrower = self.certification.demoted().operating
            return narrower if self.activity.stale_days < GRACE_DAYS else None
        return operating

    @property
    def certificate(self) -> str:
        """For an export: the certificate's sentence, or "not certified"."""
        issued = issue(self.certification) if self.state is State.CERTIFIED else None
        return issued.words if issued else NOT_CERTIFIED

    @property
    def escaped_per_1000(self) -> float | None:
        """Escaped errors per 1,000 of all units, at most; None while nothing is accepted automatically."""
        if self.level is None:
            return None
        claim = self.certification.claim
        return escaped_per_1000(claim.alpha, claim.levels[self.level].coverage)


def standing(
    certification: Certification, activity: Activity, policy: str, digest: str, alarm: Alarm | None = None
) -> EvaluatedGuarantee:
    """The state of a guarantee. policy, digest: those in force. alarm: of the operating level, where one runs."""
    return EvaluatedGuarantee(_state(certification, digest, alarm, activity), certification, activity, policy, digest)


def _state(certification: Certification, digest: str, alarm: Alarm | None, activity: Activity) -> State:
    claim = certification.claim
    if digest != claim.digest:
        return State.VOID
    if alarm is not None and alarm.raised:
        return State.ALARM
    if certification.operating is not None:
        return State.STALE if activity.stale else State.CERTIFIED
    enough = certification.evidence(certification.current).checks >= fewest(certification)
    return State.NOT_YET if enough else State.LEARNING


def fewest(certification: Certification) -> int:
    """Checks that certify the current level when none is wrong."""
    return any_time_checks_needed(certification.reported_alpha, 0, certification.claim.spend)


def words(now: EvaluatedGuarantee) -> str:
    """What the screen says. Never a rate without its number of checks."""
    return _WORDS[now.state](now)


def _learning(now: EvaluatedGuarantee) -> str:
    tally = now.certification.evidence(now.certification.current)
    return (
        f"Not enough checks to accept automatically: {tally.done} of at least {fewest(now.certification)} done, "
        f"{_errors(now)}. Everything goes to review."
    )


def _not_yet(now: EvaluatedGuarantee) -> str:
    certification = now.certification
    tally, claim = certification.evidence(certification.current), certification.claim
    bound = percent_up(certification.bound(certification.current))
    said = (
        f"{_errors(now)} in {tally.checks} checks: the error rate could be as high as {bound} "
        f"({confidence(claim.delta)}). Target {target(claim.alpha)}."
    )
    if tally.wrong > certification.reported_alpha * tally.checks:
        return (
            f"{said} The models agree on wrong answers too often; more checks will not help, "
            "change the panel or the target."
        )
    more = checks_to_go(tally.wrong, tally.checks, certification.reported_alpha, claim.spend)
    if more is None:
        return f"{said} The rate is so close to the target that no number of checks would show it if the rate stays."
    return f"{said} About {more} more check{'' if more == 1 else 's'} if the rate stays."


def _stale(now: EvaluatedGuarantee) -> str:
    tally = now.certification.evidence(now.certification.current)
    why = (
        f"no check for {STALE_DAYS} days"
        if now.activity.idle_days >= STALE_DAYS
        else f"{now.activity.in_last} checks in the last {STALE_ACCEPTED} accepted, {STALE_CHECKS} are needed"
    )
    follows = (
        "Everything goes to review."
        if now.level is None
        else f"Accepting one level lower for {GRACE_DAYS} days, then everything goes to review."
    )
    return f"The certificate is stale: {why} ({tally.checks} blind checks before, {_errors(now)}). {follows}"


def _alarm(now: EvaluatedGuarantee) -> str:
    count, day = now.activity.exported_since, now.activity.change_day
    since = f" since {day.isoformat()}" if day else ""
    return f"Automatic acceptance is paused. {count} unit{'' if count == 1 else 's'} exported{since} may be affected."


def _void(now: EvaluatedGuarantee) -> str:
    claim = now.certification.claim
    return (
        f"The certificate is void: it was earned with policy {claim.policy} ({claim.digest}), and policy {now.policy} "
        f"({now.digest}) is in force. Everything goes to review until new checks show the target."
    )


_WORDS: dict[State, Callable[[EvaluatedGuarantee], str]] = {
    State.LEARNING: _learning,
    State.NOT_YET: _not_yet,
    State.CERTIFIED: lambda now: now.certificate,
    State.STALE: _stale,
    State.ALARM: _alarm,
    State.VOID: _void,
}


def _errors(now: EvaluatedGuarantee) -> str:
    return counted(now.certification.evidence(now.certification.current))
