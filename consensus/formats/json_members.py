"""The members of a JSON object with their offsets."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

_DECODER = json.JSONDecoder(strict=False)
_BLANK = " \t\r\n"


class Member(NamedTuple):
    """A name and its value. name_start: of its quote. start, end: of the value, which is decoded in ``value``."""

    name: str
    name_start: int
    start: int
    end: int
    value: Any


def members(text: str, at: int) -> list[Member]:
    """Those of the object that begins at this offset, in order. The text is JSON."""
    found: list[Member] = []
    at = _past(text, at + 1)
    while text[at] != "}":
        name_start = at
        name, at = _DECODER.raw_decode(text, at)
        at = _past(text, _past(text, at) + 1)  # the colon
        value, end = _DECODER.raw_decode(text, at)
        found.append(Member(name, name_start, at, end, value))
        at = _past(text, end)
        if text[at] == ",":
            at = _past(text, at + 1)
    return found


def _past(text: str, at: int) -> int:
    while text[at] in _BLANK:
        at += 1
    return at
