"""Where a value stands in its document."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.review import places

INVOICE = (
    "Invoice INV-1001, 12 March 2024 (12.03.2024)\nTotal: 1,234.50 EUR, of which 12 items, INV-10011\nMÜLLER  GmbH"
)


@pytest.mark.parametrize(
    ("text", "value", "lang", "found", "meaning"),
    [
        (INVOICE, "INV-1001", "en", ["INV-1001"], "a whole token, not the start of another"),
        (INVOICE, "INV-1007", "en", [], "a number that is not there"),
        (INVOICE, 1234.5, "en", ["1,234.50"], "grouped"),
        (INVOICE, 12, "en", ["12", "12"], "several places are several"),
        ("Summe 1.234,50", 1234.5, "de", ["1.234,50"], "as the language groups"),
        ("Summe -12,5", -12.5, "de", ["12,5"], "the digits of a negative"),
        (INVOICE, "2024-03-12", "en", ["12 March 2024", "12.03.2024"], "a day, however written"),
        (INVOICE, "Müller GmbH", "en", ["MÜLLER  GmbH"], "whatever case and space"),
        ("总价为五百元，编号甲", "五百元", "zh", ["五百元"], "inside a run of letters without spaces"),
        ("שולם על ידי דנה כהן", "דנה כהן", "he", ["דנה כהן"], "Hebrew"),
        ("a+b (c)", "(c)", None, ["(c)"], "no pattern is read into it"),
        (INVOICE, None, "en", [], "no value"),
        (INVOICE, True, "en", [], "yes stands nowhere"),
        (INVOICE, ["INV-1001"], "en", [], "a list stands nowhere"),
        (INVOICE, float("nan"), "en", [], "not a number"),
        (INVOICE, "  ", "en", [], "blank"),
        (INVOICE, "2024-13-99", "en", [], "no day"),
    ],
)
def test_places(text: str, value: Any, lang: str | None, found: list[str], meaning: str) -> None:
    assert [text[start:end] for start, end in places(text, value, lang)] == found, meaning


def test_not_more_places_than_a_person_would_look_at() -> None:
    assert len(places("7 " * 5000, 7)) == 20
