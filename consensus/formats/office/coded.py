"""A paragraph as coded text, and other words as the bytes of a paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from consensus.domain import Code
from consensus.formats.office.items import Format, Item, role_of
from consensus.formats.office.names import child, tag
from consensus.formats.office.walk import HEADS, View, items_of
from consensus.formats.xml_splice import Edit, Node, escaped, splice
from consensus.normalize.coded import Token, tokens

_Key = tuple[tuple[str, bytes], ...]
_KeyOf = Callable[[Format | None], _Key]
_HYPHENS = re.compile("([\u2011\u00ad])")
_ELEMENTS = {"\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}


@dataclass(slots=True, eq=False)
class Paragraph:
    """start, end: the bytes that are replaced. before, after: what stands at its edges and is no part of the text.

    text, codes: as members see it. behind: number of a code -> what it stands for. bases: format of the words in a pair
    (None: outside of all) that needs no code. alone: it cannot be taken apart and stays as it is.
    """

    view: View
    start: int
    end: int
    before: list[Item] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    text: str = ""
    codes: list[Code] = field(default_factory=list)
    behind: dict[int, Item | Format] = field(default_factory=dict)
    bases: dict[Item | None, Format] = field(default_factory=dict)
    alone: bool = False

    def points(self) -> list[Item]:
        """All that stands in it and is no words of it."""
        return [one for one in (*self.before, *self.items, *self.after) if one.kind == "point"]


def paragraph_of(node: Node, view: View, *, hidden: bool = False) -> Paragraph:
    """hidden: hidden words are words of it, too."""
    items, start, end = items_of(node, view, hidden=hidden)
    found = Paragraph(view, start, end)
    if items is None:
        found.alone = True
        return found
    is_fitted = _is_fitted(items)

    def key(format_: Format | None) -> _Key:
        return () if format_ is None else format_.fitted if is_fitted else format_.properties

    found.items = _merged(items, key)
    _trim(found)
    if any(one.fixed for one in found.items):
        found.alone = True
        return found
    _set_bases(found, key)
    _Coder(found, key).run()
    return found


def _is_fitted(items: Sequence[Item]) -> bool:
    """Whether words are cut into runs by properties with which a converter from PDF fits letters."""
    words = [one for one in items if one.kind == "text" and one.text]
    for first, second in pairwise(words):
        if first.text[-1].isalnum() and second.text[0].isalnum() and first.format and second.format:
            differ = first.format.properties != second.format.properties
            if differ and first.format.fitted == second.format.fitted:
                return True
    return False


def _merged(items: Sequence[Item], key: _KeyOf) -> list[Item]:
    """Neighbours in one format joined; blanks between two of one format are of that format; so are hidden words."""
    found: list[Item] = []
    for at, item in enumerate(items):
        last = found[-1] if found else None
        if item.is_blank and last is not None and last.kind == "text" and at + 1 < len(items):
            after = items[at + 1]
            if after.kind == "text" and key(after.format) == key(last.format):
                item = Item("text", item.role, text=item.text, format=last.format)
        if last is not None and last.kind == item.kind == "text" and key(last.format) == key(item.format):
            role = last.role or item.role
            found[-1] = Item("text", role, text=last.text + item.text, format=last.format)
        elif last is not None and last.role == item.role == "hidden text":
            inside = [*(last.inside or [last]), item]
            found[-1] = Item("point", last.role, inside=inside, shown=last.shown + item.shown)
        else:
            found.append(item)
    return found


def _trim(found: Paragraph) -> None:
    """Points and blanks at the edges, and pairs around everything, are no part of the text."""
    items = found.items
    while items:
        if items[0].kind == "point" or items[0].is_blank:
            found.before.append(items.pop(0))
        elif items[-1].kind == "point" or items[-1].is_blank:
            found.after.insert(0, items.pop())
        elif items[0].kind == "open" and items[-1].other is items[0]:
            found.before.append(items.pop(0))
            found.after.insert(0, items.pop())
        else:
            return


def _set_bases(found: Paragraph, key: _KeyOf) -> None:
    sizes: dict[Item | None, Counter[_Key]] = {}
    first: dict[_Key, Format] = {}
    scopes: list[Item | None] = [None]
    for item in found.items:
        if item.kind == "open":
            scopes.append(item)
        elif item.kind == "close":
            scopes.pop()
        elif item.kind == "text" and item.format is not None and not item.is_blank:
            first.setdefault(key(item.format), item.format)
            sizes.setdefault(scopes[-1], Counter())[key(item.format)] += len(item.text)
    for scope, size in sizes.items():
        found.bases[scope] = first[size.most_common(1)[0][0]]
    if first:
        found.bases.setdefault(None, next(iter(first.values())))


class _Coder:
    """Gives numbers to what stands between the words."""

    def __init__(self, found: Paragraph, key: _KeyOf) -> None:
        self._found, self._key = found, key
        self._parts: list[str] = []
        self._scopes: list[Item | None] = [None]
        self._numbers: dict[Item, int] = {}
        self._base = found.bases.get(None)

    def run(self) -> None:
        items, at = self._found.items, 0
        while at < len(items):
            item = items[at]
            end = self._stretch(at)
            if item.kind == "text" and item.format is not None and end > at:
                base = self._base
                role = role_of(item.format, base) if base is not None else "format"
                shown = item.format.link if role == "link" else ""
                number = self._number("pair", role, shown, item.format)
                self._parts.append(f"<g{number}>")
                for one in items[at:end]:
                    self._one(one)
                self._parts.append(f"</g{number}>")
                at = end
            else:
                self._one(item)
                at += 1
        self._found.text = "".join(self._parts)
        self._found.codes = _with_partners(self._found.codes, self._numbers)

    def _stretch(self, at: int) -> int:
        """Behind the last of the items that are in one format other than that around them."""
        items, first = self._found.items, self._found.items[at]
        if first.kind != "text" or first.is_blank or first.format is None or self._base is None:
            return at
        format_ = self._key(first.format)
        if format_ == self._key(self._base):
            return at
        end = at
        for number in range(at, len(items)):
            one = items[number]
            same = one.format is not None and self._key(one.format) == format_ and one.mark is None
            if one.kind == "text" and same and not one.is_blank:
                end = number + 1
            elif not ((one.kind == "text" and one.is_blank) or (one.kind == "point" and same)):
                break
        return end

    def _one(self, item: Item) -> None:
        if item.kind == "text":
            self._parts.append(item.text)
        elif item.kind == "open":
            number = self._numbers[item] = self._number("pair", item.role, item.shown, item)
            self._parts.append(f"<g{number}>")
            self._scopes.append(item)
            self._base = self._found.bases.get(item, self._base)
        elif item.kind == "close":
            self._parts.append(f"</g{self._numbers[item.other]}>" if item.other in self._numbers else "")
            self._scopes.pop()
            self._base = next(self._found.bases[s] for s in reversed(self._scopes) if s in self._found.bases)
        else:
            number = self._numbers[item] = self._number("point", item.role, item.shown, item)
            self._parts.append(f"<x{number}/>")

    def _number(self, kind: str, role: str, shown: str, behind: Item | Format) -> int:
        number = len(self._found.codes) + 1
        self._found.codes.append(Code(number, kind, role, shown))
        self._found.behind[number] = behind
        return number


def _with_partners(codes: Sequence[Code], numbers: Mapping[Item, int]) -> list[Code]:
    marks: dict[tuple[tuple[str, str], bool], int] = {}
    for item, number in numbers.items():
        if item.mark is not None:
            marks.setdefault((item.mark, item.starts), number)
    partners = {}
    for (mark, starts), number in marks.items():
        other = marks.get((mark, not starts))
        if other is not None:
            partners[number] = (other, starts)
    return [
        Code(one.id, one.kind, one.role, one.shown, *partners[one.id]) if one.id in partners else one for one in codes
    ]


def rendered(paragraph: Paragraph, text: str, edits: Sequence[Edit] = ()) -> bytes:
    """The bytes of a paragraph with this coded text, whose codes are those of its own.

    edits: of paragraphs inside of it, in text boxes. An end (of a bookmark, a comment) that stands before its start
    changes places with it.
    """
    writer = _Writer(paragraph, edits)
    stack = [paragraph.bases.get(None)]
    out = [writer.raw(item) for item in paragraph.before]
    text = in_order(text, paragraph.codes)
    for token in tokens(text) if paragraph.codes else [Token("text", text, 0, 0)]:
        if token.kind == "text":
            base = next((one for one in reversed(stack) if one is not None), None)
            out.append(writer.words(token.text, base) if base is not None else b"")
            continue
        behind = paragraph.behind[token.code]
        if token.kind == "close":
            stack.pop()
        if isinstance(behind, Item):
            out.append(writer.raw(behind, closing=token.kind == "close"))
        if token.kind == "open":
            stack.append(paragraph.bases.get(behind) if isinstance(behind, Item) else behind)
    return b"".join([*out, *(writer.raw(item) for item in paragraph.after)])


def in_order(text: str, codes: Sequence[Code]) -> str:
    """The text with each end mark behind its start mark: where it stands before it, the two change places."""
    if not any(code.starts for code in codes):
        return text
    found = list(tokens(text))
    at = {token.code: number for number, token in enumerate(found) if token.kind == "point"}
    for code in codes:
        if code.starts and code.id in at and at.get(code.partner, len(found)) < at[code.id]:
            first, second = at[code.partner], at[code.id]
            found[first], found[second] = found[second], found[first]
    return "".join(token.text for token in found)


class _Writer:
    def __init__(self, paragraph: Paragraph, edits: Sequence[Edit]) -> None:
        xml = paragraph.view.xml
        self._content, self._encoding, self._edits = xml.content, xml.encoding, edits
        self._hyphens = {one for item in paragraph.items if item.role == "element" for one in item.text} & set(
            _ELEMENTS
        )

    def raw(self, item: Item, *, closing: bool = False) -> bytes:
        """The bytes of what is no words, as they are but for paragraphs inside."""
        if item.kind == "close" or closing:
            return self._close(item)
        if item.inside:
            return b"".join(self.raw(one) for one in item.inside)
        if item.kind == "open":
            return self._open(item.node)
        if item.node is None:
            return self.words(item.text, item.format) if item.format is not None else b""
        body = self._spliced(item.node.start, item.node.end)
        return self._in_run(item.format, body) if item.format is not None else body

    def words(self, text: str, format_: Format) -> bytes:
        """A run; hyphens of Word's own are written as such where the paragraph had them so."""
        if not text:
            return b""
        parts = _HYPHENS.split(text) if self._hyphens else [text]
        body = b"".join(self._word(one, format_) for one in parts if one)
        return self._in_run(format_, body)

    def _word(self, text: str, format_: Format) -> bytes:
        prefix = format_.prefix
        if text in self._hyphens:
            return self._glue(f"<{prefix}{_ELEMENTS[text]}/>")
        space = ' xml:space="preserve"' if format_.word and (text != text.strip() or "  " in text) else ""
        return self._glue(f"<{prefix}t{space}>") + escaped(text, self._encoding) + self._glue(f"</{prefix}t>")

    def _in_run(self, format_: Format, body: bytes) -> bytes:
        return format_.start + format_.given + body + self._glue(f"</{format_.prefix}r>")

    def _open(self, node: Node | None) -> bytes:
        assert node is not None
        if tag(node) == "w:sdt":
            inner = child(node, "w:sdtContent")
            return self._content[node.start : inner.open_end] if inner is not None else b""
        first = next((one for one in node.children if tag(one) not in HEADS), None)
        return self._content[node.start : first.start if first is not None else node.open_end]

    def _close(self, item: Item) -> bytes:
        closing = item.other if item.kind == "open" and item.other is not None else item
        if closing.inside:
            return b"".join(self.raw(one) for one in closing.inside)
        node = closing.node
        assert node is not None
        inner = child(node, "w:sdtContent") if tag(node) == "w:sdt" else None
        return self._content[(inner or node).close_start : node.end]

    def _spliced(self, start: int, end: int) -> bytes:
        inner = [Edit(e.start - start, e.end - start, e.new) for e in self._edits if start <= e.start and e.end <= end]
        return splice(self._content[start:end], inner) if inner else self._content[start:end]

    def _glue(self, text: str) -> bytes:
        return text.encode(self._encoding)
