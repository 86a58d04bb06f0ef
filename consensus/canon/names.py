"""Names of organisations and people as ``x-compare: name`` compares them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.canon.folding import fold_shape

_ARTICLE_WORDS = "the a an der die das le la les el los las il lo gli de het o os"
_LEGAL_FORMS = (
    "llc llp lp plc gmbh ag kg ohg ug se sa sas sarl spa srl bv nv ab as asa oy oyj aps "
    "kk pty bhd sro doo dd kft zrt ood eood jsc pjsc ooo oao inc ltd corp co"
)
_LONG_FORMS = {"incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co"}
#: Words an acronym may skip.
_SMALL_WORDS = "of the for and in on to a an de la le les des du et der die das für und von y e del per di"

_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_SUFFIXES = {**{form: form for form in _LEGAL_FORMS.split()}, **_LONG_FORMS}
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*|&")
_BRACKETED = re.compile(r"^(.+?)\s*\(([^()\s]{2,})\)\s*$")


class Name(NamedTuple):
    """A name taken apart. core: its letters and digits, joined; suffixes: legal forms; initials: of its words."""

    core: str
    suffixes: tuple[str, ...]
    initials: tuple[str, ...]
    acronym: bool


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """Case, punctuation and white space folded; leading article and legal forms set apart."""
    shaped = fold_shape(text).strip()
    if (match := _BRACKETED.match(shaped)) and match[2].casefold() in parse_name(match[1]).initials:
        shaped = match[1]  # "World Health Organization (WHO)" says its name twice
    raw = [word.replace("'", "").replace(".", "") for word in _WORD.findall(shaped)]
    words = [word.casefold() for word in raw]
    if len(words) > 1 and words[0] in _ARTICLES:
        raw, words = raw[1:], words[1:]
    suffixes: list[str] = []
    while len(words) > 1 and words[-1] in _SUFFIXES:
        suffixes.insert(0, _SUFFIXES[words.pop()])
    letters = [word for word in words if word != "&"]
    every = "".join(word[0] for word in letters)
    main = "".join(word[0] for word in letters if word not in _SMALL)
    initials = tuple(sorted({every, main} - {""})) if len(letters) > 1 else ()
    acronym = len(words) == 1 and len(raw[0]) > 1 and raw[0].isupper()
    return Name(_joined(words), tuple(suffixes), initials, acronym)


def _joined(words: list[str]) -> str:
    joined = ""
    for word in words:
        # Figures stay apart: "Area 5 1" is not "Area 51".
        joined += f" {word}" if joined[-1:].isdigit() and word[0].isdigit() else word
    return joined


def same_name(one: str, other: str) -> bool:
    """Whether two names are forms of one name: equal cores whose legal forms do not contradict, or an acronym.

    Symmetric, not transitive ("ABC" may stand for two names): clusters need complete linkage.
    """
    a, b = parse_name(one), parse_name(other)
    if a.core == b.core:
        return a.suffixes == b.suffixes or not a.suffixes or not b.suffixes
    return (a.acronym and a.core in b.initials) or (b.acronym and b.core in a.initials)
