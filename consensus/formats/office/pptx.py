"""Presentations: slides, notes, tables, charts, diagrams, comments, masters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from consensus.domain import DocumentRules, Segment, Task
from consensus.formats.base import Langs, Locator, Options, Parsed, Written
from consensus.formats.office import text as words
from consensus.formats.office.beside import EMBEDDED, core_title, leave_labels, properties
from consensus.formats.office.contexts import Where
from consensus.formats.office.names import tag
from consensus.formats.office.parts import GROWTH, LEFT, About, Reading, constant, growth_limit, write_parts
from consensus.formats.package import Package, kind_of, open_package
from consensus.formats.xml_splice import Node, collector_paused
from consensus.normalize.coded import damage_of, plain

#: Kinds of relation from a slide -> the kind of segment, words for its place, and the rule that lets it through.
_PARTS = {
    "notesSlide": ("note", "notes", "notes"),
    "comments": ("comment", "comment", "comments"),
    "chart": ("chart", "chart", ""),
    "chartEx": ("chart", "chart", ""),
    "chartUserShapes": ("chart", "drawing in a chart", ""),
    "diagramData": ("diagram", "diagram", ""),
    "diagramDrawing": ("diagram", "diagram", ""),
}
_MASTERS = ("slideMaster", "slideLayout", "notesMaster", "handoutMaster")
_TITLES = ("title", "ctrTitle")
_FOOTERS = {"ftr": "footer", "hdr": "header", "dt": "date", "sldNum": "slide number"}


class _Part(NamedTuple):
    """relation: the kind of that to it. left: the kind of ``Left`` that its words are, or ""."""

    name: str
    relation: str
    kind: str
    place: str
    left: str


class Pptx:
    """``Format``."""

    name = "pptx"
    label = "PPTX"
    suffixes = (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")
    version = 1
    writes = True
    left: Mapping[str, tuple[str, str]] = {
        **LEFT,
        "hidden": ("text of hidden slides", "texts of hidden slides"),
        "masters": ("text of slide masters", "texts of slide masters"),
    }

    def sniff(self, head: bytes) -> bool:
        return kind_of(head) == self.name

    @collector_paused()
    def read(self, content: bytes, options: Options) -> Parsed:
        package = open_package(content, options.where, self.name, options.rules)
        parts = list(_parts(package, options.rules))
        if options.task is not Task.TRANSLATE:
            shown = [(part.name, part.relation) for part in parts if not part.left and part.relation not in _MASTERS]
            return Parsed(words.of_slides(package, shown), core_title(package))
        reading = Reading(package, options.rules.hidden)
        for part in parts:
            reading.part(part.name, _described(part))
            if part.relation == "slide" or (part.relation in _MASTERS and not part.left):
                alt = About("alt_text", part.place, part.left or ("" if options.rules.alt_texts else "alt_texts"))
                reading.attributes(part.name, constant(alt))
            if part.relation == "comments":
                reading.elements(part.name, constant(About(part.kind, part.place, part.left)))
            if part.relation in ("chart", "chartEx"):
                leave_labels(reading, part.name)
            if part.relation == "slide":
                for link in package.relations(part.name):
                    if link.kind in EMBEDDED:
                        reading.leave("embedded", link.target.rpartition("/")[2])
        properties(reading, options.rules)
        titles = [plain(block.text, block.codes) for block in reading.blocks if block.kind == "title"]
        return reading.parsed(options.lang, next(iter(titles), "") or core_title(package))

    @collector_paused()
    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        package = open_package(content, "", self.name)
        places = {part.name: part.place for part in _parts(package, DocumentRules())}
        outgrown: dict[str, int] = {}

        def told(part: str, source: str, new: str) -> None:
            if len(new) > (growth_limit(source).characters or 0):
                place = places.get(part, "")
                outgrown[place] = outgrown.get(place, 0) + 1

        written = write_parts(package, texts, (), told)
        return written._replace(warnings=_outgrown(outgrown))

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)


FORMAT = Pptx()


def _outgrown(found: Mapping[str, int]) -> list[str]:
    count = sum(found.values())
    if not count:
        return []
    places = ", ".join(place for place in found if place)
    what = "text is" if count == 1 else "texts are"
    return [f"{count} {what} more than {GROWTH - 1:.0%} longer than the source and may outgrow the box ({places})."]


def _parts(package: Package, rules: DocumentRules) -> Iterator[_Part]:
    main = package.main
    seen: set[str] = set()
    slides = [link.target for link in package.relations(main) if link.kind == "slide" and link.target in package]
    for number, name in enumerate(sorted(slides, key=_order(package, main, slides)), 1):
        if name in seen:
            continue
        seen.add(name)
        is_hidden = any((node.get("show") or "1") in ("0", "false") for node in package.xml(name).root.elements("sld"))
        left = "hidden" if is_hidden and not rules.hidden else ""
        yield _Part(name, "slide", "paragraph", f"slide {number}", left)
        yield from _beside(package, name, f"slide {number}", left, rules, seen)
    todo = [main]
    while todo:
        source = todo.pop(0)
        for link in package.relations(source):
            if link.kind in _MASTERS and link.target in package and link.target not in seen:
                seen.add(link.target)
                todo.append(link.target)
                what = {"slideMaster": "slide master", "slideLayout": "slide layout"}.get(link.kind, "master")
                yield _Part(link.target, link.kind, "paragraph", what, "" if rules.masters else "masters")


def _order(package: Package, main: str, slides: list[str]) -> Callable[[str], int]:
    """As the presentation shows them, which is not as they are numbered."""
    shown: dict[str, int] = {}
    for node in package.xml(main).root.walk("sldId"):
        relation = next((value for name, value in node.attributes.items() if name.local == "id" and name.space), "")
        link = package.target(main, relation)
        if link is not None:
            shown.setdefault(link.target, len(shown))
    return lambda name: shown.get(name, len(shown) + slides.index(name))


def _beside(
    package: Package, source: str, place: str, hidden: str, rules: DocumentRules, seen: set[str]
) -> Iterator[_Part]:
    for link in package.relations(source):
        if link.external or link.kind not in _PARTS or link.target in seen or link.target not in package:
            continue
        seen.add(link.target)
        kind, what, rule = _PARTS[link.kind]
        left = hidden or (rule if rule and not getattr(rules, rule) else "")
        yield _Part(link.target, link.kind, kind, f"{place}, {what}", left)
        yield from _beside(package, link.target, place, hidden, rules, seen)


def _described(part: _Part) -> Callable[[Node, Where], About]:
    def describe(node: Node, where: Where) -> About:
        kind, left, what = part.kind, part.left, ""
        holder = _placeholder(where.frame)
        if part.relation in _MASTERS and holder is not None and left:
            return About(kind, part.place, "unshown")
        if where.table:
            kind, what = "table_cell", where.cell
        elif holder in _TITLES and part.relation == "slide":
            kind = what = "title"
        elif holder in _FOOTERS:
            kind = what = _FOOTERS[holder]
        in_shape = part.relation == "slide" and where.frame is not None and not where.table
        return About(kind, f"{part.place}, {what}" if what else part.place, left, in_shape)

    return describe


def _placeholder(frame: Node | None) -> str | None:
    """The type of placeholder that a shape is; None for another shape."""
    if frame is None or tag(frame) != "p:sp":
        return None
    for part in frame.elements("nvSpPr"):
        for given in part.elements("nvPr"):
            found = given.find("ph")
            if found is not None:
                return found.get("type") or "obj"
    return None
