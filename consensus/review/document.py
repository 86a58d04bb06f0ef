"""The document as a reviewer reads it: its segments in order, each as it will be delivered, and what of it is hidden.

Nobody reads here what would change a judgement still to be made: no answer of an undecided unit, whatever round it is
in; nothing of one that is drawn for an audit or a spot check; nothing of the unit on screen but its source. Names of
those who answered or decided are no part of a line. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from consensus.domain import Action, Code, ItemKind, Outcome, Segment
from consensus.domain.job import UnitRecord
from consensus.review.decision import shown

#: Segments shown before and after the one that is looked at.
AROUND = 4
#: Any run of digits, with what joins them in a number.
_NUMBER = re.compile(r"\d+(?:[.,:'’\u00a0\u202f]\d+)*")


class LineState(StrEnum):
    """How far a segment is, as far as this reader may know."""

    ACCEPTED = "accepted"  #: By the machine.
    DECIDED = "decided"  #: By a person.
    REJECTED = "rejected"  #: By a person: no answer is right.
    WAITING = "waiting"  #: For a person.
    AUDITED = "audited"  #: Drawn for a blind audit that is not made yet.
    CLOSED = "closed"  #: Not told before this reader opens the document.


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how much.

    opened: the accepted text of the document may be shown. sources: only sources, since one answer is being judged
    alone. here: the unit on screen. waiting: kind of the item that is not resolved yet, by unit.
    """

    person: str
    opened: bool
    here: str = ""
    sources: bool = False
    waiting: Mapping[str, ItemKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One segment. number: from 1. text: its translation, "" where there is none or it is not shown. here: it is the
    one on screen. kind: paragraph, heading, table_cell and so on. place: in its file, for people, or ""."""

    unit_id: str
    number: int
    source: str
    text: str
    state: LineState
    here: bool = False
    kind: str = "paragraph"
    codes: tuple[Code, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """A decision on a text that differs in numbers alone. number: of its segment, from 1."""

    number: int
    source: str
    text: str


def document_lines(records: Sequence[UnitRecord], reader: Reader) -> tuple[DocumentLine, ...]:
    """These units of a document, in their order; fields are left out. Pure."""
    return tuple(_line(one, one.unit, reader) for one in records if isinstance(one.unit, Segment))


def window(size: int, at: int, around: int = AROUND) -> tuple[int, int]:
    """The first position shown, and the one after the last, so that ``at`` is in the middle where it can be; as many
    as possible near an end. Pure."""
    wanted = min(size, 2 * around + 1)
    first = max(0, min(at - around, size - wanted))
    return first, first + wanted


def same_but_numbers(one: str, other: str) -> bool:
    """Whether two different texts differ in nothing but numbers. Pure."""
    return one != other and without_numbers(one) == without_numbers(other)


def without_numbers(text: str) -> str:
    """A text with one sign for each of its numbers. Pure."""
    return _NUMBER.sub("#", text)


def _line(record: UnitRecord, unit: Segment, reader: Reader) -> DocumentLine:
    here = unit.id == reader.here
    state, text = (LineState.CLOSED, "") if here or reader.sources else _told(record, reader)
    return DocumentLine(unit.id, unit.index + 1, unit.text, text, state, here, unit.kind, unit.codes, unit.place)


def _told(record: UnitRecord, reader: Reader) -> tuple[LineState, str]:
    """What a reader may know of a unit beside the one on screen."""
    made, verdict = record.resolution, record.verdict
    kind = reader.waiting.get(record.unit.id)
    mine = made is not None and reader.person in (made.reviewer, *made.seconded_by)
    if not (reader.opened or mine):
        # Where known errors are mixed in, even how far a unit is would say which audit is one.
        return LineState.CLOSED, ""
    if kind is ItemKind.CHECK:
        return LineState.AUDITED, ""
    if kind is not None and kind is not ItemKind.GOLD:
        return LineState.WAITING, ""
    if made is not None:
        if made.action is Action.REJECTED:
            return LineState.REJECTED, ""
        return LineState.DECIDED, shown(made.value)
    if verdict is not None and verdict.outcome is Outcome.ACCEPTED:
        return LineState.ACCEPTED, shown(verdict.value)
    return LineState.WAITING, ""
