"""A value against its source: where it stands there, and whether the year of a date does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from consensus.check.base import CheckId, FieldCheck, Given, Problem
from consensus.domain import Severity
from consensus.locate.values import locate, stands

_UNLOCATED: Final = Problem("unlocated", Severity.NEUTRAL, "The value was not found in the source as it stands.")
_PLACELESS: Final = (bool, list, dict)
_RUN: Final = re.compile(r"\d+")


class LocationCheck(FieldCheck):
    """A value, or the year of a date, that the source does not hold, or holds more than once."""

    ids = (
        CheckId(
            "year_not_in_source",
            "A date whose year stands nowhere in the source; models fill it in by convention.",
            "warning",
        ),
        CheckId("unlocated", "The value stands nowhere in the source as whole tokens.", "warning"),
        CheckId("ambiguous_location", "The value stands in the source more than once.", "off"),
    )

    def find(self, given: Given) -> Iterable[Problem]:
        text, value = given.text, given.value
        if text is None or value is None or isinstance(value, _PLACELESS):
            return
        if given.on("year_not_in_source") and (year := given.leaf.year(value)) and not _year_stands(text, year):
            message = f"The year {year} stands nowhere in the source.{given.leaf.words}"
            yield Problem("year_not_in_source", Severity.MINOR, message)
        if given.on("ambiguous_location") and len(places := locate(text, value)) > 1:
            message = f"The value stands in the source {len(places)} times."
            yield Problem("ambiguous_location", Severity.NEUTRAL, message, places[0])
        elif given.on("unlocated") and not stands(text, value):
            yield _UNLOCATED


@lru_cache(maxsize=4)
def _figures(text: str) -> frozenset[str]:
    """Runs of digits of a text, those of other scripts as ASCII."""
    runs = _RUN.findall(text)
    return frozenset(runs if text.isascii() else ["".join([str(int(c)) for c in run]) for run in runs])


def _year_stands(text: str, year: str) -> bool:
    figures = _figures(text)
    return (
        year in figures
        or year[2:] in figures
        or any(len(f) in (6, 8) and year[2:] in (f[:2], f[2:4], f[-2:]) for f in figures)
    )
