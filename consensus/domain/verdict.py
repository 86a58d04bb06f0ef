"""What the machine decides, what a person decides, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consensus.domain.words import OpenWords


class Outcome(StrEnum):
    """The machine's outcome for a unit."""

    ACCEPTED = "accepted"  #: A rule of the policy accepted it automatically.
    REVIEW = "review"  #: A person decides ("needs review" on screens).
    FAILED = "failed"  #: No member gave any answer after retries and fallbacks.


class Rule(OpenWords):
    """Which rule decided a unit. Those named like a gate of the comparison say that it fired (docs/checks.md)."""

    NEAR_IDENTITY = "near_identity"  #: Enough families gave the same or nearly the same translation.
    UNANIMOUS = "unanimous"  #: All families gave the same value.
    MAJORITY = "majority"  #: Enough families gave the same value.
    RULE_SETTLES = "rule_settles"  #: An equation of the schema holds with the majority's value alone.
    SAME_MEANING = "same_meaning"  #: A second opinion finds that different words say the same.
    CALIBRATED = "calibrated"  #: The wording agrees as closely as the best share of the reference.
    JUDGED = "judged"  #: The judge found no error, and the wording agrees as closely as the best of other pairs.
    CERTIFIED = "certified"  #: A level of a guarantee accepts it.
    REUSED = "reused"  #: An earlier verified translation; no member was asked, so it is no agreement.
    KEPT = "kept"  #: The translation that the file already holds; no member was asked, so it is no agreement.
    FILLED = "filled"  #: The translation in the file differs from what the members agree on.
    SPLIT = "split"  #: Too few families agree.
    QUORUM = "quorum"  #: Too few families answered.
    NO_ANSWER = "no_answer"  #: Nobody answered.
    OMITTED = "omitted"  #: Whoever answered left the field out.
    VETO = "veto"  #: A check forbids it.
    PRIMARY = "primary"  #: The member named for delivery gave no answer, or a check forbids it.
    CRITIQUE = "critique"  #: The critic found a mistake; also the name of its findings.
    JUDGE = "judge"  #: The judge found a critical error; also the name of its findings.
    NO_JUDGEMENT = "no_judgement"  #: The judge did not read what would be delivered.
    SECOND_OPINION = "second_opinion"  #: The second opinion objects.
    NO_SECOND_OPINION = "no_second_opinion"  #: There is no second opinion, and the policy asks for one.
    DAMAGED_CODES = "damaged_codes"  #: No answer has the document's inline codes whole; also the name of findings.
    CODE_PLACEMENT = "code_placement"  #: Too few families agree on where a code goes; also the name of findings.
    STRUCTURE = "structure"  #: It cannot be written back into its document.
    GUARANTEE = "guarantee"  #: The guarantee does not let it pass.
    OPEN_BATCH = "open_batch"  #: It could be accepted, and nobody sees it before its batch is closed.
    ALARM = "alarm"  #: Taken back by an alarm.
    HARD_FACT = "hard_fact"
    ROW_COUNT = "row_count"
    ROW_ABSENT = "row_absent"
    TOTAL_ROW = "total_row"
    BLANK_ZERO = "blank_zero"
    COLUMN_DISPUTE = "column_dispute"
    UNLOCATED = "unlocated"
    UNLOCATED_TEXT = "unlocated_text"
    AMBIGUOUS_DATE = "ambiguous_date"
    SCALE = "scale"
    CHECKBOX = "checkbox"
    SECOND_DOCUMENT = "second_document"
    LOST_ROW = "lost_row"
    SCATTERED_ROW = "scattered_row"
    UNKNOWN_KEY = "unknown_key"
    ONLY_OCR = "only_ocr"


#: Rules that deliver a unit without asking anybody.
UNASKED = frozenset({Rule.REUSED, Rule.KEPT})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The machine's outcome for a unit, with its reasons.

    reasons: one sentence each, the first is the one a person reads. value: the accepted answer, else None.
    leading: the best candidate for a reviewer. representative: who gave it. certificate: "not certified" or its id.
    """

    unit_id: str
    outcome: Outcome
    rule: Rule
    reasons: tuple[str, ...]
    value: Any = None
    leading: Any = None
    representative: str = ""
    support: float = 0.0
    score: float = 0.0
    certificate: str = "not certified"

    @property
    def is_agreement(self) -> bool:
        """Whether members' answers were accepted; not what was delivered without asking anybody."""
        return self.outcome is Outcome.ACCEPTED and self.rule not in UNASKED


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
    which only a sample was looked at. judgement: of a blind audit: right, style, unsure or wrong; else "". overruled:
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
    KEPT = "kept"  #: The file held it, and it is delivered as it is; nobody was asked.
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
