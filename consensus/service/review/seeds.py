"""Known errors shown again as blind audits: how many of them reviewers catch is what their audits are worth. Pure.

Whoever calls a right answer right must not be called blind, so only what is surely wrong is shown. Of the answers to a
unit that a person settled by looking at it, these are:

1. an accepted answer that an audit found wrong, and that was mended;
2. of a field, another number, truth value, allowed value or date than the settled one, unless it may be the same fact
   written otherwise: the comparison held both equal, or one is the other in percent, in thousands or with another sign;
3. of a segment, an answer in which the judge had found a grave error of accuracy, in words that the settled text does
   not have; or one that says the opposite of the settled text at the same place;
4. the one answer of a unit that was rejected for a grave error of accuracy or of value;
5. an answer that a check of facts forbids, where the settled one is not forbidden for the same fact.

That a person took another wording, or changed it, is no error: nothing else is known of such an answer. Nor is a
second opinion enough: it also objects to right answers, and a person then often changes a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from consensus import review
from consensus.check.contradictions import contradictions
from consensus.check.facts import read
from consensus.domain import (
    Action,
    Audit,
    AuditOutcome,
    Candidate,
    Decision,
    Facets,
    Field,
    ItemKind,
    Judgement,
    Origin,
    Resolution,
    ReviewItem,
    Rule,
    Severity,
)
from consensus.domain.job import DecisionEffect, JobRecord, UnitRecord
from consensus.normalize.digests import digest
from consensus.ports.guarantee import seed_id
from consensus.review import BlindAnswer
from consensus.service.guarantee.basis import key_of

#: Marks a gold item that shows an error; nobody sees it. The second kind: an error that no automatic check names.
FORBIDDEN, PLAIN = "known error", "plain known error"
#: Share of decisions before which one is shown, where a policy has a guarantee.
SEED_SHARE = 0.05
#: Checks that name a fact; what they forbid in an answer that a person passed over for another is an error.
_FACTS = frozenset(
    {"numbers", "signs", "percent", "units", "currency", "dates", "times", "placeholders", "untranslated", "codes"}
)
#: What of two answers in nearly the same words excludes each other. Names and order may differ in right ones.
_EXCLUSIVE = frozenset({"opposites", "negation"})
#: Reasons of a rejection that say that the answer is wrong, not that it could be better or that nobody can know.
_WRONG_FOR = (
    "accuracy: mistranslation",
    "accuracy: omission",
    "accuracy: addition",
    "accuracy: untranslated",
    "wrong value",
    "wrong field",
    "missing",
    "invented",
)
_GRAVE = (Severity.MAJOR, Severity.CRITICAL)
#: Gates of the comparison that say that the document itself can be read in two ways.
_AMBIGUOUS = frozenset({Rule.AMBIGUOUS_DATE, Rule.SCALE, Rule.SECOND_DOCUMENT, Rule.CHECKBOX, Rule.BLANK_ZERO})
#: One number written as a share or as percent, in thousands or in millions.
_SCALES = (100.0, 1_000.0, 1_000_000.0)


class KnownError(NamedTuple):
    """An answer that is surely wrong. plain: no automatic check names it, nor does one name those among accepted."""

    answer: BlindAnswer
    plain: bool


def is_seed(item: ReviewItem) -> bool:
    """Whether an item shows a known error."""
    return item.kind is ItemKind.GOLD and item.facets.reason in (FORBIDDEN, PLAIN)


def known_error(record: UnitRecord, job: JobRecord, settled: Resolution | None = None) -> KnownError | None:
    """An answer to this unit that is surely wrong, by what a person settled; None where none surely is.

    settled: the decision, where it is not yet in the record. One that no check names comes before the others.
    """
    made = settled or record.resolution
    if made is None or made.bulk or made.repeats or made.overruled:
        return None
    wrong = list({review.content(one): one for one in _wrong(record, job, made)}.values())
    found = [_known(value, record) for value in wrong]

    def order(one: KnownError) -> tuple[bool, str]:
        return not one.plain, digest("seed", record.unit.id, review.content(one.answer.value))

    return min(found, key=order, default=None)


def answer_alone(item: ReviewItem, record: UnitRecord, job: JobRecord) -> tuple[BlindAnswer, ...]:
    """The one answer of an item that is judged alone; nothing for one that is decided among all answers."""
    if item.kind is ItemKind.CHECK and record.verdict is not None:
        return review.lone_answer(record.answers, record.verdict)
    seed = known_error(record, job) if is_seed(item) else None
    return (seed.answer,) if seed is not None else ()


def with_seed(
    effect: DecisionEffect, item: ReviewItem, record: UnitRecord, job: JobRecord, seen_by: frozenset[str]
) -> DecisionEffect:
    """The decision shows that another answer was wrong, so that others can be shown it.

    seen_by: who had the unit open without deciding it; they are not shown it either.
    """
    settled = effect.settled
    if settled is None or item.kind not in (ItemKind.REVIEW, ItemKind.CHECK):
        return effect
    found = known_error(record, job, settled)
    if found is None:
        return effect
    of = item.facets
    facets = Facets(of.languages, of.field, PLAIN if found.plain else FORBIDDEN, of.risk, of.since)
    gold = review.shown_again(item, settled, "seed-item", facets, seen_by)
    return replace(effect, gold=gold)


def fit_for(item: ReviewItem, record: UnitRecord, job: JobRecord) -> bool:
    """Whether a unit with a known answer may still be shown to the item's owner: what made it known may be undone."""
    made = record.resolution
    if made is None or item.owner in (made.reviewer, *made.seconded_by):
        return False
    return not is_seed(item) or known_error(record, job) is not None


def once_missed(made: Resolution, earlier: Sequence[Decision]) -> Resolution:
    """What a person says of a known error: who called it right once does not catch it by taking that back."""
    missed = any(review.missed_error(one) for one in earlier if one.resolution.reviewer == made.reviewer)
    return replace(made, judgement=Judgement.RIGHT.value) if missed else made


def outcome_of(
    item: ReviewItem, settled: Resolution | None, made: Resolution, record: UnitRecord, job: JobRecord
) -> AuditOutcome | None:
    """What is told to the guarantee. Nothing while another person is to make the same audit: till then it waits."""
    if not is_seed(item):
        return AuditOutcome(Judgement(settled.judgement)) if settled is not None else None
    (policy, slice_), error, at = key_of(job), known_error(record, job), made.decided_at
    seed = Audit(
        item_id=seed_id(item.id, made.reviewer),
        job_id=item.job_id,
        unit_id=item.unit_id,
        policy=policy,
        slice=slice_,
        digest="",
        origin=Origin.SEEDED,
        drawn_at=at,
        due_at=at,
        plain=error is not None and error.plain,
    )
    return AuditOutcome(Judgement(made.judgement), seed)


def _known(value: Any, record: UnitRecord) -> KnownError:
    same = review.content(value)
    members = [a.member for a in record.answers if isinstance(a, Candidate) and review.content(a.value) == same]
    named = any(finding.veto and finding.member in members for finding in record.findings)
    return KnownError(BlindAnswer("A", value, tuple(sorted(members))), not named)


def _wrong(record: UnitRecord, job: JobRecord, made: Resolution) -> Iterator[Any]:
    """The values that are surely wrong, from every source."""
    given = [answer for answer in record.answers if isinstance(answer, Candidate)]
    if made.judgement:
        if made.judgement == Judgement.WRONG and made.action is Action.EDITED and record.verdict is not None:
            (audited,) = review.lone_answer(record.answers, record.verdict)
            if _bare(audited.value) != _bare(made.value):
                yield audited.value
        return
    if made.action is Action.REJECTED:
        values = {review.content(one.value): one.value for one in given}
        if len(values) == 1 and made.reason in _WRONG_FOR and made.severity in _GRAVE:
            yield from values.values()
        return
    others = [one for one in given if review.content(one.value) != review.content(made.value)]
    if isinstance(record.unit, Field):
        if not _ambiguous(record):
            yield from (one.value for one in others if _another_fact(one, made.value, given, record))
    elif isinstance(made.value, str):
        yield from (one.value for one in others if _says_otherwise(one, made.value, record, job))


def _ambiguous(record: UnitRecord) -> bool:
    return record.agreement is not None and not _AMBIGUOUS.isdisjoint(record.agreement.gates)


def _another_fact(answer: Candidate, value: Any, given: list[Candidate], record: UnitRecord) -> bool:
    """Whether a field's answer states another fact than its settled value."""
    schema = record.unit.schema if isinstance(record.unit, Field) else {}
    one, clusters = answer.value, record.agreement.clusters if record.agreement else ()
    taken = {other.member for other in given if review.content(other.value) == review.content(value)}
    if any(answer.member in cluster.members and not taken.isdisjoint(cluster.members) for cluster in clusters):
        return False
    if isinstance(one, bool) or isinstance(value, bool):
        return isinstance(one, bool) and isinstance(value, bool)
    if isinstance(one, int | float) and isinstance(value, int | float):
        near = "x-compare" in schema and not taken  # within which tolerance a value of one's own lies nobody compared
        return not near and not _same_amount(float(one), float(value))
    if one in (allowed := schema.get("enum") or ()) and value in allowed:
        return one is not None and value is not None
    return schema.get("format") == "date" and _is_date(one) and _is_date(value)


def _same_amount(one: float, other: float) -> bool:
    """Whether two numbers may be one amount: in percent, in thousands, or with the sign of a credit."""
    small, large = sorted((abs(one), abs(other)))
    return any(abs(small * scale - large) <= 1e-9 * large for scale in (1.0, *_SCALES))


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _says_otherwise(answer: Candidate, value: str, record: UnitRecord, job: JobRecord) -> bool:
    """Whether a segment's answer means something else than its settled text."""
    text = answer.value
    if not isinstance(text, str) or _bare(text) == _bare(value):
        return False
    return (
        _forbidden_alone(answer, value, record)
        or _judged_wrong(answer, value, record)
        or _opposite(text, value, record, job)
    )


def _forbidden_alone(answer: Candidate, value: str, record: UnitRecord) -> bool:
    forbidden = _forbidden(answer, record)
    taken = [a for a in record.answers if isinstance(a, Candidate) and review.content(a.value) == review.content(value)]
    return bool(forbidden) and not any(_forbidden(one, record) & forbidden for one in taken)


def _forbidden(answer: Candidate, record: UnitRecord) -> frozenset[str]:
    found = (f.check for f in record.findings if f.veto and f.member == answer.member)
    return frozenset(found) & _FACTS


def _judged_wrong(answer: Candidate, value: str, record: UnitRecord) -> bool:
    """Whether the judge found wrong words in an answer that the person, who was not told, did not leave either."""
    said = record.agreement.judgement if record.agreement else None
    judged = said and next((a for a in record.answers if isinstance(a, Candidate) and a.member == said.member), None)
    if said is None or not judged or review.content(judged.value) != review.content(answer.value):
        return False
    grave = (e for e in said.errors if e.category.startswith("accuracy") and e.severity in _GRAVE and e.span)
    return any(error.quote in answer.value and _bare(error.quote) not in _bare(value) for error in grave)


def _opposite(text: str, value: str, record: UnitRecord, job: JobRecord) -> bool:
    if isinstance(record.unit, Field):
        return False
    langs = job.document.source_lang, job.document.target_lang
    readings, source = [read(text, langs[1]), read(value, langs[1])], read(record.unit.text, langs[0])
    return any(what in _EXCLUSIVE for what, _ in contradictions(readings, source))


def _bare(value: Any) -> str:
    """What is left of a text without case, spaces and punctuation: in these alone no error of meaning lies."""
    return "".join(filter(str.isalnum, review.shown(value).casefold()))
