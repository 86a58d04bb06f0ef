"""Facade for results: find units, read one's whole history, find translations made before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from consensus import review
from consensus.domain import (
    Call,
    Candidate,
    Decision,
    Event,
    Field,
    JobLine,
    Outcome,
    Rule,
    SettledSegment,
    UnitFilter,
    UnitLine,
    UnitPage,
    Verification,
)
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import places_of
from consensus.locate.evidence import snippet
from consensus.normalize.language_tags import pair_part
from consensus.ports.storage import LibraryStore, Store
from consensus.service.review.decisions import drawn_for

__all__ = [
    "PAGE",
    "FoundBefore",
    "Library",
    "StandsAt",
    "UnitFilter",
    "UnitHistory",
    "UnitLine",
    "UnitPage",
    "UnitText",
]

#: Units on one page of a table.
PAGE = 50
_MOST_JOBS = 200
#: Segments of translation memory that are looked through, the newest jobs' first.
_MOST_SEGMENTS = 50_000
#: Similarity (0..100) under which a source text is another text.
_SIMILAR = 70.0
_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class StandsAt:
    """A place of a value. line: from 1. text: what stands there around it. mark: where the value is in ``text``.

    count: of all its places.
    """

    line: int
    text: str
    mark: tuple[int, int]
    count: int


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """All that is stored of a unit. calls: those that its answers came from. events: of its job and its review item.

    stands: where a field's settled value stands in its document, the likeliest place first.
    blind: it waits for a person, so who gave which answer and what was decided before is left out. hidden: it waits
    until its batch is closed, so no answer is there, for nobody sees one before audits are drawn.
    """

    job: JobRecord
    record: UnitRecord
    verification: Verification
    calls: tuple[Call, ...]
    decisions: tuple[Decision, ...]
    events: tuple[Event, ...]
    stands: tuple[StandsAt, ...] = ()
    blind: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class UnitText:
    """What a line of a table stands for, uncut. place: source text or path, in ``source_lang``. value: as in the line,
    in ``target_lang``. reasons: why it has its verdict."""

    place: str
    value: str
    reasons: tuple[str, ...]
    source_lang: str | None
    target_lang: str | None


@dataclass(frozen=True, slots=True)
class FoundBefore:
    """A translation made before. similarity: of the source texts, 0..100; exact is 100. times: how often it stands."""

    segment: SettledSegment
    similarity: float
    times: int = 1


class Library:
    """What is stored, found again."""

    def __init__(self, store: Store, lines: LibraryStore) -> None:
        self._store, self._lines = store, lines

    def jobs(self, limit: int = _MOST_JOBS) -> Sequence[JobLine]:
        """The newest jobs, newest first."""
        return self._lines.job_lines(limit)

    def job(self, job_id: str) -> JobLine:
        """One job, by id or a unique prefix. Raises NotFoundError."""
        found = self._lines.job_lines(1, job_id) if job_id else ()
        return found[0] if found else self._lines.job_lines(1, self._store.job(job_id).id)[0]

    def units(self, wanted: UnitFilter, page: int = 0) -> UnitPage:
        """One page of units; the last one when there are not so many. Raises NotFoundError for an unknown job."""
        if wanted.job_id:
            wanted = replace(wanted, job_id=self.job(wanted.job_id).id)
        found = self._lines.unit_page(wanted, max(0, page) * PAGE, PAGE)
        if not found.lines and found.total:
            found = self._lines.unit_page(wanted, (found.total - 1) // PAGE * PAGE, PAGE)
        return replace(found, lines=self._nameless(found.lines))

    def text(self, job_id: str, unit_id: str) -> UnitText:
        """A unit of a table in full; who gave its answers is told of none. Raises NotFoundError."""
        job, record = self._store.job(job_id), self._store.unit(job_id, unit_id)
        verdict, made, document = record.verdict, record.resolution, job.document
        values = (made.value if made else None, *((verdict.value, verdict.leading) if verdict else ()))
        value = next((one for one in values if one is not None), "")
        names = [spec.name for spec in job.panel.members]
        waits = record.result.verification is Verification.UNVERIFIED
        told = verdict.reasons if verdict else ()
        return UnitText(
            record.unit.path if isinstance(record.unit, Field) else record.unit.text,
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str),
            tuple(review.nameless(one, names) if waits else one for one in told),
            document.source_lang if not isinstance(record.unit, Field) else None,
            document.target_lang,
        )

    def _nameless(self, lines: Sequence[UnitLine]) -> tuple[UnitLine, ...]:
        """The lines, with no member's name in the reason of a unit that waits for a person."""
        waits = [line.verification is Verification.UNVERIFIED and bool(line.reason) for line in lines]
        jobs = {line.job_id for line, one in zip(lines, waits, strict=True) if one}
        names = {job: [spec.name for spec in self._store.job(job).panel.members] for job in jobs}
        return tuple(
            replace(line, reason=review.nameless(line.reason, names[line.job_id])) if one else line
            for line, one in zip(lines, waits, strict=True)
        )

    def history(self, job_id: str, unit_id: str) -> UnitHistory:
        """One unit from its answers to its resolution; of one that waits for a person what a reviewer may see.

        Raises NotFoundError.
        """
        job = self._store.job(job_id)
        record = self._store.unit(job.id, unit_id)
        used = {answer.call_id for answer in record.answers}
        item = review.open_item(job.id, record).id
        events = [*self._store.events(job.id), *self._store.events(item)]
        found = UnitHistory(
            job,
            record,
            record.result.verification,
            tuple(call for call in self._store.calls(job.id) if call.id in used),
            tuple(self._store.decisions(item_id=item)),
            tuple(sorted(events, key=lambda event: event.at)),
            self._stands(job, record),
        )
        if record.verdict is not None and record.verdict.rule == Rule.OPEN_BATCH:
            return replace(
                found, record=replace(record, answers=(), agreement=None, findings=()), calls=(), hidden=True
            )
        if _waits(record):
            return self._blinded(found, item)
        return replace(found, record=replace(record, comments=tuple(self._store.comments(item))))

    def _blinded(self, found: UnitHistory, item_id: str) -> UnitHistory:
        """Without whatever would lead the person who is to decide: the letters are those of the review screen."""
        drawn = drawn_for(item_id, self._store)
        record = review.blinded(found.record, review.blind_order(found.record.choices, drawn))
        made = tuple(replace(one, resolution=replace(one.resolution, value=None)) for one in found.decisions)
        events = tuple(replace(one, detail="") if one.subject == item_id else one for one in found.events)
        return replace(found, record=record, calls=(), decisions=made, events=events, blind=True)

    def _stands(self, job: JobRecord, record: UnitRecord) -> tuple[StandsAt, ...]:
        if not isinstance(record.unit, Field) or record.result.value is None:
            return ()
        found = places_of(job, self._store.units(job.id))[record.unit.id]
        around = [(place.line, *snippet(job.document.text, place)) for place in found.places]
        return tuple(StandsAt(line, text, mark, found.count) for line, text, mark in around)

    def found_before(self, text: str, source_lang: str = "", target_lang: str = "") -> Sequence[FoundBefore]:
        """Verified translations of the same or a similar source text, the most similar first.

        Case and spaces do not count. Of equal ones, what people verified comes before what was accepted automatically,
        then what was imported, then the newest. Only the newest 50,000 segments of each kind are looked through.
        """
        wanted = _plain(text)
        if not wanted:
            return []
        stored = [
            *self._lines.settled_segments(source_lang.strip(), target_lang.strip(), _MOST_SEGMENTS),
            *self._imported(source_lang.strip(), target_lang.strip()),
        ]
        sources = [_plain(segment.source) for segment in stored]
        matches = process.extract(wanted, sources, scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=len(sources))
        found: dict[tuple[str, str], FoundBefore] = {}
        for _, similarity, place in matches:
            segment = stored[place]
            key = (sources[place], segment.target)
            known = found.get(key)
            best = segment if known is None or _rank(segment) > _rank(known.segment) else known.segment
            found[key] = FoundBefore(best, similarity, known.times + 1 if known else 1)
        ordered = sorted(found.values(), key=lambda one: one.segment.at, reverse=True)
        return sorted(ordered, key=lambda one: (-one.similarity, -_rank(one.segment)))[:_MOST_FOUND]

    def _imported(self, source_lang: str, target_lang: str) -> Sequence[SettledSegment]:
        """Pairs of imported memories for documents without a data class; none where a language is open."""
        if not (source_lang and target_lang):
            return ()
        langs = (pair_part(source_lang), pair_part(target_lang))
        return [
            SettledSegment("", "", one.origin, one.source, one.target, Verification.UNVERIFIED, one.changed_at)
            for one in self._lines.imported(*langs, "", None, _MOST_SEGMENTS)
        ]


def _waits(record: UnitRecord) -> bool:
    """Whether a person is still to choose between its answers."""
    verdict = record.verdict
    if record.resolution is not None or verdict is None or verdict.outcome is Outcome.ACCEPTED:
        return False
    return any(isinstance(one, Candidate) for one in record.answers)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _rank(segment: SettledSegment) -> int:
    """What people verified here before what was accepted here, and that before what was imported."""
    return {Verification.UNVERIFIED: 0, Verification.AUTO: 1}.get(segment.verification, 2)
