"""What is looked up among stored jobs and units: lines of tables, never whole documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from consensus.domain.verdict import Action, Outcome, Verification


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job in a list. languages: "en-de", the source alone, or "". decided: units that people settled.

    last_decision: ISO 8601, or "" before the first. target_lang: a BCP 47 tag, "" for extraction.
    path: where the document was read. calls: to models.
    """

    id: str
    document: str
    task: str
    languages: str
    state: str
    policy: str
    created_at: str
    units: int
    accepted: int
    review: int
    failed: int
    decided: int
    last_decision: str = ""
    target_lang: str = ""
    path: str = ""
    calls: int = 0


@dataclass(frozen=True, slots=True)
class JobAge:
    """When a job was last touched. last: ISO 8601 of its last call, end, decision or line of the audit.

    waiting: units that wait for a person. unchecked: blind audits drawn and not made.
    """

    id: str
    document: str
    last: str
    waiting: int = 0
    unchecked: int = 0


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which units are looked for; "" or None is any. text: in source text, path or value, whatever its case.

    document: in the document's name.
    """

    job_id: str = ""
    text: str = ""
    document: str = ""
    verdict: Outcome | None = None
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a table. place: source text or path. value: delivered, or the leading one. Texts may be cut."""

    job_id: str
    unit_id: str
    document: str
    position: int
    place: str
    value: str
    verdict: str
    verification: Verification
    rule: str
    reason: str


#: Of units that are looked for no more are counted: of a million that takes longer than to show the first.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Some of the units that were looked for, in order. start: place of the first one, from 0.

    total: all of them, or so many more than ``MOST_COUNTED`` and than these that nobody counted on.
    """

    lines: tuple[UnitLine, ...]
    total: int
    start: int = 0

    @property
    def count_words(self) -> str:
        """How many units are like that: "1,234", or "more than 10,000"."""
        return f"{self.total:,}" if self.total <= MOST_COUNTED else f"more than {MOST_COUNTED:,}"


@dataclass(frozen=True, slots=True)
class SettledSegment:
    """A segment with a verified translation, as translation memory has it. at: ISO 8601, when its job began.

    kind: of the segment, since a heading is worded unlike a sentence.
    """

    job_id: str
    unit_id: str
    document: str
    source: str
    target: str
    verification: Verification
    at: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A pair of texts of a translation memory. The languages are as ``pair_part`` gives them.

    changed_at: when it was last changed, as its file says. origin: the file, or the document that it was verified in.
    verification: how, in the words of exports; "" for one that was imported.
    """

    source_lang: str
    target_lang: str
    source: str
    target: str
    changed_at: str = ""
    origin: str = ""
    verification: str = ""


@dataclass(frozen=True, slots=True)
class ImportedMemory:
    """A memory that was imported. data_class: of the documents that it is used for, "" for those without."""

    origin: str
    source_lang: str
    target_lang: str
    data_class: str
    entries: int
    imported_at: str


@dataclass(frozen=True, slots=True)
class Vote:
    """answered: units that a member answered beside others. agreed: of these, with others in the leading cluster."""

    answered: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A job in numbers of units. rules: why units went to a person. checks: units with a finding, by check.

    gates: units of which a comparison gate fired, by gate; both only of units that were not accepted.
    """

    job_id: str
    languages: str
    units: int
    outcomes: Mapping[str, int]
    verifications: Mapping[str, int]
    rules: Mapping[str, int] = field(default_factory=dict)
    checks: Mapping[str, int] = field(default_factory=dict)
    gates: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[str, Vote] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SettledUnit:
    """One resolution of a unit that was looked at. leading: it took the leading candidate as it stood.

    check: a blind audit of one answer, which says nothing of review. errors: whether a judge found any in the leading
    candidate; None where none read it.
    """

    job_id: str
    action: Action
    shown_at: str
    decided_at: str
    leading: bool
    check: bool = False
    errors: bool | None = None


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy in a list. where: its file, or "shipped". problem: what is wrong with its file, or "".

    version: None, digest and description: "" for a file that is wrong.
    """

    name: str
    where: str
    version: int | None
    digest: str
    description: str
    problem: str = ""
