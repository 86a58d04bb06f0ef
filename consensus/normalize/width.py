"""How much room a text takes, in columns: a full-width character is two, a mark above or below another is none."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """In columns."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(one) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )
