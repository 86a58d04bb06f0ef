"""Translation memory: earlier verified translations of the very same text, found when a document is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from consensus.domain import (
    Document,
    MemoryEntry,
    MemoryMatch,
    Policy,
    Segment,
    SettledSegment,
    Task,
    Unit,
    Verification,
)
from consensus.domain.job import JobRecord
from consensus.normalize.coded import damage_of, is_code
from consensus.normalize.language_tags import pair_part
from consensus.ports.storage import Store

#: (source language, target language, most, texts) -> verified segments with these texts, the newest jobs' first.
Settled = Callable[[str, str, int, Sequence[str]], Sequence[SettledSegment]]

#: (source language, target language, data class, texts, most) -> pairs of imported memories.
Imported = Callable[[str, str, str, Sequence[str] | None, int], Sequence[MemoryEntry]]
#: How a pair of an imported memory was verified here: not at all.
IMPORTED = "imported"

_Codes = tuple[tuple[int, str, str], ...]
#: Segments looked at for one document, and kept beside one segment.
_MOST, _KEPT = 20_000, 3


def nothing(source_lang: str, target_lang: str, limit: int, texts: Sequence[str]) -> Sequence[SettledSegment]:
    """The memory of an installation that keeps none."""
    return ()


def none_imported(
    source_lang: str, target_lang: str, data_class: str, texts: Sequence[str] | None, limit: int
) -> Sequence[MemoryEntry]:
    """No memory was imported."""
    return ()


def with_memory(
    segments: Sequence[Segment],
    document: Document,
    policy: Policy,
    store: Store,
    settled: Settled,
    imported: Imported = none_imported,
) -> tuple[Segment, ...]:
    """The segments with what was verified for the same text before; stored with the job, so that a job that is gone on
    with asks what it asked before.

    Only from documents of the same languages and the same data class, and of the same kind of segment; with inline
    codes, only where these are of the same kinds and roles and the translation holds them whole. What was
    imported stands behind what was verified here, and is never delivered without being asked about.
    """
    rules = policy.memory
    idle = not (rules.reviewers or rules.members or rules.reuse != "off")
    if document.task is not Task.TRANSLATE or idle or not segments:
        return tuple(segments)
    texts = list(dict.fromkeys(segment.text for segment in segments))
    jobs: dict[str, JobRecord] = {}
    known: dict[tuple[str, str, _Codes], dict[str, MemoryMatch]] = {}
    for one in settled(document.source_lang or "", document.target_lang or "", _MOST, texts):
        job = jobs.setdefault(one.job_id, jobs.get(one.job_id) or store.job(one.job_id))
        if not _same_kin(job.document, document):
            continue
        codes = _codes_of(store.unit(one.job_id, one.unit_id).unit) if is_code(one.source) else ()
        kept = known.setdefault((one.source, one.kind, codes), {})
        found = _remembered(one, job.policy, policy)
        if one.target not in kept or _rank(found) > _rank(kept[one.target]):
            kept[one.target] = found
    langs = (pair_part(document.source_lang or ""), pair_part(document.target_lang or ""))
    others: dict[str, dict[str, MemoryMatch]] = {}
    for pair in imported(*langs, document.data_class or "", texts, _MOST):
        match = MemoryMatch(pair.target, IMPORTED, "", "", pair.origin, pair.changed_at)
        others.setdefault(pair.source, {}).setdefault(pair.target, match)
    found_for = {
        segment.id: [
            *(
                match
                for match in known.get((segment.text, segment.kind, _codes_of(segment)), {}).values()
                if not damage_of(segment.text, match.target, segment.codes)
            ),
            *(others.get(segment.text, {}).values() if not segment.codes else ()),
        ]
        for segment in segments
    }
    return tuple(replace(segment, memory=_best(found_for[segment.id])) for segment in segments)


def _codes_of(unit: Unit) -> _Codes:
    """What must be the same in two texts for a translation of the one to fit the other, besides their words."""
    return tuple((c.id, c.kind, c.role) for c in unit.codes) if isinstance(unit, Segment) else ()


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


def _rank(one: MemoryMatch) -> tuple[int, bool]:
    by_machine = {Verification.AUTO.value: 1, IMPORTED: 0}
    return by_machine.get(one.verification, 2), bool(one.reusable)
