"""Wrong script, language or variant: scripts by Unicode, languages by their words and letters, variants by both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from consensus.check.base import Check, CheckId, Pair, Problem, quoted
from consensus.check.facts import Reading
from consensus.domain import Severity
from consensus.normalize.languages import ALL, LANGUAGES, codes_with, language
from consensus.normalize.languages.neighbours import group_of, letters_of, small_words
from consensus.normalize.scripts import SCRIPT_LETTERS, SCRIPT_RUN, scripts_of
from consensus.normalize.tokens import base_language

_FEWEST_WORDS, _FEWEST_LETTERS = 5, 20
#: Words of a text whose letters decide.
_FEWEST_LETTERED = 3
#: A text of so few Chinese characters is judged by a single one.
_FEW_CHARACTERS = 8
#: Japanese without kana is a title or a label.
_LONGEST_KANJI, _LONGEST_HANJA = 16, 5
_TRADITIONAL_REGIONS = frozenset(["tw", "hk", "mo", "hant"])
_WORD = re.compile(r"[^\W\d_]+")
#: Letters that hardly any sentence of a language goes without, and the length from which this speaks.
_EXPECTED = {code: re.compile(f"[{one.expected_letters}]") for code, one in ALL.items() if one.expected_letters}
_LONG = 30


class LanguageCheck(Check):
    """Foreign letters in the translation, hardly any of its own, another language's words, or another variant's."""

    ids = (
        CheckId("script", "Letters of another script, or hardly any of the right one.", "veto"),
        CheckId(
            "language",
            "The words and letters are those of another language.",
            "veto",
            codes_with(lambda one: one.everyday),
        ),
        CheckId(
            "variant", "Characters or words of another script or region (zh-Hans for zh-Hant, pt-BR for pt-PT).", "veto"
        ),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        wanted = scripts_of(pair.target.lang)
        found = (_script(pair.source, pair.target, wanted) if wanted else None, _language(pair.target), _variant(pair))
        return [problem for problem in found if problem]


@lru_cache(maxsize=64)
def _strange(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Two letters or more in a row of a script that is neither wanted nor Latin."""
    others = "".join(letters for script, letters in SCRIPT_LETTERS.items() if script not in (*wanted, "latin"))
    return re.compile(f"[{others}][{others}][{others}]*")  # not {2,}: see SCRIPT_RUN


def _letters(text: str, scripts: tuple[str, ...]) -> int:
    return sum(len(run) for script in scripts for run in SCRIPT_RUN[script].findall(text))


def _script(source: Reading, target: Reading, wanted: tuple[str, ...]) -> Problem | None:
    prose = target.prose
    if prose.isascii() and "latin" in wanted:
        return None
    strange = _strange(wanted).findall(prose)
    strangers = sum(map(len, strange))
    if strange and not _quoted_in_parentheses(target, strange):
        own = _letters(prose, (*wanted, "latin"))
        if strangers >= 4 or strangers * 10 >= own:
            at = target.text.find(strange[0])
            message = f"{quoted(strange)} is not written in the script of the translation."
            return Problem("script", Severity.MAJOR, message, None, (at, at + len(strange[0])))
    if len(wanted) == 2 and not _letters(prose, wanted[:1]) and (problem := _all_chinese(target, wanted[0])):
        return problem
    if "latin" in wanted:
        return None
    own, latin = _letters(prose, wanted), _letters(prose, ("latin",))
    if own * 10 >= own + latin:
        return None
    if own + latin < _FEWEST_LETTERS and (own or not _new_words(source, target)):
        return None
    if _letters(source.prose, scripts_of(source.lang)) >= min(_FEWEST_LETTERS, latin):
        message = f"Hardly any letter of the translation is {' or '.join(wanted)} ({own} of {own + latin})."
        return Problem("script", Severity.MAJOR, message, None, (0, len(target.text)))
    return None


def _all_chinese(target: Reading, script: str) -> Problem | None:
    """No kana or hangul: more characters than a Japanese title or a Korean name has, or some that Japanese has not."""
    characters = "".join(SCRIPT_RUN["han"].findall(target.prose))
    unknown = len(characters) - len(characters.encode("cp932", "ignore").decode("cp932"))
    most = _LONGEST_KANJI if script == "kana" else _LONGEST_HANJA
    if len(characters) >= most or (unknown and len(characters) > 2):
        message = f"The translation is in Chinese characters without any {script}."
        return Problem("script", Severity.MAJOR, message, None, (0, len(target.text)))
    return None


def _new_words(source: Reading, target: Reading) -> bool:
    """Whether the translation has words in lower case that the source has not: it is no name or code that stayed."""
    return any(word.islower() and len(word) > 2 and word not in source.lower for word in _WORD.findall(target.prose))


def _quoted_in_parentheses(target: Reading, strange: list[str]) -> bool:
    """A name given in its own script beside the translated one is no mistake."""
    text = target.text
    for run in strange:
        at = text.find(run)
        before, after = text[:at], text[at + len(run) :]
        opened = max(before.rfind("("), before.rfind("（"), before.rfind("["))
        if opened < 0 or max(before.rfind(")"), before.rfind("）"), before.rfind("]")) > opened:
            return False
        if not any(close in after for close in ")）]"):
            return False
    return True


class _Rival(NamedTuple):
    """Another language: its words and letters that the wanted one has not, and the other way round."""

    code: str
    near: bool
    words: frozenset[str]
    letters: re.Pattern[str] | None
    own_words: frozenset[str]
    own_letters: re.Pattern[str] | None


@lru_cache(maxsize=64)
def _vocabulary(code: str) -> frozenset[str]:
    """Every word that a language's data knows; short forms of months are too much alike everywhere."""
    one = language(code)
    listed = f"{one.everyday} {one.common} {one.number_words.replace('|', ' ')}".split()
    measures = re.findall(r"(?<=[=,])[^\s,=~]+(?=[\s,]|$)", f"{one.unit_words} {one.currency_words}".lower())
    names = [word for word in (*one.months.replace("|", " ").split(), *measures) if len(word) > 3]
    return frozenset(listed) | frozenset(names) | small_words(code)


def _class(letters: frozenset[str]) -> re.Pattern[str] | None:
    return re.compile(f"[{''.join(sorted(letters))}]") if letters else None


@lru_cache(maxsize=64)
def _rivals(code: str) -> tuple[_Rival, ...]:
    """Close languages first; then all others that have words."""
    mine = _vocabulary(code)
    if not mine:
        return ()
    near = group_of(code)
    far = [other for other in LANGUAGES if other not in near and other != code]
    rivals = []
    for other in (*near, *far):
        theirs = frozenset(word for word in _vocabulary(other) - mine if len(word) > 1)
        if not theirs:
            continue
        ours = mine if other in LANGUAGES else small_words(code)  # else it has no such words to share
        letters, own = letters_of(other), letters_of(code)
        known = bool(letters and own)
        rivals.append(
            _Rival(
                other,
                other in near,
                theirs,
                _class(letters - own) if known else None,
                frozenset(word for word in ours - _vocabulary(other) if len(word) > 1),
                _class(own - letters) if known else None,
            )
        )
    return tuple(rivals)


@lru_cache(maxsize=128)
def _at_a_glance(code: str, near: bool) -> tuple[list[_Rival], frozenset[str], re.Pattern[str] | None, frozenset[str]]:
    """The close or the distant rivals; the words and letters that any of them has and this language not; its own words.

    Its own are those that none of them has: a text with few of the former against the latter is not one of theirs.
    """
    rivals = [rival for rival in _rivals(code) if rival.near == near]
    letters = frozenset("".join(rival.letters.pattern.strip("[]") for rival in rivals if rival.letters))
    theirs = frozenset().union(*(rival.words for rival in rivals))
    own = frozenset.intersection(*(rival.own_words for rival in rivals)) if rivals else frozenset()
    return rivals, theirs, _class(letters), own


def _possible(base: str, target: Reading) -> list[_Rival]:
    """The rivals that a first look does not rule out."""
    possible: list[_Rival] = []
    for near in (True, False):
        rivals, foreign, letters, familiar = _at_a_glance(base, near)
        if not rivals:
            continue
        strange = len(foreign & target.word_set)
        many = strange >= (1 if base in _EXPECTED else 2) and strange > 2 * len(familiar & target.word_set)
        if many or (letters and letters.search(target.lower)):
            possible += rivals
    return possible


def _language(target: Reading) -> Problem | None:
    """Another language whose words or letters are many, the wanted one's hardly any."""
    base = base_language(target.lang) or ""
    if len(target.words) < _FEWEST_LETTERED or not _rivals(base):
        return None
    if scripts_of(target.lang) != scripts_of(base) and base != "sr":  # whose words are known in both scripts
        return None
    rivals = _possible(base, target)
    count = sum(map(str.isalpha, target.word_set)) if rivals else 0
    if count < _FEWEST_LETTERED:
        return None
    expected = _EXPECTED.get(base)
    lacks = expected is not None and len(target.lower) >= _LONG and not expected.search(target.lower)
    none_of_its_own = not _vocabulary(base) & target.word_set
    small = frozenset(word for word in _WORD.findall(target.prose) if word[0].islower())
    written = "".join(small)
    best: tuple[int, str] = (0, "")
    for rival in rivals:
        theirs, lettered = _evidence(rival.words, rival.letters, target.word_set, small, written)
        if theirs < (1 if lacks else 2) or (count < _FEWEST_WORDS and (lettered < 2 or not none_of_its_own)):
            continue
        own, _ = _evidence(rival.own_words, rival.own_letters, target.word_set, small, written)
        few = theirs * 5 < count and not none_of_its_own and not (rival.near and (lettered or not own))
        if theirs > 2 * own and not few:
            best = max(best, (theirs, rival.code))
    own_script = scripts_of(target.lang)
    if not best[0] or (scripts_of(best[1]) != own_script and _letters(target.prose, own_script)):
        return None
    message = f'The translation reads like "{best[1]}", not "{base}".'
    return Problem("language", Severity.MAJOR, message, None, (0, len(target.text)))


def _evidence(
    words: frozenset[str],
    letters: re.Pattern[str] | None,
    word_set: frozenset[str],
    small: frozenset[str],
    written: str,
) -> tuple[int, int]:
    """How many words speak for a language, and how many of them by their letters.

    small: words in lower case; names keep the letters of their language. written: these in one, so that a language of
    which no letter stands in any of them is done with at one look.
    """
    found = words & word_set
    if letters is None or not letters.search(written):
        return len(found), 0
    lettered = {word for word in small if letters.search(word)}
    return len(found | lettered), len(lettered)


@lru_cache(maxsize=64)
def _variants(lang: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Words of the language's other regions, and words of the one that the tag names."""
    subtags = frozenset((lang or "").upper().replace("_", "-").split("-")[1:])
    named = language(lang).variants
    own = frozenset(word for region in subtags & set(named) for word in named[region].split())
    others = frozenset(word for region in set(named) - subtags for word in named[region].split())
    return (others - own, own) if own else (frozenset(), frozenset())


def _variant(pair: Pair) -> Problem | None:
    """Characters or words of another script or region of the same language."""
    target = pair.target
    base = base_language(target.lang)
    if base in ("zh", "yue"):
        return _chinese(target, base == "yue")
    others, own = _variants(target.lang)
    strange = sorted(others & target.word_set)
    if strange and len(target.words) >= _FEWEST_WORDS and len(strange) > len(own & target.word_set):
        at = target.lower.find(strange[0])
        message = f'{quoted(strange)} is not used in "{target.lang}".'
        return Problem("variant", Severity.MAJOR, message, None, (at, at + len(strange[0])))
    return None


def _chinese(target: Reading, cantonese: bool) -> Problem | None:
    subtags = set((target.lang or "").lower().replace("_", "-").split("-"))
    hant = bool(subtags & _TRADITIONAL_REGIONS) or (cantonese and "hans" not in subtags)
    strange, own = target.chinese if hant else target.chinese[::-1]
    if not strange:
        return None
    mine = len(own)
    few = not mine and _letters(target.prose, ("han",)) <= _FEW_CHARACTERS
    if len(strange) <= mine or (len(strange) < 2 and not few):
        return None
    first = min(target.text.find(character) for character in strange)
    name, wanted = ("simplified", "traditional") if hant else ("traditional", "simplified")
    message = f"{quoted(sorted(strange))} is {name} Chinese; the translation is to be {wanted}."
    return Problem("variant", Severity.MAJOR, message, None, (first, first + 1))
