"""Names of organisations and people as ``x-compare: name`` compares them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.folding import fold_shape
from consensus.normalize.source_text import followers

_ARTICLE_WORDS = "the a an der die das le la les el los las il lo gli de het o os"
_LEGAL_FORMS = (
    "llc llp lp plc gmbh ag kg ohg ug se sa sas sarl spa srl bv nv ab as asa oy oyj aps "
    "kk pty bhd sro doo dd kft zrt ood eood jsc pjsc ooo oao inc ltd corp co"
)
_LONG_FORMS = {"incorporated": "inc", "limited": "ltd", "corporation": "corp", "company": "co"}
#: Words an acronym may skip.
_SMALL_WORDS = "of the for and in on to a an de la le les des du et der die das für und von y e del per di"

#: Legal forms that are surnames or words as well: "Maria Co", "Day Spa".
_WORDS_TOO = frozenset(("co", "sa", "se", "as", "ab", "ag", "ug", "nv", "oy", "kk", "spa", "sas", "asa", "lp", "dd"))
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_SUFFIXES = {**{form: form for form in _LEGAL_FORMS.split()}, **_LONG_FORMS}
_SMALL = frozenset(_SMALL_WORDS.split())
_INITIAL = re.compile(r"[^\W\d_]\.")
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*|&")
_BRACKETED = re.compile(r"^(.+?)\s*\(([^()\s]{2,})\)\s*$")


class Name(NamedTuple):
    """A name taken apart.

    core: its letters and digits, joined. suffixes: legal forms. initials: of its words. certain: whether the suffixes
    can be nothing else. turned: the core of "Marlow, Jane" with the given name first; "" for other names.
    """

    core: str
    suffixes: tuple[str, ...]
    initials: tuple[str, ...]
    acronym: bool
    certain: bool
    turned: str


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """Case, punctuation and white space folded; leading article and legal forms set apart."""
    shaped = fold_shape(text).strip()
    if (match := _BRACKETED.match(shaped)) and match[2].casefold() in parse_name(match[1]).initials:
        shaped = match[1]  # "World Health Organization (WHO)" says its name twice
    raw = [word.replace("'", "").replace(".", "") for word in _WORD.findall(shaped)]
    words = [word.casefold() for word in raw]
    # "A. B. Cole" begins with an initial, "A Better Place" with an article.
    if len(words) > 1 and words[0] in _ARTICLES and not _INITIAL.match(shaped):
        raw, words = raw[1:], words[1:]
    every_word = list(raw)
    suffixes: list[str] = []
    while len(words) > 1 and words[-1] in _SUFFIXES:
        suffixes.insert(0, _SUFFIXES[words.pop()])
    letters = [word for word in words if word != "&"]
    certain = len(suffixes) != 1 or suffixes[0] not in _WORDS_TOO or _marked_legal(shaped, every_word)
    every = "".join(word[0] for word in letters)
    main = "".join(word[0] for word in letters if word not in _SMALL)
    initials = tuple(sorted({every, main} - {""})) if len(letters) > 1 else ()
    acronym = len(words) == 1 and len(raw[0]) > 1 and raw[0].isupper()
    turned = "" if suffixes else _turned(shaped)
    return Name(_joined(words), tuple(suffixes), initials, acronym, certain, turned)


def _marked_legal(shaped: str, words: list[str]) -> bool:
    """Whether the last word is written as a legal form: behind a comma or "&", with points, in capitals of its own."""
    last = words[-1]
    before = shaped[: len(shaped.rstrip(" .,")) - len(last)].rstrip() if last in shaped else ""
    own_capitals = last.isupper() and not all(word.isupper() for word in words)
    return own_capitals or before.endswith((",", "&")) or "." in shaped[len(before) :]


def _turned(shaped: str) -> str:
    family, comma, given = shaped.partition(",")
    left, right = ([w.replace("'", "").replace(".", "") for w in _WORD.findall(part)] for part in (family, given))
    people = comma and 0 < len(left) < 4 and 0 < len(right) < 4 and all(w.isalpha() for w in (*left, *right))
    return _joined([word.casefold() for word in (*right, *left)]) if people and "," not in given else ""


def _joined(words: list[str]) -> str:
    joined = ""
    for word in words:
        # Figures stay apart: "Area 5 1" is not "Area 51".
        joined += f" {word}" if joined[-1:].isdigit() and word[0].isdigit() else word
    return joined


def same_name(one: str, other: str, text: str | None = None) -> bool:
    """Whether two names are forms of one name: equal cores whose legal forms do not contradict, or an acronym.

    text: the source. A name without its legal form is the one with it unless the source has two that it may be: other
    legal forms behind the same words, or the words alone where the form may be a surname ("Maria" and "Maria Co").
    Symmetric, not transitive ("ABC" may stand for two names): clusters need complete linkage.
    """
    a, b = parse_name(one), parse_name(other)
    if a.core == b.core:
        if a.suffixes == b.suffixes:
            return True
        if a.suffixes and b.suffixes:
            return False
        return _one_completion(a if a.suffixes else b, text)
    if a.suffixes == b.suffixes and (a.turned == b.core or b.turned == a.core):
        return True
    return (a.acronym and a.core in b.initials) or (b.acronym and b.core in a.initials)


def _one_completion(name: Name, text: str | None) -> bool:
    """Whether the source knows one name only that begins with these words."""
    if text is None:
        return name.certain
    known = {_suffixes_in(after) for after in followers(text, name.core)}
    return len(known - {()}) < 2 if name.certain else known == {name.suffixes}


def _suffixes_in(after: str) -> tuple[str, ...]:
    """The legal forms at the beginning of what stands behind a name."""
    found: list[str] = []
    for word in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", after):
        suffix = _SUFFIXES.get(word.replace(".", "").casefold())
        if suffix is None or not re.match(r"[\s.,&]*" + re.escape(word), after):
            break
        found.append(suffix)
        after = after[after.index(word) + len(word) :]
    return tuple(found)
