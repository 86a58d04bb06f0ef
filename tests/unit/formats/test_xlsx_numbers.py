"""Numbers and dates of a spreadsheet as their format shows them."""

import pytest

from consensus.domain import Task
from consensus.formats.base import Options
from consensus.formats.registry import named
from consensus.formats.xlsx.displayed import displayed, shown_text
from tests.formats.builders.xlsx import cell, row, sheet, workbook

ACCOUNTING = '_-* #,##0.00\\ _€_-;\\-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-'
CASES = [
    (1234.567, "#,##0.00", "1,234.57"),
    (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
    (0, '0.00;-0.00;"zero"', "zero"),
    (0.256, "0.0%", "25.6%"),
    (12345678, "#,##0,", "12,346"),
    (12345678, '0.0,,"M"', "12.3M"),
    (45000, "yyyy-mm-dd", "2023-03-15"),
    (45000.5, "d.m.yy h:mm", "15.3.23 12:00"),
    (45000.75, "h:mm AM/PM", "6:00 PM"),
    (1.5, "[h]:mm", "36:00"),
    (0.5, "# ?/?", "1/2"),
    (2.25, "# ?/?", "2 1/4"),
    (3, "# ?/?", "3"),
    (12345, "0.00E+00", "1.23E+04"),
    (0.00012, "0.00E+00", "1.20E-04"),
    (123456, "##0.0E+0", "123.5E+3"),
    (5551234567, "[<=9999999]###-####;(###) ###-####", "(555) 123-4567"),
    (1234, "[$€-407] #,##0.00", "€ 1,234.00"),
    (1234.5, '#,##0.00\\ "€"', "1,234.50 €"),
    (-5, "0.00", "-5.00"),
    (-5, "0.00_);[Red](0.00)", "(5.00)"),
    (0.1 + 0.2, "General", "0.3"),
    (1e21, "General", "1E+21"),
    (1234567890123, "General", "1234567890123"),
    (45000, "[$-407]d. mmmm yyyy", "15. März 2023"),
    (45000, "dddd", "Wednesday"),
    (59, "yyyy-mm-dd", "1900-02-28"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (61, "yyyy-mm-dd", "1900-03-01"),
    (0.75, ".00", ".75"),
    (3.14159, "0.##", "3.14"),
    (3, "0.##", "3."),
    (5, '0" kg"', "5 kg"),
    (5, 'General" kg"', "5 kg"),
    (1234, "00000", "01234"),
    (0.999999, "h:mm:ss", "0:00:00"),
    (45000.123456, "hh:mm:ss.000", "02:57:46.598"),
    (-1, "yyyy-mm-dd", None),
    (-0.001, "0.00", "-0.00"),
    (1, ";;;", ""),
    (0.5, "[mm]:ss", "720:00"),
    (45000, "yyyy/m/d;@", "2023/3/15"),
    (44927.25, "mmm-yy", "Jan-23"),
    (123456789, "000-00-0000", "123-45-6789"),
    (1500, '[>=1000]0.0,"k";0', "1.5k"),
    (-1500, '[>=1000]0.0,"k";0', "-1500"),
    (1234.5, ACCOUNTING, "1,234.50"),
    (0, ACCOUNTING, "-"),
    (0.125, "0 %", "13 %"),
    (2, "@", "2"),
    (45000, "[$-F800]dddd, mmmm dd, yyyy", "Wednesday, March 15, 2023"),
    (1234567.891, "#,##0.0#", "1,234,567.89"),
    (12.5, "0.0#;", "12.5"),
    (-12.5, "0.0#;", ""),
]


@pytest.mark.parametrize(("value", "code", "shown"), CASES)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, shown: str | None) -> None:
    assert displayed(value, code) == shown


@pytest.mark.parametrize(
    ("serial", "shown"), [(0, "1904-01-01"), (43538, "2023-03-15"), (59, "1904-02-29"), (60, "1904-03-01")]
)
def test_days_are_counted_from_1904_where_the_workbook_says_so(serial: float, shown: str) -> None:
    assert displayed(serial, "yyyy-mm-dd", since_1904=True) == shown


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "b1yyyy", "[$-D07041E]yyyy"])
def test_what_no_calendar_shows_is_not_guessed(code: str) -> None:
    assert displayed(-5 if code == "yyyy-mm-dd" else 45000, code) is None


def test_a_text_has_the_words_of_its_format() -> None:
    assert shown_text("Smith", '"Mr. "@') == "Mr. Smith"
    assert shown_text("Smith", "#,##0.00") == "Smith"
    assert shown_text("Smith", "0;-0;0;@") == "Smith"


def test_a_number_whose_format_cannot_be_applied_is_given_as_stored_and_said() -> None:
    content = workbook({"S": sheet(row(1, cell("A1", -5.25, style=1)))}, codes=("yyyy-mm-dd",))
    parsed = named("xlsx").read(content, Options("workbook.xlsx", None, Task.EXTRACT))
    assert parsed.text == "Sheet: S\n-5.25\n"
    assert list(parsed.warnings) == ["1 number is given as stored, since the format cannot be applied (S!A1)."]
