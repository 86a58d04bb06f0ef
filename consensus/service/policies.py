"""Facade for policies: list, show, check, make a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain import Policy
from consensus.errors import PolicyError
from consensus.ports.runtime import PolicySource


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy in a list. problem: what is wrong with its file, or ""."""

    name: str
    where: str
    version: int | None
    digest: str
    description: str
    problem: str = ""


class Policies:
    """What there is, what it says, and whether a file is right."""

    def __init__(self, source: PolicySource) -> None:
        self._source = source

    def list(self) -> Sequence[PolicyLine]:
        """Every policy found, the user's before the shipped; a broken file is listed with its problem."""
        return [_line(name, where, found) for name, where, found in self._source.listed()]

    def load(self, name: str) -> Policy:
        """By path or name. Raises PolicyError with all mistakes, or NotFoundError with the names there are."""
        return self._source.load(name)

    def text(self, name: str) -> str:
        """What stands in a policy's file. Raises NotFoundError, PolicyError."""
        return self._source.text(name)

    def tables(self, name: str) -> str:
        """The file that holds a policy's reference tables; "" where it has none, or holds them itself.

        Raises NotFoundError, PolicyError.
        """
        return self._source.tables(name)

    def create(self, name: str, base: str, *, force: bool = False) -> tuple[Policy, str]:
        """Write a new policy of the user's that decides as another one, base, does; the policy, and where it is.

        force: over one of that name. Raises UsageError for a name that cannot be one or is taken, PolicyError for a
        broken base, NotFoundError for none.
        """
        return self._source.create(name, base, force=force)

    def check(self, text: str, name: str) -> Policy:
        """The policy of an edited text of this one; nothing is stored. Raises PolicyError with all mistakes."""
        return self._source.parse(text, name)


def _line(name: str, where: str, found: Policy | PolicyError) -> PolicyLine:
    if isinstance(found, PolicyError):
        return PolicyLine(name, where, None, "", "", found.problems[0])
    return PolicyLine(name, where, found.version, found.digest, found.description)
