"""What a text states as hard facts: quantities, dates, times, codes, denial; read once per text and language."""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.check.amounts import Quantity
from consensus.check.lazy import lazy
from consensus.check.markup import Piece
from consensus.check.names import is_heading, names_among
from consensus.check.scan import scan_codes, scan_quantities
from consensus.check.texts import Text
from consensus.normalize.chinese import by_script
from consensus.normalize.clock import hears_time
from consensus.normalize.dates import month_names, month_phrase, months_named, spoken_era_years, weekdays_in
from consensus.normalize.joined_words import no_number
from consensus.normalize.languages import codes_with, language
from consensus.normalize.negation import Denial, Hint, denials, hints, sentences
from consensus.normalize.number_words import SaidNumber, may_say_numbers, said_numbers, spoken_values
from consensus.normalize.numbers import canonical, scaled
from consensus.normalize.opposites import Wording, read_wording
from consensus.normalize.tokens import blank, composed
from consensus.normalize.units import Grammar, currencies_in, grammar, units_named

#: The languages whose numbers, dates, units and negation we know.
KNOWN = codes_with(lambda one: one.unit_words)
#: An idiom, not two numbers.
_ALWAYS = re.compile(r"(?<!\d)24/7(?:/365)?(?!\d)")
_NO_KEYS: frozenset[tuple[tuple[object, ...], int]] = frozenset()


class Reading(Text):
    """A text with its hard facts. plain: whether only what needs no words is read."""

    plain = False

    @lazy
    def codes(self) -> tuple[Piece, ...]:
        """Tokens that mix letters and digits and are no ordinal, unit or scale: X200, INV-1007, 5G."""
        return scan_codes(self.prose, self.lang, self.rules) if self.has_digit else ()

    @lazy
    def rules(self) -> Grammar:
        return grammar(self.lang)

    @lazy
    def quantities(self) -> tuple[Quantity, ...]:
        if not self.has_digit and (self.plain or not hears_time(self.lower, self.lang)):
            return ()
        spans = [(code.start, code.end) for code in self.codes]
        if "/7" in self.prose:
            spans += [match.span() for match in _ALWAYS.finditer(self.prose)]
        if idle := no_number(self.lang):
            spans += [match.span() for match in idle.finditer(self.prose)]
        text = blank(self.prose, spans) if spans else self.prose
        return scan_quantities(text, self.lang, self.rules, self.plain)

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
    def chinese(self) -> tuple[frozenset[str], frozenset[str]]:
        """Its characters of the simplified script alone, and of the traditional."""
        return by_script(self.prose)

    @lazy
    def sentences(self) -> list[tuple[int, int]]:
        """Where each of its sentences begins and ends."""
        return sentences(self.lower)

    def names_among(self, words: frozenset[str]) -> frozenset[str]:
        """Which of these words, in lower case, have a capital where no sentence begins."""
        return names_among(words, self.prose, self.lower, self.lang)

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
        if "年" in self.prose:
            found |= spoken_era_years(self.prose)
        told = {part for quantity in self.quantities if quantity.spoken for part in quantity.parts}
        return found | told if told else found

    @lazy
    def said(self) -> tuple[SaidNumber, ...]:
        """The numbers that the text says in words beyond doubt."""
        if not may_say_numbers(self.word_set, self.lang):
            return ()
        times = [(quantity.start, quantity.end) for quantity in self.quantities if quantity.spoken]
        return said_numbers(blank(self.lower, times) if times else self.lower, self.lang)

    @lazy
    def smaller_parts(self) -> frozenset[str]:
        """What fractions of an hour, a day or a year are in minutes, hours and months: "half an hour" says 30."""
        fractions = [value for value in self.spoken if "." in value]
        fractions += [value for quantity in self.quantities for value in quantity.values if "." in value]
        if not fractions:
            return frozenset()
        if "0.25" in fractions and "3" in self.spoken:
            fractions.append("0.75")
        names = units_named(self.lower, self.word_set, self.rules)
        factors = [factor for unit, factor in (("h", 60), ("day", 24), ("year", 12)) if unit in names]
        return frozenset(scaled(value, factor) for value in fractions for factor in factors if value[0] != "=")

    @lazy
    def weekdays(self) -> frozenset[int]:
        """The days of the week that the text names, Monday is 0."""
        return weekdays_in(self.lower, self.word_set, self.lang)

    @lazy
    def named_months(self) -> frozenset[int]:
        """The months that it names in full, 1..12."""
        return months_named(self.prose, self.word_set, self.lang)

    @lazy
    def without_words(self) -> PlainReading:
        """The same text, of which only figures and symbols are read."""
        return PlainReading(self)

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


class PlainReading(Reading):
    """A text beside one in a language that we cannot read: figures and symbols are facts, its words excuse only."""

    plain = True

    def __init__(self, whole: Reading) -> None:
        super().__init__(whole.text, whole.lang)
        self.whole = whole

    @lazy
    def rules(self) -> Grammar:
        return grammar(None)

    @lazy
    def spoken(self) -> frozenset[str]:
        read = {value for quantity in self.whole.quantities for value in (*quantity.values, *quantity.parts)}
        return self.whole.spoken | read

    @lazy
    def said(self) -> tuple[SaidNumber, ...]:
        return ()


@lru_cache(maxsize=256)
def known(*langs: str | None) -> bool:
    """Whether we know the units, currencies, scale words and clock times of all these languages."""
    return all(language(lang).unit_words for lang in langs)


@lru_cache(maxsize=512)
def read(text: str, lang: str | None) -> Reading:
    """The reading of a text; kept for a while, since a source is asked for once per answer and an answer twice."""
    return Reading(composed(text), lang)
