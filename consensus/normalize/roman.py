"""Roman numerals, Cyrillic lookalikes too."""

from __future__ import annotations

import re
from functools import lru_cache

_ROMAN = re.compile(
    r"\b(?=[MDCLXVIІХ])M{0,3}(?:CM|CD|D?C{0,3})(?:[XХ]C|[XХ]L|L?[XХ]{0,3})(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3})(?=\b|[ea]\b)"
)
#: Where one may begin, a class of characters first: the engine skips to it.
_ROMAN_LEAD = re.compile(r"[MDCLXVIІХ](?<!\w\w)")
_ROMAN_DIGITS = {"I": 1, "І": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_values(text: str) -> set[str]:
    """Values of the Roman numerals of a text."""
    found = (_ROMAN.match(text, lead.start()) for lead in _ROMAN_LEAD.finditer(text))
    return {_roman_value(numeral.group()) for numeral in found if numeral}


@lru_cache(maxsize=256)
def _roman_value(numeral: str) -> str:
    digits = [_ROMAN_DIGITS[char] for char in numeral]
    return str(sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits)))
