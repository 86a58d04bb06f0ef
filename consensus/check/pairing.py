"""Which words a tag or link stands around: two that changed places point to each other's targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from consensus.check.base import Check, Pair, Problem, quoted
from consensus.check.facts import Reading
from consensus.check.markup import NO_MARKUP, Tag
from consensus.check.tags import TAGS
from consensus.check.verbatim import LINKS
from consensus.domain import Severity
from consensus.normalize.languages import with_trait
from consensus.normalize.tokens import base_language, words

#: Languages that put the parts of a sentence in the same order: verb between subject and object, genitive behind.
_SAME_ORDER = with_trait("fixed_order")
#: Words between two of a list, at most: "A or B", "A and the B".
_BETWEEN = 2
_LABEL = re.compile(r"(?<!!)\[([^\[\]]*)\](?:\(\s*<?([^()\s<>]*)|\[([^\[\]]+)\])")


class Wrapped(NamedTuple):
    """Words with a mark around them. key: what tells the mark from the others."""

    start: int
    end: int
    key: str
    words: str


class PairingCheck(Check):
    """Marks around nothing that stood around words, and marks that changed places."""

    ids = (TAGS, LINKS)

    def find(self, pair: Pair) -> Iterable[Problem]:
        if pair.source.markup is not NO_MARKUP:
            yield from _misplaced(pair)


def _misplaced(pair: Pair) -> Iterable[Problem]:
    ours, theirs = _tagged(pair.source), _tagged(pair.target)
    if ours and len(ours) == len(theirs):
        yield from _emptied(ours, theirs)
        yield from _swapped(ours, theirs, pair, "tags")
    if "](" in pair.source.text or "][" in pair.source.text:
        yield from _swapped(_linked(pair.source.text), _linked(pair.target.text), pair, "links")


def _tagged(reading: Reading) -> list[Wrapped]:
    """Pairs of tags that enclose no other tag."""
    tags, text = reading.markup.tags, reading.text
    return [
        Wrapped(one.start, two.end, _key(one), text[one.end : two.start].strip())
        for one, two in pairwise(tags)
        if one.kind == "open" and two.kind == "close" and one.name == two.name
    ]


def _key(tag: Tag) -> str:
    return " ".join((tag.name, *tag.fixed))


def _linked(text: str) -> list[Wrapped]:
    return [Wrapped(m.start(), m.end(), m.group(2) or m.group(3) or "", m.group(1)) for m in _LABEL.finditer(text)]


def _emptied(ours: Sequence[Wrapped], theirs: Sequence[Wrapped]) -> Iterable[Problem]:
    for one in theirs:
        if not one.words and all(other.words for other in ours if other.key == one.key):
            message = f"Tag {quoted([f'<{one.key}>'])} stands around nothing in the translation."
            yield Problem("tags", Severity.MAJOR, message, None, (one.start, one.end))


def _swapped(ours: Sequence[Wrapped], theirs: Sequence[Wrapped], pair: Pair, check: str) -> Iterable[Problem]:
    """Two neighbours with other keys in another order, where that cannot be the order of the language.

    It cannot where both stood in a list, where both languages order their sentences alike, or where the very words of
    the one now have the other's mark.
    """
    keys = [one.key for one in ours]
    if len(ours) < 2 or len(set(keys)) != len(keys) or sorted(keys) != sorted(one.key for one in theirs):
        return
    place = {one.key: at for at, one in enumerate(theirs)}
    for one, other in pairwise(ours):
        first, second = theirs[place[one.key]], theirs[place[other.key]]
        moved = place[one.key] > place[other.key]
        if _same(one, second) or _same(other, first) or (moved and _fixed_order(one, other, first, pair)):
            if _same(one, first) and _same(other, second):
                continue
            message = f"{quoted([one.key])} and {quoted([other.key])} stand around each other's words."
            yield Problem(check, Severity.MAJOR, message, (one.start, other.end), (second.start, second.end))
            return


def _same(one: Wrapped, other: Wrapped) -> bool:
    return bool(one.words) and one.words.casefold() == other.words.casefold()


def _fixed_order(one: Wrapped, other: Wrapped, first: Wrapped, pair: Pair) -> bool:
    if _same(one, first):
        return False
    between = pair.source.text[one.end : other.start]
    if len(words(between)) <= _BETWEEN and not re.search(r"\b(?:of|in|on|at|from|de|von|di)\b", between):
        return True
    return {base_language(pair.source.lang), base_language(pair.target.lang)} <= _SAME_ORDER
