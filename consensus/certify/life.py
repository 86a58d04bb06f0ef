"""The life of a guarantee: evidence, the alarm of what operates on it, and what an alarm does. Every step is pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter

from consensus.certify.alarm import Alarm
from consensus.certify.checks import AuditLabel, Detection
from consensus.certify.levels import Certification, Claim


@dataclass(frozen=True, slots=True)
class Life:
    """base: the evidence when this attempt began. now: with its labels so far. alarm: of the operating level.

    A raised alarm stays until ``resumed``; meanwhile nothing is accepted, and labels go on counting for ``now``.
    """

    base: Certification
    now: Certification
    alarm: Alarm | None = None

    @property
    def paused(self) -> bool:
        """Automatic acceptance waits for people."""
        return self.alarm is not None and self.alarm.raised


def begun(claim: Claim) -> Life:
    """Before the first label."""
    return Life(Certification(claim), Certification(claim))


def labelled(life: Life, check: AuditLabel, *, accepted: bool, overdue: Sequence[int] = ()) -> Life:
    """After one label. accepted: the unit was accepted automatically when it was drawn, so the alarm hears of it.
    overdue: by level, other checks that are late at that moment; nothing is certified that they, wrong, would prevent.

    An alarm demotes by one level at once: the next attempt begins with fresh labels.
    """
    if not check.counts or check.digest != life.now.claim.digest:
        return life
    late = overdue or (0,) * len(life.now.tallies)
    now, alarm = life.now.with_overdue(late).take(check).without_overdue(), life.alarm
    if alarm is not None and accepted and not alarm.raised:
        alarm = alarm.observe(check.judgement.wrong)
        if alarm.raised:
            return Life(now.demoted(), now.demoted(), alarm)
    return _watched(replace(life, now=now, alarm=alarm))


def detecting(life: Life, detection: Detection) -> Life:
    """Once more is known about what reviewers see; what was certified on a better opinion has to show it anew."""
    if detection == life.now.detection:
        return life
    base, now = life.base.with_detection(detection), life.now.with_detection(detection)
    return _watched(replace(life, base=base, now=now))


def resumed(life: Life) -> Life:
    """After an alarm was dealt with: what is still certified operates again, under a new alarm."""
    return _watched(replace(life, alarm=None))


def stored(life: Life) -> str:
    """JSON text that ``restored`` reads."""
    return json.dumps(_form().dump_python(life))


def restored(text: str) -> Life:
    """The life that ``stored`` wrote. Raises ValueError for another text."""
    return _form().validate_python(json.loads(text))


@cache
def _form() -> TypeAdapter[Life]:
    return TypeAdapter(Life)


def _watched(life: Life) -> Life:
    """A new alarm whenever another level operates."""
    operating, alarm = life.now.operating, life.alarm
    if alarm is not None and alarm.raised:
        return life
    if operating is None:
        return replace(life, alarm=None)
    if alarm is None or alarm.level != operating:
        return replace(life, alarm=Alarm(life.now.reported_alpha, level=operating))
    # Another target for what is reported: the evidence so far stands, each check was weighed by the target of its time.
    return replace(life, alarm=replace(alarm, alpha=life.now.reported_alpha))
