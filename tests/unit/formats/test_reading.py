"""Every file that cannot be used ends in one line that says what to do."""

from pathlib import Path

import pytest

from consensus.domain import Task
from consensus.errors import DocumentError
from consensus.formats import document_from_text, read_document


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", ["empty"]),
        ("blank.md", b"\xef\xbb\xbf \n\t\n", ["empty"]),
        ("latin.txt", b"Gr\xf6\xdfe", ["UTF-8", "0xf6", "offset 2", "iconv"]),
        ("wide.txt", "Größe".encode("utf-16"), ["UTF-16", "Save it as UTF-8"]),
        ("binary.txt", b"ab\0cd", ["offset 2", "Convert"]),
        ("scan.pdf", b"%PDF-1.7", ["damaged, or no PDF"]),
        ("text.pdf", b"Invoice 7", ["no PDF"]),
        ("letter.DOC", b"PK", [".doc", ".docx"]),
        ("sheet.xls", b"PK", [".xls", ".xlsx"]),
        ("job.xliff", b"<xliff/>", ["no unit with a source"]),
        ("thing.xyz", b"a", [".xyz", ".txt, .md, .json or .csv"]),
        ("README", b"a", ["suffix"]),
        ("bad.json", b'{"a": }', ["not JSON", "line 1, column 7"]),
        ("deep.json", b"[" * 100_000, ["JSON"]),
        ("nan.json", b'{"a": NaN, "b": "Open the valve."}', ["JSON", "NaN"]),
        ("endless.json", b'{"a": 1e999, "b": "Open the valve."}', ["JSON", "1e999"]),
        ("open.csv", b'a,b\nc,"d\n', ["line 2", "never closed"]),
    ],
)
def test_unusable_files(tmp_path: Path, name: str, content: bytes, says: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError) as raised:
        read_document(path, task=Task.TRANSLATE)
    line = str(raised.value)
    assert "\n" not in line
    assert line.startswith(str(path))
    assert raised.value.do
    for part in says:
        assert part in line


def test_missing_and_directory(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "gone.md", task=Task.TRANSLATE)
    with pytest.raises(DocumentError, match="directory"):
        read_document(tmp_path, task=Task.TRANSLATE)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)  # zeros: reading them would complain of a NUL, not of the size
    with pytest.raises(DocumentError, match=r"100\.0 MB, the limit is 20 MB.*smaller"):
        read_document(path, task=Task.EXTRACT)


def test_extraction_takes_a_text_as_it_is() -> None:
    """Nothing is put back into it, so it need not be valid."""
    assert document_from_text("mail.json", "{not json", task=Task.EXTRACT).text == "{not json"


def test_a_byte_order_mark_is_told_apart_from_the_text() -> None:
    document = document_from_text("a.txt", "\ufeffOne", task=Task.TRANSLATE)
    assert (document.text, document.bom) == ("One", True)
    assert document.id == document_from_text("a.txt", "One", task=Task.TRANSLATE).id


def test_a_name_with_an_unknown_suffix_is_plain_text_when_the_text_is_at_hand() -> None:
    assert document_from_text("news.en-cs.12", "One", task=Task.TRANSLATE).format == "text"
