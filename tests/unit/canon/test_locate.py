"""Where a value stands in its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.canon.locate import locate

# text, value, what stands there
FOUND = [
    ("Total 1,234.50 USD", 1234.5, ["1,234.50"]),
    ("Summe 1.234,50 EUR", 1234.5, ["1.234,50"]),
    ("12 500 kg", 12500, ["12 500"]),
    ("12 500 kg", 500, ["500"]),
    ("a loss of -5 and a gain of 5", -5, ["-5"]),
    ("a loss of -5 and a gain of 5", 5, ["5"]),
    ("net (7.00)", -7, ["(7.00)"]),
    ("weighs 5kg", 5, ["5"]),
    ("A12 and B12", 12, []),
    ("INV-1007", 1007, []),
    ("19.99", 1999, []),
    ("19.99", 9, []),
    ("INV-1001", "INV-1007", []),
    ("INV-10070", "INV-1007", []),
    ("XINV-1007", "INV-1007", []),
    ("see INV-1007.", "inv-1007", ["INV-1007"]),
    ("No INV\u20111007 here", "INV-1007", ["INV\u20111007"]),
    ("the Acme\n  Works", "ACME WORKS", ["Acme\n  Works"]),
    ("5 30", "530", []),
    ("cat and concatenate", "cat", ["cat"]),
    ("one two one", "one", ["one", "one"]),
    ("am 5. März 2024", "2024-03-05", ["5. März 2024"]),
    ("on March 5, 2024", "2024-03-05", ["March 5, 2024"]),
    ("05.03.2024 or 2024-03-05", "2024-03-05", ["05.03.2024", "2024-03-05"]),
    ("2024年3月5日", "2024-03-05", ["2024年3月5日"]),
    ("東京都港区に住む", "港区", ["港区"]),
    ("価格は１，２００円です", 1200, ["１，２００"]),
    ("北京市第3章", 3, ["3"]),
    ("المبلغ ١٢٣٫٥ ريال", 123.5, ["١٢٣٫٥"]),
    ("الاسم شركة النور", "شركة النور", ["شركة النور"]),
    ("ח״פ בע״מ", 'בע"מ', ["בע״מ"]),
    ("שלום עולם", "שלו", []),
    ("anything", None, []),
    ("true", True, []),
    ("a, b", ["a", "b"], []),
    ("", "x", []),
    ("x", " ", []),
]


@pytest.mark.parametrize(("text", "value", "standing"), FOUND)
def test_whole_typed_tokens_with_exact_offsets(text, value, standing):
    assert [text[start:end] for start, end in locate(text, value)] == standing


@given(st.text(max_size=60), st.one_of(st.integers(-9999, 9999), st.floats(-99, 99), st.text(max_size=8)))
def test_offsets_always_lie_in_the_text(text, value):
    for start, end in locate(text, value):
        assert 0 <= start < end <= len(text)


@given(st.integers(1, 10**6), st.integers(0, 9))
def test_a_number_is_not_found_inside_a_longer_one(number, digit):
    assert locate(f"no {number}{digit} here", number) == []
    assert len(locate(f"no {number} here", number)) == 1
