"""The parts of an Office file -> blocks with locators, and other words into those parts.

A locator is ``PART#NUMBER`` of a paragraph among all of its part, ``#NUMBER+`` where its hidden words are words too,
``PART!NUMBER:ATTRIBUTE`` of an attribute, ``PART?NUMBER`` of the text of an element.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from consensus.domain import Code, Limit
from consensus.formats.base import Left, Locator, Parsed, Written
from consensus.formats.blocks import Block, Change, by_block, changed, pieces_of
from consensus.formats.office.coded import Paragraph, in_order, paragraph_of, rendered
from consensus.formats.office.contexts import Where, paragraphs
from consensus.formats.office.items import Item
from consensus.formats.office.names import tag
from consensus.formats.office.walk import View
from consensus.formats.package import Package
from consensus.formats.words import has_letters
from consensus.formats.xml_splice import Edit, Node, attribute, escaped, splice
from consensus.normalize.coded import damage_of, plain

#: Attributes with words, by element.
ATTRIBUTES: Mapping[str, Sequence[str]] = {"wp:docPr": ("descr", "title"), "p:cNvPr": ("descr", "title")}
#: Elements that hold words and nothing else.
TEXT_ELEMENTS = ("dc:title", "dc:subject", "cp:keywords", "p:text")
#: Role of a point with words -> kind of what is left.
_LEFT = {
    "field": "fields",
    "deletion": "deletions",
    "equation": "equations",
    "hidden text": "hidden",
    "placeholder": "controls",
}
#: Kinds of ``Left`` that both formats have, with the words for one and for several.
LEFT: Mapping[str, tuple[str, str]] = {
    "notes": ("note", "notes"),
    "comments": ("comment", "comments"),
    "hidden": ("hidden text", "hidden texts"),
    "alt_texts": ("description of a picture", "descriptions of pictures"),
    "doc_properties": ("property of the document", "properties of the document"),
    "fields": ("result of a field", "results of fields"),
    "fields_across": ("paragraph whose field crosses its border", "paragraphs whose fields cross their borders"),
    "deletions": ("deleted text", "deleted texts"),
    "equations": ("equation", "equations"),
    "controls": ("text of a form control", "texts of form controls"),
    "chart_data": ("label from the data of a chart", "labels from the data of charts"),
    "embedded": ("embedded file", "embedded files"),
    "other": ("text in an element that is not read", "texts in elements that are not read"),
}
_SHOWN = 24
GROWTH = 1.3  #: Of a translation to its source, beyond which it may outgrow its shape.


class About(NamedTuple):
    """What a paragraph is. left: the kind of ``Left`` that it is, instead of a block. limited: it stands in a
    shape, which does not grow with it."""

    kind: str = "paragraph"
    place: str = ""
    left: str = ""
    limited: bool = False


def constant(about: About) -> Callable[..., About]:
    """Says the same of everything."""
    return lambda *_: about


def growth_limit(text: str) -> Limit:
    """A shape is not made larger before somebody edits it: a text much longer than its source may outgrow it."""
    return Limit(characters=math.ceil(len(text) * GROWTH), soft=True)


class Reading:
    """Blocks, and what is left, part by part. hidden: hidden words are sent."""

    def __init__(self, package: Package, hidden: bool, hidden_styles: Collection[str] = ()) -> None:
        self.package = package
        self._hidden, self._styles = hidden, hidden_styles
        self.blocks: list[Block] = []
        self.left: list[tuple[str, str]] = []  #: Kind and name.
        self.warnings: list[str] = []
        self.is_tracked = False

    def part(self, name: str, describe: Callable[[Node, Where], About]) -> None:
        """All paragraphs of a part."""
        view = view_of(self.package, name, self._styles)
        for number, (node, where) in enumerate(paragraphs(view.xml.root)):
            locator, found = f"{name}#{number}", paragraph_of(node, view)
            if self._hidden and any(point.role == "hidden text" for point in found.points()):
                locator, found = f"{locator}+", paragraph_of(node, view, hidden=True)
            about = describe(node, where)
            if found.alone:
                said = "".join("".join(_own_words(one)) for one in node.children)
                if has_letters(said):
                    self.leave(about.left or "fields_across", said)
            else:
                self._paragraph(found, about, locator)

    def attributes(self, name: str, describe: Callable[[Node], About]) -> None:
        """Words in attributes."""
        root = self.package.xml(name).root
        for number, node in enumerate(_with_tags(root, ATTRIBUTES)):
            for local in ATTRIBUTES[tag(node)]:
                text = node.get(local, "") or ""
                if has_letters(text):
                    self._whole(f"{name}!{number}:{local}", text, describe(node))

    def elements(self, name: str, describe: Callable[[Node], About]) -> None:
        """Words that are all that an element holds."""
        for number, node in enumerate(_with_tags(self.package.xml(name).root, TEXT_ELEMENTS)):
            text = node.words()
            if has_letters(text) and not node.elements():
                self._whole(f"{name}?{number}", text, describe(node))

    def leave(self, kind: str, name: str) -> None:
        """Counts words that are not sent. kind: "unshown" for words that nobody sees."""
        if kind != "unshown":
            self.left.append((kind, _short(name)))

    def parsed(self, lang: str | None, title: str) -> Parsed:
        text, found = pieces_of(self.blocks, lang)
        pieces = [
            piece._replace(limit=growth_limit(plain(piece.text, piece.codes))) if piece.limit else piece
            for piece in found
        ]
        left = [Left(len(text) + at, len(text) + at, kind, name) for at, (kind, name) in enumerate(self.left)]
        return Parsed(text, title, pieces, left, self.warnings)

    def _whole(self, locator: Locator, text: str, about: About) -> None:
        if about.left:
            self.leave(about.left, text)
        else:
            self.blocks.append(Block(locator, text, (), about.kind, about.place, whole=True))

    def _paragraph(self, found: Paragraph, about: About, locator: Locator) -> None:
        words = plain(found.text, found.codes)
        for point in found.points():
            said = point_words(point)
            self.is_tracked = self.is_tracked or point.role == "deletion"
            if has_letters(said) and point.role not in ("symbol", "literal"):
                self.leave(about.left or _LEFT.get(point.role, "other"), said)
        self.is_tracked = self.is_tracked or any(item.role == "insertion" for item in found.items + found.before)
        if not has_letters(words):
            return
        if about.left:
            self.leave(about.left, words)
            return
        limit = growth_limit(words) if about.limited else None
        self.blocks.append(Block(locator, found.text, tuple(found.codes), about.kind, about.place, limit=limit))


def view_of(package: Package, name: str, hidden_styles: Collection[str]) -> View:
    def link(relation: str) -> str:
        found = package.target(name, relation)
        return found.target if found is not None else ""

    return View(package.xml(name), link, hidden_styles)


def point_words(item: Item) -> str:
    """The words of a point, without those of paragraphs inside of it."""
    if item.role == "field code":
        return ""
    if item.inside:
        return "".join(point_words(one) for one in item.inside)
    return item.text if item.node is None else "".join(_own_words(item.node))


def _own_words(node: Node) -> Iterator[str]:
    stack = [node]
    while stack:
        one = stack.pop()
        if one.local in ("t", "delText"):
            yield one.words()
        elif tag(one) not in ("w:p", "a:p"):
            stack += reversed(one.children)


def write_parts(
    package: Package,
    texts: Mapping[Locator, str],
    hidden_styles: Collection[str],
    told: Callable[[str, str, str], None] = lambda *_: None,
) -> Written:
    """The file with these texts; those whose codes are damaged keep their source.

    told: is given the part, the old and the new words of each paragraph that is written.
    """
    if not texts:
        return Written(package.content)
    by_part: dict[str, dict[Locator, list[Change]]] = defaultdict(dict)
    for locator, changes in by_block(texts).items():
        by_part[re.split("[#!?]", locator)[0]][locator] = changes
    left_out: dict[Locator, str] = {}
    new = {}
    for name, blocks in by_part.items():
        if name not in package:
            left_out |= {f"{at}@{c.start}-{c.end}": "Its part is not in the file." for at in blocks for c in blocks[at]}
            continue
        edits = list(_Part(package, name, hidden_styles, left_out, told).edits(blocks))
        if edits:
            new[name] = splice(package.xml(name).content, edits)
    return Written(package.written(new), left_out)


class _Part:
    def __init__(
        self,
        package: Package,
        name: str,
        styles: Collection[str],
        left_out: dict[Locator, str],
        told: Callable[[str, str, str], None],
    ) -> None:
        self._name, self._left_out, self._told = name, left_out, told
        self._view = view_of(package, name, styles)

    def edits(self, blocks: Mapping[Locator, Sequence[Change]]) -> Iterator[Edit]:
        kinds: dict[str, dict[str, tuple[Locator, Sequence[Change]]]] = defaultdict(dict)
        for locator, changes in blocks.items():
            rest = locator[len(self._name) :]
            kinds[rest[0]][rest[1:]] = (locator, changes)
        root, encoding = self._view.xml.root, self._view.xml.encoding
        attributes = sorted(self._attributes(kinds["!"]), reverse=True) if kinds["!"] else []
        yield from attributes
        yield from self._paragraphs(kinds["#"], attributes)
        if kinds["?"]:
            nodes = list(_with_tags(root, TEXT_ELEMENTS))
            for at, (locator, changes) in kinds["?"].items():
                node = nodes[int(at)]
                text = self._new(locator, node.words(), (), changes)
                if text != node.words():
                    yield Edit(node.open_end, node.close_start, escaped(text, encoding))

    def _paragraphs(
        self, blocks: Mapping[str, tuple[Locator, Sequence[Change]]], attributes: Sequence[Edit]
    ) -> list[Edit]:
        """attributes: edits of those; one inside of a paragraph becomes part of that of the paragraph."""
        if not blocks:
            return []
        numbers = {int(at.rstrip("+")): one for at, one in blocks.items()}
        nodes = [node for node, _ in paragraphs(self._view.xml.root)]
        edits: list[Edit] = []
        for number in sorted(numbers, reverse=True):  # those in text boxes before those around them
            locator, changes = numbers[number]
            found = paragraph_of(nodes[number], self._view, hidden=locator.endswith("+"))
            text = self._new(locator, found.text, found.codes, changes)
            if text != found.text:
                self._told(self._name, plain(found.text, found.codes), plain(text, found.codes))
                inner = [*_inside(edits, found), *(one for one in attributes if found.start <= one.start < found.end)]
                edits.append(Edit(found.start, found.end, rendered(found, text, inner)))
        return edits

    def _attributes(self, blocks: Mapping[str, tuple[Locator, Sequence[Change]]]) -> Iterator[Edit]:
        nodes = list(_with_tags(self._view.xml.root, ATTRIBUTES))
        by_node: dict[int, dict[str, str]] = defaultdict(dict)
        for at, (locator, changes) in blocks.items():
            number, _, local = at.partition(":")
            old = nodes[int(number)].get(local, "") or ""
            by_node[int(number)][local] = self._new(locator, old, (), changes)
        content, encoding = self._view.xml.content, self._view.xml.encoding
        for which, new in by_node.items():
            node = nodes[which]
            start_tag = content[node.start : node.open_end].decode(encoding)
            for local, text in new.items():
                value = attribute(text, encoding).decode(encoding)
                pattern = rf"(\s{local}\s*=\s*)(\"[^\"]*\"|'[^']*')"
                if match := re.search(pattern, start_tag):
                    start_tag = f'{start_tag[: match.end(1)]}"{value}"{start_tag[match.end() :]}'
            yield Edit(node.start, node.open_end, start_tag.encode(encoding))

    def _new(self, locator: Locator, text: str, codes: Sequence[Code], changes: Sequence[Change]) -> str:
        good = []
        for change in changes:
            source = text[change.start : change.end]
            mended = in_order(change.text, codes)
            damage = damage_of(source, mended, codes)
            if damage:
                self._left_out[f"{locator}@{change.start}-{change.end}"] = damage
            else:
                good.append(change._replace(text=mended))
        return changed(text, good)


def _inside(edits: Sequence[Edit], found: Paragraph) -> list[Edit]:
    inner = []
    for edit in reversed(edits):
        if edit.start >= found.end or edit.start < found.start:
            break
        inner.append(edit)
    return inner


def _with_tags(root: Node, tags: Collection[str]) -> Iterator[Node]:
    locals_ = {one.partition(":")[2] for one in tags}
    return (node for node in root.walk(*locals_) if tag(node) in tags)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
