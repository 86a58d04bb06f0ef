"""A document in memory has a file's name and content, or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from consensus.domain.file import File
from consensus.errors import UsageError


@pytest.mark.parametrize("name", ["manual.md", "Übersicht 2.txt", "no_suffix", ".hidden.md", "a" * 255])
def test_a_name_of_a_file_is_taken(name: str) -> None:
    assert File(name, "text").name == name


@pytest.mark.parametrize(
    "name",
    ["", " ", ".", "..", "a/b.md", "/etc/passwd", "..\\b.md", "C:\\b.md", "a\nb.md", "a\0b.md", "a" * 256, None, 5],
    ids=ascii,
)
def test_what_is_no_name_is_refused(name: Any) -> None:
    with pytest.raises(UsageError, match=r"is no name of a file|is a path") as raised:
        File(name, "text")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [None, 5, ["a"], bytearray(b"a")], ids=["None", "a number", "a list", "bytearray"])
def test_other_content_is_refused(content: Any) -> None:
    with pytest.raises(UsageError, match="neither bytes nor text"):
        File("manual.md", content)


def test_the_content_is_not_printed() -> None:
    assert "secret" not in repr(File("manual.md", "secret"))
