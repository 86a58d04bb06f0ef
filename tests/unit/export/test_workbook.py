"""The workbook of an extraction: values of their types, tables as sheets, nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest

from consensus.domain import Candidate, Document, Field, ModelSpec, Outcome, Panel, Policy, Task, Verdict
from consensus.domain.job import JobRecord, UnitRecord
from consensus.export import to_workbook, workbook_rows
from consensus.locate.layout import Layout

TEXT = "Invoice 12 of 2024-03-05, total 1200.5\n"
AT = TEXT.index("1200.5")
LAYOUT = Layout((AT,), (AT + 6,), ("Sheet1!B7",))
Told = Sequence[tuple[str, Any, Mapping[str, Any]]]


def rows(fields: Told, *, open_: Sequence[str] = (), name: str = "bill.xlsx") -> dict[str, Any]:
    document = Document(f"d{name}", name, Task.EXTRACT, "xlsx", TEXT, schema={"type": "object"})
    panel = Panel("given", (ModelSpec("a", "a", "a"),), "")
    job = JobRecord(
        f"j{name}", document, Policy(name="extraction", version=1), panel, name, "done", "2025-01-01T10:00:00Z"
    )
    units = []
    for index, (path, value, schema) in enumerate(fields):
        outcome = Outcome.REVIEW if path in open_ else Outcome.ACCEPTED
        pattern = "".join("[]" if part.isdigit() else part for part in path.replace("]", "[").split("["))
        kept = value if outcome is Outcome.ACCEPTED else None
        verdict = Verdict(path, outcome, "rule", ("Agreed.",), kept, value, "a", 1.0)
        answers = (Candidate(path, "a", "a", value),)
        units.append(UnitRecord(Field(path, index, path, pattern, schema), answers, None, (), verdict))
    return workbook_rows(job, units, None, LAYOUT)


def opened(*jobs: dict[str, Any]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(jobs)))


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


NUMBER, TEXTUAL, DATE = {"type": "number"}, {"type": "string"}, {"type": "string", "format": "date"}


def test_fields_have_their_types_and_say_where_they_stand() -> None:
    told: Told = [("total", 1200.5, NUMBER), ("date", "2024-03-05", DATE), ("paid", True, {"type": "boolean"})]
    sheet = opened(rows(told))["Fields"]
    table = values(sheet)
    assert table[0] == ["Field", "Value", "Verification", "Reason", "Place", "Quote"]
    assert table[1] == ["total", 1200.5, "auto", "Agreed.", "Sheet1!B7", TEXT.strip()]
    assert table[2][:2] == ["date", dt.datetime(2024, 3, 5)]
    assert table[2][4] == "line 1"
    assert table[3][1] is True
    assert table[4][:2] == ["(certificate)", "not certified"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 30 1", "-x", "@SUM(A1)", "=HYPERLINK('http://x')", "\t=1", "http://x.org"]
)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    content = to_workbook([rows([("name", text, TEXTUAL), ("items[0].name", text, TEXTUAL)])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = book["Fields"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text.lstrip()[0] in "=+-@")


def test_what_is_not_verified_is_empty_and_marked() -> None:
    told: Told = [("total", 1200.5, NUMBER), ("items[0].price", 7, NUMBER), ("items[0].name", "A pump", TEXTUAL)]
    book = opened(rows(told, open_=("total", "items[0].price")))
    cell = book["Fields"]["B2"]
    assert (cell.value, cell.fill.fgColor.rgb) == (None, "FFFFF2A8")
    assert book["Fields"]["C2"].value == "unverified"
    assert values(book["items"])[1] == [1, None, "A pump", "price", None]
    assert book["items"]["B2"].fill.fgColor.rgb == "FFFFF2A8"


def test_every_array_is_a_sheet_with_a_row_for_each_entry() -> None:
    told: Told = [
        ("items[0].name", "A pump", TEXTUAL),
        ("items[0].parts[0].id", "P-1", TEXTUAL),
        ("items[0].parts[1].id", "P-2", TEXTUAL),
        ("items[1].name", "A valve", TEXTUAL),
        ("tags[0]", "new", TEXTUAL),
    ]
    book = opened(rows(told))
    assert book.sheetnames == ["Fields", "items", "items.parts", "tags"]
    assert [row[:2] for row in values(book["items"])] == [["Row", "name"], [1, "A pump"], [2, "A valve"]]
    assert [row[:3] for row in values(book["items.parts"])] == [["Row 1", "Row 2", "id"], [1, 1, "P-1"], [1, 2, "P-2"]]
    assert [row[:2] for row in values(book["tags"])] == [["Row", "value"], [1, "new"]]


def test_several_documents_stand_in_one_workbook() -> None:
    told: Told = [("total", 1, NUMBER), ("items[0].name", "A pump", TEXTUAL)]
    book = opened(rows(told), rows([("total", 2, NUMBER), ("items[0].size", 3, NUMBER)], name="other.xlsx"))
    assert [row[0] for row in values(book["Fields"])] == [
        "Document",
        "bill.xlsx",
        "bill.xlsx",
        "other.xlsx",
        "other.xlsx",
    ]
    assert values(book["items"])[0][:5] == ["Document", "Job", "Row", "name", "size"] or values(book["items"])[0][
        :5
    ] == [
        "Document",
        "Job",
        "Row",
        "size",
        "name",
    ]
    assert len(values(book["items"])) == 3


def test_what_a_spreadsheet_would_change_is_written_as_text() -> None:
    told: Told = [
        ("number", 12345678901234567890, NUMBER),
        ("old", "1850-01-01", DATE),
        ("long", "x" * 40_000, TEXTUAL),
        ("half", "a\ud800b\x01", TEXTUAL),
        ("list", [1, 2], {"type": "array"}),
        ("moment", "2024-03-05T10:00:00+02:00", {"type": "string", "format": "date-time"}),
    ]
    found = {row[0]: row[1] for row in values(opened(rows(told))["Fields"])}
    assert found["number"] == "12345678901234567890"
    assert found["old"] == "1850-01-01"
    assert len(found["long"]) == 32_767
    assert found["long"].endswith("…")
    assert found["list"] == "[1, 2]"
    assert found["moment"] == "2024-03-05T10:00:00+02:00"


def test_the_same_results_give_the_same_bytes_and_names_of_sheets_fit() -> None:
    long = "a" * 40
    told: Told = [(f"{long}1[0].x", 1, NUMBER), (f"{long}2[0].x", 2, NUMBER), ("history[0].x", 3, NUMBER)]
    assert to_workbook([rows(told)]) == to_workbook([rows(told)])
    names = opened(rows(told)).sheetnames
    assert names == ["Fields", "a" * 31, f"{'a' * 29} 2", "history 2"]


def test_a_key_that_reads_as_a_row_is_none() -> None:
    told = rows([('["rows[0]"].items[0].x', "one", TEXTUAL), ('["rows[0]"].items[1].x', "two", TEXTUAL)])
    own = rows([('["x[]"].y', "own", TEXTUAL)], name="other.xlsx")
    for field in told["fields"]:
        field["pattern"] = '["rows[0]"].items[].x'
    own["fields"][0]["pattern"] = '["x[]"].y'
    book = opened(told, own)
    assert [row[2:4] for row in values(book[book.sheetnames[1]])[1:]] == [[1, "one"], [2, "two"]]
    assert [row[2:4] for row in values(book["Fields"])[1:]] == [
        ["(certificate)", told["certificate"]],
        ['["x[]"].y', "own"],
        ["(certificate)", own["certificate"]],
    ]
