"""Everything one screen shows about one item, and nothing that would say who answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consensus.domain import Candidate, Code, Document, Field, Finding, Policy, ReviewItem, Rule, Segment, Task
from consensus.domain.job import JobRecord, UnitRecord
from consensus.review.decision import reject_reasons, shown
from consensus.review.difference import Spans, differing_spans
from consensus.review.order import BlindAnswer, blind_sentence
from consensus.review.places import lines, places
from consensus.review.sheet import SheetLine

#: Characters of the document shown before and after the place of a value.
_AROUND = 220
#: Glossary terms beside one segment; more would push the answers off the screen.
_MOST_TERMS = 6
#: Characters of a document that is short enough to be shown whole.
_WHOLE = 12_000


@dataclass(frozen=True, slots=True)
class CheckNote:
    """What a check says of one answer. veto: it forbids automatic acceptance."""

    message: str
    severity: str
    veto: bool


@dataclass(frozen=True, slots=True)
class BlindCandidate:
    """One answer behind its letter. differs: where others differ. places: where the value stands in ``source``.

    in_document: the same places in the text of the whole document; lines: the line of each, from 1. stands: where each
    is for people, "page 2" or "Sheet2!B7"; () for a document without pages or cells.
    """

    letter: str
    text: str
    no_value: bool
    differs: Spans
    notes: tuple[CheckNote, ...]
    places: Spans = ()
    in_document: Spans = ()
    lines: tuple[int, ...] = ()
    stands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What the schema says of a field, for a person: path, kind of value, title, description, allowed values."""

    path: str
    kind: str
    title: str = ""
    description: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """For an adjudicator: what one of two reviewers decided. text: the value, or "". said: action, reason, comment."""

    text: str
    said: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """An item as a reviewer sees it.

    source: the segment, or the part of the document around the values of a field. reason: why it came here, in one
    sentence. notice: where recorded answers come from, or "". shown_at: ISO 8601, since when it has been on screen.
    earlier: for an adjudicator alone. sheet: all fields of the document. repeats: open units that this decision settles
    too. drafts: what this reviewer typed before, by name. terms: of the glossary, (source, target, kind), in this unit.
    codes: the inline codes of a segment. place: where it stands in its file, for people, or "". file_note: what the
    file says to translators, or "". as_audit: one answer is looked at alone; else one is chosen.
    """

    item: ReviewItem
    task: Task
    document: str
    languages: tuple[str | None, str | None]
    source: str
    before: str
    after: str
    letters: tuple[BlindCandidate, ...]
    reason: str
    notes: tuple[CheckNote, ...]
    field: FieldWords | None
    reject_reasons: tuple[str, ...]
    notice: str
    position: int
    shown_at: str
    earlier: tuple[Earlier, ...] = ()
    sheet: tuple[SheetLine, ...] = ()
    repeats: int = 0
    drafts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    terms: tuple[tuple[str, str, str], ...] = ()
    codes: tuple[Code, ...] = ()
    place: str = ""
    file_note: str = ""
    as_audit: bool = False


def view_of(
    item: ReviewItem, job: JobRecord, record: UnitRecord, order: tuple[BlindAnswer, ...], shown_at: str
) -> ReviewView:
    """What the screen shows of an item. Pure."""
    unit, document = record.unit, job.document
    texts = [shown(blind.value) for blind in order]
    spans = differing_spans(texts, document.target_lang)
    source, before, after = _context(unit, document, order)
    found = [places(document.text, blind.value) if isinstance(unit, Field) else () for blind in order]
    return ReviewView(
        item=item,
        task=document.task,
        document=document.name,
        languages=(document.source_lang, document.target_lang),
        source=source,
        before=before,
        after=after,
        letters=tuple(
            BlindCandidate(
                letter=blind.letter,
                text=text,
                no_value=blind.value is None,
                differs=differs,
                notes=_notes(record, blind.members, order),
                places=places(source, blind.value) if isinstance(unit, Field) else (),
                in_document=stands,
                lines=lines(document.text, stands),
            )
            for blind, text, differs, stands in zip(order, texts, spans, found, strict=True)
        ),
        reason=_reason(job, record, order),
        notes=_notes(record, ("",), order),
        field=_words(unit) if isinstance(unit, Field) else None,
        reject_reasons=reject_reasons(document.task),
        notice=_notice(job, record),
        position=unit.index + 1,
        shown_at=shown_at,
        terms=_terms(job.policy, unit),
        codes=unit.codes if isinstance(unit, Segment) else (),
        place=unit.place if isinstance(unit, Segment) else "",
        file_note=unit.note if isinstance(unit, Segment) else "",
    )


def alone(view: ReviewView) -> ReviewView:
    """An audit: the source and the one answer, nothing of what the machine thinks of it. Pure."""
    (letter,) = view.letters
    bare = dataclasses.replace(letter, differs=(), notes=())
    why = "One answer is judged by itself, whatever others said."
    return dataclasses.replace(view, letters=(bare,), notes=(), reason=why, terms=(), as_audit=True)


def beside(view: ReviewView) -> ReviewView:
    """Two answers that are compared: nothing of where they come from or what a glossary would have. Pure."""
    return dataclasses.replace(view, notes=(), notice="", terms=(), reason="Which answer is better?")


def _reason(job: JobRecord, record: UnitRecord, order: Sequence[BlindAnswer]) -> str:
    """Why it came here. Where audits are mixed in, only what anybody sees, or the reason would mark them."""
    rules = job.policy.review
    mixed = rules.spot_share or rules.gold_share or job.policy.guarantee != "none"
    # What a judge said is told after the decision, and what a unit has come for otherwise would mark the others.
    verdict = record.verdict
    judged = job.policy.judge is not None and verdict is not None and verdict.rule in (Rule.JUDGE, Rule.SPLIT)
    if mixed or judged or record.resolution is not None:
        return "The answers differ." if len(order) > 1 else "A person looks at this one."
    reasons = verdict.reasons if verdict else ()
    return blind_sentence(reasons[0], order, record.choices) if reasons else "It waits for a person."


def _terms(policy: Policy, unit: Segment | Field) -> tuple[tuple[str, str, str], ...]:
    """Terms of the glossary that stand in the source."""
    if not isinstance(unit, Segment) or not policy.glossary_terms:
        return ()
    text = unit.text.casefold()
    return tuple(term for term in policy.glossary_terms if term[0].casefold() in text)[:_MOST_TERMS]


def _context(unit: Segment | Field, document: Document, order: Sequence[BlindAnswer]) -> tuple[str, str, str]:
    """Source, and what stands before and after it."""
    if isinstance(unit, Segment):
        return unit.text, unit.before, unit.after
    text = document.text
    if len(text) <= _WHOLE:
        return text, "", ""
    found = [span for blind in order for span in places(text, blind.value)[:1]]
    if not found:
        return text[:_WHOLE], "", "…"
    start, end = _line_start(text, min(start for start, _ in found)), max(end for _, end in found)
    if end - start > _WHOLE:
        start, end = _line_start(text, found[0][0]), found[0][1]
    end = min(len(text), end + _AROUND)
    return text[start:end], "…" if start else "", "…" if end < len(text) else ""


def _line_start(text: str, at: int) -> int:
    """The beginning of the line that stands some characters before a place."""
    return text.rfind("\n", 0, max(0, at - _AROUND)) + 1


def _notes(record: UnitRecord, members: Sequence[str], order: Sequence[BlindAnswer]) -> tuple[CheckNote, ...]:
    """Findings on any of these members, each sentence once: they gave the same answer. Nothing of a judge's."""
    found: dict[str, Finding] = {}
    for finding in record.findings:
        if finding.member in members and finding.check != Rule.JUDGE:
            found.setdefault(blind_sentence(finding.message, order, record.choices), finding)
    return tuple(CheckNote(message, finding.severity.value, finding.veto) for message, finding in found.items())


def _words(field: Field) -> FieldWords:
    schema = field.schema
    kind = schema.get("type", "any value")
    kinds = [str(entry) for entry in kind] if isinstance(kind, list | tuple) else [str(kind)]
    named = " or ".join("no value" if entry == "null" else entry for entry in kinds)
    form = f", {schema['format']}" if isinstance(schema.get("format"), str) else ""
    allowed = schema.get("enum")
    return FieldWords(
        path=field.path,
        kind=named + form,
        title=str(schema.get("title", "")),
        description=str(schema.get("description", "")),
        allowed=tuple(shown(value) for value in allowed if value is not None) if isinstance(allowed, list) else (),
    )


def _notice(job: JobRecord, record: UnitRecord) -> str:
    if job.panel.name == "recorded":
        return "Recorded example: these answers were written for the purpose; no model was asked."
    recorded = {spec.name for spec in job.panel.members if spec.source == "recorded"}
    if any(isinstance(answer, Candidate) and answer.member in recorded for answer in record.answers):
        return "Recorded answers are among these: they were given earlier and are replayed."
    return ""
