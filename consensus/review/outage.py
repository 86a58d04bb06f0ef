"""Units that nobody answered because nobody could be reached: they wait for a provider, not for a person."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import Abstention, AbstentionReason, Outcome, Task
from consensus.domain.job import JobRecord, UnitRecord

#: Reasons of an abstention that another attempt may mend.
_CALL_FAILED = frozenset({AbstentionReason.UNAVAILABLE, AbstentionReason.TIMEOUT, AbstentionReason.KEY_REFUSED})


def lost_calls(record: UnitRecord) -> list[Abstention]:
    """Members that could not be reached about this unit. Pure."""
    return [one for one in record.answers if isinstance(one, Abstention) and one.reason in _CALL_FAILED]


def unreached(job: JobRecord, records: Sequence[UnitRecord]) -> list[UnitRecord]:
    """Of all units of a job those that asking again may answer, and that no person has decided. Pure.

    A unit that every member answered by declining, or unreadably, is not among them: it needs a person. A document that
    was asked about as a whole is asked again as a whole, so its fields are among them all together or not at all.
    """
    found = [
        one
        for one in records
        if one.verdict is not None
        and one.verdict.outcome is Outcome.FAILED
        and one.resolution is None
        and lost_calls(one)
    ]
    return [] if job.document.task is Task.EXTRACT and len(found) < len(records) else found
