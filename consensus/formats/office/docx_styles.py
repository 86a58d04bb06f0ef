"""What the styles of a Word document say of its paragraphs: headings, lists, hidden words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from consensus.formats.office.names import child, is_on, tag
from consensus.formats.package import Package
from consensus.formats.xml_splice import Node

_HEADING = re.compile(r"heading \d|title|subtitle")


class Styles(NamedTuple):
    """Ids of styles, whatever language they are in. titles: of the document's title. hidden: of hidden characters."""

    headings: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def kind_of(self, paragraph: Node) -> str:
        """ "heading", "list_item" or "paragraph"."""
        given = child(paragraph, "w:pPr")
        if given is None:
            return "paragraph"
        style = child(given, "w:pStyle")
        name = (style.get("val") or "") if style is not None else ""
        level = _level(given)
        if level is not None and level < 9:
            return "heading"
        if name in self.headings and level is None:
            return "heading"
        numbered = _is_numbered(given)
        return "list_item" if (name in self.lists if numbered is None else numbered) else "paragraph"

    def is_title(self, paragraph: Node) -> bool:
        given = child(paragraph, "w:pPr")
        style = child(given, "w:pStyle") if given is not None else None
        return style is not None and (style.get("val") or "") in self.titles


def read_styles(package: Package) -> Styles:
    """Names of styles are English in the file, also where their ids are not."""
    part = next(iter(package.related(package.main, "styles")), "")
    if not part:
        return Styles()
    nodes = {node.get("styleId") or "": node for node in package.xml(part).root.walk("style") if tag(node) == "w:style"}
    found: dict[str, set[str]] = {"headings": set(), "titles": set(), "lists": set(), "hidden": set()}
    for id_ in nodes:
        chain = list(_chain(id_, nodes))
        name = _value(chain[0], "w:name").lower()
        levels = [level for level in map(_of_style, chain) if level is not None]
        if _HEADING.fullmatch(name) or (levels and levels[0] < 9):
            found["headings"].add(id_)
        if name == "title":
            found["titles"].add(id_)
        numbered = [one for one in (_is_numbered(child(node, "w:pPr")) for node in chain) if one is not None]
        if numbered and numbered[0]:
            found["lists"].add(id_)
        if any(is_on(child(given, "w:vanish")) for node in chain if (given := child(node, "w:rPr")) is not None):
            found["hidden"].add(id_)
    return Styles(**{name: frozenset(ids) for name, ids in found.items()})


def _chain(id_: str, nodes: dict[str, Node]) -> Iterator[Node]:
    """A style and those that it is based on."""
    seen = set()
    while id_ in nodes and id_ not in seen:
        seen.add(id_)
        yield nodes[id_]
        id_ = _value(nodes[id_], "w:basedOn")


def _value(node: Node, name: str) -> str:
    found = child(node, name)
    return (found.get("val") or "") if found is not None else ""


def _of_style(style: Node) -> int | None:
    given = child(style, "w:pPr")
    return _level(given) if given is not None else None


def _level(given: Node) -> int | None:
    value = _value(given, "w:outlineLvl")
    return int(value) if value.isdecimal() and len(value) < 3 else None


def _is_numbered(given: Node | None) -> bool | None:
    numbering = child(given, "w:numPr") if given is not None else None
    if numbering is None:
        return None
    return _value(numbering, "w:numId") != "0"
