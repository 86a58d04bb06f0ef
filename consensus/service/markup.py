"""What the screens escape texts by; reports are made by the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from consensus.domain import Code
from consensus.normalize.coded import tokens
from consensus.normalize.markup import clean, escaped, reading

__all__ = ["Part", "clean", "code_words", "escaped", "parts", "reading"]


class Part(NamedTuple):
    """A stretch of a coded text. kind: "text", "open", "close" or "point". start: its offset. code: None for text."""

    kind: str
    text: str
    start: int
    code: Code | None


def parts(text: str, codes: Sequence[Code]) -> list[Part]:
    """The words and codes of a text; all of it is words where it has no codes. A number that is not among them is
    shown as it stands."""
    known = {code.id: code for code in codes}
    if not known:
        return [Part("text", text, 0, None)]
    found = tokens(text)
    return [Part(t.kind if t.code in known else "text", t.text, t.start, known.get(t.code)) for t in found]


def code_words(codes: Sequence[Code]) -> str:
    """ "1 bold, 2 link (https://example.org), 3 footnote": what each number in a text is."""
    return ", ".join(f"{code.id} {code.role}{f' ({code.shown})' if code.shown else ''}" for code in codes)
