"""Other forms in which a number or a code stands in a source: a percentage, a scale, words, the name of a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from consensus.normalize.languages import LANGUAGES, language, spellings
from consensus.normalize.number_words import number_words, said_numbers
from consensus.normalize.scales import stated_scales
from consensus.normalize.scripts import UNSPACED

Span = tuple[int, int]

_PERCENT: Final = re.compile(
    r"[ \u00a0\u202f]?(?:%|٪|％|percent\b|per cent\b|Prozent\b|pour cent\b|por ciento\b|procent)"
)
#: Characters of a text in which numbers in words are looked for, and the largest such number.
_READ: Final = 40_000
_MOST_SAID: Final = Decimal(10_000)
_CURRENCY_SIGNS: Final = {
    **dict.fromkeys(("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "BRL", "ARS", "CLP", "COP"), "$＄"),
    **dict.fromkeys(("JPY", "CNY"), "¥￥円元圆"),
    **dict.fromkeys(("GBP", "EGP"), "£"),
    **dict.fromkeys(("SEK", "NOK", "DKK", "ISK"), ("kr",)),
    "EUR": "€",
    "ILS": "₪",
    "INR": ("₹", "Rs"),
    "TRY": ("₺", "TL"),
    "RUB": ("₽", "руб"),
    "UAH": ("₴", "грн"),
    "KRW": "₩원",
    "PLN": ("zł",),
    "CZK": ("Kč",),
    "HUF": ("Ft",),
    "RON": ("lei",),
    "CHF": ("Fr.", "SFr"),
    "VND": "₫đ",
    "THB": "฿",
    "IDR": ("Rp",),
    "NGN": "₦",
    "PHP": "₱",
}
#: What the languages' lists call a currency of many countries.
_GROUPS: Final = {
    **dict.fromkeys(("USD", "CAD", "AUD", "NZD", "SGD", "HKD"), "dollar"),
    **dict.fromkeys(("SEK", "NOK", "DKK", "CZK", "ISK"), "krone"),
    **dict.fromkeys(("MXN", "ARS", "CLP", "COP", "PHP"), "peso"),
    "GBP": "pound",
    "EGP": "pound",
    "INR": "rupee",
    "CHF": "franc",
    "TRY": "lira",
    "AED": "dirham",
    "SAR": "rial",
    "RON": "leu",
}


def number_forms(text: str, number: Decimal) -> Iterator[tuple[Decimal, re.Pattern[str] | None]]:
    """Figures that say a number in another form: (figure, what must stand right behind it or None)."""
    if 0 < abs(number) <= 100:
        yield number * 100, _PERCENT
    if abs(number) >= 100:
        for power in _scale_words():
            if abs(number) * 1000 >= 10**power:
                yield number.scaleb(-power), _scale_words()[power]
        for power in stated_scales(text):
            yield number.scaleb(-power), None


@lru_cache(maxsize=1)
def _scale_words() -> dict[int, re.Pattern[str]]:
    """Words behind a figure that make it larger by a power of ten, of all listed languages."""
    words: dict[int, set[str]] = {}
    written_on: dict[int, set[str]] = {}
    for code, one in LANGUAGES.items():
        group = written_on if code in UNSPACED or code == "ko" else words
        for said, spelling in spellings(one.scale_words):
            if (power := int(said)) >= 3:
                group.setdefault(power, set()).add(spelling)
    found: dict[int, re.Pattern[str]] = {}
    for power in sorted(words.keys() | written_on.keys()):
        spaced = "|".join(re.escape(word).replace("\\~", r"\w*") for word in sorted(words.get(power, ())))
        joined = "|".join(map(re.escape, sorted(written_on.get(power, ()))))
        options = [f"(?:{spaced})(?!\\w)"] * bool(spaced) + [joined] * bool(joined)
        found[power] = re.compile(rf"[ \u00a0\u202f-]?(?:{'|'.join(options)})")
    return found


def said(text: str, number: Decimal) -> Iterator[Span]:
    """Places where a whole number from 1 on is said in words of a listed language ("twelve", "zwölf")."""
    if not 0 < number <= _MOST_SAID or number != int(number):
        return
    lower = text[:_READ].lower()
    if len(lower) != len(text[:_READ]):
        return
    for word in sorted(_said(lower).get(int(number), ())):
        at = lower.find(word)
        if at >= 0:
            yield at, at + len(word)


@lru_cache(maxsize=4)
def _said(lower: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for code in LANGUAGES:
        for one in said_numbers(lower, code):
            if one.value.isdigit():
                found.setdefault(int(one.value), set()).add(one.word)
        first = _one(code)
        if first and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", lower):
            found.setdefault(1, set()).add(first)
    return found


@lru_cache(maxsize=64)
def _one(code: str) -> str:
    """The word for one, where it is no article."""
    groups = language(code).number_words.split()
    word = groups[1].split("|")[0] if len(groups) > 1 else ""
    return word if len(word) > 2 and word in number_words(code) and code not in UNSPACED else ""


def names_of_code(code: str) -> tuple[str, ...]:
    """What stands in a document for a code in capitals: signs and names of a currency, names of a country."""
    code = {"USA": "US", "UK": "GB"}.get(code, code)
    return _signs(code) + (_names(code) if len(code) in (2, 3) and code.isalpha() else ())


def _signs(code: str) -> tuple[str, ...]:
    return tuple(_CURRENCY_SIGNS.get(code, ()))


@lru_cache(maxsize=512)
def _names(code: str) -> tuple[str, ...]:
    from babel import Locale

    found: set[str] = set()
    for lang in LANGUAGES:
        locale = Locale.parse(lang)
        if len(code) == 2:
            found.add(locale.territories.get(code, ""))
        else:
            found.add(locale.currencies.get(code, ""))
            found.update(_words(language(lang).currency_words, code))
    return tuple(sorted(found - {"", code}))


def _words(currency_words: str, code: str) -> Iterator[str]:
    for meaning, spelling in spellings(currency_words):
        if meaning in (code, _GROUPS.get(code)):
            yield spelling.rstrip("~")
