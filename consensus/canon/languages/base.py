"""What one language tells the checks and the comparison. What a file does not cover stays silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language. Every part may be empty; a check that needs an empty part says nothing.

    code: the BCP 47 primary subtag. name: in English. Lists of words are separated by blanks, in lower case.
    denies: words that deny outright. hints_denial: words that may deny in another way. In both a cue with "~" at its
    start or end takes two letters or more. denies_pattern, hints_denial_pattern, no_denial_pattern: the same as regular
    expressions for languages written without blanks; the last names compounds in which a cue denies nothing.
    everyday: the commonest words, by which a text in this language is recognised.
    number_words: for 0..20, then 30, 40 .. 90, 100 and 1000, forms and ordinals of one number joined by "|".
    more_number_words: further words, each with its canonical decimal; "*10" multiplies the word before it by ten,
    "+10" adds ten to it. joins_numbers: number words are written as one ("trettiosex"). no_number: words
    in which a figure or a number word is none, as a regular expression.
    months: twelve groups of names and short forms, joined by "|".
    unit_words, currency_words: ``meaning=spelling,spelling``; "~" takes any ending, "_" stands for a blank.
    scale_words: the same, the meaning is a power of ten. not_symbols: unit symbols that are everyday words here.
    endings: what is written onto a unit or a number word ("을", "-ban"); "~" takes any ending.
    not_numbers: number words that often mean something else; they explain a digit but state none.
    clock: how times of day are told, ``minutes=pattern``: HOUR and MINUTE stand for figures or number words, "+M" and
    "-M" for that minute after and before the hour, "0:00" for midnight. day_parts: am, pm, morning, noon, afternoon,
    evening, night, each with its words joined by "|". weekdays: seven groups of names from Monday on, joined by "|".
    """

    code: str
    name: str
    denies: str = ""
    hints_denial: str = ""
    denies_pattern: str = ""
    hints_denial_pattern: str = ""
    no_denial_pattern: str = ""
    everyday: str = ""
    number_words: str = ""
    more_number_words: Mapping[str, str] = field(default_factory=dict)
    months: str = ""
    unit_words: str = ""
    currency_words: str = ""
    scale_words: str = ""
    not_symbols: str = ""
    endings: str = ""
    joins_numbers: bool = False
    no_number: str = ""
    not_numbers: str = ""
    clock: str = ""
    day_parts: str = ""
    weekdays: str = ""
