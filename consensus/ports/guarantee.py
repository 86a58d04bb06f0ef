"""Where guarantees are kept. Beside ``ports``, for the one store implements both in the same transactions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from consensus.domain import (
    Audit,
    CheckCount,
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
    Lot,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import DecisionEffect, UnitRecord
from consensus.ports.storage import LibraryStore, Store


def seed_id(item_id: str, reviewer: str) -> str:
    """Names what one person said of a known error, which others judge as well."""
    return f"{item_id} {reviewer}"


class Transaction(Protocol):
    """What is read and changed together, inside one ``with`` block; an exception leaves everything as it was.

    The service decides, the store stores. Values that it gives stay whole after the block; its methods do not.
    """

    def guarantee(self, key: GuaranteeKey, at: str) -> GuaranteeSnapshot:
        """As it stands now, without a record where there is none yet. Nobody else changes it before the block ends."""

    def audits(self, record: GuaranteeRecord) -> Sequence[Audit]:
        """Those of a guarantee's present attempt that were made, in the order they were made."""

    def was_decided(self, record: GuaranteeRecord, document_id: str) -> bool:
        """Whether a document, by its id, was decided in the guarantee's present attempt."""

    def lot(self, job_id: str) -> Lot | None:
        """What its guarantee did with a job, where it was decided before. Nobody else changes the job before the block
        ends. Whoever needs both asks for the job before its guarantee, or two would wait for each other."""

    def save(self, update: GuaranteeUpdate) -> None:
        """Store what becomes of a guarantee, a lot, the audits drawn from it, and events."""

    def save_decisions(self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem]) -> None:
        """As ``Store.save_decisions``."""

    def resolve(
        self, item: ReviewItem, resolution: Resolution, event: Event, effect: DecisionEffect | None = None
    ) -> bool:
        """Guarded by id, state, owner and version; True and one line in the event log only when one row changed.

        effect: None settles the unit with this resolution. Its ``audit_outcome`` is not stored here.
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
        """Store what an audit said, as the newest of its guarantee."""

    def retract(self, item_id: str, reviewer: str) -> GuaranteeKey | None:
        """Forget what a reviewer said of an item as an audit. Returns its guarantee; None where there was none."""


class GuaranteeStore(Store, Protocol):
    """Guarantees, their checks and lots. Whatever changes one sees it as it is, in one transaction with the change."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that takes the write lock at once; it is committed at the end of the block."""

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        """Every guarantee as it stands, or one, by policy and slice. at: now, ISO 8601."""

    def lot(self, job_id: str) -> Lot | None: ...

    def lots_since(self, key: GuaranteeKey, at: str) -> Sequence[Lot]:
        """Lots with accepted units, decided at ``at`` or later."""

    def checks(self, key: GuaranteeKey) -> Sequence[Audit]:
        """All of a guarantee: those made in the order they were made, then the open ones."""

    def checks_of(self, job_id: str) -> Sequence[Audit]: ...

    def exported(self, job_id: str, at: str) -> None:
        """Note the first export of a lot."""

    def held(self, key: GuaranteeKey, since: str) -> bool:
        """Whether units withdrawn by an alarm, of lots decided at ``since`` or later, wait to be decided."""

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

    def check_counts(self) -> Sequence[CheckCount]: ...


class FigureStore(LibraryStore, LabelStore, Protocol):
    """All that the screens' figures are made of."""
