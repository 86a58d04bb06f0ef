"""Tokens of a text by estimate: the tokenizer would depend on the model, and some must be downloaded."""

from __future__ import annotations

#: Bytes of a token, taken low on purpose: three for European text, and one Chinese character is about one token.
_BYTES_PER_TOKEN = 3


def estimated_tokens(text: str) -> int:
    """A cautious estimate, at least 1."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    return max(1, -(-size // _BYTES_PER_TOKEN))
