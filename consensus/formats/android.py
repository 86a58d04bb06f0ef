"""Android's string resources (``res/values/strings.xml``): strings, arrays and plurals, spliced in place.

https://developer.android.com/guide/topics/resources/string-resource
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from consensus.domain import Code, Segment, Task
from consensus.errors import DocumentError
from consensus.formats.base import Format, Langs, Left, Locator, Options, Parsed, Written
from consensus.formats.blocks import Block, by_block, changed, pieces_of
from consensus.formats.words import has_letters
from consensus.formats.xml_splice import Edit, Node, Xml, attribute, escaped, parse, splice
from consensus.normalize.coded import damage_of, is_code, tokens

#: The beginning of such a file in UTF-8.
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*<resources[\s>]", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t"}
_ROLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "a": "link",
    "strike": "strike",
}
#: A name of another resource is no text.
_REFERENCE = re.compile(r"\s*[@?](?:\+?[\w.]+:)?[\w.]+/[\w.]+\s*")
#: Of CLDR, in its order.
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_DO = "Hand in the strings.xml of the source language."


class _Item(NamedTuple):
    """A text. node: what holds it. missing: a plural category that the target language needs and the file lacks: it is
    written behind this node; "" for a text of its own."""

    node: Node
    block: Block
    code_bytes: Mapping[int, tuple[bytes, bytes]]
    is_cdata: bool
    missing: str = ""


class Android:
    name = "android"
    label = "Android strings"
    version = 1
    writes = True
    suffixes = (".xml",)
    left = MappingProxyType({"locked": ("text not for translation", "texts not for translation")})

    def sniff(self, head: bytes) -> bool:
        return (
            re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*<resources[\s>]", head, re.DOTALL)
            is not None
        )

    def read(self, content: bytes, options: Options) -> Parsed:
        xml, root = _opened(content, options.where)
        items = list(_items(xml, root, options.target_lang if options.task is Task.TRANSLATE else None))
        text, pieces = pieces_of([item.block for item in items], options.lang)
        if options.task is not Task.TRANSLATE:
            return Parsed(text)
        locked = [node for node in _texts(root) if _is_locked(node) and has_letters(node.words())]
        left = [Left(len(text) + at, len(text) + at + 1, "locked", _name(node)) for at, node in enumerate(locked)]
        return Parsed(text, "", pieces, left)

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        xml, root = _opened(content, "")
        items = {item.block.locator: item for item in _items(xml, root, langs[1])}
        wanted = by_block(texts)
        edits: list[Edit] = []
        refused: set[str] = set()
        for locator, item in items.items():
            if locator not in wanted and not item.missing:
                continue
            new = changed(item.block.text, wanted.get(locator, []))
            if damage_of(item.block.text, new, item.block.codes):
                refused.add(locator)
                continue
            edits.append(_edit(xml, item, _rendered(item, new, xml.encoding)))
        why = "Its codes are damaged."
        left_out = {locator: why for locator in texts if locator.rpartition("@")[0] in refused}
        return Written(splice(content, _together(edits)), left_out)

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)


def _opened(content: bytes, where: str) -> tuple[Xml, Node]:
    xml = parse(content, where)
    root = next((node for node in xml.root.children if node.is_element), None)
    if root is None or root.local != "resources":
        raise DocumentError("this is XML, and no Android resources.", where=where, do=_DO)
    return xml, root


def _texts(root: Node) -> Iterator[Node]:
    """Every element that holds one text."""
    for node in root.elements("string", "string-array", "plurals"):
        yield from [node] if node.local == "string" else node.elements("item")


def _is_locked(node: Node) -> bool:
    holder: Node | None = node
    while holder is not None:
        if holder.get("translatable") == "false":
            return True
        holder = holder.parent
    return False


def _name(node: Node) -> str:
    parent = node if node.local == "string" or node.parent is None else node.parent
    return parent.get("name") or ""


def _items(xml: Xml, root: Node, target_lang: str | None) -> Iterator[_Item]:
    for number, node in enumerate(_texts(root)):
        if _is_locked(node) or _REFERENCE.fullmatch(node.words()):
            continue
        item = _item(xml, node, number)
        if item is None:
            continue
        yield item
        parent = node.parent
        if parent is None or parent.local != "plurals" or node.get("quantity") != "other":
            continue
        known = {one.get("quantity") for one in parent.elements("item")}
        for category in _categories(target_lang):
            if category not in known:
                note = "; ".join(filter(None, [item.block.note, f"plural form “{category}” of the target language"]))
                locator = f"{item.block.locator}:{category}"
                place = f"{_name(node)}, {category}"
                yield item._replace(
                    block=item.block._replace(locator=locator, note=note, place=place), missing=category
                )


def _categories(lang: str | None) -> list[str]:
    """The plural categories that a language has for whole numbers, by CLDR."""
    if not lang:
        return []
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(lang, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return []
    used = {rule(number) for number in range(201)}
    return [category for category in _CATEGORIES if category in used]


def _item(xml: Xml, node: Node, number: int) -> _Item | None:
    is_cdata = b"<![CDATA[" in xml.content[node.open_end : node.close_start]
    if is_cdata and any(child.is_element for child in node.children):
        return None
    text, codes, code_bytes = _coded(xml, node)
    if not any(char.isalpha() for char in text):
        return None
    quantity = node.get("quantity")
    place = f"{_name(node)}, {quantity}" if quantity else _name(node)
    note = _note(xml, node)
    if quantity:
        note = "; ".join(filter(None, [note, f"plural form “{quantity}”"]))
    block = Block(str(number), text, codes, "string", place, note, whole=True)
    return _Item(node, block, code_bytes, is_cdata)


def _note(xml: Xml, node: Node) -> str:
    """The comment in front of an element, or of the array or plurals that it is of."""
    holder = node if node.local == "string" or node.parent is None else node.parent
    siblings = holder.parent.children if holder.parent is not None else []
    for before in reversed(siblings[: siblings.index(holder)]):
        raw = xml.content[before.start : before.end]
        if before.local == "#other" and raw.startswith(b"<!--"):
            return " ".join(raw[4:-3].decode(xml.encoding, "replace").split())
        if before.is_element or before.text.strip():
            return ""
    return ""


def _coded(xml: Xml, node: Node) -> tuple[str, tuple[Code, ...], dict[int, tuple[bytes, bytes]]]:
    """The words of a text with its elements as codes, and the bytes of each code."""
    parts: list[str] = []
    codes: list[Code] = []
    code_bytes: dict[int, tuple[bytes, bytes]] = {}
    quoted = False

    def point(role: str, shown: str, raw: bytes) -> None:
        codes.append(Code(len(codes) + 1, "point", role, shown))
        code_bytes[len(codes)] = (raw, b"")
        parts.append(f"<x{len(codes)}/>")

    def walk(holder: Node) -> None:
        nonlocal quoted
        for child in holder.children:
            raw = xml.content[child.start : child.end]
            if child.local == "#text":
                text, quoted = _decoded(child.text, quoted)
                if is_code(text):
                    point("text that looks like a code", text, raw)
                else:
                    parts.append(text)
            elif child.local == "g" or (child.is_element and not child.words().strip()):
                point("placeholder" if child.local == "g" else child.local, child.words(), raw)
            elif child.is_element:
                number = len(codes) + 1
                codes.append(Code(number, "pair", _ROLES.get(child.local, child.local), child.get("href") or ""))
                code_bytes[number] = (
                    xml.content[child.start : child.open_end],
                    xml.content[child.close_start : child.end],
                )
                parts.append(f"<g{number}>")
                walk(child)
                parts.append(f"</g{number}>")

    walk(node)
    return "".join(parts).strip(), tuple(codes), code_bytes


def _decoded(text: str, quoted: bool) -> tuple[str, bool]:
    """What a text means: blanks run together outside of quotes, escapes are read."""
    out: list[str] = []
    at, blank = 0, False
    while at < len(text):
        char = text[at]
        found = _ESCAPE.match(text, at) if char == "\\" else None
        if found:
            said = found[1]
            out.append(chr(int(said[1:], 16)) if len(said) == 5 else _PLAIN.get(said, said))
            at, blank = found.end(), False
            continue
        if char == '"':
            quoted = not quoted
        elif char.isspace() and not quoted:
            if not blank:
                out.append(" ")
            blank = True
        else:
            out.append(char)
            blank = False
        at += 1
    return "".join(out), quoted


def _rendered(item: _Item, new: str, encoding: str) -> bytes:
    parts = []
    for token in tokens(new) if item.block.codes else [None]:
        if token is None or not token.code:
            text = _encoded(new if token is None else token.text)
            parts.append(
                text.replace("]]>", "]]").encode(encoding, "replace") if item.is_cdata else escaped(text, encoding)
            )
        else:
            parts.append(item.code_bytes[token.code][1 if token.kind == "close" else 0])
    if item.is_cdata:
        return b"<![CDATA[" + b"".join(parts) + b"]]>"
    return b"".join(parts)


def _encoded(text: str) -> str:
    """As it stands in a resource, where a bare apostrophe is a mistake and blanks would run together."""
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"')
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").replace("\t", "\\t")
    text = re.sub(r" (?= )", r"\\u0020", text)
    return re.sub(r"^([@?])", r"\\\1", text)


def _edit(xml: Xml, item: _Item, new: bytes) -> Edit:
    node = item.node
    if not item.missing:
        return Edit(node.open_end, node.close_start, new)
    before = xml.content[: node.start]
    blanks = before[len(before.rstrip()) :]
    quantity = attribute(item.missing, xml.encoding)
    tag = "item".encode(xml.encoding)
    added = blanks + b"<" + tag + b' quantity="' + quantity + b'">' + new + b"</" + tag + b">"
    return Edit(node.end, node.end, added)


def _together(edits: list[Edit]) -> list[Edit]:
    """Several that insert at one place as one, in their order."""
    found: dict[tuple[int, int], Edit] = {}
    for edit in edits:
        known = found.get((edit.start, edit.end))
        found[edit.start, edit.end] = edit if known is None else known._replace(new=known.new + edit.new)
    return list(found.values())


FORMAT: Format = Android()
