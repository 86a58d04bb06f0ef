"""Where a value stands in its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.locate.figures import only_bracketed
from consensus.locate.values import locate

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
    ("Account 00123", "123", []),
    ("Account 00123", "00123", ["00123"]),
    ("Account 00123", 123, ["00123"]),
    ("Result <5", "5", []),
    ("Result < 5 mg", 5, []),
    ("≥ 5 mg", 5, []),
    ("Result <5", "<5", ["<5"]),
    ("<qty>5</qty>", 5, ["5"]),
    ("a -> 5", 5, ["5"]),
    ("Jose\u0301 Nu\u0301n\u0303ez", "José Núñez", ["Jose\u0301 Nu\u0301n\u0303ez"]),
    ("José", "Jose\u0301", ["José"]),
    ("VAT 19 %", 0.19, ["19 %"]),
    ("VAT 19", 0.19, []),
    ("$1.2 million", 1_200_000, ["1.2 million"]),
    ("12,5 Mio. EUR", 12_500_000, ["12,5 Mio"]),
    ("売上 3億円", 300_000_000, ["3億"]),
    ("(in thousands) Revenue 1,234", 1_234_000, ["1,234"]),
    ("Revenue 1,234", 1_234_000, []),
    ("twelve bolts", 12, ["twelve"]),
    ("zwölf Monate", 12, ["zwölf"]),
    ("Price 5 €", "EUR", ["€"]),
    ("Total 10.00", "USD", []),
    ("aus Deutschland", "DE", ["Deutschland"]),
    ("a,b,c\n3,125,140\n4,5,6", 125, ["125"]),
    ("Total 3,125,140", 125, []),
    ("IBAN DE12 3456 7890", "DE1234567890", ["DE12 3456 7890"]),
    ("+1 (555) 010-0199", "+15550100199", ["1 (555) 010-0199"]),
    ("Invoice 12-3456 x", "123456", []),
    ("ab 9.30 Uhr", "09:30", ["9.30"]),
    ("at 2:30 pm", "14:30:00", ["2:30"]),
    ("at 2:45 pm", "14:30:00", []),
    ("Agent FY2031", 2031, ["2031"]),
    ("v1.2.3", "1.2.3", ["1.2.3"]),
    ("10x20cm", 20, ["20"]),
    ("rate .10", 0.1, ["10"]),
    ("令和13年12月5日", "2031-12-05", ["令和13年12月5日"]),
    ("B0O8-1lI", "B008-111", []),
    ("A x1, B x2", 2, ["2"]),
    ("T0tal l,25O.OO", 1250, []),
    ("Tax:", 0, []),
    ("Tax 0.00", 0, ["0.00"]),
    ("5 March 2031, 10:00", "2031-03-05T10:00:00", ["5 March 2031"]),
    ("March 2024", "2024-03", ["March 2024"]),
    ("5 de marzo de 2024", "2024-03-05", ["5 de marzo de 2024"]),
    ("5. maaliskuuta 2024", "2024-03-05", ["5. maaliskuuta 2024"]),
    ("2024. március 5.", "2024-03-05", ["2024. március 5"]),
    ("ngày 5 tháng 3 năm 2024", "2024-03-05", ["5 tháng 3 năm 2024"]),
    ("5 มี.ค. 2567", "2024-03-05", ["5 มี.ค. 2567"]),
    ("2024년 3월 5일", "2024-03-05", ["2024년 3월 5일"]),
    ("Statement 2024\n03/05 Coffee", "2024-03-05", ["03/05"]),
    ("03/05 Coffee", "2024-03-05", []),
    ("March 3-5, 2024", "2024-03-05", ["March 3-5, 2024"]),
    ("2031-03-01. Payable in 30 days", "2031-03-31", []),
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


@pytest.mark.parametrize(
    ("text", "number", "only"),
    [
        ("Adjustment (12)", 12, True),
        ("Net\t(1,250.00)\t5", 1250, True),
        ("a (12) (13)", 12, True),
        ("(12) and 12", 12, False),
        ("twenty-four (24)\n", 24, False),
        ("within (30) days", 30, False),
        ("Annual report (2024)", 2024, False),
        ("f(12)", 12, False),
        ("Adjustment (12)", -12, False),
    ],
)
def test_amounts_in_the_brackets_of_accounts(text, number, only):
    assert only_bracketed(text, number) is only


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Due date: 2026-04-08\nCustomer", "2026-04-08"),
        ("due 2026 - 04 - 08, paid", "2026-04-08"),
        ("2026/04/08", "2026-04-08"),
        ("2026. 4. 8. paid", "2026-04-08"),
        ("2026年04月08日", "2026-04-08"),
        ("2026년 4월 8일", "2026-04-08"),
        ("4月8日 (2026年)", "2026-04-08"),
        ("on 2026-04-08T10:15 in 2026", "2026-04-08"),
        ("Period: 2026-04-08/2026-05-07", "2026-04-08"),
        ("Period: 2026-04-08 - 2026-05-07", "2026-04-08"),
        ("2026-04-08/2026-05-07/2026-06-09", "2026-05-07"),
        ("2026年04月08日-2026年05月07日", "2026-04-08"),
    ],
)
def test_a_date_with_the_year_first_does_not_stand_for_the_day_and_month_the_other_way(text: str, stands: str) -> None:
    year, month, day = stands.split("-")
    assert [text[start:end] == text[start:end].strip() for start, end in locate(text, stands)] == [True]
    assert locate(text, f"{year}-{day}-{month}") == []


def test_a_day_and_month_in_digits_beside_the_year_may_be_either() -> None:
    text = "8/4 (2026)"
    assert locate(text, "2026-04-08") == locate(text, "2026-08-04") == [(0, 3)]


def test_a_range_of_dates_has_no_month_that_is_the_end_of_one_and_the_year_of_the_next():
    assert locate("2026-04-08/2026-05-07", "2026-08") == []
    assert [span[0] for span in locate("2026-04-08/2026-05-07", "2026-04")] == [0]
    assert [span[0] for span in locate("2026-04-08/2026-05-07", "2026-05")] == [11]
    assert locate("01-02-2024 - 03-02-2024", "2024-02") == [(3, 10), (16, 23)]


@pytest.mark.parametrize("sign", "-./")
def test_a_range_of_dates_with_the_day_first_has_both(sign):
    text = f"01{sign}02{sign}2024 - 13{sign}02{sign}2024"
    assert (0, 10) in locate(text, "2024-02-01")
    assert locate(text, "2024-02-13") == [(13, 23)]
