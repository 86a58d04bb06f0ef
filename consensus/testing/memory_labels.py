"""Votes, labels and counts of checks in memory: the same behaviour as in the database, by plain loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from consensus.domain import (
    Candidate,
    CheckCount,
    GuaranteeKey,
    JobVersion,
    JobVotes,
    Judgement,
    Label,
    LevelCoverage,
    Outcome,
    Rule,
    Segment,
    UnitVote,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.normalize.language_tags import pair_name
from consensus.testing.memory_tables import Parts


class MemoryLabels(Parts):
    """Implements ``guarantee_ports.LabelStore``."""

    def units(self, job_id: str) -> Sequence[UnitRecord]:
        raise NotImplementedError  # the store's own; here for its type

    def job_versions(self, limit: int, job_id: str = "") -> Sequence[JobVersion]:
        with self._tables.lock:
            jobs = [job for job in reversed(self._tables.jobs.values()) if job_id in ("", job.id)]
            return [self._mark(job) for job in jobs[:limit]]

    def votes(self, job_ids: Sequence[str]) -> Sequence[JobVotes]:
        with self._tables.lock:
            return [JobVotes(job_id, dict(filter(None, map(_vote, self.units(job_id))))) for job_id in job_ids]

    def labels(self, job_ids: Sequence[str]) -> Sequence[Label]:
        with self._tables.lock:
            units = [(job_id, record) for job_id in job_ids for record in self.units(job_id)]
        found = (_label(job_id, record) for job_id, record in units)
        return [label for label in found if label is not None]

    def reaches(
        self, job_ids: Sequence[str], key: GuaranteeKey, digest: str, floors: Sequence[float]
    ) -> Sequence[LevelCoverage]:
        with self._tables.lock:
            lots = [lot for lot in self._tables.lots.values() if lot.job_id in set(job_ids)]
            mine = [lot.job_id for lot in lots if ((lot.policy, lot.slice), lot.digest) == (key, digest)]
            return [_reach(job_id, self.units(job_id), floors) for job_id in mine]

    def check_counts(self) -> Sequence[CheckCount]:
        counts: Counter[tuple[object, ...]] = Counter()
        with self._tables.lock:
            made = [check for check in self._tables.checks.values() if check.judgement is not None]
        keys = {(c.policy, c.slice, c.digest, c.origin) for c in made}
        for c in made:
            counts[(c.policy, c.slice, c.digest, c.origin, c.judgement)] += 1

        def answered(key: tuple[object, ...], *judgements: Judgement) -> int:
            return sum(counts[(*key, one)] for one in judgements)

        wrong = [one for one in Judgement if one.wrong]
        return [
            CheckCount(*key, answered(key, *Judgement), answered(key, *wrong), answered(key, Judgement.STYLE))
            for key in keys
        ]

    def _mark(self, job: JobRecord) -> JobVersion:
        document, units = job.document, self.units(job.id)
        languages = pair_name(document.source_lang, document.target_lang)
        settled = [record.resolution.decided_at for record in units if record.resolution is not None]
        slice_ = f"{document.task.value} {languages}".strip()
        members = tuple(sorted(member.name for member in job.panel.members))
        counts = (len(units), len(settled), max(settled, default=""))
        return JobVersion(job.id, slice_, members, job.created_at, job.state, *counts)


def _vote(record: UnitRecord) -> tuple[str, UnitVote] | None:
    agreement = record.agreement
    if agreement is None or len(agreement.families) < 2:
        return None
    answered = tuple(answer.member for answer in record.answers if isinstance(answer, Candidate))
    leading = agreement.clusters[0].members if agreement.clusters else ()
    return record.unit.id, UnitVote(answered, frozenset(leading))


def _label(job_id: str, record: UnitRecord) -> Label | None:
    made, verdict = record.resolution, record.verdict
    if made is None or made.repeats or made.bulk:
        return None
    return Label(
        job_id=job_id,
        unit_id=record.unit.id,
        segment=isinstance(record.unit, Segment),
        action=made.action,
        judgement=made.judgement,
        value=made.value,
        taken=made.chosen_member or (verdict.representative if made.judgement and verdict else ""),
        answers={answer.member: answer.value for answer in record.answers if isinstance(answer, Candidate)},
        clusters=tuple(cluster.members for cluster in record.agreement.clusters) if record.agreement else (),
    )


def _reach(job_id: str, units: Sequence[UnitRecord], floors: Sequence[float]) -> LevelCoverage:
    scores = [
        record.verdict.score
        for record in units
        if record.verdict is not None
        and (record.verdict.outcome is Outcome.ACCEPTED or record.verdict.rule in (Rule.GUARANTEE, Rule.ALARM))
    ]
    return LevelCoverage(job_id, len(units), tuple(sum(score >= floor for score in scores) for floor in floors))
