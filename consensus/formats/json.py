"""JSON: strings that people read are segments; keys, ids, addresses, numbers and layout survive byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from consensus.domain import DocumentRules, strict_json
from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Piece
from consensus.formats.spans import Edit, writable
from consensus.formats.textual import TextFormat
from consensus.formats.words import is_single_word, is_string_text

_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?', re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


#: What it leaves: the words for one and for several.
_LEFT = {
    "single_word": ("single word that may be a code", "single words that may be codes"),
    "half_character": ("string with half a character", "strings with half a character"),
}


class Json(TextFormat):
    name = "json"
    label = "JSON"
    suffixes = (".json",)
    left = _LEFT

    def validate(self, text: str, where: str) -> None:
        """Raises DocumentError with line and column where this is not JSON."""
        try:
            strict_json.loads(text)
        except json.JSONDecodeError as error:
            raise DocumentError(
                f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}.",
                where=where,
                do="Mend it, or rename it to .txt if it is plain text.",
            ) from error
        except ValueError as error:
            raise DocumentError(f"not JSON we can read: {error}.", where=where, do="Mend it and try again.") from error

    def pieces(self, text: str, lang: str | None, rules: DocumentRules) -> tuple[Sequence[Piece], Sequence[Left]]:
        """String values with words, without their quotes, each one piece however long: the file's own division.

        Left are single words that may be codes, and strings with half of a surrogate pair, which can be neither sent
        nor stored.
        """
        found: list[Piece] = []
        left: list[Left] = []
        for start, end in _values(text):
            raw = text[start:end]
            value = json.loads(f'"{raw}"', strict=False) if "\\" in raw else raw
            if _SURROGATE.search(value):
                left.append(Left(start, end, "half_character"))
            elif is_string_text(value):
                found.append(Piece(start, end, value, "string"))
            elif is_single_word(value):
                left.append(Left(start, end, "single_word", value))
        return found, left

    def edits(self, text: str, changes: Sequence[tuple[Piece, str]]) -> Sequence[Edit]:
        """Encoded as the file encodes: characters beyond ASCII as escapes where it has such escapes alone."""
        ascii_only = text.isascii() and "\\u" in text
        return [
            Edit(piece.start, piece.end, json.dumps(writable(new), ensure_ascii=ascii_only)[1:-1])
            for piece, new in changes
        ]


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of string values, keys left out. In valid JSON a quote outside a string always opens one."""
    for found in _STRING.finditer(text):
        if found.group(2) is None:
            yield found.span(1)


FORMAT: Format = Json()
