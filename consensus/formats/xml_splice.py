"""XML with the byte offsets of every node, so that words are replaced in place and nothing is written anew."""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from consensus.errors import DocumentError

#: Elements inside each other, at most.
_DEEPEST = 500
#: What XML 1.0 cannot hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DO = "Save it anew with the program that it is from."


class Name(NamedTuple):
    """A name of an element or attribute. space: its namespace, or ""."""

    space: str
    local: str


_TEXT, _OTHER = Name("", "#text"), Name("", "#other")
_NO_ATTRIBUTES: Mapping[Name, str] = MappingProxyType({})


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a stretch of text ("#text") or of something else ("#other": comment, instruction, CDATA mark).

    start, end: its bytes. open_end, close_start: of an element, where its start tag ends and its end tag begins; for
    ``<a/>`` both are end. prefix: as written, with its colon, or "". attributes: by name.
    """

    name: Name
    start: int
    prefix: str = ""
    end: int = 0
    open_end: int = 0
    close_start: int = 0
    attributes: Mapping[Name, str] = field(default_factory=lambda: _NO_ATTRIBUTES)
    text: str = ""
    children: Sequence[Node] = ()
    parent: Node | None = None

    @property
    def local(self) -> str:
        return self.name.local

    @property
    def is_element(self) -> bool:
        return not self.name.local.startswith("#")

    @property
    def is_empty(self) -> bool:
        """Whether it is written as ``<a/>``."""
        return self.open_end == self.end

    def walk(self, *names: str) -> Iterator[Node]:
        """This node and all below it, in document order. names: only elements with one of these local names."""
        stack = [self]
        while stack:
            node = stack.pop()
            if not names or node.local in names:
                yield node
            stack.extend(reversed(node.children))

    def find(self, *names: str) -> Node | None:
        """The first child with one of these local names."""
        return next((child for child in self.children if child.local in names), None)

    def elements(self, *names: str) -> list[Node]:
        """The children that are elements, with one of these local names where some are given."""
        return [child for child in self.children if child.is_element and (not names or child.local in names)]

    def words(self) -> str:
        """All text below."""
        return "".join(node.text for node in self.walk("#text"))

    def get(self, local: str, space: str | None = None) -> str | None:
        """An attribute's value. space: its namespace; None takes the first of that local name."""
        for name, value in self.attributes.items():
            if name.local == local and (space is None or name.space == space):
                return value
        return None


class Xml(NamedTuple):
    """A document. root: a node around everything. encoding: as Python calls it, in which replacements are written."""

    content: bytes
    root: Node
    encoding: str


class Edit(NamedTuple):
    """``content[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: bytes


def parse(content: bytes, where: str) -> Xml:
    """The nodes of a document with their offsets. where: for messages.

    Raises DocumentError for what is not well-formed, nests deeper than 500, or declares entities: nothing is loaded
    or expanded.
    """
    with collector_paused():
        return _Reader(content, where).read()


@contextmanager
def collector_paused() -> Iterator[None]:
    """While nodes are made and read. They are many and none of them garbage yet; Python's collector would go through
    all of them again and again, at several times the cost of reading them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def splice(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes with all edits made. An edit inside a larger one is ignored: the larger one replaces it."""
    out, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start < at:
            continue
        out += [content[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*out, content[at:]])


def escaped(text: str, encoding: str = "utf-8") -> bytes:
    """Text as it stands between tags; what XML cannot hold becomes U+FFFD."""
    text = _IMPOSSIBLE.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;").encode(encoding, "xmlcharrefreplace")


def attribute(text: str, encoding: str = "utf-8") -> bytes:
    """Text as it stands inside a double-quoted attribute."""
    safe = _IMPOSSIBLE.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    safe = safe.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    return safe.encode(encoding, "xmlcharrefreplace")


class _Reader:
    """One parse. Every event closes the node that the event before it opened."""

    def __init__(self, content: bytes, where: str) -> None:
        self._content, self._where = content, where
        self._root = Node(Name("", "#root"), 0)
        self._stack = [self._root]
        self._last: tuple[Node, str] | None = None
        self._spaces: list[dict[str, str]] = [{"xml": "http://www.w3.org/XML/1998/namespace"}]
        self._names: dict[tuple[str, bool], Name] = {}  #: Under the namespaces declared here.
        self._declared: str | None = None
        self._parser = expat.ParserCreate()

    def read(self) -> Xml:
        parser = self._parser
        parser.buffer_text = False
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._other
        parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = self._other
        parser.StartDoctypeDeclHandler = parser.EndDoctypeDeclHandler = self._other
        parser.EntityDeclHandler = self._entity
        parser.XmlDeclHandler = self._declaration
        parser.DefaultHandlerExpand = self._between
        try:
            parser.Parse(self._content, True)
        except expat.ExpatError as error:
            what = f"not well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}."
            raise DocumentError(what, where=self._where, do=_DO) from None
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            raise DocumentError(f"its encoding is not known: {error}.", where=self._where, do=_DO) from None
        if self._last is not None:
            setattr(*self._last, len(self._content))
        self._root.end = self._root.close_start = len(self._content)
        return Xml(self._content, self._root, _encoding_of(self._content, self._declared))

    def _mark(self) -> int:
        at = self._parser.CurrentByteIndex
        if self._last is not None:
            setattr(*self._last, at)
        return at

    def _start(self, name: str, given: list[str]) -> None:
        at = self._mark()
        if len(self._stack) > _DEEPEST:
            what = f"elements stand inside each other more than {_DEEPEST} deep."
            raise DocumentError(what, where=self._where, do=_DO)
        self._spaces.append(self._spaces[-1])
        if given:
            self._declare(given)
        parent = self._stack[-1]
        node = Node(self._named(name, own=True), at, _prefix(name), parent=parent)
        if given:
            keys, values = given[::2], given[1::2]
            node.attributes = {self._named(key, own=False): value for key, value in zip(keys, values, strict=True)}
        _append(parent, node)
        self._stack.append(node)
        self._last = (node, "open_end")

    def _declare(self, given: list[str]) -> None:
        pairs = zip(given[::2], given[1::2], strict=True)
        declared = {key.partition(":")[2]: value for key, value in pairs if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            self._spaces[-1] = {**self._spaces[-1], **declared}
            self._names.clear()

    def _named(self, name: str, *, own: bool) -> Name:
        found = self._names.get((name, own))
        if found is None:
            prefix, _, local = name.rpartition(":")
            # An attribute without a prefix is in no namespace.
            found = Name(self._spaces[-1].get(prefix, "") if prefix or own else "", local)
            self._names[name, own] = found
        return found

    def _end(self, name: str) -> None:
        at = self._mark()
        node = self._stack.pop()
        if self._spaces.pop() is not self._spaces[-1]:
            self._names.clear()
        node.close_start = at
        # For <a/> expat gives the start of the tag; both offsets are then its end.
        if node.open_end < node.start or (node.open_end == at == node.start):
            node.open_end = at
        self._last = (node, "end")

    def _text(self, text: str) -> None:
        at = self._mark()
        siblings = self._stack[-1].children
        if siblings and siblings[-1].local == "#text" and self._last == (siblings[-1], "end"):
            siblings[-1].text += text
            return
        self._add(Node(_TEXT, at, text=text, parent=self._stack[-1]))

    def _other(self, *_: object) -> None:
        at = self._mark()
        self._add(Node(_OTHER, at, parent=self._stack[-1]))

    def _between(self, _: str) -> None:
        """Blanks outside of the root, and the like: what stood before ends here."""
        self._mark()
        self._last = None

    def _add(self, node: Node) -> None:
        _append(self._stack[-1], node)
        self._last = (node, "end")

    def _entity(self, *_: object) -> None:
        what = "it declares entities, which are not read."
        raise DocumentError(what, where=self._where, do=_DO)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self._declared = encoding


def _append(parent: Node, node: Node) -> None:
    if isinstance(parent.children, list):
        parent.children.append(node)
    else:
        parent.children = [node]


def _prefix(name: str) -> str:
    prefix, colon, _ = name.rpartition(":")
    return prefix + colon


def _encoding_of(content: bytes, declared: str | None) -> str:
    """As Python calls it, without a byte order mark."""
    if content.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if content.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    return declared or "utf-8"
