"""What is stored, and how it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from consensus.domain import (
    Call,
    Comment,
    Decision,
    Event,
    ImportedMemory,
    JobAge,
    JobLine,
    JobOwner,
    MemoryEntry,
    Money,
    Resolution,
    ReviewItem,
    ServedSeries,
    SettledSegment,
    SettledUnit,
    Sighting,
    SpentLine,
    Tally,
    Totals,
    Unit,
    UnitFilter,
    UnitPage,
)
from consensus.domain.completion import Completion
from consensus.domain.job import JobRecord, QueueFilter, UnitRecord
from consensus.domain.run import JobRun, Lease, RunEnd, RunProgress, RunStatus
from consensus.ports.discussion import DiscussionStore, KeyChoices


class Journal(Protocol):
    """Every call, written before it is sent and again when it returns."""

    def record(self, calls: Sequence[Call]) -> None:
        """Reserve, settle or forget several calls, each by its state, in one transaction. From any thread.

        Raises LostJobError, with the settlements written, where a call is reserved by an attempt that is over.
        """

    def settled(self, job_id: str) -> Mapping[tuple[str, str], Call]:
        """Settled calls of a job by (ask_id, member); the last one where there are several."""

    def under_way(self, job_id: str) -> Mapping[tuple[str, str], str]:
        """Ids of calls that never ended, by (ask_id, member): whether they were answered nobody knows."""

    def cached(self, request_digest: str, since: str) -> Call | None:
        """The last call of any job that sent the same and was answered, started at ``since`` (ISO 8601) or later."""

    def reserve_within(self, call: Call, ceiling: Money) -> bool:
        """Reserve it if that keeps its day (UTC), over all processes, within the ceiling; False where it would not."""

    def counted(self, job_id: str) -> Mapping[str, Money]:
        """US dollars that a job's calls count for under a ceiling so far, by ask id."""


class Runs(Protocol):
    """Who works on which job. Every change is guarded by what was seen; job ids are whole."""

    def run(self, job_id: str) -> JobRun:
        """Raises NotFoundError."""

    def runs(self, job_ids: Sequence[str]) -> Mapping[str, JobRun]:
        """Those of these jobs, by job."""

    def enqueue_run(self, job_id: str, priority: int, at: str) -> bool:
        """Queue a job for the workers of all machines; False where one works on it already."""

    def queued_runs(self, limit: int, *, of_programs: bool = False) -> Sequence[str]:
        """Jobs that nobody works on and that are to be worked on: the most urgent first, then as they were queued.

        of_programs: only those that a program handed in.
        """

    def take_run(self, job_id: str, at: str, *, queued: bool = False, status: RunStatus = RunStatus.RUNNING) -> Lease:
        """Make the job this process's, for as long as ``renew_runs`` is called once a second, five seconds at most.

        queued: only if it waits, or its process died. status: other than RUNNING leaves the row's. Raises ConflictError
        while another process has it, NotFoundError.
        """

    def renew_runs(self, leases: Mapping[Lease, RunProgress | None]) -> Mapping[Lease, bool]:
        """The heartbeat, with what is new. Of those that are still ours: whether they are to be cancelled."""

    def end_run(self, lease: Lease, end: RunEnd) -> bool:
        """Write down how it ended; False, with nothing written, where another attempt has it."""

    def release_run(self, lease: Lease) -> None:
        """Give a job back as it stands."""

    def cancel_run(self, job_id: str, at: str) -> JobRun:
        """Let nothing more be sent about a job that waits or is under way; how it stands then."""

    def requeue_lost(self, at: str) -> Sequence[str]:
        """Queue again what processes had that are dead by now; the jobs' ids."""


class QueueStore(Protocol):
    """The review queue: every change is guarded by what was seen."""

    def claim_next(
        self,
        owner: str,
        now: datetime,
        lease_seconds: float,
        job_id: str | None = None,
        wanted: QueueFilter | None = None,
    ) -> ReviewItem | None:
        """One atomic UPDATE: this owner's unexpired claim if there is one, else the first open or expired item."""

    def claim(
        self, item_id: str, wanted: QueueFilter, owner: str, now: datetime, lease_seconds: float
    ) -> ReviewItem | None:
        """The same for one item; None when it is settled, held by somebody else, or not for this person."""

    def renew(self, item: ReviewItem, now: datetime, lease_seconds: float) -> bool:
        """Prolong the lease of a claim; guarded as ``resolve``, the version stays. False when it is not theirs."""

    def item(self, item_id: str) -> ReviewItem: ...

    def items(self, job_id: str | None = None) -> Sequence[ReviewItem]: ...

    def waiting(self, wanted: QueueFilter, now: datetime, limit: int, twin: str = "") -> Sequence[ReviewItem]:
        """Open items in the queue's order, at most so many. twin: of these repeated units alone."""

    def facet_values(self, facet: str) -> Sequence[str]:
        """The values that waiting items have of "languages", "field" or "reason", sorted, "" left out."""

    def release(
        self, item: ReviewItem, event: Event, priority: float | None = None, why: Comment | None = None
    ) -> bool:
        """Give a claim back; guarded as ``resolve``. priority, why: of an item that was skipped, its new one and what
        its holder says to the next."""

    def queue_counts(self, job_id: str | None = None) -> Mapping[str, int]:
        """Items by state, without looking at them; gold is not counted."""

    def waiting_by_job(self, wanted: QueueFilter, owner: str, now: datetime) -> Mapping[str, int]:
        """How many items this person holds or may claim, by job; gold is not counted. Jobs without any are left out."""

    def decisions(
        self, reviewer: str | None = None, item_id: str | None = None, limit: int | None = None
    ) -> Sequence[Decision]:
        """Decisions as they were made, newest first, repeats and undone ones too."""

    def confirm(self, job_id: str, made: Sequence[tuple[Resolution, Event]]) -> int:
        """Settle accepted units that are in nobody's queue; how many. Units decided or queued meanwhile are left."""

    def unconfirm(self, job_id: str, unit_id: str, event: Event) -> bool:
        """Forget what the event's actor settled a unit with that has no item; False, and nothing, for anything else."""

    def save_draft(self, item: ReviewItem, name: str, text: str) -> None:
        """Keep what a reviewer has typed; "" forgets it. Nothing is kept for an item that is not theirs."""

    def drafts(self, item: ReviewItem) -> Mapping[str, str]:
        """What the item's owner has typed, by name."""


class ServedStore(Protocol):
    """Which models answered under which configured names."""

    def record_served(self, sightings: Sequence[Sighting], at: str) -> Sequence[ServedSeries]:
        """Store who answered; returns the series that began because another model did, and writes each into the event
        log as ``model.changed``. Two processes that see the same change write one. at: now, ISO 8601."""

    def served_series(self) -> Sequence[ServedSeries]:
        """All there were, by name and number."""

    def current_series(self) -> Sequence[ServedSeries]:
        """The last one of each name."""


class Store(Journal, QueueStore, DiscussionStore, KeyChoices, Runs, ServedStore, Protocol):
    """Jobs, units, verdicts, the review queue, resolutions and the event log."""

    def create_job(self, job: JobRecord, units: Sequence[Unit], owner: JobOwner | None = None) -> None:
        """owner: None for a job of this installation's own people."""

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Let one thread or process pass at a time for a name, until the block ends or its process dies. Blocks of
        other names may stand within, if they begin with another word. Raises StoreError after a wait."""

    def job(self, job_id: str) -> JobRecord:
        """Raises NotFoundError. A unique prefix of an id is enough."""

    def job_lines(self, limit: int | None = None, job_id: str = "") -> Sequence[JobLine]:
        """The newest jobs, newest first; or this one. Nothing whole is read."""

    def record(self, calls: Sequence[Call], *, lease: Lease | None = None) -> None:
        """As ``Journal``; what is reserved is reserved for this attempt alone. None: for none."""

    def reserve_within(self, call: Call, ceiling: Money, *, lease: Lease | None = None) -> bool:
        """The same."""

    def end_job(
        self, job_id: str, state: str, ended_at: str, error: str = "", *, lease: Lease | None = None
    ) -> None: ...

    def sole_blobs(self, job_id: str) -> Sequence[str]:
        """The digests of a job's file and layout, each where no other job has the same. Also of a job that cannot be
        read."""

    def delete_job(self, job_id: str, event: Event) -> None:
        """Remove document, answers and results; leave the event in the log. ``wipe`` comes after."""

    def wipe(self) -> None:
        """See that nothing of deleted jobs lingers in the file; does nothing when none was deleted since."""

    def job_ages(self, job_id: str | None = None) -> Sequence[JobAge]:
        """Of all jobs, or of one, by id or a unique prefix. Raises NotFoundError."""

    def save_decisions(
        self, job_id: str, records: Iterable[UnitRecord], items: Iterable[ReviewItem], *, lease: Lease | None = None
    ) -> None:
        """Store units (new ones too: fields exist only after comparison), verdicts and open review items, at once.

        Never touches an item that a person has claimed or resolved.
        """

    def drop_units(self, job_id: str, unit_ids: Collection[str], *, lease: Lease | None = None) -> None:
        """Remove units that, answered anew, are no more, and their open items; never those that a person touched."""

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        """All units of a job in document order, with resolutions."""

    def unit(self, job_id: str, unit_id: str) -> UnitRecord: ...

    def log_event(self, event: Event) -> None: ...

    def events(self, subject: str | None = None) -> Sequence[Event]: ...

    def calls(self, job_id: str) -> Sequence[Call]: ...

    def totals(self, job_id: str) -> Totals: ...

    def day_spent(self, day: str) -> Money:
        """US dollars that count under the day's ceilings: spent, and held for calls under way. day: YYYY-MM-DD."""

    def spending(self, job_ids: Sequence[str] | None = None) -> Sequence[SpentLine]:
        """Of these jobs, or of all, by job, member and day; and of deleted jobs, under the job ""."""


class ImportedMemories(Protocol):
    """Translation memories of other programs."""

    def import_memory(self, entries: Sequence[MemoryEntry], origin: str, data_class: str, event: Event) -> None:
        """In place of what was imported under this name before."""

    def imported_memories(self) -> Sequence[ImportedMemory]: ...

    def imported(
        self, source_lang: str, target_lang: str, data_class: str, texts: Sequence[str] | None, limit: int
    ) -> Sequence[MemoryEntry]:
        """Pairs with one of these source texts, or any; the newest first. The languages are as ``pair_part`` gives."""

    def forget_memory(self, origin: str, event: Event) -> int:
        """How many pairs are gone."""


class LibraryStore(ImportedMemories, Protocol):
    """Stored jobs and units as lines of tables; nothing whole is read."""

    def job_lines(self, limit: int | None = None, job_id: str = "") -> Sequence[JobLine]:
        """The newest jobs, newest first; or this one, by its whole id."""

    def job_count(self) -> int:
        """Of all jobs."""

    def unit_page(self, wanted: UnitFilter, start: int, limit: int) -> UnitPage:
        """Units of the newest jobs first, each job's in document order. job_id: whole.

        Older jobs are not counted once there are more units than ``MOST_COUNTED`` and than this page takes.
        """

    def settled_segments(
        self, source_lang: str, target_lang: str, limit: int, texts: Sequence[str] | None = None
    ) -> Sequence[SettledSegment]: ...

    def tallies(self, job_ids: Sequence[str]) -> Sequence[Tally]: ...

    def settled_units(self, job_ids: Sequence[str]) -> Sequence[SettledUnit]:
        """Resolutions of units that a person looked at; repeats and what was accepted in bulk are left out."""

    def served_series(self) -> Sequence[ServedSeries]:
        """Of models that answered under configured names, by name and number."""

    def waiting_since(self, job_ids: Sequence[str]) -> Sequence[str]:
        """For every unit that waits for a person, when it began to (ISO 8601), the longest waiting first."""


class CompletionStore(Protocol):
    """Questions of other programs. They go with their job."""

    def save_completion(self, completion: Completion) -> None: ...

    def completion(self, completion_id: str, tenant: str) -> Completion | None:
        """By its whole id; None for one that is unknown, deleted, or another tenant's."""

    def completions_to(self, question: str, tenant: str, limit: int) -> Sequence[Completion]:
        """The latest of a tenant to the very same question, newest first."""


#: (roles now, roles after a change), by person: raises what speaks against it.
AllowRoles = Callable[[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]], None]


class RoleStore(Protocol):
    """Who has which role. A person is written as it signs in, in lower case; roles are words of ``auth.Role``."""

    def roles(self) -> tuple[Mapping[str, Sequence[str]], str | None]:
        """Person to roles, and the text of the file that was imported last, None where none was."""

    def import_roles(self, given: Mapping[str, Sequence[str]], content: str, event: Event, *, first: bool) -> bool:
        """Give these roles and no others. content: of the file they stand in. first: False, and nothing is done, where
        a file was imported before or somebody has a role."""

    def set_roles(self, person: str, words: Sequence[str], event: Event) -> None:
        """Give a person these roles instead of those it had."""

    def remove_roles(self, person: str, event: Event) -> bool:
        """False, and nothing is done, for a person without a role."""

    def change_roles(self, person: str, words: Sequence[str], event: Event, allow: AllowRoles) -> None:
        """Give these roles instead, () takes all away. allow: asked in the same transaction; what it raises ends it
        with nothing changed."""


class HomeTexts(Protocol):
    """Texts of files of the home, shared by the machines that share a database."""

    def home_text(self, name: str) -> str:
        """ "" where there is none."""

    def replace_home_text(self, name: str, before: str, after: str) -> bool:
        """False, and nothing is done, where it is not as it was read before."""


class Blobs(Protocol):
    """Files that were handed in, by the SHA-256 of their bytes. Raises StoreError where they cannot be used."""

    def held(self) -> AbstractContextManager[None]:
        """Keeps other processes from storing and removing meanwhile, so that none is removed that a job just took."""

    def put(self, content: bytes) -> str:
        """Store these bytes, unless they are there already; returns their digest once they are on disk."""

    def get(self, digest: str) -> bytes | None:
        """What stands there, which may have been changed; None where nothing does."""

    def remove(self, digest: str) -> None: ...
