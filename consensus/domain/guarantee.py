"""A guarantee as it is kept: what was claimed, the log of draws, and what the audits said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from consensus.domain.verdict import Event, Verdict


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
    """Why an answer is audited."""

    DRAWN = "drawn"  #: Drawn when its batch closed.
    SEEDED = "seeded"  #: A known error mixed in, to learn what reviewers see.


class Scheme(StrEnum):
    """How the audits of a batch are drawn."""

    PLACING = "placing"  #: Not at all: its scores place the levels.
    CENSUS = "census"  #: Every eligible unit, while nothing is accepted automatically.
    PPS = "pps"  #: The batch with a chance proportional to its size, then some of its units.


#: (purpose, name) -> a number uniform on 0..1 that only the holder of its key foretells.
Draw = Callable[[str, str], float]
#: The id of a batch -> the secret key of its draws, which is revealed when its audits are over.
LotKeys = Callable[[str], bytes]
#: A guarantee's name: the policy's, and the slice.
GuaranteeKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Level:
    """floor: the lowest score accepted. coverage: share of earlier units it would have accepted, 0..1."""

    floor: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What an attempt sets out to show, declared before its first label.

    alpha: most wrong among accepted, 0..1. confidence: 0..1. catch: the share of errors that reviewers are taken to
    catch, 0..1. levels: strictest first. order: in which they are certified. cap: most accepted units of a batch.
    """

    alpha: float
    confidence: float
    catch: float
    levels: tuple[Level, ...]
    order: tuple[int, ...]
    cap: int


@dataclass(frozen=True, slots=True)
class GuaranteeRecord:
    """One policy's guarantee for one slice, as stored.

    slice: language pair or document type. digest: of everything that can change a verdict; policy_digest, version: of
    the policy alone. attempt: from 1; another basis, another cap and every alarm begin a new one. claim: None while the
    levels are being placed; until then scores (of units decided so far, -inf for one that no level may accept), sizes
    (eligible units by batch) and documents (how many were scored) are gathered. alarmed_at: of the alarm that began
    this attempt, ISO 8601, or "". paused_since: units of batches closed from then on are doubtful, ISO 8601 or "".
    unheld: these are yet to be taken back. state: as it was last announced. certified_at: by level, since when it has
    been certified without a break, ISO 8601 or ""; () where no level is. void: why what stood before is no longer
    relied on, or "". ordered: scores below 0 are a learned order of fields that the rules hold back.
    """

    policy: str
    slice: str
    digest: str
    policy_digest: str
    version: int
    alpha: float
    confidence: float
    catch: float
    cap: int | None = None
    attempt: int = 1
    claim: Claim | None = None
    scores: tuple[float, ...] = ()
    sizes: tuple[int, ...] = ()
    documents: int = 0
    alarmed_at: str = ""
    paused_since: str = ""
    unheld: bool = False
    state: str = ""
    certified_at: tuple[str, ...] = ()
    void: str = ""
    ordered: bool = False

    @property
    def key(self) -> GuaranteeKey:
        return self.policy, self.slice


@dataclass(frozen=True, slots=True)
class Batch:
    """What may be wrong together: one entry of the draw log once it is closed.

    named: by a person, who may add to it until it closes. commitment: SHA-256 of the key of its draws, in hexadecimal
    digits. place: from 1, in the order of closing; 0 while it is open. attempt: that it counts for. q: each accepted
    unit's chance of an audit; r, m: how that is drawn (``certify.audit_plan``). operating: the level that was certified
    when it closed, None for none. accepting: units were accepted at it; not while the certificate is stale. documents:
    with eligible units. sizes: eligible units by level, strictest first, at closing. delivered: the same with copies
    that were handed in later. withheld: of those copies, how many would have been accepted when the batch closed and
    went to a person. certificate: the id that units were accepted under, or "".
    """

    id: str
    name: str
    policy: str
    slice: str
    digest: str
    opened_at: str
    commitment: str
    named: bool = False
    closed_at: str = ""
    place: int = 0
    attempt: int = 0
    scheme: Scheme = Scheme.PLACING
    q: float = 0.0
    r: float = 0.0
    m: int = 0
    cap: int = 0
    operating: int | None = None
    accepting: bool = False
    documents: int = 0
    sizes: tuple[int, ...] = ()
    delivered: tuple[int, ...] = ()
    withheld: int = 0
    certificate: str = ""

    @property
    def key(self) -> GuaranteeKey:
        return self.policy, self.slice

    @property
    def accepted(self) -> int:
        """Units accepted automatically, copies too."""
        return self.delivered[self.operating] - self.withheld if self.accepting and self.operating is not None else 0


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A job of a batch. document: its id. units: how many it has; 0 until it is decided. decided_at: ISO 8601 or "".

    repeated: the same document was decided in this batch before. exported_at: of the first export, or "".
    """

    job_id: str
    batch: str
    document: str
    repeated: bool = False
    units: int = 0
    decided_at: str = ""
    exported_at: str = ""


@dataclass(frozen=True, slots=True)
class BatchUnit:
    """One delivered copy of an eligible unit. It outlives its job and holds no text.

    answer: names the answer by the installation's key. level: the strictest that accepts it; None before the batch is
    closed, and for one beyond the cap. late: handed in after the batch was closed. verdict: as the rules gave it, None
    once the batch is closed.
    """

    batch: str
    job_id: str
    unit_id: str
    document: str
    score: float
    answer: str
    level: int | None = None
    repeated: bool = False
    verdict: Verdict | None = None


class BatchEntry(NamedTuple):
    """A closed batch as the engine reads it. The tuples are by level, strictest first.

    n: eligible units at closing; delivered: with later copies. m: drawn for this level. wrong: judged wrong or unsure,
    or edited before the audit. pending: drawn and not judged. waiting: those of them that are not yet due.
    """

    place: int
    batch: str
    closed_at: str
    scheme: Scheme
    q: float
    r: float
    operating: int | None
    accepting: bool
    documents: int
    n: tuple[int, ...]
    delivered: tuple[int, ...]
    m: tuple[int, ...]
    wrong: tuple[int, ...]
    pending: tuple[int, ...]
    waiting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """One blind audit, from its draw on; it outlives its job and holds no text.

    batch: its id, "" for a known error. level: the strictest that accepts the unit. drawn_for: the levels that it
    speaks for, as bits: 1 << level. due_at: ISO 8601; from then on the alarm counts it as wrong. judged_at, reviewer:
    "" until it is made. changed: how often a judgement was taken back. spoiled: somebody edited the unit before. plain:
    of a known error, that no automatic check names it.
    """

    item_id: str
    job_id: str
    unit_id: str
    policy: str
    slice: str
    digest: str
    origin: Origin = Origin.DRAWN
    batch: str = ""
    attempt: int = 0
    level: int = 0
    drawn_for: int = 0
    drawn_at: str = ""
    due_at: str = ""
    judgement: Judgement | None = None
    judged_at: str = ""
    reviewer: str = ""
    changed: int = 0
    spoiled: bool = False
    plain: bool = False

    @property
    def key(self) -> GuaranteeKey:
        return self.policy, self.slice

    @property
    def counts_wrong(self) -> bool:
        """Judged wrong, or never to be judged; one that waits counts as wrong too, but may turn out right."""
        return self.spoiled or (self.judgement is not None and self.judgement.wrong)


@dataclass(frozen=True, slots=True)
class Seeds:
    """Known errors that reviewers were shown, that they caught, and of those shown, that no automatic check names."""

    shown: int = 0
    caught: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class GuaranteeSnapshot:
    """A guarantee at one moment.

    entries: of the present attempt, those from which units were drawn, by place. accepted: units accepted automatically
    so far, in all attempts. a_week: in the last seven days. open: audits that wait; overdue: those that are due.
    last_judged: when the newest audit drawn in operation was judged, ISO 8601 or "". style: audits that found style
    edits only. exported: units exported since ``record.paused_since``. open_batches: not closed yet. guarantees: those
    of this installation.
    """

    record: GuaranteeRecord | None
    entries: tuple[BatchEntry, ...] = ()
    seeds: Seeds = Seeds()
    accepted: int = 0
    a_week: int = 0
    open: int = 0
    overdue: int = 0
    last_judged: str = ""
    style: int = 0
    exported: int = 0
    open_batches: int = 0
    guarantees: int = 1


@dataclass(frozen=True, slots=True)
class GuaranteeUpdate:
    """What becomes of a guarantee, all at once. jobs, units: new rows, or those that replace rows of the same id."""

    record: GuaranteeRecord
    batch: Batch | None = None
    jobs: tuple[BatchJob, ...] = ()
    units: tuple[BatchUnit, ...] = ()
    drawn: tuple[Audit, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What a reviewer says of an audited unit.

    seed: the audit itself where a known error was shown, which several people may judge.
    """

    judgement: Judgement
    seed: Audit | None = None
