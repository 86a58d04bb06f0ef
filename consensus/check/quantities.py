"""Numbers, signs, percent, units, currency, dates and times: stated in the source, the same in the translation."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Sequence

from consensus.check.amounts import Quantity
from consensus.check.attributes import Difference
from consensus.check.base import Check, CheckId, Pair, Problem, quoted
from consensus.check.facts import KNOWN, Reading, known
from consensus.check.matching import differences
from consensus.domain import Severity
from consensus.normalize.languages import language
from consensus.normalize.numbers import in_style, number_style

_SEVERITY = {
    "conversion": Severity.MINOR,
    "enumeration": Severity.MINOR,
    "currency": Severity.CRITICAL,
    "signs": Severity.CRITICAL,
    "units": Severity.CRITICAL,
    "locale": Severity.MINOR,
}


class QuantityCheck(Check):
    """One problem per kind of difference and place."""

    ids = (
        CheckId(
            "numbers", "A number of the source is missing, changed or added, after locale normalisation.", "veto", KNOWN
        ),
        CheckId("locale", "A number is written by the separators of another locale.", "veto"),
        CheckId("signs", "A number lost, gained or changed its sign.", "veto", KNOWN),
        CheckId("percent", "A number lost or gained its percent sign.", "veto", KNOWN),
        CheckId("units", "A number changed its unit, or lost a physical one.", "veto", KNOWN),
        CheckId("currency", "An amount changed or lost its currency.", "veto", KNOWN),
        CheckId("dates", "A date names another day.", "veto", KNOWN),
        CheckId("times", "A time of day names another minute.", "veto", KNOWN),
        CheckId("conversion", "A measure was converted to another unit.", "warning"),
        CheckId("enumeration", "The number of a list item is on one side only.", "warning"),
    )

    def find(self, pair: Pair) -> Iterable[Problem]:
        found = [
            Problem(
                difference.check,
                _SEVERITY.get(difference.check, Severity.MAJOR),
                sentence(difference, pair.source, pair.target),
                _span(difference.left),
                _span(difference.right),
            )
            for difference in safe_differences(pair.source, pair.target)
        ]
        if pair.source.weekdays:
            found += _named(pair.source.weekdays, pair.target.weekdays, _DAYS)
        if pair.source.named_months and not any(problem.check == "dates" for problem in found):
            found += _named(pair.source.named_months, pair.target.named_months, list(month_name))
        return found


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _named(ours: frozenset[int], theirs: frozenset[int], names: Sequence[str]) -> list[Problem]:
    """A day of the week or a month for another one; what only one side names may be told otherwise ("tomorrow")."""
    lost, added = (quoted([names[number] for number in sorted(side)]) for side in (ours - theirs, theirs - ours))
    message = f"{lost} in the source, {added} in the translation."
    return [Problem("dates", Severity.MAJOR, message)] if lost and added else []


def safe_differences(left: Reading, right: Reading) -> list[Difference]:
    """The differences. Where we cannot read one of the languages no word counts, since only one side can be read:
    figures against other figures of equal count, signs, percent signs, symbols of units and currencies.
    """
    if known(left.lang, right.lang):
        return differences(left, right)
    return [d for d in differences(left.without_words, right.without_words) if _needs_no_words(d, left, right)]


def _needs_no_words(difference: Difference, left: Reading, right: Reading) -> bool:
    if difference.check == "enumeration":
        return True
    if difference.check != "numbers":
        return bool(difference.left and difference.right)
    if len(difference.left) != len(difference.right):
        return False
    return not _may_be_scaled(difference, left, right)


def _may_be_scaled(difference: Difference, left: Reading, right: Reading) -> bool:
    """Whether the figures differ only by a power of ten beside a word, which may be a scale that one side shows."""
    ours, theirs = (sorted(map(_figures, side)) for side in (difference.left, difference.right))
    return ours == theirs and any(
        reading.prose[q.end : q.end + 2].strip(" \u00a0\u202f")[:1].isalpha()
        for side, reading in ((difference.left, left), (difference.right, right))
        for q in side
    )


def _figures(quantity: Quantity) -> str:
    return quantity.values[0].replace(".", "").strip("0")


def sentence(difference: Difference, source: Reading, target: Reading) -> str:
    """The difference in one sentence that quotes both sides."""
    ours, theirs = shown(difference.left, source), shown(difference.right, target)
    if difference.check == "locale":
        return _in_locale(difference, ours, theirs, target)
    if ours and ours == theirs:
        here, there = _readings(difference.left, source), _readings(difference.right, target)
        return f"{quoted(ours)} is {here} in the source and {there} in the translation."
    if ours and theirs:
        return f"{quoted(ours)} in the source, {quoted(theirs)} in the translation."
    if ours:
        return f"{quoted(ours)} of the source is missing in the translation."
    return f"{quoted(theirs)} in the translation is not in the source."


def _in_locale(difference: Difference, ours: Sequence[str], theirs: Sequence[str], target: Reading) -> str:
    name = language(target.lang).name or "the target language"
    written = in_style(difference.right[0].values[0], number_style(target.lang))
    if difference.left[0].scaled or difference.right[0].scaled:
        return f"{quoted(theirs)} does not write the number as {name} does."
    return f'{quoted(theirs)} does not write the number as {name} does, which is "{written}".'


_NAMES = {"m": "metres", "min": "minutes", "g": "grams", "h": "hours", "s": "seconds", "t": "tonnes", "l": "litres"}


def _readings(quantities: Sequence[Quantity], reading: Reading) -> str:
    """What the quantities were read as, for a message on two that look alike."""
    return quoted([_read_as(quantity) for quantity in quantities])


def _read_as(quantity: Quantity) -> str:
    value = quantity.values[0].removeprefix("=")
    unit = _NAMES.get(quantity.unit, quantity.unit)
    money = "/".join(sorted(quantity.currency)[:2])
    return " ".join(part for part in (quantity.sign + value, "%" if quantity.percent else "", unit, money) if part)


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
