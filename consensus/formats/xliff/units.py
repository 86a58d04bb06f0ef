"""What both versions of XLIFF have in common: units whose segments are translated one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from consensus.domain import Limit
from consensus.formats.words import has_letters
from consensus.formats.xliff.inline import Coded
from consensus.formats.xml_splice import Node
from consensus.normalize.coded import plain

_SAYS_NO = ("no", "false")


class State(NamedTuple):
    """What a file says of a translation. word: "approved" or the like, or "". is_done: it is a finished translation.

    is_locked: nothing may change it, and where there is none, none is wanted.
    """

    word: str = ""
    is_done: bool = False
    is_locked: bool = False


_UNSAID = State()


@dataclass(slots=True)
class Slot:
    """One segment of a unit. mid: its name in the unit, or "". source, target: the elements with its words.

    text: of the source. held: of its translation, with the same numbers of codes, "" for none. info: the element that
    says how it stands, where that is another one.
    """

    mid: str
    source: Node
    target: Node | None
    text: Coded
    held: str = ""
    state: State = _UNSAID
    info: Node | None = None

    @property
    def has_words(self) -> bool:
        return has_letters(plain(self.text.text, self.text.codes))

    @property
    def is_filled(self) -> bool:
        """Whether it has a translation that counts as one."""
        return bool(self.held.strip()) and (self.state.is_done or self.state.is_locked)


@dataclass(slots=True)
class Unit:
    """A ``trans-unit`` or ``unit``. number: among all of the document, from 1. slots: its segments.

    segmented, target: of 1.x, ``seg-source`` and ``target``. file: the ``file`` that it stands in.
    """

    number: int
    node: Node
    file: Node
    slots: Sequence[Slot]
    place: str = ""
    note: str = ""
    limit: Limit | None = None
    segmented: Node | None = None
    target: Node | None = None

    def locator(self, at: int) -> str:
        """Of one of its segments."""
        return f"u{self.number}.{at + 1}"


def may_be_translated(node: Node) -> bool:
    """What ``translate`` says of an element: its own, or that of the nearest element around it."""
    at: Node | None = node
    while at is not None:
        said = at.get("translate", "")
        if said is not None:
            return said.strip().lower() not in _SAYS_NO
        at = at.parent
    return True


def place_of(node: Node, number: int) -> str:
    """A unit's name for people: its own, where a person can tell it from others."""
    name = node.get("resname", "") or node.get("name", "") or node.get("id", "") or ""
    readable = name and len(name) <= 60 and not _is_machine_name(name)
    return name if readable else f"unit {number}"


def _is_machine_name(name: str) -> bool:
    bare = name.replace("-", "").strip("{}")
    return len(bare) >= 16 and all(char in "0123456789abcdefABCDEF" for char in bare)
