"""What every registered format must do, whatever the file; a format added to the registry is tried without a line here.

FILES: by format, what its files are made of, from which any number of pieces is put together. Formats of text without
an entry get the marks of all the others.
"""

import ast
import codecs
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import consensus
from consensus import formats
from consensus.domain import DocumentRules, Task
from consensus.errors import DocumentError, StoreError
from consensus.formats.base import Format, Options
from consensus.formats.registry import formats as registered
from consensus.formats.registry import named, of_suffix, sniffed
from consensus.formats.segments import parsed
from consensus.formats.textual import TextFormat

ALL = {one.name: one for one in registered()}
ENDS = ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b"]
WORDS = [
    "Press the button.",
    "Größe prüfen",
    "好。",
    "עברית",
    "e\u0301",
    "12",
    " ",
    "\t",
    "a = b",
    "key: value",
    "😀 yes",
]
FILES: Mapping[str, Sequence[str]] = {
    "markdown": [
        "# ",
        "- ",
        "> ",
        "```",
        "| a | b |\n|---|---|\n",
        "<p>",
        "[x]: /u 'T'",
        "---\ntitle: A pump\n---\n",
        "![",
    ],
    "csv": [",", ";", '"', '""', ",,", "name,text\n"],
    "json": ['{"a": "Press it now."}', '["One word", {"b": "\\u00fc ber"}]', '{"a": 1.50, "b": "x_1"}', '"Some text"'],
}
EVERYTHING = DocumentRules(front_matter=("title",), html=True, alt_texts=True, csv_header=True)


def contents(form: Format) -> st.SearchStrategy[bytes]:
    """Files with and without a byte order mark, with every line end, and without one at the end."""
    marks = FILES.get(form.name, [mark for several in FILES.values() for mark in several])
    some = st.sampled_from([*marks, *WORDS, *ENDS])
    text = st.sampled_from(marks) if form.name == "json" else st.lists(some, min_size=1, max_size=25).map("".join)
    around = st.sampled_from(["", *ENDS[:4]]) if form.name == "json" else st.just("")
    parts = st.tuples(st.sampled_from([b"", codecs.BOM_UTF8]), around, text, around)
    return parts.map(lambda part: part[0] + "".join(part[1:]).encode())


@pytest.mark.parametrize("form", ALL.values(), ids=ALL)
@given(data=st.data())
def test_without_texts_the_very_bytes_come_back(form: Format, data: st.DataObject) -> None:
    content = data.draw(contents(form))
    assert form.write(content, {}, ("en", "de")).content == content


@pytest.mark.parametrize("form", ALL.values(), ids=ALL)
@given(data=st.data())
def test_one_text_changes_one_place_and_a_piece_is_found_by_its_locator(form: Format, data: st.DataObject) -> None:
    content = data.draw(contents(form))
    options = Options("x", "en", EVERYTHING)
    try:
        read = form.read(content, options)
    except DocumentError:
        return  # empty, or no file of this format
    assert form.read(content, options) == read
    assert len({piece.locator for piece in read.pieces}) == len(read.pieces)
    assert {one.kind for one in read.left} <= form.left.keys()
    for piece in read.pieces:
        written = form.write(content, {piece.locator: "Zwei Wörter"}, ("en", "de"))
        before, after = read.text[: piece.start].encode(), read.text[piece.end :].encode()
        if written.left_out:
            assert list(written.left_out) == [piece.locator]
            assert written.content == content
        elif isinstance(form, TextFormat):  # of the others the text is that of their words
            assert "Zwei Wörter".encode() in written.content or b"\\u00f6" in written.content
            # A blank beside a cell may move inside its quotes; nothing else may change.
            assert written.content.removeprefix(codecs.BOM_UTF8).startswith(before.rstrip())
            assert written.content.endswith(after.lstrip())


def test_names_and_suffixes_are_told_apart() -> None:
    suffixes = [suffix for form in ALL.values() for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert {form.name for form in registered()} == ALL.keys()
    assert all(of_suffix(suffix.upper()) is form for form in ALL.values() for suffix in form.suffixes)
    assert all(form.label in formats.labels() for form in ALL.values())
    assert set(formats.typed().values()) <= set(suffixes)
    assert sniffed(b"# Any text may be of any format of text.\n") is None


def test_a_format_that_this_version_does_not_read_is_one_line() -> None:
    with pytest.raises(StoreError, match='of the format "odt", which this version does not read'):
        named("odt")


def test_nothing_outside_the_package_knows_formats_by_name() -> None:
    """Whoever needs to know more of a format than its label asks the format."""
    found = []
    root = Path(consensus.__file__).parent
    for path in [*root.rglob("*.py"), *(root.parent / "ui").rglob("*.py")]:
        if path.is_relative_to(root / "formats"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
            parts += [node.subject] if isinstance(node, ast.Match) else []
            if any(isinstance(one, ast.Attribute) and ast.unparse(one).endswith("document.format") for one in parts):
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_a_segment_of_before_locators_is_written_to_the_same_place() -> None:
    text = "# The pump\n\nPress it. Stop it.\n"
    document = formats.document_from_text("a.md", text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    pieces = parsed(document, DocumentRules()).pieces
    new = formats.split(document)
    old = [type(one)(one.id, one.index, one.text, one.start, one.end, one.kind) for one in new]
    texts = {one.id: f"Wort {one.index}" for one in new}
    assert [one.locator for one in new] == [piece.locator for piece in pieces]
    assert formats.rebuild(document, old, texts) == formats.rebuild(document, new, texts) != text.encode()
