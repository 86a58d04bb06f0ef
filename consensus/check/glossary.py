"""Glossary: required and forbidden terms, whatever their inflection."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from consensus.canon.tokens import SCRIPT_RUN, UNSPACED, base_language
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem
from consensus.domain import Severity

_INFLECTED = 5  # letters that an ending may add to a word or take from it
_SHORT = 4  # words up to this length stand unchanged, but for an ending of two letters


def find(pair: Pair) -> Iterable[Problem]:
    """A term of the source without any of its required translations, or with a forbidden one."""
    required: dict[str, list[str]] = {}
    for source_term, target_term, rule in pair.policy.glossary_terms:
        if source_term and not holds(pair.source, source_term, loose=False):
            continue
        if rule == "required":
            # Several translations of one term are alternatives, as synonyms in a term base are.
            required.setdefault(source_term, []).append(target_term)
        elif rule == "forbidden" and holds(pair.target, target_term, loose=False):
            message = f'"{target_term}" must not be used for "{source_term}" (glossary).'
            yield Problem("glossary_forbidden", Severity.MAJOR, message, None, _span(pair.target, target_term))
    for source_term, wanted in required.items():
        if not any(holds(pair.target, term, loose=True) for term in wanted):
            words = " or ".join(f'"{term}"' for term in wanted)
            message = f'"{source_term}" must be translated as {words} (glossary).'
            yield Problem("glossary_required", Severity.MAJOR, message, _span(pair.source, source_term))


def holds(reading: Reading, term: str, *, loose: bool) -> bool:
    """Whether a text holds a term in any inflection; loose: as part of a compound word too."""
    if not term.strip():
        return False
    if _unspaced(term, reading.lang):
        return term.lower() in reading.lower
    if term.lower() in reading.lower and _whole(term).search(reading.lower):
        return True
    wanted = [_stem(word) for word in term.lower().split()]
    tokens = reading.words
    for at in range(len(tokens) - len(wanted) + 1):
        if all(_fits(stem, tokens[at + i], loose) for i, stem in enumerate(wanted)):
            return True
    return False


def _unspaced(term: str, lang: str | None) -> bool:
    if base_language(lang) in UNSPACED:
        return True
    return bool(SCRIPT_RUN["han"].search(term) or SCRIPT_RUN["kana"].search(term))


@lru_cache(maxsize=1024)
def _whole(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term.lower())}(?!\w)")


@lru_cache(maxsize=4096)
def _stem(word: str) -> tuple[str, str]:
    """The word and the beginning that inflection leaves alone."""
    keep = len(word) if len(word) <= _SHORT else max(_SHORT, len(word) - (2 if len(word) < 9 else 3))
    return word, word[:keep]


def _fits(stem: tuple[str, str], token: str, loose: bool) -> bool:
    word, begin = stem
    if token == word:
        return True
    ending = 2 if len(word) <= _SHORT else _INFLECTED
    if token.startswith(begin) and len(token) - len(begin) <= ending:
        return True
    return loose and len(word) > _SHORT and begin in token


def _span(reading: Reading, term: str) -> tuple[int, int] | None:
    at = reading.lower.find(term.lower())
    return (at, at + len(term)) if at >= 0 else None
