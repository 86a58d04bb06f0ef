"""Numbers by locale: what is read, what is not, and that nothing is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.check.facts import read
from consensus.normalize.number_words import number_words, spoken_values
from consensus.normalize.numbers import canonical, foreign_mark, number_style, read_number, scaled


@pytest.mark.parametrize(
    ("raw", "lang", "values"),
    [
        ("1,234.5", "en", ("1234.5",)),
        ("1.234,5", "de", ("1234.5",)),
        ("1.234,50", "en", ("1234.5",)),  # both marks: the last one splits decimals, whatever the locale
        ("1.234", "de", ("1234",)),
        ("1.234", "en", ("1.234",)),
        ("1,234", "de", ("1.234",)),
        ("1.234", "cs", ("1234", "1.234")),  # Czech groups by spaces, a point leaves it open
        ("1.234", None, ("1234", "1.234")),
        ("1.234", "es-MX", ("1.234",)),
        ("1.234", "es", ("1234", "1.234")),
        ("1’234.50", "de-CH", ("1234.5",)),
        ("1 234,5", "fr", ("1234.5",)),
        ("12,34,567", "hi", ("1234567",)),  # lakh grouping
        ("1.5", "de", ("1.5",)),  # no group has one digit
        ("1.2.3", "en", ("=1.2.3",)),  # a version is no number
        ("0.50", "en", ("0.5",)),
        ("007", "en", ("7",)),
    ],
)
def test_read_number(raw: str, lang: str | None, values: tuple[str, ...]) -> None:
    assert read_number(raw, number_style(lang))[0] == values


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("-5 and 5-10", "en", [("-", "5"), ("", "5"), ("", "10")]),  # a range dash is no sign
        ("−3,5 ±0,1", "de", [("-", "3.5"), ("±", "0.1")]),
        ("COVID-19", "en", []),  # a code
        ("١٬٢٣٤٫٥", "ar", [("", "1234.5")]),
        ("１，２３４", "ja", [("", "1234")]),
        ("१,२३,४५६", "hi", [("", "123456")]),
        ("16, 17 and 18", "en", [("", "16"), ("", "17"), ("", "18")]),
        ("2023-2024", "en", [("", "2023"), ("", "2024")]),
        ("10 -20", "en", [("", "10"), ("", "20")]),
        ("(-5)", "en", [("-", "5")]),
        ("nothing", "en", []),
    ],
)
def test_the_numbers_of_a_text(text: str, lang: str, found: list[tuple[str, str]]) -> None:
    assert [(number.sign, number.values[0]) for number in read(text, lang).quantities] == found


@given(st.integers(0, 10**9), st.integers(0, 999), st.sampled_from(["en", "de", "fr", "hi", None]))
def test_a_number_written_without_groups_keeps_its_value(whole: int, fraction: int, lang: str | None) -> None:
    mark = "," if number_style(lang) in ("comma", "space") else "."
    text = f"{whole}{mark}{fraction:04}"
    assert read_number(text, number_style(lang))[0] == (canonical(str(whole), f"{fraction:04}"),)


def test_scaled_is_exact() -> None:
    assert scaled("2.5", 10**6) == "2500000"
    assert scaled("0.1", 10**3) == "100"
    assert scaled("1.23456789", 10) == "12.3456789"


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        ("twenty-five", "en", "25"),
        ("two hundred and fifty thousand", "en", "250000"),
        ("the third one", "en", "3"),
        ("two decades", "en", "20"),
        ("einundzwanzig", "de", "21"),
        ("dreitägig", "de", "3"),
        ("zweihundert", "de", "200"),
        ("quatre-vingt-dix-sept", "fr", "97"),
        ("treinta y dos", "es", "32"),
        ("pětadvacet", "cs", "25"),
        ("dwadzieścia pięć", "pl", "25"),
        ("двадцать пять", "ru", "25"),
        ("yirmi beş", "tr", "25"),
        ("خمسة وعشرون", "ar", "25"),
        ("二百五十万", "zh", "2500000"),
        ("二〇二四年", "zh", "2024"),
        ("六七千", "zh", "6000"),
        ("le XIXe siècle", "fr", "19"),
        ("½ cup", "en", "0.5"),
    ],
)
def test_spoken_values(text: str, lang: str, value: str) -> None:
    assert value in spoken_values(text, lang)


def test_spoken_values_do_not_say_what_is_not_there() -> None:
    assert spoken_values("The pump is clean", "en") == frozenset()
    assert "80" not in spoken_values("dreißig Tage", "de")


@pytest.mark.parametrize(
    "lang", ["en", "de", "fr", "es", "it", "nl", "pl", "cs", "pt", "ru", "uk", "hi", "ar", "he", "tr"]
)
def test_number_words_are_complete(lang: str) -> None:
    assert {*range(21), *range(30, 100, 10), 100, 1000} <= set(number_words(lang).values())


@pytest.mark.parametrize(
    ("raw", "lang", "foreign"),
    [
        ("12.8", "de", True),
        ("12,8", "de", False),
        ("1.234", "de", False),  # reads as 1234 there
        ("1,234.5", "de", True),
        ("1,234,567", "de", True),
        ("12,8", "en", True),
        ("12.8", "cs", True),
        ("1.234", "cs", False),
        ("12.8", "es", False),  # both are in use
        ("12.8", "es-MX", False),
        ("12,8", "es-MX", True),
        ("12.8", "de-CH", False),
        ("12.8", "fr-CH", False),
        ("1.2.3", "de", False),
        ("12.8", None, False),
    ],
)
def test_marks_of_another_locale(raw: str, lang: str | None, foreign: bool) -> None:
    assert foreign_mark(raw, number_style(lang)) is foreign
