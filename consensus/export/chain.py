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
from typing import Any

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
    previous = _START
    for number, line in enumerate(jsonl.removesuffix("\n").split("\n") if jsonl else [], 1):
        try:
            content = json.loads(line)
            told = content.pop("digest")
        except (ValueError, KeyError, AttributeError, TypeError):
            return number
        if content.get("previous") != previous or sha256(_canonical(content)) != told:
            return number
        previous = told
    return None


def sha256(text: str) -> str:
    """64 hex digits over the text as UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
