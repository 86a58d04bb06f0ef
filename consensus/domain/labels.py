"""What is read back of stored units to see how far models can be relied on: votes, labels, what levels reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
