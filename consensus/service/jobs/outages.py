"""What is said of units that nobody answered because nobody could be reached: one cause, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consensus import review
from consensus.domain.job import JobRecord, UnitRecord

_NAMED = 3
#: How a member that is left alone for a while says why; the same fault as of the call before it.
_LEFT_ALONE = re.compile(r"not asked, because .*?, the last with: (.*?)\. The next try is in \d+ s\.")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """units: ids of those without an answer. total: units of the job. cause: one line. do: what to do about it."""

    units: frozenset[str]
    total: int
    cause: str
    do: str

    @property
    def said(self) -> str:
        """How many, and why, in one line."""
        have = "has" if self.total == 1 else "have"
        end = "" if self.cause.endswith((".", "!", "?", "…")) else "."
        return f"{len(self.units)} of {self.total} units {have} no answer: {self.cause}{end}"

    def as_dict(self) -> dict[str, object]:
        """The shape under ``unanswered`` in ``submit --json``."""
        return {"units": len(self.units), "cause": self.cause, "do": self.do}


def unanswered(job: JobRecord, records: Sequence[UnitRecord]) -> Unanswered | None:
    """None where a provider's answer is waited for by no unit."""
    lost = review.unreached(job, records)
    if not lost:
        return None
    do = f"Ask again: consensus submit --resume {job.id}"
    return Unanswered(frozenset(one.unit.id for one in lost), len(records), _cause(lost), do)


def _cause(lost: Sequence[UnitRecord]) -> str:
    """What the members met with, each once."""
    by_member: dict[str, str] = {}
    for record in lost:
        for one in review.lost_calls(record):
            told = " ".join((one.detail or f"{one.member}: {one.why}").split())
            by_member.setdefault(one.member, _LEFT_ALONE.sub(r"\1", told))
    causes = list(dict.fromkeys(by_member.values()))
    more = f"; and {len(causes) - _NAMED} more" if len(causes) > _NAMED else ""
    return "; ".join(causes[:_NAMED]) + more
