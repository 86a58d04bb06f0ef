"""Where guarantees are kept. Beside ``ports``, for the one store implements both in the same transactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from consensus.domain import (
    Audit,
    Batch,
    BatchEntry,
    BatchJob,
    BatchUnit,
    Decision,
    Event,
    GuaranteeKey,
    GuaranteeRecord,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    JobVersion,
    JobVotes,
    Label,
    LevelCoverage,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import DecisionEffect, JobRecord, UnitRecord
from consensus.domain.run import Lease
from consensus.ports.changes import ChangeStore, ReplayStore
from consensus.ports.documents import DocumentStore
from consensus.ports.learning import HumanLabelStore
from consensus.ports.storage import LibraryStore, Store


def seed_id(item_id: str, reviewer: str) -> str:
    """Names what one person said of a known error, which others judge as well."""
    return f"{item_id} {reviewer}"


class Transaction(Protocol):
    """What is read and changed together, inside one ``with`` block; an exception leaves everything as it was.

    The service decides, the store stores. Values that it gives stay whole after the block; its methods do not.
    Whoever needs both asks for a job before its guarantee, or two would wait for each other.
    """

    def fence(self, lease: Lease | None) -> None:
        """Raises LostJobError where another attempt has the job or it is to be cancelled. None is no attempt."""

    def guarantee(self, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
        """As it stands now, without a record where there is none yet. Nobody else changes it before the block ends."""

    def batch(self, batch_id: str) -> Batch | None:
        """A batch by its id. Ask for its guarantee before."""

    def batch_of(self, job_id: str) -> tuple[BatchJob, Batch] | None:
        """Where a job stands. Nobody else changes the job before the block ends."""

    def batch_jobs(self, batch_id: str) -> Sequence[BatchJob]:
        """All jobs of a batch, in the order they were handed in."""

    def batch_units(self, batch_id: str) -> Sequence[BatchUnit]:
        """All eligible units of a batch, in the order they were stored."""

    def first_batch(self, record: GuaranteeRecord, document: str) -> Batch | None:
        """The batch of a document's first hand-in under a guarantee's basis, whatever the attempt."""

    def last_closed(self, key: GuaranteeKey) -> tuple[int, str]:
        """The place of the batch that closed last, and when (ISO 8601); (0, "") before the first."""

    def audits_in(self, batch_id: str) -> Sequence[Audit]:
        """As ``GuaranteeStore.audits_in``, inside the transaction."""

    def job(self, job_id: str) -> JobRecord:
        """As ``Store.job``, inside the transaction."""

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        """As ``Store.units``, inside the transaction. Raises NotFoundError for a job that was deleted."""

    def save(self, update: GuaranteeUpdate) -> None:
        """Store what becomes of a guarantee: its record, a batch, its jobs and units, audits drawn, and events."""

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        """As ``Store.save_decisions``."""

    def resolve(
        self, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect | None = None
    ) -> bool:
        """Guarded by id, state, owner and version; True and one line in the event log only when one row changed.

        effect: None settles the unit with this resolution. Its ``audit_outcome`` is not stored here. A unit that is
        settled while an audit of it waits is spoiled: the audit counts as wrong, whatever it says later.
        """

    def undo(self, decision: Decision, now: datetime, lease_seconds: float, event: Event) -> ReviewItem | None:
        """Take a decision back, and what it settled alike; its item is claimed by who made it.

        None, and nothing changes, when somebody touched the item since. What it said as an audit is not undone here.
        """

    def audit(self, item_id: str) -> Audit | None:
        """The audit with this id; None for an item that is none."""

    def add_seed(self, seed: Audit) -> None:
        """Store an open audit of a known error; one of the same id is replaced."""

    def judge(self, audit: Audit) -> None:
        """Store what an audit said; judgements that it had before are kept in the event log and counted."""

    def retract(self, item_id: str, reviewer: str) -> GuaranteeKey | None:
        """Forget what a reviewer said of an item as an audit. Returns its guarantee; None where there was none."""


class GuaranteeStore(Store, DocumentStore, HumanLabelStore, ChangeStore, ReplayStore, Protocol):
    """Guarantees, their draw log and audits. Whatever changes one sees it as it is, in the same transaction."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that takes the write lock at once; it is committed at the end of the block."""

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        """Every guarantee as it stands, or one, by policy and slice. at: now, ISO 8601."""

    def draw_log(self, record: GuaranteeRecord, at: str) -> Sequence[BatchEntry]:
        """Every closed batch of the present attempt, by place, also those from which nothing was drawn."""

    def batch_of(self, job_id: str) -> tuple[BatchJob, Batch] | None:
        """Where a job stands; None for a job without a guarantee, and for one of before the draw log was kept."""

    def open_batches(self, before: str = "") -> Sequence[Batch]:
        """Batches that are not closed; opened before that time, where one is given (ISO 8601)."""

    def batch_named(self, key: GuaranteeKey, name: str) -> Batch | None:
        """The newest batch of this name of a guarantee, under whatever basis."""

    def batches_since(self, key: GuaranteeKey, closed_at: str) -> Sequence[tuple[Batch, Sequence[BatchJob]]]:
        """Batches with accepted units, closed at that time or later, with their jobs."""

    def audits(self, key: GuaranteeKey) -> Sequence[Audit]:
        """All of a guarantee, in the order they were drawn."""

    def audits_of(self, job_id: str) -> Sequence[Audit]:
        """Those of a job, known errors too."""

    def audits_in(self, batch_id: str) -> Sequence[Audit]:
        """All that were drawn from a batch, in the order of their names (job, unit)."""

    def exported(self, job_id: str, at: str) -> None:
        """Note the first export of a job of a batch."""

    def held(self, key: GuaranteeKey, since: str) -> bool:
        """Whether units withdrawn by an alarm, of batches closed at ``since`` or later, wait to be decided."""

    def hold(self, job_id: str, records: Sequence[UnitRecord], items: Sequence[ReviewItem], event: Event) -> None:
        """Give undecided units these verdicts, and those in nobody's queue these items."""


class LabelStore(Protocol):
    """What the figures about guarantees and models are made of; nothing whole is read but labelled units."""

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        """The newest jobs, newest first; or this one."""

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]: ...

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]: ...

    def reaches(
        self, job_ids: Sequence[str], key: GuaranteeKey, digest: str, floors: Sequence[float]
    ) -> Sequence[LevelCoverage]:
        """Of those of these jobs that this guarantee decided with these levels. floors: strictest first."""


class FigureStore(LibraryStore, LabelStore, Protocol):
    """All that the screens' figures are made of."""
