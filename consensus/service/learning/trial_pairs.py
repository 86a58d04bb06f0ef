"""From a decided document and the candidate's answers to pairs of answers, each of which people may compare. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consensus import compare
from consensus.compare import FieldComparison, SegmentAnswers
from consensus.domain import Abstention, AbstentionReason, Answer, Candidate, Draw, Field, Outcome, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.domain.trial import Pair, PairState, Trial
from consensus.normalize.digests import digest
from consensus.schema import assemble
from consensus.schema.paths import by_order_of_rows

#: Pairs of one document that people are shown, at most: it is one observation however many there are.
MOST_SHOWN = 5
#: Why a candidate could not be asked, by no fault of its own.
_UNASKED = frozenset(
    {
        AbstentionReason.UNAVAILABLE,
        AbstentionReason.KEY_REFUSED,
        AbstentionReason.OVER_BUDGET,
        AbstentionReason.NOT_RECORDED,
        AbstentionReason.NOT_NEEDED,
    }
)
_PANEL, _AGAIN, _CANDIDATE = "panel", "panel again", "candidate"


@dataclass(frozen=True, slots=True)
class TrialDocument:
    """A document of a trial once it is decided. draw: by the installation's key. at: now, ISO 8601."""

    trial: Trial
    job: JobRecord
    records: Sequence[UnitRecord]
    draw: Draw
    at: str


def drawn(trial: Trial, document_id: str, unit_id: str, draw: Draw) -> bool:
    """Whether the candidate is asked about a unit; unit_id: "" for a document that is asked about as a whole."""
    return draw(f"trial {trial.name}", f"{document_id} {unit_id}") < trial.share


def pairs_of(found: TrialDocument, answers: Mapping[str, tuple[Answer, ...]]) -> list[Pair]:
    """One pair for each unit that the candidate was asked about and to which the panel has an answer.

    answers: the candidate's, by unit; by the document's id for extraction. Of those that differ, some are shown to
    people, by the key; the answers to these alone are kept.
    """
    given = _fields(found, answers) if found.job.document.task is Task.EXTRACT else _segments(found, answers)
    pairs = list(given)
    differ = sorted((one for one in pairs if one.state is PairState.OPEN), key=lambda one: found.draw("shown", one.id))
    beyond = {one.id for one in differ[MOST_SHOWN:]}
    return [
        replace(one, state=PairState.BEYOND, panel=None, candidate=None, has_texts=False) if one.id in beyond else one
        for one in pairs
    ]


def panel_answer(record: UnitRecord) -> Candidate | None:
    """What the panel would have delivered, or, where a person had to decide, the answer that leads; None without one.

    What a person wrote is no answer of the panel's.
    """
    verdict = record.verdict
    given = [one for one in record.answers if isinstance(one, Candidate)]
    if verdict is None or not given:
        return None
    value = verdict.value if verdict.outcome is Outcome.ACCEPTED else verdict.leading
    if isinstance(record.unit, Segment) and not (isinstance(value, str) and value.strip()):
        return None
    return Candidate(record.unit.id, _PANEL, _PANEL, value)


def _segments(found: TrialDocument, answers: Mapping[str, tuple[Answer, ...]]) -> Iterator[Pair]:
    for record in found.records:
        given, ours = answers.get(record.unit.id, ()), panel_answer(record)
        if not given or ours is None or not isinstance(record.unit, Segment):
            continue
        if isinstance(given[0], Abstention):
            yield _missing(found, record, given[0].reason)
            continue
        theirs, segment = replace(given[0], member=_CANDIDATE, family=_CANDIDATE), record.unit
        members = [one for one in record.answers if isinstance(one, Candidate)]

        def same(one: Candidate, segment: Segment = segment, theirs: Candidate = theirs) -> bool:
            return _same_wording(segment, (replace(one, member=_PANEL, family=_PANEL), theirs), found.job)

        alike = {one.family for one in members if same(one)}
        yield _pair(found, record, (ours.value, theirs.value), alike, is_same=same(ours))


def _same_wording(segment: Segment, answers: tuple[Answer, ...], job: JobRecord) -> bool:
    """Whether two translations are one for the comparison: letter by letter in canonical form."""
    langs = (job.document.source_lang, job.document.target_lang)
    agreement = compare.compare_segments([SegmentAnswers(segment, answers)], job.policy.translation, langs)[0]
    return len(agreement.clusters) == 1 and agreement.disagreement == 0


def _fields(found: TrialDocument, answers: Mapping[str, tuple[Answer, ...]]) -> Iterator[Pair]:
    given = answers.get(found.job.document.id, ())
    theirs = {record.unit.id: panel_answer(record) for record in found.records}
    if not given:
        return
    if isinstance(given[0], Abstention):
        reason = given[0].reason
        yield from (_missing(found, one, reason) for one in found.records if theirs[one.unit.id] is not None)
        return
    mine = {record.unit.id: ours for record in found.records if (ours := theirs[record.unit.id]) is not None}
    cells = _beside(found, mine, replace(given[0], member=_CANDIDATE, family=_CANDIDATE))
    for record in found.records:
        ours, cell = theirs[record.unit.id], cells.get(record.unit.id)
        if ours is None or cell is None:
            continue
        answer = next((one for one in cell.answers if one.member == _CANDIDATE), None)
        if not isinstance(answer, Candidate):
            reason = answer.reason if isinstance(answer, Abstention) else AbstentionReason.OMITTED
            yield _missing(found, record, reason)
            continue
        is_same = any({_PANEL, _CANDIDATE} <= set(cluster.members) for cluster in cell.agreement.clusters)
        yield _pair(found, record, (ours.value, answer.value), _families(record, answer.value, is_same), is_same)


def _beside(found: TrialDocument, mine: Mapping[str, Candidate], theirs: Answer) -> dict[str, FieldComparison]:
    """Unit id -> its cell in the comparison of the panel's object with the candidate's.

    The rows of the two are aligned anew, so that a row of a table may have another number than in the document's own
    comparison; it is told by its place among the rows of the panel, whose order stays. mine: the panel's, by unit.
    """
    document, rules, schema = found.job.document, found.job.policy.extraction, found.job.document.schema or {}
    units = {
        record.unit.path: record.unit.id
        for record in found.records
        if isinstance(record.unit, Field) and record.unit.id in mine
    }
    whole = assemble(schema, {path: mine[unit].value for path, unit in units.items()})
    # Of two voices for one, the panel's rows lead: those of the candidate alone come between them.
    both = (*(Candidate(document.id, name, name, whole) for name in (_PANEL, _AGAIN)), theirs)
    compared = compare.compare_fields(document.id, document.text, schema, both, rules, document.source_lang)
    ours = {cell.field.path: cell for cell in compared if _in_panel(cell)}
    cells = by_order_of_rows(ours)
    return {units[path]: ours[cells[place]] for place, path in by_order_of_rows(units).items() if place in cells}


def _in_panel(cell: FieldComparison) -> bool:
    return any(one.member == _PANEL and isinstance(one, Candidate) and not one.row_absent for one in cell.answers)


def _families(record: UnitRecord, value: Any, is_same: bool) -> set[str]:
    """Families of the panel that gave the candidate's value, as far as the comparison or its letters tell."""
    clusters = record.agreement.clusters if record.agreement is not None else ()
    leading = clusters[0].families if clusters and is_same else ()
    written = json.dumps(value, sort_keys=True, default=str)
    literal = {
        one.family
        for one in record.answers
        if isinstance(one, Candidate) and json.dumps(one.value, sort_keys=True, default=str) == written
    }
    return literal.union(leading)


def _pair(found: TrialDocument, record: UnitRecord, values: tuple[Any, Any], alike: set[str], is_same: bool) -> Pair:
    pair = _empty(found, record)
    clusters = record.agreement.clusters if record.agreement is not None else ()
    answered = {one.family for one in record.answers if isinstance(one, Candidate)}
    pair = replace(pair, alike=tuple(sorted(alike)), answered=tuple(sorted(answered)), split=len(clusters) > 1)
    if is_same:
        return replace(pair, state=PairState.SAME)
    swapped = found.draw(f"order {found.trial.seed}", pair.id) < 0.5
    return replace(pair, swapped=swapped, panel=values[0], candidate=values[1], has_texts=True)


def _missing(found: TrialDocument, record: UnitRecord, reason: AbstentionReason) -> Pair:
    state = PairState.UNASKED if reason in _UNASKED else PairState.FAILED
    return replace(_empty(found, record), state=state, why=reason.value)


def _empty(found: TrialDocument, record: UnitRecord) -> Pair:
    job, unit = found.job, record.unit
    document = job.document
    languages = " → ".join(tag for tag in (document.source_lang, document.target_lang) if tag)
    kind = Path(document.name).suffix.lstrip(".").lower() or document.format
    return Pair(
        id=digest("trial pair", found.trial.name, job.id, unit.id),
        trial=found.trial.name,
        job_id=job.id,
        unit_id=unit.id,
        document=document.id,
        slice=(document.task.value, languages, kind),
        position=unit.index,
        state=PairState.OPEN,
        asked_at=found.at,
    )
