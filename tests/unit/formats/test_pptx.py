"""Presentations: slides in their order, and all that belongs to them."""

import pytest

from consensus.domain import DocumentRules, Limit, Task
from consensus.errors import DocumentError
from consensus.formats.base import Options, Parsed
from consensus.formats.office.pptx import FORMAT
from tests.formats.builders import pptx, zips
from tests.formats.builders.pptx import everything, p, presentation, run, shape, slide

ALL = DocumentRules(comments=True, hidden=True, masters=True, alt_texts=True)


NONE = DocumentRules()


def read(content: bytes, rules: DocumentRules = NONE, task: Task = Task.TRANSLATE) -> Parsed:
    return FORMAT.read(content, Options("a.pptx", "en", task, rules, "de"))


def test_slides_come_in_the_order_in_which_they_are_shown() -> None:
    content = presentation(*(slide(shape(p(run(text)), holder="title")) for text in ("One", "Two", "Three")))
    pieces = [piece for piece in read(content).pieces if piece.kind == "title"]
    assert [(piece.text, piece.place) for piece in pieces] == [
        ("One", "slide 1, title"),
        ("Two", "slide 2, title"),
        ("Three", "slide 3, title"),
    ]
    assert read(content).title == "One"


def test_runs_merge_whatever_their_language_and_links_are_pairs() -> None:
    piece = next(piece for piece in read(everything()).pieces if "Start" in piece.text)
    assert piece.text == "Press <g1>Start</g1> on <g2>our page</g2><x3/>and wait."
    assert [(code.role, code.shown) for code in piece.codes] == [
        ("bold", ""),
        ("link", "https://example.com/a"),
        ("line break", ""),
    ]


def test_every_kind_of_text_has_its_place() -> None:
    places = {piece.text: (piece.place, piece.kind) for piece in read(everything(), ALL).pieces}
    assert places["Works well"] == ("slide 1, table 1, row 2, column 2", "table_cell")
    assert places["Say hello."] == ("slide 1, notes", "note")
    assert places["First step"] == ("slide 1, diagram", "diagram")
    assert places["Is this true?"] == ("slide 1, comment", "comment")
    assert places["A red pump"] == ("slide 1", "alt_text")
    assert places["Not shown to all."] == ("slide 2, title", "title")
    assert places["Click to edit"][0] == "slide master"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("notes", "Say hello."),
        ("comments", "Is this true?"),
        ("hidden", "Not shown to all."),
        ("masters", "Click to edit"),
        ("alt_texts", "A red pump"),
    ],
)
def test_rules_let_texts_through_or_leave_them_counted(rule: str, text: str) -> None:
    on, off = DocumentRules(**{rule: True}), DocumentRules(**{rule: False})
    assert text in [piece.text for piece in read(everything(), on).pieces]
    assert text not in [piece.text for piece in read(everything(), off).pieces]
    assert rule in {one.kind for one in read(everything(), off).left}


def test_what_only_the_editor_shows_of_masters_is_not_counted() -> None:
    assert [one.name for one in read(everything()).left if one.kind == "masters"] == ["Pump works"]


def test_the_text_of_a_diagram_is_written_to_data_and_drawing() -> None:
    pieces = [piece for piece in read(everything()).pieces if piece.text == "First step"]
    assert len(pieces) == 2
    assert len({(one.kind, one.codes, one.note, one.limit) for one in pieces}) == 1
    result = zips.unzipped(FORMAT.write(everything(), {one.locator: "Schritt" for one in pieces}, ("en", "de")).content)
    assert b"Schritt" in result["ppt/diagrams/data1.xml"]
    assert b"Schritt" in result["ppt/diagrams/drawing1.xml"]


def test_text_in_a_shape_has_a_soft_limit_and_overflows_are_told() -> None:
    pieces = read(everything()).pieces
    title = pieces[0]
    assert title.limit == Limit(characters=11, soft=True)  # 1.3 times 8, rounded up
    assert all(piece.limit is None for piece in pieces if piece.kind == "table_cell")
    written = FORMAT.write(everything(), {title.locator: "Die große Umwälzpumpe"}, ("en", "de"))
    assert written.left_out == {}
    assert written.warnings == ["1 text is more than 30% longer than the source and may outgrow the box (slide 1)."]
    assert FORMAT.write(everything(), {title.locator: "Die Pumpe"}, ("en", "de")).warnings == []


def test_all_places_are_written_and_read_back() -> None:
    pieces = read(everything(), ALL).pieces
    changes = {piece.locator: piece.text.replace("e", "ë").replace("<g1>", "<g1>Ü") for piece in pieces}
    result = FORMAT.write(everything(), changes, ("en", "de"))
    assert result.left_out == {}
    assert [one.text for one in read(result.content, ALL).pieces] == list(changes.values())


def test_end_properties_stay_last_and_fields_stay() -> None:
    pieces = {piece.text: piece for piece in read(everything()).pieces}
    content = FORMAT.write(everything(), {pieces["was the day."].locator: "war der Tag."}, ("en", "de")).content
    xml = zips.unzipped(content)["ppt/slides/slide3.xml"].decode()
    assert xml.index("datetime") < xml.index("war der Tag.")
    for paragraph in xml.split("</a:p>")[:-1]:
        assert paragraph.endswith('<a:endParaRPr lang="en-US"/>') or "diagram" in paragraph


def test_for_extraction_slides_follow_each_other_with_tables_as_rows() -> None:
    text = read(everything(), task=Task.EXTRACT).text
    assert "Pump   Works well" in text
    assert text.index("The pump") < text.index("Say hello.") < text.index("The end.")
    assert "Not shown" not in text


@pytest.mark.parametrize("content", pptx.hostile().values(), ids=pptx.hostile())
def test_what_cannot_be_read_is_one_line(content: bytes) -> None:
    with pytest.raises(DocumentError) as raised:
        read(content)
    assert "\n" not in str(raised.value)
