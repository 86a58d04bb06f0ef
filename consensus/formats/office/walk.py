"""The nodes of a paragraph -> its items, for the vocabularies of Word and of drawings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from consensus.formats.office.fields import fields_joined, link_of
from consensus.formats.office.items import Format, Item, closed, drawing_format, word_format
from consensus.formats.office.names import child, is_on, tag
from consensus.formats.xml_splice import Node, Xml
from consensus.normalize.coded import tokens

#: Children of a paragraph and of a run that may go when it is written anew.
_SILENT = {"w:proofErr", "w:lastRenderedPageBreak", "#text", "#other", "w:rPr", "a:rPr"}
#: Elements around words -> role.
_AROUND = {
    "w:hyperlink": "link",
    "w:ins": "insertion",
    "w:moveTo": "insertion",
    "w:smartTag": "format",
    "w:customXml": "format",
    "w:dir": "format",
    "w:bdo": "format",
}
#: Children of those that are no words.
HEADS = {"w:smartTagPr", "w:customXmlPr", "w:sdtPr", "w:sdtEndPr", "w:fldData", "#text", "#other"}
#: Controls whose words a program puts in again.
_CONTROLS = {"w:dataBinding", "w:dropDownList", "w:comboBox", "w:date", "?:dataBinding"}
_POINTS = {
    "w:tab": "tab",
    "w:ptab": "tab",
    "w:br": "line break",
    "w:cr": "line break",
    "a:br": "line break",
    "w:sym": "symbol",
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "endnote",
    "w:footnoteRef": "footnote",
    "w:endnoteRef": "endnote",
    "w:commentReference": "comment",
    "w:annotationRef": "comment",
    "w:drawing": "image",
    "w:pict": "image",
    "w:object": "image",
    "w:del": "deletion",
    "w:moveFrom": "deletion",
    "w:delText": "deletion",
    "w:fldSimple": "field",
    "w:pgNum": "field",
    "a:fld": "field",
    "w:sdt": "placeholder",
    "m:oMath": "equation",
    "m:oMathPara": "equation",
    "?:m": "equation",
    "w:ruby": "ruby",
}
_MARKS = {
    "bookmark": "bookmark",
    "commentRange": "comment",
    "perm": "permission",
    "moveFromRange": "revision",
    "moveToRange": "revision",
    "customXmlInsRange": "revision",
    "customXmlDelRange": "revision",
    "customXmlMoveFromRange": "revision",
    "customXmlMoveToRange": "revision",
}


@dataclass(slots=True)
class View:
    """A part as its paragraphs are read. link: id of a relation -> where it leads to. hidden_styles: of characters."""

    xml: Xml
    link: Callable[[str], str] = lambda _: ""
    hidden_styles: Collection[str] = ()
    formats: dict[bytes, Format] = field(default_factory=dict)


def items_of(paragraph: Node, view: View, *, hidden: bool) -> tuple[list[Item] | None, int, int]:
    """What a paragraph holds, and the bytes that it takes; None for one that is to be left alone.

    hidden: hidden words are words too, else they are points.
    """
    nodes = [one for one in paragraph.children if tag(one) not in ("#text", "#other") or one.text.strip()]
    inner = [one for one in nodes if tag(one) not in ("w:pPr", "a:pPr", "a:endParaRPr")]
    if not inner:
        return [], paragraph.open_end, paragraph.open_end
    start, end = inner[0].start, inner[-1].end
    if any(start < one.start < end for one in nodes if one not in inner):
        return None, start, end
    found = list(_Reader(view, hidden).inline(inner))
    return fields_joined(found), start, end


class _Reader:
    def __init__(self, view: View, hidden: bool) -> None:
        self._view, self._hidden = view, hidden
        self._content = view.xml.content

    def inline(self, nodes: Sequence[Node]) -> Iterator[Item]:
        for node in nodes:
            name = tag(node)
            if name == "w:r":
                yield from self._run(node, word_format)
            elif name == "a:r":
                yield from self._run(node, drawing_format)
            elif name in _SILENT:
                continue
            else:
                yield from self._element(node, name)

    def _element(self, node: Node, name: str) -> Iterator[Item]:
        role, shown = _AROUND.get(name, ""), ""
        inside: Sequence[Node] = node.children
        if name == "w:hyperlink":
            shown = self._target(node)
        elif name == "w:fldSimple":
            target = link_of(node.get("instr") or "")
            role, shown = ("link", target) if target is not None else ("", "")
        elif name == "w:sdt":
            content, given = child(node, "w:sdtContent"), child(node, "w:sdtPr")
            bound = given is not None and any(tag(one) in _CONTROLS for one in given.children)
            if content is not None and not content.is_empty and not bound:
                role, inside = "placeholder", content.children
        words = [one for one in inside if tag(one) not in HEADS]
        if not role or not words:
            yield self._point(node, name)
            return
        opened = Item("open", role, node=node, shown=shown)
        yield opened
        yield from self.inline(words)
        yield closed(opened, node=node)

    def _target(self, node: Node) -> str:
        anchor = node.get("anchor") or ""
        relation = next((value for key, value in node.attributes.items() if key.local == "id" and key.space), "")
        return (self._view.link(relation) if relation else "") + (f"#{anchor}" if anchor else "")

    def _point(self, node: Node, name: str, format_: Format | None = None) -> Item:
        mark, starts, role, shown = None, False, _POINTS.get(name, ""), ""
        if name.startswith("w:") and name.endswith(("Start", "End")):
            local = name[2:].removesuffix("Start").removesuffix("End")
            starts = name.endswith("Start")
            mark = (local, node.get("id") or "")
            role = f"{_MARKS.get(local, 'mark')} {'start' if starts else 'end'}"
            shown = node.get("name") or ""
        elif role in ("field", "deletion", "placeholder", "symbol"):
            shown = node.words().strip()[:80] or node.get("char") or ""
        elif role == "image" and child_below(node, "w:txbxContent"):
            role = "text box"
        elif name == "w:br" and node.get("type") in ("page", "column"):
            role = f"{node.get('type')} break"
        elif name == "mc:AlternateContent":
            role = "text box" if child_below(node, "w:txbxContent") else "image"
        return Item("point", role or "object", node=node, format=format_, mark=mark, starts=starts, shown=shown)

    def _run(self, run: Node, formatted: Callable[[bytes, Node], Format]) -> Iterator[Item]:
        given = child(run, "w:rPr", "a:rPr")
        key = self._content[run.start : given.end if given is not None else run.open_end]
        format_ = self._view.formats.get(key)
        if format_ is None:
            format_ = self._view.formats[key] = formatted(self._content, run)
            if format_.link:
                format_ = self._view.formats[key] = format_._replace(link=self._view.link(format_.link))
        concealed = given is not None and not self._hidden and self._is_hidden(given)
        for node in run.children:
            name = tag(node)
            if name in _SILENT:
                continue
            if name in ("w:t", "a:t"):
                text = node.words()
                if concealed and text.strip():
                    yield Item("point", "hidden text", node=node, format=format_, shown=text)
                else:
                    yield from self._words(text, format_)
            elif name == "w:noBreakHyphen":
                yield Item("text", "element", text="\u2011", format=format_)
            elif name == "w:softHyphen":
                yield Item("text", "element", text="\u00ad", format=format_)
            elif name == "w:fldChar":
                yield Item("point", f"field {node.get('fldCharType') or ''}", node=node, format=format_)
            elif name in ("w:instrText", "w:delInstrText"):
                yield Item("point", "field code", text=node.words(), node=node, format=format_)
            else:
                yield self._point(node, name, format_)

    def _words(self, text: str, format_: Format) -> Iterator[Item]:
        if format_.is_of_symbols and len(text) < 4:
            yield Item("point", "symbol", text=text, format=format_, shown=text)
        elif not text.strip() and len(text) > 2 and format_.is_seen_on_blanks:
            yield Item("point", "blank to fill in", text=text, format=format_)
        elif "<" in text:
            for one in tokens(text):
                kind = "point" if one.code else "text"
                role, shown = ("literal", one.text) if one.code else ("", "")
                yield Item(kind, role, text=one.text, format=format_, shown=shown)
        elif text:
            yield Item("text", text=text, format=format_)

    def _is_hidden(self, given: Node) -> bool:
        if is_on(child(given, "w:vanish")):
            return True
        style = child(given, "w:rStyle")
        return style is not None and (style.get("val") or "") in self._view.hidden_styles


def child_below(node: Node, name: str) -> bool:
    """Whether an element with this tag stands anywhere below."""
    return any(tag(one) == name for one in node.walk(name.partition(":")[2]))
