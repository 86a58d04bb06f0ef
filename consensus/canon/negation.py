"""Negation by language: cues that deny a sentence, and weaker ones that may say the same in other words.

Comparing is by strength: a text that denies outright against one without even a weak cue differ in a hard fact; a weak
cue on either side leaves it open ("not difficult", "without", "unless", "lack", an antonym with a prefix).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.canon.languages import language
from consensus.canon.tokens import base_language


class Denial(NamedTuple):
    """The word by which a text denies outright, and where it stands."""

    cue: str
    start: int


class _Cues(NamedTuple):
    strong: frozenset[str]
    strong_part: re.Pattern[str] | None
    weak: frozenset[str]
    weak_part: re.Pattern[str] | None


def _split(cues: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    whole = frozenset(cue for cue in cues.split() if "~" not in cue)
    parts = [
        rf"\b{re.escape(cue[:-1])}\w{{2}}" if cue.endswith("~") else rf"\w{{2}}{re.escape(cue[1:])}\b"
        for cue in cues.split()
        if "~" in cue
    ]
    return whole, re.compile("|".join(parts)) if parts else None


@lru_cache(maxsize=64)
def _cues(base: str) -> _Cues | None:
    spoken = language(base)
    return _Cues(*_split(spoken.denies), *_split(spoken.hints_denial)) if spoken.denies else None


class _Patterns(NamedTuple):
    """Denial by characters, with the compounds in which they deny nothing taken out first."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    innocent: re.Pattern[str]


@lru_cache(maxsize=64)
def _patterns(base: str) -> _Patterns | None:
    spoken = language(base)
    if not spoken.denies_pattern:
        return None
    found = (spoken.denies_pattern, spoken.hints_denial_pattern, spoken.no_denial_pattern)
    return _Patterns(*map(re.compile, found))


def claims_negation(lang: str | None) -> bool:
    """Whether we know how a language denies."""
    spoken = language(lang)
    return bool(spoken.denies or spoken.denies_pattern)


def denial(lower: str, tokens: frozenset[str], lang: str | None) -> Denial | None:
    """The word that denies outright, or None. lower: the text in lower case. tokens: its words, in lower case."""
    base = base_language(lang) or ""
    if patterns := _patterns(base):
        if not patterns.weak.search(lower) or not patterns.strong.search(lower):
            return None
        strong = patterns.strong.search(patterns.innocent.sub(_blanked, lower))
        return Denial(strong.group(), strong.start()) if strong else None
    cues = _cues(base)
    if cues is None:
        return None
    hits = tokens & cues.strong
    if hits:
        cue = min(hits)
        return Denial(cue, lower.find(cue))
    part = _SHORT_NOT.search(lower) if base == "en" else cues.strong_part and cues.strong_part.search(lower)
    if not part:
        return None
    start = next((at + 1 for at in range(part.start() - 1, -1, -1) if not lower[at].isalpha()), 0)
    return Denial(lower[start : part.end()], start)


def hints_denial(lower: str, tokens: frozenset[str], lang: str | None) -> bool:
    """Whether a text may deny in other words: a preposition, a prefix, a verb of refusing or lacking."""
    base = base_language(lang) or ""
    if patterns := _patterns(base):
        return patterns.weak.search(lower) is not None
    cues = _cues(base)
    if cues is None:
        return True
    return bool(tokens & cues.weak) or (cues.weak_part is not None and cues.weak_part.search(lower) is not None)


_SHORT_NOT = re.compile(r"n['’]t\b")


def _blanked(innocent: re.Match[str]) -> str:
    return " " * len(innocent.group())
