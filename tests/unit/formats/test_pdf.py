"""PDFs: words with their boxes on the page as shown, in reading order; what cannot be read is one line."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from consensus.domain import Task
from consensus.domain.file import File
from consensus.errors import DocumentError
from consensus.formats import child, read_document
from consensus.formats.base import Options
from consensus.formats.layout import boxes, place_at, unpack
from consensus.formats.pdf import FORMAT
from consensus.formats.pdf.parts import parts_of, sentence
from tests.formats.builders import pdf as made

pytest.importorskip("pypdfium2")
RICH, HOSTILE = made.rich(), made.hostile()
REFUSED = {
    "cut": "damaged",
    "cut_late": "",
    "no_pdf": "damaged",
    "words": "damaged",
    "turned": "",
    "too_many_pages": "more than 2,000 pages",
    "loop": "no text",
    "xfa": "no text",
    "password": "protected with a password",
}


def read(content: bytes) -> dict[str, Any]:
    """Without a child, in this process."""
    from consensus.native.pdf import read as read_here

    return read_here(content, {"markdown": True})


def placed(content: bytes, word: str) -> list[tuple[float, ...]]:
    told = read(content)
    return [tuple(one[2:]) for one in told["words"] if told["text"][one[0] : one[1]] == word]


def test_a_pdf_is_read_in_a_child_and_every_word_has_its_box() -> None:
    handed = read_document(File("a.pdf", RICH["invoice"]), task=Task.EXTRACT)
    document, layout = handed.document, unpack(handed.layout)
    assert document.format == "pdf"
    assert document.text == read(RICH["invoice"])["text"]
    at = document.text.index("1,190.00")
    (box,) = boxes(layout, at, at + 8)
    assert (box.page, round(box.x0), round(box.y1)) == (1, 471, 266)
    assert place_at(layout, at, at + 8) == "page 1"
    again = read_document(File("a.pdf", RICH["invoice"]), task=Task.EXTRACT)
    assert (again.document, again.layout) == (document, handed.layout)


def test_rows_of_a_table_stay_rows_and_labels_stand_before_their_values() -> None:
    lines = read(RICH["invoice"])["text"].split("\n")
    assert "Invoice number:   INV-1042" in lines
    assert "Bearing 6204   4   125.00   500.00" in lines
    assert "Total   1,190.00" in lines


@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_of_prose_follow_each_other_however_they_are_drawn(by_rows: bool) -> None:
    text = read(made.pdf([made.two_columns(by_rows)]))["text"]
    assert " ".join(text.split()) == " ".join([*made.LEFT, *made.RIGHT])


def test_cells_that_are_drawn_column_by_column_are_rows() -> None:
    columns = [("Pump seal", "Bearing", "Valve"), ("12.50", "8.00", "99.00"), ("2", "4", "6")]
    drawn = b"".join(made.lines(x, 100, column) for x, column in zip((60, 300, 450), columns, strict=True))
    assert read(made.pdf([drawn]))["text"] == "Pump seal   12.50   2\nBearing   8.00   4\nValve   99.00   6"


def test_boxes_are_of_the_page_as_shown() -> None:
    upright = placed(made.pdf([made.invoice()]), "INV-1042")[0]
    right, down, left = (placed(RICH["rotated"], "INV-1042")[n] for n in range(3))
    assert upright[3] - upright[1] > 3 * (upright[4] - upright[2])
    assert right[1:] == pytest.approx((842 - upright[4], upright[1], 842 - upright[2], upright[3]), abs=0.3)
    assert down[1:] == pytest.approx((595 - upright[3], 842 - upright[4], 595 - upright[1], 842 - upright[2]), abs=0.3)
    assert left[1:] == pytest.approx((upright[2], 595 - upright[3], upright[4], 595 - upright[1]), abs=0.3)
    cropped = placed(RICH["cropped"], "INV-1042")[0]
    assert cropped[1:] == pytest.approx((upright[1] - 40, upright[2] - 42, upright[3] - 40, upright[4] - 42), abs=0.3)
    for name in ("rotated", "cropped"):
        assert "Due date:   4 April 2024" in read(RICH[name])["text"]


def test_what_is_not_seen_is_left_out_and_told() -> None:
    outside = FORMAT.read(RICH["cropped"], Options("a.pdf", task=Task.EXTRACT))
    assert "Outside" not in outside.text
    assert "1 word stands outside the visible page and is left out (page 1)." in outside.warnings
    hidden = FORMAT.read(RICH["hidden"], Options("a.pdf", task=Task.EXTRACT))
    assert hidden.text == "Pay at once."
    assert "5 words are there and not drawn and are left out (page 1)." in hidden.warnings


def test_a_layer_of_text_over_a_picture_is_read_as_that_of_a_scanner() -> None:
    told = read(RICH["ocr_layer"])
    assert "Every pump needs a seal" in told["text"]
    assert told["pages"][0][5] is True
    assert read(RICH["invoice"])["pages"][0][5] is False


def test_fields_of_a_form_stand_where_they_are() -> None:
    text = read(RICH["form"])["text"]
    assert "Name:   Okafor & Sons" in text
    assert "Express   [x]   Pickup   [\u00a0]" in text
    assert placed(RICH["form"], "Okafor")[0][1:3] == (120.0, 100.0)


def test_doubled_vertical_and_raised_letters() -> None:
    assert read(RICH["doubled"])["text"] == "Total 100"
    letters = b"".join(made.text(60 + 8 * n + d, 100, one) for n, one in enumerate("Sum") for d in (0, 0.4))
    assert read(made.pdf([letters]))["text"].replace(" ", "") == "Sum"
    assert read(RICH["vertical"])["text"] == "A plan of the hall.\n\nDrawing 12 of 40"
    raised = made.text(60, 100, "Area 10") + made.text(95, 96, "2", 6)
    assert read(made.pdf([raised]))["text"].split() == ["Area", "10", "2"]


def test_pages_know_their_text_and_one_that_is_a_picture_is_named() -> None:
    told = read(RICH["pages"])
    assert [told["text"][start:end] for _, _, _, start, end, _ in told["pages"]] == [
        "Dear customer, the pump is ready.",
        "",
        "Dear customer, the pump is ready.",
    ]
    assert told["text"].count("\f") == 2
    assert read(RICH["scan"])["scans"] == [2]


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_read_or_refused_in_one_line(name: str) -> None:
    if not REFUSED[name]:
        with suppress(DocumentError):
            FORMAT.read(HOSTILE[name], Options("a.pdf", task=Task.EXTRACT))
        return
    with pytest.raises(DocumentError, match=REFUSED[name]) as raised:
        FORMAT.read(HOSTILE[name], Options("a.pdf", task=Task.EXTRACT))
    assert "\n" not in str(raised.value)
    assert raised.value.do


def test_what_is_no_pdf_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "ask", lambda *_: pytest.fail("a child was started"))
    with pytest.raises(DocumentError, match="this is no PDF"):
        FORMAT.read(b"Invoice 7", Options("a.pdf"))


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("import time; time.sleep(60)", "takes longer than 1 seconds"),
        ("import os; os.abort()", "makes its reader crash"),
        ("x = bytearray(64 * 2**30)", "more memory than"),
        ("raise ValueError", "makes its reader crash"),
    ],
    ids=["hangs", "crashes", "swells", "raises"],
)
def test_a_child_that_goes_wrong_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, told: str
) -> None:
    (tmp_path / "strange.py").write_text(does)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    with pytest.raises(DocumentError, match=told) as raised:
        child.ask("strange", {}, b"", "a.pdf", seconds=1.0 if "sleep" in does else 30.0)
    assert "\n" not in str(raised.value)


def test_without_the_extra_it_is_one_line_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "find_spec", lambda _: None)
    with pytest.raises(DocumentError, match=r"needs the extra pdf\. .*pip install 'consensus-verifier\[pdf\]'"):
        FORMAT.read(RICH["invoice"], Options("a.pdf"))


def test_a_pdf_to_be_translated_comes_back_as_markdown() -> None:
    prose = made.text(60, 60, "How to care for pumps", 20) + made.lines(60, 100, made.LEFT)
    prose += made.lines(60, 220, ["- Look at the seal.", "- Call us at * 1_2 *."])
    prose += made.table(300, [("Part", "Price"), ("Seal | ring", "12.50"), ("Nut", "0.10")], (60, 300))
    handed = read_document(File("care.pdf", made.pdf([prose])), task=Task.TRANSLATE, source_lang="en", target_lang="de")
    assert (handed.document.format, handed.document.name) == ("markdown", "care.md")
    assert handed.document.notes == ("A PDF comes back as Markdown, without its layout.",)
    assert handed.document.title == "How to care for pumps"
    markdown = handed.content.decode()
    assert markdown.split("\n\n") == [
        "# How to care for pumps",
        " ".join(made.LEFT),
        "- Look at the seal.",
        "- Call us at \\* 1_2 \\*.",
        "| Part | Price |\n| --- | --- |\n| Seal \\| ring | 12.50 |\n| Nut | 0.10 |\n",
    ]
    assert "Seal" in [segment.text[:4] for segment in handed.segments]


def pages_of(*texts: str) -> tuple[str, list[Any]]:
    from consensus.domain import Page

    text, pages = "", []
    for number, one in enumerate(texts, 1):
        pages.append(Page(number, 595, 842, len(text), len(text) + len(one)))
        text += one + "\n\f"
    return text, pages


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (["Invoice no. 7\nPage 1 of 2", "Page 2 of 2", "Invoice no. 8", "Rechnung Nr. 9"], [(1, 2), (3, 3), (4, 4)]),
        (["Invoice number: R-7", "Invoice number: R-7", "Terms"], [(1, 3)]),
        (["Invoice number: R-7", "Invoice number: R-8", "Terms"], [(1, 1), (2, 3)]),
        (["Seite 1 von 2", "Seite 2 von 2", "Seite 1 von 1"], [(1, 2), (3, 3)]),
        (["1 / 2", "2 / 2"], [(1, 2)]),
        (["Invoice no. 7", "Your invoices: Invoice no. 7, Invoice no. 5"], [(1, 2)]),
        (["Invoice no. 7\nPage 1 of 2", "Order no. 33 and invoice no. 6\nPage 2 of 2"], [(1, 2)]),
        (["A letter", "goes on"], [(1, 2)]),
    ],
)
def test_several_documents_in_one_file_are_told(texts: list[str], parts: list[tuple[int, int]]) -> None:
    assert parts_of(*pages_of(*texts)) == parts
    told = sentence(parts)
    assert bool(told) == (len(parts) > 1)
    if len(parts) == 3:
        assert told.startswith("This file may hold 3 documents: pages 1-2, 3, 4.")


def test_marks_are_boxes_on_the_page_and_rows_of_a_table_at_the_end() -> None:
    import pypdfium2 as pdfium

    from consensus.domain import Box
    from consensus.formats.base import Marked

    rows = [
        Marked(("1", "number", "INV-1042", "accepted automatically", "page 2"), [Box(2, *placed_box(2))], True),
        Marked(("2", "名", "値段", "not verified", ""), [], False),
    ]
    written = FORMAT.marked(RICH["rotated"], "a.pdf", rows, "a.pdf")
    assert written == FORMAT.marked(RICH["rotated"], "a.pdf", rows, "a.pdf")
    before, after = pdfium.PdfDocument(RICH["rotated"]), pdfium.PdfDocument(written)
    assert len(after) == 4
    x0, y0, x1, _ = placed_box(2)
    for number in range(3):
        old, new = (pdf[number].render(scale=2).to_numpy()[..., :3].astype(int) for pdf in (before, after))
        changed = (abs(old - new).sum(axis=2) > 60).nonzero()
        assert bool(len(changed[0])) == (number == 1)
        if number == 1:  # around the word, its number left of it
            assert y0 - 6 < changed[0].min() / 2 < y0 + 3
            assert x0 - 14 < changed[1].min() / 2 < x0 < x1 < changed[1].max() / 2 < x1 + 4
    before.close()
    after.close()
    table = read(written)["text"].split("\f")[-1]
    assert "1   number   INV-1042   accepted automatically   page 2" in table
    assert "cannot show: see" in table


def placed_box(page: int) -> tuple[float, float, float, float]:
    one = placed(RICH["rotated"], "INV-1042")[page - 1]
    return one[1], one[2], one[3], one[4]
