"""The rules by which a unit is accepted, sent to review, or failed.

A rule looks at one ``Case`` and gives a verdict or None; the first that speaks decides. Only the functions named
``_accept_*`` may accept, and they run after every rule that may refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from consensus.decide.placement import CODE_CHECKS, code_vetoed
from consensus.domain import (
    Abstention,
    AbstentionReason,
    Agreement,
    Candidate,
    Cluster,
    Field,
    Finding,
    Langs,
    Outcome,
    Policy,
    Rule,
    Segment,
    Unit,
    Verdict,
)
from consensus.domain.job import UnitRecord
from consensus.domain.making import maker
from consensus.reference import BEST_SHARE, POOLED, among_best, level_reached, pair_key

_made_verdict = maker(Verdict)

_NOBODY: frozenset[str] = frozenset()

#: What a gate of the comparison says to a person when no dispute sentence came with it.
_GATES: Mapping[str, str] = {
    Rule.HARD_FACT: "The members differ in a number, date, unit or negation.",
    Rule.ROW_COUNT: "The members found different numbers of rows.",
    Rule.ROW_ABSENT: "Some member has no such row.",
    Rule.TOTAL_ROW: "This row is the sum of others and the members disagree on the number of rows.",
    Rule.BLANK_ZERO: "All members say 0 where the field may be left blank.",
    Rule.COLUMN_DISPUTE: "The members disagree elsewhere in this column.",
    Rule.UNLOCATED: "The value was not found in the document.",
    Rule.UNLOCATED_TEXT: "The words were not found in the document.",
    Rule.AMBIGUOUS_DATE: "The document writes the date in digits that may be another day.",
    Rule.SCALE: "The document states a scale for its figures, and the field asks for whole units.",
    Rule.CHECKBOX: "In the document another box is crossed.",
    Rule.SECOND_DOCUMENT: "The file may hold two documents.",
    Rule.LOST_ROW: "A line of the document looks like a row beside this one, and no row was made of it.",
    Rule.SCATTERED_ROW: "The value does not stand on the line of its row.",
    Rule.DAMAGED_CODES: "No answer holds the document's inline codes as they must be.",
    Rule.CODE_PLACEMENT: "Too few answers place an inline code alike.",
    Rule.UNKNOWN_KEY: "The schema does not have this field.",
    Rule.ONLY_OCR: "Only OCR read this page; no member that agrees saw the picture.",
}


class _Case(NamedTuple):
    """One unit as the rules see it: vetoed answers are out, what remains is counted by family."""

    unit: Unit
    is_segment: bool
    candidates: Sequence[Candidate]
    abstentions: Sequence[Abstention]
    agreement: Agreement
    vetoes: Sequence[Finding]
    policy: Policy
    langs: Langs
    vetoed: frozenset[str]
    standing: frozenset[str]
    winner: Cluster | None
    winner_families: frozenset[str]
    #: Members whose inline codes forbid their answer; their words count as they are.
    undeliverable: frozenset[str]


def decide(record: UnitRecord, policy: Policy, langs: Langs = (None, None)) -> Verdict:
    """The verdict for one unit.

    record: unit, answers, agreement and findings (the resolution is not looked at). langs: source and target, for
    the reference quantiles of the pair. Raises ValueError when the unit was not compared.
    """
    if record.agreement is None:
        raise ValueError(f"unit {record.unit.id} was not compared")
    case = _case(record, record.agreement, policy, langs)
    for rule in _RULES if case.vetoes or case.is_segment else _RULES_OF_FIELDS:
        verdict = rule(case)
        if verdict is not None:
            return _unless_only_ocr(case, verdict)
    return _review(case, Rule.SPLIT, *_veto_sentences(case), _split_sentence(case))


def winner_of(record: UnitRecord, policy: Policy) -> tuple[Cluster | None, frozenset[str]]:
    """The cluster of most families whose answers no check forbids, and its members that stand; None and nobody where
    there is none."""
    if record.agreement is None:
        return None, _NOBODY
    case = _case(record, record.agreement, policy, (None, None))
    return case.winner, frozenset(case.winner.members) - case.vetoed if case.winner else _NOBODY


def _case(record: UnitRecord, agreement: Agreement, policy: Policy, langs: Langs) -> _Case:
    candidates = [answer for answer in record.answers if isinstance(answer, Candidate)]
    families = {answer.member: answer.family for answer in candidates}
    vetoes = [finding for finding in record.findings if finding.veto and finding.check not in CODE_CHECKS]
    vetoed = _NOBODY
    standing = frozenset(families.values())
    if vetoes:
        vetoed = frozenset([finding.member for finding in vetoes if finding.member])
        # Differing values of a field are differing hard facts: a veto must not silence the one who disagrees.
        differing = isinstance(record.unit, Field) and len(agreement.clusters) > 1
        if not (differing and policy.hard_fact_dispute == "review"):
            # A family stands while one of its answers does; compare left out families that contradict themselves.
            standing = frozenset([family for member, family in families.items() if member not in vetoed])
    winner, winner_families = None, _NOBODY
    for cluster in agreement.clusters:
        behind = frozenset(cluster.families)
        if vetoed:
            behind &= {families[m] for m in cluster.members if m not in vetoed}
        # The first of equals: clusters come best first whatever the order of the panel.
        if len(behind) > len(winner_families):
            winner, winner_families = cluster, behind
    return _Case(
        record.unit,
        isinstance(record.unit, Segment),
        candidates,
        () if len(candidates) == len(record.answers) else [a for a in record.answers if isinstance(a, Abstention)],
        agreement,
        vetoes,
        policy,
        langs,
        vetoed,
        standing,
        winner,
        winner_families,
        code_vetoed(record.findings) if isinstance(record.unit, Segment) and record.unit.codes else _NOBODY,
    )


def _nobody_answered(case: _Case) -> Verdict | None:
    if case.agreement.families:
        return None
    if any(a.reason is AbstentionReason.OMITTED for a in case.abstentions):
        return _review(case, Rule.OMITTED, "Every member that answered left this field out.")
    told = "; ".join(f"{a.member}: {a.reason.value}{f' ({a.detail})' if a.detail else ''}" for a in case.abstentions)
    return _verdict(case, Outcome.FAILED, Rule.NO_ANSWER, (f"No member gave an answer. {told}".strip(),))


def _unit_veto(case: _Case) -> Verdict | None:
    if not case.vetoes:
        return None
    messages = [finding.message for finding in case.vetoes if not finding.member]
    return _review(case, Rule.VETO, *messages) if messages else None


def _gates(case: _Case) -> Verdict | None:
    if not case.agreement.gates:
        return None
    outvoted = case.policy.hard_fact_dispute != "review"
    gates = [g for g in case.agreement.gates if g != Rule.ONLY_OCR and not (g == Rule.HARD_FACT and outvoted)]
    if not gates:
        return None
    # A veto tells the reviewer which answer broke what; the dispute it causes is second.
    sentences = (*_veto_sentences(case), *(case.agreement.disputes or tuple(_GATES.get(g, g) for g in gates)))
    return _review(case, Rule(gates[0]), *sentences)


def _unless_only_ocr(case: _Case, verdict: Verdict) -> Verdict:
    """Nothing is accepted that nobody saw; who disagrees or abstains hears of that first."""
    if verdict.outcome is not Outcome.ACCEPTED or Rule.ONLY_OCR not in case.agreement.gates:
        return verdict
    return _review(case, Rule.ONLY_OCR, *(case.agreement.disputes[-1:] or (_GATES[Rule.ONLY_OCR],)))


def _readers(case: _Case) -> Verdict | None:
    """What a critic or a judge found stops the unit, although only the answer that it read carries the finding."""
    for reader in (Rule.CRITIQUE, Rule.JUDGE) if case.vetoes else ():
        found = [finding.message for finding in case.vetoes if finding.check == reader]
        if found:
            return _review(case, reader, *found)
    return None


def _everyone_vetoed(case: _Case) -> Verdict | None:
    return None if case.winner or not case.vetoed else _review(case, Rule.VETO, *_veto_sentences(case))


def _quorum(case: _Case) -> Verdict | None:
    have, need = len(case.standing), case.policy.quorum
    if have >= need:
        return None
    families = "family" if have == 1 else "families"
    left = " that no check forbids" if case.vetoed else ""
    sentence = f"Only {have} independent {families} gave an answer{left}; {need} are needed."
    return _review(case, Rule.QUORUM, *_veto_sentences(case), sentence, *_abstention_sentences(case))


def _primary(case: _Case) -> Verdict | None:
    """A named primary is delivered or nothing is: the panel may stop its answer, never put another in its place."""
    primary = case.policy.translation.primary
    if primary is None or not case.is_segment:
        return None
    if all(answer.member != primary for answer in case.candidates):
        return _review(case, Rule.PRIMARY, "The primary model gave no answer.", *_abstention_sentences(case))
    if primary in case.vetoed:
        return _review(case, Rule.PRIMARY, *_veto_sentences(case), "A check forbids the primary model's answer.")
    return None


def _no_judgement(case: _Case) -> Verdict | None:
    """A policy with a judge accepts nothing that its judge did not read."""
    if case.policy.judge is None or not case.is_segment or case.agreement.judgement is not None:
        return None
    return _review(case, Rule.NO_JUDGEMENT, "There is no judgement of this translation, and the policy asks for one.")


def _accept_agreement(case: _Case) -> Verdict | None:
    agreeing, standing = len(case.winner_families), len(case.standing)
    if case.winner is None or agreeing < case.policy.quorum or agreeing / standing < case.policy.support:
        return None
    if case.is_segment and case.policy.translation.primary not in (None, *case.winner.members):
        return None
    rule = Rule.NEAR_IDENTITY if case.is_segment else (Rule.UNANIMOUS if agreeing == standing else Rule.MAJORITY)
    same = "the same value"
    if case.is_segment:
        texts = {answer.value for answer in case.candidates if answer.family in case.winner_families}
        same = "the same answer" if len(texts) == 1 else "near-identical answers"
    sentence = f"{agreeing} of {standing} independent families gave {same}."
    return _accepted(case, rule, _representative(case, case.winner), sentence)


def _accept_settled(case: _Case) -> Verdict | None:
    """A split that an equation of the schema settles for the majority; every other cell of it is accepted already."""
    agreeing = len(case.winner_families)
    if case.is_segment or not case.agreement.settled or case.winner is None or not case.policy.extraction.rule_settles:
        return None
    # The rule was tried with the value of the first cluster.
    if case.winner is not case.agreement.clusters[0] or agreeing < case.policy.quorum:
        return None
    if 2 * agreeing <= len(case.standing):
        return None
    sentence = f"{agreeing} of {len(case.standing)} independent families gave the same value."
    return _accepted(
        case, Rule.RULE_SETTLES, _representative(case, case.winner), f"{case.agreement.settled} {sentence}"
    )


def _accept_calibrated(case: _Case) -> Verdict | None:
    rules = case.policy.translation
    if not case.is_segment or not rules.accept_share or case.winner is None:
        return None
    # Disagreement was measured around the representative; when a check took that answer out, it says nothing.
    representative = case.agreement.clusters[0].representative
    if representative in case.vetoed:
        return None
    if not level_reached(rules, case.langs, case.agreement.score, case.policy.judge):
        return None
    sentence = (
        f"{len(case.standing)} independent families agree in wording as closely as the best "
        f"{rules.accept_share:.0%} of {pair_key(case.langs)} reference segments."
    )
    return _accepted(case, Rule.CALIBRATED, representative, sentence)


def _accept_judged(case: _Case) -> Verdict | None:
    """Where a pair has no level of its own, a clean judgement and the pooled reference together, if the policy says."""
    rules, judgement = case.policy.translation, case.agreement.judgement
    if rules.without_reference != "judged" or judgement is None or judgement.total or case.winner is None:
        return None
    representative = case.agreement.clusters[0].representative
    if representative in case.vetoed or not among_best(rules, case.agreement.score):
        return None
    if pair_key(case.langs) == POOLED or level_reached(rules, case.langs, 0.0, case.policy.judge) is not None:
        return None
    sentence = (
        f"This language pair has no level of its own: accepted because the judge found no error and the answers of "
        f"{len(case.standing)} independent families agree as closely as the best {BEST_SHARE:.0%} of other pairs."
    )
    return _accepted(case, Rule.JUDGED, representative, sentence)


_RULES: tuple[Callable[[_Case], Verdict | None], ...] = (
    _nobody_answered,
    _unit_veto,
    _readers,
    _everyone_vetoed,
    _gates,
    _quorum,
    _primary,
    _no_judgement,
    _accept_agreement,
    _accept_settled,
    _accept_calibrated,
    _accept_judged,
)


#: Those that may speak of a field without a veto: the others are about vetoes or segments alone.
_RULES_OF_FIELDS = tuple(
    rule
    for rule in _RULES
    if rule not in (_unit_veto, _readers, _everyone_vetoed, _primary, _no_judgement, _accept_calibrated)
)


def _representative(case: _Case, cluster: Cluster) -> str:
    """Whose answer is delivered; "" where every one is vetoed or has codes that cannot be written back."""
    forbidden = case.vetoed | case.undeliverable
    if cluster.representative not in forbidden:
        return cluster.representative
    standing = [a for a in case.candidates if a.member in cluster.members and a.member not in forbidden]
    return min(standing, key=lambda answer: (-answer.weight, answer.member)).member if standing else ""


def _accepted(case: _Case, rule: Rule, member: str, sentence: str) -> Verdict:
    if not member or member in case.undeliverable:
        return _review(case, Rule.DAMAGED_CODES, _GATES[Rule.DAMAGED_CODES])
    value = next(answer.value for answer in case.candidates if answer.member == member)
    judgement = case.agreement.judgement if case.policy.judge is not None else None
    if judgement is None:
        return _verdict(case, Outcome.ACCEPTED, rule, (sentence,), value=value, representative=member)
    if judgement.member != member:
        return _review(case, Rule.NO_JUDGEMENT, "The judge read another answer than the one that would be delivered.")
    found = f"errors that weigh {judgement.total:g} of 25" if judgement.total else "no error"
    reasons = (sentence, f"The judge ({judgement.judge}) found {found}.")
    return _verdict(case, Outcome.ACCEPTED, rule, reasons, value=value, representative=member)


def _review(case: _Case, rule: Rule, *sentences: str) -> Verdict:
    return _verdict(case, Outcome.REVIEW, rule, tuple(dict.fromkeys(sentences)))


def _verdict(
    case: _Case, outcome: Outcome, rule: Rule, reasons: tuple[str, ...], *, value: Any = None, representative: str = ""
) -> Verdict:
    agreement = case.agreement
    if not representative and agreement.clusters:
        representative = agreement.clusters[0].representative
    reasons = (*reasons, *agreement.notes) if agreement.notes else reasons
    if case.abstentions:
        reasons = (*reasons, *_not_asked_sentence(case))
    leading = value if outcome is Outcome.ACCEPTED else agreement.leading
    return _made_verdict(
        case.unit.id, outcome, rule, reasons, value, leading, representative, agreement.support, agreement.score
    )


def _veto_sentences(case: _Case) -> tuple[str, ...]:
    return tuple([finding.message for finding in case.vetoes if finding.member])


def _abstention_sentences(case: _Case) -> tuple[str, ...]:
    asked = [answer for answer in case.abstentions if answer.reason is not AbstentionReason.NOT_NEEDED]
    return tuple(f"{a.member} gave no answer: {a.why}." for a in asked)


def _not_asked_sentence(case: _Case) -> tuple[str, ...]:
    """What a strategy spared is said with every verdict: it is less evidence, not agreement."""
    not_needed = [answer for answer in case.abstentions if answer.reason is AbstentionReason.NOT_NEEDED]
    if not not_needed:
        return ()
    count = f"{len(not_needed)} of {len(case.candidates) + len(case.abstentions)} members"
    return (f"{count} {'was' if len(not_needed) == 1 else 'were'} not asked ({not_needed[0].detail}): less evidence.",)


def _split_sentence(case: _Case) -> str:
    agreeing, standing = len(case.winner_families), len(case.standing)
    if not case.is_segment:
        return f"{agreeing} of {standing} independent families agree; the policy asks for {case.policy.support:.0%}."
    differ = "The answers differ in wording"
    if agreeing > 1:
        differ = f"{agreeing} of {standing} independent families gave near-identical answers; the others differ"
    if missing := missing_level(case.policy, case.langs):
        return f"{differ}, and {missing}"
    return f"{differ}." if agreeing > 1 else f"{differ} by more than the policy accepts."


def missing_level(policy: Policy, langs: Langs) -> str:
    """Why agreement in wording is not enough for these languages, and what mends it; "" where it is."""
    rules, judge = policy.translation, policy.judge
    if not rules.accept_share or level_reached(rules, langs, 0.0, judge) is not None:
        return ""
    pair, alone = pair_key(langs), "only near-identical answers are accepted"
    if rules.without_reference == "judged" and judge is not None and pair != POOLED:
        alone = "only near-identical answers, and close ones that the judge found clean, are accepted"
    if pair == POOLED:
        return f"without both languages (--from, --to) there is no level: {alone}."
    return f"{pair} has no level yet: {alone}. Learn it: consensus policies fit {policy.name} --from JOB"
