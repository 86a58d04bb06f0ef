"""Items that somebody holds, for a caller that keeps nothing between two requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import ItemState, ReviewItem
from consensus.domain.job import QueueFilter
from consensus.errors import ConflictError
from consensus.review import ReviewView
from consensus.service.review.decisions import STALE, DecisionService


class Held:
    """What a person holds, and what waits for them."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def view(self, owner: str, item_id: str, version: int) -> ReviewView:
        """The item as it was shown when this person claimed it. Raises ConflictError when it is not as it was then."""
        item = self._decisions.store.item(item_id)
        if item.state is not ItemState.CLAIMED or item.owner != owner or item.version != version:
            raise ConflictError(STALE, do="Claim the next one.")
        return replace(self._decisions.view(item), shown_at=item.claimed_at or "")

    def waiting(self, owner: str, part: QueueFilter, limit: int) -> Sequence[ReviewItem]:
        """What this person might claim, in the queue's order. Raises ForbiddenError."""
        allowed = self._decisions.allowed(owner, part)
        found = self._decisions.store.waiting(allowed, self._decisions.clock.now(), limit)
        return [item for item in found if owner not in item.barred]
