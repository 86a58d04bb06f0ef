"""Dates and times of day around numbers, by language."""

from __future__ import annotations

import pytest

from consensus.normalize.clock import clock_at
from consensus.normalize.dates import date_at, month_names, read_numeric_date


@pytest.mark.parametrize(
    ("raw", "lang", "readings"),
    [
        ("2024-03-12", "de", ((2024, 3, 12),)),
        ("12.03.2024", "de", ((2024, 3, 12),)),
        ("12.13.2024", "de", ((2024, 12, 13),)),  # only one reading is a day
        ("3/4/2024", "en", ((2024, 3, 4), (2024, 4, 3))),  # English leaves it open
        ("3/4/2024", "en-GB", ((2024, 4, 3),)),
        ("3.4.24", "cs", ((2024, 4, 3),)),
        ("2024-13-01", "en", ()),  # no such month: never guessed
        ("45.67.2024", "de", ()),
    ],
)
def test_numeric_dates(raw: str, lang: str, readings: tuple[tuple[int, int, int], ...]) -> None:
    assert read_numeric_date(raw, lang) == readings


@pytest.mark.parametrize(
    ("text", "number", "lang", "reading"),
    [
        ("on March 12, 2024", "12", "en", (2024, 3, 12)),
        ("on 12th of March", "12", "en", (None, 3, 12)),
        ("März 2024", "2024", "de", (2024, 3, None)),
        ("am 12. März 2024", "12", "de", (2024, 3, 12)),
        ("el 12 de marzo de 2024", "12", "es", (2024, 3, 12)),
        ("12 मार्च 2024", "12", "hi", (2024, 3, 12)),
        ("12 במרץ 2024", "12", "he", (2024, 3, 12)),
        ("2024年3月12日", "2024", "zh", (2024, 3, 12)),
        ("3月12日", "3", "ja", (None, 3, 12)),
        ("12 Ventile", "12", "de", None),
        ("99 March", "99", "en", None),
        ("2024年", "2024", "zh", None),
    ],
)
def test_named_dates(text: str, number: str, lang: str, reading: tuple[int | None, ...] | None) -> None:
    start = text.index(number)
    found = date_at(text, start, start + len(number), lang)
    assert (found.readings[0] if found else None) == reading


@pytest.mark.parametrize(
    ("text", "raw", "lang", "minutes"),
    [
        ("2:30 pm", "2:30", "en", (870,)),
        ("2:30", "2:30", "en", (150, 870)),  # morning or afternoon is not said
        ("14:30", "14:30", "de", (870,)),
        ("14h30", "14", "fr", (870,)),
        ("14 Uhr", "14", "de", (840,)),
        ("下午2点半", "2", "zh", (870,)),
        ("12:00 am", "12:00", "en", (0,)),
        ("25:10", "25:10", "en", None),
        ("5 hours", "5", "en", None),
        ("12 am Montag", "12", "de", None),  # German "am" is a preposition
    ],
)
def test_clocks(text: str, raw: str, lang: str, minutes: tuple[int, ...] | None) -> None:
    start = text.index(raw)
    found = clock_at(text, start, start + len(raw), raw, lang)
    assert (found.minutes if found else None) == minutes


def test_every_language_has_twelve_months() -> None:
    for lang in ["en", "de", "fr", "es", "it", "nl", "pl", "cs", "pt", "ru", "uk", "hi", "ar", "he", "tr"]:
        assert set(month_names(lang).values()) == set(range(1, 13)), lang
