"""What the machine decides, what a person decides, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The machine's outcome for a unit."""

    ACCEPTED = "accepted"  #: A rule of the policy accepted it automatically.
    REVIEW = "review"  #: A person decides ("needs review" on screens).
    FAILED = "failed"  #: No member gave any answer after retries and fallbacks.


@dataclass(frozen=True, slots=True)
class Verdict:
    """The machine's outcome for a unit, with its reasons.

    rule: the name of the rule that decided (``unanimous``, ``near_identity``, ``calibrated``, ``veto``, ``split`` ...).
    reasons: one sentence each, the first is the one a person reads. value: the accepted answer, else None.
    leading: the best candidate for a reviewer. representative: who gave it. certificate: "not certified" or its id.
    """

    unit_id: str
    outcome: Outcome
    rule: str
    reasons: tuple[str, ...]
    value: Any = None
    leading: Any = None
    representative: str = ""
    support: float = 0.0
    score: float = 0.0
    certificate: str = "not certified"


#: The rule of a verdict by which a judge's critical error sends a unit to review, and the name of such findings.
JUDGE_RULE = "judge"
#: The rule of a verdict that delivers an earlier translation: no member was asked, so it is no agreement.
REUSED_RULE = "reused"


class Action(StrEnum):
    """What a reviewer did."""

    CHOSEN = "chosen"  #: Took a candidate as it stands.
    EDITED = "edited"  #: Took a candidate and changed it.
    REWRITTEN = "rewritten"  #: Wrote the answer without a candidate.
    REJECTED = "rejected"  #: No answer is right; the unit stays unverified.


@dataclass(frozen=True, slots=True)
class Resolution:
    """The recorded human decision. shown_at, decided_at: ISO 8601 with zone. order: members behind A, B, C.

    seconded_by: who confirmed it, or whose decisions it settled. repeats: id of the review item with the same text and
    the same candidates that was looked at in this one's place, or "". bulk: accepted with others of a filtered set, of
    which only a sample was looked at. judgement: of a blind check: right, style, unsure or wrong; else "". overruled:
    the checks that forbid this answer, named to the reviewer, who took it all the same.
    """

    unit_id: str
    action: Action
    reviewer: str
    value: Any
    shown_at: str
    decided_at: str
    chosen_member: str = ""
    order: tuple[tuple[str, ...], ...] = ()
    reason: str = ""
    severity: str = ""
    comment: str = ""
    seconded_by: tuple[str, ...] = ()
    repeats: str = ""
    bulk: bool = False
    judgement: str = ""
    overruled: tuple[str, ...] = ()


class ItemState(StrEnum):
    """Where a review item stands."""

    OPEN = "open"  #: Nobody holds it.
    CLAIMED = "claimed"  #: A reviewer holds it until its lease ends.
    RESOLVED = "resolved"  #: Decided.


class ItemKind(StrEnum):
    """Why a unit is in the queue. A reviewer is not told before the decision."""

    REVIEW = "review"  #: The machine needs a person.
    SPOT = "spot"  #: Accepted automatically, drawn to be checked.
    CHECK = "check"  #: Drawn for a guarantee: its answer is judged alone, blind.
    GOLD = "gold"  #: Settled by two people earlier; shows how a reviewer decides.


@dataclass(frozen=True, slots=True)
class Facets:
    """What the queue is filtered by. languages: "en-de", or the source alone. field: the schema leaf's pattern.

    reason: the verdict's rule. risk: the document's. since: ISO 8601, when it began to wait. twin: the same for units
    of a job with identical source and candidates, and for the cells of a row that some member lacks; "" for units
    that stand alone.
    """

    languages: str = ""
    field: str = ""
    reason: str = ""
    risk: str = ""
    since: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A unit waiting for a person. version grows with every change and guards every update.

    round: 1 first reviewer, 2 blind second reviewer, 3 adjudicator. barred: who decided it in an earlier round.
    """

    id: str
    job_id: str
    unit_id: str
    state: ItemState
    version: int
    priority: float
    owner: str = ""
    claimed_at: str | None = None
    lease_until: str | None = None
    kind: ItemKind = ItemKind.REVIEW
    round: int = 1
    barred: tuple[str, ...] = ()
    facets: Facets = Facets()


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's decision as it was made, kept also when it was undone, seconded or overruled.

    number: grows with time; 0 before it is stored. edits: characters changed in the candidate taken, None where there
    was none. after: the item's version that it left. source: number of the decision that it repeats, or 0.
    """

    item_id: str
    job_id: str
    unit_id: str
    kind: ItemKind
    round: int
    resolution: Resolution
    edits: int | None = None
    number: int = 0
    after: int = 0
    undone: bool = False
    source: int = 0


class Verification(StrEnum):
    """How a result was verified."""

    AUTO = "auto"  #: Accepted automatically; not post-edited in the sense of ISO 18587.
    HUMAN_ACCEPTED = "human-accepted"  #: A person chose a candidate as it stands.
    HUMAN_EDITED = "human-edited"  #: A person changed or wrote it.
    SECOND_REVIEW = "second-review"  #: A second person confirmed or settled it.
    REUSED = "reused"  #: Taken from translation memory without a call, where the policy says so; nobody voted on it.
    UNVERIFIED = "unverified"  #: Still in review, rejected, or failed.


@dataclass(frozen=True, slots=True)
class Result:
    """The settled value of a unit with its provenance. value is None while unverified."""

    unit_id: str
    value: Any
    verification: Verification


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit. at: ISO 8601 with zone. actor: reviewer, or "system"."""

    at: str
    actor: str
    action: str
    subject: str
    detail: str = ""
