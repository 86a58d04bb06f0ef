"""Who is left alone for the rest of a job: a member whose key or address is refused would only be refused again."""

from __future__ import annotations

from dataclasses import dataclass, field

from consensus.errors import CallError

#: Refusals in a row that prove it of a member which has answered before: one may be the gateway's bad moment.
IN_A_ROW = 3


@dataclass(slots=True)
class Refusals:
    """Of one run. A first reply that is a refusal proves that nothing better follows; an answer proves the reverse."""

    _heard: set[str] = field(default_factory=set)
    _row: dict[str, list[CallError]] = field(default_factory=dict)

    def check(self, member: str) -> None:
        """Raises the last refusal of a member that is left alone."""
        row = self._row.get(member, ())
        if row and (member not in self._heard or len(row) >= IN_A_ROW):
            raise row[-1]

    def refused(self, member: str, error: CallError) -> None:
        """A call was refused for its key or its address."""
        self._row.setdefault(member, []).append(error)

    def answered(self, member: str) -> None:
        """A call brought a reply: what was sent before it and refused later counts anew."""
        self._heard.add(member)
        self._row.pop(member, None)
