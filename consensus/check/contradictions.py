"""Answers that are alike but for words that exclude each other: opposites, parties, numbers in words, names, order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from consensus.canon.languages import language
from consensus.canon.opposites import DUTY, NUMBER, UNIT, Stance, Wording
from consensus.canon.tokens import UNSPACED, base_language
from consensus.check.facts import Reading
from consensus.check.names import another_name
from consensus.check.problem import quoted

#: Words of either side between two places where the answers agree again: in longer stretches nothing is aligned.
_WINDOW, _WINDOW_UNSPACED = 4, 6
#: Classes of what is counted: where figures stand among the words, the comparison of quantities knows better
#: ("half an hour" and "30 minutes", "500 million" and "50 crore").
_MEASURING = frozenset((NUMBER, UNIT, "scale", "currency"))
#: Words of either side in a swap of places.
_MOST_MOVED = 6


def _sides(wording: Wording, start: int, end: int) -> dict[str, dict[str, str]]:
    """Class -> side -> the word that takes it, for the words of a stretch."""
    found: dict[str, dict[str, str]] = {}
    for at in range(start, end):
        for name, side in wording.stances[at]:
            found.setdefault(name, {})[side] = wording.tokens[at]
    return found


def contradictions(readings: Sequence[Reading], source: Reading) -> Iterable[tuple[str, str]]:
    """For any two answers the words by which they say different things, as (what differs, a sentence)."""
    names = [_kept_names(reading, source) for reading in readings]
    for (one, kept), (other, kept_there) in combinations(zip(readings, names, strict=True), 2):
        ours, theirs = one.wording, other.wording
        if ours is not None and theirs is not None:
            if ours.said != theirs.said:
                if found := _opposed(one, other, ours, theirs):
                    yield "opposites", _sentence(*found)
            elif len(ours.tokens) == len(theirs.tokens) and (moved := _exchanged(one, other, source)):
                yield "order", f"The answers differ in the order of {quoted(moved)}."
        if renamed := _renamed(one, other, kept - other.word_set):
            yield "names", _sentence(*renamed)
        elif renamed := _renamed(other, one, kept_there - one.word_set):
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
    for i1, i2, j1, j2 in _stretches(ours.tokens, theirs.tokens):
        if max(i2 - i1, j2 - j1) > window:
            continue
        left, right = _sides(ours, i1, i2), _sides(theirs, j1, j2)
        apart = [name for name in sorted(left.keys() & right.keys()) if left[name].keys().isdisjoint(right[name])]
        if not _MEASURING.isdisjoint(apart) and any(
            token[0].isdigit() for token in (*ours.tokens[i1:i2], *theirs.tokens[j1:j2])
        ):
            apart = [name for name in apart if name not in _MEASURING]
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


_NO_NAMES: frozenset[str] = frozenset()


def _kept_names(reading: Reading, source: Reading) -> frozenset[str]:
    """Names of an answer that stand in the source letter by letter, in lower case."""
    shared = reading.word_set & source.word_set if reading.lang != source.lang else _NO_NAMES
    if not shared or source.is_heading:
        return _NO_NAMES
    names = frozenset([name.lower() for name in reading.names])
    if base_language(reading.lang) == "de":  # where every noun has a capital, the source tells names from them
        names &= frozenset([name.lower() for name in source.names])
    return names & source.word_set


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
    return both <= {name.lower() for name in source.names} | {reading.words[0]}
