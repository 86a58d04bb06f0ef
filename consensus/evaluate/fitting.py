"""A policy's levels from answers that nobody labelled: what agreement usually looks like for a language pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from consensus.canon.quantiles import POOLED, Langs, pair_key
from consensus.compare import SegmentAnswers, fit_reference
from consensus.domain import Abstention, AbstentionReason, Candidate, FittedPair, Outcome, Policy, Segment, Task
from consensus.errors import UsageError
from consensus.evaluate.recorded import segment_answers
from consensus.ingest import RecordedFile
from consensus.pipeline import DecisionConfig, decide_segments
from consensus.ports import Embedder, UnitRecord

#: Units of one language pair under which its quantiles say too little to accept by.
FEWEST = 200

Given = Mapping[Langs, Sequence[SegmentAnswers]]


@dataclass(frozen=True, slots=True)
class PairFit:
    """One pair's fit. units: with answers of enough families. before, after: of these, how many are accepted by the
    policy as it was and as it is now; a second opinion or critic is not asked, so a job accepts no more than that."""

    pair: str
    units: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A policy with levels of its own. short: pairs with too few units, and how many they have."""

    policy: Policy
    pairs: tuple[PairFit, ...]
    short: Mapping[str, int]


def recorded_answers(
    files: Iterable[RecordedFile], families: Callable[[str], str]
) -> dict[Langs, list[SegmentAnswers]]:
    """The translations of recorded files by languages. families: name -> family."""
    found: dict[Langs, list[SegmentAnswers]] = defaultdict(list)
    for file in files:
        members = [(member, families(member), 1.0) for member in file.names]
        for record in file.records:
            if record.task is Task.TRANSLATE and record.langs is not None:
                found[record.langs].append(segment_answers(record, members))
    return found


def job_answers(units: Sequence[UnitRecord]) -> list[SegmentAnswers]:
    """The segments of a job with their answers.

    A member that was spared on some units answered the harder ones alone, so that its answers would make agreement
    look rarer than it is: they are left out.
    """
    spared = {
        answer.member
        for record in units
        for answer in record.answers
        if isinstance(answer, Abstention) and answer.reason is AbstentionReason.NOT_NEEDED
    }
    return [
        SegmentAnswers(record.unit, tuple(answer for answer in record.answers if answer.member not in spared))
        for record in units
        if isinstance(record.unit, Segment)
    ]


def fit_policy(policy: Policy, given: Given, on: str, embedder: Embedder | None = None) -> Fit:
    """The same policy with reference quantiles of these answers, for every pair with enough of them.

    Other pairs, and the pooled tables where the policy has them, stay. on: the day, ISO 8601. embedder: to fit
    ``semantic`` too, where the policy measures it. Raises UsageError when no pair has enough units.
    """
    by_pair = _by_pair(given, policy)
    counts = {pair: sum(map(len, by_langs.values())) for pair, by_langs in by_pair.items()}
    short = {pair: count for pair, count in counts.items() if count < FEWEST}
    usable = {pair: by_langs for pair, by_langs in by_pair.items() if pair not in short}
    if not usable:
        raise _too_few(short, policy)
    items = {next(iter(by_langs)): [*chain(*by_langs.values())] for by_langs in usable.values()}
    vectors, signature = {}, ""
    if embedder is not None and "semantic" in policy.translation.measures:
        answers = (answer for of in items.values() for item in of for answer in item.answers)
        texts = sorted({answer.value for answer in answers if isinstance(answer, Candidate)})
        vectors, signature = dict(zip(texts, embedder.embed(texts), strict=True)), embedder.signature
    reference = fit_reference(items, policy.translation, vectors or None, signature)
    stated = dict(policy.translation.reference.fitted) if policy.translation.reference else {}
    stated |= {pair: FittedPair(units=counts[pair], on=on) for pair in usable}
    rules = policy.translation.model_copy(update={"reference": reference.model_copy(update={"fitted": stated})})
    fitted = policy.model_copy(update={"translation": rules})
    pairs = [
        PairFit(pair, counts[pair], _accepted(policy, by_langs, embedder), _accepted(fitted, by_langs, embedder))
        for pair, by_langs in sorted(usable.items())
    ]
    return Fit(fitted, tuple(pairs), short)


def _by_pair(given: Given, policy: Policy) -> dict[str, dict[Langs, list[SegmentAnswers]]]:
    """By pair and languages, the units that a quorum answered; one that was answered twice in the same words counts
    once."""
    found: dict[str, dict[Langs, list[SegmentAnswers]]] = {}
    for langs, items in given.items():
        pair = pair_key(langs)
        if pair == POOLED:
            continue
        kept = found.setdefault(pair, {}).setdefault(langs, [])
        known = {_said(item) for of in found[pair].values() for item in of}
        for item in items:
            said = _said(item)
            if said not in known and len({family for family, _ in said[1]}) >= policy.quorum:
                known.add(said)
                kept.append(item)
    return found


def _said(item: SegmentAnswers) -> tuple[str, frozenset[tuple[str, object]]]:
    """The source, and what each family made of it."""
    return item.segment.text, frozenset((a.family, a.value) for a in item.answers if isinstance(a, Candidate))


def _accepted(policy: Policy, by_langs: Mapping[Langs, Sequence[SegmentAnswers]], embedder: Embedder | None) -> int:
    judged = (
        record.verdict
        for langs, items in by_langs.items()
        for record in decide_segments(items, DecisionConfig(policy, langs, lambda: embedder))
    )
    return sum(verdict is not None and verdict.outcome is Outcome.ACCEPTED for verdict in judged)


def _too_few(short: Mapping[str, int], policy: Policy) -> UsageError:
    found = ", ".join(f"{pair} has {count}, {FEWEST - count} more are needed" for pair, count in short.items())
    return UsageError(
        f"a level takes {FEWEST} units that {policy.quorum} families answered: "
        f"{found or 'no translations of a known language pair were given'}.",
        where="policies fit",
        do="Name more jobs or recorded files of that pair. Until then near-identical answers alone are accepted.",
    )
