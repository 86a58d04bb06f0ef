"""Wrong script or language: by Unicode for scripts, by everyday words for languages. Never on very short texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from consensus.canon.tokens import SCRIPT_LETTERS, SCRIPT_RUN, base_language, scripts_of
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem, quoted
from consensus.domain import Severity

_EVERYDAY = {
    "en": "the of and to in is that it for was with are this have from by be which not at as his they or an were i you "
    "we he she have had do can will would but so if my your there",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden "
    "aus er hat dass "
    "sie",
    "fr": "le la les des et est dans qui que une pour pas sur plus par au avec il sont ce cette du en un de",
    "es": "el la los las que y en un una por con para del se no es su al lo como más este pero de",
    "it": "il di che la un una per non sono con del della è si le i da come anche nel alla dei gli questo in e",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar naar uit worden",
    "pl": "w i na z się nie do to jest że o jak po ale przez od za dla który są przy oraz tym być",
    "cs": "a se v na je že to s z do o i jako za by pro ve k po které jsou byl ale od si při nebo",
    "pt": "o a os as que e do da em um uma para com não por se mais dos na no foi ao como de",
    "ru": "и в не на что с он по это как но из у за от к его для о был а же то все при",
    "uk": "і в не на що з та до це як він у за від для про але є був й або після також",
    "tr": "ve bir bu için ile da de çok olarak daha gibi olan ne kadar sonra var ancak en her ise",
}
_SETS = {lang: frozenset(words.split()) for lang, words in _EVERYDAY.items()}
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
