"""Start tags with other attributes, and elements with other content: edits of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from consensus.formats.xml_splice import Edit, Node, Xml, attribute

_END = re.compile(r"\s*/?>\s*\Z")


def with_attributes(tag: str, values: Mapping[str, str | None]) -> str:
    """A start tag with these attributes; None takes one away. Names are without a prefix."""
    for name, value in values.items():
        found = re.search(rf"(\s+{name}\s*=\s*)(\"[^\"]*\"|'[^']*')", tag)
        safe = "" if value is None else attribute(value).decode()
        if found and value is None:
            tag = tag[: found.start()] + tag[found.end() :]
        elif found:
            tag = f'{tag[: found.start()]}{found[1]}"{safe}"{tag[found.end() :]}'
        elif value is not None:
            end = _END.search(tag)
            at = end.start() if end else len(tag)
            tag = f'{tag[:at]} {name}="{safe}"{tag[at:]}'
    return tag


def retagged(xml: Xml, node: Node, values: Mapping[str, str | None]) -> Iterator[Edit]:
    """The edit of an element's start tag; none where nothing changes."""
    old = xml.content[node.start : node.open_end].decode(xml.encoding)
    new = with_attributes(old, values)
    if new != old:
        yield Edit(node.start, node.open_end, new.encode(xml.encoding, "xmlcharrefreplace"))


def refilled(xml: Xml, node: Node, content: bytes, values: Mapping[str, str | None] | None = None) -> Iterator[Edit]:
    """The edits that give an element this content, and its start tag these attributes."""
    if not node.is_empty:
        yield Edit(node.open_end, node.close_start, content)
        yield from retagged(xml, node, values or {})
        return
    tag = with_attributes(xml.content[node.start : node.end].decode(xml.encoding), values or {})
    opened = _END.sub("", tag) + ">"
    name = f"{node.prefix}{node.local}"
    start, end = (part.encode(xml.encoding, "xmlcharrefreplace") for part in (opened, f"</{name}>"))
    yield Edit(node.start, node.end, start + content + end)


def element(xml: Xml, name: str, content: bytes, values: Mapping[str, str]) -> bytes:
    """A new element. name: with its prefix."""
    start = with_attributes(f"<{name}>", values).encode(xml.encoding, "xmlcharrefreplace")
    return start + content + f"</{name}>".encode(xml.encoding)


def inner(xml: Xml, node: Node) -> bytes:
    """The bytes of an element's content."""
    return xml.content[node.open_end : node.close_start] if not node.is_empty else b""
