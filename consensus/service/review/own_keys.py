"""The keys that each reviewer chose for the review screen."""

from __future__ import annotations

from collections.abc import Mapping

from consensus import review
from consensus.auth.roles import Role
from consensus.review.keys import ACTIONS, KeyAction, Keys
from consensus.service.review.decisions import DecisionService

__all__ = ["ACTIONS", "KeyAction", "Keys", "OwnKeys"]


class OwnKeys:
    """A person's keys are the same on every machine that shares the database."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def of(self, person: str) -> Keys:
        """The keys of a person; the default ones for one who chose none."""
        return review.keys_of(self._decisions.store.chosen_keys(person))

    def change(self, person: str, keys: Mapping[str, str]) -> None:
        """Give every action its key. Raises UsageError naming each that cannot be, ForbiddenError."""
        self._decisions.require(person, Role.REVIEWER)
        self._decisions.store.save_chosen_keys(person, review.chosen_of(keys))

    def reset(self, person: str) -> None:
        """Take the default keys again. Raises ForbiddenError."""
        self._decisions.require(person, Role.REVIEWER)
        self._decisions.store.save_chosen_keys(person, {})
