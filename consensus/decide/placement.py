"""Which answer of a cluster is delivered where its words hold inline codes: members vote on where the codes stand.

Words are compared without codes, so that a member whose codes are damaged still counts for its words. Its answer is
never delivered as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from consensus.domain import Candidate, Cluster, Code, Finding, Policy, Rule, Segment
from consensus.domain.job import UnitRecord
from consensus.normalize.coded import named, plain, shape
from consensus.normalize.placement import borne_out, carries_meaning

#: Checks of codes: they forbid an answer, and leave its words their vote.
CODE_CHECKS = frozenset({Rule.DAMAGED_CODES.value, Rule.CODE_PLACEMENT.value})
_SHOWN = 40


def with_places(record: UnitRecord, policy: Policy) -> UnitRecord:
    """The record, each cluster's answer one whose codes are whole and stand where most families have them.

    Gates: no answer has whole codes, or too few families agree on where a code with a meaning goes. Where they differ
    on a format such as bold, a note says so. Deterministic; untouched for a unit without codes.
    """
    unit, agreement = record.unit, record.agreement
    if not isinstance(unit, Segment) or not unit.codes or agreement is None or not agreement.clusters:
        return record
    given = {a.member: a for a in record.answers if isinstance(a, Candidate)}
    clusters: list[Cluster] = []
    gates, disputes, notes = list(agreement.gates), list(agreement.disputes), []
    for place, cluster in enumerate(agreement.clusters):
        elected = _Election(unit, cluster, given, record.findings, policy)
        member = elected.member or cluster.representative
        clusters.append(replace(cluster, representative=member, value=given[member].value))
        if place == 0 or len(cluster.families) >= policy.quorum:
            gates += elected.gates
            disputes += elected.disputes
            notes += elected.notes
    settled = replace(
        agreement,
        clusters=tuple(clusters),
        leading=clusters[0].value,
        gates=tuple(dict.fromkeys(gates)),
        disputes=tuple(dict.fromkeys(disputes)),
        notes=tuple(dict.fromkeys(notes)),
    )
    return replace(record, agreement=settled)


def code_vetoed(findings: Sequence[Finding]) -> frozenset[str]:
    """The members whose answers have codes that cannot be delivered."""
    return frozenset(f.member for f in findings if f.veto and f.check in CODE_CHECKS)


class _Election:
    """The vote of one cluster. member: whose answer is delivered, "" where nobody's can be."""

    def __init__(
        self,
        unit: Segment,
        cluster: Cluster,
        given: Mapping[str, Candidate],
        findings: Sequence[Finding],
        policy: Policy,
    ) -> None:
        self.unit, self.policy = unit, policy
        self.member, self.gates, self.disputes, self.notes = "", list[str](), list[str](), list[str]()
        others = {f.member for f in findings if f.veto and f.check not in CODE_CHECKS}
        standing = [given[member] for member in cluster.members if member not in others]
        usable = [one for one in standing if one.member not in code_vetoed(findings)]
        primary = policy.translation.primary
        may = [one for one in usable if one.member == primary] if primary in cluster.members else usable
        if standing and not may:
            self.gates.append(Rule.DAMAGED_CODES.value)
            self.disputes += [f.message for f in findings if f.check in CODE_CHECKS and f.member in cluster.members]
        elif may:
            leads = given[cluster.representative]
            self._elect(leads, may, usable)

    def _elect(self, leads: Candidate, may: Sequence[Candidate], usable: Sequence[Candidate]) -> None:
        codes, families = self.unit.codes, _by_shape(usable)
        words = plain(leads.value, codes)
        elected = min(
            may,
            key=lambda one: (
                -len(families[shape(one.value)]),
                one.member != leads.member,
                plain(one.value, codes) != words,
                -one.weight,
                one.value,
                one.member,
            ),
        )
        self.member = elected.member
        voters = {one.family for one in usable}
        known = borne_out(self.unit.text, elected.value, codes)
        for code in codes:
            self._vote(code, elected, usable, voters, code.id in known)

    def _vote(
        self, code: Code, elected: Candidate, usable: Sequence[Candidate], voters: Collection[str], known: bool
    ) -> None:
        mine = _span(elected.value, code)
        against = {one.family for one in usable if _span(one.value, code) != mine}
        agree = set(voters) - against
        if not against and (known or len(agree) >= self.policy.quorum):
            return
        mark = named(code.id, f"<{'g' if code.kind == 'pair' else 'x'}{code.id}>", {code.id: code.role})
        places = sorted({_shown(one.value, code) for one in usable})
        differ = f"The answers place the code {mark} differently: {'; '.join(places)}."
        if len(agree) * 2 > len(voters) and len(agree) >= self.policy.quorum:
            self.notes.append(differ)
        elif carries_meaning(code.role):
            self.gates.append(Rule.CODE_PLACEMENT.value)
            few = f"Too few answers place the code {mark}: {places[0]}."
            self.disputes.append(f"Where does the {code.role or 'code'} go? {differ if against else few}")
        elif against:
            self.notes.append(differ)


def _by_shape(usable: Sequence[Candidate]) -> Mapping[object, set[str]]:
    found: dict[object, set[str]] = {}
    for one in usable:
        found.setdefault(shape(one.value), set()).add(one.family)
    return found


def _span(text: str, code: Code) -> object:
    return next((span for span in shape(text).spans if span[0] == code.id), None)


def _shown(text: str, code: Code) -> str:
    """Where a code stands, in words; never who put it there."""
    span = next((span for span in shape(text).spans if span[0] == code.id), None)
    words = " ".join(span[1])[:_SHOWN] if span else ""
    if code.kind == "pair":
        return f'around "{words}"'
    return f'behind "{words}"' if words else "at the front"
