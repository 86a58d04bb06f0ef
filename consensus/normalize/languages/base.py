"""What one language tells the checks and the comparison. What a file does not cover stays silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language. Every part may be empty; a check that needs an empty part says nothing.

    code: the BCP 47 primary subtag. name: in English. Lists of words are separated by blanks, in lower case.
    abbreviations: without their last point, after which a sentence ends before a capital letter only (etc., usw.).
    titles: the same, after which it never ends: titles of people, and what stands before a name or number (Fig., z.B.).
    labels: words before the number of a part or picture, with which a sentence does not end: "Figure 3. The pump".
    after_quote: what goes on with the sentence after a quote that ends with a full stop; a regular expression.
    denies: words that deny outright; denies_pattern: a regular expression for what no list of words can tell.
    hints_denial: ``kind=form,form`` of words that may deny in another form; "~" takes any ending or, at the start, two
    letters or more, "_" stands for a blank. The kinds are those of every language, so that both sides are compared.
    no_denial_pattern: idioms and compounds in which a word of ``denies`` denies nothing ("do not forget").
    everyday: the commonest words, by which a text in this language is recognised.
    common: ordinary words of instructions and user interfaces that no other language borrows: left in a translation,
    they are not translated.
    variants: for a region or script, words that are used there alone.
    number_words: for 0..20, then 30, 40 .. 90, 100 and 1000, forms and ordinals of one number joined by "|".
    more_number_words: ``decimal=word,word`` of further words; "*10" multiplies the word before it by ten,
    "+10" adds ten to it. joins_numbers: number words are written as one ("trettiosex"). no_number: words
    in which a figure or a number word is none, as a regular expression.
    months: twelve groups of names and short forms, joined by "|".
    unit_words, currency_words: ``meaning=spelling,spelling``; "~" takes any ending, "_" stands for a blank.
    scale_words: the same, the meaning is a power of ten. not_symbols: unit symbols that are everyday words here.
    endings: what is written onto a unit or a number word ("을", "-ban"); "~" takes any ending.
    not_numbers: number words that often mean something else; they explain a digit but state none.
    clock: how times of day are told, ``minutes=pattern``: HOUR and MINUTE stand for figures or number words, "+M" and
    "-M" for that minute after and before the hour, "0:00" for midnight. day_parts: am, pm, morning, noon, afternoon,
    evening, night, each with its words joined by "|".
    opposites, parties: groups of words that exclude each other (left / right; buyer / seller), divided by ";", the
    sides of a group by "/"; "~" and "_" as above. duties: words of duty against words of leave. weekdays: seven
    groups of names from Monday on, joined by "|". joins: the words for "and" and "or", around which words may change
    places. totals: what names a line of a table that sums up others; "_" as above.
    says_yes, says_no: words that answer a question, also for true and false.
    small_words: small and everyday words by which close languages are told apart, far more than a text needs, so that a
    word missing here is missing for sure. letters: those beyond a to z, or beyond those that all languages in Cyrillic
    share. expected_letters: those that hardly any sentence goes without, for a regular expression.
    scripts: its own first, by the names of ``scripts.SCRIPT_LETTERS``. number_style: how numbers are split: "point" for
    1,234.5; "comma" for 1.234,5; "space" for 1 234,5 where a point may still group; unknown or both in use where empty.
    number_joints: what stands between the number words of a compound, as a regular expression.
    prefixes, proclitics: letters, particles and articles that are written onto the next word; regular expressions.
    kin_consonants: last consonants that inflection changes into one another, a group a word.
    traits: what holds of the language, of these words:
        unspaced: no blanks between words. right_to_left.
        hours_24: "7:45" alone is in the morning. am_is_a_word: "am" is no part of the day. word_before_time: a word for
        the clock stands before the time.
        dotted_dates: "5.6." is a day. year_first: year, month, day. month_first: "3/4/2024" may be in March.
        trimesters: quarters of a year are T1 or 1S and the like, not Q1.
        han_numbers: in Chinese signs. numbers_begin_words: as in "dreitägig". ordinal_point: a point after a number
        makes an ordinal of it. percent_first: "%20". one_plural_form: nouns stay as they are behind a number.
        elides: articles have an apostrophe. denies_twice: "nikdo nic neví" denies once, so denials cannot be counted.
        declines_names: names take case endings. vowel_changes: a short word may change its vowel: foot, feet.
        fixed_order: sentences have their parts in one order: verb between subject and object, genitive behind.
    """

    code: str
    name: str = ""
    scripts: str = ""
    number_style: str = ""
    traits: str = ""
    abbreviations: str = ""
    titles: str = ""
    labels: str = ""
    after_quote: str = ""
    denies: str = ""
    denies_pattern: str = ""
    hints_denial: str = ""
    no_denial_pattern: str = ""
    everyday: str = ""
    common: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    number_words: str = ""
    more_number_words: str = ""
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
    opposites: str = ""
    parties: str = ""
    duties: str = ""
    weekdays: str = ""
    joins: str = ""
    totals: str = ""
    says_yes: str = ""
    says_no: str = ""
    small_words: str = ""
    letters: str = ""
    expected_letters: str = ""
    number_joints: str = ""
    prefixes: str = ""
    proclitics: str = ""
    kin_consonants: str = ""


def spellings(table: str) -> Iterator[tuple[str, str]]:
    """(meaning, spelling) for each spelling of a table ``meaning=spelling,spelling``; "_" stands for a blank."""
    for entry in table.split():
        meaning, _, listed = entry.partition("=")
        for spelling in listed.split(","):
            yield meaning, spelling.replace("_", " ")
