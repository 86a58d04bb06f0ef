"""Negation by language: words that deny outright, idioms in which they deny nothing, words that deny in another form.

Two texts contradict each other when one denies outright and the other does not deny at all. A text may deny in another
form: by a listed word of another kind ("without", "lacks", "refuses", "impossible"). Such a word excuses a missing
denial only when the denying text has none of its kind: "never without a guard" against "without a guard" is a
denial lost, for the guard is missing in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from consensus.normalize.languages import language, spellings
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import MARKS, WORD, base_language, blank


class Denial(NamedTuple):
    """A word by which a text denies outright, and where it stands."""

    cue: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.cue)


class Hint(NamedTuple):
    """A word that may deny in another form: its kind ("without", "refuse") and where it stands."""

    kind: str
    start: int
    end: int


class _Kinds(dict[str, str]):
    """Word -> the kind of hint that it is, "" for none; looked up once."""

    def __init__(self, forms: dict[str, str]) -> None:
        super().__init__()
        self.exact = {form: kind for form, kind in forms.items() if "~" not in form}
        self.open = [(*form.split("~", 1), kind) for form, kind in forms.items() if "~" in form]

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = kind = self.exact.get(word) or next(
            (
                kind
                for head, tail, kind in self.open
                if word.startswith(head) and word.endswith(tail) and len(word) >= len(head) + len(tail) + 2 * (not head)
            ),
            "",
        )
        return kind


class _Rules(NamedTuple):
    words: frozenset[str]
    pattern: re.Pattern[str] | None
    idioms: re.Pattern[str] | None
    #: Hints that are one word.
    kinds: _Kinds
    #: Hints of several words, and all of them in a language without blanks; and their kinds.
    phrases: re.Pattern[str] | None
    phrase_kinds: dict[str, str]


_MOST_WORDS = 50_000
#: The kind of an idiom whose denying word denies nothing, where another language may deny outright; the kind of
#: "hardly", which is "almost not" in other languages.
IDIOM, RARE = "idiom", "rare"
#: Kinds that deny by themselves: beside an outright denial they may say yes together ("not impossible").
_CANCELS = frozenset({"without", "lack", "rare", "refuse", "forbid", "fail", "un", "hard", "doubt"})
#: Letters between an outright denial and another negative word that it cancels.
_NEAR = 40
#: In longer texts a translator moves what is said from one sentence to another.
_MOST_SENTENCES = 3
_CLAUSE_ENDS = re.compile(r"[,;:—–()،；，、：]")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”»)]*\s+(?=\w)|[。！？؟।]\s*|\n\s*\n")
_MARKS_OF_END = ".!?…"


@lru_cache(maxsize=64)
def _rules(base: str) -> _Rules | None:
    spoken = language(base)
    if not spoken.denies and not spoken.denies_pattern:
        return None
    spaced = base not in UNSPACED and base != "ko"
    forms = {form: kind for kind, form in spellings(spoken.hints_denial)}
    phrases = {form: kind for form, kind in forms.items() if not spaced or not WORD.fullmatch(form.replace("~", "aa"))}
    literal = "|".join(re.escape(form.strip("~")) for form in sorted(phrases, key=len, reverse=True))
    return _Rules(
        frozenset(spoken.denies.split()),
        re.compile(spoken.denies_pattern) if spoken.denies_pattern else None,
        re.compile(spoken.no_denial_pattern) if spoken.no_denial_pattern else None,
        _Kinds({form: kind for form, kind in forms.items() if form not in phrases}),
        re.compile(rf"(?<!\w)(?:{literal})" if spaced else literal) if phrases else None,
        {form.strip("~"): kind for form, kind in phrases.items()},
    )


def claims_negation(lang: str | None) -> bool:
    """Whether we know how a language denies."""
    spoken = language(lang)
    return bool(spoken.denies or spoken.denies_pattern)


def denials(lower: str, tokens: frozenset[str], lang: str | None) -> tuple[Denial, ...]:
    """Every word that denies outright, in order. lower: the text in lower case. tokens: its words, in lower case."""
    base = base_language(lang) or ""
    rules = _rules(base)
    if rules is None or (
        rules.words.isdisjoint(tokens) and (rules.pattern is None or rules.pattern.search(lower) is None)
    ):
        return ()
    text = blank(lower, spans) if (spans := _idioms(lower, base)) else lower
    found = [Denial(cue, at) for cue in rules.words & tokens for at in _places(cue, text)]
    if rules.pattern:
        found += [Denial(match.group(), match.start()) for match in rules.pattern.finditer(text)]
    return tuple(sorted([denial for denial in found if not _asks(text, denial)], key=lambda denial: denial.start))


@lru_cache(maxsize=512)
def _idioms(lower: str, base: str) -> tuple[tuple[int, int], ...]:
    """Where a denying word denies nothing; looked for once, for the denials of a text and for its hints."""
    rules = _rules(base)
    return tuple([idiom.span() for idiom in rules.idioms.finditer(lower)]) if rules and rules.idioms else ()


_IN_WORD = re.compile(rf"[\w{MARKS}]")


def _places(word: str, text: str) -> Iterable[int]:
    """Where a word stands alone."""
    at = text.find(word)
    while at >= 0:
        after = at + len(word)
        if not _IN_WORD.match(text[at - 1 : at]) and not _IN_WORD.match(text[after : after + 1]):
            yield at
        at = text.find(word, at + 1)


_QUESTION = frozenset("?？؟")
_ENDS = re.compile(r"[.!?…。！？؟।;]+")


def _asks(text: str, denial: Denial) -> bool:
    """Whether a denial stands in a question, where it often denies nothing: "Why don't you ...?"."""
    end = _ENDS.search(text, denial.end)
    return end is not None and not _QUESTION.isdisjoint(end.group())


def hints(lower: str, found: tuple[Denial, ...], lang: str | None) -> tuple[Hint, ...]:
    """Every word that may deny in another form, apart from the outright denials found."""
    base = base_language(lang) or ""
    rules = _rules(base)
    if rules is None:
        return ()
    taken = [(denial.start, denial.end) for denial in found]
    every = [Hint(IDIOM, start, end) for start, end in _idioms(lower, base)]
    said = [(rules.phrase_kinds[phrase.group()], phrase) for phrase in _found(rules.phrases, lower)]
    if rules.kinds.exact or rules.kinds.open:
        said += [(kind, word) for word in WORD.finditer(lower) if (kind := rules.kinds[word.group()])]
    for kind, match in said:
        if not any(match.start() < end and start < match.end() for start, end in taken):
            every.append(Hint(kind, match.start(), match.end()))
    return tuple(every)


def _found(pattern: re.Pattern[str] | None, lower: str) -> Iterable[re.Match[str]]:
    return pattern.finditer(lower) if pattern else ()


def excused(lower: str, denying: tuple[Denial, ...], beside: tuple[Hint, ...], other: tuple[Hint, ...]) -> bool:
    """Whether a text without a denial may say the same as one that denies outright.

    lower, denying, beside: the text that denies, its denials and its hints. other: the hints of the text that does not.
    """
    kinds, other_kinds = _counted(beside), _counted(other)
    if RARE in other_kinds:
        return True  # "hardly" is "almost not"
    if any(times > kinds.get(kind, 0) for kind, times in other_kinds.items()):
        return True  # it denies in another form
    lone = [hint for hint in beside if hint.kind in _CANCELS and hint.kind not in other_kinds]
    return any(_cancels(lower, denial, hint) for denial in denying for hint in lone)


def _counted(found: tuple[Hint, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for hint in found:
        counts[hint.kind] = counts.get(hint.kind, 0) + 1
    return counts


def _cancels(lower: str, denial: Denial, hint: Hint) -> bool:
    """Whether a negative word stands so near an outright denial, in its clause, that both say yes together."""
    start, end = sorted((denial.start, hint.start))
    return end - start <= _NEAR and not _CLAUSE_ENDS.search(lower, start, end)


def alike(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> bool:
    """Whether two rows of sentences go together one by one: as many, and their lengths in one proportion."""
    if not 2 <= len(ours) == len(theirs) <= _MOST_SENTENCES:
        return False
    share = sum(end - start for start, end in theirs) / sum(end - start for start, end in ours)
    pairs = zip(ours, theirs, strict=True)
    return all(0.5 < (to - at) / (end - start) / share < 2 for (start, end), (at, to) in pairs)


def sentences(lower: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends: not after "a.m.", "6." and the like."""
    ends = [match for match in _SENTENCE_END.finditer(lower) if _ends(lower, match)]
    edges = [0, *[match.end() for match in ends], len(lower)]
    return [(start, end) for start, end in pairwise(edges) if lower[start:end].strip()]


def _ends(lower: str, mark: re.Match[str]) -> bool:
    return lower[mark.start()] not in _MARKS_OF_END or lower[max(mark.start() - 3, 0) : mark.start()].isalpha()
