"""Who reviews, what they may do, and how they decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import floor
from typing import Any

from consensus import certify, review
from consensus.auth.roles import Role
from consensus.domain import Decision, ItemKind
from consensus.errors import NotFoundError
from consensus.review import Reliability, ReviewerFigures
from consensus.service.review.decisions import DecisionService

__all__ = ["People", "PeopleReport", "Reliability", "ReviewerFigures", "missed_between"]

#: Units that two or more people decided, below which nothing is said of their agreement.
LEAST_SHARED = 20
#: Of ranges, where no policy names another.
_CONFIDENCE = 0.95
#: Values of alpha from which labels are reliable, or good for tentative conclusions (Krippendorff, Content Analysis).
_RELIABLE, _TENTATIVE = 0.8, 0.667


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """reviewers: the figures of each, by name. reliability: between them. spot: (agreed, checked) of spot checks.

    confidence: of ranges, 0..1. known: what each guarantee takes reviewers to catch, one sentence each.
    """

    reviewers: Sequence[ReviewerFigures]
    reliability: Reliability
    spot: tuple[int, int]
    confidence: float = _CONFIDENCE
    known: tuple[str, ...] = ()

    @property
    def agreement(self) -> str:
        """How far reviewers agree, in words, with the number of units behind it."""
        alpha, units = self.reliability.alpha, self.reliability.units
        if not units:
            return "Nothing is known of agreement yet: no unit was decided blindly by two or more people."
        shared = f"{units:,} unit{'s' if units != 1 else ''} decided blindly by two or more people"
        if units < LEAST_SHARED:
            return f"Too few to say how far reviewers agree: {shared}; a value is given from {LEAST_SHARED} on."
        if alpha is None:
            return f"All labels are the same over {shared}: without variation agreement cannot be told from habit."
        meaning = (
            "one person's decision can be relied upon"
            if alpha >= _RELIABLE
            else "only tentative conclusions can be drawn from one person's decision"
            if alpha >= _TENTATIVE
            else "one person's decision alone cannot be relied upon: look at what the guidelines leave open"
        )
        return (
            f"Krippendorff's alpha is {_cut(alpha)} over {shared} (1: always the same; 0: as often as by chance). "
            f"At this value {meaning}."
        )

    def as_dict(self) -> Mapping[str, Any]:
        """As JSON. Shares are given as their two counts."""
        agreement = {**asdict(self.reliability), "words": self.agreement}
        spots = dict(zip(("agreed", "checked"), self.spot, strict=True))
        rows = [_as_dict(one, self.confidence) for one in self.reviewers]
        known = {"confidence": self.confidence, "known_errors": list(self.known)}
        return {"reviewers": rows, "agreement": agreement, "spot_checks": spots, **known}


def _as_dict(one: ReviewerFigures, confidence: float) -> Mapping[str, Any]:
    within = missed_between(one, confidence)
    return {
        "reviewer": one.reviewer,
        "decisions": one.decisions,
        "audits": one.audits,
        "undone": one.undone,
        "seconds_median": one.seconds,
        "edits_mean": one.edits,
        "actions": one.actions,
        "gold": dict(zip(("agreed", "shown"), one.gold, strict=True)),
        "second_review": dict(zip(("overruled", "decided"), one.second, strict=True)),
        "seeded": dict(zip(("missed", "shown"), one.seeded, strict=True), missed_between=within),
    }


def missed_between(one: ReviewerFigures, confidence: float = _CONFIDENCE) -> tuple[float, float] | None:
    """The share of errors that a reviewer misses, 0..1, by the known ones; None where none was shown.

    It holds from the first one on, however often one looks.
    """
    missed, shown = one.seeded
    if not shown:
        return None
    lower, upper = certify.confidence_sequence(missed, shown, round(1 - confidence, 12))
    return float(lower), float(upper)


def _cut(alpha: float) -> str:
    """Three decimals, rounded down: agreement must not look better than it is."""
    return f"{floor(1000 * alpha + 1e-9) / 1000:.3f}"


class People:
    """Roles and figures."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def roles(self, person: str) -> frozenset[Role]:
        """What a person may do."""
        return self._decisions.settings.roles().of(person)

    def waiting(self, person: str) -> Mapping[str, int]:
        """How many items wait for a person, by job, blind audits among them; nothing for one who may not review."""
        if Role.REVIEWER not in self.roles(person):
            return {}
        part = self._decisions.allowed(person, None)
        return self._decisions.store.waiting_by_job(part, person, self._decisions.clock.now())

    def report(self, asking: str) -> PeopleReport:
        """Figures over all decisions. Raises UsageError for one who is no admin."""
        self._decisions.require(asking, Role.ADMIN)
        made = self._decisions.store.decisions()
        gold = {key: label for key in _units(made, ItemKind.GOLD) if (label := self._settled(*key)) is not None}
        spots = [one for one in review.in_force(made) if one.kind is ItemKind.SPOT and one.round == 1]
        accepted = {key: label for key in _units(spots, ItemKind.SPOT) if (label := self._accepted(*key)) is not None}
        checked = [one for one in spots if (one.job_id, one.unit_id) in accepted]
        agreed = sum(review.answer_of(one.resolution) == accepted[(one.job_id, one.unit_id)] for one in checked)
        people, between = review.figures(made, gold), review.reliability(made)
        return PeopleReport(people, between, (agreed, len(checked)), *self._known())

    def _known(self) -> tuple[float, tuple[str, ...]]:
        """The strictest confidence of any guarantee, and what each makes of the known errors that were shown."""
        decisions = self._decisions
        confidence, words = [], []
        for snapshot in decisions.store.load_guarantees(decisions.clock.now().isoformat()):
            record = snapshot.record
            if record is not None:
                confidence.append(record.confidence)
                found = certify.detection(snapshot.seeds, record.catch, round(1 - record.confidence, 12))
                stops = "" if found.share else " While that is so, nothing is accepted automatically."
                words.append(f"{record.policy}, {record.slice}: {found.words}{stops}")
        return max(confidence, default=_CONFIDENCE), tuple(words)

    def _settled(self, job_id: str, unit_id: str) -> str | None:
        try:
            settled = self._decisions.store.unit(job_id, unit_id).resolution
        except NotFoundError:
            return None
        return review.answer_of(settled) if settled is not None else None

    def _accepted(self, job_id: str, unit_id: str) -> str | None:
        """What the machine had accepted, as a label."""
        try:
            verdict = self._decisions.store.unit(job_id, unit_id).verdict
        except NotFoundError:
            return None
        return review.content(verdict.value) if verdict is not None else None


def _units(made: Sequence[Decision], kind: ItemKind) -> set[tuple[str, str]]:
    return {(one.job_id, one.unit_id) for one in made if one.kind is kind}
