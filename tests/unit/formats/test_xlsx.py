"""XLSX: what is translated and what is left, and that everything else comes back as it was."""

import io
import random

import openpyxl
import pytest

from consensus.domain import DocumentRules, Task
from consensus.errors import DocumentError
from consensus.formats import layout
from consensus.formats.base import Options, Parsed
from consensus.formats.registry import named, of_suffix, sniffed
from tests.formats import contract
from tests.formats.builders import xlsx, zips
from tests.formats.builders.xlsx import cell, row, sheet, workbook

FORM = named("xlsx")
RICH, HOSTILE = xlsx.rich(), xlsx.hostile()


def read(content: bytes, **rules: object) -> Parsed:
    return FORM.read(content, Options("workbook.xlsx", "en", rules=DocumentRules(**rules)))  # type: ignore[arg-type]


def one_sheet(*cells: str, strings: tuple[str, ...] = (), **more: object) -> bytes:
    return workbook({"Sheet1": sheet(row(1, *cells))}, strings=strings, **more)  # type: ignore[arg-type]


def left_of(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in parsed.left]


def replaced(content: bytes, old: str, new: str) -> bytes:
    """The workbook in which one text has another one."""
    locator = next(piece.locator for piece in read(content).pieces if piece.text == old)
    written = FORM.write(content, {locator: new}, (None, None))
    assert not written.left_out
    return written.content


@pytest.mark.parametrize("name", RICH)
def test_a_workbook_comes_back_with_other_words_and_nothing_else(name: str) -> None:
    told = contract.check(name, RICH[name], FORM)
    assert not told.refused
    assert told.failed == []
    assert told.pieces


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("task", [Task.TRANSLATE, Task.EXTRACT])
def test_a_hostile_workbook_is_one_line(name: str, task: Task) -> None:
    with pytest.raises(DocumentError) as caught:
        FORM.read(HOSTILE[name], Options("workbook.xlsx", "en", task))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_never_ends_in_another_error(seed: int) -> None:
    draw, content = random.Random(seed), xlsx.full()
    members = zips.unzipped(content)
    name = draw.choice(sorted(members))
    damaged = bytearray(members[name])
    for _ in range(draw.randint(1, 6)):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    for task in (Task.TRANSLATE, Task.EXTRACT):
        try:
            parsed = FORM.read(zips.replaced(content, name, bytes(damaged)), Options("workbook.xlsx", "en", task))
        except DocumentError:
            continue
        assert parsed.text is not None


def test_its_content_tells_it_apart() -> None:
    assert of_suffix(".XLSM") is FORM
    assert sniffed(xlsx.full()) is FORM
    assert sniffed(b"PK\3\4 something else") is None


def test_each_string_is_asked_once_and_its_place_names_the_first_cells() -> None:
    places = {piece.text: piece.place for piece in read(xlsx.full()).pieces}
    assert places["Press the button."] == "Sheet1!A1, Sheet1!A2 and 2 more"
    assert places["Inline words"] == "Sheet1!A3"


def test_runs_of_like_formats_are_one_pair_and_the_commonest_format_is_not_marked() -> None:
    pieces = {piece.place: piece for piece in read(xlsx.full()).pieces}
    assert pieces["Sheet1!B1"].text == "Wait until <g1>READY now</g1> is shown."
    assert [code.role for code in pieces["Sheet1!B1"].codes] == ["bold"]


def test_what_reads_as_a_code_is_a_code_itself() -> None:
    content = replaced(xlsx.full(), "A literal <x1/> stays", "Bleibt: <x1/> wie es ist")
    assert b"Bleibt: &lt;g1&gt; wie es ist" in zips.unzipped(content)["xl/sharedStrings.xml"]


def test_a_text_with_damaged_codes_keeps_its_source() -> None:
    content = xlsx.full()
    locator = next(piece.locator for piece in read(content).pieces if piece.place == "Sheet1!B1")
    written = FORM.write(content, {locator: "Warten bis FERTIG"}, (None, None))
    assert list(written.left_out) == [locator]
    assert written.content == content


def test_phonetic_readings_go_where_the_words_change() -> None:
    strings = zips.unzipped(replaced(xlsx.full(), "漢字です", "Kanji it is"))["xl/sharedStrings.xml"].decode()
    assert "<si><t>Kanji it is</t></si>" in strings
    assert "phoneticPr" not in strings


def test_line_ends_and_blanks_are_written_as_excel_writes_them() -> None:
    content = replaced(xlsx.full(), "Line one\r\nline two", "Zeile _x0041_\r\nzwei\x07")
    content = replaced(content, "Blanks around", "Leerzeichen ")
    strings = zips.unzipped(content)["xl/sharedStrings.xml"].decode()
    assert "Zeile _x005F_x0041__x000D_\nzwei\ufffd</t>" in strings
    assert "<t xml:space='preserve'>  Leerzeichen  </t>" in strings
    assert openpyxl.load_workbook(io.BytesIO(content))["Sheet1"]["D4"].value == "  Leerzeichen  "


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("compared", "Sheet1!C1"),
        ("formula", "Sheet1!C2"),
        ("table_name", "Sheet1!B6"),
        ("hidden", "'Price list'!A1"),
        ("hidden", "Sheet1!A9"),
        ("comments", "comment at Sheet1!B1"),
        ("sheet_names", "Price list"),
        ("unused", ""),
    ],
)
def test_what_is_not_sent_is_counted(kind: str, place: str) -> None:
    parsed = read(xlsx.full())
    assert (kind, place) in left_of(parsed)
    assert kind in FORM.left


def test_hidden_words_and_comments_are_sent_where_the_policy_says_so() -> None:
    texts = {piece.text for piece in read(xlsx.full(), hidden=True, comments=True).pieces}
    assert {"Hidden words", "In a hidden row", "<g1>Ann:</g1> Please check this."} <= texts
    assert "Hidden words" not in {piece.text for piece in read(xlsx.full()).pieces}


@pytest.mark.parametrize(
    "behind",
    [
        '<conditionalFormatting sqref="A1"><cfRule type="containsText" text="Open now"/></conditionalFormatting>',
        '<conditionalFormatting><cfRule><formula>"open NOW"</formula></cfRule></conditionalFormatting>',
        '<dataValidations><dataValidation><formula1>"Closed,Open now"</formula1></dataValidation></dataValidations>',
        '<autoFilter><filterColumn><filters><filter val="Open now"/></filters></filterColumn></autoFilter>',
        '<extLst><ext><cfRule><f>A1="Open now"</f></cfRule></ext></extLst>',
    ],
)
def test_a_text_that_conditions_lists_or_filters_name_is_left(behind: str) -> None:
    content = workbook(
        {"Sheet1": sheet(row(1, cell("A1", 0, "s"), cell("B1", 1, "s")), behind=behind)},
        strings=("<si><t>Open now</t></si>", "<si><t>Other words</t></si>"),
    )
    parsed = read(content)
    assert [piece.text for piece in parsed.pieces] == ["Other words"]
    assert ("compared", "Sheet1!A1") in left_of(parsed)


@pytest.mark.parametrize(
    "formula", ['COUNTIF(A:A,"Open*")', 'SUMIF(A:A,"&lt;&gt;open now",B:B)', 'A1="Open now"&amp;""']
)
def test_a_text_that_a_formula_compares_with_is_left(formula: str) -> None:
    content = one_sheet(cell("A1", 0, "s"), cell("B1", 1, formula=formula), strings=("<si><t>Open now</t></si>",))
    assert not read(content).pieces


def test_a_column_of_a_table_is_renamed_with_its_header_cell() -> None:
    content = replaced(xlsx.full(), "Amount due", 'Betrag "offen" & fällig')
    table = zips.unzipped(content)["xl/tables/table1.xml"].decode()
    assert 'name="Betrag &quot;offen&quot; &amp; fällig"' in table
    assert openpyxl.load_workbook(io.BytesIO(content))["Sheet1"].tables["Table1"].column_names[0] == (
        'Betrag "offen" & fällig'
    )


def test_two_columns_of_a_table_never_get_one_name() -> None:
    content = xlsx.full()
    locators = {piece.text: piece.locator for piece in read(content).pieces}
    texts = {locators["Amount due"]: "Hinweis", locators["Remark"]: "HINWEIS"}
    written = FORM.write(content, texts, (None, None))
    assert len(written.left_out) == 1
    names = openpyxl.load_workbook(io.BytesIO(written.content))["Sheet1"].tables["Table1"].column_names
    assert sorted(names) == sorted({"Hinweis", "Customer name", "Remark"})


def test_formulas_and_untouched_parts_keep_their_bytes() -> None:
    content = xlsx.full()
    before, after = zips.unzipped(content), zips.unzipped(replaced(content, "Inline words", "Wörter in der Zelle"))
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}
    assert after["xl/worksheets/sheet1.xml"] == before["xl/worksheets/sheet1.xml"].replace(
        b"<t>Inline words</t>", "<t>Wörter in der Zelle</t>".encode()
    )


def test_extraction_reads_the_sheets_as_tables_in_which_every_value_has_its_cell() -> None:
    parsed = FORM.read(xlsx.full(), Options("workbook.xlsx", None, Task.EXTRACT))
    assert parsed.text.startswith("Sheet: Sheet1\nPress the button.   Wait until READY now is shown.   Yes\n")
    places = layout.unpack(parsed.layout)
    for value, place in (("1,234.50", "Sheet1!B3"), ("2023-03-15", "Sheet1!C3"), ("Ann Smith", "Sheet1!B7")):
        at = parsed.text.index(value)
        assert layout.place_at(places, at, at + len(value)) == place
    assert "Hidden words" not in parsed.text
    assert "1 hidden row, 1 hidden sheet" in " ".join(parsed.warnings)
    shown = FORM.read(xlsx.full(), Options("workbook.xlsx", None, Task.EXTRACT, DocumentRules(hidden=True)))
    assert "Sheet: Price list\nHidden words" in shown.text


def test_a_formula_without_a_stored_value_is_said() -> None:
    content = one_sheet(cell("A1", "<t>Total</t>", "inlineStr"), cell("B1", "", formula="SUM(B2:B3)"))
    parsed = FORM.read(content, Options("workbook.xlsx", None, Task.EXTRACT))
    assert parsed.text == "Sheet: Sheet1\nTotal\n"
    assert parsed.warnings == [
        "1 formula has no stored value and is not read (Sheet1!B1): open the file in a spreadsheet program and save it."
    ]


def test_empty_rows_and_columns_are_left_out_and_gaps_are_kept_apart() -> None:
    content = workbook(
        {
            "Data": sheet(
                row(3, cell("C3", 1), cell("F3", 2)),
                row(4, cell("F4", 3)),
                row(9, cell("C9", 1, "b"), cell("F9", "#DIV/0!", "e")),
            )
        }
    )
    parsed = FORM.read(content, Options("workbook.xlsx", None, Task.EXTRACT))
    assert parsed.text == "Sheet: Data\n1   2\n   3\n\nTRUE   #DIV/0!\n"


def drawing() -> bytes:
    space = 'xmlns:xdr="x" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    body = "<a:p><a:r><a:t>Price </a:t></a:r><a:r><a:t>list</a:t></a:r></a:p>"
    content = f"<xdr:wsDr {space}><xdr:sp><xdr:txBody>{body}</xdr:txBody></xdr:sp></xdr:wsDr>"
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    return workbook(
        {"Sheet1": sheet()},
        more={"xl/drawings/drawing1.xml": (kind, content)},
        related={"xl/worksheets/sheet1.xml": [("rId1", "drawing", "../drawings/drawing1.xml")]},
    )


def test_text_boxes_are_read_for_extraction_and_counted_for_translation() -> None:
    parsed = FORM.read(drawing(), Options("workbook.xlsx", None, Task.EXTRACT))
    assert parsed.text == "Sheet: Sheet1\n\nPrice list\n"
    assert layout.place_at(layout.unpack(parsed.layout), 15, 25) == "Sheet1, drawing"
    assert ("drawn", "") in left_of(read(drawing()))


def test_one_string_in_very_many_cells_does_not_fill_the_memory() -> None:
    rows = [row(number, cell(f"A{number}", 0, "s")) for number in range(1, 300)]
    content = workbook({"S": sheet(*rows)}, strings=(f"<si><t>{'word ' * 20_000}</t></si>",))
    with pytest.raises(DocumentError, match="characters"):
        FORM.read(content, Options("workbook.xlsx", None, Task.EXTRACT))
