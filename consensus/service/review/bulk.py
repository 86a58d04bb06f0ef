"""Many decisions at once: only from a filtered set, capped, after a sample was looked at, and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consensus import review
from consensus.auth.roles import Role
from consensus.domain import Action, Event, Field, ItemKind, Resolution, ReviewItem
from consensus.domain.job import QueueFilter, UnitRecord
from consensus.errors import ConflictError, TooSoonError, UsageError
from consensus.review import Choice
from consensus.service.review.decisions import DecisionService

#: Items of one bulk acceptance.
CAP = 100
#: Looked at one by one before the others: one in ten, and never fewer than three.
_SAMPLE_SHARE, _SAMPLE_LEAST = 10, 3


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One item of the set with the answer that would be taken. right: what the reviewer said of it, None before."""

    item: ReviewItem
    source: str
    answer: str
    letter: str
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class BulkOffer:
    """A set to accept. sample: to be looked at one by one. rest: the others. shown_at: of the line now on screen."""

    sample: tuple[BulkLine, ...]
    rest: tuple[BulkLine, ...]
    shown_at: str

    @property
    def size(self) -> int:
        """How many would be accepted."""
        return len(self.sample) + len(self.rest)

    @property
    def open_line(self) -> BulkLine | None:
        """The line of the sample to look at now; None when all were."""
        return next((line for line in self.sample if line.right is None), None)

    @property
    def refused(self) -> bool:
        """An answer of the sample was wrong: this set is decided one by one."""
        return any(line.right is False for line in self.sample)


class Bulk:
    """Accept the leading answers of a filtered set."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def offer(self, owner: str, wanted: QueueFilter) -> BulkOffer:
        """The first hundred items of a filter that have a leading answer which no check forbids.

        Raises UsageError without a filter.
        """
        if not any((wanted.languages, wanted.field, wanted.reason, wanted.risk, wanted.job_id)):
            raise UsageError("bulk acceptance works on a filtered set alone.", do="Choose a filter first.")
        part, now = self._decisions.allowed(owner, wanted), self._decisions.clock.now()
        waiting = self._decisions.store.waiting(replace(part, adjudicates=False, person=""), now, CAP)
        lines = [line for item in waiting if owner not in item.barred and (line := self._line(item)) is not None]
        if len(lines) <= _SAMPLE_LEAST:
            raise UsageError("this set is too small for bulk acceptance.", do="Decide its items one by one.")
        size = max(_SAMPLE_LEAST, len(lines) // _SAMPLE_SHARE)
        drawn = sorted(lines, key=lambda line: self._decisions.settings.draw("bulk sample", f"{owner} {line.item.id}"))
        return BulkOffer(tuple(drawn[:size]), tuple(drawn[size:]), now.isoformat())

    def judge(self, owner: str, offer: BulkOffer, right: bool) -> BulkOffer:
        """Say of the sample's line on screen whether its answer is right. Raises TooSoonError."""
        line, now = offer.open_line, self._decisions.clock.now()
        if line is None:
            return offer
        dwell = now - datetime.fromisoformat(offer.shown_at)
        if timedelta(0) <= dwell < timedelta(seconds=review.MINIMUM_DWELL):
            raise TooSoonError("this one had only just appeared.", do="Look at it and say again.")
        sample = tuple(replace(one, right=right) if one is line else one for one in offer.sample)
        detail = "right" if right else "wrong"
        event = Event(now.isoformat(), owner, "bulk-sample", line.item.id, detail)
        self._decisions.store.log_event(event)
        return replace(offer, sample=sample, shown_at=now.isoformat())

    def accept(self, owner: str, offer: BulkOffer, confirmed: int) -> int:
        """Decide the whole set as one looked at the sample; how many were decided. Others may have taken some since.

        confirmed: the number of items, as the reviewer typed it. Raises UsageError before the sample is looked at, when
        one of it was wrong, or for another number.
        """
        if offer.open_line is not None or offer.refused:
            raise UsageError("the sample must be looked at and right.", do="Decide these items one by one.")
        if confirmed != offer.size:
            raise UsageError(f"this set has {offer.size} items.", do="Type that number to confirm.")
        return sum(self._accept(owner, line) for line in (*offer.sample, *offer.rest))

    def rest_of_document(self, owner: str, job_id: str) -> Sequence[UnitRecord]:
        """Fields that the machine accepted and nobody has looked at."""
        self._decisions.require(owner, Role.REVIEWER)
        return review.confirmable([one for one in self._decisions.records(job_id) if isinstance(one.unit, Field)])

    def accept_rest(self, owner: str, job_id: str, shown_at: str, confirmed: Sequence[str]) -> int:
        """Confirm accepted fields by their unit ids, as they stood on screen; how many. Others are left alone."""
        self._decisions.forget(job_id)
        now = self._decisions.clock.now().isoformat()
        made = []
        for record in self.rest_of_document(owner, job_id):
            if record.unit.id in confirmed and record.verdict is not None:
                member, value = record.verdict.representative, record.verdict.value
                kept = Resolution(record.unit.id, Action.CHOSEN, owner, value, shown_at, now, member, bulk=True)
                made.append((kept, Event(now, owner, "confirm", f"{job_id}/{record.unit.id}", "rest of document")))
        self._decisions.forget(job_id)
        return self._decisions.store.confirm(job_id, made)

    def _line(self, item: ReviewItem) -> BulkLine | None:
        record = self._decisions.store.unit(item.job_id, item.unit_id)
        verdict = record.verdict
        # What was drawn to be checked is looked at by itself, or the check says nothing.
        if verdict is None or verdict.leading is None or item.round > 1 or item.kind is not ItemKind.REVIEW:
            return None
        order = review.blind_order(record.choices, item.id, self._decisions.settings.seed)
        leading = review.shown(verdict.leading)
        letter = next((blind.letter for blind in order if review.shown(blind.value) == leading), "")
        unit = record.unit
        source = unit.path if isinstance(unit, Field) else unit.text
        taken = next((blind.members for blind in order if blind.letter == letter), ())
        forbidden = any(finding.veto and finding.member in taken for finding in record.findings)
        return BulkLine(item, source, leading, letter) if letter and not forbidden else None

    def _accept(self, owner: str, line: BulkLine) -> bool:
        """One item of the set, guarded like any other decision."""
        decisions = self._decisions
        part = decisions.allowed(owner, None)
        held = decisions.store.claim(line.item.id, part, owner, decisions.clock.now(), review.LEASE_SECONDS)
        if held is None or held.version != line.item.version + 1:
            return False
        try:
            decisions.decide(decisions.view(held), review.chosen, Choice(letter=line.letter), bulk=True)
        except ConflictError:
            return False
        return True
