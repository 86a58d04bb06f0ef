"""A text and its language, with what every check asks of it: markup, prose, words, weight."""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.check.lazy import lazy
from consensus.check.markup import NO_MARKUP, Markup, scan_markup
from consensus.normalize.scripts import SCRIPT_RUN, scripts_of
from consensus.normalize.tokens import ascii_digits, blank, squash, words_of

_DIGIT = re.compile("[0-9]")
#: What a letter carries beyond one Latin letter.
_DENSITY = (("han", 2.0), ("kana", 0.8), ("hangul", 1.0))


@lru_cache(maxsize=64)
def _dense(lang: str | None) -> tuple[tuple[re.Pattern[str], float], ...]:
    """The denser scripts in which a text of this language may be, with what a letter of each carries more."""
    known = scripts_of(lang)
    return tuple((SCRIPT_RUN[script], extra) for script, extra in _DENSITY if not known or script in known)


class Text:
    """A text, each property read when first asked and then kept."""

    def __init__(self, text: str, lang: str | None) -> None:
        self.text, self.lang = text, lang

    @lazy
    def markup(self) -> Markup:
        return scan_markup(self.text)

    @lazy
    def prose(self) -> str:
        """The text with markup blanked and digits in ASCII, offsets unchanged."""
        if self.markup is NO_MARKUP:
            return ascii_digits(self.text)
        spans = self.markup.spans()
        return ascii_digits(blank(self.text, spans) if spans else self.text)

    @lazy
    def lower(self) -> str:
        return self.prose.lower()

    @lazy
    def words(self) -> tuple[str, ...]:
        return tuple(words_of(self.lower))

    @lazy
    def word_set(self) -> frozenset[str]:
        return frozenset(self.words)

    @lazy
    def squashed(self) -> str:
        return squash(self.text)

    @lazy
    def has_digit(self) -> bool:
        return _DIGIT.search(self.prose) is not None

    @lazy
    def weight(self) -> float:
        """The length of the prose in Latin letters: a letter of a denser script counts for more."""
        prose = self.prose
        if prose.isascii():
            return float(len(prose))
        return len(prose) + sum([extra * len("".join(run.findall(prose))) for run, extra in _dense(self.lang)])
