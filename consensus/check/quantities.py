"""Numbers, signs, percent, units, currency, dates and times: stated in the source, the same in the translation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consensus.canon.tokens import base_language
from consensus.check.attributes import Difference
from consensus.check.catalogue import LANGUAGES
from consensus.check.facts import Reading
from consensus.check.matching import differences
from consensus.check.problem import Pair, Problem, quoted
from consensus.check.scan import Quantity
from consensus.domain import Severity

_KNOWN = frozenset(LANGUAGES)
_SEVERITY = {
    "conversion": Severity.MINOR,
    "enumeration": Severity.MINOR,
    "currency": Severity.CRITICAL,
    "signs": Severity.CRITICAL,
    "units": Severity.CRITICAL,
}


def find(pair: Pair) -> Iterable[Problem]:
    """One problem per kind of difference and place."""
    return [
        Problem(
            difference.check,
            _SEVERITY.get(difference.check, Severity.MAJOR),
            sentence(difference, pair.source, pair.target),
            _span(difference.left),
            _span(difference.right),
        )
        for difference in safe_differences(pair.source, pair.target)
    ]


def safe_differences(left: Reading, right: Reading) -> list[Difference]:
    """The differences, and of texts in languages that we cannot read only those that need no words: digits that became
    other digits, signs, percent signs, symbols of units and currencies.
    """
    found = differences(left, right)
    if not found or (base_language(left.lang) in _KNOWN and base_language(right.lang) in _KNOWN):
        return found
    return [
        difference
        for difference in found
        if difference.check == "enumeration"
        or (
            (difference.left and difference.right)
            and (difference.check != "numbers" or any(map(_telling, (*difference.left, *difference.right))))
        )
    ]


def _telling(quantity: Quantity) -> bool:
    """Too large, or too exact, to be written in words."""
    return any(len(value) > 2 or "." in value for value in quantity.values)


def sentence(difference: Difference, source: Reading, target: Reading) -> str:
    """The difference in one sentence that quotes both sides."""
    ours, theirs = shown(difference.left, source), shown(difference.right, target)
    if ours and theirs:
        return f"{quoted(ours)} in the source, {quoted(theirs)} in the translation."
    if ours:
        return f"{quoted(ours)} of the source is missing in the translation."
    return f"{quoted(theirs)} in the translation is not in the source."


def shown(quantities: Sequence[Quantity], reading: Reading) -> list[str]:
    """Each quantity as it stands in its text, with sign and currency in front."""
    texts = []
    for quantity in quantities:
        start = quantity.start
        leads = "-−–±$€£¥₽₴₹₺₪₩₫฿" if quantity.sign else "$€£¥₽₴₹₺₪₩₫฿"
        while start > 0 and start > quantity.start - 4 and reading.text[start - 1] in leads:
            start -= 1
        texts.append(reading.text[start : quantity.end].strip())
    return list(dict.fromkeys(texts))


def _span(quantities: Sequence[Quantity]) -> tuple[int, int] | None:
    return (quantities[0].start, quantities[0].end) if quantities else None
