"""A hash chain over lines: whoever changes, drops or moves a line breaks it.

Each line carries ``previous``, the digest of the line before (64 zeros first), and ``digest``, the SHA-256 of the line
itself as UTF-8 JSON without ``digest``: keys sorted, no blanks, characters beyond ASCII as they are. A chain shows
tampering only to those who know its last digest; keep it apart from the file.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

_START = "0" * 64


def chained(lines: Iterable[Mapping[str, Any]]) -> str:
    """The lines as JSONL, each with ``previous`` and ``digest``."""
    previous, written = _START, []
    for line in lines:
        content = {**_finite(line), "previous": previous}
        previous = sha256(_canonical(content))
        written.append(_canonical({**content, "digest": previous}) + "\n")
    return "".join(written)


def broken_line(jsonl: str) -> int | None:
    """Number (from 1) of the first line that does not continue the chain; None when all do."""
    found = first_break(jsonl)
    return None if found is None else found.line


class Break(NamedTuple):
    """line: number, from 1. why: a sentence's end, as in "line 3 ..."."""

    line: int
    why: str


def first_break(jsonl: str) -> Break | None:
    """The first line that does not continue the chain, and why; None when all do. Raises nothing, whatever the text."""
    previous = _START
    for number, line in enumerate(jsonl.removesuffix("\n").split("\n") if jsonl else [], 1):
        try:
            content = read_line(line)
        except (ValueError, RecursionError):
            return Break(number, "is not one JSON object")
        told = content.pop("digest", None)
        if told is None or "previous" not in content:
            return Break(number, "carries no digest of itself and of the line before")
        if content["previous"] != previous:
            return Break(number, "does not follow the line before it: a line was taken out, put in or moved")
        if sha256(_canonical(content)) != told:
            return Break(number, "was changed: its content does not give the digest that it carries")
        previous = told
    return None


def read_line(line: str) -> dict[str, Any]:
    """One line's object. Raises ValueError for anything else, for NaN and for a key that stands twice in an object."""
    content = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number)
    if not isinstance(content, dict):
        raise ValueError("not an object")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of two values they take, so one digest would stand for two contents.
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


def sha256(content: str | bytes) -> str:
    """64 hex digits over the text as UTF-8."""
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()


def _canonical(content: Mapping[str, Any]) -> str:
    # U+2028 and lone surrogates are escaped, so that a line is one line and can be written for every reader.
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    return "".join(f"\\u{ord(ch):04x}" if ch in "\u2028\u2029\x85" or "\ud800" <= ch <= "\udfff" else ch for ch in text)


def _finite(value: Any) -> Any:
    """JSON has no infinity and no NaN; null says "no number"."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
