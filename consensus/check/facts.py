"""What a text states as hard facts: quantities, dates, times, codes, denial; read once per text and language."""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.canon.dates import month_names, month_phrase
from consensus.canon.joined_words import no_number
from consensus.canon.negation import Denial, Hint, denials, hints
from consensus.canon.number_words import spoken_values
from consensus.canon.numbers import canonical
from consensus.canon.opposites import Wording, read_wording
from consensus.canon.tokens import blank, composed
from consensus.canon.units import Grammar, currencies_in, grammar
from consensus.check.lazy import lazy
from consensus.check.markup import Piece
from consensus.check.names import is_heading, names_in
from consensus.check.scan import Quantity, scan_codes, scan_quantities
from consensus.check.texts import Text

#: An idiom, not two numbers.
_ALWAYS = re.compile(r"(?<!\d)24/7(?:/365)?(?!\d)")
_NO_KEYS: frozenset[tuple[tuple[object, ...], int]] = frozenset()


class Reading(Text):
    """A text with its hard facts."""

    @lazy
    def codes(self) -> tuple[Piece, ...]:
        """Tokens that mix letters and digits and are no ordinal, unit or scale: X200, INV-1007, 5G."""
        return scan_codes(self.prose, self.rules) if self.has_digit else ()

    @lazy
    def rules(self) -> Grammar:
        return grammar(self.lang)

    @lazy
    def quantities(self) -> tuple[Quantity, ...]:
        if not self.has_digit:
            return ()
        spans = [(code.start, code.end) for code in self.codes]
        if "/7" in self.prose:
            spans += [match.span() for match in _ALWAYS.finditer(self.prose)]
        if idle := no_number(self.lang):
            spans += [match.span() for match in idle.finditer(self.prose)]
        text = blank(self.prose, spans) if spans else self.prose
        return scan_quantities(text, self.lang, self.rules)

    @lazy
    def keys(self) -> frozenset[tuple[tuple[object, ...], int]]:
        """The keys of all quantities with how often each comes: equal for two texts that state the same."""
        if not self.quantities:
            return _NO_KEYS
        counts: dict[tuple[object, ...], int] = {}
        for quantity in self.quantities:
            key = quantity.key
            counts[key] = counts.get(key, 0) + 1
        return frozenset(counts.items())

    @lazy
    def denials(self) -> tuple[Denial, ...]:
        """The words that deny outright."""
        return denials(self.lower, self.word_set, self.lang)

    @lazy
    def hints_denial(self) -> tuple[Hint, ...]:
        """The words that may deny in another form."""
        return hints(self.lower, self.denials, self.lang)

    @lazy
    def names(self) -> frozenset[str]:
        """Words with a capital that do not begin a sentence."""
        return names_in(self.prose, self.lang)

    @lazy
    def is_heading(self) -> bool:
        """Whether nearly every word has a capital, so that it marks no name."""
        return is_heading(self.prose)

    @lazy
    def wording(self) -> Wording | None:
        """Its words with the sides they take among opposites, parties, weekdays, numbers; None without such data."""
        return read_wording(self.lower, self.words, self.lang)

    @lazy
    def currencies(self) -> frozenset[str]:
        return currencies_in(self.prose, self.rules)

    @lazy
    def spoken(self) -> frozenset[str]:
        """Values the text may state without a digit of its own: number words, months, digits inside codes and names."""
        found = spoken_values(self.prose, self.lang, self.word_set) | self.months | self.code_values
        if "/7" in self.prose and _ALWAYS.search(self.prose):
            found |= {"24", "7", "365"}
        return found

    @lazy
    def months(self) -> frozenset[str]:
        """Numbers of the months that the text names."""
        names = month_names(self.lang)
        if phrase := month_phrase(self.lang):
            return frozenset(str(names[match.group(1)]) for match in phrase.finditer(self.lower))
        return frozenset(str(names[word]) for word in self.word_set if word in names)

    @lazy
    def code_values(self) -> frozenset[str]:
        """Numbers inside codes, names of accounts and addresses."""
        markup = self.markup
        found: set[str] = set()
        for piece in (*self.codes, *markup.handles, *markup.urls, *markup.links, *markup.emails):
            found |= {canonical(run) for run in re.findall(r"\d+", piece.text)}
            found |= {canonical(*run.split(".")) for run in re.findall(r"\d+\.\d+", piece.text)}
        return frozenset(found)


@lru_cache(maxsize=512)
def read(text: str, lang: str | None) -> Reading:
    """The reading of a text; kept for a while, since a source is asked for once per answer and an answer twice."""
    return Reading(composed(text), lang)
