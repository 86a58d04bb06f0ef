"""Nothing translated: an empty answer, the source itself, long stretches of it left as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consensus.canon.tokens import base_language, scripts_of
from consensus.check.facts import Reading
from consensus.check.problem import Pair, Problem, quoted
from consensus.domain import Severity

_LETTERS = re.compile(r"[^\W\d_]")
#: Whole words in lower case; capitals may be names, which stay.
_COMMON = re.compile(r"\b[^\W\d_A-Z][^\W\d_]+\b")
_ANY_WORD = re.compile(r"\w")
_RUN = 6
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def find(pair: Pair) -> Iterable[Problem]:
    """Empty, untranslated, and copied runs of six words or more."""
    source, target = pair.source, pair.target
    if not target.words and not _ANY_WORD.search(target.text) and _LETTERS.search(source.text):
        yield Problem("empty", Severity.CRITICAL, "The translation is empty though the source has words.")
        return
    if _same_language(source, target) or target.prose == "":
        return
    if source.words == target.words and _has_prose(source):
        yield Problem(
            "untranslated", Severity.MAJOR, "The translation is the source itself.", None, (0, len(target.text))
        )
        return
    if scripts_of(source.lang) == scripts_of(target.lang) and (run := copied_run(source, target)):
        message = f"{quoted([run])} stands in the translation as in the source."
        at = target.lower.find(run.split()[0])
        yield Problem("copied_run", Severity.MAJOR, message, None, (at, at + len(run)) if at >= 0 else None)


def _same_language(source: Reading, target: Reading) -> bool:
    known = base_language(source.lang)
    return known is not None and known == base_language(target.lang)


def _has_prose(source: Reading) -> bool:
    """Words that are no names: at least three in lower case, or a sentence in a script without capitals."""
    return len(_COMMON.findall(source.prose)) >= (
        3 if scripts_of(source.lang) in ((), ("latin",), ("cyrillic",)) else 1
    )


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
    """How many of these words stand in lower case in the source (names do not)."""
    lower_case = {match.group() for match in _WORD.finditer(prose) if match.group().islower()}
    return sum(word in lower_case for word in run)
