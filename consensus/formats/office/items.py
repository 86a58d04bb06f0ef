"""What a paragraph is made of: words in a format, elements around words, and points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from consensus.formats.office.names import child, is_on, tag
from consensus.formats.xml_splice import Node

#: Properties of runs that change nothing a reader of the page sees.
_UNSEEN = {"w:lang", "w:noProof", "w:webHidden", "w:rPrChange", "#text", "#other"}
_UNSEEN_ATTRIBUTES = {"lang", "altLang", "dirty", "err", "smtClean", "noProof", "bmk", "kumimoji"}
#: Of scripts written from right to left; where a run is none, they change nothing.
_COMPLEX = {"w:bCs", "w:iCs", "w:szCs"}
#: What converters from PDF write into every run, in the middle of words.
_FITTED = {"w:spacing", "w:kern", "w:w", "w:position", "spc", "kern"}
_HINT = re.compile(rb"\s[\w.-]*:?hint\s*=\s*(\"[^\"]*\"|'[^']*')")
_NO_ATTRIBUTES = re.compile(rb"^<[^\s/>]+\s*/>$")
_SYMBOLS = re.compile("^(symbol|wingdings.*|webdings|zapfdingbats|zapf dingbats|mt extra)$", re.IGNORECASE)

#: Property -> role, the most telling first.
_ROLES = {
    "w:vanish": "hidden text",
    "superscript": "superscript",
    "subscript": "subscript",
    "a:hlinkClick": "link",
    "w:strike": "strike",
    "w:dstrike": "strike",
    "strike": "strike",
    "w:b": "bold",
    "b": "bold",
    "w:i": "italic",
    "i": "italic",
    "w:u": "underline",
    "u": "underline",
    "w:highlight": "highlight",
    "a:highlight": "highlight",
    "w:shd": "highlight",
    "w:color": "colour",
    "a:solidFill": "colour",
    "w:sz": "size",
    "sz": "size",
    "w:rFonts": "font",
    "a:latin": "font",
}


class Format(NamedTuple):
    """How words look. properties: name -> value, of what a reader sees. start: the bytes of a run's start tag.

    given: the bytes of its properties. prefix: of its elements. word: of Word, else of a drawing. link: where it leads.
    """

    properties: tuple[tuple[str, bytes], ...]
    start: bytes = b""
    given: bytes = b""
    prefix: str = ""
    word: bool = True
    font: str = ""
    link: str = ""

    @property
    def fitted(self) -> tuple[tuple[str, bytes], ...]:
        """Without what a converter from PDF fits letter by letter."""
        return tuple(one for one in self.properties if one[0] not in _FITTED)

    @property
    def is_of_symbols(self) -> bool:
        return bool(_SYMBOLS.match(self.font))

    @property
    def is_seen_on_blanks(self) -> bool:
        seen = ("w:u", "u", "w:strike", "w:highlight", "w:shd", "a:highlight")
        return any(name in seen for name, _ in self.properties)


@dataclass(slots=True, eq=False)
class Item:
    """A stretch of a paragraph. kind: "text", "point", "open" or "close".

    format: of text, and of a point in a run. node: the element of a point or pair. inside: instead of a node, the items
    that it stands for (a field). other: of "open", its "close", and the other way round. mark: of a start or end, what
    joins the two; starts: which it is. fixed: it may not be moved.
    """

    kind: str
    role: str = ""
    text: str = ""
    format: Format | None = None
    node: Node | None = None
    inside: list[Item] = field(default_factory=list)
    other: Item | None = None
    shown: str = ""
    mark: tuple[str, str] | None = None
    starts: bool = False
    fixed: bool = False

    @property
    def is_blank(self) -> bool:
        return self.kind == "text" and not self.text.strip()


def closed(opened: Item, *, node: Node | None = None, inside: Sequence[Item] = ()) -> Item:
    """The end of a pair."""
    opened.other = Item("close", opened.role, node=node, inside=list(inside), other=opened)
    return opened.other


def role_of(format_: Format, base: Format) -> str:
    """What sets words off from those around them."""
    others = dict(base.properties)
    differ = {name for name, value in format_.properties if others.get(name) != value}
    names = {_script(name, value) for name, value in format_.properties if name in differ}
    found = next((role for name, role in _ROLES.items() if name in names), "")
    if found or not set(others) - {name for name, _ in format_.properties}:
        return found or "format"
    return "regular"


def _script(name: str, value: bytes) -> str:
    if name == "w:vertAlign":
        return "subscript" if b"subscript" in value else "superscript"
    if name == "baseline":
        return "subscript" if value.startswith(b"-") else "superscript"
    if name == "w:rStyle":
        low = value.lower()
        return next((tag for mark, tag in ((b"strong", "w:b"), (b"emphasis", "w:i")) if mark in low), name)
    return name


def word_format(content: bytes, run: Node) -> Format:
    """The format of a run of Word."""
    given = child(run, "w:rPr")
    start = content[run.start : run.open_end]
    if given is None:
        return Format((), start, prefix=run.prefix)
    complex_script = any(tag(one) in ("w:rtl", "w:cs") for one in given.children)
    found, font = [], ""
    for one in given.children:
        name = tag(one)
        if name in _UNSEEN or (name in _COMPLEX and not complex_script):
            continue
        value = content[one.start : one.end]
        if name == "w:rFonts":
            font = one.get("ascii") or ""
            value = _HINT.sub(b"", value)
            if _NO_ATTRIBUTES.match(value):
                continue
        if name in ("w:b", "w:i", "w:u", "w:strike", "w:dstrike") and is_on(one) and name != "w:u":
            value = b""
        found.append((name, value))
    return Format(tuple(sorted(found)), start, content[given.start : given.end], run.prefix, font=font)


def drawing_format(content: bytes, run: Node) -> Format:
    """The format of a run of a drawing."""
    given = child(run, "a:rPr")
    start = content[run.start : run.open_end]
    if given is None:
        return Format((), start, prefix=run.prefix, word=False)
    found = [
        (name.local, value.encode())
        for name, value in given.attributes.items()
        if name.local not in _UNSEEN_ATTRIBUTES and not name.local.startswith("xmlns")
    ]
    found += [(tag(one), content[one.start : one.end]) for one in given.children if one.is_element]
    found = [one for one in found if one not in (("b", b"0"), ("i", b"0"), ("u", b"none"), ("strike", b"noStrike"))]
    found = [one for one in found if one[0] != "?:extLst" and one != ("baseline", b"0") and one[0] != "a:extLst"]
    latin, link = child(given, "a:latin"), child(given, "a:hlinkClick")
    font = (latin.get("typeface") or "") if latin is not None else ""
    return Format(
        tuple(sorted(found)),
        start,
        content[given.start : given.end],
        run.prefix,
        False,
        font,
        (link.get("id") or "") if link is not None else "",
    )
