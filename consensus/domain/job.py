"""A job and its units as they are stored, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consensus.domain import (
    Action,
    Agreement,
    Answer,
    AuditOutcome,
    Candidate,
    Comment,
    Document,
    Event,
    Finding,
    HumanLabel,
    Outcome,
    Panel,
    Policy,
    Resolution,
    Result,
    ReviewItem,
    Rule,
    Segment,
    Unit,
    Verdict,
    Verification,
)
from consensus.domain.words import OpenWords

_BY_ACTION = {
    Action.CHOSEN: Verification.HUMAN_ACCEPTED,
    Action.EDITED: Verification.HUMAN_EDITED,
    Action.REWRITTEN: Verification.HUMAN_EDITED,
    Action.REJECTED: Verification.UNVERIFIED,
}
#: The member behind the translation that a file already holds, where answers are listed.
FROM_FILE = "translation in the file"
_UNASKED = {Rule.REUSED: Verification.REUSED, Rule.KEPT: Verification.KEPT}


class JobState(OpenWords):
    """How far a job came, as it is stored."""

    RUNNING = "running"  #: Not all units have a verdict; nobody may be working on it.
    DONE = "done"  #: Every unit has a verdict.
    FAILED = "failed"  #: It ended with an error.


class FieldState(StrEnum):
    """Where one field of a document stands, as the sheet beside a decision shows it."""

    ACCEPTED = "accepted"  #: By the machine.
    DECIDED = "decided"  #: By a person.
    REJECTED = "rejected"  #: By a person: no answer is right.
    WAITING = "waiting"  #: For a person.


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as stored. path: of the document, for people."""

    id: str
    document: Document
    policy: Policy
    panel: Panel
    path: str
    state: JobState
    created_at: str
    ended_at: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit with all that is known of it. comments: of reviewers, the oldest first, where they were asked for."""

    unit: Unit
    answers: tuple[Answer, ...] = ()
    agreement: Agreement | None = None
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None
    resolution: Resolution | None = None
    comments: tuple[Comment, ...] = ()

    @property
    def choices(self) -> tuple[Answer, ...]:
        """What a reviewer chooses from: the members' answers, and beside them what the file already holds, which has
        no vote."""
        filled = self.unit.filled if isinstance(self.unit, Segment) else None
        if filled is None or filled.kept:
            return self.answers
        return (*self.answers, Candidate(self.unit.id, FROM_FILE, "", filled.target))

    @property
    def result(self) -> Result:
        """The settled value. A person's resolution wins over the verdict; what is unverified has no value."""
        resolution, verdict = self.resolution, self.verdict
        if resolution is not None:
            verification = _BY_ACTION[resolution.action]
            value = None if verification is Verification.UNVERIFIED else resolution.value
            if resolution.seconded_by and verification is not Verification.UNVERIFIED:
                verification = Verification.SECOND_REVIEW
            return Result(self.unit.id, value, verification)
        if verdict is not None and verdict.outcome is Outcome.ACCEPTED:
            how = _UNASKED.get(verdict.rule, Verification.AUTO)
            return Result(self.unit.id, verdict.value, how)
        return Result(self.unit.id, None, Verification.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How far a document is, in units. accepted: by the machine, and by no person since. decided: by people."""

    units: int
    accepted: int
    decided: int

    @property
    def settled(self) -> int:
        return self.accepted + self.decided


class QueueOrder(StrEnum):
    """Which item comes first."""

    VALUE = "value"  #: The one whose decision is expected to be worth most.
    DOCUMENT = "document"  #: As they stand in their documents, the oldest job first; skipped ones last.


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which part of the queue a reviewer works on; "" is any. job_id: whole. waiting_since: ISO 8601, at the latest.

    adjudicates: items of the third round too. gold: the units with known answers alone. others: who else reviews; an
    audit is left to those of them who decided nothing else of its document since it was drawn. tenant: whose jobs, ""
    for everybody's. order: which item comes first. beside: the item after (or, backwards, before) this one in the
    document, and no other; one that the same person holds is left alone. person: who asks, as they sign in. mine: only
    what waits for this person by name: questions to them and answers to theirs.
    """

    job_id: str = ""
    languages: str = ""
    field: str = ""
    reason: str = ""
    risk: str = ""
    waiting_since: str = ""
    adjudicates: bool = False
    gold: bool = False
    others: tuple[str, ...] = ()
    tenant: str = ""
    order: QueueOrder = QueueOrder.VALUE
    beside: str = ""
    backwards: bool = False
    person: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class DecisionEffect:
    """What a decision leads to. settled: what the unit is settled with; None while others must look at it.

    next_round: for whom it opens again when it is not settled.
    duplicates: open items with the same text and candidates, settled alike.
    gold: a new item that shows the settled unit to others.
    audit_outcome: what a blind audit says; it is stored with the guarantee, in the same transaction.
    barred: who else is not shown the item in its next round.
    label: what the decision says of the members' answers; its ``decision`` is given when it is stored.
    """

    settled: Resolution | None = None
    next_round: int = 1
    edits: int | None = None
    duplicates: tuple[tuple[ReviewItem, Resolution, Event], ...] = ()
    gold: ReviewItem | None = None
    audit_outcome: AuditOutcome | None = None
    barred: tuple[str, ...] = ()
    label: HumanLabel | None = None
