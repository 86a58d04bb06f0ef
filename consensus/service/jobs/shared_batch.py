"""The batch of what is handed in: the one named, or what one key of another program hands in within a day, which may be
wrong together."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from consensus.domain import GuaranteeRules, JobOwner, Policy
from consensus.service.dependencies import Dependencies
from consensus.service.guarantee.service import OPEN_HOURS
from consensus.service.jobs.requests import SubmitRequest, batch_name


def entering(request: SubmitRequest, policy: Policy, outside: Dependencies) -> AbstractContextManager[None]:
    """Around ``batch_of`` and the opening of that batch: two processes would open two."""
    return outside.store.alone(f"batch {_start(request.owner)}") if _shares(request, policy) else nullcontext()


def batch_of(request: SubmitRequest, policy: Policy, outside: Dependencies) -> str:
    """The name of a request's batch; "" for a batch of its own. Raises UsageError for a name that is none."""
    if not _shares(request, policy):
        return batch_name(request.batch)
    now = outside.clock.now()
    since = (now - timedelta(hours=OPEN_HOURS)).isoformat()
    start = _start(request.owner)
    for batch in outside.store.open_batches():
        if batch.policy == policy.name and batch.name.startswith(start) and batch.opened_at >= since:
            return batch.name
    # Seconds: one that was closed by hand takes nothing more.
    return f"{start}{now:%Y-%m-%d %H:%M:%S}"


def _shares(request: SubmitRequest, policy: Policy) -> bool:
    is_promised = isinstance(policy.guarantee, GuaranteeRules)
    return request.batch is None and request.owner is not None and is_promised


def _start(owner: JobOwner | None) -> str:
    """How the names of a key's batches begin."""
    return f"key {owner.key_id or owner.tenant} from " if owner is not None else ""
