"""A translation made to fit the Markdown around it: it may change words, never the blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consensus.formats.base import Piece
from consensus.formats.markdown import front_matter, html_words
from consensus.formats.markdown.blocks import CONTAINERS, skeleton
from consensus.formats.markdown.inline import without_labels
from consensus.formats.spans import Edit, apply, one_line

#: What opens or closes a block where a line begins; the group is what a backslash goes before.
_OPENERS = re.compile(
    r"(?:\d{1,9}(?=[.)](?:[ \t]|$)))?"
    r"(?P<mark>#(?=#{0,5}(?:[ \t]|$))|[-+*](?=[ \t]|$)|(?<=\d)[.)]|>|\||=(?==*[ \t]*$)|[-:](?=[-:| \t]*$)"
    r"|[-*_](?=(?:[ \t]*[-*_]){2,}[ \t]*$)|`(?=``)|~(?=~~)|\[(?=[^\]]*\]:))"
    r"|(?P<tag><)(?=[!?]|/?(?:[a-zA-Z][\w-]*)(?:[ \t/>]|$))"
)
_BLOCK_TAG = re.compile(
    r"<(?:[!?]|/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir"
    r"|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|pre|script|search|section|style|summary|table|tbody|td"
    r"|textarea|tfoot|th|thead|title|tr|track|ul)(?:[ \t/>]|$)|[^<>]*>[ \t]*$)",
    re.IGNORECASE,
)
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|^)(?=#+$)")
_BRACKETS = re.compile(r"(?<!\\)[\[\]]")
_BARE_BAR = re.compile(r"(?<!\\)\|")


def edits(text: str, replacements: Sequence[tuple[Piece, str]]) -> list[Edit]:
    """Replacements that leave the block structure as it is.

    What escaping cannot make fit (an answer of white space alone where a heading stood) keeps the source.
    """
    return _settled(text, skeleton(text), [(piece, edit(text, piece, new)) for piece, new in replacements])


def edit(text: str, piece: Piece, new: str) -> Edit:
    """The replacement of one piece, escaped where its place asks for it."""
    if piece.kind == "front_matter":
        return front_matter.edit(text, piece.start, piece.end, new)
    if piece.kind in ("html", "attribute"):
        return html_words.edit(piece.start, piece.end, piece.kind, new)
    new = without_labels(one_line(new), text[piece.start : piece.end])
    if piece.kind == "title":
        new = _title(new, text[piece.end : piece.end + 1])
    if piece.kind == "table_cell":
        new = _BARE_BAR.sub(r"\\|", new)
        if len(new) - len(new.rstrip("\\")) & 1:
            new += "\\"
    if piece.kind == "heading":
        new = _CLOSING_HASHES.sub(r"\\", new)
    if _starts_line(text, piece.start):
        new = _escaped(new)
    return Edit(piece.start, piece.end, new)


def _title(new: str, closer: str) -> str:
    """Without the quote or bracket that would end the title early."""
    if closer == '"':
        return new.replace('"', "'")
    return _BRACKETS.sub(r"\\\g<0>", new) if closer == "]" and new.count("[") != new.count("]") else new


def _starts_line(text: str, start: int) -> bool:
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return CONTAINERS.fullmatch(text, line, start) is not None


def _escaped(new: str) -> str:
    opener = _OPENERS.match(new)
    if opener is None or (opener["tag"] and not _BLOCK_TAG.match(new)):
        return new
    at = opener.start("tag") if opener["tag"] else opener.start("mark")
    return f"{new[:at]}\\{new[at:]}"


def _settled(text: str, shape: tuple[object, ...], made: list[tuple[Piece, Edit]]) -> list[Edit]:
    """All edits if the structure holds; else the culprits are found by halving and fenced in."""
    plain = [one for _, one in made]
    if not made or skeleton(apply(text, plain)) == shape:
        return plain
    if len(made) == 1:
        hard = _hardened(*made[0])
        return [hard] if skeleton(apply(text, [hard])) == shape else []
    half = len(made) // 2
    settled = _settled(text, shape, made[:half]) + _settled(text, shape, made[half:])
    if skeleton(apply(text, settled)) == shape:
        return settled
    # Two that are harmless apart and not together: neighbours in one paragraph.
    kept = {one.start for one in settled}
    hard_ones = [_hardened(piece, one) for piece, one in made if one.start in kept]
    return hard_ones if skeleton(apply(text, hard_ones)) == shape else []


def _hardened(piece: Piece, made: Edit) -> Edit:
    """Nothing in the text can be taken for a block any more; its inline marks may be lost."""
    new = made.text
    if piece.kind in ("front_matter", "html", "attribute"):
        return made
    if piece.kind != "table_cell":
        new = new.replace("\\|", "|").replace("|", "&#124;")
    if new[:1] and not new[0].isalnum() and new[0].isascii() and new[0] not in "\\&":
        new = f"\\{new}"
    return Edit(made.start, made.end, new)
