"""Who reviews, what they may do, and how they decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consensus import review
from consensus.auth.roles import Role
from consensus.domain import Decision, ItemKind
from consensus.errors import NotFoundError
from consensus.review import Reliability, ReviewerFigures
from consensus.service.review.decisions import DecisionService

__all__ = ["People", "PeopleReport", "Reliability", "ReviewerFigures", "Role"]


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """reviewers: the figures of each, by name. reliability: between them. spot: (agreed, checked) of spot checks."""

    reviewers: Sequence[ReviewerFigures]
    reliability: Reliability
    spot: tuple[int, int]


class People:
    """Roles and figures."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def roles(self, person: str) -> frozenset[Role]:
        """What a person may do."""
        return self._decisions.settings.roles().of(person)

    def report(self, asking: str) -> PeopleReport:
        """Figures over all decisions. Raises UsageError for one who is no admin."""
        self._decisions.require(asking, Role.ADMIN)
        made = self._decisions.store.decisions()
        gold = {key: label for key in _units(made, ItemKind.GOLD) if (label := self._settled(*key)) is not None}
        spots = [one for one in review.in_force(made) if one.kind is ItemKind.SPOT and one.round == 1]
        accepted = {key: label for key in _units(spots, ItemKind.SPOT) if (label := self._accepted(*key)) is not None}
        checked = [one for one in spots if (one.job_id, one.unit_id) in accepted]
        agreed = sum(review.answer_of(one.resolution) == accepted[(one.job_id, one.unit_id)] for one in checked)
        return PeopleReport(review.figures(made, gold), review.reliability(made), (agreed, len(checked)))

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
