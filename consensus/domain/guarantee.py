"""A guarantee as it is kept: what was declared, who is checked, and what the checks said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.verdict import Event


class Judgement(StrEnum):
    """What a qualified, blind reviewer says of an accepted answer, seeing it and its source alone."""

    RIGHT = "right"  #: Nothing to change.
    STYLE = "style"  #: Style edits only; not an error, counted apart.
    UNSURE = "unsure"  #: Cannot say; counts as wrong.
    WRONG = "wrong"  #: Materially wrong.

    @property
    def wrong(self) -> bool:
        return self in (Judgement.WRONG, Judgement.UNSURE)


class Origin(StrEnum):
    """Why a unit was checked."""

    CALIBRATION = "calibration"  #: In the planned sample, drawn uniformly before anyone looked.
    SPOT_CHECK = "spot_check"  #: An accepted unit drawn by its fate.
    EXTRA = "extra"  #: A further unit of a document that has one already; not independent of it.
    QUEUE = "queue"  #: In the review queue: disagreement selected it.
    SEEDED = "seeded"  #: A known error mixed in, to see what reviewers see.


#: (purpose, name) -> a number uniform on 0..1 that only the installation's key foretells.
Draw = Callable[[str, str], float]
#: A counted check that is not made: its level, its frame, and since when it is late (ISO 8601).
OverdueAudit = tuple[int, int, str]
#: A guarantee's name: the policy's, and the slice.
GuaranteeKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GuaranteeRecord:
    """One policy's guarantee for one slice, as stored.

    slice: task with language pair or document type. digest: of everything that can change a verdict; policy_digest,
    version: of the policy alone. scores: of units decided before levels were declared, -inf for one that no level may
    accept. life: the evidence, as ``certify.stored`` writes it, "" before levels are declared. accepted: units accepted
    so far. stale_since, paused_since: ISO 8601 or ""; from paused_since on accepted units are doubtful. unheld: these
    are yet to be taken back. state: as it was last announced in the audit.
    largest: most units of one document fit for a level: seen before levels were declared, then as declared; 0: any.
    """

    policy: str
    slice: str
    digest: str
    policy_digest: str
    version: int
    alpha: float
    confidence: float
    attempt: int = 1
    scores: tuple[float, ...] = ()
    life: str = ""
    accepted: int = 0
    stale_since: str = ""
    paused_since: str = ""
    unheld: bool = False
    state: str = ""
    largest: int = 0

    @property
    def key(self) -> GuaranteeKey:
        return self.policy, self.slice


@dataclass(frozen=True, slots=True)
class Audit:
    """One blind check, from its draw on; it outlives its job and holds no text.

    level, frame: as in ``certify.Certification.observe``. accepted: the unit was accepted when it was drawn, or would
    have been, had the certificate not gone stale. place: units accepted before it. judged_at, reviewer: "" until it is
    made.
    """

    item_id: str
    job_id: str
    unit_id: str
    policy: str
    slice: str
    digest: str
    attempt: int
    origin: Origin
    level: int
    frame: int
    accepted: bool
    place: int
    drawn_at: str
    due_at: str
    judgement: Judgement | None = None
    judged_at: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """What a guarantee did with one document. at: ISO 8601. level: the operating one, None for none.

    document: its id. eligible: units that some level accepts. accepted: automatically. place: units accepted before
    it. probability: at which checks were drawn. exported_at: of the first export, or "".
    """

    job_id: str
    policy: str
    slice: str
    digest: str
    attempt: int
    at: str
    level: int | None
    eligible: int
    accepted: int
    place: int
    probability: float
    exported_at: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class GuaranteeSnapshot:
    """A guarantee at one moment. overdue: (level, frame, due) of counted checks that are late. open: checks that wait.

    last_check: ISO 8601 of the last one made, or "". in_last: checks made among the last accepted units. a_week: units
    accepted in the last seven days. seeds: known errors shown, and seen. exported: units exported since
    ``record.paused_since``.
    """

    record: GuaranteeRecord | None
    overdue: tuple[OverdueAudit, ...] = ()
    last_check: str = ""
    open: int = 0
    in_last: int = 0
    a_week: int = 0
    seeds: tuple[int, int] = (0, 0)
    exported: int = 0


@dataclass(frozen=True, slots=True)
class GuaranteeUpdate:
    """What becomes of a guarantee, all at once."""

    record: GuaranteeRecord
    lot: Lot | None = None
    drawn: tuple[Audit, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What a reviewer says of a checked unit.

    seed: the check itself where a known error was shown, which several people may judge.
    """

    judgement: Judgement
    seed: Audit | None = None
