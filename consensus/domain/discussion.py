"""What people say to each other about a review item: comments, and questions to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CommentKind(StrEnum):
    """What a comment is."""

    COMMENT = "comment"  #: To whoever reviews the unit.
    QUESTION = "question"  #: To one colleague, to whom the item goes.
    ANSWER = "answer"  #: Of that colleague, to whoever asked.


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reviewer wrote on an item. round: of the item, then. at: ISO 8601 with zone.

    addressee: whom a question or an answer is for, in lower case; "" for a comment. number: grows with time; 0 before
    it is stored.
    """

    item_id: str
    job_id: str
    unit_id: str
    round: int
    author: str
    at: str
    text: str
    kind: CommentKind = CommentKind.COMMENT
    addressee: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """An item that waits for one person, because somebody asked them, or because they asked and have an answer.

    person: for whom it waits, in lower case; "" for nobody, where serving it to the one asked would say what the queue
    does not tell. asker, asked: in lower case. round: of the item; in another one the assignment is over. until:
    ISO 8601, from then on it waits for everybody again.
    """

    item_id: str
    job_id: str
    round: int
    asker: str
    asked: str
    person: str
    asked_at: str
    until: str
    answered: bool = False
    number: int = 0
