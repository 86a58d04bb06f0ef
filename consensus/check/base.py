"""The seam of every check: the names it declares, what it is given, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from consensus.check.facts import Reading
from consensus.check.leaf import Leaf
from consensus.domain import CheckLevel, Code, Limit, Policy, Severity

ANY = ("*",)


@dataclass(frozen=True, slots=True)
class CheckId:
    """A name under which findings are stored and policies set a level.

    description: what is found, in one sentence. level: what a finding does unless the policy says otherwise.
    languages: base languages of which a check must know both sides, or ("*",) when it runs for all.
    """

    name: str
    description: str
    level: CheckLevel
    languages: tuple[str, ...] = ANY


class Problem(NamedTuple):
    """One problem of one text: the check's name, how bad it is, one sentence for a person, and where."""

    check: str
    severity: Severity
    message: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None


class Coded(NamedTuple):
    """A source and a candidate translation as they stand, with the inline codes of the source."""

    source: str
    target: str
    codes: Sequence[Code]


class Pair(NamedTuple):
    """A source and a candidate translation, both as readings of their words alone, under a policy.

    limit: of its place in the file. coded: the two with their inline codes; None for a segment without any. Spans of a
    problem are of the words.
    """

    source: Reading
    target: Reading
    policy: Policy
    limit: Limit | None = None
    coded: Coded | None = None


class Check(Protocol):
    """Compares a translation with its source. It is made once and keeps no state.

    ids: the names that its problems may have: mostly one, several where one scan finds them.
    """

    ids: ClassVar[tuple[CheckId, ...]]

    def find(self, pair: Pair) -> Iterable[Problem]:
        """The problems of a translation, in the order in which they are stored."""


class Given(NamedTuple):
    """One value that was given for a field. leaf: the field's schema. text: the source, None when unknown.

    levels: what each check of fields does. What is off need not be computed.
    """

    path: str
    value: Any
    text: str | None
    leaf: Leaf
    levels: Mapping[str, CheckLevel]

    def on(self, name: str) -> bool:
        """Whether findings of this name are wanted."""
        return self.levels.get(name) != "off"


class FieldCheck(Protocol):
    """Compares an extracted value with its schema or source. ids: the names that its problems may have."""

    ids: ClassVar[tuple[CheckId, ...]]

    def find(self, given: Given) -> Iterable[Problem]:
        """The problems of a value, in the order in which they are stored."""


def span_of(pieces: Iterable[Any], texts: Sequence[str]) -> tuple[int, int] | None:
    """Where the first piece stands that has one of these texts."""
    return next(((piece.start, piece.end) for piece in pieces if piece.text in texts), None)


def changed(what: str, lost: Sequence[str], added: Sequence[str]) -> str:
    """The sentence on what a translation lost, added or changed; "" when it did neither."""
    if lost and added:
        return f"{what} {quoted(lost)} of the source became {quoted(added)}."
    if lost:
        return f"{what} {quoted(lost)} of the source is missing in the translation."
    return f"{what} {quoted(added)} in the translation is not in the source." if added else ""


def quoted(texts: Sequence[str], most: int = 3) -> str:
    """Up to ``most`` texts in quotation marks for a message; long ones shortened."""
    shown = [f'"{text if len(text) <= 60 else text[:57] + "..."}"' for text in texts[:most]]
    return ", ".join(shown) + (f" and {len(texts) - most} more" if len(texts) > most else "")
