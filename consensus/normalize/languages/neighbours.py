"""What tells close languages apart: which small words each has, and which letters.

A word counts only where the neighbours have none like it: one that two languages share stands in the rows of both.
"""

from __future__ import annotations

from functools import lru_cache

from consensus.normalize.languages import ALL, Language

#: Languages that can be taken for each other.
GROUPS = (
    ("da", "nb", "nn", "sv"),
    ("cs", "sk", "pl"),
    ("hr", "sr", "bs", "sl"),
    ("es", "pt", "gl", "ca", "it"),
    ("it", "ro"),
    ("fr", "ca", "it"),
    ("id", "ms"),
    ("ru", "uk", "be", "bg"),
    ("sr", "mk", "bg"),
    ("nl", "de", "af"),
    ("fi", "et"),
)
_ALSO = {"no": "nb"}


def group_of(code: str) -> tuple[str, ...]:
    """The close languages of one, without itself."""
    code = _ALSO.get(code, code)
    found = [other for group in GROUPS if code in group for other in group if other != code]
    return tuple(dict.fromkeys(found))


def _data(code: str) -> Language:
    return ALL.get(_ALSO.get(code, code), Language(""))


@lru_cache(maxsize=64)
def small_words(code: str) -> frozenset[str]:
    """The small words of a language; none where it has no row. Serbian has each in both of its scripts."""
    words = _data(code).small_words.split()
    if code == "sr":
        words += [_cyrillic(word) for word in words]
    return frozenset(words)


def _cyrillic(word: str) -> str:
    for two, one in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        word = word.replace(two, one)
    return word.translate(str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"))


def letters_of(code: str) -> frozenset[str]:
    """Letters beyond the common ones; none where it has no row."""
    return frozenset(_data(code).letters)
