"""Where a sentence does not end though a full stop stands there, and where it ends though an abbreviation does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.languages import Language, language, with_trait

_OPENING = "\"'“”„‚‘’«»‹›([{<*_~ \t\n¿¡"
_QUOTE_END = re.compile(r"[.!?。！？…][」』”’\"»]\s*$")
_ASKED = re.compile(r"[!?…][\"'”’»)\]]*\s*$|\.\.\.\s*$|[.][\"'”’»]\s*$")
_NUMBER = re.compile(r"[(\[]?\d+(?:[.,:]\d+)*")
_ROMAN = re.compile(r"[IVXLC]{2,}")
_BRAND = re.compile(r"[a-zà-ÿ]+[A-Z]")
#: "Fig. 3. The pump", "2.1. Scope": a label of what follows, alone before it.
_LABEL = re.compile(r"\W*(?:([^\W\d]+)\.?\s+)?(?:\d+|[IVXLC]+)(?:\.\d+)*\.\s*")
_AFTER_ABBREVIATION = re.compile(r"(?<=\.)[)\]\"”»*_]*\s+(?=[\"“„«‘(\[*_¿¡]*([^\W\d_])([^\W\d_]?))")
_MONEY = re.compile(r"[€$£¥₹₽]|[A-Z]{3}\b")
#: Letters. What is longer before a point is a word that may end a sentence.
_SHORT, _SHORT_BEFORE_NUMBER = 6, 4
#: Languages in which a point after a number makes an ordinal of it.
_ORDINALS = with_trait("ordinal_point")
_BEFORE_ORDINALS = frozenset(
    ("der", "die", "das", "den", "dem", "des", "am", "im", "zum", "zur", "vom", "beim", "jeder", "jede", "jeden")
)


class _Words(NamedTuple):
    titles: frozenset[str]
    labels: frozenset[str]
    abbreviations: frozenset[str]
    everyday: frozenset[str]
    months: frozenset[str]
    measures: frozenset[str]
    after_quote: re.Pattern[str] | None


@lru_cache(maxsize=64)
def _words(lang: str | None) -> _Words:
    data: Language = language(lang or "en")
    measures = re.findall(r"[^\s=,~]+(?=[\s,~]|$)", f"{data.currency_words} {data.unit_words}".lower())
    return _Words(
        titles=frozenset(data.titles.split()),
        labels=frozenset(["", *data.titles.split(), *data.labels.split()]),
        abbreviations=frozenset(data.abbreviations.split()),
        everyday=frozenset(data.everyday.split()),
        months=frozenset(re.split(r"[\s|]+", data.months.lower())) - {""},
        measures=frozenset(measures),
        after_quote=re.compile(data.after_quote) if data.after_quote else None,
    )


def no_end(before: str, after: str, lang: str | None) -> bool:
    """No sentence ends between these two texts. before: from the start of the sentence; after: what follows."""
    words, follows = _words(lang), after.lstrip(_OPENING)
    if not follows:
        return False
    if words.after_quote is not None and _QUOTE_END.search(before) and words.after_quote.match(after):
        return True
    first = follows[0]
    starts_small = first.islower() and not _BRAND.match(follows)
    if _ASKED.search(before):
        return starts_small
    second, previous, last = _last_words(before)
    last = last.lstrip(_OPENING).rstrip(')]*_"”»')
    if not last.endswith("."):
        return False
    word = last[:-1]
    if _NUMBER.fullmatch(word) or _ROMAN.fullmatch(word):
        return starts_small or _goes_on_after_number(before, previous, follows, word, lang)
    forms = {word.lower(), _joined((previous, word)), _joined((second, previous, word))}
    known = bool(forms & words.titles) or word.lower() in words.months
    measured = bool(_NUMBER.fullmatch(previous))
    if starts_small:
        return known or bool(forms & words.abbreviations) or _letters(word) <= _SHORT
    if first.isdigit() or first in "º°ª§№":
        enumerates = re.match(r"\d{1,3}[.)]\s+\w", follows) is not None
        short = _letters(word) <= _SHORT_BEFORE_NUMBER and word.lower() not in words.everyday
        return known or bool(forms & words.abbreviations) or (short and not enumerates)
    if forms & words.abbreviations:
        return False
    if measured:  # "5 Mio. Euro", "5 approx. EUR"; but "5 m. The"
        return _measure(follows, words)
    caseless = not first.isupper() and first.isalpha()
    return bool(forms & words.titles) or (caseless and _letters(word) == 1)


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def _last_words(text: str) -> tuple[str, str, str]:
    """The last three words; "" for those that are not there."""
    words = ["", "", "", *text[-80:].split()]
    return words[-3], words[-2], words[-1]


def _joined(parts: tuple[str, ...]) -> str:
    """ "z." and "B" as "z.b": abbreviations are written with blanks between their parts, and without."""
    return "".join(parts).lstrip(_OPENING).lower() if all(part.endswith(".") for part in parts[:-1]) else ""


def _measure(follows: str, words: _Words) -> bool:
    return (
        _MONEY.match(follows) is not None or re.split(r"[\s.,;:!?)]", follows.lower(), maxsplit=1)[0] in words.measures
    )


def _goes_on_after_number(before: str, previous: str, follows: str, number: str, lang: str | None) -> bool:
    """After "3." before a capital letter: a month, an ordinal behind an article, the number of a figure or chapter."""
    words = _words(lang)
    next_word = re.split(r"[^\w'’-]", follows, maxsplit=1)[0].lower()
    label = _LABEL.fullmatch(before)
    if next_word in words.months or (label and (label[1] or "").lower() in words.labels):
        return True
    if (lang or "").split("-")[0].lower() not in _ORDINALS or next_word in words.everyday:
        return False
    if _ROMAN.fullmatch(number):
        return not previous or previous[0].islower()
    return len(number) <= 2 and previous.lower() in _BEFORE_ORDINALS


def more_ends(text: str, lang: str | None) -> Iterator[int]:
    """Offsets after abbreviations and units that end a sentence before a capital letter: "usw. Dann", "5 m. Der"."""
    words = _words(lang)
    if "." not in text:
        return
    for found in _AFTER_ABBREVIATION.finditer(text):
        if not found[1].isupper() or (found[2] and not found[2].islower()):
            continue
        second, previous, last = _last_words(text[: found.start()][-80:])
        word = last.lstrip(_OPENING)[:-1]
        forms = {word.lower(), _joined((previous, word)), _joined((second, previous, word))}
        # "10 A. Replace it.", not a year as in "2023 г. Москва"
        unit = len(word) == 1 and re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", previous) is not None
        if forms & words.abbreviations or (unit and not _measure(text[found.end() :], words)):
            yield found.end()
