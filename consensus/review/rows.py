"""A row that some member lacks is one decision: it is there, or it is not. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from consensus.domain import Action, Candidate, Resolution, Rule
from consensus.domain.job import UnitRecord

#: Gates that a decision about the row answers, or that only order the queue.
_ANSWERED = frozenset({Rule.ROW_ABSENT, Rule.ROW_COUNT, Rule.COLUMN_DISPUTE})


def with_its_row(
    settled: Resolution, record: UnitRecord, other: UnitRecord, there: bool | None = None
) -> Resolution | None:
    """What a decision on one cell settles for another cell of the same row; None where it settles nothing.

    there: what was decided about the row as a whole; None where the value of the cell says it. A value says that the
    row is there: the other cell takes the value on which all who have the row agree. No value, where those who have the
    row gave one, says that there is no such row: the other cell is absent too. Cells on which those who have the row
    differ, or that are held back for another reason, stay open.
    """
    if settled.action is Action.REJECTED or record.agreement is None or other.agreement is None:
        return None
    if there is None:
        there = settled.value is not None
        if not there and record.agreement.leading is None:
            return None  # the cell is empty even where the row is there
    if not there:
        member = next((a.member for a in other.answers if isinstance(a, Candidate) and a.row_absent), "")
        return replace(settled, unit_id=other.unit.id, value=None, action=Action.CHOSEN, chosen_member=member)
    agreed = agreed_in_row(other)
    if agreed is None:
        return None
    value, member = agreed
    return replace(settled, unit_id=other.unit.id, value=value, action=Action.CHOSEN, chosen_member=member)


def agreed_in_row(cell: UnitRecord) -> tuple[Any, str] | None:
    """The value on which all who have the row of a cell agree, and one who gave it; None where they differ, where
    nobody has the row, or where the cell is held back for another reason."""
    if cell.agreement is None or set(cell.agreement.gates) - _ANSWERED or any(one.veto for one in cell.findings):
        return None
    given = [a for a in cell.answers if isinstance(a, Candidate) and not a.row_absent]
    members = {a.member for a in given}
    if len([c for c in cell.agreement.clusters if not members.isdisjoint(c.members)]) != 1:
        return None
    value = cell.agreement.leading
    return value, next((a.member for a in given if a.value == value), given[0].member)
