"""Names of elements in Office files, whatever prefix a file declares, Transitional and ISO Strict alike."""

from __future__ import annotations

from consensus.formats.xml_splice import Name, Node

_OOXML, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_PREFIXES = {
    f"{_OOXML}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OOXML}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OOXML}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_OOXML}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OOXML}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OOXML}markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://purl.org/dc/elements/1.1/": "dc",
    f"{_OOXML}package/2006/metadata/core-properties": "cp",
}
_known: dict[Name, str] = {}


def tag(node: Node) -> str:
    """ "w:p" for a paragraph of Word, "a:p" for one of a drawing; "?:name" for a namespace of none of these."""
    name = node.name
    found = _known.get(name)
    if found is None:
        found = name.local if name.local.startswith("#") else f"{_PREFIXES.get(name.space, '?')}:{name.local}"
        if len(_known) < 10_000:
            _known[name] = found
    return found


def child(node: Node, *tags: str) -> Node | None:
    """The first child with one of these tags."""
    return next((one for one in node.children if tag(one) in tags), None)


def is_on(node: Node | None) -> bool:
    """Whether a property such as ``<w:b/>`` is there and not switched off."""
    return node is not None and (node.get("val") or "on").lower() not in ("0", "false", "off", "none")
