"""Whether the object that a job delivers is valid as a whole, people's decisions included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from consensus import check
from consensus.domain import Document, Task, Verification
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import results_by_path

ClassOf = Callable[[Document], tuple[Any, str]]
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Validity:
    """errors: what the object breaks, a sentence each. waiting: some unit is not verified. unchecked: why the pydantic
    class that the user named could not validate it, or "".
    """

    errors: tuple[str, ...] = ()
    waiting: bool = False
    unchecked: str = ""

    @property
    def valid(self) -> bool | None:
        """None where it cannot be said: units are not verified, or the class is not at hand."""
        return False if self.errors else None if self.waiting or self.unchecked else True

    @property
    def words(self) -> str:
        """What a person is told; "" for a valid object, and for one that only waits."""
        told = [self.unchecked] if self.unchecked else []
        if self.errors:
            more = f" And {len(self.errors) - _NAMED} more." if len(self.errors) > _NAMED else ""
            told.insert(0, f"The object breaks its schema: {' '.join(self.errors[:_NAMED])}{more}")
        return " ".join(told)

    def as_dict(self) -> dict[str, Any]:
        """What stands in reports and exports."""
        return {"valid": self.valid, "errors": [*self.errors, *filter(None, [self.unchecked])]}


def validity(job: JobRecord, units: Sequence[UnitRecord], class_of: ClassOf) -> Validity:
    """By the schema, its rules and the class. What is not verified yet breaks nothing."""
    document = job.document
    if document.task is not Task.EXTRACT:
        return Validity()
    settled = results_by_path(units)
    waiting = {path for path, result in settled.items() if result.verification is Verification.UNVERIFIED}
    model, why = class_of(document)
    found = check.object_errors(
        document.schema or {}, {path: result.value for path, result in settled.items()}, waiting, model
    )
    return Validity(tuple(found), bool(waiting) or not settled, why)
