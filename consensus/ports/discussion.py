"""What reviewers say to each other, and what each chose for themselves, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from consensus.domain import Assignment, Comment, Event, ReviewItem


class DiscussionStore(Protocol):
    """Comments and questions. They go with their job. Every change is guarded by what was seen of the item."""

    def comments(self, item_id: str) -> Sequence[Comment]:
        """On one item, the oldest first."""

    def comments_of(self, job_id: str) -> Sequence[Comment]:
        """On all items of a job, the oldest first; none on units with known answers, nor on those that somebody has
        still to decide blindly."""

    def add_comment(self, item: ReviewItem, comment: Comment, event: Event) -> bool:
        """False, and nothing is written, where the item's owner does not hold it as it was shown."""

    def assign(self, item: ReviewItem, question: Comment, assignment: Assignment, event: Event) -> bool:
        """Ask, and give the item back; an assignment that it had is over. Guarded as ``add_comment``."""

    def hand_back(self, item: ReviewItem, answer: Comment, assignment: Assignment, event: Event) -> bool:
        """Answer, and let the item wait for the asker, until the assignment's end. Guarded as ``add_comment``."""

    def assignment(self, item: ReviewItem, now: datetime) -> Assignment | None:
        """The one in force of an item."""

    def assignments_of(self, person: str, now: datetime) -> Sequence[Assignment]:
        """Those in force that wait for a person or that they asked for, of items that are not settled."""


class KeyChoices(Protocol):
    """Which keys each reviewer chose."""

    def chosen_keys(self, person: str) -> Mapping[str, str]:
        """The letter or digit, by what it does; {} for one who chose none."""

    def save_chosen_keys(self, person: str, keys: Mapping[str, str]) -> None:
        """In place of those before; {} forgets them."""
