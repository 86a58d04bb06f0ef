"""What is done with a proposal: noted, then carried out in files, then stored, so that a killed process leaves all or
nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from consensus.domain import Event, LearnedProposal, ProposalAct, ProposalState, StoredProposal
from consensus.errors import ConflictError, ConsensusError
from consensus.ports.proposals import ProposalStore
from consensus.ports.runtime import Clock
from consensus.service.learning.file_changes import FileChanges

#: Words of the event log, by the state that an act led to.
_ACTIONS = {
    ProposalState.PROPOSED: "reopen-proposal",
    ProposalState.ADOPTED: "adopt-proposal",
    ProposalState.DISMISSED: "dismiss-proposal",
    ProposalState.UNDONE: "undo-proposal",
}


@dataclass(frozen=True, slots=True)
class Acts:
    """Whoever calls this holds the lock of the proposals."""

    store: ProposalStore
    changes: FileChanges
    clock: Clock

    def carry_out(self, stored: StoredProposal, act: ProposalAct) -> StoredProposal:
        """Note the act, write the files, store it. Raises ConflictError, UsageError."""
        if not self.store.begin_act(stored, act):
            raise _conflict(stored)
        pending = replace(stored, version=stored.version + 1, pending=act)
        write = self.changes.write if act.state is ProposalState.ADOPTED else self.changes.put_back
        try:
            write(stored.proposal.changes)
        except ConsensusError:
            self.store.end_act(pending, None, self._event(stored, act, "failed"))
            raise
        return self.settle(pending, act)

    def settle(self, stored: StoredProposal, act: ProposalAct) -> StoredProposal:
        """Store what was done. Raises ConflictError."""
        if not self.store.end_act(stored, act, self._event(stored, act, act.reason)):
            raise _conflict(stored)
        return self.store.proposal(stored.id)

    def current(self, proposal_id: str, seen: int) -> StoredProposal:
        """A proposal, once what killed processes began is finished. seen: the version that was shown, 0 for any. Raises
        NotFoundError, ConflictError where it changed since."""
        self.complete()
        stored = self.store.proposal(proposal_id)
        if seen not in (0, stored.version):
            raise ConflictError("it changed since it was shown.", where=named(stored), do="Look at it again.")
        return stored

    def complete(self) -> None:
        """Finish what a killed process began. Where a file is neither as it was nor as it should be, somebody changed
        it meanwhile: theirs stays, the rest is put back, and the act did not happen."""
        for stored in self.store.proposals():
            act, changes = stored.pending, stored.proposal.changes
            if act is None:
                continue
            if not all(self.changes.is_before(one) or self.changes.is_after(one) for one in changes):
                whole = tuple(one for one in changes if self.changes.is_before(one) or self.changes.is_after(one))
                (self.changes.put_back if act.state is ProposalState.ADOPTED else self.changes.write)(whole)
                self.store.end_act(stored, None, self._event(stored, act, "a file was changed meanwhile"))
                continue
            (self.changes.write if act.state is ProposalState.ADOPTED else self.changes.put_back)(changes)
            self.store.end_act(stored, act, self._event(stored, act, act.reason))

    def opened(self, proposal: LearnedProposal, by: str) -> str:
        """The id of a new one, or ""."""
        earlier = [one for one in self.store.proposals() if one.proposal.key == proposal.key]
        if earlier and earlier[0].state is ProposalState.PROPOSED:
            if earlier[0].proposal != proposal:
                self.store.renew_proposal(earlier[0], proposal)
            return ""
        if any(proposal.weight < 2 * one.proposal.weight for one in earlier):
            return ""
        new, act = uuid.uuid4().hex[:12], self.act(ProposalState.PROPOSED, by, "")
        event = Event(act.at, by, "make-proposal", new, described(proposal, ""))
        return new if self.store.add_proposal(new, proposal, act, event) else ""

    def is_open(self, key: str) -> bool:
        """Whether one with this key is proposed."""
        return any(one.proposal.key == key and one.state is ProposalState.PROPOSED for one in self.store.proposals())

    def act(self, state: ProposalState, by: str, reason: str) -> ProposalAct:
        """What somebody does now."""
        return ProposalAct(state, by, self.clock.now().isoformat(), reason.strip()[:2000])

    def _event(self, stored: StoredProposal, act: ProposalAct, said: str) -> Event:
        return Event(act.at, act.by, _ACTIONS[act.state], stored.id, described(stored.proposal, said))


def described(proposal: LearnedProposal, said: str) -> str:
    """For the event log, which outlives documents: no text of theirs."""
    files = ", ".join(f"{one.kind.value} {one.name}" for one in proposal.changes)
    return f"{proposal.kind.value}: {files}{f'; {said}' if said else ''}"


def named(stored: StoredProposal) -> str:
    """Names it in messages."""
    return f"proposal {stored.id}"


def _conflict(stored: StoredProposal) -> ConflictError:
    return ConflictError("somebody else decided it at the same time.", where=named(stored), do="Look at it again.")
