"""Who may do what in the review. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consensus.errors import UsageError


class Role(StrEnum):
    """What a person may do."""

    SUBMITTER = "submitter"  #: Hands in documents and reads results.
    REVIEWER = "reviewer"  #: Decides review items.
    ADJUDICATOR = "adjudicator"  #: Reviews, and settles what two reviewers disagree on.
    ADMIN = "admin"  #: Everything, and reads the figures of reviewers.


_IMPLIED: Mapping[Role, frozenset[Role]] = {
    Role.SUBMITTER: frozenset({Role.SUBMITTER}),
    Role.REVIEWER: frozenset({Role.REVIEWER}),
    Role.ADJUDICATOR: frozenset({Role.REVIEWER, Role.ADJUDICATOR}),
    Role.ADMIN: frozenset(Role),
}


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of an installation. given: e-mail, in lower case, to roles; None where nobody was given one.

    Until somebody was, the product runs on loopback for the one person at this machine, who may do everything.
    """

    given: Mapping[str, frozenset[Role]] | None = None

    def of(self, person: str) -> frozenset[Role]:
        """What a person may do; nothing for one who was given no role."""
        if self.given is None:
            return frozenset(Role)
        return self.given.get(person.strip().lower(), frozenset())

    def having(self, role: Role) -> frozenset[str]:
        """Everybody who was given a role, in lower case; nobody where nobody was given one."""
        return frozenset(person for person, may in (self.given or {}).items() if role in may)


def words_of(roles: frozenset[Role]) -> tuple[str, ...]:
    """The fewest words that give these roles, as they are stored and listed."""
    beyond = frozenset().union(*(_IMPLIED[role] - {role} for role in roles))
    return tuple(role.value for role in Role if role in roles - beyond)


def parse_roles(content: object, where: str) -> Roles:
    """Roles from a mapping of e-mail to a role or a list of them. Raises UsageError naming every mistake."""
    if not isinstance(content, Mapping) or not content:
        raise UsageError("no person has a role.", where=where, do="Write lines such as `ana@example.org: reviewer`.")
    given: dict[str, frozenset[Role]] = {}
    problems: list[str] = []
    for person, named in content.items():
        words: Sequence[object] = named if isinstance(named, list | tuple) else [named]
        known = [role for word in words for role in Role if role.value == word]
        if len(known) < len(words) or not known or not isinstance(person, str):
            problems.append(f"{person}: {named}")
            continue
        given[person.strip().lower()] = frozenset().union(*(_IMPLIED[role] for role in known))
    if problems:
        there = ", ".join(role.value for role in Role)
        raise UsageError(f"not a role: {'; '.join(problems)}.", where=where, do=f"The roles are: {there}.")
    return Roles(given)
