"""What a check says to its guarantee, and what taking it back does: inside the transaction of the decision."""

from __future__ import annotations

from dataclasses import replace

from consensus.domain import AuditOutcome, Event, ReviewItem
from consensus.ports.guarantee import Transaction
from consensus.service.guarantee.transitions import kept, marked, unmarked


def store_audit(tx: Transaction, item: ReviewItem, outcome: AuditOutcome, at: str, reviewer: str) -> None:
    """Store what a check said, and what becomes of its guarantee. Nothing for an item that is no check's."""
    if outcome.seed is not None:
        tx.add_seed(outcome.seed)
    found = tx.audit(outcome.seed.item_id if outcome.seed is not None else item.id)
    if found is None:
        return
    made = replace(found, judgement=outcome.judgement, judged_at=at, reviewer=reviewer)
    snapshot = tx.guarantee((made.policy, made.slice), at)
    update = marked(snapshot, made, lambda: tx.audits(kept(snapshot)))
    tx.judge(made)
    tx.save(update)


def retract_audit(tx: Transaction, item_id: str, undone: Event) -> None:
    """Forget what a check said, and read the others of its guarantee anew."""
    key = tx.retract(item_id, undone.actor)
    if key is not None:
        snapshot = tx.guarantee(key, undone.at)
        tx.save(unmarked(snapshot, tx.audits(kept(snapshot)), undone.at))
