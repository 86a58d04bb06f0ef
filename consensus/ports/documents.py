"""The document that is reviewed, as it is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from consensus.domain import Event, ItemKind, ReviewItem
from consensus.domain.job import DocumentCounts, UnitRecord


class DocumentStore(Protocol):
    """A window of a job's units, how far it is, and who opened it. Job ids are whole."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Until its end this thread reads everything as it was at the first look. Nothing is to be written inside."""

    def unit_range(self, job_id: str, first: int, last: int) -> Sequence[UnitRecord]:
        """Units at these positions, from 0, the last one left out; in document order."""

    def units_at(self, job_id: str, positions: Collection[int]) -> Sequence[UnitRecord]:
        """Units at these positions, from 0, in document order."""

    def open_kinds(self, job_id: str, unit_ids: Collection[str]) -> Mapping[str, ItemKind]:
        """By unit, the kind of its item that is not resolved; gold is left out."""

    def open_item(self, job_id: str, unit_id: str) -> str:
        """The id of a unit's item that is not resolved, "" where there is none; gold is left out."""

    def document_counts(self, job_id: str) -> DocumentCounts: ...

    def positions_of(self, item: ReviewItem, limit: int) -> Sequence[int]:
        """Where the unit of an item stands, and the open ones with the same text and answers; in document order."""

    def decided_texts(self, job_id: str, like: str, limit: int) -> Sequence[tuple[int, str]]:
        """Position and case-folded source text of the units that people settled last, the newest first.

        like: what their texts are like, each "#" in it standing for anything.
        """

    def decided_since(self, reviewer: str, since: str) -> int:
        """Decisions of a person from then on (ISO 8601, UTC), without repeats and those that were taken back."""

    def has_opened(self, job_id: str, person: str) -> bool:
        """Whether this person read the accepted text of the job's document."""

    def has_seen(self, job_id: str, person: str) -> bool:
        """Whether they did, or were shown a pair of answers of a trial to any of its units."""

    def open_document(self, job_id: str, others: Sequence[str], event: Event) -> bool:
        """Write down that the event's actor reads it. False, and nothing is written, while audits of it are to be made
        and nobody of the others is left who has not read it, or while the actor holds an audit of it."""
