"""The batch of what is handed in: the one named, or what one key of another program hands in within a day, which may be
wrong together."""

from __future__ import annotations

from datetime import timedelta

from consensus.domain import GuaranteeRules, Policy
from consensus.service.dependencies import Dependencies
from consensus.service.guarantee.service import OPEN_HOURS
from consensus.service.jobs.requests import SubmitRequest, batch_name


def batch_of(request: SubmitRequest, policy: Policy, outside: Dependencies) -> str:
    """The name of a request's batch; "" for a batch of its own. Raises UsageError for a name that is none."""
    if request.batch is not None or request.owner is None or not isinstance(policy.guarantee, GuaranteeRules):
        return batch_name(request.batch)
    now = outside.clock.now()
    since = (now - timedelta(hours=OPEN_HOURS)).isoformat()
    start = f"key {request.owner.key_id or request.owner.tenant} from "
    for batch in outside.store.open_batches():
        if batch.policy == policy.name and batch.name.startswith(start) and batch.opened_at >= since:
            return batch.name
    # Seconds: one that was closed by hand takes nothing more.
    return f"{start}{now:%Y-%m-%d %H:%M:%S}"
