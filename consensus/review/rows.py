"""A row that some member lacks is one decision: it is there, or it is not. Pure."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import Action, Candidate, Resolution, Rule
from consensus.domain.job import UnitRecord

#: Gates that a decision about the row answers, or that only order the queue.
_ANSWERED = frozenset({Rule.ROW_ABSENT, Rule.ROW_COUNT, Rule.COLUMN_DISPUTE})


def with_its_row(settled: Resolution, record: UnitRecord, other: UnitRecord) -> Resolution | None:
    """What a decision on one cell settles for another cell of the same row; None where it settles nothing.

    A value says that the row is there: the other cell takes the value on which all who have the row agree. No value,
    where those who have the row gave one, says that there is no such row: the other cell is absent too. Cells on
    which those who have the row differ, or that are held back for another reason, stay open.
    """
    if settled.action is Action.REJECTED or record.agreement is None or other.agreement is None:
        return None
    absent = settled.value is None
    if absent and record.agreement.leading is None:
        return None  # the cell is empty even where the row is there
    if absent:
        member = next((a.member for a in other.answers if isinstance(a, Candidate) and a.row_absent), "")
        return replace(settled, unit_id=other.unit.id, action=Action.CHOSEN, chosen_member=member)
    if set(other.agreement.gates) - _ANSWERED or any(finding.veto for finding in other.findings):
        return None
    given = [a for a in other.answers if isinstance(a, Candidate) and not a.row_absent]
    clusters = [c for c in other.agreement.clusters if not {a.member for a in given}.isdisjoint(c.members)]
    if len(clusters) != 1:
        return None
    value = other.agreement.leading
    member = next((a.member for a in given if a.value == value), given[0].member)
    return replace(settled, unit_id=other.unit.id, value=value, action=Action.CHOSEN, chosen_member=member)
