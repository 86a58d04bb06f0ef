"""Labels: made with each decision, made up for decisions of before, and given out with what they may be counted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from consensus.domain import (
    Candidate,
    Decision,
    HumanLabel,
    ItemKind,
    ItemState,
    LabelKind,
    LabelledAnswer,
    Resolution,
    ReviewItem,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import NotFoundError
from consensus.learn.halves import document_digest
from consensus.learn.labels import answer_digest, codes, drawing_of, equality_of, kind_of, label_of, looked_at
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.learning import HumanLabelStore
from consensus.service.guarantee.basis import key_of

#: Decisions that are read at once when labels are made up for.
_AT_ONCE = 500


def made_label(
    item: ReviewItem, made: Resolution, record: UnitRecord, job: JobRecord, store: HumanLabelStore, *, settles: bool
) -> HumanLabel | None:
    """What a decision says of each member's answer; None for one that nobody made by looking at this unit.

    made: what the unit is settled with, or what this person said where others must look at it as well.
    """
    if not looked_at(made):
        return None
    coded = codes(label_of(item.job_id, record, made), equality_of(record, job)) or {}
    given = [answer for answer in record.answers if isinstance(answer, Candidate)]
    served = store.repliers(sorted({answer.call_id for answer in given if answer.call_id}))
    asked = {spec.name: spec.model for spec in job.panel.members}
    kind, (drawn, chance) = kind_of(item.kind, item.round), drawing_of(item.kind, job.policy.review.spot_share)
    return HumanLabel(
        job_id=item.job_id,
        unit_id=item.unit_id,
        item_id=item.id,
        decision=0,
        kind=kind,
        settles=settles,
        drawn=drawn,
        chance=chance,
        document=document_digest(job.document),
        policy=f"{job.policy.name} {job.policy.version}",
        slice=key_of(job)[1],
        place=getattr(record.unit, "pattern", ""),
        segment=not hasattr(record.unit, "pattern"),
        outcome=record.verdict.outcome.value if record.verdict else "",
        action=made.action,
        judgement=made.judgement,
        at=made.decided_at,
        answers=tuple(
            LabelledAnswer(
                member=answer.member,
                served=served.get(answer.call_id) or asked.get(answer.member, answer.member),
                family=answer.family,
                answer=answer_digest(answer.value),
                code=coded.get(answer.member),
            )
            for answer in given
        ),
        share=job.policy.review.second_share if kind is LabelKind.SECOND_REVIEW else 1.0,
    )


class Labels:
    """Every label of an installation."""

    def __init__(self, store: GuaranteeStore) -> None:
        self._store = store

    def all(self, job_ids: Sequence[str] | None = None) -> Sequence[HumanLabel]:
        """Every label, or those of these jobs, after decisions of before labels were kept got theirs."""
        self.complete()
        return self._store.human_labels(job_ids)

    def complete(self) -> int:
        """Make labels of decisions that have none; how many. A second call makes none. Raises StoreError."""
        made, after = 0, 0
        while found := self._store.unlabelled(after, _AT_ONCE):
            after = found[-1].number
            by_job: defaultdict[str, list[Decision]] = defaultdict(list)
            for decision in found:
                by_job[decision.job_id].append(decision)
            for job_id, decisions in by_job.items():
                made += self._complete(job_id, decisions)
        return made

    def _complete(self, job_id: str, decisions: Sequence[Decision]) -> int:
        try:
            job = self._store.job(job_id)
            labels = [label for one in decisions if (label := self._label(one, job)) is not None]
        except NotFoundError:  # deleted meanwhile, with its decisions
            return 0
        return self._store.keep_labels(job_id, labels) if labels else 0

    def _label(self, decision: Decision, job: JobRecord) -> HumanLabel | None:
        record = self._store.unit(decision.job_id, decision.unit_id)
        newest = next((one for one in self._store.decisions(item_id=decision.item_id) if not one.undone), None)
        settled = record.resolution if newest is not None and newest.number == decision.number else None
        settles = settled is not None and decision.kind is not ItemKind.GOLD
        of = (decision.item_id, decision.job_id, decision.unit_id, ItemState.RESOLVED, decision.after, 0.0)
        item = ReviewItem(*of, kind=decision.kind, round=decision.round)
        said = settled if settles and settled is not None else decision.resolution
        label = made_label(item, said, record, job, self._store, settles=settles)
        return None if label is None else replace(label, decision=decision.number)
