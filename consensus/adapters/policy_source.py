"""Policies as the service sees them: the user's folder before the shipped one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from consensus.adapters.policy_files import list_policies, load_policy
from consensus.domain import Policy
from consensus.errors import PolicyError


class PolicyFolders:
    """Implements ``ports.PolicySource``. known_checks: the catalogue's names, for mistakes in ``checks:``."""

    def __init__(self, home: Path, shipped: Path, known_checks: Collection[str]) -> None:
        self._home, self._shipped, self._known_checks = home, shipped, tuple(known_checks)

    def load(self, name: str) -> Policy:
        return load_policy(name, home=self._home, shipped=self._shipped, known_checks=self._known_checks)

    def listed(self) -> Sequence[tuple[str, str, Policy | PolicyError]]:
        found = list_policies(self._home, self._shipped, self._known_checks)
        return [
            (one.name, "shipped" if one.path.parent == self._shipped else str(one.path), one.policy) for one in found
        ]
