"""Answers that are alike but for words that exclude each other: opposites, parties, numbers in words, names, order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from consensus.check.base import quoted
from consensus.check.facts import Reading
from consensus.check.names import another_name
from consensus.normalize.languages import language, with_trait
from consensus.normalize.negation import Denial, excused
from consensus.normalize.opposites import DUTY, MEASURES, Stance, Wording
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language

#: Words of either side between two places where the answers agree again: in longer stretches nothing is aligned.
_WINDOW, _WINDOW_UNSPACED = 4, 6
#: Words of either side in a swap of places.
_MOST_MOVED = 6


def _sides(wording: Wording, start: int, end: int) -> dict[str, dict[str, str]]:
    """Class -> side -> the word that takes it, for the words of a stretch."""
    found: dict[str, dict[str, str]] = {}
    for at in range(start, end):
        for name, side in wording.stances[at]:
            found.setdefault(name, {})[side] = wording.tokens[at]
    return found


#: Languages that deny twice what is denied once ("nikdo nic neví"): their denials cannot be counted.
_CONCORD = with_trait("denies_twice")


def contradictions(readings: Sequence[Reading], source: Reading) -> Iterable[tuple[str, str]]:
    """For any two answers the words by which they say different things, as (what differs, a sentence)."""
    names = [_kept_names(reading, source) for reading in readings]
    for (one, kept), (other, kept_there) in combinations(zip(readings, names, strict=True), 2):
        ours, theirs = one.wording, other.wording
        if ours is not None and theirs is not None:
            if ours.said != theirs.said:
                if found := _opposed(one, other, ours, theirs):
                    yield "opposites", _sentence(*found)
            elif moved := _exchanged(one, other, source):
                yield "order", f"The answers differ in the order of {quoted(moved)}."
        if cue := _denied(one, other):
            yield "negation", f'The answers differ in negation: one denies ("{cue}"), another does not.'
        lost = kept - other.word_set if kept else kept
        if lost and (renamed := _renamed(one, other, lost)):
            yield "names", _sentence(*renamed)
            continue
        lost = kept_there - one.word_set if kept_there else kept_there
        if lost and (renamed := _renamed(other, one, lost)):
            yield "names", _sentence(renamed[1], renamed[0])


def _sentence(ours: str, theirs: str) -> str:
    return f"The answers differ in {quoted([ours])} against {quoted([theirs])}."


def _opposed(one: Reading, other: Reading, ours: Wording, theirs: Wording) -> tuple[str, str] | None:
    gained, lost = ours.said - theirs.said, theirs.said - ours.said
    classes = {name for name, _, _ in gained} & {name for name, _, _ in lost} if gained and lost else None
    if not classes:
        return None
    window = _WINDOW_UNSPACED if base_language(one.lang) in UNSPACED else _WINDOW
    if one.denials or other.denials:
        classes -= {DUTY}  # "must not" and "may not" forbid alike
    before, before_there = ours.before, theirs.before
    for i1, i2, j1, j2 in _stretches(ours.tokens, theirs.tokens):
        if max(i2 - i1, j2 - j1) > window or before[i1] == before[i2] or before_there[j1] == before_there[j2]:
            continue
        left, right = _sides(ours, i1, i2), _sides(theirs, j1, j2)
        apart = [name for name in sorted(left.keys() & right.keys()) if left[name].keys().isdisjoint(right[name])]
        if len(MEASURES & {*left, *right}) > 1 or any(map(str.isdigit, (*ours.tokens[i1:i2], *theirs.tokens[j1:j2]))):
            apart = [name for name in apart if name not in MEASURES]  # "two weeks" and "fourteen days"
        name = next((name for name in apart if name in classes), None)
        if name and not _turned(one, other, [left[each] | right[each] for each in apart]):
            return as_written(one, next(iter(left[name].values()))), as_written(other, next(iter(right[name].values())))
    return None


def _turned(one: Reading, other: Reading, apart: Iterable[dict[str, str]]) -> bool:
    """Whether one answer denies the opposite of what the other says: "never closed", "always open"."""
    if len(one.denials) == len(other.denials):
        return False
    cues = {denial.cue for denial in (*one.denials, *other.denials)}
    kinds, kinds_there = ({hint.kind for hint in reading.hints_denial} for reading in (one, other))
    return kinds != kinds_there or any(cues.isdisjoint(words.values()) for words in apart)


def _denied(one: Reading, other: Reading) -> str | None:
    """The word by which one of two answers denies what the other says in nearly the same words."""
    if len(one.denials) == len(other.denials):
        return None
    more, fewer = (one, other) if len(one.denials) > len(other.denials) else (other, one)
    if fewer.denials and base_language(one.lang) in _CONCORD:
        return None
    ours, theirs = _tokens(more), _tokens(fewer)
    unspaced = base_language(one.lang) in UNSPACED
    denying, denying_there = _denying(more), _denying(fewer)
    for i1, i2, j1, j2 in _stretches(ours, theirs):
        cues = [denying[at] for at in range(i1, i2) if at in denying]
        if not cues or max(i2 - i1, j2 - j1) > _WINDOW or not _same_but_denial(ours[i1:i2], theirs[j1:j2], unspaced):
            continue
        if any(at in denying_there for at in range(j1 - 1, j2)) or _hinted(fewer, theirs, j1 - 1, j2):
            continue
        if not excused(more.lower, tuple(cues), more.hints_denial, fewer.hints_denial):
            return more.prose[cues[0].start : cues[0].end] if len(more.prose) == len(more.lower) else cues[0].cue
    return None


def _hinted(reading: Reading, tokens: Sequence[str], start: int, end: int) -> bool:
    """Whether any of these tokens is a whole word that may deny in another form."""
    words = {reading.lower[hint.start : hint.end] for hint in reading.hints_denial}
    return any(token in words for token in tokens[max(start, 0) : end])


@lru_cache(maxsize=64)
def _denying(reading: Reading) -> dict[int, Denial]:
    """Which of the tokens of an answer belong to an outright denial."""
    found: dict[int, Denial] = {}
    if not reading.denials:
        return found
    lower, end = reading.lower, 0
    for at, token in enumerate(_tokens(reading)):
        start = lower.find(token, end)
        if start >= 0:
            end = start + len(token)
            touched = next((one for one in reading.denials if one.start < end and start < one.end), None)
            if touched:
                found[at] = touched
    return found


def _same_but_denial(ours: Sequence[str], theirs: Sequence[str], unspaced: bool) -> bool:
    """Whether the words of the answer that does not deny are those of the other, in another form at most."""
    if unspaced:
        return len([token for token in theirs if token not in ours]) <= 2
    return all(len(word) <= 3 or any(_akin(word, there) for there in ours) for word in theirs)


def _akin(word: str, other: str) -> bool:
    """Whether two words are forms of one: much of one stands in the other. Korean syllables count by their letters."""
    if "\uac00" <= word[0] <= "\ud7a3":
        word, other = unicodedata.normalize("NFD", word), unicodedata.normalize("NFD", other)
    shorter, longer = sorted((word, other), key=len)
    most = max(3, len(shorter) * 2 // 3)
    return shorter[:most] in longer or shorter[-most:] in longer


def _stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where two rows of words differ, from the last word that they share to the next."""
    start: tuple[int, int] | None = None
    for step in Levenshtein.opcodes(one, other):
        i1, j1 = step.src_start, step.dest_start
        if step.tag != "equal":
            start = start or (i1, j1)
        elif start:
            yield start[0], i1, start[1], j1
            start = None
    if start:
        yield start[0], len(one), start[1], len(other)


def as_written(reading: Reading, token: str) -> str:
    """A word as the answer writes it: tokens are in lower case."""
    at = reading.lower.find(token)
    return reading.prose[at : at + len(token)] if at >= 0 and len(reading.lower) == len(reading.prose) else token


_NO_NAMES: frozenset[str] = frozenset()


def _kept_names(reading: Reading, source: Reading) -> frozenset[str]:
    """Names of an answer that stand in the source letter by letter, in lower case."""
    unspaced = base_language(reading.lang) in UNSPACED
    shared = source.word_set if unspaced else reading.word_set & source.word_set
    if not shared or reading.lang == source.lang or not (names := reading.names_among(shared)) or source.is_heading:
        return _NO_NAMES
    if base_language(reading.lang) == "de":  # where every noun has a capital, the source tells names from them
        return source.names_among(names)
    return names


def _renamed(one: Reading, other: Reading, names: frozenset[str]) -> tuple[str, str] | None:
    """A name of one answer alone, and the other name that stands at its place in the other."""
    if names:
        for word, replaced in _replacements(one, other):
            if word.lower() in names and word[:1].isupper() and another_name(word, replaced, other.lang):
                return word, replaced
    return None


def _tokens(reading: Reading) -> tuple[str, ...]:
    unspaced = base_language(reading.lang) in UNSPACED
    return reading.wording.tokens if unspaced and reading.wording is not None else reading.words


def _replacements(one: Reading, other: Reading) -> Iterator[tuple[str, str]]:
    """Single words that stand at the same place in two answers, as each writes them."""
    ours, theirs = _tokens(one), _tokens(other)
    for i1, i2, j1, j2 in _stretches(ours, theirs):
        if i2 - i1 == j2 - j1 == 1:
            yield as_written(one, ours[i1]), as_written(other, theirs[j1])


@lru_cache(maxsize=64)
def _joins(base: str | None) -> frozenset[str]:
    return frozenset(language(base).joins.split())


def _exchanged(one: Reading, other: Reading, source: Reading) -> tuple[str, str] | None:
    """Two words of one class, numbers or names that changed places while all else stayed where it was."""
    ours, theirs = one.wording, other.wording
    if ours is None or theirs is None:
        return None
    if base_language(one.lang) in UNSPACED and len(one.lower) != len(other.lower):
        return None  # spares reading the characters of both
    if len(ours.tokens) != len(theirs.tokens):
        return None
    apart = [at for at, (left, right) in enumerate(zip(ours.tokens, theirs.tokens, strict=True)) if left != right]
    if not 2 <= len(apart) <= _MOST_MOVED:
        return None
    for at, to in combinations(apart, 2):
        first, second = ours.tokens[at], ours.tokens[to]
        if (first, second) != (theirs.tokens[to], theirs.tokens[at]) or to - at == 1:
            continue
        if _excludes(ours.stances[at], ours.stances[to]) or first.isdigit() or _both_names(first, second, one, source):
            between = [token for token in ours.tokens[at + 1 : to] if not _listed(token, ours, at)]
            if len(between) > 2 or _joins(base_language(one.lang)).isdisjoint(between):
                return as_written(one, first), as_written(one, second)
    return None


def _listed(token: str, wording: Wording, at: int) -> bool:
    """Whether a word is one more of the same class: "red, green and blue"."""
    return any(
        token == word and _excludes(said, wording.stances[at])
        for word, said in zip(wording.tokens, wording.stances, strict=True)
    )


def _excludes(one: tuple[Stance, ...], other: tuple[Stance, ...]) -> bool:
    return any(name == same and side != there for name, side in one for same, there in other)


def _both_names(first: str, second: str, reading: Reading, source: Reading) -> bool:
    both = frozenset((first, second))
    return both <= source.names_among(both) | {reading.words[0]} and both <= source.word_set
