"""Wrong script or language: by Unicode for scripts, by everyday words for languages. Never on very short texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from consensus.canon.languages import LANGUAGES
from consensus.canon.tokens import SCRIPT_LETTERS, SCRIPT_RUN, base_language, scripts_of
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem, quoted
from consensus.domain import Severity

_SETS = {code: frozenset(one.everyday.split()) for code, one in LANGUAGES.items() if one.everyday}
#: Single letters are words in too many languages to speak against one.
_RIVALS = {lang: frozenset(word for word in words if len(word) > 1) for lang, words in _SETS.items()}
_FEWEST_WORDS, _FEWEST_LETTERS = 12, 20


def find(pair: Pair) -> Iterable[Problem]:
    """Foreign letters in the translation, hardly any of its own, or another language's everyday words."""
    wanted = scripts_of(pair.target.lang)
    found = (_script(pair.source, pair.target, wanted) if wanted else None, _language(pair.target))
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
    if "latin" in wanted:
        return None
    own, latin = _letters(prose, wanted), _letters(prose, ("latin",))
    if own + latin < _FEWEST_LETTERS or own * 10 >= own + latin:
        return None
    if _letters(source.prose, scripts_of(source.lang)) >= _FEWEST_LETTERS:
        message = f"Hardly any letter of the translation is {' or '.join(wanted)} ({own} of {own + latin})."
        return Problem("script", Severity.MAJOR, message, None, (0, len(target.text)))
    return None


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


def _language(target: Reading) -> Problem | None:
    base = base_language(target.lang) or ""
    if base not in _SETS or len(target.words) < _FEWEST_WORDS:
        return None
    own = len(_SETS[base] & target.word_set)
    if own * 12 >= len(target.words):
        return None
    own = sum(map(_SETS[base].__contains__, target.words))
    if own * 12 >= len(target.words):
        return None
    rivals = {lang: sum(map(words.__contains__, target.words)) for lang, words in _RIVALS.items() if lang != base}
    best = max(rivals, key=lambda lang: (rivals[lang], lang))
    if rivals[best] * 6 >= len(target.words) and rivals[best] > 2 * own and len(_RIVALS[best] & target.word_set) >= 3:
        message = f'The translation reads like "{best}", not "{base}".'
        return Problem("language", Severity.MAJOR, message, None, (0, len(target.text)))
    return None
