"""Names of a text: words with a capital where nothing else asks for one."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from consensus.normalize.languages import with_trait
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import WORD, base_language

#: What stands before a word that begins no sentence: a word, a comma, or a short title ("M.").
_INNER = re.compile(r"[\w,)%/] $|\b\w\w?\. $")
_LATIN_NAME = re.compile("[A-Z][A-Za-z]+")
#: Languages in which a name takes case endings.
_DECLINED = with_trait("declines_names")
#: A name that keeps so much of its beginning there is the same one.
_SAME_NAME = 0.6


def names_among(words: frozenset[str], prose: str, lower: str, lang: str | None) -> frozenset[str]:
    """Which of these words, in lower case, the text writes with a capital where no sentence begins."""
    if base_language(lang) in UNSPACED:
        return frozenset([name.lower() for name in _LATIN_NAME.findall(prose)]) & words
    if len(prose) != len(lower):
        return frozenset()
    return frozenset([word for word in words if len(word) > 1 and not word.isdigit() and _is_name(word, prose, lower)])


def _is_name(word: str, prose: str, lower: str) -> bool:
    at = lower.find(word)
    while at >= 0:
        alone = not lower[at - 1 : at].isalnum() and not lower[at + len(word) : at + len(word) + 1].isalnum()
        if alone and prose[at].isupper() and _INNER.search(prose[max(at - 5, 0) : at]):
            return True
        at = lower.find(word, at + 1)
    return False


def is_heading(prose: str) -> bool:
    """Whether nearly all longer words have a capital, so that it says nothing."""
    longer = [word for word in WORD.findall(prose) if len(word) > 3]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def another_name(word: str, replaced: str, lang: str | None) -> bool:
    """Whether what stands in place of a name is another name: no form of it, no short form, no translation of it."""
    if not replaced[:1].isupper() or (word.isupper() and len(word) > 4):
        return False
    if word.isascii() and not replaced.isascii():
        return False  # more likely the name in the other language: Prague, Nemocniční
    one, other = word.lower(), replaced.lower()
    if one[0] == other[0] and word.isupper() != replaced.isupper() and _within(*sorted((one, other), key=len)):
        return False
    if base_language(lang) in _DECLINED:
        kept = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
        return kept < max(3, _SAME_NAME * min(len(one), len(other))) and Levenshtein.distance(one, other) > 1
    return one.rstrip("s'’") != other.rstrip("s'’")


def _within(short: str, long: str) -> bool:
    """Whether the letters of a short form come in this order in the long one: fb, facebook."""
    letters = iter(long)
    return all(letter in letters for letter in short)
