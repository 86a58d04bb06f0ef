"""A policy's levels from answers that nobody labelled: what agreement usually looks like for a language pair.

No labels are looked at, but for the weight of a judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consensus.compare import SegmentAnswers, fit_reference
from consensus.domain import Abstention, AbstentionReason, Candidate, FittedPair, Langs, Policy, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.errors import UsageError
from consensus.evaluate.judge_weight import with_judged_levels
from consensus.evaluate.recorded import decide_recorded, segment_answers
from consensus.formats import RecordedFile, RecordedRecord
from consensus.normalize.mqm import Errors, found_by
from consensus.ports.models import Embedder
from consensus.reference import POOLED, acceptance_level, judge_name, pair_key

#: Units of one language pair under which its quantiles say too little to accept by.
FEWEST = 200

Families = Callable[[str], str]


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
    """A policy with levels of its own. short: pairs with too few units, and how many they have. unjudged: pairs whose
    units were read too seldom by the policy's judge for a level of the score that holds its judgement."""

    policy: Policy
    pairs: tuple[PairFit, ...]
    short: Mapping[str, int]
    unjudged: tuple[str, ...] = field(default=())


def job_answers(job: JobRecord, units: Sequence[UnitRecord]) -> RecordedFile:
    """The segments of a job with their answers, under the members' own names, and what its judge said.

    A member that was spared on some units answered the harder ones alone, so that its answers would make agreement
    look rarer than it is: they are left out.
    """
    not_needed = {
        answer.member
        for record in units
        for answer in record.answers
        if isinstance(answer, Abstention) and answer.reason is AbstentionReason.NOT_NEEDED
    }
    names = dict.fromkeys(a.member for record in units for a in record.answers if a.member not in not_needed)
    records = [_recorded(job, record, names) for record in units if isinstance(record.unit, Segment)]
    return RecordedFile(tuple(names), tuple(records))


def _recorded(job: JobRecord, record: UnitRecord, names: Mapping[str, object]) -> RecordedRecord:
    assert isinstance(record.unit, Segment)
    source, target = job.document.source_lang, job.document.target_lang
    judgement = record.agreement.judgement if record.agreement is not None else None
    judgements: Mapping[str, Errors | float] = {judgement.member: found_by(judgement)} if judgement else {}
    return RecordedRecord(
        id=record.unit.id,
        task=Task.TRANSLATE,
        text=record.unit.text,
        outputs={a.member: a.value for a in record.answers if isinstance(a, Candidate) and a.member in names},
        langs=(source, target) if source and target else None,
        doc_id=job.document.name,
        judge=judge_name(judgement.judge) if judgement else None,
        judgements=judgements,
    )


def fit_policy(
    policy: Policy, recorded: Sequence[RecordedFile], families: Families, on: str, embedder: Embedder | None = None
) -> Fit:
    """The same policy with reference quantiles of these answers, for every pair with enough of them.

    Other pairs, and the pooled tables where the policy has them, stay. families: name -> family. on: the day, ISO 8601.
    embedder: to fit ``semantic`` too, where the policy measures it. Raises UsageError when no pair has enough units.
    """
    files = _distinct(recorded, families, policy)
    counts = Counter(dict.fromkeys(sorted(map(pair_key, _languages(recorded))), 0))
    counts.update(pair_key(record.langs or (None, None)) for file in files for record in file.records)
    short = {pair: count for pair, count in counts.items() if count < FEWEST}
    files = [_without(file, short) for file in files]
    if len(short) == len(counts):
        raise _too_few(short, policy)
    items = _items(files, families)
    vectors, signature = {}, ""
    if embedder is not None and "semantic" in policy.translation.measures:
        answers = (answer for of in items.values() for item in of for answer in item.answers)
        texts = sorted({answer.value for answer in answers if isinstance(answer, Candidate)})
        vectors, signature = dict(zip(texts, embedder.embed(texts), strict=True)), embedder.signature
    reference = fit_reference(items, policy.translation, vectors or None, signature)
    stated = dict(policy.translation.reference.fitted) if policy.translation.reference else {}
    stated |= {pair: FittedPair(units=count, on=on) for pair, count in counts.items() if pair not in short}
    rules = policy.translation.model_copy(update={"reference": reference.model_copy(update={"fitted": stated})})
    fitted = policy.model_copy(update={"translation": rules})
    fitted = with_judged_levels(fitted, files, families, embedder)
    before, after = (_accepted(one, files, families, embedder) for one in (policy, fitted))
    learned = sorted(set(counts) - set(short))
    pairs = tuple(PairFit(pair, counts[pair], before[pair], after[pair]) for pair in learned)
    unjudged = [pair for pair in learned if acceptance_level(fitted.translation, pair, fitted.judge) is None]
    return Fit(fitted, pairs, short, tuple(unjudged))


def _languages(recorded: Sequence[RecordedFile]) -> set[Langs]:
    """Of all translations, but for those of unknown languages."""
    of = {record.langs for file in recorded for record in file.records if record.task is Task.TRANSLATE}
    return {langs for langs in of if langs is not None and pair_key(langs) != POOLED}


def _distinct(recorded: Sequence[RecordedFile], families: Families, policy: Policy) -> list[RecordedFile]:
    """The translations that a quorum answered; one that was answered twice in the same words counts once."""
    known: set[object] = set()

    def is_new(record: RecordedRecord) -> bool:
        if record.task is not Task.TRANSLATE or record.langs is None or pair_key(record.langs) == POOLED:
            return False
        given = {(families(name), text) for name, text in record.outputs.items() if isinstance(text, str) and text}
        said = (pair_key(record.langs), record.text, frozenset(given))
        if said in known or len({family for family, _ in given}) < policy.quorum:
            return False
        known.add(said)
        return True

    return [replace(file, records=tuple(record for record in file.records if is_new(record))) for file in recorded]


def _without(file: RecordedFile, pairs: Mapping[str, int]) -> RecordedFile:
    kept = [record for record in file.records if pair_key(record.langs or (None, None)) not in pairs]
    return replace(file, records=tuple(kept))


def _items(files: Sequence[RecordedFile], families: Families) -> dict[Langs, list[SegmentAnswers]]:
    """The answers of each pair, under the first languages that stand for it."""
    found: dict[str, list[SegmentAnswers]] = defaultdict(list)
    langs: dict[str, Langs] = {}
    for file in files:
        members = [(member, families(member), 1.0) for member in file.names]
        for record in file.records:
            pair = pair_key(record.langs or (None, None))
            langs.setdefault(pair, record.langs or (None, None))
            found[pair].append(segment_answers(record, members))
    return {langs[pair]: items for pair, items in found.items()}


def _accepted(
    policy: Policy, files: Sequence[RecordedFile], families: Families, embedder: Embedder | None
) -> Counter[str]:
    """How many units of each pair the policy accepts. A judge is no member."""
    judges = families(judge_name(policy.judge)) if policy.judge is not None else None
    found: Counter[str] = Counter()
    for file in files:
        panel = [name for name in file.names if families(name) != judges]
        for one in decide_recorded(file, panel, policy, families=families, embedder=embedder):
            found[pair_key(one.record.langs or (None, None))] += bool(one.line["accepted"])
    return found


def _too_few(short: Mapping[str, int], policy: Policy) -> UsageError:
    found = ", ".join(f"{pair} has {count}, {FEWEST - count} more are needed" for pair, count in short.items())
    return UsageError(
        f"a level takes {FEWEST} units that {policy.quorum} families answered: "
        f"{found or 'no translations of a known language pair were given'}.",
        where="policies fit",
        do="Name more jobs or recorded files of that pair. Until then near-identical answers alone are accepted.",
    )
