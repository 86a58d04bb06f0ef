"""What stands around two numbers of equal value: sign, percent, unit, currency."""

from __future__ import annotations

import re
from typing import NamedTuple

from consensus.check.amounts import Quantity
from consensus.check.facts import Reading
from consensus.normalize.tokens import base_language
from consensus.normalize.units import PERCENT_WORD, same_measure

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
        unsigned = right if one.sign else left
        if not _MINUS_WORDS.search(unsigned.text):
            found.append("signs")
    if one.percent != other.percent and one.percent is not None and other.percent is not None:
        with_mark, without = (left, right) if one.percent else (right, left)
        bare = other if one.percent else one
        told = left.plain and _word_beside(bare, without)
        if not told and len(PERCENT_WORD.findall(without.prose)) < len(PERCENT_WORD.findall(with_mark.prose)):
            found.append("percent")
    if _units_differ(one, other, left, right):
        found.append("units")
    if _money_differs(one, other, right):
        found.append("currency")
    if other.foreign and not one.foreign and not one.soft and _is_measured(one, other, left):
        found.append("locale")
    return [Difference(check, (one,), (other,)) for check in found]


def converts(one: Quantity, other: Quantity) -> bool:
    """Whether both measure the same in different units, within the rounding that people use (5%)."""
    if not one.unit or not other.unit or one.unit == other.unit:
        return False
    pairs = [(a, b) for a in one.values for b in other.values if a[0] != "=" and b[0] != "="]
    return any(same_measure(a, one.unit, b, other.unit) for a, b in pairs)


#: Words before figures that name a place or an issue and measure nothing, by their beginnings.
_NAMING = re.compile(
    r"(?:versi|verzi|version|вер[сз]|v|release|rev|build|firmware|software|section|abschnitt|sección|sezion|seç|раздел|"
    r"chapter|kap|capít|capit|chapitre|rozdz|глав|fig|abb|bild|table|tabel|tabla|tableau|tab|таблиц|рис|annex|appendix|"
    r"article|artikel|art|clause|§|point|punkt|step|item|no|nr|nº|№|page|seite|part|update|level|section|版本|第|バージョン|第)"
    r"\w*\.?[ \u00a0]?$",
    re.IGNORECASE,
)


def _is_measured(one: Quantity, other: Quantity, source: Reading) -> bool:
    """Whether a number is an amount and not the number of a version, a section or a model."""
    if any(q.unit or q.currency or q.percent or q.scaled for q in (one, other)):
        return True
    before = source.prose[max(0, one.start - 24) : one.start]
    word = before.rstrip().rpartition(" ")[2]
    return bool(word) and not word[0].isupper() and word[-1].isalpha() and not _NAMING.search(before)


def _units_differ(one: Quantity, other: Quantity, left: Reading, text: Reading) -> bool:
    """Another unit, or a physical unit that was dropped: nothing that could be a word follows the bare number."""
    if not one.unit or one.soft or other.soft or one.unit == other.unit:
        return False
    if other.unit:
        if one.unit == "m" and other.unit == "min" and base_language(left.lang) == "en":
            return False  # "30 m" in a recipe
        loosely = one.unit in _DEGREES and other.unit in _DEGREES and "°" in (one.unit, other.unit)
        return not loosely and not converts(one, other)
    if one.unit in _TIME_UNITS or other.currency or any(quantity.unit == one.unit for quantity in text.quantities):
        return False
    follows = text.prose[other.end : other.end + 2].lstrip(" \u00a0\u202f-‑")
    return not follows or not (follows[0].isalpha() or follows[0] in "°'\"″′%")


def _word_beside(quantity: Quantity, text: Reading) -> bool:
    """Whether a word follows a number or stands before it, in which a percent sign may be told."""
    after = text.prose[quantity.end : quantity.end + 2].lstrip(" \u00a0\u202f-‑")
    return after[:1].isalpha() or text.prose[: quantity.start].rstrip()[-1:].isalpha()


def _money_differs(one: Quantity, other: Quantity, text: Reading) -> bool:
    if not one.currency or one.soft or other.soft:
        return False
    if other.currency:
        return not one.currency & other.currency
    if text.plain:
        return False
    return not other.unit and not one.currency & text.currencies
