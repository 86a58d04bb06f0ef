"""JSON: strings that people read are segments; keys, ids, addresses, numbers and layout survive byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from consensus.domain import Segment, strict_json
from consensus.errors import DocumentError
from consensus.formats.spans import Edit, Left, Span, writable
from consensus.formats.words import is_single_word, is_string_text

_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?', re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def validate(text: str, where: str) -> None:
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


def read(text: str) -> tuple[list[Span], list[Left]]:
    """String values with words, without their quotes, each one segment however long: the file's own division.

    Left are single words that may be codes, and strings with half of a surrogate pair, which can be neither sent nor
    stored.
    """
    spans: list[Span] = []
    left: list[Left] = []
    for start, end in _values(text):
        raw = text[start:end]
        value = json.loads(f'"{raw}"', strict=False) if "\\" in raw else raw
        if _SURROGATE.search(value):
            left.append(Left(start, end, "half_character"))
        elif is_string_text(value):
            spans.append(Span(start, end, value, "string"))
        elif is_single_word(value):
            left.append(Left(start, end, "single_word", value))
    return spans, left


def is_ascii(text: str) -> bool:
    """The file writes characters beyond ASCII as escapes, and so do we in it."""
    return text.isascii() and "\\u" in text


def edit(ascii_only: bool, segment: Segment, new: str) -> Edit:
    """The replacement of one string, encoded as the file encodes."""
    return Edit(segment.start, segment.end, json.dumps(writable(new), ensure_ascii=ascii_only)[1:-1])


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of string values, keys left out. In valid JSON a quote outside a string always opens one."""
    for found in _STRING.finditer(text):
        if found.group(2) is None:
            yield found.span(1)
