"""What is read back of stored units to see how far models can be relied on: votes, labels, what levels reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consensus.domain.verdict import Action


@dataclass(frozen=True, slots=True)
class JobVersion:
    """One job, and all that tells whether its votes or labels may have changed since they were last read.

    slice: task and languages. members: of its panel, sorted. units: how many. settled: resolutions. last: ISO 8601 of
    the last of them, or "". series: as ``Panel.series``.
    """

    job_id: str
    slice: str
    members: tuple[str, ...]
    created_at: str
    state: str
    units: int
    settled: int = 0
    last: str = ""
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitVote:
    """Who answered a unit, in the panel's order, and who of them stands in the leading cluster."""

    answered: tuple[str, ...]
    leading: frozenset[str]


@dataclass(frozen=True, slots=True)
class JobVotes:
    """Units that two families or more answered, by id in document order; like ones share their vote."""

    job_id: str
    units: Mapping[str, UnitVote]


@dataclass(frozen=True, slots=True)
class Label:
    """A unit of which a person said what is right; decided in its own right, not as a repeat or in bulk.

    segment: of a translation, where another wording may be right too. judgement: of a blind audit, else "". value:
    delivered, None when rejected. taken: the member whose answer was judged or chosen, or "". answers: member to value.
    clusters: members whose answers are held equivalent, the leading ones first.
    """

    job_id: str
    unit_id: str
    segment: bool
    action: Action
    judgement: str
    value: Any
    taken: str
    answers: Mapping[str, Any]
    clusters: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LevelCoverage:
    """How many of a job's units each level of its guarantee accepts, strictest first."""

    job_id: str
    units: int
    levels: tuple[int, ...]


class LabelKind(StrEnum):
    """In which work a person said it."""

    AUDIT = "audit"  #: A blind audit: one answer alone, right or wrong.
    RESOLUTION = "resolution"  #: The first decision on an item of the queue, spot checks among them.
    SECOND_REVIEW = "second_review"  #: A second person, blind to the first.
    ADJUDICATION = "adjudication"  #: The third, who settles what two disagree on.
    GOLD = "gold"  #: A unit whose answer was known: it says how a reviewer decides, and nothing new of the models.


class Drawing(StrEnum):
    """How a labelled unit came before a person. Only what has a known chance can stand for other units."""

    AUDIT = "audit"  #: Drawn from its batch by the installation's key; its chance follows from the draw log.
    SPOT = "spot"  #: Accepted, and drawn with the policy's share of spot checks.
    WHOLE_QUEUE = "whole_queue"  #: All units of its document that needed a person were decided, one by one: chance 1.
    QUEUE = "queue"  #: Of a queue that is not decided to its end: the disputed ones come first, with no known chance.
    KNOWN = "known"  #: Shown because its answer was known.


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One member's answer beside what a person said. answer: digest of the value, which is no text.

    served: the model that answered, by its provider's word, or as it was asked for. code: 0 for right, above 0 for
    another answer than the delivered one (equal numbers are the same answer), None where nobody said which it is.
    """

    member: str
    served: str
    family: str
    answer: str
    code: int | None = None

    @property
    def right(self) -> bool | None:
        """Whether it is what the person delivered, by the comparison of the unit's type; None where nobody said."""
        return None if self.code is None else self.code == 0


@dataclass(frozen=True, slots=True)
class HumanLabel:
    """What one person said of the answers to one unit, as the table of labels keeps it. It holds no text.

    decision: the number of the decision, which has one label at most. settles: the unit was settled with it; of several
    people on one unit, only the last does. document: digest of the content, the same for a renamed file and another
    job; it decides the half (``learn.half_of``). policy: its name and version, as in "legal 3". slice: language pair or
    type of document, as guarantees have it. place: a field's pattern in its schema, "" for a segment. segment: of a
    translation, where a code above 0 says "another wording", which may be right too. at: ISO 8601.
    drawn: how the unit came before a person. chance: that it did, 0..1; None where nobody knows. share: with which it
    came before a second person as well, 1 for other kinds. outcome: of the machine before. judgement: of an audit.
    """

    job_id: str
    unit_id: str
    item_id: str
    decision: int
    kind: LabelKind
    settles: bool
    drawn: Drawing
    chance: float | None
    document: str
    policy: str
    slice: str
    place: str
    segment: bool
    outcome: str
    action: Action
    judgement: str
    at: str
    answers: tuple[LabelledAnswer, ...] = ()
    share: float = 1.0
