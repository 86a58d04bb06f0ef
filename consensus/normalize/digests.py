"""Content digests: the same content has the same name on every machine."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any

_OTHERS = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(*parts: Any) -> str:
    """Sixteen hex digits (64 bits) over any JSON values, independent of key order."""
    # Strings by themselves: the same text at a tenth of the time, and every cell has an id.
    written = ",".join([encode_basestring(part) if isinstance(part, str) else _written(part) for part in parts])
    return hashlib.sha256(f"[{written}]".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _written(part: Any) -> str:
    return str(part) if type(part) is int else _OTHERS.encode(part)


def text_digest(text: str) -> str:
    """Digest of a source text by which recorded answers are found; surrounding white space does not count."""
    return digest(text.strip())
