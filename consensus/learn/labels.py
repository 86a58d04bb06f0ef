"""What a person's decision says of every member's answer, and what such labels may be counted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from consensus.certify import RIGHT
from consensus.compare import compare_fields
from consensus.domain import (
    Action,
    Candidate,
    Drawing,
    ExtractionRules,
    Field,
    HumanLabel,
    ItemKind,
    Judgement,
    Label,
    LabelKind,
    Resolution,
    Verdict,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConsensusError
from consensus.normalize.digests import digest
from consensus.review import content

Equal = Callable[[Any, Any], bool]


def same_content(one: Any, other: Any) -> bool:
    """Whether two values are the same letter by letter; 12 and 12.0 are one number."""
    return content(one) == content(other)


def looked_at(made: Resolution) -> bool:
    """Whether a person decided this very unit by looking at it: no copy of a decision on another, nothing of many at
    once, of which a sample was looked at.

    This is the rule for labels, for proposals and for replays. It is asked of what a unit is settled with, so that what
    was taken back, and what was said of a known answer, is not there to be asked about. Who decided may have lost their
    role since: what they decided is delivered until somebody takes it back, and counts as long.
    """
    return not (made.repeats or made.bulk)


def label_of(job_id: str, record: UnitRecord, made: Resolution) -> Label:
    """A decision on a unit, beside the answers that it was made among. Pure."""
    verdict: Verdict | None = record.verdict
    return Label(
        job_id=job_id,
        unit_id=record.unit.id,
        segment=not isinstance(record.unit, Field),
        action=made.action,
        judgement=made.judgement,
        value=made.value,
        taken=made.chosen_member or (verdict.representative if made.judgement and verdict else ""),
        answers={answer.member: answer.value for answer in record.answers if isinstance(answer, Candidate)},
        clusters=tuple(cluster.members for cluster in record.agreement.clusters) if record.agreement else (),
    )


def codes(label: Label, equal: Equal = same_content) -> Mapping[str, int] | None:
    """What each member's answer is worth: 0 right, above 0 another one, equal numbers the same; others are not known.

    equal: whether an answer is the delivered value, by the comparison of the unit's type.
    None where a person did not say what is right: "unsure", or an edited text, whose first wording may have been right.
    """
    said, rejected = label.judgement, label.action is Action.REJECTED
    if said == Judgement.UNSURE or (label.segment and not said and label.action is Action.EDITED):
        return None
    groups = [*label.clusters, *_alone(label)]
    of = {member: at for at, group in enumerate(groups) for member in group if member in label.answers}
    if said == Judgement.WRONG and rejected:  # nobody has looked at the other answers
        return {member: 1 for member, at in of.items() if at == of.get(label.taken)}
    right = {at for member, at in of.items() if not rejected and equal(label.answers[member], label.value)}
    if said in (Judgement.RIGHT, Judgement.STYLE) and label.taken in of:
        right.add(of[label.taken])
    return {member: RIGHT if at in right else at + 1 for member, at in of.items()}


def _alone(label: Label) -> list[tuple[str, ...]]:
    """Members that stand in no cluster, by what they answered."""
    clustered = {member for cluster in label.clusters for member in cluster}
    groups: list[list[str]] = []
    for member, value in label.answers.items():
        if member not in clustered:
            alike = next((group for group in groups if label.answers[group[0]] == value), None)
            if alike is None:
                groups.append([member])
            else:
                alike.append(member)
    return [tuple(group) for group in groups]


def equality_of(record: UnitRecord, job: JobRecord) -> Equal:
    """When an answer to this unit is the delivered value: of a field, when the product's own comparison holds both
    equal in this document (tolerances, spellings, names); of a segment, letter by letter. Pure."""
    unit = record.unit
    if not isinstance(unit, Field):
        return same_content
    schema, rules = unit.schema, job.policy.extraction
    return partial(_equal_fields, schema, job.document.text, job.document.source_lang, rules)


def _equal_fields(
    schema: Mapping[str, Any], text: str, lang: str | None, rules: ExtractionRules, one: Any, other: Any
) -> bool:
    if same_content(one, other):
        return True
    if one is None or other is None:
        return False
    around = {"type": "object", "properties": {"value": schema}, "required": ["value"]}
    answers = [Candidate("", name, name, {"value": value}) for name, value in (("one", one), ("other", other))]
    try:
        cells = compare_fields("", text, around, answers, rules, lang)
    except ConsensusError:  # a schema that cannot stand alone: letter by letter, as above
        return False
    return bool(cells) and all(len(cell.agreement.clusters) == 1 and cell.agreement.support == 1.0 for cell in cells)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Labels that stand for other units. weights: 1 / chance of each, in the order of ``labels``; their mean is not 1.

    why: the sentence why some or all of what was given cannot be weighed, or "".
    """

    labels: tuple[HumanLabel, ...]
    weights: tuple[float, ...]
    why: str = ""

    def share(self, has: Callable[[HumanLabel], bool | None]) -> float | None:
        """The share of units that have a property, 0..1 (Hajek: weighed hits over the weighed total).

        has: None for a label that does not say. None where no label says anything.
        """
        pairs = [(has(one), weight) for one, weight in zip(self.labels, self.weights, strict=True)]
        total = sum(weight for hit, weight in pairs if hit is not None)
        return sum(weight for hit, weight in pairs if hit) / total if total else None

    @property
    def effective(self) -> float:
        """How many labels of equal weight tell as much (Kish)."""
        squares = sum(weight * weight for weight in self.weights)
        return sum(self.weights) ** 2 / squares if squares else 0.0


def standing(labels: Sequence[HumanLabel]) -> list[HumanLabel]:
    """One label a unit: that it was settled with. What was shown because its answer was known tells nothing new."""
    kept = {
        (one.job_id, one.unit_id): one for one in labels if one.settles and one.kind is not LabelKind.GOLD
    }  # the last one, where a unit was settled again
    return list(kept.values())


def weighed(labels: Sequence[HumanLabel]) -> Weighed:
    """The labels that can stand for other units, with the weights to do so (Horvitz-Thompson). Pure.

    A unit of a queue that is not decided to its end has no known chance: the disputed ones come first, so that a figure
    made of them would be about disputes. Such labels are left out, and ``why`` says how many.
    """
    once = standing(labels)
    known = [one for one in once if one.chance is not None and 0.0 < one.chance <= 1.0]
    return Weighed(tuple(known), tuple(1.0 / one.chance for one in known if one.chance), _why(len(once), len(known)))


def _why(given: int, known: int) -> str:
    if not given:
        return "No unit was settled by a person yet."
    if known == given:
        return ""
    left = given - known
    said = (
        f"{left} of {given} labels come from queues that are not decided to their end, where disputed units come first"
    )
    return f"{said}: nobody knows with what chance, so they stand for no other units."


def answer_digest(value: Any) -> str:
    """Names an answer without its text: 12 and 12.0 have one name."""
    return digest("answer", content(value))


def kind_of(item_kind: ItemKind, round_: int) -> LabelKind:
    """In which work a decision was made. round_: of its item, from 1."""
    if item_kind is ItemKind.GOLD:
        return LabelKind.GOLD
    if round_ > 1:
        return LabelKind.SECOND_REVIEW if round_ == 2 else LabelKind.ADJUDICATION
    return LabelKind.AUDIT if item_kind is ItemKind.CHECK else LabelKind.RESOLUTION


def drawing_of(item_kind: ItemKind, spot_share: float) -> tuple[Drawing, float | None]:
    """How an item came before a person, and with what chance as far as the decision knows it.

    That of an audit is read from the draw log (``certify.audit_chance``); a queue is whole once all of it is decided.
    """
    if item_kind is ItemKind.SPOT:
        return Drawing.SPOT, spot_share
    found = {ItemKind.CHECK: Drawing.AUDIT, ItemKind.GOLD: Drawing.KNOWN}
    return found.get(item_kind, Drawing.QUEUE), None
