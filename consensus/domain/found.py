"""What ``consensus init`` finds, and the panel that it makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from consensus.domain.policy import MemberRule


@dataclass(frozen=True, slots=True)
class FoundServer:
    """What answers at an address. name: who usually listens there. models: as it lists them.

    problem: why nothing can be taken from it, or "". here: whether the address is this machine's own.
    """

    name: str
    url: str
    models: tuple[str, ...] = ()
    problem: str = ""
    here: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For ``init --json``."""
        listed = {"name": self.name, "address": self.url, "models": list(self.models)}
        return {**listed, "problem": self.problem, "on_this_machine": self.here}


@dataclass(frozen=True, slots=True)
class Proposal:
    """members: one of each family, those on this machine first. paid: names of those that may cost money.

    left_out: (model, why) of what was found and is not taken.
    """

    members: tuple[MemberRule, ...] = ()
    paid: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = field(default=())
