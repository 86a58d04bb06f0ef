"""Inline elements of a source or target as codes, and a coded text as bytes again.

What stands for a stretch of format (``g``, ``pc``, or a start and an end that belong together) is a pair; all else is a
point, whose bytes stay. A start or end whose other half is elsewhere, or crosses another pair, is a point too.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from consensus.domain import Code
from consensus.formats.xml_splice import Node, Xml, escaped
from consensus.normalize.coded import damage_of, tokens

#: Characters of what a person is shown of a code.
_LONGEST = 80


class Vocabulary(NamedTuple):
    """The inline elements of one version. points: whose content is no text. starts, ends: halves of a pair.

    half: the name that both halves of a pair have in common. described: role and what a person is shown of an element.
    """

    points: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    half: Callable[[Node], str]
    described: Callable[[Node], tuple[str, str]]


class Coded(NamedTuple):
    """A text with its codes. lead, trail: blanks around it. marks: the bytes of each code, a pair's as start and end.

    keys: what a code is named by in its file, to find it again in a translation. halves: names of the starts and ends
    that are pairs.
    """

    text: str
    codes: tuple[Code, ...] = ()
    marks: Mapping[int, tuple[bytes, bytes]] = {}
    keys: Mapping[int, object] = {}
    lead: str = ""
    trail: str = ""
    halves: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Item:
    """A stretch of content. kind: text, literal, point, open, close, start or end. partner: the other half, by index.

    paired: it is one side of a pair.
    """

    kind: str
    node: Node | None = None
    text: str = ""
    partner: int = -1
    paired: bool = False


def coded(xml: Xml, holder: Node, words: Vocabulary, halves: frozenset[str] | None = None) -> Coded:
    """The content of an element as coded text. halves: the only starts and ends that may be pairs; None for any."""
    items = list(_items(xml, holder, words))
    _match(items, words)
    for item in items:
        if item.kind in ("start", "end") and halves is not None and _named(item, words) not in halves:
            item.paired = False
    _without_empty_pairs(items)
    return _numbered(xml, items, words)


def held(xml: Xml, holder: Node, words: Vocabulary, source: Coded) -> str:
    """A translation as coded text, with the numbers that the same codes have in its source."""
    target = coded(xml, holder, words, source.halves)
    if not source.codes:
        return "".join(token.text for token in tokens(target.text) if not token.code) if target.codes else target.text
    known: dict[object, deque[int]] = defaultdict(deque)
    for number, key in source.keys.items():
        known[key].append(number)
    fresh = max(code.id for code in source.codes)
    numbers: dict[int, int] = {}
    for number, key in target.keys.items():
        if known[key]:
            numbers[number] = known[key].popleft()
        else:
            fresh += 1
            numbers[number] = fresh
    parts = []
    for token in tokens(target.text) if target.codes else ():
        parts.append(token.text.replace(str(token.code), str(numbers[token.code])) if token.code else token.text)
    return "".join(parts) if target.codes else target.text


def rendered(source: Coded, text: str, encoding: str) -> bytes | None:
    """A translation's bytes; None where its codes are damaged."""
    if damage_of(source.text, text, source.codes):
        return None
    parts = [escaped(source.lead, encoding)]
    for token in tokens(text) if source.codes else ():
        if token.code:
            parts.append(source.marks[token.code][token.kind == "close"])
        else:
            parts.append(escaped(token.text, encoding))
    if not source.codes:
        parts.append(escaped(text, encoding))
    return b"".join([*parts, escaped(source.trail, encoding)])


def _items(xml: Xml, holder: Node, words: Vocabulary) -> Iterator[_Item]:
    for node in holder.children:
        if node.local == "#text":
            yield from (_Item("literal" if token.code else "text", node, token.text) for token in tokens(node.text))
        elif not node.is_element:
            if _is_instruction(xml, node):
                yield _Item("point", node)
        elif node.local in words.starts:
            yield _Item("start", node)
        elif node.local in words.ends:
            yield _Item("end", node)
        elif node.local in words.points or node.is_empty or not node.words().strip() or _is_fixed(node):
            yield _Item("point", node)
        else:
            yield _Item("open", node)
            yield from _items(xml, node, words)
            yield _Item("close", node)


def _is_instruction(xml: Xml, node: Node) -> bool:
    return xml.content[node.start : node.end].decode(xml.encoding, "replace").startswith("<?")


def _is_fixed(node: Node) -> bool:
    """Whether its words are not to be translated."""
    return node.local == "mrk" and (node.get("mtype") == "protected" or node.get("translate", "") == "no")


def _match(items: list[_Item], words: Vocabulary) -> None:
    """Find the other half of each start and of each element."""
    stack: list[int] = []
    for at, item in enumerate(items):
        if item.kind in ("open", "start"):
            stack.append(at)
        elif item.kind == "close":
            while items[stack[-1]].node is not item.node:
                stack.pop()
            _join(items, stack.pop(), at)
        elif item.kind == "end" and item.node is not None:
            name = words.half(item.node)
            started = [n for n in stack if items[n].kind == "start" and _named(items[n], words) == name]
            if started and stack[-1] == started[-1]:
                _join(items, stack.pop(), at)
            elif started:  # it crosses another pair
                items[at].partner, items[started[-1]].partner = started[-1], at
                stack.remove(started[-1])


def _named(item: _Item, words: Vocabulary) -> str:
    return words.half(item.node) if item.node is not None else ""


def _join(items: list[_Item], start: int, end: int) -> None:
    items[start].partner, items[end].partner = end, start
    items[start].paired = items[end].paired = True


def _without_empty_pairs(items: list[_Item]) -> None:
    """A start and its end with no words between them are two points."""
    for at, item in enumerate(items):
        if item.kind == "start" and item.paired:
            between = items[at + 1 : item.partner]
            if not any(one.kind == "text" and one.text.strip() for one in between):
                item.paired = items[item.partner].paired = False


def _numbered(xml: Xml, items: list[_Item], words: Vocabulary) -> Coded:
    numbers: dict[int, int] = {}
    for at, item in enumerate(items):
        if item.paired and item.partner < at:
            numbers[at] = numbers[item.partner]
        elif item.kind != "text":
            numbers[at] = len(set(numbers.values())) + 1
    parts, codes = [], {}
    marks: dict[int, tuple[bytes, bytes]] = {}
    keys: dict[int, object] = {}
    for at, item in enumerate(items):
        if item.kind == "text":
            parts.append(item.text)
            continue
        number, raw = numbers[at], _bytes(xml, item)
        opens = item.paired and item.partner > at
        if item.paired and not opens:
            parts.append(f"</g{number}>")
            marks[number] = (marks[number][0], raw)
            continue
        parts.append(f"<g{number}>" if opens else f"<x{number}/>")
        marks[number] = (raw, b"")
        keys[number] = (opens, _key(item, words, raw))
        code = _code(item, number, "pair" if opens else "point", words)
        if item.partner >= 0 and not item.paired:
            code = replace(code, partner=numbers[item.partner], starts=item.kind == "start")
        codes[number] = code
    text = "".join(parts)
    bare = text.strip()
    lead = text[: len(text) - len(text.lstrip())] if bare else ""
    trail = text[len(text.rstrip()) :] if bare else ""
    halves = frozenset(_named(item, words) for item in items if item.kind == "start" and item.paired)
    return Coded(bare if bare else text, tuple(codes.values()), marks, keys, lead, trail, halves)


def _bytes(xml: Xml, item: _Item) -> bytes:
    node = item.node
    if node is None or item.kind == "literal":
        return escaped(item.text, xml.encoding)
    if item.kind == "open":
        return xml.content[node.start : node.open_end]
    if item.kind == "close":
        return xml.content[node.close_start : node.end]
    return xml.content[node.start : node.end]


def _key(item: _Item, words: Vocabulary, raw: bytes) -> object:
    node = item.node
    if node is None or not node.is_element or item.kind == "literal":
        return raw
    name = words.half(node) if item.kind in ("start", "end") else node.get("id") or node.get("mid")
    return (item.kind, node.local, name) if name else raw


def _code(item: _Item, number: int, kind: str, words: Vocabulary) -> Code:
    if item.node is None or item.kind == "literal":
        return Code(number, kind, "text", item.text)
    if not item.node.is_element:
        return Code(number, kind, "instruction")
    role, shown = words.described(item.node)
    return Code(number, kind, role, " ".join(shown.split())[:_LONGEST])


#: What stands inside a code of another file -> its role.
_NATIVE = (
    (re.compile(r"^<cf\b[^>]*\bbold", re.I), "bold"),
    (re.compile(r"^<cf\b[^>]*\bitalic", re.I), "italic"),
    (re.compile(r"^</?(?:b|strong)\b", re.I), "bold"),
    (re.compile(r"^</?(?:i|em)\b", re.I), "italic"),
    (re.compile(r"^</?u\b", re.I), "underlined"),
    (re.compile(r"^</?a\b", re.I), "link"),
    (re.compile(r"^<br\b", re.I), "line break"),
    (re.compile(r"^<img\b", re.I), "image"),
    (re.compile(r"^</?sup\b", re.I), "superscript"),
    (re.compile(r"^</?sub\b", re.I), "subscript"),
    (re.compile(r"^(?:%[\d$.#+\-]*[a-z@]|\{[^{}]*\}|\$\{)", re.I), "placeholder"),
)


def native_role(content: str) -> str:
    """The role of a code by what it is in the file that was translated, or ""."""
    return next((role for pattern, role in _NATIVE if pattern.match(content.strip())), "")
