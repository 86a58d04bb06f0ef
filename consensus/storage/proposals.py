"""Proposals in the database: each change of one is one transaction with its line in the event log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from consensus.domain import Event, LearnedProposal, ProposalAct, ProposalState, StoredProposal
from consensus.errors import NotFoundError
from consensus.storage import codec
from consensus.storage.database import SqlBase
from consensus.storage.jobs import lock_job
from consensus.storage.journal import log_event
from consensus.storage.proposal_tables import proposal_acts, proposals
from consensus.storage.tables import jobs


class SqlProposals(SqlBase):
    """Implements ``ports.proposals.ProposalStore``."""

    def proposals(self) -> Sequence[StoredProposal]:
        with self._reading() as connection:
            rows = connection.execute(select(proposals).order_by(proposals.c.number.desc())).all()
            found: dict[str, list[ProposalAct]] = {row.id: [] for row in rows}
            for act in connection.execute(select(proposal_acts).order_by(proposal_acts.c.number)):
                found[act.proposal_id].append(_act(act))
        return [_stored(row, found[row.id]) for row in rows]

    def proposal(self, proposal_id: str) -> StoredProposal:
        named = proposals.c.id.startswith(proposal_id, autoescape=True)
        with self._reading() as connection:
            rows = connection.execute(select(proposals).where(named).limit(2)).all() if proposal_id else []
            if len(rows) != 1:
                what = f"{'more than one proposal has' if rows else 'no proposal has'} an id that begins so."
                raise NotFoundError(what, where=f"proposal {proposal_id[:40]}", do="See: consensus proposals")
            of_it = select(proposal_acts).where(proposal_acts.c.proposal_id == rows[0].id)
            acts = connection.execute(of_it.order_by(proposal_acts.c.number)).all()
        return _stored(rows[0], [_act(act) for act in acts])

    def add_proposal(self, proposal_id: str, proposal: LearnedProposal, act: ProposalAct, event: Event) -> bool:
        job_id = proposal.text_of or None
        with self._writing() as connection:
            if job_id is not None:
                lock_job(connection, job_id)
                if connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).first() is None:
                    return False
            same = (proposals.c.about == proposal.key, proposals.c.state == ProposalState.PROPOSED.value)
            if connection.execute(select(proposals.c.id).where(*same)).first() is not None:
                return False
            row = {"id": proposal_id, "job_id": job_id, "kind": proposal.kind.value, "about": proposal.key}
            connection.execute(
                proposals.insert().values(**row, state=act.state.value, version=1, proposal=codec.dump(proposal))
            )
            _write_act(connection, proposal_id, act)
            log_event(connection, event)
            return True

    def renew_proposal(self, stored: StoredProposal, proposal: LearnedProposal) -> bool:
        with self._writing() as connection:
            return _changed(connection, stored, {"proposal": codec.dump(proposal)})

    def begin_act(self, stored: StoredProposal, act: ProposalAct) -> bool:
        with self._writing() as connection:
            return _changed(connection, stored, {"pending": codec.dump(act)})

    def end_act(self, stored: StoredProposal, act: ProposalAct | None, event: Event) -> bool:
        values: dict[str, Any] = {"pending": None}
        if act is not None:
            values["state"] = act.state.value
        with self._writing() as connection:
            if not _changed(connection, stored, values):
                return False
            if act is not None:
                _write_act(connection, stored.id, act)
            log_event(connection, event)
            return True


def _changed(connection: Connection, stored: StoredProposal, values: dict[str, Any]) -> bool:
    seen = (proposals.c.id == stored.id, proposals.c.version == stored.version)
    return connection.execute(update(proposals).where(*seen).values(**values, version=stored.version + 1)).rowcount == 1


def _write_act(connection: Connection, proposal_id: str, act: ProposalAct) -> None:
    row = {"state": act.state.value, "actor": act.by, "at": act.at, "reason": act.reason}
    connection.execute(proposal_acts.insert().values(proposal_id=proposal_id, **row))


def _act(row: Row[Any]) -> ProposalAct:
    return ProposalAct(ProposalState(row.state), row.actor, row.at, row.reason)


def _stored(row: Row[Any], acts: Sequence[ProposalAct]) -> StoredProposal:
    pending = codec.load(ProposalAct, row.pending) if row.pending else None
    made = codec.load(LearnedProposal, row.proposal)
    return StoredProposal(row.id, made, ProposalState(row.state), tuple(acts), row.version, pending)
