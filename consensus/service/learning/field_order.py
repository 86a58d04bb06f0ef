"""An order of the fields that rules hold back, proposed where it tells right from wrong on the other half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consensus.decide import decide
from consensus.domain import (
    Draw,
    Expectation,
    Field,
    GuaranteeRules,
    HumanLabel,
    LearnedOrder,
    LearnedProposal,
    Outcome,
    Policy,
    ProposalKind,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import ConsensusError, NotFoundError, UsageError
from consensus.learn.halves import Half, half_of
from consensus.learn.labels import Weighed, weighed
from consensus.learn.order import document_weights, features_of, fit_order, is_held_back
from consensus.learn.order_gain import FEWEST_DOCUMENTS, Gain, LabelledField, deeper, order_gain
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.labels import Labels
from consensus.service.learning.decided import named_units
from consensus.service.learning.file_changes import FileChanges

_UNPROVED = "; that may be chance, and what rises is how far down levels go"
_VOID = "Levels are placed anew: until 30 documents, and the audits after them, everything goes to people."


@dataclass(frozen=True, slots=True)
class OrderFit:
    """What labels of one policy say. gain: None, and why, where nothing can be said. deep: None unless what the rules
    accept was labelled as well."""

    order: LearnedOrder | None
    gain: Gain | None
    deep: Gain | None
    why: str

    @property
    def proved(self) -> bool:
        """Whether the order is shown to tell right from wrong better than what is in force; or more fields can be
        accepted at the target with it, where it is no worse by what is known."""
        gain, deep = self.gain, self.deep
        further = deep is not None and deep.proved
        return gain is not None and (gain.proved or (further and gain.difference > 0))


def field_order_proposals(store: GuaranteeStore, changes: FileChanges, draw: Draw) -> list[LearnedProposal | str]:
    """A proposal for each policy with a guarantee whose held-back fields are ordered better than they are now; of the
    others with labelled fields a sentence why there is none."""
    found: list[LearnedProposal | str] = []
    for policy, labels, fit in _fits(store, changes, draw):
        proposal, why = _proposal(policy, fit, labels, changes), _why_not(fit)
        found += [one for one in (proposal, why and f"{policy.name}: {why}") if one]
    return found


def _fits(
    store: GuaranteeStore, changes: FileChanges, draw: Draw
) -> Iterator[tuple[Policy, Sequence[HumanLabel], OrderFit]]:
    of_policy: defaultdict[str, list[HumanLabel]] = defaultdict(list)
    for one in Labels(store).all():
        if not one.segment:
            of_policy[one.policy.rpartition(" ")[0]].append(one)
    for name, labels in sorted(of_policy.items()):
        try:
            policy = changes.policies.load(name)
        except ConsensusError:
            continue
        if policy.guarantee != "none":
            yield policy, labels, fitted_order(store, policy, labels, draw)


def _why_not(fit: OrderFit) -> str:
    gain = fit.gain
    if fit.order is None or fit.proved:
        return "" if fit.proved else fit.why
    if gain is None:
        return "Of the other half of the documents there are not both right and wrong held-back fields with a label."
    if gain.documents < FEWEST_DOCUMENTS:
        few = f"held-back fields of {gain.documents} documents of the other half have labels"
        return f"An order of fields is judged on {FEWEST_DOCUMENTS} documents or more; {few}."
    told = f"{gain.difference:+.2f}, 95% interval {gain.lower:+.2f} to {gain.upper:+.2f}"
    return f"An order of fields is not shown to be better on the other half ({told})."


def fitted_order(store: GuaranteeStore, policy: Policy, labels: Sequence[HumanLabel], draw: Draw) -> OrderFit:
    """The order that labels of one half of the documents give, tested once on the other half. Labels without a known
    chance are left out."""
    if not isinstance(policy.guarantee, GuaranteeRules) or policy.second_opinion != "off":
        return OrderFit(None, None, None, "An order is used by a guarantee without a second opinion alone.")
    halves = [weighed([one for one in labels if half_of(one.document, draw) is half]) for half in Half]
    learning, judging = (labelled_fields(store, policy, half) for half in halves)
    held = [one for one in learning if one.held]
    weights = document_weights([one.document for one in held])
    try:
        order = fit_order(
            [one.features or {} for one in held],
            [one.right for one in held],
            [one.weight * weight for one, weight in zip(held, weights, strict=True)],
        )
    except UsageError as error:
        return OrderFit(None, None, None, f"{error.what} {error.do}")
    now, rules = policy.extraction.order, policy.guarantee
    gain = order_gain(judging, order, now)
    deep = deeper(judging, order, now, rules.alpha * rules.catch)
    return OrderFit(order, gain, deep, weighed(labels).why)


def labelled_fields(store: GuaranteeStore, policy: Policy, labels: Weighed) -> list[LabelledField]:
    """Labelled fields as the rules decide them, whatever a guarantee made of their verdicts since. Those of deleted
    jobs, and those of which nobody said whether the value in the lead is right, are left out."""
    by_job: defaultdict[str, list[tuple[HumanLabel, float]]] = defaultdict(list)
    for one, weight in zip(labels.labels, labels.weights, strict=True):
        by_job[one.job_id].append((one, weight))
    found: list[LabelledField] = []
    for job_id, some in by_job.items():
        try:
            job, units = store.job(job_id), {record.unit.id: record for record in store.units(job_id)}
        except NotFoundError:
            continue
        found += (made for one, weight in some for made in _labelled(job, units.get(one.unit_id), policy, one, weight))
    return found


def _labelled(
    job: JobRecord, stored: UnitRecord | None, policy: Policy, label: HumanLabel, weight: float
) -> Iterator[LabelledField]:
    if stored is None or stored.agreement is None or not isinstance(stored.unit, Field):
        return
    verdict = decide(stored, job.policy, (job.document.source_lang, job.document.target_lang))
    record = UnitRecord(stored.unit, stored.answers, stored.agreement, stored.findings, verdict)
    right = next((one.right for one in label.answers if one.member == verdict.representative), None)
    if right is None:
        return
    accepted = verdict.outcome is Outcome.ACCEPTED
    features = features_of(record) if accepted or is_held_back(record, policy) else None
    yield LabelledField(label.document, features, accepted, right, weight)


def _proposal(
    policy: Policy, fit: OrderFit, labels: Sequence[HumanLabel], changes: FileChanges
) -> LearnedProposal | None:
    order, gain = fit.order, fit.gain
    if order is None or gain is None or not fit.proved:
        return None
    change = changes.policy(policy.name, {("extraction", "order"): order.model_dump(mode="json")})
    if change is None:
        return None
    before = "the order in force has it" if policy.extraction.order is not None else "chance has it"
    doubt = "" if gain.proved else _UNPROVED
    expected = [
        Expectation(
            "how often a right field stands above a wrong one among those held back",
            gain.difference,
            gain.lower,
            gain.upper,
            gain.fields,
        )
    ]
    if fit.deep is not None:
        told = "share of fields that levels can accept, if what was labelled is as what comes"
        expected.append(Expectation(told, fit.deep.difference, fit.deep.lower, fit.deep.upper, fit.deep.fields))
    return LearnedProposal(
        kind=ProposalKind.FIELD_ORDER,
        key=f"field order {policy.name}",
        what=f"Let levels of {policy.name} go on into fields that its rules hold back, the likely right ones first.",
        why=(
            f"Fitted on {order.labels} labelled fields of one half of the documents, {order.wrong} of them wrong. On "
            f"{gain.fields} in {gain.documents} documents of the other half a right one stands above a wrong one "
            f"{gain.after:.2f} of the time, {before} {gain.before:.2f}{doubt}. Audits decide how far down anything is "
            f"accepted. {fit.why}"
        ).strip(),
        weight=gain.fields,
        evidence=named_units([one for one in labels if one.outcome == Outcome.REVIEW]),
        expected=tuple(expected),
        changes=(change,),
        void=(_VOID,),
    )
