"""What stands around two numbers of equal value: sign, percent, unit, currency."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.canon.units import PERCENT_WORD, same_measure
from consensus.check.facts import Reading
from consensus.check.scan import Quantity

_MINUS_WORDS = re.compile(
    r"minus|negativ|below zero|unter null|零下|负|負|マイナス|氷点下|moins|sous zéro|menos|meno|"
    r"bajo cero|abaixo de zero|sotto zero|"
    r"onder nul|\bmin\b|pod nulou|poniżej zera|минус|мінус|ниже нуля|нижче нуля|отриц|від['’]єм|माइनस|"
    r"ऋण|शून्य से नीचे|سالب|ناقص|"
    r"تحت الصفر|מינוס|מתחת לאפס|eksi|sıfırın altında|négati|ujemn|záporn|zápor|"
    r"영하|마이너스|under noll|under nul|miinus|pakkas|mínusz|negatív|fagypont alatt|μείον|πλην|"
    r"υπό το μηδέν|sub zero|\bâm\b|dưới không|trừ|ลบ|ติดลบ|ใต้ศูนย์|di bawah nol|negatif",
    re.IGNORECASE,
)
_DEGREES = frozenset(("°", "°C", "°F"))
_TIME_UNITS = frozenset(("s", "min", "h", "day", "week", "month", "year"))


class Difference(NamedTuple):
    """A hard fact on which two texts differ. check: its name in the catalogue. left, right: what each side says."""

    check: str
    left: tuple[Quantity, ...]
    right: tuple[Quantity, ...]


def attributes(one: Quantity, other: Quantity, left: Reading, right: Reading) -> list[Difference]:
    """Differences in sign, percent, unit and currency of two numbers of equal value."""
    found = []
    if one.sign != other.sign and not one.soft and not other.soft:
        bare = right if one.sign else left
        if not _MINUS_WORDS.search(bare.text):
            found.append("signs")
    if one.percent != other.percent and one.percent is not None and other.percent is not None:
        with_mark, without = (left, right) if one.percent else (right, left)
        if len(PERCENT_WORD.findall(without.prose)) < len(PERCENT_WORD.findall(with_mark.prose)):
            found.append("percent")
    if _units_differ(one, other, right):
        found.append("units")
    if _money_differs(one, other, right):
        found.append("currency")
    return [Difference(check, (one,), (other,)) for check in found]


def converts(one: Quantity, other: Quantity) -> bool:
    """Whether both measure the same in different units, within the rounding that people use (5%)."""
    if not one.unit or not other.unit or one.unit == other.unit:
        return False
    pairs = [(a, b) for a in one.values for b in other.values if a[0] != "=" and b[0] != "="]
    return any(same_measure(a, one.unit, b, other.unit) for a, b in pairs)


def _units_differ(one: Quantity, other: Quantity, text: Reading) -> bool:
    """Another unit, or a physical unit that was dropped: nothing that could be a word follows the bare number."""
    if not one.unit or one.soft or other.soft or one.unit == other.unit:
        return False
    if other.unit:
        loosely = one.unit in _DEGREES and other.unit in _DEGREES and "°" in (one.unit, other.unit)
        return not loosely and not converts(one, other)
    if one.unit in _TIME_UNITS or other.currency or any(quantity.unit == one.unit for quantity in text.quantities):
        return False
    follows = text.prose[other.end : other.end + 2].lstrip(" \u00a0\u202f-‑")
    return not follows or not (follows[0].isalpha() or follows[0] in "°'\"″′%")


def _money_differs(one: Quantity, other: Quantity, text: Reading) -> bool:
    if not one.currency or one.soft or other.soft:
        return False
    if other.currency:
        return not one.currency & other.currency
    return not other.unit and not one.currency & text.currencies
