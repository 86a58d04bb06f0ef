"""Number words: what a text says in words that another writes in digits.

``spoken_values`` explains a digit that the other side lacks, so it is generous: a wrong reading can only keep a check
quiet. ``said_numbers`` states facts, so it names only what is a number beyond doubt.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.han_numbers import counted_han, han_values
from consensus.normalize.joined_words import (
    COMPOUNDING,
    compound_parts,
    cut_numbers,
    native_numbers,
    sino_numbers,
    split_numbers,
)
from consensus.normalize.languages import language, spellings, with_trait
from consensus.normalize.numbers import decimal_text
from consensus.normalize.roman import roman_values
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language, words

_VALUES = (*range(21), 30, 40, 50, 60, 70, 80, 90, 100, 1000)
#: One-letter conjunctions and prepositions that Arabic and Hebrew write onto the word.
_PREFIXES = frozenset("وبلفבהולמ")
_PREFIXED = re.compile(f"[{''.join(sorted(_PREFIXES))}]")
_FRACTION = re.compile(r"[½⅓⅔¼¾⅛]")
_FRACTIONS = {
    "½": ("0.5", "1", "2"),
    "¼": ("0.25", "1", "4"),
    "¾": ("0.75", "3", "4"),
    "⅓": ("1", "3"),
    "⅔": ("2", "3"),
}
_HAN_LANGUAGES = with_trait("han_numbers")
#: Languages that write longer words with a number word at their beginning.
_BEGINS_WORDS = with_trait("numbers_begin_words")


@lru_cache(maxsize=64)
def number_words(lang: str) -> dict[str, int | str]:
    """Word -> value for a base language; {} where we have none."""
    groups = language(lang).number_words.split()
    table: dict[str, int | str] = {
        word: value for group, value in zip(groups, _VALUES, strict=False) for word in group.split("|")
    }
    if lang in ("de", "nl"):
        table |= _inverted(lang, groups)
    if lang == "cs":
        ones = ["jedna", "dvaa", "třia", "čtyřia", "pěta", "šesta", "sedma", "osma", "devěta"]
        tens = {20: "dvacet", **{(i - 18) * 10: groups[i].split("|")[0] for i in range(21, 28)}}
        table |= {one + word: ten + i for i, one in enumerate(ones, start=1) for ten, word in tens.items()}
    return (
        _scales(lang)
        | _duals(lang)
        | table
        | {word: value for value, word in spellings(language(lang).more_number_words)}
    )


def _duals(lang: str) -> dict[str, int | str]:
    """Arabic says "two hours" in one word: a dual of every unit and currency."""
    if lang != "ar":
        return {}
    listed = spellings(f"{language(lang).unit_words} {language(lang).currency_words}")
    nouns = [noun for _, noun in listed if len(noun) > 2 and " " not in noun]
    stems = [noun[:-1] + "ت" if noun.endswith("ة") else noun for noun in nouns]
    return {stem + ending: 2 for stem in stems for ending in ("ان", "ين")}


def _scales(lang: str) -> dict[str, int | str]:
    """Scale words that are written out: "million", "millones", "хиляди"."""
    return {
        word.lower(): 10 ** int(power)
        for power, word in spellings(language(lang).scale_words)
        if len(word) > 2 and word.isalpha() and int(power) > 2
    }


def _inverted(lang: str, groups: list[str]) -> dict[str, int | str]:
    """German and Dutch compounds: "einundzwanzig", "tweeëntwintig"."""
    ones = {
        "de": "ein zwei drei vier fünf sechs sieben acht neun",
        "nl": "een twee drie vier vijf zes zeven acht negen",
    }
    tens = {20: groups[20], **{(i - 18) * 10: groups[i] for i in range(21, 28)}}
    table: dict[str, int | str] = {}
    for one, word in enumerate(ones[lang].split(), start=1):
        joint = "und" if lang == "de" else ("ën" if word.endswith("e") else "en")
        for ten, forms in tens.items():
            table |= {f"{word}{joint}{form}": ten + one for form in forms.split("|")}
    for word, value in list(zip(ones[lang].split(), range(1, 10), strict=True)):
        table[f"{word}{'hundert' if lang == 'de' else 'honderd'}"] = value * 100
    return table


def _continues(current: int, number: int) -> bool:
    """Whether a word for ``number`` goes on with a run whose last two digits are ``current`` so far."""
    if current == 0 or (current % 10 == 0 and number < 10):
        return True
    return (current in (60, 80) and number < 20) or (current < 10 and number >= 10 and number % 10 == 0)


DOZEN = re.compile(
    r"dozen|dutzend|douzaine|docena|dozzin|dozijn|tuzin|tuct|dúzia|дюжин|düzine|dussin|dusin|tusina|tucat|δωδεκ|lusin|दर्जन|دزينة|תריסר",
    re.I,
)
#: Words that make tens or dozens of the number before them.
_TIMES = {
    10: re.compile(
        r"decade|jahrzehnt|décennie|década|decenni|dekad|dziesięcioleci|desetilet|десятилет|десятиліт|"
        r"दशक|عقد|עשור|on yıl",
        re.I,
    ),
    12: DOZEN,
    100: re.compile(
        r"centur|jahrhundert|siècle|siglo|secol|eeuw|stulec|stolet|século|столет|столітт|शताब्दी|قرن|yüzyıl", re.I
    ),
}


def _bare(text: str) -> str:
    """Lower case in which every letter that a pattern takes for another without regard to case is that letter."""
    return text.casefold().replace("\u0307", "").replace("\u0131", "i")


#: Looking for each stem is far cheaper than trying all of them at every letter; the pattern decides.
_STEMS = {factor: [_bare(stem) for stem in pattern.pattern.split("|")] for factor, pattern in _TIMES.items()}
_BETWEEN_WORDS = re.compile(r"[\s\-–]+|(?<=\w)['’](?=\w)")


#: Languages that write an article and its word with an apostrophe between them.
_ELIDING = with_trait("elides")


def _stripped(lower: str, lang: str) -> list[str]:
    """The words of a text without the marks around them."""
    lower = lower.replace("quatre-vingt", "huitante-")  # four twenties: the only product French still writes
    if lang in _ELIDING and ("'" in lower or "’" in lower):
        pieces = _BETWEEN_WORDS.split(lower)
    else:
        pieces = lower.replace("-", " ").replace("–", " ").split()
    return [piece.strip(".,;:!?()[]\"'„“”«»…") for piece in pieces]


def _number_words_of(lower: str, lang: str) -> list[str]:
    """The words of a text, with those taken apart that are several number words in one."""
    return cut_numbers(lower, lang) if lang in UNSPACED else split_numbers(_stripped(lower, lang), lang)


class Run(NamedTuple):
    """Number words in a row. value: what they say together. sure: at least one of them means nothing else."""

    value: Decimal
    sure: bool
    first: str
    partial: frozenset[Decimal]


#: Words that may stand between the number words of a run.
_JOINING_WORDS = "and und et y e i и й en og och ve va ja și si és con с із з s a व و ו"
_JOINING = frozenset(_JOINING_WORDS.split())


def _read_runs(spoken: list[str], table: dict[str, int | str], unsure: frozenset[str]) -> list[Run]:
    """The runs of number words among the words of a text ("two hundred and fifty thousand", "tres mil millones")."""
    found: list[Run] = []
    run = _Sum()
    gap = 9
    for word in spoken:
        value, plain = table.get(word), word
        if value is None and word[:1] in _PREFIXES:
            value, plain = table.get(word[1:]), word[1:]
        if value is None:
            gap += 1
            if gap > 1 or word not in _JOINING:
                run = _closed(run, found)
            continue
        if isinstance(value, str) and value[0] in "+*":
            run.change(value, word)
            gap = 0
            continue
        number = Decimal(value)
        if not run.takes(number, plain in unsure):
            run = _closed(run, found)
        run.add(number, plain, plain not in unsure)
        gap = 0
    _closed(run, found)
    return found


def _closed(run: _Sum, found: list[Run]) -> _Sum:
    if run.first:
        found.append(run.result())
        return _Sum()
    return run


class _Sum:
    """Adds up number words as they come."""

    def __init__(self) -> None:
        self.total = self.current = Decimal(0)
        self.top: Decimal | None = None
        self.first, self.sure, self.partial = "", False, set[Decimal]()

    def takes(self, number: Decimal, unsure: bool) -> bool:
        """Whether the next word goes on with this number."""
        if number >= 100 or number % 1 or not self.first:
            return True
        return (number == 1 and unsure) or _continues(int(self.current) % 100, int(number))

    def add(self, number: Decimal, word: str, sure: bool) -> None:
        self.partial.add(number)
        if number == 1 and not sure and self.first:
            return  # an article within "two and a half"
        self.first, self.sure = (
            self.first or word,
            self.sure or (sure and number < 100),
        )  # hundreds alone often only mean many
        if number >= 1000:
            if self.top is None or number > self.top:
                self.total = (self.total + self.current or Decimal(1)) * number
                self.top = number
            else:
                self.total += (self.current or 1) * number
            self.current = Decimal(0)
        elif number == 100:
            self.current = (self.current or 1) * number
        elif number % 1 and number < 1 and not self.current and self.top:
            self.total += number * self.top
        else:
            self.current += number
        self.partial.add(self.total + self.current)

    def change(self, by: str, word: str) -> None:
        """Takes in a word that makes tens or teens of the word before it ("hai mươi", "dua belas")."""
        low, step = self.current % 100, Decimal(by[1:])
        if not step:
            return
        self.first = self.first or word
        self.current += low * (step - 1) if by[0] == "*" and 0 < low < 10 else step
        self.partial.add(self.total + self.current)

    def result(self) -> Run:
        return Run(self.total + self.current, self.sure, self.first, frozenset(self.partial))


def _runs(text: str, lang: str) -> set[str]:
    """Values of single number words and of runs of them."""
    spoken, table, unsure = _number_words_of(text.lower(), lang), number_words(lang), _unsure(lang)
    if lang in COMPOUNDING:
        spoken = [
            part for word in spoken for part in (word in table and (word,)) or compound_parts(word, lang) or (word,)
        ]
    if table.keys().isdisjoint(spoken) and not _PREFIXED.search(text):
        return set()
    return {decimal_text(part) for run in _read_runs(spoken, table, unsure) for part in (*run.partial, run.value)}


class SaidNumber(NamedTuple):
    """A number that a text says in words beyond doubt. word: its first word, to be shown."""

    value: str
    word: str


@lru_cache(maxsize=64)
def _stating(lang: str) -> frozenset[str]:
    """Words that mean a number from two on and nothing else."""
    unsure = _unsure(lang)
    return frozenset(
        w for w, v in number_words(lang).items() if w not in unsure and str(v)[0] not in "+*" and 2 <= Decimal(v) < 100
    )


@lru_cache(maxsize=64)
def _unsure(lang: str) -> frozenset[str]:
    return frozenset(language(lang).not_numbers.split())


def may_say_numbers(tokens: frozenset[str], lang: str | None) -> bool:
    """Whether a text with these words may hold what ``said_numbers`` finds."""
    base = base_language(lang) or ""
    unsplit = base in UNSPACED or base in ("ko", "ar", "he") or language(base).joins_numbers
    return bool(unsplit or not _stating(base).isdisjoint(tokens))


def said_numbers(lower: str, lang: str | None) -> tuple[SaidNumber, ...]:
    """The numbers from two to ninety-nine, and composed ones, that a text in lower case says in words."""
    base = base_language(lang) or ""
    if base in ("zh", "ja"):
        return tuple(SaidNumber(value, number) for number, value in counted_han(lower))
    if base == "ko":
        return tuple(SaidNumber(value, word) for word, value in native_numbers(lower, counted=True) if value != "1")
    runs = _read_runs(_number_words_of(lower, base), number_words(base), _unsure(base))
    sure = [run for run in runs if run.sure and run.value >= 2 and not run.value % 1]
    return tuple(SaidNumber(decimal_text(run.value), run.first) for run in sure)


def spoken_values(text: str, lang: str | None, tokens: frozenset[str] | None = None) -> frozenset[str]:
    """Every value the text may say without digits: words and runs of words, Roman numerals, fraction signs.

    tokens: its words in lower case, where they are known.
    """
    tokens = frozenset(words(text)) if tokens is None else tokens
    base = base_language(lang)
    found = roman_values(text)
    for sign in _FRACTION.findall(text):
        found.update(_FRACTIONS.get(sign, ()))
    if base is None or base in _HAN_LANGUAGES:
        found |= han_values(text)
    if base == "ko":
        found |= {value for _, value in native_numbers(text)} | ({"30"} if "반시간" in text else set())
        for number in sino_numbers(text):
            found |= han_values(number)
    if base in ("es", "pt", "it", "fr") and "uart" in text:
        found |= {"45" if match.group(1) else "15" for match in _QUARTERS.finditer(text)}
    if base != "ko" and base not in _HAN_LANGUAGES:
        for name in (base,) if base else ("en",):
            found |= _runs(text, name)
            found |= _compounds(tokens, number_words(name), name)
        if "0.5" in found and DOZEN.search(text):
            found.add("6")
        if any(value.isdigit() and value != "0" and len(value) < 3 for value in found):
            bare = _bare(text)
            for factor, pattern in _TIMES.items():
                if any(map(bare.__contains__, _STEMS[factor])) and pattern.search(text):
                    found |= {str(int(value) * factor) for value in list(found) if value.isdigit() and len(value) < 3}
    return frozenset(found - {""})


@lru_cache(maxsize=64)
def _heads(lang: str) -> frozenset[str]:
    """The first three letters of every number word: most words of a text do not begin with any."""
    return frozenset(word[:3] for word in number_words(lang))


#: "cuarto de hora", "trois quarts d'heure": the word for a quarter is also one for the fourth.
_QUARTERS = re.compile(
    r"(?:\b(tr[eêo]\w+) )?\b(?:cuartos?|quartos?|quart[io]|quarts?)\b (?:de |d['’]|di )?h?[ohe][ru]?r[ae]\b|"
    r"quart d['’]heure",
    re.I,
)


def _compounds(tokens: frozenset[str], table: dict[str, int | str], lang: str) -> set[str]:
    """Number words at the start of a longer word: "dreitägig", "třídenní", "трёхлетний"."""
    if lang not in _BEGINS_WORDS:
        return set()
    found = set()
    heads = _heads(lang)
    for word in tokens:
        if word[:3] not in heads:
            continue
        for length in range(min(len(word) - 1, 16), 2, -1):
            value = table.get(word[:length])
            if value is not None:
                found.add(str(value))
                break
    return found
