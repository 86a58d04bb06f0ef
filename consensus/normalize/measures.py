"""Quantities, amounts of money, shares and telephone numbers written as text, read only where there is one reading."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from consensus.normalize.folding import fold_shape
from consensus.normalize.plain_numbers import parse_number
from consensus.normalize.source_text import Span, spans_of
from consensus.normalize.unit_case import canonical_unit, is_unit
from consensus.normalize.units import is_currency

Reading = tuple[Hashable, ...]

_QUANTITY: Final = re.compile(r"([<>≤≥~±]?=?)\s?([-+]?)\s?(\d[\d.,' ]*?)\s?([^\s\d.,'].*)")
_SHARE: Final = re.compile(
    r"([-+]?)\s?(\d[\d.,' ]*?)\s?(%|‰|percent|per cent|pct\.?|prozent|pour cent|por ciento|procent)", re.I
)
_MONEY_UNIT: Final = re.compile(r"[^\d.,'()+\-\s]+")
_NO_CENTS: Final = re.compile(r"(?<=\d)[.,]-+$")
_FRACTION: Final = re.compile(r"\d+,(\d{1,2}|\d{4,})")
_GROUPS: Final = re.compile(r"\d{1,3}([,.' ])\d{3}(?:\1\d{3})+|\d{1,3}'\d{3}")
_EXTENSION: Final = re.compile(r"\s*[,;]?\s*(?:ext(?:ension)?\.?|x|#|durchwahl|dw\.?|poste|доб\.?)\s*(\d{1,6})$", re.I)
_PHONE: Final = re.compile(r"[+(]?[\d\s().\-]*\d")
_LAYOUT: Final = re.compile(r"[\s.,\-/()]+")
_CODE: Final = re.compile(r"\+?\(?\d+(?:[\s.,\-/()]+\d+)*|[A-Z]{2}\d{2}[A-Z0-9 ]+")
#: Signs that stand for one currency only. ``$`` and ``¥`` are several currencies and stay as they are.
_CURRENCIES: Final[Mapping[str, str]] = {
    "€": "EUR",
    "EURO": "EUR",
    "EUROS": "EUR",
    "£": "GBP",
    "₪": "ILS",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₩": "KRW",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
}
_DOLLARS = "USD CAD AUD NZD HKD SGD MXN TWD ARS CLP COP"
#: Codes that say which of several currencies a sign beside them is.
_SIGN_OF: Final[Mapping[str, frozenset[str]]] = {"$": frozenset(_DOLLARS.split()), "¥": frozenset(("JPY", "CNY"))}


def number(text: str, locale: str | None = None) -> Decimal | None:
    """The number in front of a unit: as ``parse_number``, and a decimal comma or groups that can be nothing else."""
    found = parse_number(text, locale)
    if found is None and locale is None:
        if _FRACTION.fullmatch(text):
            return parse_number(text.replace(",", "."))
        if _GROUPS.fullmatch(text):
            return parse_number(re.sub(r"\D", "", text))
    return found


def quantity(text: str, locale: str | None = None) -> Reading | None:
    """Comparator, number and unit; None where the text is no number with a unit after it."""
    match = _QUANTITY.fullmatch(fold_shape(text).strip())
    if match is None:
        return None
    value = number(match[3], locale)
    unit = canonical_unit(match[4])
    if value is None or not unit or unit[0].isdigit():
        return None
    return ("unit", match[1], unit, -value if match[2] == "-" else value)


def share(text: str, locale: str | None = None) -> Reading | None:
    """A number of percent or per mille; None where the sign is missing."""
    match = _SHARE.fullmatch(fold_shape(text).strip())
    value = number(match[2], locale) if match else None
    if match is None or value is None:
        return None
    return ("percent", "‰" if match[3] == "‰" else "%", -value if match[1] == "-" else value)


def money(text: str, locale: str | None = None) -> Reading | None:
    """Currency ("" without one) and amount. Brackets are a minus sign. None where there is no one reading."""
    text = fold_shape(text).strip()
    units = _MONEY_UNIT.findall(text)
    figures = _NO_CENTS.sub("", _MONEY_UNIT.sub("", text).strip())
    negative = (figures.startswith("(") and figures.endswith(")")) or figures.endswith("-")
    figures = figures.strip("()").removesuffix("-").strip()
    figures = re.sub(r"^([-+])\s+", r"\1", figures)
    value = number(figures, locale)
    currency = _currency([unit.upper() for unit in units])
    if value is None or currency is None:
        return None
    return ("money", currency, -value if negative else value)


def _currency(units: list[str]) -> str | None:
    if len(units) == 2 and (code := next((u for u in units for s in units if u in _SIGN_OF.get(s, ())), None)):
        return code  # "$5.00 USD"
    if len(units) > 1:
        return None
    return _CURRENCIES.get(units[0], units[0]) if units else ""


def phone(text: str) -> Reading | None:
    """Digits with a leading plus and the extension; None where the text is no telephone number."""
    text = fold_shape(text).strip()
    match = _EXTENSION.search(text)
    dialled, extension = (text[: match.start()], match[1]) if match else (text, "")
    if dialled.startswith(("+", "00")):
        dialled = dialled.replace("(0)", "")
    if dialled.count("/") == 1 and len(re.sub(r"\D", "", dialled.split("/")[1])) > 4:
        dialled = dialled.replace("/", " ")  # "030/1234567", not "555-0100/0101"
    digits = re.sub(r"\D", "", dialled)
    if not _PHONE.fullmatch(dialled) or not 3 <= len(digits) <= 17:
        return None
    plus = dialled.lstrip("(").startswith("+") or digits.startswith("00")
    return ("phone", "+" if plus else "", digits.removeprefix("00") if plus else digits, extension)


@lru_cache(maxsize=8192)
def _plain_reading(text: str) -> Reading | None:
    """What a string without a declared kind says if its layout is left out: a quantity, an amount or a long code."""
    shaped = fold_shape(text).strip()
    if not any(c.isdigit() for c in shaped):
        return None
    digits = re.sub(r"\D", "", shaped)  # 12.50 may say more than 12.5
    found = quantity(shaped)
    if found is None or not is_unit(str(found[2])):
        found = share(shaped)
    if found is None and (amount := money(shaped)) is not None and is_currency(str(amount[1])):
        found = amount
    return _code(shaped) if found is None else (*found, digits)


def _code(text: str) -> Reading | None:
    """A telephone, tariff or account number: eight digits or more, in groups that are no decimal places."""
    if not _CODE.fullmatch(text) or sum(c.isdigit() for c in text) < 8:
        return None
    marks = [mark.strip() for mark in _LAYOUT.findall(text)]
    if {".", ","} <= set(marks) or (len(marks) == 1 and marks[0] in {".", ","}):
        return None
    return ("code", text.startswith("+"), _LAYOUT.sub("", text.removeprefix("+")))


def one_layout(one: str, other: str, text: str) -> bool:
    """Whether two strings without a declared kind are one value in two layouts, and the source has it in such a layout.

    ``12,5 kg`` and ``12.5kg``, ``+1 (555) 010-0199`` and ``+15550100199``: the same letters and digits in the same
    order, one reading each. What may be a decimal mark in one and a group mark in the other has no reading.
    """
    reading = _plain_reading(one)
    if reading is None or reading != _plain_reading(other):
        return False
    spans = {*spans_of(text, fold_shape(one).strip()), *spans_of(text, fold_shape(other).strip())}
    if reading[0] == "code" and all(_groups(form) < 3 for form in (one, other, *(span.text for span in spans))):
        return False  # one mark may be a hyphen that counts: 2019-2020 is not 20192020
    return any(_plain_reading(form) == reading for span in spans for form in _forms(span))


def _groups(code: str) -> int:
    return len(re.findall(r"\d+", code))


def _forms(span: Span) -> set[str]:
    """What stands at a place, with and without the marks around it."""
    at = span.marked.find(span.text)
    before, after = span.marked[:at], span.marked[at + len(span.text) :]
    return {b + span.text + a for b in {"", before, before[-1:]} for a in {"", after, after[:1]}}
