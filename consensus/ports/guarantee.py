"""Where guarantees are kept. Beside ``ports``, for the one store implements both in the same transactions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from consensus.domain import (
    Audit,
    CheckCount,
    Event,
    GuaranteeKey,
    GuaranteeSnapshot,
    GuaranteeUpdate,
    JobVersion,
    JobVotes,
    Label,
    LevelCoverage,
    Lot,
    ReviewItem,
)
from consensus.domain.job import UnitRecord
from consensus.ports.storage import LibraryStore, Store


@dataclass(frozen=True, slots=True)
class GateResult:
    """A job's verdicts under its guarantee, with the review items and what becomes of the guarantee."""

    records: Sequence[UnitRecord]
    items: Sequence[ReviewItem]
    change: GuaranteeUpdate


def seed_id(item_id: str, reviewer: str) -> str:
    """Names what one person said of a known error, which others judge as well."""
    return f"{item_id} {reviewer}"


class GuaranteeStore(Store, Protocol):
    """Guarantees, their checks and lots. Whatever changes one sees it as it is, in one transaction with the change."""

    def load_guarantees(self, at: str, key: GuaranteeKey | None = None) -> Sequence[GuaranteeSnapshot]:
        """Every guarantee as it stands, or one, by policy and slice. at: now, ISO 8601."""
        ...

    def save_gated(
        self, job_id: str, key: GuaranteeKey, at: str, gate: Callable[[GuaranteeSnapshot], GateResult]
    ) -> GateResult:
        """``save_decisions`` with what the guarantee makes of them; a book without a record is a new guarantee's."""
        ...

    def change_guarantee(
        self, key: GuaranteeKey, at: str, change: Callable[[GuaranteeSnapshot], GuaranteeUpdate]
    ) -> None: ...

    def lot(self, job_id: str) -> Lot | None: ...

    def lots_since(self, key: GuaranteeKey, at: str) -> Sequence[Lot]:
        """Lots with accepted units, decided at ``at`` or later."""
        ...

    def checks(self, key: GuaranteeKey) -> Sequence[Audit]:
        """All of a guarantee: those made in the order they were made, then the open ones."""
        ...

    def checks_of(self, job_id: str) -> Sequence[Audit]: ...

    def exported(self, job_id: str, at: str) -> None:
        """Note the first export of a lot."""
        ...

    def held(self, key: GuaranteeKey, since: str) -> bool:
        """Whether units withdrawn by an alarm, of lots decided at ``since`` or later, wait to be decided."""
        ...

    def hold(self, job_id: str, records: Sequence[UnitRecord], items: Sequence[ReviewItem], event: Event) -> None:
        """Give undecided units these verdicts, and those in nobody's queue these items."""
        ...


class LabelStore(Protocol):
    """What the figures about guarantees and models are made of; nothing whole is read but labelled units."""

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        """The newest jobs, newest first; or this one."""
        ...

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]: ...

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]: ...

    def reaches(
        self, job_ids: Sequence[str], key: GuaranteeKey, digest: str, floors: Sequence[float]
    ) -> Sequence[LevelCoverage]:
        """Of those of these jobs that this guarantee decided with these levels. floors: strictest first."""
        ...

    def check_counts(self) -> Sequence[CheckCount]: ...


class FigureStore(LibraryStore, LabelStore, Protocol):
    """All that the screens' figures are made of."""
