"""Where a spelling stands in the source: letter by letter, or by its letters and digits alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from consensus.normalize.folding import fold_shape

_SOLID: Final = re.compile(r"[^\W_]+")
#: Scripts written without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
_WIDE: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Letters(NamedTuple):
    """The letters and digits of a text, in order.

    folded: without case, one character each (ß is two). sources: as they stand, one for each of those. gaps: what
    stands in front of each, white space as one blank. places: where each stands.
    """

    folded: str
    sources: tuple[str, ...]
    gaps: tuple[str, ...]
    places: tuple[int, ...]


class Span(NamedTuple):
    """A place in the source. text: what stands there; marked: with the marks that touch it on both sides."""

    text: str
    marked: str
    letters: Letters


def wide(c: str) -> bool:
    """Whether a letter is of a script written without spaces between words."""
    return _WIDE.match(c) is not None


@lru_cache(maxsize=512)
def letters_of(text: str) -> Letters:
    """The letters and digits of a text in the shape of ``fold_shape``. Marks that combine belong to their letter."""
    folded, places = _index(text)
    sources: list[str] = []
    gaps: list[str] = []
    end = 0
    for k, at in enumerate(places):
        if k and at == places[k - 1]:  # the second half of ß
            sources.append(sources[-1])
            gaps.append("")
            continue
        gaps.append(text[end:at])
        end = _end(text, at)
        sources.append(text[at:end])
    return Letters(folded, tuple(sources), tuple(gaps), tuple(places))


def _end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def _index(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    places: list[int] = []
    for match in _SOLID.finditer(text):
        piece, start = match[0], match.start()
        if piece.isascii():
            folded.append(piece.lower())
            places += range(start, match.end())
            continue
        for at, c in enumerate(piece, start):
            shape = "".join(x for x in c.casefold() if x.isalnum()).replace("ı", "i")
            folded.append(shape)
            places += [at] * len(shape)
    return "".join(folded), places


@lru_cache(maxsize=4)
def _shaped(text: str) -> tuple[str, str, list[int]]:
    shaped = fold_shape.__wrapped__(text)  # a whole document has no place in the cache of short strings
    return shaped, *_index(shaped)


@lru_cache(maxsize=128)
def spans_of(text: str, form: str) -> tuple[Span, ...]:
    """Every place of the source with the letters and digits of a form, whatever stands between them, as whole words."""
    shaped = _shaped(text)[0]
    found: dict[str, Span] = {}
    for start, end in _places(text, form):
        first, last = start, end
        while first and start - first < 3 and _mark(shaped[first - 1]):
            first -= 1
        while last < len(shaped) and last - end < 3 and _mark(shaped[last]):
            last += 1
        stretch, marked = shaped[start:end], shaped[first:last]
        found.setdefault(marked, Span(stretch, marked, letters_of(stretch)))
    return tuple(found.values())


@lru_cache(maxsize=64)
def followers(text: str, form: str) -> frozenset[str]:
    """What stands behind each such place, up to 30 characters."""
    shaped = _shaped(text)[0]
    return frozenset(shaped[end : end + 30] for _, end in _places(text, form))


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    wanted = letters_of(form).folded
    if not wanted:
        return
    shaped, folded, places = _shaped(text)
    at = folded.find(wanted)
    while at >= 0:
        start, end = places[at], _end(shaped, places[at + len(wanted) - 1])
        if whole(shaped, start, end):
            yield start, end
        at = folded.find(wanted, at + 1)


def _mark(c: str) -> bool:
    return not (c.isalnum() or c.isspace() or c == "_")


def whole(text: str, start: int, end: int) -> bool:
    """Whether neither end of a stretch cuts a word or a number."""
    return not (_cut(text, start - 1, start) or _cut(text, end, end - 1))


def _cut(text: str, outside: int, inside: int) -> bool:
    if not 0 <= outside < len(text) or not text[outside].isalnum() or not text[inside].isalnum():
        return False
    return not (wide(text[outside]) or wide(text[inside])) or text[outside].isdigit() == text[inside].isdigit() is True


@lru_cache(maxsize=4)
def _one_blank(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=256)
def stands_literally(text: str, form: str) -> bool:
    """Whether a form stands in the source letter by letter; runs of white space count as one blank."""
    source, wanted = _one_blank(text), " ".join(form.split())
    at = source.find(wanted) if wanted else -1
    while at >= 0:
        if whole(source, at, at + len(wanted)):
            return True
        at = source.find(wanted, at + 1)
    return False
