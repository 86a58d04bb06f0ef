"""Word documents: body, tables, text boxes, notes, headers and footers, comments, charts and diagrams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from consensus.domain import Segment, Task
from consensus.formats.base import Langs, Locator, Options, Parsed, Written
from consensus.formats.office import text as words
from consensus.formats.office.beside import EMBEDDED, core_title, leave_labels, properties
from consensus.formats.office.contexts import Where
from consensus.formats.office.docx_styles import Styles, read_styles
from consensus.formats.office.names import tag
from consensus.formats.office.parts import LEFT, About, Reading, constant, write_parts
from consensus.formats.package import Package, kind_of, open_package
from consensus.formats.words import has_letters
from consensus.formats.xml_splice import Node, collector_paused
from consensus.normalize.coded import damage_of, plain

_TRACKED = "It holds tracked changes: the text with all of them accepted is translated, and they stay in the file."
#: Kinds of relation -> the kind of segment, the place, and the rule that lets it through.
_PARTS = {
    "header": ("header", "header", "headers"),
    "footer": ("footer", "footer", "headers"),
    "footnotes": ("footnote", "footnote", "notes"),
    "endnotes": ("footnote", "endnote", "notes"),
    "comments": ("comment", "comment", "comments"),
    "chart": ("chart", "chart", ""),
    "chartEx": ("chart", "chart", ""),
    "chartUserShapes": ("chart", "drawing in a chart", ""),
    "diagramData": ("diagram", "diagram", ""),
    "diagramDrawing": ("diagram", "diagram", ""),
}


class _Part(NamedTuple):
    """relation: its kind. place: for people; left: the kind of ``Left`` that its words are, or ""."""

    name: str
    relation: str
    kind: str
    place: str
    left: str


class Docx:
    """``Format``."""

    name = "docx"
    label = "DOCX"
    suffixes = (".docx", ".docm", ".dotx", ".dotm")
    version = 1
    writes = True
    left: Mapping[str, tuple[str, str]] = {
        **LEFT,
        "headers": ("text of headers and footers", "texts of headers and footers"),
        "glossary": ("building block", "building blocks"),
    }

    def sniff(self, head: bytes) -> bool:
        return kind_of(head) == self.name

    @collector_paused()
    def read(self, content: bytes, options: Options) -> Parsed:
        package = open_package(content, options.where, self.name, options.rules)
        styles, parts = read_styles(package), list(_parts(package, options))
        if options.task is not Task.TRANSLATE:
            read = [(part.name, part.relation) for part in parts if not part.left]
            return Parsed(words.of_document(package, read, options.rules.hidden, styles.hidden), core_title(package))
        reading = Reading(package, options.rules.hidden, styles.hidden)
        titles: list[str] = []
        for part in parts:
            reading.part(part.name, _described(part, styles, titles))
            if part.relation in ("", "header", "footer"):
                alt = About("alt_text", "", "" if options.rules.alt_texts else "alt_texts")
                reading.attributes(part.name, constant(alt))
            if part.relation in ("chart", "chartEx"):
                leave_labels(reading, part.name)
        properties(reading, options.rules)
        _leave_others(reading, package, {part.name for part in parts})
        if reading.is_tracked:
            reading.warnings.append(_TRACKED)
        headings = [plain(block.text, block.codes) for block in reading.blocks if block.kind == "heading"]
        return reading.parsed(options.lang, next(iter([*titles, *headings]), "") or core_title(package))

    @collector_paused()
    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        package = open_package(content, "", self.name)
        return write_parts(package, texts, read_styles(package).hidden)

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)


FORMAT = Docx()


def _parts(package: Package, options: Options) -> Iterator[_Part]:
    """The parts with words, in the order in which they are read."""
    main = package.main
    yield _Part(main, "", "paragraph", "", "")
    sections = _sections(package, main)
    seen = {main}
    todo = [main]
    numbers: dict[str, int] = {}
    while todo:
        source = todo.pop(0)
        links = sorted(package.relations(source), key=lambda one: sections.get(one.target, 10**6))
        for link in links:
            if link.external or link.kind not in _PARTS or link.target in seen or link.target not in package:
                continue
            seen.add(link.target)
            todo.append(link.target)
            kind, place, rule = _PARTS[link.kind]
            numbers[place] = numbers.get(place, 0) + 1
            if rule == "headers":
                place = f"{place} of section {sections[link.target]}" if link.target in sections else place
            elif not rule and link.kind not in ("diagramDrawing",):
                place = f"{place} {numbers[place]}"
            left = rule if rule and not getattr(options.rules, rule) else ""
            yield _Part(link.target, link.kind, kind, place, left)


def _sections(package: Package, main: str) -> dict[str, int]:
    """Header and footer parts -> the first section that has them."""
    found: dict[str, int] = {}
    number = 0
    for node in package.xml(main).root.walk("sectPr"):
        if node.parent is not None and tag(node.parent) == "w:sectPrChange":
            continue
        number += 1
        for one in node.elements("headerReference", "footerReference"):
            relation = next((value for name, value in one.attributes.items() if name.local == "id" and name.space), "")
            link = package.target(main, relation)
            if link is not None:
                found.setdefault(link.target, number)
    return found


def _described(part: _Part, styles: Styles, titles: list[str]) -> Callable[[Node, Where], About]:
    notes: dict[int, int] = {}

    def describe(node: Node, where: Where) -> About:
        kind, place, left = part.kind, part.place, part.left
        if where.frame is not None and tag(where.frame) in ("w:footnote", "w:endnote", "w:comment"):
            if (where.frame.get("type") or "normal") == "normal":
                notes.setdefault(id(where.frame), len(notes) + 1)
            place = f"{place} {notes.get(id(where.frame), '')}".rstrip()
        if part.relation == "":
            kind = styles.kind_of(node)
            if styles.is_title(node) and not titles and has_letters(node.words()):
                titles.append(words.of_paragraph(node))
            if where.table and kind != "heading":
                kind = "table_cell"
        if where.control:
            left = left or "controls"
        parts = [place, "text box" if where.box else "", where.cell]
        return About(kind, ", ".join(one for one in parts if one), left)

    return describe


def _leave_others(reading: Reading, package: Package, read: set[str]) -> None:
    """What is in the file beside, and holds words or may do so."""
    charts = {link.target for name in read for link in package.relations(name) if link.kind in ("chart", "chartEx")}
    for name in [package.main, *sorted(read - {package.main} - charts)]:
        for link in package.relations(name):
            if link.kind in EMBEDDED:
                reading.leave("embedded", link.target.rpartition("/")[2])
            elif link.kind == "glossaryDocument" and link.target in package:
                for node in package.xml(link.target).root.walk("docPart"):
                    if tag(node) == "w:docPart" and has_letters("".join(t.words() for t in node.walk("t"))):
                        names = [one for one in node.walk("name") if tag(one) == "w:name"]
                        reading.leave("glossary", (names[0].get("val") or "") if names else "")
