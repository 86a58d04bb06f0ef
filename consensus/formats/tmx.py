"""TMX 1.4: other programs' translation memories, read as pairs of plain texts; and what was verified here, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consensus.domain import MemoryEntry
from consensus.errors import DocumentError, UsageError
from consensus.formats.xml_splice import Node, attribute, escaped, parse
from consensus.normalize.language_tags import normalize_tag, pair_part

#: Larger files are refused, in bytes.
LIMIT = 100 * 1024 * 1024
_DO = "Export it again as TMX 1.4."


class ReadTmx(NamedTuple):
    """entries: one for each pair of languages asked for. left: units that lack one of the two languages."""

    entries: tuple[MemoryEntry, ...]
    left: int


def read_tmx(content: bytes, where: str, source_lang: str, target_lang: str) -> ReadTmx:
    """The units of a file in two languages. where: for messages. The languages are BCP 47.

    Inline codes are left out of the texts; words that are merely highlighted stay.
    Raises DocumentError for what is no TMX.
    """
    if len(content) > LIMIT:
        raise DocumentError(f"the file is larger than {LIMIT >> 20} MB.", where=where, do="Split it.")
    xml = parse(content, where)
    root = next((node for node in xml.root.children if node.is_element), None)
    if root is None or root.local != "tmx":
        raise DocumentError("this is no TMX file.", where=where, do=_DO)
    wanted = (pair_part(source_lang), pair_part(target_lang))
    found: list[MemoryEntry] = []
    left = 0
    for unit in root.walk("tu"):
        texts: dict[str, tuple[str, Node]] = {}
        for variant in unit.elements("tuv"):
            segment = variant.find("seg")
            tag = _tag(variant.get("lang") or "")
            if segment is not None and tag and (text := _plain(segment)):
                texts.setdefault(tag, (text, variant))
        if all(tag in texts for tag in wanted) and wanted[0] != wanted[1]:
            (source, _), (target, variant) = texts[wanted[0]], texts[wanted[1]]
            at = variant.get("changedate") or unit.get("changedate") or unit.get("creationdate") or ""
            found.append(MemoryEntry(*wanted, source, target, changed_at=at))
        else:
            left += 1
    return ReadTmx(tuple(dict.fromkeys(found)), left)


def write_tmx(entries: Sequence[MemoryEntry], version: str) -> bytes:
    """A file with these pairs. version: of this program. Each unit names the document, and how it was verified."""
    source = entries[0].source_lang if entries else "*all*"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="consensus" creationtoolversion="{version}" segtype="sentence" o-tmf="consensus" '
        f'adminlang="en" srclang="{source}" datatype="plaintext"/>\n<body>\n'
    )
    return b"".join([head.encode(), *_units(entries), b"</body>\n</tmx>\n"])


def _units(entries: Sequence[MemoryEntry]) -> Iterator[bytes]:
    for one in entries:
        digits = "".join(char for char in one.changed_at[:19] if char.isdigit() or char == "T")
        at = b' changedate="%sZ"' % digits.encode() if len(digits) == 15 else b""
        yield b"<tu%s>\n" % at
        for kind, value in (("x-document", one.origin), ("x-verification", one.verification)):
            if value:
                yield b'<prop type="%s">%s</prop>\n' % (kind.encode(), escaped(value))
        for tag, text in ((one.source_lang, one.source), (one.target_lang, one.target)):
            yield b'<tuv xml:lang="%s"><seg>%s</seg></tuv>\n' % (attribute(tag), escaped(text))
        yield b"</tu>\n"


def _tag(given: str) -> str:
    """The language as memories are kept by; "" where nobody knows it."""
    try:
        return pair_part(normalize_tag(given))
    except UsageError:
        return ""


def _plain(segment: Node) -> str:
    """The words of a segment. What stands inside of codes (``bpt``, ``ph`` ...) is markup of another program."""
    words: list[str] = []
    stack = list(reversed(segment.children))
    while stack:
        node = stack.pop()
        if node.local == "#text":
            words.append(node.text)
        elif node.local in ("hi", "g", "mrk"):
            stack.extend(reversed(node.children))
    return " ".join("".join(words).split())
