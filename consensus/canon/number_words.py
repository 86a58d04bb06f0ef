"""Number words: what a text says in words that another writes in digits.

Used only to explain a digit that the other side lacks, so it is generous: a word's value and the value of a run of
words both count, and a wrong reading can only keep a check quiet, never raise one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.canon.joined_words import cut_numbers, native_values, sino_numbers, split_numbers
from consensus.canon.languages import language
from consensus.canon.numbers import canonical
from consensus.canon.tokens import UNSPACED, base_language, words

_VALUES = (*range(21), 30, 40, 50, 60, 70, 80, 90, 100, 1000)
#: One-letter conjunctions and prepositions that Arabic and Hebrew write onto the word.
_PREFIXES = frozenset("وبلفבהולמ")
_PREFIXED = re.compile(f"[{''.join(sorted(_PREFIXES))}]")
_ROMAN = re.compile(
    r"\b(?=[MDCLXVIІХ])M{0,3}(?:CM|CD|D?C{0,3})(?:[XХ]C|[XХ]L|L?[XХ]{0,3})(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3})(?=\b|[ea]\b)"
)
#: Where one may begin, a class of characters first: the engine skips to it.
_ROMAN_LEAD = re.compile(r"[MDCLXVIІХ](?<!\w\w)")
_ROMAN_DIGITS = {"I": 1, "І": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FRACTION = re.compile(r"[½⅓⅔¼¾⅛]")
_FRACTIONS = {
    "½": ("0.5", "1", "2"),
    "¼": ("0.25", "1", "4"),
    "¾": ("0.75", "3", "4"),
    "⅓": ("1", "3"),
    "⅔": ("2", "3"),
}
_HAN_LANGUAGES = UNSPACED & {"zh", "ja", "yue"}
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两兩萬億壹贰叁肆伍陆柒捌玖拾廿卅半]+")
_HAN = {
    c: v
    for v, cs in enumerate(["〇零", "一壹", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for c in cs
}
_HAN_WORDS = {"正午": "12", "中午": "12", "双": "2", "雙": "2", "半年": "6", "俩": "2"}
#: Two digits in a row before a unit: "六七千" is six or seven thousand.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2}(?=[十百千万亿])")
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_HAN_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


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
    return table | dict(language(lang).more_number_words)


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


def han_value(text: str) -> int:
    """二百五十万 -> 2500000; 二〇二四 -> 2024."""
    if not any(char in _HAN_UNITS or char in _HAN_BIG for char in text):
        return int("".join(str(_HAN[char]) for char in text if char in _HAN) or "0")
    total = section = digit = 0
    for char in text:
        if char in _HAN:
            digit = _HAN[char]
        elif char in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        elif char in _HAN_BIG:
            total = (total + section + digit or 1) * _HAN_BIG[char]
            section = digit = 0
    return total + section + digit


def _han_values(text: str) -> set[str]:
    found = {value for sign, value in _HAN_WORDS.items() if sign in text}
    for run in _HAN_NUMBER.findall(text):
        for either in _ABOUT.findall(run):
            found |= {canonical(str(han_value(run.replace(either, digit, 1)))) for digit in either}
        if len(run) == 2 and all(char in _HAN for char in run):
            found |= {f"19{han_value(run):02}", f"20{han_value(run):02}"}
        if "半" in run:
            found |= {"0.5", "30"}
        found.add(canonical(str(han_value(run.replace("半", "").replace("廿", "二十").replace("卅", "三十")))))
        if not any(char in _HAN_UNITS or char in _HAN_BIG for char in run):
            found |= {str(_HAN[char]) for char in run if char in _HAN}
    return found


def _continues(current: int, number: int) -> bool:
    """Whether a word for ``number`` goes on with a run whose last two digits are ``current`` so far."""
    if current == 0 or (current % 10 == 0 and number < 10):
        return True
    return (current in (60, 80) and number < 20) or (current < 10 and number >= 10 and number % 10 == 0)


#: Words that make tens or dozens of the number before them.
_TIMES = {
    10: re.compile(
        r"decade|jahrzehnt|décennie|década|decenni|dekad|dziesięcioleci|desetilet|десятилет|десятиліт|"
        r"दशक|عقد|עשור|on yıl",
        re.I,
    ),
    12: re.compile(r"dozen|dutzend|douzaine|docena|dozzin|dozijn|tuzin|tuct|dúzia|дюжин|düzine", re.I),
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


def _stripped(lower: str) -> list[str]:
    """The words of a text without the marks around them."""
    lower = lower.replace("quatre-vingt", "huitante-")  # four twenties: the only product French still writes
    if "'" in lower or "’" in lower:
        pieces = _BETWEEN_WORDS.split(lower)
    else:
        pieces = lower.replace("-", " ").replace("–", " ").split()
    return [piece.strip(".,;:!?()[]\"'„“”«»…") for piece in pieces]


def _runs(text: str, table: dict[str, int | str], lang: str) -> set[str]:
    """Values of single number words and of runs of them ("two hundred and fifty thousand")."""
    found: set[str] = set()
    total = current = 0
    gap = 9
    spoken = cut_numbers(text.lower(), lang) if lang in UNSPACED else split_numbers(_stripped(text.lower()), lang)
    if table.keys().isdisjoint(spoken) and not _PREFIXED.search(text):
        return found
    for word in spoken:
        value = table.get(word)
        if value is None and word[:1] in _PREFIXES:
            value = table.get(word[1:])
        if value is None:
            gap += 1
            if gap > 1:
                total = current = 0
            continue
        gap = 0
        if isinstance(value, str) and "." in value:
            found.add(value)
            continue
        if isinstance(value, str) and value[0] in "*+":
            low = current % 100
            step = int(value[1:])
            current = (
                (current - low + low * step if 0 < low < 10 else current + step) if value[0] == "*" else current + step
            )
            found.add(str(total + current))
            continue
        number = int(value)
        found.add(str(number))
        if number >= 1000:
            total, current = total + (current or 1) * number, 0
        elif number == 100:
            current = (current or 1) * 100
        elif _continues(current % 100, number):
            current += number
        else:
            found.add(str(total + current))
            total, current = 0, number
        found.add(str(total + current))
    return found


def roman_values(text: str) -> set[str]:
    """Values of Roman numerals, Cyrillic lookalikes too."""
    found = (_ROMAN.match(text, lead.start()) for lead in _ROMAN_LEAD.finditer(text))
    return {_roman_value(numeral.group()) for numeral in found if numeral}


@lru_cache(maxsize=256)
def _roman_value(numeral: str) -> str:
    digits = [_ROMAN_DIGITS[char] for char in numeral]
    return str(sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits)))


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
        found |= _han_values(text)
    if base == "ko":
        found |= native_values(text)
        for number in sino_numbers(text):
            found |= _han_values(number)
    elif base not in _HAN_LANGUAGES:
        for name in (base,) if base else ("en",):
            found |= _runs(text, number_words(name), name)
            found |= _compounds(tokens, number_words(name), name)
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


def _compounds(tokens: frozenset[str], table: dict[str, int | str], lang: str) -> set[str]:
    """Number words at the start of a longer word: "dreitägig", "třídenní", "трёхлетний"."""
    if lang not in ("de", "nl", "cs", "pl", "ru", "uk", "it", "hi"):
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
