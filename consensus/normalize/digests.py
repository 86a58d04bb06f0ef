"""Content digests: the same content has the same name on every machine."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any


def digest(*parts: Any) -> str:
    """Sixteen hex digits (64 bits) over any JSON values, independent of key order."""
    try:  # strings alone give the same text at a tenth of the time: every cell has an id
        content = f"[{','.join(map(encode_basestring, parts))}]"
    except TypeError:
        content = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_digest(text: str) -> str:
    """Digest of a source text by which recorded answers are found; surrounding white space does not count."""
    return digest(text.strip())
