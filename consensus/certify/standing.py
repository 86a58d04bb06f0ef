"""Where a guarantee stands: a value with every number that screens, ``--json`` and exports show of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from consensus.certify.alarm import Raised
from consensus.certify.bets import Reached
from consensus.certify.reviewers import Detection

NOT_CERTIFIED = "not certified"


class State(StrEnum):
    """Where a guarantee stands."""

    LEARNING = "learning"  #: Fewer batches than the first possible certificate takes, or not judged yet.
    NOT_YET = "not yet"  #: Batches enough, and they do not show the target.
    CERTIFIED = "certified"  #: Shown; accepted automatically at the operating level.
    STALE = "stale"  #: Shown, but too few recent audits.
    ALARM = "alarm"  #: Audits say that the risk has risen, and nothing newer shows the target.
    VOID = "void"  #: Earned under another policy, or under rules that are no longer relied on.


class Tally(NamedTuple):
    """Batches that were drawn from, their documents, and audits. pending: drawn and not judged; they count as wrong."""

    batches: int = 0
    documents: int = 0
    audits: int = 0
    wrong: int = 0
    pending: int = 0


NO_AUDITS = Tally()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt is.

    documents, batches: so far. documents_needed, batches_needed: about how many there must be, if nothing more is
    wrong; None where no number would do, 0 batches where the policy names the cap. judged, waiting: audits so far.
    units, units_needed: scored units, while the levels are being placed; else None.
    """

    documents: int
    documents_needed: int | None
    batches: int
    batches_needed: int | None
    judged: int = 0
    waiting: int = 0
    units: int | None = None
    units_needed: int | None = None

    @property
    def words(self) -> str:
        """``73 of about 110 documents, if nothing more is wrong``."""
        if self.units is not None:
            parts = [f"{self.documents} of {self.documents_needed} documents"]
            parts += [f"{self.units} of {self.units_needed} scored units"]
            parts += [f"{self.batches} of {self.batches_needed} batches"] if self.batches_needed else []
            return ", ".join(parts)
        if self.documents_needed is None or self.batches_needed is None:
            return f"{_documents(self.documents)} so far"
        of = f"{self.documents:,} of about {_documents(self.documents_needed)}"
        if self.documents != self.batches or self.documents_needed != self.batches_needed:
            of += f" in {self.batches:,} of about {self.batches_needed:,} batches"
        return f"{of}, if nothing more is wrong"


@dataclass(frozen=True)
class Standing:
    """A guarantee at one moment.

    level: at which units are accepted now, operating: that is certified, also while stale; None for none. current: the
    level that proof and since are about; None before levels are placed. alpha: the claim's, times the share of errors
    that reviewers catch. delta: what this attempt spends. reached: by level, where it was certified. proof: what showed
    the current level, or has been seen of it so far. since: audits after that, judged or due. stale: why, or "".
    words: what the screen says. certificate: the sentence for an export, or "not certified". escaped: wrong units
    accepted automatically per 1,000 of all units, at most: at the coverage so far, low and high.
    """

    state: State
    level: int | None
    operating: int | None
    current: int | None
    alpha: float
    delta: float
    detection: Detection
    reached: tuple[Reached | None, ...] = ()
    alarm: Raised | None = None
    stale: str = ""
    proof: Tally = NO_AUDITS
    since: Tally = NO_AUDITS
    progress: Progress | None = None
    words: str = ""
    certificate: str = NOT_CERTIFIED
    escaped: tuple[float, float] | None = None
    compute_bounds: Callable[[], tuple[float, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def bounds(self) -> tuple[float, ...]:
        """By level, the largest share, 0..1, that may be wrong, allowing for errors that reviewers do not see."""
        return self.compute_bounds()


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"
