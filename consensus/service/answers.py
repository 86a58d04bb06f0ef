"""The answer to another program's question as it stands: accepted, held for a person, or decided by one since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consensus import export, formats
from consensus.domain import UNASKED, Action, Document, Event, Outcome, Rule, Task, Verdict, Verification
from consensus.domain.completion import Completion
from consensus.domain.job import JobRecord, JobState, UnitRecord
from consensus.errors import NotFoundError, ReadOnlyError, as_sentence
from consensus.normalize.digests import digest
from consensus.ports.storage import CompletionStore
from consensus.service.jobs.listing import open_batch
from consensus.service.jobs.notes import segments_of
from consensus.service.jobs.requests import source_of
from consensus.service.jobs.service import Jobs
from consensus.service.jobs.unit_report import unit_report
from consensus.service.jobs.validity import ClassOf, validity

_WORST = (Outcome.FAILED, Outcome.REVIEW, Outcome.ACCEPTED)


class AnswerStatus(StrEnum):
    """How an answer stands."""

    PENDING = "pending"  #: Models are being asked, or the job was stopped before all had answered.
    ACCEPTED = "accepted"  #: All of it is verified, by agreement or by people.
    HELD = "held"  #: A person has to decide some of it, or its batch is open.
    REJECTED = "rejected"  #: A person decided that no answer is right.


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer and what stands behind it.

    value: a text, or an object of the schema; None unless it is accepted. verdict: the machine's, the worst of all
    units; None while it is pending. leading: the best answer while it is held, for which nobody vouches; None where
    there is none, or nobody may see it yet. families_agreed: the fewest of any unit; None where nobody may see it yet.
    reasons: why it is held, a sentence each. words: what is promised of accepted units. units: each with its evidence.
    fingerprint: names policy and panel. tokens: that its job took in and gave out, over all calls.
    """

    completion: Completion
    job: JobRecord
    status: AnswerStatus
    verdict: Outcome | None
    value: Any
    leading: Any
    families_agreed: int | None
    reasons: tuple[str, ...]
    certificate: Mapping[str, Any] | None
    words: str
    units: tuple[Mapping[str, Any], ...]
    tokens: tuple[int, int] = (0, 0)

    @property
    def families_asked(self) -> int:
        return len({member.family for member in self.job.panel.members})

    @property
    def why(self) -> str:
        """Why there is no value, in one word: pending, open_batch, rejected, no_answer or needs_review; "" else."""
        if self.status is AnswerStatus.ACCEPTED:
            return ""
        if self.status is not AnswerStatus.HELD:
            return self.status.value
        if self.families_agreed is None:
            return "open_batch"
        return "no_answer" if self.verdict is Outcome.FAILED else "needs_review"

    @property
    def fingerprint(self) -> str:
        return f"cf_{digest(self.job.policy.digest, [member.name for member in self.job.panel.members])}"

    @property
    def evidence(self) -> dict[str, Any]:
        """What goes with a reply; ``as_dict`` has the units beside it."""
        return {
            "answer_id": self.completion.id,
            "status": self.status.value,
            "verdict": self.verdict.value if self.verdict else None,
            "families_agreed": self.families_agreed,
            "families_asked": self.families_asked,
            "reasons": list(self.reasons),
            "certificate": self.certificate,
            "words": self.words,
            "job_id": self.job.id,
            "answer_url": f"/v1/answers/{self.completion.id}",
        }

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``GET /v1/answers/{id}``."""
        policy = self.job.policy
        return {
            "id": self.completion.id,
            "object": "consensus.answer",
            "created_at": self.completion.created_at,
            "model": self.completion.model,
            "value": self.value,
            **{name: value for name, value in self.evidence.items() if name not in ("answer_id", "answer_url")},
            "policy": {"name": policy.name, "digest": policy.digest},
            "system_fingerprint": self.fingerprint,
            "units": list(self.units),
        }


class Answers:
    """Reads what was asked. store: remembers the questions."""

    def __init__(self, jobs: Jobs, store: CompletionStore) -> None:
        self._jobs, self._questions = jobs, store

    def get(self, completion_id: str, tenant: str) -> GivenAnswer:
        """By the id that the program was given. Raises NotFoundError for an unknown one, another tenant's, and one
        whose job was deleted."""
        found = self._questions.completion(completion_id, tenant)
        if found is None:
            raise NotFoundError("there is no such answer", where=f"answer {completion_id}", do="Look at the id.")
        return self.to(found)

    def to(self, completion: Completion) -> GivenAnswer:
        """The answer to a question as it stands now. Raises NotFoundError where its job was deleted."""
        jobs, store = self._jobs, self._jobs.outside.store
        job = store.job(completion.job_id)
        if open_batch(store, job.id) is not None:
            jobs.guarantees.tend()  # it closes the batch after a day
        batch, units = open_batch(store, job.id), tuple(store.units(job.id))
        content, _ = source_of(job.document, jobs.outside.blobs)
        damage = _damage(job, units, jobs.outside.class_of, content)
        status = _status(job, units, is_whole=not damage)
        is_hidden = any(record.verdict is not None and record.verdict.rule == Rule.OPEN_BATCH for record in units)
        public, totals = export.Public(job), store.totals(job.id)
        reasons = [*_reasons(units), *(damage if status is not AnswerStatus.PENDING else filter(None, [job.error]))]
        if batch is not None and is_hidden:
            reasons.insert(0, jobs.waits(job.id))
        accepted = status is AnswerStatus.ACCEPTED
        if accepted:
            self._note_delivery(completion, job, units)
        return GivenAnswer(
            completion,
            job,
            status,
            verdict=None if status is AnswerStatus.PENDING else _worst(units),
            value=_value(job.document, units, content) if accepted else None,
            leading=_leading(job.document, units, content) if status is AnswerStatus.HELD and not is_hidden else None,
            families_agreed=None if is_hidden else _fewest_agreeing(units),
            reasons=() if accepted else tuple(dict.fromkeys(map(public.text, reasons))),
            certificate=jobs.guarantees.certificate(job, units) if accepted else None,
            words=jobs.guarantees.words(job),
            units=tuple(_unit(record, public) for record in units),
            tokens=(totals.tokens_in, totals.tokens_out),
        )

    def _note_delivery(self, completion: Completion, job: JobRecord, units: Sequence[UnitRecord]) -> None:
        outside = self._jobs.outside
        with suppress(ReadOnlyError):  # as an export from a home that cannot be written
            self._jobs.guarantees.exported(job, units)
            actor = f"key {completion.key_id}" if completion.key_id else "system"
            at = outside.clock.now().isoformat()
            outside.store.log_event(Event(at, actor, "export", job.id, f"answer {completion.id}"))


def _status(job: JobRecord, units: Sequence[UnitRecord], *, is_whole: bool) -> AnswerStatus:
    if job.state != JobState.DONE or any(record.verdict is None for record in units):
        return AnswerStatus.PENDING
    if any(record.resolution is not None and record.resolution.action is Action.REJECTED for record in units):
        return AnswerStatus.REJECTED
    return AnswerStatus.HELD if not is_whole or any(map(_is_open, units)) else AnswerStatus.ACCEPTED


def _damage(job: JobRecord, units: Sequence[UnitRecord], class_of: ClassOf, content: bytes) -> list[str]:
    """What keeps verified units from making a whole, in sentences: an object breaks its schema, a text fits nowhere."""
    if job.document.task is Task.TRANSLATE:
        return [*formats.unfit(job.document, segments_of(units), _texts(units), content).values()]
    found = validity(job, units, class_of)
    return [found.words] if found.words else [] if units else ["No field was decided."]


def _worst(units: Sequence[UnitRecord]) -> Outcome:
    outcomes = [record.verdict.outcome for record in units if record.verdict is not None]
    return min(outcomes, key=_WORST.index, default=Outcome.ACCEPTED)


def _fewest_agreeing(units: Sequence[UnitRecord]) -> int:
    asked = [record for record in units if record.verdict is not None and record.verdict.rule not in UNASKED]
    found = (export.agreeing(record) for record in asked)
    return min((len(cluster.families) if cluster else 0 for cluster in found), default=0)


def _reasons(units: Sequence[UnitRecord]) -> list[str]:
    """Why units are not verified, those of a person first."""
    told: list[str] = []
    for record in units:
        if record.resolution is not None and record.resolution.action is Action.REJECTED:
            comment = record.resolution.comment
            told.insert(0, as_sentence(f"A person decided that no answer is right{comment and f': {comment}'}"))
        elif record.verdict is not None and record.result.verification is Verification.UNVERIFIED:
            told += record.verdict.reasons if record.verdict.rule != Rule.OPEN_BATCH else ()
    return told


def _value(document: Document, units: Sequence[UnitRecord], content: bytes) -> Any:
    """The text, or the object, with what is verified."""
    if document.task is Task.EXTRACT:
        return export.delivered(document.schema or {}, units)
    return formats.rebuild(document, segments_of(units), _texts(units), content).decode("utf-8")


def _texts(units: Sequence[UnitRecord]) -> dict[str, str]:
    return {one.unit.id: one.result.value for one in units if isinstance(one.result.value, str)}


def _leading(document: Document, units: Sequence[UnitRecord], content: bytes) -> Any:
    """The same with the best candidates in place of what people decide; None unless each has one."""
    filled = [replace(record, verdict=_as_accepted(record.verdict)) if _is_open(record) else record for record in units]
    if not units or any(map(_is_open, filled)):
        return None
    return _value(document, filled, content)


def _as_accepted(verdict: Verdict | None) -> Verdict | None:
    if verdict is None or verdict.outcome is not Outcome.REVIEW:
        return verdict
    has_answer = verdict.leading is not None or bool(verdict.representative)
    return replace(verdict, outcome=Outcome.ACCEPTED, value=verdict.leading) if has_answer else verdict


def _is_open(record: UnitRecord) -> bool:
    return record.result.verification is Verification.UNVERIFIED


def _unit(record: UnitRecord, public: export.Public) -> dict[str, Any]:
    """A unit with its evidence, which nobody sees while its batch is open."""
    report, resolution = unit_report(record), record.resolution
    shown = public.all(report.as_dict()["reasons"]) if record.verdict is not None else []
    unit = {**report.as_dict(), "reasons": shown}
    cluster = export.agreeing(record)
    if record.verdict is not None and record.verdict.rule != Rule.OPEN_BATCH:
        unit["families"] = list(record.agreement.families) if record.agreement else []
        unit["agreeing"] = list(cluster.families) if cluster else []
        unit["answers"] = {public.text(member): value for member, value in report.candidates.items()}
        unit["abstentions"] = {public.text(member): why for member, why in report.abstentions.items()}
        unit["findings"] = [
            {
                "check": one.check,
                "veto": one.veto,
                "member": public.text(one.member),
                "message": public.text(one.message),
            }
            for one in report.findings
        ]
    if resolution is not None:
        unit["decision"] = {
            "action": resolution.action.value,
            "by": resolution.reviewer,
            "at": resolution.decided_at,
            "reason": resolution.reason,
            "comment": resolution.comment,
        }
    return unit
