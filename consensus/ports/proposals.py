"""Where proposals are kept, and the files that adopting one writes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from consensus.domain import Event
from consensus.domain.learned import FileKind, LearnedProposal, ProposalAct, StoredProposal


class ProposalStore(Protocol):
    """Proposals with all that was done with them. Whoever changes one holds ``alone("proposals")``."""

    def alone(self, name: str) -> AbstractContextManager[None]:
        """As ``Store.alone``."""

    def proposals(self) -> Sequence[StoredProposal]:
        """All, the newest first."""

    def proposal(self, proposal_id: str) -> StoredProposal:
        """By its id or a unique prefix. Raises NotFoundError."""

    def add_proposal(self, proposal_id: str, proposal: LearnedProposal, act: ProposalAct, event: Event) -> bool:
        """Store a new one; False, and nothing is stored, where its key has one that is proposed, or the job whose text
        it quotes is gone."""

    def renew_proposal(self, stored: StoredProposal, proposal: LearnedProposal) -> bool:
        """Give one that is proposed newer evidence or newer files; guarded by its version."""

    def begin_act(self, stored: StoredProposal, act: ProposalAct) -> bool:
        """Note that its files are about to be written; guarded by its version."""

    def end_act(self, stored: StoredProposal, act: ProposalAct | None, event: Event) -> bool:
        """Store what was done, with its line in the event log; guarded by its version. act: None where the pending one
        could not be done and changed nothing."""


class OwnFiles(Protocol):
    """Policies, glossaries and schemas of the installation's own, as texts. Names are those of ``FileChange``."""

    def text(self, kind: FileKind, name: str) -> str | None:
        """None where there is none. Raises UsageError for a file that cannot be read."""

    def write(self, kind: FileKind, name: str, text: str | None) -> None:
        """All of it or nothing; None removes it. Raises UsageError for a name or place that cannot be one of theirs."""

    def place(self, kind: FileKind, name: str) -> str:
        """The path, for people."""
