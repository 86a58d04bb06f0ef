"""Whether asking more members could still change a verdict. Pure, and cautious: when in doubt, it could.

What a missing member may do: abstain, or give any answer at all, with or without a veto on it. A verdict stands when no
such completion changes its outcome or, where it accepts, takes the accepted answer out of the winning cluster. What it
delivers may then differ from what the whole panel would deliver as answers of one cluster do (as ``1250`` and
``1,250.00``), never by more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consensus.decide.placement import CODE_CHECKS
from consensus.domain import Candidate, Field, Langs, ModelSpec, Outcome, Policy, Rule, Segment, Verdict
from consensus.domain.job import UnitRecord
from consensus.normalize.folding import ARTICLE, fold_shape
from consensus.normalize.source_text import letters_of
from consensus.reference import level_reached

#: Rules for which more answers can help; a veto or a gate is for a person, whoever else is asked.
_ESCALATED = frozenset({Rule.SPLIT, Rule.QUORUM, Rule.NO_ANSWER, Rule.DAMAGED_CODES, Rule.CODE_PLACEMENT})
_ARTICLE = re.compile(rf"\W*{ARTICLE.strip()}\b", re.IGNORECASE)


def escalates(verdict: Verdict | None) -> bool:
    """Whether the next tier of a cascade is asked about a unit: nobody accepted it, and no veto or gate forbids it."""
    return verdict is None or (verdict.outcome is not Outcome.ACCEPTED and verdict.rule in _ESCALATED)


def may_change(record: UnitRecord, missing: Sequence[ModelSpec], policy: Policy, langs: Langs = (None, None)) -> bool:
    """Whether answers of the missing members could change the verdict of this unit.

    record: decided on the answers so far, without a second opinion. missing: members not asked yet. Cells inside rows
    are always taken to change, because rows are aligned anew with every answer.
    """
    if not missing:
        return False
    verdict, unit = record.verdict, record.unit
    if verdict is None or record.agreement is None or (isinstance(unit, Field) and "[" in unit.path):
        return True
    count = _count(record, missing)
    if verdict.outcome is Outcome.REVIEW:
        return not _stays_in_review(record, count, policy, langs)
    return verdict.outcome is not Outcome.ACCEPTED or not _stays_accepted(record, count, policy)


@dataclass(frozen=True, slots=True)
class _Count:
    """Families. answered: gave a candidate. standing: of these, one without a veto. new: at most, from the missing.

    returning: families that answered and have a missing member. substitutes: missing members that another family may
    stand in for, which makes their family unknown.
    """

    candidates: tuple[Candidate, ...]
    vetoed: frozenset[str]
    answered: frozenset[str]
    standing: frozenset[str]
    returning: frozenset[str]
    missing: frozenset[str]
    substitutes: int

    def new(self, among: frozenset[str]) -> int:
        """How many families the missing can add to these at most."""
        return len(self.missing - among) + self.substitutes


def _count(record: UnitRecord, missing: Sequence[ModelSpec]) -> _Count:
    candidates = tuple(answer for answer in record.answers if isinstance(answer, Candidate))
    vetoed = frozenset(
        finding.member
        for finding in record.findings
        if finding.veto and finding.member and finding.check not in CODE_CHECKS
    )
    answered = frozenset(candidate.family for candidate in candidates)
    known = frozenset(spec.family for spec in missing if not spec.fallbacks)
    return _Count(
        candidates,
        vetoed,
        answered,
        frozenset(c.family for c in candidates if c.member not in vetoed),
        answered & known,
        known,
        sum(1 for spec in missing if spec.fallbacks),
    )


def _stays_in_review(record: UnitRecord, count: _Count, policy: Policy, langs: Langs) -> bool:
    agreement = record.agreement
    assert agreement is not None
    if not agreement.families:
        return False  # nobody answered yet: it could still fail
    if Rule.UNKNOWN_KEY in agreement.gates or (
        Rule.HARD_FACT in agreement.gates and policy.hard_fact_dispute == "review"
    ):
        return True  # every further answer leaves what these two differ in
    if isinstance(record.unit, Segment):
        if len(count.standing) + count.new(count.standing) < policy.quorum:
            return True
        if policy.translation.accept_share and level_reached(policy.translation, langs, 0.0) is not None:
            return False  # disagreement is measured over all answers, so any answer moves it
    new = count.new(count.standing)
    agreeing = min(_largest_possible(record, count), len(count.standing)) + new
    return agreeing < policy.quorum or agreeing / (len(count.standing) + new) < policy.support


def _largest_possible(record: UnitRecord, count: _Count) -> int:
    """The most families that answered and may end in one cluster, whoever joins.

    Of any two clusters at least one pair of answers is not alike, so one cluster can never hold both whole: for k
    clusters, answers of k - 1 of them at least are missing from any cluster.
    """
    assert record.agreement is not None
    clusters, unit = record.agreement.clusters, record.unit
    one_each = len(count.candidates) == len(count.answered)
    apart = len(clusters) - 1
    if isinstance(unit, Field):
        # "the ACME" and "ACME" join when enough families agree on it.
        articles = sum(1 for c in clusters if isinstance(c.value, str) and _ARTICLE.match(c.value))
        if not one_each:
            return len(count.answered)
        if "x-compare" not in unit.schema and not articles and not _spelt_twice(count.candidates):
            return max((len(c.families) for c in clusters), default=0)  # equal or not, whoever else says what
        apart -= articles
    most = 1 if one_each else max(sum(c.family == f for c in count.candidates) for f in count.answered)
    return len(count.answered) - max(0, -(-apart // most))


def _spelt_twice(candidates: Sequence[Candidate]) -> bool:
    """Whether some differ in spelling alone: one spelling may be near two others that are not near each other."""
    texts = {c.value for c in candidates if isinstance(c.value, str)}
    if any(isinstance(c.value, list) for c in candidates):
        return True
    return len(texts) > len({letters_of(fold_shape(text)).folded for text in texts})


def _stays_accepted(record: UnitRecord, count: _Count, policy: Policy) -> bool:
    unit, value = record.unit, record.verdict.value if record.verdict else None
    if isinstance(unit, Segment):
        if policy.hard_fact_dispute == "review":
            return False  # whoever is missing may differ in a number
    elif ("blank_zero" in policy.extraction.gates and _zero(value)) or (isinstance(value, str) and _looks(policy)):
        return False  # these gates fire or fall silent with what the others say, or with how they write it
    content = _content(value)
    alike: dict[str, bool] = {}
    for candidate in count.candidates:
        same = _content(candidate.value) == content and candidate.member not in count.vetoed
        alike[candidate.family] = alike.get(candidate.family, True) and same
    # A family whose members differ has no vote, so one that is still to be heard may lose the one it has.
    firm = {family for family, same in alike.items() if same} - count.returning
    agreeing = len(firm) - count.substitutes
    voters = len(count.answered) + count.new(count.answered)
    return agreeing >= policy.quorum and agreeing / voters >= policy.support


def _looks(policy: Policy) -> bool:
    """Whether a gate looks for values in the document."""
    return any(gate.startswith("unlocated") for gate in policy.extraction.gates)


def _content(value: Any) -> str:
    """Equal only for answers that are one cluster under every comparison there is."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _zero(value: Any) -> bool:
    digits = [char for char in str(value) if char.isdigit()]
    return bool(digits) and all(char == "0" for char in digits)
