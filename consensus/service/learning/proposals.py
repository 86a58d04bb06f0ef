"""Facade for proposals: made from what people decided, read, adopted, dismissed and undone by an admin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consensus.auth.roles import Role
from consensus.domain import (
    FileKind,
    LearnedProposal,
    Policy,
    ProposalState,
    StoredProposal,
)
from consensus.errors import ConflictError, ConsensusError, ForbiddenError, UsageError
from consensus.ports.proposals import ProposalStore
from consensus.ports.runtime import Clock
from consensus.service.learning.file_changes import FileChanges
from consensus.service.learning.proposal_acts import Acts, named

#: Makes proposals from what is stored now; changes nothing. A sentence in place of one says why there is none yet.
Generator = Callable[[], Sequence[LearnedProposal | str]]
_LOCK = "proposals"


@dataclass(frozen=True, slots=True)
class Proposals:
    """roles: what a person may do. effects: (policy name, its edited value, the name it is saved under) to what that
    voids, one sentence each. of_glossary: (file, content) to the same. generators: asked by ``make``, in this order."""

    store: ProposalStore
    changes: FileChanges
    clock: Clock
    roles: Callable[[str], frozenset[Role]]
    effects: Callable[[str, Policy, str], Sequence[str]]
    of_glossary: Callable[[str, bytes], Sequence[str]]
    generators: tuple[Generator, ...] = ()

    @property
    def acts(self) -> Acts:
        """What is done with one."""
        return Acts(self.store, self.changes, self.clock)

    def may_read(self, person: str) -> bool:
        """Whether a person sees proposals. Who reviews blind does not: they tell how others decided, and which model
        is right more often."""
        roles = self.roles(person)
        return Role.ADMIN in roles or (Role.SUBMITTER in roles and Role.REVIEWER not in roles)

    def may_decide(self, person: str) -> bool:
        """Whether a person adopts, dismisses and undoes."""
        return Role.ADMIN in self.roles(person)

    def all(self, person: str) -> tuple[StoredProposal, ...]:
        """Every proposal, the newest first. Raises ForbiddenError."""
        self._require_reader(person)
        found = self.store.proposals()
        if any(one.pending for one in found):
            with self.store.alone(_LOCK):
                self.acts.complete()
            found = self.store.proposals()
        return tuple(found)

    def one(self, proposal_id: str, person: str) -> StoredProposal:
        """By its id or a unique prefix. Raises ForbiddenError, NotFoundError."""
        self._require_reader(person)
        found = self.store.proposal(proposal_id)
        if found.pending:
            with self.store.alone(_LOCK):
                self.acts.complete()
        return self.store.proposal(found.id)

    def cost(self, stored: StoredProposal) -> tuple[str, ...]:
        """What adopting it costs as things stand: digests, guarantees that are void, one sentence each. Nothing once it
        is adopted."""
        proposal, found = stored.proposal, list[str]()
        if stored.state is ProposalState.ADOPTED:
            return ()
        for change in proposal.changes:
            try:
                if change.kind is FileKind.POLICY:
                    edited = self.changes.edited(change, proposal.changes)
                    found += self.effects(change.name, edited, change.name)
                elif change.kind is FileKind.GLOSSARY and len(proposal.changes) == 1:
                    found += self.of_glossary(change.name, change.after.encode("utf-8"))
                elif change.kind is FileKind.SCHEMA:
                    where = self.changes.files.place(change.kind, change.name)
                    found.append(
                        f"Only documents handed in with {where} are asked so, and what was certified with the schema "
                        "of before does not count for them."
                    )
            except ConsensusError as error:
                found.append(str(error))
        return (*found, *proposal.void)

    def make(self, person: str) -> tuple[StoredProposal, ...]:
        """Look for proposals in what is stored. Returns those that are new. Raises ForbiddenError."""
        return look(self, person)[0]

    def open(self, found: Sequence[LearnedProposal], by: str = "system") -> tuple[StoredProposal, ...]:
        """Store what is new of these, and give what is proposed already its newer evidence and files.

        What was adopted, dismissed or undone is made again only once its evidence has doubled. Raises PolicyError,
        SchemaError, UsageError for a change that could not be used.
        """
        opened = []
        for proposal in found:
            self.changes.check(proposal.changes)
            with self.store.alone(_LOCK):
                new = self.acts.opened(proposal, by)
            if new:
                opened.append(self.store.proposal(new))
        return tuple(opened)

    def adopt(self, proposal_id: str, by: str, reason: str = "", seen: int = 0) -> StoredProposal:
        """Write its files. seen: the version that was shown, 0 for any. One that is adopted stays so.

        Raises ForbiddenError, NotFoundError, ConflictError where a file changed since it was made, UsageError where one
        cannot be written.
        """
        _require_admin(self, by)
        with self.store.alone(_LOCK):
            stored = self.acts.current(proposal_id, seen)
            if stored.state is ProposalState.ADOPTED:
                return stored
            if stored.state is ProposalState.DISMISSED:
                raise ConflictError("it was dismissed.", where=named(stored), do="Undo that first.")
            self.changes.check(stored.proposal.changes)
            self.changes.refuse_changed(stored.proposal.changes)
            return self.acts.carry_out(stored, self.acts.act(ProposalState.ADOPTED, by, reason))

    def dismiss(self, proposal_id: str, by: str, reason: str, seen: int = 0) -> StoredProposal:
        """Raises ForbiddenError, NotFoundError, ConflictError, UsageError without a reason."""
        _require_admin(self, by)
        if not reason.strip():
            raise UsageError("a proposal is dismissed with a reason.", where="proposals", do="Give one: --reason WHY")
        with self.store.alone(_LOCK):
            stored = self.acts.current(proposal_id, seen)
            if stored.state is ProposalState.DISMISSED:
                return stored
            if stored.state is not ProposalState.PROPOSED:
                raise ConflictError(f"it is {stored.state.value}.", where=named(stored), do="See: consensus proposals")
            return self.acts.settle(stored, self.acts.act(ProposalState.DISMISSED, by, reason))

    def undo(self, proposal_id: str, by: str, reason: str = "", seen: int = 0) -> StoredProposal:
        """Put its files back as they were, or take a dismissal back. Raises ForbiddenError, NotFoundError,
        ConflictError where a file changed since it was adopted."""
        _require_admin(self, by)
        with self.store.alone(_LOCK):
            stored = self.acts.current(proposal_id, seen)
            if stored.state is ProposalState.DISMISSED:
                if self.acts.is_open(stored.proposal.key):
                    raise ConflictError("it was made again meanwhile.", where=named(stored), do="Decide that one.")
                return self.acts.settle(stored, self.acts.act(ProposalState.PROPOSED, by, reason))
            if stored.state is not ProposalState.ADOPTED:
                raise ConflictError(f"it is {stored.state.value}.", where=named(stored), do="There is nothing to undo.")
            self.changes.refuse_changed(stored.proposal.changes, back=True)
            return self.acts.carry_out(stored, self.acts.act(ProposalState.UNDONE, by, reason))

    def _require_reader(self, person: str) -> None:
        if not self.may_read(person):
            what = f"{person} may not read proposals: they tell how others decided."
            raise ForbiddenError(what, do="An admin gives roles, with: consensus roles set")


def look(proposals: Proposals, person: str) -> tuple[tuple[StoredProposal, ...], tuple[str, ...]]:
    """As ``Proposals.make``; and sentences on what is not proposed yet, and what it would take."""
    _require_admin(proposals, person)
    found = [one for generator in proposals.generators for one in generator()]
    missing = tuple(one for one in found if isinstance(one, str))
    return proposals.open([one for one in found if not isinstance(one, str)]), missing


def _require_admin(proposals: Proposals, person: str) -> None:
    if not proposals.may_decide(person):
        what = f"{person} may not decide on proposals."
        raise ForbiddenError(what, do="An admin gives roles, with: consensus roles set")
