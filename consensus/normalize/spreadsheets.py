"""Cells that a spreadsheet would run as a formula."""

from __future__ import annotations

from typing import Final

#: What a spreadsheet takes for the start of a formula, the full-width forms too.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Not every spreadsheet takes a leading byte-order mark, blank or mark that is not seen for the beginning of a text.
_SKIPPED: Final = " \ufeff\u00a0\u200b\u200e\u200f\u2060"


def is_run(text: str) -> bool:
    """Whether a spreadsheet may take a cell with this text for a formula."""
    return text.startswith(_FORMULA) or text.lstrip(_SKIPPED).startswith(_FORMULA)


def as_text(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if is_run(text) else text
