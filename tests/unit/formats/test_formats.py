"""Plain text, CSV and JSON: what is a segment, and how a text goes back."""

from collections.abc import Mapping, Sequence

import pytest

from consensus import formats
from consensus.domain import Document, Segment, Task
from consensus.formats import document_from_text, split


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    return formats.rebuild(document, segments, texts).decode("utf-8")


def _read(name: str, text: str) -> tuple[Document, tuple[Segment, ...]]:
    document = document_from_text(name, text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    return document, split(document)


@pytest.mark.parametrize(
    ("meaning", "text", "expected"),
    [
        ("wrapped lines are one text", "This is a line of running text that was here\nwrapped at a width of forty.\n", [
            "This is a line of running text that was here wrapped at a width of forty."]),
        ("an address is not wrapped", "Quay Road 17\nEastport\n", ["Quay Road 17", "Eastport"]),
        ("a line with room left ends there", "Dear all,\nthis is a line that is quite long, is it not?\n", [
            "Dear all,", "this is a line that is quite long, is it not?"]),
        ("columns are not joined", "Maximum flow        40 litres a minute\nWeight        12.8 kilograms it is now\n", [
            "Maximum flow        40 litres a minute", "Weight        12.8 kilograms it is now"]),
        ("bullets stay outside", "- open it\n1. close it\n", ["open it", "close it"]),
        ("a negative number is no bullet", "-5 degrees\n", ["-5 degrees"]),
        ("numbers, rules and addresses are left alone", "12.50\n-----\nhttps://a.example/b\n", []),
    ],
)  # fmt: skip
def test_text(meaning: str, text: str, expected: list[str]) -> None:
    _, segments = _read("x.txt", text)
    assert [s.text for s in segments] == expected, meaning


@pytest.mark.parametrize(
    ("meaning", "text", "expected"),
    [
        ("words, not codes and not the names of columns", "Name,Hue\nSKU-1,light blue\norder_id,12\n", ["light blue"]),
        ("semicolons; a comma is text", "One;Two\nred, blue;1,5\n", ["red, blue"]),
        ("tabs", "Name\tSize\nbox, red\tbig\n", ["box, red", "big"]),
        ("quoted cells are decoded", 'Text,N\n"say ""hi"", please",1\n', ["say \"hi\", please"]),
        ("a line break in a cell", 'Text,N\n"one\ntwo",1\n', ["one\ntwo"]),
        ("one column with commas", "Hello, you\nBye\nSee you\n", ["Hello, you", "Bye", "See you"]),
        ("truth values and currencies are data", "Paid,Cur\ntrue,EUR\n", []),
    ],
)  # fmt: skip
def test_csv_cells(meaning: str, text: str, expected: list[str]) -> None:
    _, segments = _read("x.csv", text)
    assert [s.text for s in segments] == expected, meaning


@pytest.mark.parametrize(
    ("meaning", "cell", "translation", "expected"),
    [
        ("plain", "red", "rot", "rot"),
        ("a separator", "red", "rot, hell", '"rot, hell"'),
        ("a quote", "red", 'das "Rot"', '"das ""Rot"""'),
        ("blanks around it go inside the quotes", " red ", "rot, hell", '" rot, hell "'),
        ("a quoted cell stays quoted", '"red"', 'x "y"', '"x ""y"""'),
        ("no line break where there was none", "red", "ro\nt", "ro t"),
        ("a formula becomes text", "red", "=1+1", "'=1+1"),
        ("a plus becomes text", "red", "+49", "'+49"),
        ("a minus becomes text", '"red"', "-x", '"\'-x"'),
        ("an at sign becomes text", "red", "@SUM", "'@SUM"),
        ("a formula hidden behind a blank", "red", "  =1", "'=1"),
        ("the source had it", "-red", "-rot", "-rot"),
    ],
)
def test_csv_texts_are_made_to_fit(meaning: str, cell: str, translation: str, expected: str) -> None:
    document, segments = _read("x.csv", f"12,{cell},1\n7,8,9\n")
    assert rebuild(document, segments, {segments[0].id: translation}) == f"12,{expected},1\n7,8,9\n", meaning


def test_json_strings() -> None:
    text = """{
  "title": "The pump", "id": "AQ-40", "url": "https://a.example/x y", "state": "active", "button": "Save",
  "lang": "en-US", "currency": "EUR", "size": "gr\\u00f6\\u00dfe", "n": 1.50, "raw": "one\\n\\"two\\"",
  "key words": null,  "when": "2024-01-01 10:00", "list": ["Close the valve.", "btn_save", ""], "mail": "a@b.example"
}"""
    document, segments = _read("x.json", text)
    assert [s.text for s in segments] == ["The pump", "Save", "größe", 'one\n"two"', "Close the valve."]
    assert {s.kind for s in segments} == {"string"}
    rebuilt = rebuild(document, segments, {segments[0].id: 'Die "Größe"\\', segments[4].id: "a\nb\t\ud800"})
    assert '"title": "Die \\"Gr\\u00f6\\u00dfe\\"\\\\", "id"' in rebuilt  # as the file writes: escapes, for it has some
    assert '["a\\nb\\t\\ufffd", "btn_save", ""]' in rebuilt
    assert '"n": 1.50, "raw": "one\\n\\"two\\""' in rebuilt


def test_json_that_is_not_ascii_stays_readable() -> None:
    document, segments = _read("x.json", '{"a": "für alle"}')
    assert rebuild(document, segments, {segments[0].id: "naïve Leute"}) == '{"a": "naïve Leute"}'


def test_half_a_character_is_left_alone() -> None:
    _, segments = _read("x.json", '{"a": "some \\ud800 words", "b": "more words"}')
    assert [s.text for s in segments] == ["more words"]


def test_extraction_is_not_split() -> None:
    document = document_from_text("x.md", "# One\n\nTwo", task=Task.EXTRACT, schema={"type": "object"})
    assert split(document) == ()
    assert rebuild(document, (), {}) == "# One\n\nTwo"


def test_ids_follow_the_content() -> None:
    one = document_from_text("a.md", "One", task=Task.TRANSLATE, target_lang="de")
    same = document_from_text("b.md", "One", task=Task.TRANSLATE, target_lang="de")
    other_lang = document_from_text("a.md", "One", task=Task.TRANSLATE, target_lang="fr")
    other_form = document_from_text("a.txt", "One", task=Task.TRANSLATE, target_lang="de")
    assert one.id == same.id
    assert len({one.id, other_lang.id, other_form.id}) == 3
    first, again = split(document_from_text("a.txt", "One\n\nOne", task=Task.TRANSLATE))
    assert first.id != again.id  # the same words in two places are two units
