"""The words of Word documents and presentations in reading order, as members that extract values read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from consensus.formats.office.names import child, is_on, tag
from consensus.formats.package import Package
from consensus.formats.xml_splice import Node

#: Between the cells of a row.
_GAP = "   "
_CHARACTERS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "a:br": "\n", "w:noBreakHyphen": "\u2011", "w:ptab": "\t"}
_UNREAD = {
    "w:del",
    "w:moveFrom",
    "w:instrText",
    "w:delText",
    "w:pPr",
    "w:rPr",
    "a:pPr",
    "a:rPr",
    "w:sdtPr",
    "mc:Fallback",
}
_BLOCKS = {"w:p", "a:p", "w:tbl", "a:tbl"}


def of_paragraph(paragraph: Node, hidden: bool = False, hidden_styles: Collection[str] = ()) -> str:
    """The words of one paragraph, without those of text boxes in it."""
    found: list[str] = []
    stack = list(reversed(paragraph.children))
    while stack:
        node = stack.pop()
        name = tag(node)
        if name in _CHARACTERS:
            found.append(_CHARACTERS[name])
        elif name in ("w:t", "a:t", "m:t"):
            found.append(node.words())
        elif name == "w:r" and not hidden and _is_hidden(node, hidden_styles):
            continue
        elif name not in _UNREAD and name not in _BLOCKS:
            stack += reversed(node.children)
    return "".join(found).strip()


def lines(node: Node, hidden: bool = False, hidden_styles: Collection[str] = ()) -> Iterator[str]:
    """A line a paragraph or row of a table, of all below a node."""
    stack = [node]
    while stack:
        one = stack.pop()
        name = tag(one)
        if name in ("w:tbl", "a:tbl"):
            yield from _rows(one, hidden, hidden_styles)
        elif name not in _UNREAD and name not in ("w:t", "a:t"):
            if name in ("w:p", "a:p"):
                line = of_paragraph(one, hidden, hidden_styles)
                if line:
                    yield line
            stack += reversed(one.children)


def _rows(table: Node, hidden: bool, hidden_styles: Collection[str]) -> Iterator[str]:
    for row in _nearest(table, "w:tr", "a:tr"):
        cells = [
            " ".join(" ".join(lines(cell, hidden, hidden_styles)).split()) for cell in _nearest(row, "w:tc", "a:tc")
        ]
        line = _GAP.join(cells).strip()
        if line:
            yield line


def _nearest(node: Node, *tags: str) -> Iterator[Node]:
    """Those below with one of these tags, and none of them inside another."""
    stack = list(reversed(node.children))
    while stack:
        one = stack.pop()
        if tag(one) in tags:
            yield one
        elif tag(one) not in _UNREAD:
            stack += reversed(one.children)


def of_document(
    package: Package, parts: Sequence[tuple[str, str]], hidden: bool, hidden_styles: Collection[str]
) -> str:
    """A Word document: headers, body, what belongs to it, footers. parts: with the kind of relation to each."""

    def rank(part: tuple[str, str]) -> int:
        return {"header": 0, "": 1, "footer": 3}.get(part[1], 2)

    found = []
    for name, _ in sorted(parts, key=rank):
        text = "\n".join(lines(package.xml(name).root, hidden, hidden_styles))
        if text and text not in found:
            found.append(text)
    return "\n\n".join(found)


def of_slides(package: Package, parts: Sequence[tuple[str, str]]) -> str:
    """A presentation, slide by slide. parts: with the kind of relation to each; "slide" begins another one."""
    slides: list[list[str]] = []
    for name, relation in parts:
        if relation == "slide" or not slides:
            slides.append([])
        text = "\n".join(lines(package.xml(name).root))
        if text and text not in slides[-1]:
            slides[-1].append(text)
    return "\n\n".join("\n".join(slide) for slide in slides if slide)


def _is_hidden(run: Node, hidden_styles: Collection[str]) -> bool:
    given = child(run, "w:rPr")
    if given is None:
        return False
    style = child(given, "w:rStyle")
    return is_on(child(given, "w:vanish")) or (style is not None and (style.get("val") or "") in hidden_styles)
