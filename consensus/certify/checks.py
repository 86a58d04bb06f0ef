"""What a blind check says, which checks count, and how many errors reviewers are sure to see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor

from consensus.certify.bounds import DELTA, any_time_bound
from consensus.domain import Judgement, Origin

#: Seeded known errors below which nothing is claimed about what reviewers see.
LEAST_SEEDED = 20


#: The origins whose labels count; all others were selected by something.
COUNTED = frozenset({Origin.CALIBRATION, Origin.SPOT_CHECK})


@dataclass(frozen=True, slots=True)
class AuditLabel:
    """One blind check of one unit. level, frame: as in ``Certification.observe``; digest: of the deciding policy."""

    unit_id: str
    level: int
    frame: int
    judgement: Judgement
    origin: Origin
    digest: str

    @property
    def counts(self) -> bool:
        return self.origin in COUNTED


@dataclass(frozen=True, slots=True)
class AuditTally:
    """Labels of accepted units. done, errors: checks made, and those wrong. overdue: late ones, counted as wrong."""

    done: int = 0
    errors: int = 0
    overdue: int = 0

    @property
    def checks(self) -> int:
        return self.done + self.overdue

    @property
    def wrong(self) -> int:
        return self.errors + self.overdue

    def add(self, wrong: bool) -> AuditTally:
        return replace(self, done=self.done + 1, errors=self.errors + wrong)

    def __add__(self, other: AuditTally) -> AuditTally:
        return AuditTally(self.done + other.done, self.errors + other.errors, self.overdue + other.overdue)


@dataclass(frozen=True, slots=True)
class Detection:
    """How many seeded known errors reviewers caught: the engine runs at alpha times what they are sure to see."""

    seeded: int = 0
    caught: int = 0

    @property
    def known(self) -> bool:
        return self.seeded >= LEAST_SEEDED

    @property
    def at_least(self) -> float:
        """Lower bound of the share of errors caught, 0..1; any-time, since it is looked at again and again.

        1 while unknown, and then every statement says so (``sentence``). Never 0: with nothing caught nothing passes.
        """
        if not self.known:
            return 1.0
        return max(1.0 - float(any_time_bound(self.seeded - self.caught, self.seeded, DELTA)), 1e-6)

    @property
    def sentence(self) -> str:
        """What every statement says about reviewers."""
        if not self.known:
            return "This assumes reviewers catch every error."
        return (
            f"Reviewers caught {self.caught} of {self.seeded} seeded errors; checks are read as if they caught "
            f"{floor(100 * self.at_least)}% of errors."
        )


UNKNOWN_DETECTION = Detection()
