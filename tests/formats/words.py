"""Short ways for tests to read a file and to write texts into it by their sources."""

from __future__ import annotations

from collections.abc import Mapping

from consensus.domain import DocumentRules, Task
from consensus.formats.base import Options, Parsed, Written
from consensus.formats.registry import named


def read(name: str, content: bytes, target: str = "de", rules: DocumentRules | None = None) -> Parsed:
    """As a translation from English reads it. name: of the format."""
    return named(name).read(content, Options("f", "en", Task.TRANSLATE, rules or DocumentRules(), target))


def put(name: str, content: bytes, texts: Mapping[str, str], target: str = "de") -> Written:
    """The file with these texts, by their sources, all of which it has."""
    pieces = read(name, content, target, DocumentRules(alt_texts=True)).pieces
    assert set(texts) <= {piece.text for piece in pieces}, [piece.text for piece in pieces]
    new = {piece.locator: texts[piece.text] for piece in pieces if piece.text in texts}
    return named(name).write(content, new, ("en", target))


def become(name: str, content: str, texts: Mapping[str, str], target: str = "de") -> str:
    """The same as text; everything could be written."""
    written = put(name, content.encode(), texts, target)
    assert written.left_out == {}
    return written.content.decode()
