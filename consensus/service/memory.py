"""Translation memory: earlier verified translations of the very same text, found when a document is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from consensus.domain import Document, MemoryMatch, Policy, Segment, SettledSegment, Task, Verification
from consensus.domain.job import JobRecord
from consensus.ports.storage import Store

#: (source language, target language, most, texts) -> verified segments with these texts, the newest jobs' first.
Settled = Callable[[str, str, int, Sequence[str]], Sequence[SettledSegment]]

#: Segments looked at for one document, and kept beside one segment.
_MOST, _KEPT = 20_000, 3


def nothing(source_lang: str, target_lang: str, limit: int, texts: Sequence[str]) -> Sequence[SettledSegment]:
    """The memory of an installation that keeps none."""
    return ()


def with_memory(
    segments: Sequence[Segment], document: Document, policy: Policy, store: Store, settled: Settled
) -> tuple[Segment, ...]:
    """The segments with what was verified for the same text before; stored with the job, so that a job that is gone on
    with asks what it asked before.

    Only from documents of the same languages and the same data class, and of the same kind of segment.
    """
    rules = policy.memory
    idle = not (rules.reviewers or rules.members or rules.reuse != "off")
    if document.task is not Task.TRANSLATE or idle or not segments:
        return tuple(segments)
    texts = list(dict.fromkeys(segment.text for segment in segments))
    jobs: dict[str, JobRecord] = {}
    known: dict[tuple[str, str], dict[str, MemoryMatch]] = {}
    for one in settled(document.source_lang or "", document.target_lang or "", _MOST, texts):
        job = jobs.setdefault(one.job_id, jobs.get(one.job_id) or store.job(one.job_id))
        if not _same_kin(job.document, document):
            continue
        kept = known.setdefault((one.source, one.kind), {})
        found = _remembered(one, job.policy, policy)
        if one.target not in kept or _rank(found) > _rank(kept[one.target]):
            kept[one.target] = found
    return tuple(
        replace(segment, memory=_best(known.get((segment.text, segment.kind), {}).values())) for segment in segments
    )


def _best(found: Iterable[MemoryMatch]) -> tuple[MemoryMatch, ...]:
    """What people resolved first, then the newest."""
    newest = sorted(found, key=lambda one: one.at, reverse=True)
    return tuple(sorted(newest, key=_rank, reverse=True)[:_KEPT])


def _same_kin(one: Document, other: Document) -> bool:
    """A text of a class that fewer may see must not leak into a prompt or onto a screen of another."""
    kin = [(d.source_lang, d.target_lang, d.data_class) for d in (one, other)]
    return kin[0] == kin[1]


def _remembered(one: SettledSegment, then: Policy, now: Policy) -> MemoryMatch:
    human = one.verification is not Verification.AUTO
    wording = (then.style, then.glossary_terms) == (now.style, now.glossary_terms)
    basis = "human" if human and wording else "accepted" if not human and then.digest == now.digest else ""
    return MemoryMatch(one.target, one.verification.value, one.job_id, one.unit_id, one.document, one.at, basis)


def _rank(one: MemoryMatch) -> tuple[bool, bool]:
    return one.verification != Verification.AUTO.value, bool(one.reusable)
