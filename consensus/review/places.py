"""Where a value stands in its document: tells a reviewer where to look, never whether the value is right."""

from __future__ import annotations

from typing import Any

from consensus.locate.evidence import line_of
from consensus.locate.values import locate
from consensus.review.difference import Spans

#: More places than a person would look at.
_MOST = 20
#: Characters looked through; a screen must not wait for a book.
_REACH = 300_000


def places(text: str, value: Any) -> Spans:
    """Offsets of a value in the document, as whole tokens, in order; several are several possible places. Pure.

    Nothing is found for a missing value, a boolean, a list or an object.
    """
    if not isinstance(value, str | int | float):
        return ()
    return tuple(locate(text[:_REACH], value)[:_MOST])


def lines(text: str, found: Spans) -> tuple[int, ...]:
    """The line of each of these places, from 1. Pure."""
    reached = text[:_REACH]
    return tuple(line_of(reached, start) for start, _ in found)
