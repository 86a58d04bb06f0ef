"""What looks like a key: it is refused where it is written down, and never repeated."""

from __future__ import annotations

import re

_SECRET = re.compile(
    r"\b(sk-|gsk_|xai-|pplx-|nvapi-|r8_)((?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{12,}|[A-Za-z0-9_-]{20,})"
    r"|\bhf_[A-Za-z0-9]{20,}|AIza[A-Za-z0-9_-]{20,}|\bAKIA[A-Z0-9]{12,}"
    r"|//[^/\s:@]+:[^/\s@]+@"
)


def looks_like_key(value: object) -> bool:
    """Whether a text holds what looks like an API key, or a password in an address."""
    return isinstance(value, str) and _SECRET.search(value) is not None
