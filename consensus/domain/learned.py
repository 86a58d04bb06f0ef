"""What was learned from people's decisions, as proposals: nothing changes until somebody adopts one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProposalKind(StrEnum):
    """What a proposal would change."""

    ROUTE = "route"  #: Who is asked, in which order, and down to which level, for a slice.
    WEIGHTS = "weights"  #: What members' votes count for.
    JUDGE_WEIGHT = "judge_weight"  #: What a judge's errors count for.
    FIELD_ORDER = "field_order"  #: The order of fields that the rules hold back.
    CONVENTION = "convention"  #: How a field is written, as a sentence of its schema.
    EXAMPLE = "example"  #: A text with its right answer, shown to every member.
    GLOSSARY_TERM = "glossary_term"  #: A term of a translation.
    WARNING = "warning"  #: A check that warns and vetoes no more.


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"  #: Nothing was changed; an admin adopts or dismisses it.
    ADOPTED = "adopted"  #: Its files are written.
    DISMISSED = "dismissed"  #: It comes back only when its evidence has doubled.
    UNDONE = "undone"  #: Its files are as they were before it was adopted.


class FileKind(StrEnum):
    """Which file of the installation's own a proposal writes."""

    POLICY = "policy"
    GLOSSARY = "glossary"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit that is evidence."""

    job_id: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that adopting writes, whole. name: a policy's; of a glossary or schema, its file's in its folder.

    before: its text when the proposal was made, "" where there is no file. own: whether the installation has the file;
    of a policy it may be the product's. after: its text once adopted.
    """

    kind: FileKind
    name: str
    before: str
    after: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Expectation:
    """What adopting is expected to change. what: a noun phrase ("share of fields accepted"). value: how it changes,
    with the interval at this confidence; shares are -1..1 and shown in percent. n: units that it is counted over."""

    what: str
    value: float
    lower: float
    upper: float
    n: int
    percent: bool = True
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class LearnedProposal:
    """A change that was learned.

    key: what it is about, the same whenever it is found again. what: one sentence. why: one sentence with figures.
    weight: how much evidence there is, in units; ``evidence`` names some of them. void: sentences on what adopting
    costs besides digests and guarantees, which are told when it is shown. text_of: the job whose text the change
    quotes, or ""; the proposal goes when that job is deleted.
    """

    kind: ProposalKind
    key: str
    what: str
    why: str
    weight: int
    evidence: tuple[UnitRef, ...]
    expected: tuple[Expectation, ...]
    changes: tuple[FileChange, ...]
    void: tuple[str, ...] = ()
    text_of: str = ""


@dataclass(frozen=True, slots=True)
class ProposalAct:
    """What somebody did with a proposal. state: that it led to. by: who, "system" where it was made. at: ISO 8601."""

    state: ProposalState
    by: str
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as stored. acts: the oldest first; the first made it. version grows with every act.

    pending: an act under way, whose files may be written; None where none is.
    """

    id: str
    proposal: LearnedProposal
    state: ProposalState
    acts: tuple[ProposalAct, ...]
    version: int = 1
    pending: ProposalAct | None = None
