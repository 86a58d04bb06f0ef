"""What Word documents and presentations hold beside their text: labels of charts, properties of the document."""

from __future__ import annotations

from consensus.domain import DocumentRules
from consensus.formats.office.names import tag
from consensus.formats.office.parts import About, Reading
from consensus.formats.package import Package
from consensus.formats.words import has_letters

#: Kinds of relation to files inside of the file; of those of a chart, the labels are counted instead.
EMBEDDED = {"package", "oleObject", "aFChunk", "subDocument"}


def leave_labels(reading: Reading, name: str) -> None:
    """The labels of a chart that its data hold; a change would be gone once the data are opened."""
    found: dict[str, None] = {}
    for node in reading.package.xml(name).root.walk("v"):
        text = node.words().strip()
        if tag(node) == "c:v" and has_letters(text) and not text.startswith("#"):
            found[text] = None
    for text in found:
        reading.leave("chart_data", text)


def core_title(package: Package) -> str:
    part = _core(package)
    nodes = package.xml(part).root.walk("title") if part else ()
    return next((node.words().strip() for node in nodes if tag(node) == "dc:title"), "")


def properties(reading: Reading, rules: DocumentRules) -> None:
    """Title, subject and keywords."""
    part = _core(reading.package)
    if part:
        left = "" if rules.doc_properties else "doc_properties"
        reading.elements(part, lambda node: About("property", f"document property: {node.local}", left))


def _core(package: Package) -> str:
    return next(iter(package.related("", "core-properties")), "")
