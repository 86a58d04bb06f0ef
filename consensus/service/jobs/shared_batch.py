"""The batch of documents that come one by one from another program and name none: what one key hands in within a day
may be wrong together."""

from __future__ import annotations

from datetime import datetime, timedelta

from consensus.domain import GuaranteeRules, Policy
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.guarantee.service import OPEN_HOURS


def shared_batch(store: GuaranteeStore, policy: Policy, owner: str, now: datetime) -> str:
    """The name of the open batch that an owner's documents under a policy join; "" where the policy has no guarantee.

    owner: who hands in, as in "key 4fa1". The batch is the one begun within the last 24 hours, else a new one.
    """
    if not isinstance(policy.guarantee, GuaranteeRules):
        return ""
    start, since = f"{owner} from ", (now - timedelta(hours=OPEN_HOURS)).isoformat()
    for batch in store.open_batches():
        if batch.policy == policy.name and batch.name.startswith(start) and batch.opened_at >= since:
            return batch.name
    # Seconds: one that was closed by hand takes nothing more.
    return f"{start}{now:%Y-%m-%d %H:%M:%S}"
