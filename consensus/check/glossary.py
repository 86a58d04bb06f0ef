"""Glossary: required and forbidden terms, whatever their inflection.

A term is looked for as it stands, then by the beginning that endings leave alone, then with the changes that
inflection makes inside a word: umlauts and accents, vowels that come and go, a last consonant that softens or doubles.
Articles and prefixes that are written together with the word are taken off, and a term may end or begin a compound.
A required term that no form of is found stays a veto: another word instead is what the glossary is there to prevent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from consensus.check.base import Check, CheckId, Pair, Problem
from consensus.check.facts import Reading
from consensus.domain import Severity
from consensus.normalize.languages import ALL, with_trait
from consensus.normalize.scripts import SCRIPT_RUN, UNSPACED
from consensus.normalize.tokens import base_language

_INFLECTED = 5  # letters that an ending may add to a word or take from it
_SHORT = 4  # words up to this length stand unchanged, but for an ending of two letters
#: Particles and articles that are written together with the word behind them.
_PROCLITICS = {code: re.compile(f"^{one.proclitics}") for code, one in ALL.items() if one.proclitics}
_ELISION = re.compile(r"^[^\W\d_]{1,5}['’]")
#: Letters without a mark to take off, and vowels that change within a word: Czech stůl, stolu; Polish ząb, zęby.
_FOLDED = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "æ": "a", "œ": "o", "ů": "o", "ó": "o", "ę": "a", "ą": "a", "ı": "i"}
)
_VOWELS = "aeiouyаеиоуыэюяіїєёьъйαεηιουωاويىةهءؤئأإآויהािीुूेैोौंँ"
_NASAL = re.compile("ão|ãe|õe")  # Portuguese: cão, cães; botão, botões
#: Languages in which a short word may change the vowel it is known by: foot, feet; stad, steden; кінь, коні.
_ABLAUT = with_trait("vowel_changes")
_NO_VOWELS = str.maketrans(dict.fromkeys(_VOWELS))
#: Last consonants that change into one another, without their marks.
_KINS = {code: tuple(one.kin_consonants.split()) for code, one in ALL.items() if one.kin_consonants}
_ANY_KINS = ("scz", "fv")  # mouse, mice; leaf, leaves; voz, voces
#: Endings that an inflected form may put another in place of: vowels, and s, n or m behind one.
_ENDING = re.compile(f"(?:(?<=...)[{_VOWELS}]+[snmςνсм]?)$")


class GlossaryCheck(Check):
    """A term of the source without any of its required translations, or with a forbidden one."""

    ids = (
        CheckId("glossary_required", "A required glossary term is missing.", "veto"),
        CheckId("glossary_forbidden", "A forbidden glossary term is used.", "veto"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
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
    wanted = term.lower().split()
    tokens = reading.words
    fits = _related if loose else _form
    for at in range(len(tokens) - len(wanted) + 1):
        if all(fits(word, tokens[at + i], base_language(reading.lang)) for i, word in enumerate(wanted)):
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
def _fold(word: str) -> str:
    """Without accents, umlauts and double letters."""
    word = _NASAL.sub("an", word)
    plain = "".join(c for c in unicodedata.normalize("NFD", word.translate(_FOLDED)) if not unicodedata.combining(c))
    return re.sub(r"(.)\1", r"\1", plain.replace("ck", "k"))


@lru_cache(maxsize=4096)
def _bare(token: str, lang: str | None) -> tuple[str, ...]:
    """The token, and without what is written together with it in front."""
    forms = [token]
    if elided := _ELISION.match(token):
        forms.append(token[elided.end() :])
    if lang in _PROCLITICS and (clitic := _PROCLITICS[lang].match(token)):
        forms += [token[at:] for at in range(1, clitic.end() + 1) if len(token) - at >= 2]
    return tuple(forms)


def _form(word: str, token: str, lang: str | None) -> bool:
    """Whether the token is the word with an ordinary ending, or with an umlaut beside it."""
    ending = 2 if len(word) <= _SHORT else _INFLECTED
    keep = len(word) if len(word) <= _SHORT else max(_SHORT, len(word) - (2 if len(word) < 9 else 3))
    for form in _bare(token, lang):
        if form.startswith(word[:keep]) and len(form) - keep <= ending:
            return True
        if keep > _SHORT and _fold(form).startswith(_fold(word)) and len(form) - len(word) <= 2:
            return True
    return False


def _related(word: str, token: str, lang: str | None) -> bool:
    """Whether the token can be a form of the word, or a compound with one."""
    wanted = _fold(word)
    stem = _ENDING.sub("", wanted)
    for form in _bare(token, lang):
        plain = _fold(form)
        if plain == wanted or _inflected(wanted, stem, plain, lang):
            return True
        if (stem in plain) if len(stem) >= _SHORT else _ends_compound(word, form):
            return True
    return False


def _inflected(word: str, stem: str, token: str, lang: str | None) -> bool:
    """The stem is the same and the ending short, or only vowels and the last consonant differ."""
    if word[:1] != token[:1] or abs(len(token) - len(word)) > _INFLECTED:
        return False
    if token.startswith(stem):
        return len(token) - len(stem) <= (_INFLECTED if len(stem) > 2 else 2)
    bones, theirs = word.translate(_NO_VOWELS), token.translate(_NO_VOWELS)
    if len(bones) < 2 or not 0 <= len(theirs) - len(bones) <= 2:
        return False
    if len(word) <= _SHORT and len(bones) == 2 and token[1:2] not in (word[1], bones[1]) and lang not in _ABLAUT:
        return False
    if theirs.startswith(bones):
        return True
    kins = (*_KINS.get(lang or "", ()), *_ANY_KINS)
    pair = (bones[-1], theirs[len(bones) - 1])
    return theirs[: len(bones) - 1] == bones[:-1] and any(pair[0] in kin and pair[1] in kin for kin in kins)


def _ends_compound(word: str, token: str) -> bool:
    """A short term at the end of a compound, three letters or more in front of it."""
    at = token.rfind(word)
    return len(word) >= 2 and at >= 3 and len(token) - at - len(word) <= 2


def _span(reading: Reading, term: str) -> tuple[int, int] | None:
    at = reading.lower.find(term.lower())
    return (at, at + len(term)) if at >= 0 else None
