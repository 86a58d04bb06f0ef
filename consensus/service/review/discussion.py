"""Comments on an item, and questions to a colleague, who is served the item first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from consensus import review
from consensus.auth.roles import Role
from consensus.domain import Assignment, Comment, CommentKind, ItemKind, ReviewItem
from consensus.errors import ConflictError, UsageError
from consensus.review import ReviewView, ShownComment
from consensus.service.review import seeds
from consensus.service.review.decisions import STALE, DecisionService

__all__ = ["ANSWER_DAYS", "LONGEST", "Conversation", "Discussion", "OwnQuestions", "ShownComment"]

#: Days that an item waits for whoever was asked, and then for whoever asked; after these for everybody.
ANSWER_DAYS = 3
#: Characters of a comment.
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said about an item, as far as a person may see it. may_write: audits have no comments.

    asked_by: whose question about it waits for this person, "" for none. answered: a colleague has answered this
    person's own question about it.
    """

    comments: tuple[ShownComment, ...] = ()
    may_write: bool = False
    asked_by: str = ""
    answered: bool = False


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """How many items wait for a person with a question to them, with an answer to theirs, and for whom they asked."""

    to_answer: int = 0
    answered: int = 0
    asked: int = 0

    @property
    def waiting(self) -> int:
        """How many items the filter "mine" has."""
        return self.to_answer + self.answered


class Discussion:
    """What reviewers say to each other about the item on screen."""

    def __init__(self, decisions: DecisionService) -> None:
        self._decisions = decisions

    def of(self, view: ReviewView) -> Conversation:
        """What its holder sees of it now."""
        item, store = view.item, self._decisions.store
        if _is_audit(view):
            return Conversation()
        shown = review.comments_for(item.owner, item, store.comments(item.id))
        found = store.assignment(item, self._decisions.clock.now())
        mine = found if found is not None and found.person == _name(item.owner) else None
        if mine is None:
            return Conversation(shown, may_write=True)
        return Conversation(shown, True, "" if mine.answered else mine.asker, mine.answered)

    def comment(self, view: ReviewView, text: str) -> None:
        """Say something to whoever reviews the unit. Raises UsageError for an audit, without text, or with too much;
        ConflictError when the item is not as shown."""
        made = self._written(view, text)
        event = self._decisions.event(view.item, "comment", "")
        if not self._decisions.store.add_comment(view.item, made, event):
            raise ConflictError(STALE, do="Take the next one.")

    def colleagues(self, view: ReviewView) -> tuple[str, ...]:
        """Who can be asked: everybody else with the role that the item needs, whoever had it before."""
        needed = Role.ADJUDICATOR if view.item.round > 2 else Role.REVIEWER
        return tuple(sorted(self._decisions.settings.roles().having(needed) - {_name(view.item.owner)}))

    def ask(self, view: ReviewView, colleague: str, question: str) -> Assignment:
        """Give the item to a colleague with a question. It waits for them, then for the asker with their answer, three
        days each; the asker is not served it meanwhile, nor is anybody else.

        Raises UsageError as ``comment`` and for a person who cannot be asked, ConflictError when it is not as shown.
        """
        made, asked = self._written(view, question), _name(colleague)
        if asked not in self.colleagues(view):
            raise UsageError("this person cannot be asked here.", do="Choose one of the list.")
        item, now = view.item, self._decisions.clock.now()
        assigned = Assignment(
            item_id=item.id,
            job_id=item.job_id,
            round=item.round,
            asker=_name(item.owner),
            asked=asked,
            person=asked if _can_be_served(item, asked) else "",
            asked_at=now.isoformat(),
            until=_end_of(now),
        )
        made = replace(made, kind=CommentKind.QUESTION, addressee=asked)
        event = self._decisions.event(item, "question", f"to {asked}")
        if not self._decisions.store.assign(item, made, assigned, event):
            raise ConflictError(STALE, do="Take the next one.")
        return assigned

    def answer(self, view: ReviewView, text: str) -> None:
        """Answer the question and give the item back to whoever asked, who is served it first.

        Raises UsageError as ``comment`` and where nothing was asked, ConflictError when the item is not as shown.
        """
        made, item, now = self._written(view, text), view.item, self._decisions.clock.now()
        found = self._decisions.store.assignment(item, now)
        if found is None or found.answered or found.person != _name(item.owner):
            raise UsageError("no question to you waits here.", do="Decide the item, or comment on it.")
        made = replace(made, kind=CommentKind.ANSWER, addressee=found.asker)
        back = replace(found, until=_end_of(now))
        event = self._decisions.event(item, "answer", f"to {found.asker}")
        if not self._decisions.store.hand_back(item, made, back, event):
            raise ConflictError(STALE, do="Take the next one.")

    def mine(self, person: str) -> OwnQuestions:
        """What waits for a person by name, and for whose answer they wait."""
        me = _name(person)
        found = self._decisions.store.assignments_of(me, self._decisions.clock.now())
        to_me = [one for one in found if one.person == me]
        answered = sum(one.answered for one in to_me)
        asked = sum(one.asker == me and not one.answered for one in found)
        return OwnQuestions(len(to_me) - answered, answered, asked)

    def _written(self, view: ReviewView, text: str) -> Comment:
        item, words = view.item, text.strip()
        self._decisions.require(item.owner, Role.REVIEWER)
        if _is_audit(view):
            raise UsageError("an audit has no comments: it is judged alone.", do="Judge it, or skip it.")
        if not words:
            raise UsageError("there is nothing written.", do="Write a sentence first.")
        if len(words) > LONGEST:
            raise UsageError(f"this has {len(words):,} characters.", do=f"Use at most {LONGEST:,}.")
        at = self._decisions.clock.now().isoformat()
        return Comment(item.id, item.job_id, item.unit_id, item.round, item.owner, at, words)


def _is_audit(view: ReviewView) -> bool:
    return view.as_audit or view.item.kind is ItemKind.CHECK or seeds.is_seed(view.item)


def _can_be_served(item: ReviewItem, person: str) -> bool:
    """Whether the one asked can be given the item without learning what the queue does not tell, nor telling it.

    Who decided it before would learn that another decides it anew; a unit with a known answer is decided alone, as the
    others are. To the asker all look alike: nobody answers.
    """
    return item.kind is not ItemKind.GOLD and person not in {_name(one) for one in item.barred}


def _name(person: str) -> str:
    return person.strip().lower()


def _end_of(now: datetime) -> str:
    """As the store compares moments: UTC, with microseconds."""
    return (now + timedelta(days=ANSWER_DAYS)).astimezone(UTC).isoformat(timespec="microseconds")
