"""Answers that are alike but for words that exclude each other: opposites, parties, numbers in words, names, order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from consensus.canon.languages import language
from consensus.canon.opposites import DUTY, NUMBER, UNIT, Stance, Wording
from consensus.canon.tokens import UNSPACED, WORD, base_language
from consensus.check.facts import Reading
from consensus.check.problem import quoted

#: Words of either side between two places where the answers agree again: in longer stretches nothing is aligned.
_WINDOW, _WINDOW_UNSPACED = 4, 6
#: Words of either side in a swap of places.
_MOST_MOVED = 6
#: Case endings change a name; a name that keeps so much of its beginning is the same one.
_SAME_NAME = 0.6
_ENDS_SENTENCE = frozenset(".!?:;…\n•*#-–—\"“”„«»‘’'(¿¡")


def _sides(wording: Wording, start: int, end: int) -> dict[str, dict[str, str]]:
    """Class -> side -> the word that takes it, for the words of a stretch."""
    found: dict[str, dict[str, str]] = {}
    for at in range(start, end):
        for name, side in wording.stances[at]:
            found.setdefault(name, {})[side] = wording.tokens[at]
    return found


def contradictions(readings: Sequence[Reading], source: Reading) -> Iterable[tuple[str, str]]:
    """For any two answers the words by which they say different things, as (what differs, a sentence)."""
    shared = [reading.word_set & source.word_set for reading in readings]
    for (one, kept), (other, kept_there) in combinations(zip(readings, shared, strict=True), 2):
        ours, theirs = one.wording, other.wording
        if ours is not None and theirs is not None:
            if ours.said != theirs.said:
                if found := _opposed(one, other, ours, theirs):
                    yield "opposites", _sentence(*found)
            elif len(ours.tokens) == len(theirs.tokens) and (moved := _exchanged(one, other, source)):
                yield "order", f"The answers differ in the order of {quoted(moved)}."
        if kept != kept_there and (name := _renamed(one, other, source)):
            yield "names", _sentence(*name)


def _sentence(ours: str, theirs: str) -> str:
    return f"The answers differ in {quoted([ours])} against {quoted([theirs])}."


def _opposed(one: Reading, other: Reading, ours: Wording, theirs: Wording) -> tuple[str, str] | None:
    gained, lost = ours.said - theirs.said, theirs.said - ours.said
    classes = {name for name, _, _ in gained} & {name for name, _, _ in lost} if gained and lost else None
    if not classes:
        return None
    window = _WINDOW_UNSPACED if base_language(one.lang) in UNSPACED else _WINDOW
    denies = one.denial is not None, other.denial is not None
    if any(denies):
        classes -= {DUTY}  # "must not" and "may not" forbid alike
    for i1, i2, j1, j2 in _stretches(ours.tokens, theirs.tokens):
        if max(i2 - i1, j2 - j1) > window:
            continue
        left, right = _sides(ours, i1, i2), _sides(theirs, j1, j2)
        apart = [name for name in sorted(left.keys() & right.keys()) if left[name].keys().isdisjoint(right[name])]
        name = next((name for name in apart if name in classes), None)
        if name and not {NUMBER, UNIT} <= set(apart):  # "two weeks" and "fourteen days"
            return as_written(one, next(iter(left[name].values()))), as_written(other, next(iter(right[name].values())))
    return None


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


def _renamed(one: Reading, other: Reading, source: Reading) -> tuple[str, str] | None:
    """A name of the source that stands in one answer and is another name in the other."""
    for here, there, turned in ((one, other, False), (other, one, True)):
        kept = (here.word_set & source.word_set) - there.word_set
        if not kept or _is_heading(source):
            continue
        named = _names(here)
        certain = _names(source) if base_language(here.lang) == "de" else named
        for word, replaced in _replacements(here, there):
            if word.lower() in kept and word in named and word in certain and _other_name(word, replaced, there):
                return (replaced, word) if turned else (word, replaced)
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


_LATIN_NAME = re.compile("[A-Z][A-Za-z]+")


def _names(reading: Reading) -> frozenset[str]:
    """Words with a capital that do not begin a sentence."""
    prose = reading.prose
    if base_language(reading.lang) in UNSPACED:
        return frozenset(_LATIN_NAME.findall(prose))
    found = set()
    for match in WORD.finditer(prose):
        if match.group()[0].isupper():
            before = prose[: match.start()].rstrip()[-1:]
            if before and before not in _ENDS_SENTENCE:
                found.add(match.group())
    return frozenset(found)


def _is_heading(reading: Reading) -> bool:
    """Whether nearly all longer words have a capital, so that it says nothing."""
    longer = [word for word in WORD.findall(reading.prose) if len(word) > 3]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


#: Languages in which a name takes case endings.
_DECLINED = frozenset({"cs", "pl", "ru", "uk", "fi", "hu", "tr", "el", "ro", "ko"})


def _other_name(word: str, replaced: str, reading: Reading) -> bool:
    """Whether what stands in place of a name is another name: no form of it, no short form, no translation of it."""
    if not replaced[:1].isupper() or (word.isupper() and len(word) > 4):
        return False
    if word.isascii() and not replaced.isascii():
        return False  # more likely the name in the other language: Prague, Nemocniční
    one, other = word.lower(), replaced.lower()
    if one[0] == other[0] and (word.isupper() != replaced.isupper()) and _within(*sorted((one, other), key=len)):
        return False
    if base_language(reading.lang) in _DECLINED:
        kept = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
        return kept < max(3, _SAME_NAME * min(len(one), len(other))) and Levenshtein.distance(one, other) > 1
    return one.rstrip("s'’") != other.rstrip("s'’")


def _within(short: str, long: str) -> bool:
    """Whether the letters of a short form come in this order in the long one: fb, facebook."""
    letters = iter(long)
    return all(letter in letters for letter in short)


@lru_cache(maxsize=64)
def _joins(base: str | None) -> frozenset[str]:
    return frozenset(language(base).joins.split())


def _exchanged(one: Reading, other: Reading, source: Reading) -> tuple[str, str] | None:
    """Two words of one class, numbers or names that changed places while all else stayed where it was."""
    ours, theirs = one.wording, other.wording
    if ours is None or theirs is None:
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
    both = {first, second}
    if not both <= source.word_set:
        return False
    return both <= {name.lower() for name in _names(source)} | {reading.words[0]}
