"""What programs do by the HTTP API beside what people do: keys, files, jobs by tenant, webhooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consensus.ports.api import ApiStore
    from consensus.service.access.files import Files
    from consensus.service.access.keys import Keys
    from consensus.service.access.programs import Programs
    from consensus.service.access.replies import Replies
    from consensus.service.access.reviewing import Reviewing
    from consensus.service.access.webhooks import Post, Webhooks
    from consensus.service.jobs.service import Jobs
    from consensus.service.review.queue import Queue


@dataclass(frozen=True, slots=True)
class Access:
    """One facade for each."""

    keys: Keys
    files: Files
    programs: Programs
    reviewing: Reviewing
    replies: Replies
    webhooks: Webhooks


@dataclass(frozen=True, slots=True)
class Sending:
    """How webhooks are sent to. refuse: raises UsageError for an address that is never sent to."""

    post: Post
    refuse: Callable[[str], None]


def open_access(jobs: Jobs, queue: Queue, store: ApiStore, sending: Sending) -> Access:
    """store: the same database that the jobs are in."""
    from consensus.service.access.files import Files
    from consensus.service.access.keys import Keys
    from consensus.service.access.programs import Programs
    from consensus.service.access.replies import Replies
    from consensus.service.access.reviewing import Reviewing
    from consensus.service.access.webhooks import Webhooks

    outside = jobs.outside
    return Access(
        Keys(store, outside.clock),
        Files(store, outside.blobs, outside.clock),
        Programs(jobs, store),
        Reviewing(queue, store, outside.store),
        Replies(store, outside.clock),
        Webhooks(store, outside.clock, sending.post, sending.refuse),
    )
