"""Terms that people put into translations: for the same words of the source the same words of the target. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from consensus.learn.agreement import LEVEL, holds, interval

#: The fewest edits, each of another document; and the most words of a term.
FEWEST, LONGEST = 8, 4
#: More of the segments that hold the source term and not the target term speak against it.
_CONTRADICTED = 0.1
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class SegmentDecision:
    """What a person made of a translation. before, after: equal where kept. pair: languages. document: digest."""

    pair: str
    source: str
    before: str
    after: str
    document: str
    job_id: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class LearnedTerm:
    """target: what people write for the source term instead of ``instead``. follows: the edits that put it there.

    held: decided segments with the source term, of which ``kept`` hold the target term; lower, upper: 95% interval.
    """

    pair: str
    source: str
    target: str
    instead: str
    follows: tuple[SegmentDecision, ...]
    held: int
    kept: int
    lower: float
    upper: float


def learned_terms(decisions: Iterable[SegmentDecision]) -> list[LearnedTerm]:
    """Terms by language pair, the best founded first, each target for one source term.

    Under segments of which a target term stands for a source term in one half at most, a term is found in at most 5% of
    the cases, over all that were tried together.
    """
    by_pair: defaultdict[str, list[SegmentDecision]] = defaultdict(list)
    for one in decisions:
        by_pair[one.pair].append(one)
    found: list[LearnedTerm] = []
    for pair, its in sorted(by_pair.items()):
        groups = {change: follows for change, follows in _changes(its).items() if _documents(follows) >= FEWEST}
        for (instead, target), follows in groups.items():
            term = _term(pair, its, (instead, target), follows, len(groups))
            if term is not None and not any(_overlaps(term, other) for other in found):
                found.append(term)
    return sorted(found, key=lambda one: -len(one.follows))


def _changes(decisions: Sequence[SegmentDecision]) -> dict[tuple[str, str], list[SegmentDecision]]:
    """Edits by the words that were replaced and those that replace them, case folded."""
    found: defaultdict[tuple[str, str], list[SegmentDecision]] = defaultdict(list)
    for one in decisions:
        for change in dict.fromkeys(_replaced(one.before, one.after)):
            found[change].append(one)
    return found


def _replaced(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = _words(before), _words(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and b - a <= LONGEST and d - c <= LONGEST:
            yield " ".join(old[a:b]), " ".join(new[c:d])


def _term(
    pair: str, its: Sequence[SegmentDecision], change: tuple[str, str], follows: list[SegmentDecision], tried: int
) -> LearnedTerm | None:
    """The words of the source that all these edits have and that mostly come with the target term; None where several
    could be meant, as in sentences that are alike."""
    instead, target = change
    shared = Counter(gram for one in follows for gram in set(_grams(_words(one.source))))
    passing: dict[str, tuple[int, int]] = {}
    for source in (gram for gram, count in shared.items() if count == len(follows)):
        held = [one for one in its if _holds(one.source, source)]
        kept = sum(_holds(one.after, target) for one in held)
        if len(held) - kept <= _CONTRADICTED * len(held) and holds(kept - 1, len(held) - 1, LEVEL / tried):
            passing[source] = kept, len(held)
    source = _meant(passing)
    if not source:
        return None
    kept, count = passing[source]
    sources, targets = [one.source for one in follows], [one.after for one in follows]
    shown = _as_written(source, sources), _as_written(target, targets)
    return LearnedTerm(pair, *shown, instead, tuple(follows), count, kept, *interval(kept, count))


def _meant(passing: Iterable[str]) -> str:
    """The one that lies in all others, else the one in which all others lie; "" where there is neither."""
    grams = list(passing)
    inner = [one for one in grams if all(_holds(other, one) for other in grams)]
    outer = [one for one in grams if all(_holds(one, other) for other in grams)]
    return next(iter((*inner, *outer)), "")


def _overlaps(one: LearnedTerm, other: LearnedTerm) -> bool:
    """Whether the words of one of two terms stand in the other, or both are for the same words."""
    mine, theirs = one.source.casefold(), other.source.casefold()
    return one.pair == other.pair and (_holds(mine, theirs) or _holds(theirs, mine))


def _as_written(term: str, texts: Sequence[str]) -> str:
    """The term as most texts have it, capitals and all."""
    pattern = re.compile(r"\W+".join(map(re.escape, term.split())), re.IGNORECASE)
    found = Counter(match[0] for match in (pattern.search(text) for text in texts) if match)
    return found.most_common(1)[0][0] if found else term


def _documents(follows: Sequence[SegmentDecision]) -> int:
    return len({one.document for one in follows})


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _grams(words: Sequence[str]) -> Iterator[str]:
    for length in range(1, LONGEST + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def _holds(text: str, term: str) -> bool:
    return f" {term} " in f" {' '.join(_words(text))} "
