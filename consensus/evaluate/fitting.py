"""A policy's reference quantiles from recorded answers; no labels are looked at, but for a judge's weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from consensus.compare import SegmentAnswers, fit_reference
from consensus.domain import Candidate, Policy, Task
from consensus.errors import UsageError
from consensus.evaluate.judge_weight import with_judged_levels
from consensus.evaluate.recorded import segment_answers
from consensus.ingest import RecordedFile
from consensus.ports import Embedder

#: Segments of one language pair under which quantiles say nothing.
FEWEST = 30

Langs = tuple[str | None, str | None]


def fit_policy(
    name: str,
    policy: Policy,
    recorded: Sequence[RecordedFile],
    families: Callable[[str], str],
    embedder: Embedder | None = None,
) -> Policy:
    """The same policy under a new name, with reference quantiles of these answers.

    embedder: to fit ``semantic`` too, where the policy measures it. Raises UsageError with fewer than 30 segments of
    two answers for every language pair.
    """
    by_langs: dict[Langs, list[SegmentAnswers]] = defaultdict(list)
    for file in recorded:
        members = [(member, families(member), 1.0) for member in file.names]
        for record in file.records:
            if record.task is Task.TRANSLATE and record.langs is not None:
                by_langs[record.langs].append(segment_answers(record, members))
    counts = {langs: sum(_families(item) >= policy.quorum for item in items) for langs, items in by_langs.items()}
    usable = {langs: by_langs[langs] for langs, count in counts.items() if count >= FEWEST}
    if not usable:
        found = ", ".join(f"{a}-{b}: {count}" for (a, b), count in counts.items()) or "none"
        raise UsageError(
            f"too few segments with {policy.quorum} answers to fit quantiles ({found})",
            where="policies fit",
            do=f'Record at least {FEWEST} segments of one language pair, with "langs" such as "en-de".',
        )
    vectors, signature = {}, ""
    if embedder is not None and "semantic" in policy.translation.measures:
        given = (answer for items in usable.values() for item in items for answer in item.answers)
        texts = sorted({answer.value for answer in given if isinstance(answer, Candidate)})
        vectors, signature = dict(zip(texts, embedder.embed(texts), strict=True)), embedder.signature
    reference = fit_reference(usable, policy.translation, vectors or None, signature)
    rules = policy.translation.model_copy(update={"reference": reference})
    fitted = policy.model_copy(update={"name": name, "translation": rules})
    return with_judged_levels(fitted, recorded, families, embedder)


def _families(item: SegmentAnswers) -> int:
    return len({answer.family for answer in item.answers if isinstance(answer, Candidate)})
