"""What an audit says to its guarantee, and what taking it back does: inside the transaction of the decision."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import AuditOutcome, Event, GuaranteeKey, ReviewItem
from consensus.ports.guarantee import Transaction
from consensus.service.guarantee.transitions import announced


def store_audit(tx: Transaction, item: ReviewItem, outcome: AuditOutcome, at: str, reviewer: str) -> None:
    """Store what an audit said, and what becomes of its guarantee. Nothing for an item that is no audit's."""
    found = outcome.seed or tx.audit(item.id)
    if found is None:
        return
    if outcome.seed is not None:
        tx.add_seed(outcome.seed)
    tx.judge(replace(found, judgement=outcome.judgement, judged_at=at, reviewer=reviewer))
    _announce(tx, found.key, at)


def retract_audit(tx: Transaction, item_id: str, undone: Event) -> None:
    """Forget what an audit said."""
    key = tx.retract(item_id, undone.actor)
    if key is not None:
        _announce(tx, key, undone.at)


def _announce(tx: Transaction, key: GuaranteeKey, at: str) -> None:
    snapshot = tx.guarantee(key, at)
    if snapshot.record is not None:
        tx.save(announced(snapshot, at))
