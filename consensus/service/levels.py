"""Facade for whoever answers for quality: a pair's level, learned from one's own answers without labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consensus.auth.roles import Role
from consensus.domain import JobLine, Policy, Reference, Task
from consensus.domain.job import JobState
from consensus.errors import ConsensusError, ForbiddenError, NotFoundError, UsageError
from consensus.evaluate import FEWEST, Fit, PairFit, fit_policy, job_answers
from consensus.formats import RecordedFile
from consensus.ports.models import Embedder
from consensus.ports.runtime import Clock, PolicySource
from consensus.ports.storage import LibraryStore, Store
from consensus.reference import COMMON, POOLED, SCORE, acceptance_level, reference_key

__all__ = ["FEWEST", "Fit", "Fits", "Learnable", "PairFit", "PairLevel", "PairTables", "levels_of", "tables_of"]

_MOST_JOBS = 500


@dataclass(frozen=True, slots=True)
class PairLevel:
    """A pair that a policy accepts by its own reference. units, on: None where the policy does not say."""

    pair: str
    units: int | None
    on: str | None


@dataclass(frozen=True, slots=True)
class Learnable:
    """A pair without a level whose finished jobs hold units enough to learn one. policy: of the newest of them."""

    pair: str
    policy: str
    units: int


@dataclass(frozen=True, slots=True)
class PairTables:
    """What a policy's reference holds of one pair, or of all together ("*").

    units: None where the policy does not say. level: whether it has a table of the score. measures: with tables.
    sizes: of panels with some.
    """

    pair: str
    units: int | None
    level: bool
    measures: tuple[str, ...]
    sizes: tuple[int, ...]


def tables_of(policy: Policy) -> tuple[PairTables, ...]:
    """What a policy's reference holds, by pair; nothing for a policy without one."""
    reference = policy.translation.reference
    if reference is None:
        return ()
    return tuple(_tables(pair, reference) for pair in dict.fromkeys(key.partition("/")[0] for key in reference.pairs))


def _tables(pair: str, reference: Reference) -> PairTables:
    held = {key.partition("/")[2]: tables for key, tables in reference.pairs.items() if key.partition("/")[0] == pair}
    names = dict.fromkeys(name for tables in held.values() for name in tables)
    said, scores = reference.fitted.get(pair), [name for name in names if name.startswith(SCORE)]
    return PairTables(
        pair,
        said.units if said else None,
        bool(scores) and pair != POOLED,
        tuple(name for name in names if name not in (*scores, COMMON)),
        tuple(sorted(int(size) for size in held if size.isdecimal())),
    )


def levels_of(policy: Policy) -> tuple[PairLevel, ...]:
    """The pairs that have a level, by name; a policy that accepts no share by them has none."""
    reference = policy.translation.reference
    if reference is None or not policy.translation.accept_share:
        return ()
    rules, judge = policy.translation, policy.judge
    pairs = sorted(pair for pair in reference.pairs if acceptance_level(rules, pair, judge) is not None)
    said = [(pair, reference.fitted.get(pair)) for pair in pairs]
    return tuple(PairLevel(pair, one.units if one else None, one.on if one else None) for pair, one in said)


@dataclass(frozen=True, slots=True)
class Fits:
    """Learns levels and keeps the policies that have them.

    store, lines: opened when a job is named. family: (a name in recorded answers, policy) -> its family. roles: what a
    person may do.
    """

    store: Callable[[], Store]
    lines: Callable[[], LibraryStore]
    policies: PolicySource
    clock: Clock
    embedder: Callable[[str], tuple[Embedder | None, str]]
    family: Callable[[str, Policy], str]
    roles: Callable[[str], frozenset[Role]] = field(default=lambda person: frozenset(Role))

    def jobs(self) -> Mapping[str, Sequence[JobLine]]:
        """Finished translations of known languages by pair, the newest first."""
        found: dict[str, list[JobLine]] = {}
        for line in self.lines().job_lines(_MOST_JOBS):
            if line.task == Task.TRANSLATE.value and line.state == JobState.DONE and "-" in line.languages:
                found.setdefault(reference_key(line.languages), []).append(line)
        return dict(sorted(found.items()))

    def learnable(self) -> tuple[Learnable, ...]:
        """Pairs whose level could be learned now, the largest first. Policies that cannot be read are passed over."""
        found = []
        for pair, lines in self.jobs().items():
            of_policy = [line for line in lines if line.policy == lines[0].policy]
            units = sum(line.units for line in of_policy)
            if units >= FEWEST and self._lacks(lines[0].policy, pair):
                found.append(Learnable(pair, lines[0].policy, units))
        return tuple(sorted(found, key=lambda one: -one.units))

    def _lacks(self, name: str, pair: str) -> bool:
        try:
            policy = self.policies.load(name)
        except ConsensusError:
            return False
        if policy.task == Task.EXTRACT.value or policy.guarantee != "none":
            return False  # under a guarantee audits place the levels
        return pair not in {one.pair for one in levels_of(policy)}

    def may(self, actor: str) -> bool:
        """Whether a person may learn levels and keep policies."""
        return Role.ADMIN in self.roles(actor)

    def fit(self, name: str, jobs: Sequence[str], actor: str, files: Sequence[RecordedFile] = ()) -> Fit:
        """The policy with levels of what these jobs and recorded files hold. Nothing is stored.

        Raises UsageError for too few units or an unfinished job; ForbiddenError, NotFoundError, PolicyError.
        """
        self.require(actor)
        policy = self.policies.load(name)
        known: dict[str, str] = {}
        answers = [self._answers(job_id, known) for job_id in dict.fromkeys(jobs)]
        embedder = self.embedder(policy.semantic)[0] if "semantic" in policy.translation.measures else None
        today = self.clock.now().date().isoformat()
        return fit_policy(
            policy, [*answers, *files], lambda one: known.get(one) or self.family(one, policy), today, embedder
        )

    def keep(self, fit: Fit, base: str, actor: str, *, name: str = "", path: Path | None = None) -> tuple[Policy, str]:
        """Write the fitted policy: to a path, else among the user's own policies under a name.

        base: the policy that it was made of. Returns it as it stands there, and where. Raises UsageError, PolicyError.
        """
        self.require(actor)
        return self.policies.keep(fit.policy, base, name, path)

    def _answers(self, job_id: str, known: dict[str, str]) -> RecordedFile:
        """A job's answers; known learns the family of each member."""
        store = self.store()
        try:
            job = store.job(job_id)
        except NotFoundError as error:
            raise error.changed(do=f"A file of recorded answers is named by its path. {error.do}") from error
        if job.document.task is not Task.TRANSLATE:
            raise UsageError("levels are of translations", where=f"job {job.id}", do="Name a translation.")
        if job.state != JobState.DONE:
            raise UsageError(
                "this job has not ended",
                where=f"job {job.id}",
                do=f"Wait for it, or go on with: consensus submit --resume {job.id}",
            )
        units = list(store.units(job.id))
        known.update((answer.member, answer.family) for record in units for answer in record.answers)
        return job_answers(job, units)

    def require(self, actor: str) -> None:
        """Raises ForbiddenError for one who may not change policies."""
        if not self.may(actor):
            raise ForbiddenError(
                f"{actor} may not change policies.", do="An admin gives roles, with: consensus roles set"
            )
