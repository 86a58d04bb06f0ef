"""Where the inline codes of a translation stand, held against the source: what contradicts it, and what it bears out.

A contradiction needs something that both texts hold: a name, a number or a word that stands the same in both, the
nesting of codes, the punctuation beside a point. Where there is nothing of the kind, nothing is said: other members
must have placed the code alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from consensus.domain import Code
from consensus.normalize.coded import WORD, named, tokens
from consensus.normalize.placement_words import ARTICLES, CONJUNCTIONS, FORMATS, POINTS_OF_A_PLACE
from consensus.normalize.tokens import base_language

_ENDS = ".!?:\u2026\u3002\uff01\uff1f\uff1a\u061f\u0964\u06d4"
_MARKS = _ENDS + ",;\u3001\uff0c\uff1b\u060c\u061b"
_BESIDE = (
    " \t\n\u00a0\u202f\u3000\"'\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u300c\u300d\u300e\u300f()[]\uff08\uff09"
)
_JOINTS = "-\u2010\u2011\u2013'\u2019\u00b7/"
#: Letters from which a word of lower case says something by standing in both languages.
_TELLING = 5
_PREFIX, _PREFIX_SHARE = 4, 0.8


class _Word(NamedTuple):
    """key: folded. start, end: in the words of the text."""

    raw: str
    key: str
    start: int
    end: int


class _Laid(NamedTuple):
    """A coded text taken apart. pairs: for each the place of its content in the words. points: where each stands."""

    words: str
    found: list[_Word]
    pairs: dict[int, tuple[int, int]]
    points: dict[int, int]

    def inside(self, code: int) -> list[_Word]:
        start, end = self.pairs[code]
        return [word for word in self.found if word.start < end and word.end > start]

    def outside(self, code: int) -> list[_Word]:
        start, end = self.pairs[code]
        return [word for word in self.found if not (word.start < end and word.end > start)]


def carries_meaning(role: str) -> bool:
    """Whether a code of this role says something; a format such as bold only shows words otherwise."""
    return not set(re.findall(r"[^\W\d_]+", role.casefold())) <= FORMATS or not role


def contradiction(source: str, target: str, codes: Collection[Code], langs: tuple[str | None, str | None]) -> str:
    """In one sentence, what shows that a code of the translation stands at another place than in the source, or "".

    source, target: coded texts whose codes are whole (``damage_of``). langs: BCP 47, of source and target.
    """
    here, there = _laid(source), _laid(target)
    there = there._replace(found=_alike(here.found, there.found))
    roles = {code.id: code.role for code in codes}
    telling = _telling(here.found)
    for code in here.pairs:
        if said := _of_pair(code, here, there, telling, langs):
            return f"The code {named(code, f'<g{code}>', roles)} {said}."
    for code in here.points:
        if said := _of_point(code, here, there, telling, roles.get(code, "")):
            return f"The code {named(code, f'<x{code}/>', roles)} {said}."
    return ""


def borne_out(source: str, target: str, codes: Collection[Code]) -> frozenset[int]:
    """The codes whose place both texts show: a pair around a word or number that is the same in both, a point behind
    one, or behind the last mark of both. What contradicts the source is not looked for here."""
    here, there = _laid(source), _laid(target)
    telling = _telling(here.found)
    known = {
        code
        for code in here.pairs
        if {word.key for word in here.inside(code)} & telling & {word.key for word in there.inside(code)}
        or not any(char.isalpha() for char in _held(here, code))
    }
    for code, at in here.points.items():
        last = _before(here, at)
        ends = _ends_here(here, at) and _ends_here(there, there.points[code])
        same = last is not None and last.key in telling and (word := _before(there, there.points[code])) is not None
        if ends or (same and last is not None and word is not None and word.key == last.key):
            known.add(code)
    return frozenset(known)


def _of_pair(code: int, here: _Laid, there: _Laid, telling: set[str], langs: tuple[str | None, str | None]) -> str:
    ours, others = here.inside(code), {word.key for word in here.outside(code)}
    theirs, rest = there.inside(code), {word.key for word in there.outside(code)}
    inside = {word.key for word in theirs}
    for word in ours:
        if word.key in telling and word.key not in others and word.key in rest and word.key not in inside:
            return f'no longer holds "{word.raw}"'
    own = {word.key for word in ours}
    for word in theirs:
        foreign = word.key in telling and word.key in others and word.key not in own and word.key not in rest
        if foreign and not _joined(there.words, word):
            return f'also holds "{word.raw}", which stands outside of it in the source'
    exact = {word.raw.casefold() for word in theirs}
    if any(char.isalpha() for char in _held(here, code)) and all(word.raw.casefold() in exact for word in ours):
        for word in theirs:
            if word.raw.casefold() not in {one.raw.casefold() for one in ours} and not _joined(there.words, word):
                return f'also holds "{word.raw}"'
    return _edges(ours, theirs, langs) or _size(code, here, there) or _nesting(code, here, there)


def _edges(ours: list[_Word], theirs: list[_Word], langs: tuple[str | None, str | None]) -> str:
    """A pair that begins or ends with "and" or "the" where that of the source does not."""
    source, target = (base_language(lang) or "" for lang in langs)
    if not ours or not theirs:
        return ""
    joins, said = CONJUNCTIONS.get(source, frozenset()), CONJUNCTIONS.get(target, frozenset())
    small = said | ARTICLES.get(target, frozenset())
    if all(word.raw.casefold() in small for word in theirs) and any(len(word.raw) >= _PREFIX for word in ours):
        return f'holds nothing but "{theirs[0].raw}"'
    edges = {ours[0].key, ours[-1].key}
    if source in CONJUNCTIONS and not edges & joins and len(theirs) > 1:
        for word in (theirs[-1], theirs[0]):
            if word.raw.casefold() in said:
                return f'also holds "{word.raw}"'
    last = theirs[-1].raw
    if len(theirs) > 1 and last in ARTICLES.get(target, frozenset()) and ours[-1].raw not in ARTICLES.get(source, ()):
        return f'ends behind "{last}"'
    return ""


def _size(code: int, here: _Laid, there: _Laid) -> str:
    """A pair around far more or far less of the sentence than in the source."""
    ours, whole = _letters(_held(here, code)), max(1, _letters(here.words))
    theirs, expected = _letters(_held(there, code)), _letters(there.words) * ours / whole
    if theirs > 2.5 * expected + 10:
        return "holds far more words than in the source"
    return "holds far fewer words than in the source" if theirs < expected / 3 - 4 else ""


def _nesting(code: int, here: _Laid, there: _Laid) -> str:
    for other in here.pairs:
        if other != code and _contains(here, code, other) != _contains(there, code, other):
            within = "around" if _contains(there, code, other) else "no longer around"
            return f"stands {within} <g{other}>"
    return ""


def _contains(laid: _Laid, outer: int, inner: int) -> bool:
    """Whether a pair holds another one and more; of two around the very same words, either may stand outside."""
    (start, end), (first, last) = laid.pairs[outer], laid.pairs[inner]
    return start <= first and last <= end and laid.words[start:end].strip() != laid.words[first:last].strip()


def _of_point(code: int, here: _Laid, there: _Laid, telling: set[str], role: str) -> str:
    at, to = here.points[code], there.points[code]
    placed = any(word in role.casefold() for word in POINTS_OF_A_PLACE)
    front, back = (not laid.words[:place].strip(_BESIDE) for laid, place in ((here, at), (there, to)))
    if _ends_here(here, at) and here.words[:at].strip(_BESIDE):
        # Behind the end of a sentence: a language may set a note before its full stop, never elsewhere.
        mark = there.words[to:].lstrip(_BESIDE)[:1]
        if not _ends_here(there, to) and mark and mark not in _MARKS:
            return "no longer stands at the end of its sentence"
        return "stands at the front" if back else ""
    if not placed:
        return ""
    if back and not front:
        return "stands at the front"
    if front and not there.words[to:].strip(_BESIDE + _MARKS) and here.words[at:].strip(_BESIDE + _MARKS):
        return "stands at the end"
    before, now = _before(here, at), _before(there, to)
    if before is None or before.key not in telling or "break" in role.casefold():
        return ""
    counts = (sum(word.key == before.key for word in laid.found) for laid in (here, there))
    if all(count == 1 for count in counts) and (now is None or now.key != before.key):
        follows = next(word for word in there.found if word.key == before.key)
        return "" if _joined(there.words, follows) else f'no longer stands behind "{before.raw}"'
    return ""


def _ends_here(laid: _Laid, at: int) -> bool:
    """Whether a point stands behind the mark that ends a sentence."""
    return laid.words[:at].rstrip(_BESIDE)[-1:] in _ENDS and bool(laid.words[:at].strip(_BESIDE))


def _before(laid: _Laid, at: int) -> _Word | None:
    return next((word for word in reversed(laid.found) if word.end <= at), None)


def _held(laid: _Laid, code: int) -> str:
    start, end = laid.pairs[code]
    return laid.words[start:end]


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _joined(text: str, word: _Word) -> bool:
    """Whether a hyphen or apostrophe makes one word of this and another one."""
    sides = text[max(0, word.start - 2) : word.start][::-1], text[word.end : word.end + 2]
    return any(len(side) == 2 and side[0] in _JOINTS and side[1].isalnum() for side in sides)


def _telling(words: list[_Word]) -> set[str]:
    """Keys of source words that say where they are when they stand in a translation too: names, numbers, long ones."""
    return {
        word.key
        for word in words
        if (len(word.raw) > 1 and word.raw != word.raw.lower())
        or any(char.isdigit() for char in word.raw)
        or len(word.raw) >= _TELLING
    }


def _alike(ours: list[_Word], theirs: list[_Word]) -> list[_Word]:
    """The words of a translation, those under the key of a source word that are the only ones to begin like it."""
    here, there = {word.key for word in ours}, {word.key for word in theirs}
    matches = [
        (one, other)
        for one in here - there
        for other in there - here
        if _shared(one, other) >= max(_PREFIX, _PREFIX_SHARE * min(len(one), len(other)))
    ]
    counted = Counter(one for one, _ in matches), Counter(other for _, other in matches)
    same = {other: one for one, other in matches if counted[0][one] == counted[1][other] == 1}
    return [word._replace(key=same.get(word.key, word.key)) for word in theirs]


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _laid(text: str) -> _Laid:
    words, pairs, points = "", {}, {}
    opened: dict[int, int] = {}
    for token in tokens(text):
        if token.kind == "text":
            words += token.text
        elif token.kind == "open":
            opened[token.code] = len(words)
        elif token.kind == "close":
            pairs[token.code] = (opened[token.code], len(words))
        else:
            points[token.code] = len(words)
    return _Laid(words, list(_words(words)), pairs, points)


def _words(text: str) -> Iterator[_Word]:
    for found in WORD.finditer(text):
        yield _Word(found[0], _key(found[0]), found.start(), found.end())


def _key(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(char))
