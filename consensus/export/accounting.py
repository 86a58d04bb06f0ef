"""What became of every unit: the result, and the classes that sum to the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from consensus.domain import Field, Outcome, Result, Verification
from consensus.domain.job import UnitRecord
from consensus.errors import StoreError
from consensus.schema.paths import row_in_doubt

#: Why a unit is unverified: waits for a person, was rejected by one, got no answer, was not yet decided.
_UNVERIFIED = ("needs-review", "rejected", "failed", "undecided")


def results_by_path(records: Sequence[UnitRecord]) -> dict[str, Result]:
    """The result of every field by its path, without the cells of rows that people found not to be there.

    So is a row that some member lacks, when a person gave one of its cells no value and no cell of it has one.
    """
    fields = [(r.unit.path, row_in_doubt(r.unit, r.agreement), r.result) for r in records if isinstance(r.unit, Field)]
    gone: set[str] = set()
    filled: set[str] = set()
    for _, row, result in fields:
        if row:
            waiting = result.verification is Verification.UNVERIFIED
            (filled if waiting or result.value is not None else gone).add(row)
    gone -= filled
    return {path: result for path, row, result in fields if row not in gone}


def accepted_here(record: UnitRecord) -> bool:
    """Whether agreement accepted it automatically; what was verified earlier, or kept as it was, is another matter."""
    return record.verdict is not None and record.verdict.is_agreement


def accounting(units: Sequence[UnitRecord]) -> Mapping[str, int]:
    """Units per verification; every class is present. Raises StoreError unless they sum to the number of units."""
    counts = Counter(record.result.verification.value for record in units)
    return _summing(counts, (v.value for v in Verification), len({record.unit.id for record in units}))


def unverified(units: Sequence[UnitRecord]) -> Mapping[str, int]:
    """The unverified units by what they lack; sums to the class ``unverified`` of ``accounting``."""
    left = [record for record in units if record.result.verification is Verification.UNVERIFIED]
    return _summing(Counter(map(_lack, left)), _UNVERIFIED, len(left))


def _lack(record: UnitRecord) -> str:
    if record.resolution is not None:
        return "rejected"
    if record.verdict is None:
        return "undecided"
    return "failed" if record.verdict.outcome is Outcome.FAILED else "needs-review"


def _summing(counts: Mapping[str, int], classes: Iterable[str], total: int) -> Mapping[str, int]:
    accounted = {name: counts.get(name, 0) for name in classes}
    if sum(accounted.values()) != total or set(counts) - set(accounted):
        raise StoreError(
            f"{total} units, but {sum(counts.values())} are accounted for: {dict(counts)}.",
            where="export",
            do="The job's units are stored wrongly; run consensus doctor and submit the document again.",
        )
    return accounted
