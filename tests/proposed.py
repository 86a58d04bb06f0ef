"""Proposals of an installation in a folder, for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from consensus import bootstrap
from consensus.auth.roles import Role
from consensus.domain import Expectation, FileChange, LearnedProposal, ProposalKind, UnitRef
from consensus.policy_files.own_files import HomeFiles
from consensus.providers.clock import SystemClock
from consensus.service.learning.file_changes import FileChanges
from consensus.service.learning.proposals import Generator, Proposals
from consensus.settings import Settings
from consensus.storage.store import SqlStore


def everyone_is_admin(person: str) -> frozenset[Role]:
    return frozenset(Role)


def home_in(folder: Path, policy: str = "name: mine\nversion: 4\nquorum: 2\n") -> Path:
    """A home with a policy of one's own."""
    home = folder / "home"
    (home / "policies").mkdir(parents=True)
    (home / "policies" / "mine.yaml").write_text(policy, "utf-8")
    return home


def changes_in(home: Path) -> FileChanges:
    return FileChanges(bootstrap.policies(Settings(home, "sqlite://", user="ana")), HomeFiles(home))


def proposals_in(
    store: SqlStore,
    home: Path,
    roles: Callable[[str], frozenset[Role]] = everyone_is_admin,
    generators: tuple[Generator, ...] = (),
) -> Proposals:
    return Proposals(
        store, changes_in(home), SystemClock(), roles, lambda *_: ("void",), lambda *_: ("void",), generators
    )


def proposal(*changes: FileChange | None, key: str = "one", weight: int = 10, **more: Any) -> LearnedProposal:
    whole = tuple(change for change in changes if change is not None)
    expected = (Expectation("share of units accepted", 0.1, 0.05, 0.15, 40),)
    evidence = (UnitRef("job1", "s1"),)
    return LearnedProposal(ProposalKind.WARNING, key, "What.", "Why.", weight, evidence, expected, whole, **more)
