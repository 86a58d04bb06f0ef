"""A number written as text, read only where there is one reading."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from consensus.normalize.folding import fold_shape

_JSON_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([,.'\s])\d{3})(?:\1\d{3})*([.,])\d+")


def parse_number(text: str, locale: str | None = None) -> Decimal | None:
    """A number written as text, or None. Never guesses.

    Without a locale: JSON's own syntax, or a form that can be read in one way only (``1.234,50``: grouped by one mark,
    then another mark for decimals). With a locale (``de_DE``): what Babel reads strictly. A sign may be typographic.
    """
    text = fold_shape(text).strip()
    if locale is None:
        if _JSON_NUMBER.fullmatch(text):
            return _decimal(text)
        match = _GROUPED.fullmatch(text)
        if match is None or match[1] == match[2]:
            return None
        return _decimal(text.replace(match[1], "").replace(match[2], "."))
    from babel.numbers import NumberFormatError, get_group_symbol
    from babel.numbers import parse_decimal as babel_decimal

    group = get_group_symbol(locale)  # folded away above where it is typographic (a thin blank, a raised comma)
    text = text.replace(fold_shape(group), group)
    try:
        return Decimal(babel_decimal(text, locale=locale, strict=True)).normalize()
    except NumberFormatError:
        return None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        return None
