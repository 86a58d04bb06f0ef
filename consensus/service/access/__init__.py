"""What programs do by the HTTP API beside what people do: keys, files, jobs by tenant, webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consensus.ports.api import ApiStore
    from consensus.service.access.files import Files
    from consensus.service.access.keys import Keys
    from consensus.service.access.programs import Programs
    from consensus.service.jobs.service import Jobs


@dataclass(frozen=True, slots=True)
class Access:
    """One facade for each."""

    keys: Keys
    files: Files
    programs: Programs


def open_access(jobs: Jobs, store: ApiStore) -> Access:
    """store: the same database that the jobs are in."""
    from consensus.service.access.files import Files
    from consensus.service.access.keys import Keys
    from consensus.service.access.programs import Programs

    outside = jobs.outside
    return Access(Keys(store, outside.clock), Files(store, outside.blobs, outside.clock), Programs(jobs, store))
