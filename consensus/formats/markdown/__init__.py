"""Markdown, CommonMark with tables and what its dialects add: blocks with words are pieces, all else survives."""

from __future__ import annotations

from collections.abc import Sequence

from consensus.domain import DocumentRules, Segment
from consensus.formats.base import Format, Left, Piece
from consensus.formats.markdown import blocks, fit, inline
from consensus.formats.spans import Edit, joined, over_lines
from consensus.formats.textual import TextFormat

#: What it leaves: the words for one and for several.
_LEFT = {
    "html": ("HTML block", "HTML blocks"),
    "alt_texts": ("alt or title text in HTML", "alt or title texts in HTML"),
    "front_matter": ("entry of front matter", "entries of front matter"),
    "indented": ("block indented as code", "blocks indented as code"),
    "link_title": ("title of a link definition", "titles of link definitions"),
    "template": ("text in a template or directive", "texts in templates or directives"),
    "fence": ("block with a code fence out of place", "blocks with a code fence out of place"),
    "unplaced": ("block that could not be placed", "blocks that could not be placed"),
    "table_row": ("row with more cells than its table's header", "rows with more cells than their table's header"),
    "deep": ("line nested too deeply", "lines nested too deeply"),
}


class Markdown(TextFormat):
    name = "markdown"
    label = "Markdown"
    suffixes = (".md", ".markdown")
    headed = True
    left = _LEFT

    def pieces(self, text: str, lang: str | None, rules: DocumentRules) -> tuple[Sequence[Piece], Sequence[Left]]:
        return blocks.read(text, lang, rules)

    def edits(self, text: str, changes: Sequence[tuple[Piece, str]]) -> Sequence[Edit]:
        return fit.edits(text, changes)

    def damage(self, segment: Segment, target: str) -> str:
        return "" if segment.kind == "front_matter" else inline.damage(segment.text, target)

    def warnings(self, text: str, pieces: Sequence[Piece]) -> Sequence[str]:
        wrapped = over_lines(text, (piece for piece in pieces if piece.kind not in ("html", "attribute")))
        hard = sum(bool(blocks.HARD_BREAK.search(_all_but_last(one))) for one in wrapped)
        what = "1 of them loses its" if hard == 1 else f"{hard} of them lose their"
        lost = [f"{what} hard line break, which stands inside emphasis or code."] if hard else []
        return joined(len(wrapped)) + lost


def _all_but_last(text: str) -> str:
    """All lines but the last, whose end is the piece's."""
    return text.replace("\r\n", "\n").rpartition("\n")[0]


FORMAT: Format = Markdown()
