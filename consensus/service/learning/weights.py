"""Weights of members, proposed where they choose better on documents that they were not learned on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.domain import (
    Draw,
    Expectation,
    HumanLabel,
    LearnedProposal,
    Policy,
    ProposalKind,
)
from consensus.errors import ConsensusError
from consensus.learn.halves import Half, half_of
from consensus.learn.labels import weighed
from consensus.learn.weights import MemberRecord, WeightGain, member_weights, weight_gain
from consensus.ports.guarantee import GuaranteeStore
from consensus.service.labels import Labels
from consensus.service.learning.decided import named_units
from consensus.service.learning.file_changes import FileChanges

#: Weights that differ less from those in force change nothing worth a new digest.
_LEAST_CHANGE = 0.05


@dataclass(frozen=True, slots=True)
class SliceWeights:
    """What the labels of one policy and slice say. why: why some labels were left out, or ""."""

    policy: str
    slice: str
    members: tuple[MemberRecord, ...]
    gain: WeightGain
    why: str


def slice_weights(labels: Sequence[HumanLabel], draw: Draw) -> list[SliceWeights]:
    """Of every policy and slice with labels: weights learned on one half of the documents, their gain on the other."""
    groups: defaultdict[tuple[str, str], list[HumanLabel]] = defaultdict(list)
    for one in labels:
        groups[one.policy.rpartition(" ")[0], one.slice].append(one)
    found = []
    for (policy, slice_), some in sorted(groups.items()):
        learning = weighed([one for one in some if half_of(one.document, draw) is Half.LEARNING])
        judging = weighed([one for one in some if half_of(one.document, draw) is Half.JUDGING])
        members = member_weights(learning)
        gain = weight_gain(judging, {one.member: one.weight for one in members})
        found.append(SliceWeights(policy, slice_, members, gain, weighed(some).why))
    return found


def weight_proposals(store: GuaranteeStore, changes: FileChanges, draw: Draw) -> list[LearnedProposal]:
    """A proposal for each policy of one slice whose weights are proved, and whose members it names one by one: it has
    one weight for each, whatever the slice."""
    labels = Labels(store).all()
    of_policy: defaultdict[str, list[SliceWeights]] = defaultdict(list)
    for one in slice_weights(labels, draw):
        of_policy[one.policy].append(one)
    found = []
    for name, slices in of_policy.items():
        if len(slices) == 1 and slices[0].gain.proved:
            mine = [one for one in labels if one.policy.rpartition(" ")[0] == name]
            proposal = _proposal(slices[0], mine, changes)
            found += [] if proposal is None else [proposal]
    return found


def _proposal(found: SliceWeights, labels: Sequence[HumanLabel], changes: FileChanges) -> LearnedProposal | None:
    weights = {one.member: one.weight for one in found.members}
    try:
        policy = changes.policies.load(found.policy)
    except ConsensusError:
        return None
    rules = _with_weights(policy, weights)
    change = None if rules is None else changes.policy(found.policy, {("members",): rules})
    if change is None:
        return None
    gain, told = found.gain, ", ".join(f"{one.member} {one.weight:g}" for one in found.members)
    records = ", ".join(f"{one.member} {one.right:.0%} of {one.n:.0f}" for one in found.members)
    expected = Expectation(
        "share of decided units whose leading answer is right", gain.gain, gain.lower, gain.upper, gain.units
    )
    return LearnedProposal(
        kind=ProposalKind.WEIGHTS,
        key=f"weights {found.policy}",
        what=f"Weigh the members of {found.policy} by how often they were right: {told}.",
        why=(
            f"Right on the learning half, weighed by chance: {records}. On the {gain.documents} documents of the other "
            f"half the leading answer is right in {gain.weighed:.1%}, with equal weights in {gain.equal:.1%}. "
            f"{found.why}"
        ).strip(),
        weight=gain.units,
        evidence=named_units(labels),
        expected=(expected,),
        changes=(change,),
    )


def _with_weights(policy: Policy, weights: Mapping[str, float]) -> list[dict[str, object]] | None:
    """The members of a policy's file with these weights; None where it does not name all of them, or where they hardly
    change."""
    named = {rule.model: rule.weight for rule in policy.members}
    if not weights or not set(weights) <= set(named):
        return None
    if max(abs(weights[name] - named[name]) for name in weights) < _LEAST_CHANGE:
        return None
    plain = [rule.model_dump(mode="json", exclude_unset=True) for rule in policy.members]
    return [rule | ({"weight": weights[rule["model"]]} if rule["model"] in weights else {}) for rule in plain]
