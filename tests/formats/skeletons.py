"""What of a file no translation may change, by kind of format, read by simple code that knows no format of the product.

Packages: every member but those with words byte for byte, and of these all elements and attributes outside of runs.
XLIFF: everything outside of targets. Other texts: everything outside of the pieces.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from consensus.domain import DocumentRules
from consensus.formats.base import Format, Parsed, Piece
from consensus.normalize.coded import plain

EVERYTHING = DocumentRules(
    front_matter=("title", "description"),
    html=True,
    alt_texts=True,
    csv_header=True,
    headers=True,
    notes=True,
    comments=True,
    hidden=True,
    masters=True,
    doc_properties=True,
    signed="drop",
)
PACKAGES = ("docx", "pptx", "xlsx")
XLIFF = ("xliff", "xliff1", "xliff2", "xliff12", "sdlxliff")

_RUNS = {"r", "t", "rPr", "proofErr", "lastRenderedPageBreak", "noBreakHyphen", "softHyphen", "rPh", "phoneticPr"}
#: What describes a picture or a shape; translated where the policy says so.
_DESCRIPTIONS = {"descr", "title", "alt"}
#: Elements whose text people read, by format.
_WORDS = {"docx": {"t"}, "pptx": {"t"}}


def differ(form: Format, before: bytes, after: bytes) -> str:
    """What differs beside the words, in one line; "" where nothing does."""
    if form.name in PACKAGES:
        return _package(before, after)
    reader = _OUTSIDE.get(form.name)
    if reader is not None and reader(before) != reader(after):
        return "something outside of the translated words differs"
    return ""


def read_back(form: Format, again: Parsed, todo: Sequence[Piece]) -> list[str]:
    """The texts that were written, as the format reads them from its own result."""
    if form.name in BILINGUAL:
        places = {piece.locator for piece in todo}
        return [piece.filled.target if piece.filled else "" for piece in again.pieces if piece.locator in places]
    return [piece.text for piece in again.pieces if piece.filled is None]


#: Formats whose file holds source and target.
BILINGUAL = ("xliff", "xliff1", "xliff2", "xliff12", "po", "xcstrings")


def letters(form: Format, content: bytes, read: Parsed) -> tuple[int, int]:
    """Letters that stand in the file for people, and those that reach a piece or are counted as left; (0, 0) where
    nobody counts them."""
    reached = sum(_letters(plain(piece.text, piece.codes)) for piece in read.pieces)
    if form.name not in _WORDS:
        return 0, 0
    total = 0
    for name, member in _members(content).items():
        if _holds_words(form.name, name):
            total += sum(_letters(node.text or "") for node in _parse(member).iter() if _local(node.tag) == "t")
    return total, reached


def _package(before: bytes, after: bytes) -> str:
    old, new = _members(before), _members(after)
    if list(old) != list(new):
        return f"members differ: {sorted(set(old) ^ set(new))[:3] or 'their order'}"
    for name, member in old.items():
        if member != new[name] and _skeleton(member) != _skeleton(new[name]):
            gone, come = _skeleton(member) - _skeleton(new[name]), _skeleton(new[name]) - _skeleton(member)
            return f"{name}: lost {list(gone)[:2]}, gained {list(come)[:2]}"
    return ""


def _skeleton(member: bytes) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    found: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
    stack = [_parse(member)]
    while stack:
        node = stack.pop()
        if _local(node.tag) == "rPr":
            continue
        if _local(node.tag) not in _RUNS:
            # The name of a table's column is what its header cell says.
            ignored = {"name"} if _local(node.tag) == "tableColumn" else _DESCRIPTIONS
            found[(node.tag, tuple(sorted(one for one in node.attrib.items() if one[0] not in ignored)))] += 1
        stack.extend(node)
    return found


def _parse(member: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(member)


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _holds_words(form: str, name: str) -> bool:
    folder = {"docx": "word/", "pptx": "ppt/slides/", "xlsx": "xl/"}[form]
    return name.startswith(folder) and name.endswith(".xml") and "/_rels/" not in name


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _without_targets(content: bytes) -> bytes:
    """XLIFF without its targets and what is said of their state."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = content.decode("utf-16").encode()
    content = re.sub(rb"<(?:[\w.-]+:)?target\b[^>]*?/>|<((?:[\w.-]+:)?target)\b.*?</\1\s*>", b"", content, flags=re.S)
    content = re.sub(
        rb"\s(?:state|state-qualifier|subState|conf|origin|target-language|trgLang)=\"[^\"]*\"", b"", content
    )
    return b"".join(content.split())


def _po(content: bytes) -> list[bytes]:
    """The lines of a PO file that are no translation: messages, comments and the header."""
    kept, skip = [], False
    for line in content.splitlines():
        bare = line.strip()
        if bare.startswith(b"msgstr"):
            skip = True
        elif not bare.startswith(b'"'):
            skip = False
        if not skip and not bare.startswith((b"#,", b"#|")):
            kept.append(line)
    return kept


#: Format -> what stands outside of the words.
_OUTSIDE: Mapping[str, Callable[[bytes], Any]] = {
    **dict.fromkeys(XLIFF, _without_targets),
    "po": _po,
}
