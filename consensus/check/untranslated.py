"""Nothing translated: an empty answer, the source itself, a clause or more of it left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from consensus.check.base import Check, CheckId, Pair, Problem, quoted
from consensus.check.facts import Reading
from consensus.domain import Severity
from consensus.normalize.languages import language
from consensus.normalize.languages.neighbours import group_of, small_words
from consensus.normalize.scripts import SCRIPT_RUN, scripts_of
from consensus.normalize.tokens import base_language

_LETTERS = re.compile(r"[^\W\d_]")
#: Whole words in lower case; capitals may be names, which stay.
_COMMON = re.compile(r"\b[^\W\d_A-Z][^\W\d_]+\b")
_ANY_WORD = re.compile(r"\w")
_RUN, _SHORT_RUN = 6, 3
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PLAIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+(?:['’][a-z]+)*")
_LATIN_WORDS = re.compile(r"[a-z]{2} [a-z]{2}")
#: Names and words of so few characters are often the same in Chinese and Japanese.
_LONG_HAN = 8
_SENTENCE = re.compile(r"[.!?。！？](?:[\"'”»)]|$)")
#: Small words inside of names: "Vincent van Gogh", "Johnson and Sons".
_NAME_WORDS = (
    "van von der den del della dos das des du de di da do la le les el al bin ibn and the of for plc inc ltd gmbh"
)
_IN_NAMES = frozenset(_NAME_WORDS.split())
_OPEN, _CLOSE = '"“„«‹「『《([（［*_', '"”“»›」』》)]）］*_'


class UntranslatedCheck(Check):
    """Empty, untranslated, and copied runs of words."""

    ids = (
        CheckId("empty", "The translation has no words though the source has.", "veto"),
        CheckId("untranslated", "The translation is the source itself.", "veto"),
        CheckId("copied_run", "Six words or more in a row stand as in the source.", "veto"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        if not target.words and not _ANY_WORD.search(target.text) and _LETTERS.search(source.text):
            yield Problem("empty", Severity.CRITICAL, "The translation is empty though the source has words.")
            return
        if _same_language(source, target) or target.prose == "":
            return
        if source.words == target.words:
            if _is_text(source, target.lang):
                message = "The translation is the source itself."
                yield Problem("untranslated", Severity.MAJOR, message, None, (0, len(target.text)))
            return
        same_script = scripts_of(source.lang) == scripts_of(target.lang)
        if same_script and len(source.word_set & target.word_set) < _SHORT_RUN:
            return
        if run := (copied_run(source, target) if same_script else "") or _copied_clause(source, target):
            message = f"{quoted([run])} stands in the translation as in the source."
            at = target.lower.find(run.split()[0])
            yield Problem("copied_run", Severity.MAJOR, message, None, (at, at + len(run)) if at >= 0 else None)


def _same_language(source: Reading, target: Reading) -> bool:
    known = base_language(source.lang)
    return known is not None and known == base_language(target.lang)


def _is_text(source: Reading, target_lang: str | None) -> bool:
    """Whether these words had to be translated: names, codes and words that both languages share may stay.

    They had to where three are in lower case, where the words that the source's language does not lend are a share
    of them, or where they are a sentence. Between close languages a short sentence may be the same in both.
    """
    lower_case = _COMMON.findall(source.prose)
    scripts = scripts_of(source.lang)
    if "han" in scripts and "han" in scripts_of(target_lang) and not SCRIPT_RUN["kana"].search(source.prose):
        return len(source.squashed) >= _LONG_HAN or bool(_telling(source, target_lang))
    if len(lower_case) >= (3 if scripts in ((), ("latin",), ("cyrillic",)) else 1):
        return not _close(source.lang, target_lang) or len(lower_case) >= 5 or bool(_telling(source, target_lang))
    plain = _PLAIN.findall(source.prose)
    telling = [word for word in _telling(source, target_lang) if word not in _IN_NAMES]
    if telling and 3 * len(telling) >= len(plain):
        # "New York", "The Body Shop": a title is a name unless every word of it is ordinary.
        sentence = _SENTENCE.search(source.prose.rstrip()) is not None
        titled = len(plain) > 1 and not sentence and all(word[0].isupper() for word in plain)
        return not titled or (len(telling) == len(plain))
    if _close(source.lang, target_lang) or not _SENTENCE.search(source.prose.rstrip()) or len(source.words) < 2:
        return False
    return any(len(word) > 2 and word not in _IN_NAMES for word in lower_case)


def _close(one: str | None, other: str | None) -> bool:
    return base_language(other) in group_of(base_language(one) or "")


@lru_cache(maxsize=256)
def _own_words(source: str | None, target: str | None) -> frozenset[str]:
    """Words of the source's language that the target's has not, as far as both are known.

    Of close languages only the words count that are listed to tell them apart.
    """
    one, other = language(source), language(target)
    if _close(source, target):
        return small_words(base_language(source) or "") - small_words(base_language(target) or "")
    own = frozenset(one.common.split()) | frozenset(word for word in one.everyday.split() if len(word) > 1)
    return own - frozenset(other.common.split()) - frozenset(other.everyday.split()) - small_words(other.code)


def _telling(source: Reading, target_lang: str | None) -> list[str]:
    own = _own_words(source.lang, target_lang)
    return [word for word in source.words if word in own]


def _copied_clause(source: Reading, target: Reading) -> str:
    """Words in lower case in a row that both texts hold, two of them words of the source's language.

    At least three, or two among letters of another script: fewer are borrowed words. A run in quotes, brackets or marks
    of emphasis is a title or a name.
    """
    fewest, theirs = _SHORT_RUN, target.words
    if scripts_of(source.lang) == ("latin",) and "latin" not in scripts_of(target.lang):
        if not _LATIN_WORDS.search(target.prose):
            return ""
        fewest, theirs = _SHORT_RUN - 1, tuple(_LATIN_WORD.findall(target.lower))
    there = target.word_set if fewest == _SHORT_RUN else frozenset(theirs)
    shared = source.word_set & there
    own = _own_words(source.lang, target.lang) & shared
    if len(own) < 2:
        return ""
    small: frozenset[str] | set[str] = shared
    prose = target.lower
    if base_language(source.lang) != "de":  # whose nouns are no names
        small, prose = {word for word in _WORD.findall(source.prose) if word.islower()} & shared, target.prose
    all_words = f" {' '.join(source.words)} "
    at = 0
    while at < len(theirs):
        end = at
        while end < len(theirs) and theirs[end] in small:
            end += 1
        run = theirs[at:end]
        if len(run) >= fewest and len(own.intersection(run)) >= 2:
            text = " ".join(run)
            among_others = fewest < _SHORT_RUN
            if f" {text} " in all_words and text in prose and not _marked(prose, text, among_others):
                return text
        at = max(end, at + 1)
    return ""


def _marked(text: str, run: str, among_others: bool) -> bool:
    """Whether a run of words stands in quotes, brackets or marks of emphasis, or inside a name among other letters."""
    at = text.lower().find(run)
    before, after = text[:at].rstrip(), text[at + len(run) :].lstrip(" .,!?")
    if among_others and before[-1:].isascii() and before[-1:].isalpha() and before.split()[-1][0].isupper():
        return True  # "Bank of the West"
    return before[-1:] in tuple(_OPEN) and after[:1] in tuple(_CLOSE) and bool(before and after)


def copied_run(source: Reading, target: Reading) -> str:
    """The first run of at least six words, three of them common, that both texts hold word by word; else ""."""
    if len(source.words) < _RUN or len(target.words) < _RUN:
        return ""
    if len(source.word_set & target.word_set) < _RUN - 2:
        return ""
    words, theirs = source.words, target.words
    if not _known_in_a_row(theirs, source.word_set):
        return ""
    runs = {words[i : i + _RUN] for i in range(len(words) - _RUN + 1)}
    at = next((i for i in range(len(theirs) - _RUN + 1) if theirs[i : i + _RUN] in runs), None)
    if at is None:
        return ""
    run = theirs[at : at + _RUN]
    return " ".join(run) if _common_words(run, source.prose) >= 3 else ""


def _known_in_a_row(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether six words in a row are known: without that, no run can be a copy."""
    streak = 0
    for word in words:
        streak = streak + 1 if word in known else 0
        if streak == _RUN:
            return True
    return False


def _common_words(run: Sequence[str], prose: str) -> int:
    """How many of these words stand in lower case in the source (names do not); signs such as "x" or "cm" are none."""
    lower_case = {match.group() for match in _WORD.finditer(prose) if match.group().islower()}
    return len({word for word in run if word in lower_case and len(word) > 2 and word.isalpha()})
