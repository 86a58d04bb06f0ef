"""Whatever the document, its segments put back give it again, and a translation changes nothing beside them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from consensus import formats
from consensus.domain import Document, DocumentRules, Segment, Task
from consensus.errors import DocumentError
from consensus.formats import document_from_text, read_document, split
from consensus.formats.csv import delimiter_of
from consensus.formats.markdown.blocks import skeleton


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    return formats.rebuild(document, segments, texts).decode("utf-8")


# fmt: off
BLOCKS = [
    "# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "    ", "\t", "```", "~~~", "---", "---\n", "===", "***", "k: v\n",
    "\n", "\n\n", "\r\n", "\r", "[x]: /u", "<div>", "<!-- ", "| a | b |\n", "|---|---|\n", "x | y\n", "|", "\\|",
]
INLINE = [
    "word", "Hello there. ", "Go! ", "é. B", "好。", "café", "12", " ", "  ", "\x0b", "\u2028", "\\", "`", "**", "_",
    "(", ")", "#", ":", "[a](b c)", "<b>", "-->", "{x}", "%s", "&amp;",
]
# fmt: on
MARKDOWN = st.lists(st.sampled_from(BLOCKS + INLINE), min_size=1, max_size=40).map("".join)
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
WORDS = st.sampled_from(
    ["Some words", "a, b", 'say "hi"', "x", "12", "", " padded ", "two\nlines", "é", "a\tb c", "id_1"]
)
TABLE = st.tuples(
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=8),
)
TREE = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def _document(name: str, text: str) -> Document:
    return document_from_text(name, text, task=Task.TRANSLATE, source_lang="en", target_lang="de")


def _readable(name: str, text: str) -> tuple[Document, tuple[Segment, ...]] | None:
    """The document and its segments, or None for a text that may be refused (empty, a quote left open)."""
    try:
        document = _document(name, text)
    except DocumentError:
        return None
    return document, split(document)


def _gaps(document: Document, segments: tuple[Segment, ...], texts: dict[str, str]) -> str:
    """What rebuild has to give when no text needs escaping."""
    out, done = [], 0
    for segment in segments:
        out += [document.text[done : segment.start], texts[segment.id]]
        done = segment.end
    return "".join([*out, document.text[done:]])


@given(text=ANY | MARKDOWN, suffix=st.sampled_from([".txt", ".md", ".csv"]), bom=st.booleans())
def test_without_texts_the_document_comes_back(text: str, suffix: str, bom: bool) -> None:
    read = _readable(f"x{suffix}", "\ufeff" * bom + text.lstrip("\ufeff"))
    if read:
        document, segments = read
        assert rebuild(document, segments, {}) == "\ufeff" * bom + text.lstrip("\ufeff")
        assert rebuild(document, segments, {s.id: s.text for s in segments}) == rebuild(document, segments, {})


@given(text=ANY | MARKDOWN, suffix=st.sampled_from([".txt", ".md", ".csv"]))
def test_segments_are_ordered_apart_and_exact(text: str, suffix: str) -> None:
    read = _readable(f"x{suffix}", text)
    if read:
        document, segments = read
        assert split(document) == segments
        assert [s.index for s in segments] == list(range(len(segments)))
        assert len({s.id for s in segments}) == len(segments)
        for before, after in pairwise(segments):
            assert before.end <= after.start
        for segment in segments:
            raw = document.text[segment.start : segment.end]
            assert segment.text == segment.text.strip() != ""
            if suffix != ".csv" and not set(raw) & set("\r\n"):
                assert raw == segment.text or "][" in segment.text  # a reference link is shown with its label


@given(text=MARKDOWN | ANY, hostile=st.lists(MARKDOWN, min_size=1, max_size=5))
def test_no_translation_changes_the_blocks_of_markdown(text: str, hostile: list[str]) -> None:
    read = _readable("x.md", text)
    if read:
        document, segments = read
        texts = {s.id: hostile[s.index % len(hostile)] for s in segments}
        assert skeleton(rebuild(document, segments, texts)) == skeleton(document.text)


@given(text=ANY | MARKDOWN)
def test_a_harmless_translation_of_text_goes_exactly_where_the_segment_was(text: str) -> None:
    read = _readable("x.txt", text)
    if read:
        document, segments = read
        texts = {s.id: f"W{s.index}W" for s in segments}
        assert rebuild(document, segments, texts) == _gaps(document, segments, texts)


@given(table=TABLE, hostile=st.lists(WORDS.filter(str.strip), min_size=1, max_size=4))
def test_csv_keeps_its_shape_and_every_other_cell(table: tuple[str, str, list[list[str]]], hostile: list[str]) -> None:
    delimiter, end, rows = table
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    assume(
        delimiter_of(out.getvalue()) == delimiter
    )  # cells may hold another delimiter as regularly as the file its own
    read = _readable("x.csv", out.getvalue())
    if read:
        document, _ = read
        segments = split(document, DocumentRules(csv_header=True))
        texts = {s.id: hostile[s.index % len(hostile)] for s in segments}
        rebuilt = list(csv.reader(io.StringIO(rebuild(document, segments, texts), newline=""), delimiter=delimiter))
        told = iter(segments)
        expected_next = next(told, None)
        assert [len(row) for row in rebuilt] == [3] * len(rows)
        for before, after in zip(chain(*rows), chain(*rebuilt), strict=True):
            if expected_next is not None and before.strip() == expected_next.text:
                wanted = texts[expected_next.id].strip()
                assert after.strip().lstrip("'") in (wanted, " ".join(wanted.split()))
                expected_next = next(told, None)
            else:
                assert after == before
        assert expected_next is None


@given(value=st.dictionaries(WORDS, TREE, min_size=1), escaped=st.booleans(), indent=st.sampled_from([None, 2]))
def test_json_keeps_everything_but_words(value: dict[str, object], escaped: bool, indent: int | None) -> None:
    raw = json.dumps(value, ensure_ascii=escaped, indent=indent)
    document = _document("x.json", raw)
    segments = split(document)
    assert rebuild(document, segments, {}) == raw
    for segment in segments:
        assert json.loads(f'"{raw[segment.start : segment.end]}"') == segment.text
    changed = json.loads(rebuild(document, segments, {s.id: f'"{s.text}"\n\\' for s in segments}))
    changed_texts = [f'"{s.text}"\n\\' for s in segments]
    assert [leaf for leaf in _leaves(changed) if leaf in changed_texts] == changed_texts
    assert _shape(changed) == _shape(value)


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else [value]


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shape(one) for one in value]
    return "text" if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("crlf.md", b"# One\r\n\r\nTwo words.  \r\nThree\r\n"),
        ("bom.txt", b"\xef\xbb\xbfSome words\n\n\n"),
        ("old mac.csv", b"name,colour\rbox, light blue \r"),
        ("mixed.json", b'\xef\xbb\xbf{ "a" :\t"Some words",\r\n"b": 1.50 }\n\n'),
        ("no end.md", "Größe. Zwölf Boxkämpfer".encode()),
    ],
)
def test_a_file_comes_back_byte_for_byte(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    document = read_document(path, task=Task.TRANSLATE).document
    segments = split(document)
    assert segments
    assert formats.rebuild(document, segments, {}) == content
