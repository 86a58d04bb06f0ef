"""Facade for the first screen: what waits for a person, what is under way, what needs attention, what came last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from consensus.auth.roles import Role
from consensus.certify import State
from consensus.domain import Batch, JobLine, JobStatus, Money, Outcome, UnitFilter
from consensus.domain.job import JobState
from consensus.domain.run import RunStatus
from consensus.errors import ConsensusError, ReadOnlyError, as_sentence, shown_value
from consensus.ports.storage import LibraryStore
from consensus.service.guarantee.service import GuaranteeStatus
from consensus.service.jobs.outages import unanswered
from consensus.service.jobs.service import Jobs

#: Jobs that are looked at, the newest ones, and those whose causes are kept at hand.
_LOOKED, _MOST_REMEMBERED = 100, 200
#: Units of a job that are read to find the one cause; of a larger one the first failed ones, so many.
_MOST_READ, _SAMPLE = 2_000, 50
#: Results that are named.
_NEWEST = 6
#: Share of a day's ceiling from which on it is near.
_NEAR = 0.8


class Remedy(StrEnum):
    """What can be done about something at once."""

    AGAIN = "ask again"  #: Ask again about the units that nobody answered.
    GO_ON = "go on"  #: Take up a job that nobody works on.
    CLOSE = "close"  #: Close a batch.
    FIGURES = "figures"  #: Read in the figures what to do.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job with items for a person. items: so many, blind audits among them, which nobody can tell from the others."""

    job_id: str
    document: str
    languages: str
    items: int


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A job that somebody works on, or will."""

    line: JobLine
    status: JobStatus

    @property
    def share(self) -> float:
        """Of the answers that are in, 0..1."""
        return min(1.0, self.status.done / self.status.total) if self.status.total else 0.0

    @property
    def words(self) -> str:
        """How far it is."""
        if self.status.standing is RunStatus.QUEUED:
            return "waits until there is a place"
        if not self.status.total:
            return "getting ready"
        return f"{self.status.done:,} of {self.status.total:,} answers, {self.status.calls:,} calls"


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that needs attention. what: of which thing. why: one cause, as a sentence.

    job_id: of a job, else "". policy, batch: of a batch that can be closed, else "".
    """

    what: str
    why: str
    remedy: Remedy
    job_id: str = ""
    policy: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What a person may see of it, and nothing else. jobs: whether any was ever handed in; of nobody's roles.

    promises: (guarantee, state) of those that need no attention.
    """

    is_empty: bool
    waiting: tuple[Waiting, ...] = ()
    under_way: tuple[UnderWay, ...] = ()
    concerns: tuple[Concern, ...] = ()
    promises: tuple[tuple[str, str], ...] = ()
    newest: tuple[JobLine, ...] = ()


class HomeReports:
    """roles: of a person, by name. waiting: how many items wait for a person, by job."""

    def __init__(self, jobs: Jobs, lines: LibraryStore, roles: Callable[[str], frozenset[Role]]) -> None:
        self._jobs, self._store, self._lines, self._roles = jobs, jobs.outside.store, lines, roles
        # Whatever can change the cause changes the line: another call, a decision, a verdict.
        self._cause = lru_cache(_MOST_REMEMBERED)(self._unanswered)

    def of(self, person: str, waiting: Mapping[str, int]) -> Home:
        """What a person sees first. waiting: items for them, by job (``People.waiting``). Raises StoreError."""
        lines = self._store.job_lines(_LOOKED)
        mine = self._waiting(waiting, lines)
        if Role.SUBMITTER not in self._roles(person):  # who reviews blind reads of no verdict here
            return Home(not lines, mine)
        standing = {line.id: self._jobs.dispatch.known(line.id) for line in lines if _may_be_under_way(line)}
        under_way = [UnderWay(line, standing[line.id]) for line in lines if _is_under_way(standing.get(line.id))]
        working = {one.line.id for one in under_way}
        guarantees = self._guarantees()
        concerns = (
            *map(_of_guarantee, filter(_is_urgent, guarantees)),
            *self._failed(lines, standing, working),
            *self._budgets(lines),
            *self._batches(lines),
        )
        promises = [(_name(one), one.state.value) for one in guarantees if not _is_urgent(one)]
        done = [line for line in lines if line.state == JobState.DONE and line.id not in working]
        return Home(not lines, mine, tuple(under_way), concerns, tuple(promises), tuple(done[:_NEWEST]))

    def under_way(self, job_ids: Iterable[str]) -> list[UnderWay]:
        """How these jobs stand now; those that have ended are left out."""
        lines = [line for job_id in job_ids for line in self._store.job_lines(1, job_id)]
        found = [UnderWay(line, self._jobs.dispatch.known(line.id)) for line in lines]
        return [one for one in found if one.status.is_under_way]

    def _waiting(self, waiting: Mapping[str, int], lines: Sequence[JobLine]) -> tuple[Waiting, ...]:
        known = {line.id: line for line in lines}
        older = [job_id for job_id in waiting if job_id not in known]
        known |= {line.id: line for job_id in older for line in self._store.job_lines(1, job_id)}
        found = [(known[job_id], n) for job_id, n in waiting.items() if job_id in known]
        found.sort(key=lambda one: one[0].created_at)
        return tuple(Waiting(line.id, line.document, line.languages, n) for line, n in found)

    def _guarantees(self) -> list[GuaranteeStatus]:
        try:
            return self._jobs.guarantees.statuses()
        except ReadOnlyError:  # nothing can be closed or announced in it
            return []

    def _failed(
        self, lines: Sequence[JobLine], standing: Mapping[str, JobStatus], working: set[str]
    ) -> Iterable[Concern]:
        for line in lines:
            if line.id in working:
                continue
            if line.state == JobState.DONE:
                if line.failed and (why := self._cause(line)):
                    yield Concern(line.document, why, Remedy.AGAIN, line.id)
            else:
                yield Concern(line.document, _stopped(standing.get(line.id)), Remedy.GO_ON, line.id)

    def _unanswered(self, line: JobLine) -> str:
        """Why units of a job have no answer; "" where asking again is of no use."""
        with suppress(ConsensusError):  # it was deleted meanwhile
            if line.units <= _MOST_READ:
                lost = self._jobs.notes.unanswered(line.id)
                return lost.said if lost is not None else ""
            failed = self._lines.unit_page(UnitFilter(line.id, verdict=Outcome.FAILED), 0, _SAMPLE).lines
            records = [self._store.unit(line.id, one.unit_id) for one in failed]
            lost = unanswered(self._store.job(line.id), records)
            if lost is not None:
                return as_sentence(f"{line.failed:,} of {line.units:,} units failed, the first of them: {lost.cause}")
        return ""

    def _budgets(self, lines: Sequence[JobLine]) -> Iterable[Concern]:
        spent = self._store.day_spent(self._jobs.outside.clock.now().date().isoformat())
        if not spent:
            return
        for name in dict.fromkeys(line.policy for line in lines):
            with suppress(ConsensusError):  # a file that is gone has no ceiling to be near to
                ceiling = self._jobs.outside.policies.load(name).budget.day
                if ceiling is not None and float(spent) >= _NEAR * float(ceiling):
                    yield Concern(f"Policy {name}", _spent(spent, ceiling), Remedy.NOTHING)

    def _batches(self, lines: Sequence[JobLine]) -> Iterable[Concern]:
        """Named batches whose documents are all decided: nothing but their closing keeps units from anybody."""
        for batch in self._store.open_batches():
            since = [line for line in lines if line.created_at >= batch.opened_at]
            if not batch.named or len(since) == _LOOKED:
                continue
            found = [one for line in since if (one := self._store.batch_of(line.id)) is not None]
            members = [job for job, stands in found if stands.id == batch.id]
            if members and all(job.decided_at for job in members):
                yield _open_batch(batch, len(members))


def _may_be_under_way(line: JobLine) -> bool:
    """A job that has ended is under way again where units that nobody answered are asked about once more."""
    return line.state != JobState.DONE or bool(line.failed)


def _is_under_way(status: JobStatus | None) -> bool:
    return status is not None and status.is_under_way


def _stopped(status: JobStatus | None) -> str:
    if status is not None and status.standing is RunStatus.FAILED:
        return f"It stopped: {status.error}"
    return "Nobody works on it now. What was answered is kept."


def _is_urgent(status: GuaranteeStatus) -> bool:
    return status.state in (State.ALARM, State.VOID, State.STALE) or bool(status.snapshot.overdue)


def _of_guarantee(status: GuaranteeStatus) -> Concern:
    overdue = status.snapshot.overdue
    more = f" {overdue:,} audits are overdue: they count as wrong." if overdue else ""
    return Concern(f"Guarantee {_name(status)}: {status.state.value}", f"{status.words}{more}", Remedy.FIGURES)


def _name(status: GuaranteeStatus) -> str:
    return f"{status.record.policy} v{status.record.version} · {status.record.slice}"


def _spent(spent: Money, ceiling: Money) -> str:
    return (
        f"${spent:,.2f} of the ${ceiling:,.2f} that it allows a day (UTC) are spent or held, by all documents. "
        "What would pass it is not asked and goes to people."
    )


def _open_batch(batch: Batch, documents: int) -> Concern:
    counted = f"Its {documents:,} documents are decided" if documents > 1 else "Its document is decided"
    why = f"{counted}; what can be accepted waits until it is closed. A closed batch takes no more documents."
    return Concern(f"Batch {shown_value(batch.name)}", why, Remedy.CLOSE, "", batch.policy, batch.name)
