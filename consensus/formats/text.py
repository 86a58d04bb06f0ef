"""Plain text: paragraphs at blank lines; a line break inside one counts only where it is not mere wrapping."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from consensus.domain import DocumentRules
from consensus.formats.base import Format, Left, Piece
from consensus.formats.sentences import sentences
from consensus.formats.spans import Edit, Line, joined, lines_of, one_line, over_lines
from consensus.formats.textual import TextFormat
from consensus.formats.words import has_letters

_BULLET = re.compile(r"\s*(?:[-+*•–—·]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
#: Narrower than this nobody wraps running text; such lines are addresses, lists, verses.
_NARROWEST = 40
_COLUMNS = re.compile(r"[^\s.!?…](?: {2,}|\t)\S")


class Text(TextFormat):
    name = "text"
    label = "text"
    suffixes = (".txt", ".text")

    def pieces(self, text: str, lang: str | None, rules: DocumentRules) -> tuple[Sequence[Piece], Sequence[Left]]:
        """Sentences of paragraphs, and of list items without their bullets."""
        found: list[Piece] = []
        for blank, paragraph in groupby(lines_of(text), key=lambda line: not line.text.strip()):
            if not blank:
                for block, kind in _blocks(list(paragraph)):
                    found += sentences(block, kind, lang)
        return found, ()

    def edits(self, text: str, changes: Sequence[tuple[Piece, str]]) -> Sequence[Edit]:
        return [Edit(piece.start, piece.end, one_line(new)) for piece, new in changes]

    def warnings(self, text: str, pieces: Sequence[Piece]) -> Sequence[str]:
        return joined(len(over_lines(text, pieces)))


def _blocks(paragraph: list[Line]) -> Iterable[tuple[list[Line], str]]:
    """Lines that belong together: one follows the other because its first word no longer fitted above."""
    width = max(len(line.text.rstrip()) for line in paragraph)
    block: list[Line] = []
    kind = "paragraph"
    for line in paragraph:
        bullet = _BULLET.match(line.text)
        if block and (bullet or not _wrapped(block[-1], line, width)):
            yield block, kind
            block = []
        if not block:
            kind = "list_item" if bullet else "paragraph"
        cut = bullet.end() if bullet else 0
        block.append(Line(line.start + cut, line.text[cut:]))
    yield block, kind


def _wrapped(above: Line, line: Line, width: int) -> bool:
    # The offset of a line's end is not its width once a bullet is cut off; the bullet is short enough to ignore.
    first_word = line.text.split(maxsplit=1)[0]
    fits = len(above.text.rstrip()) + 1 + len(first_word) + 4 <= width
    return width >= _NARROWEST and not fits and not any(_laid_out(one.text) for one in (above, line))


def _laid_out(line: str) -> bool:
    """Part of a table or a drawing: columns set apart by blanks, or no letter at all."""
    return _COLUMNS.search(line) is not None or not has_letters(line)


FORMAT: Format = Text()
