"""Which comments a person may see on an item: who is to decide blindly reads nothing of what another thinks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain import Comment, CommentKind, ItemKind, ReviewItem
from consensus.normalize.digests import digest

#: Rounds of an item in which a person decides without knowing what was decided, or sees two decisions.
_BLIND, _BOTH = 2, 3


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as a person sees it. author, addressee, at: "" where names or times would say who decided first."""

    text: str
    kind: CommentKind
    author: str = ""
    addressee: str = ""
    at: str = ""


def comments_for(person: str, item: ReviewItem, comments: Sequence[Comment]) -> tuple[ShownComment, ...]:
    """What a person who has the item open sees of its comments, the oldest first.

    Audits have none, or they would not look alike. The second reviewer sees their own, and what was asked and answered
    between them and a colleague in this round. An adjudicator sees all, without names, in an order that says nothing.
    """
    me = person.strip().lower()
    if item.kind is ItemKind.CHECK:
        return ()
    own = [one for one in comments if one.author.strip().lower() == me]
    if item.kind is ItemKind.GOLD:
        return tuple(map(_whole, own))
    if item.round >= _BOTH:
        apart = sorted(comments, key=lambda one: digest(item.id, one.text, str(one.number)))
        return tuple(ShownComment(one.text, one.kind) for one in apart)
    if item.round == _BLIND:
        mine = [one for one in comments if one in own or (one.round == _BLIND and one.addressee == me)]
        return tuple(map(_whole, mine))
    return tuple(map(_whole, comments))


def _whole(one: Comment) -> ShownComment:
    return ShownComment(one.text, one.kind, one.author, one.addressee, one.at)
