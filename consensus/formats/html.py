"""HTML: words of blocks, a sentence at a time, with inline elements as codes; everything else stays byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consensus.formats.base import Format, Langs, Left, Locator, Options, Written
from consensus.formats.encodings import Decoded
from consensus.formats.html_events import Event, attributes, events
from consensus.formats.marked import Marked, Stretch, marked
from consensus.formats.spliced import Found, Slot, SplicedFormat, slot_of
from consensus.formats.words import has_letters
from consensus.normalize.coded import plain

_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
#: Elements inside a line of text, and what each is; all others end a block.
_INLINE = {
    "a": "link", "abbr": "abbreviation", "acronym": "abbreviation", "b": "bold", "bdi": "direction",
    "bdo": "direction", "big": "large", "cite": "title", "data": "data", "del": "deletion", "dfn": "term",
    "em": "emphasis", "font": "font", "i": "italic", "ins": "insertion", "label": "label", "mark": "highlight",
    "nobr": "format", "q": "quotation", "ruby": "ruby", "rb": "ruby", "rt": "reading", "rp": "ruby", "s": "struck out",
    "small": "small", "span": "format", "strike": "struck out", "strong": "bold", "sub": "subscript",
    "sup": "superscript", "time": "time", "tt": "format", "u": "underlined", "var": "variable", "blink": "format",
    "map": "image map",
}  # fmt: skip
#: Elements without words of their own in a line of text.
_POINTS = {
    "br": "line break", "wbr": "line break", "img": "image", "input": "input", "embed": "object", "audio": "object",
    "video": "object", "canvas": "object", "iframe": "object", "object": "object", "picture": "image", "area": "image",
    "meter": "object", "progress": "object", "code": "code", "kbd": "code", "samp": "code", "svg": "image",
    "math": "formula", "script": "script", "style": "script",
    "textarea": "input", "link": "link", "meta": "data",
}  # fmt: skip
#: What they hold is never read, whole as they are: programs, pictures, code.
_SEALED = frozenset(
    ("script", "style", "pre", "code", "kbd", "samp", "svg", "math", "object", "iframe", "audio", "video", "canvas")
) | {"textarea"}
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_KINDS = {"li": "list_item", "dt": "list_item", "dd": "list_item", "td": "table_cell", "th": "table_cell"}
_KINDS |= {"title": "title", "blockquote": "quote", "caption": "caption", "figcaption": "caption", "option": "string"}
_KINDS |= {"button": "string", "legend": "string", "summary": "heading"} | {f"h{n}": "heading" for n in range(1, 7)}
_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")
_META = ("description", "og:title", "og:description", "twitter:title", "twitter:description")
_PROGRAMS = ("script", "style")
#: A deeper tree is a mistake or an attack.
_DEEPEST = 500


@dataclass
class _State:
    """What is being read. open: the elements that are open, with the translate attribute that holds in each."""

    text: str
    slots: list[Slot] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    marks: list[Stretch] = field(default_factory=list)
    start: int = 0
    blocks: int = 0
    attributes: int = 0
    title: str = ""
    open: list[tuple[str, bool]] = field(default_factory=list)


class Html(SplicedFormat):
    name = "html"
    label = "HTML"
    suffixes = (".html", ".htm")
    reads_words = True
    left = {  # noqa: RUF012
        "untranslated": ("text marked as not to be translated", "texts marked as not to be translated"),
        "alt_texts": ("alt or title text", "alt or title texts"),
        "sealed": ("text in an embedded object or a field", "texts in embedded objects or fields"),
    }

    def declared(self, content: bytes) -> str:
        head = content[:4096]
        found = _XML.match(head) or _CHARSET.search(head)
        return _as_browsers(found[1].decode("ascii", "replace")) if found else ""

    def found(self, text: str, options: Options) -> Found:
        state = _State(text)
        stream = list(events(text))
        at = 0
        while at < len(stream):
            at = _take(state, stream, at)
        _flush(state, len(text))
        return Found(sorted(state.slots, key=lambda slot: slot.start), state.left, (), state.title)

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        """Attributes first: some stand in the codes of a block, which is written with what they hold then."""
        inside = {locator: text for locator, text in texts.items() if locator.startswith("a")}
        first = super().write(content, inside, langs)
        rest = {locator: text for locator, text in texts.items() if locator not in inside}
        second = super().write(first.content, rest, langs)
        return Written(second.content, {**first.left_out, **second.left_out})

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        if slot.way == "attribute":
            made = _escaped(new).replace('"', "&quot;").replace("'", "&#39;")
            made = slot.words.lead + made + slot.words.trail
        else:
            made = slot.words.rendered(new, _escaped)
        if source.holds(made):
            return made
        return "".join(one if source.holds(one) else f"&#{ord(one)};" for one in made)


def _take(state: _State, stream: Sequence[Event], at: int) -> int:
    """Reads one event, or all of a sealed element; the place of the next one."""
    event = stream[at]
    raw = state.text[event.start : event.end]
    if event.kind == "text":
        if not state.marks:
            state.start = event.start
        state.marks.append(Stretch("text", raw, html.unescape(raw)))
    elif event.kind == "start":
        found = attributes(raw)
        _attributes(state, event, found)
        stays = (
            found.get("translate", ("",))[0].lower() == "no" or "notranslate" in found.get("class", ("",))[0].split()
        )
        if event.name in _SEALED or stays:
            return _sealed(state, stream, at, stays)
        if event.name in _POINTS:
            _mark(state, event, Stretch("point", raw, role=_POINTS[event.name], shown=_shown(found)))
        elif event.name in _INLINE and not raw.endswith("/>"):
            _mark(state, event, Stretch("open", raw, name=event.name, role=_INLINE[event.name], shown=_shown(found)))
        elif event.name in _INLINE:
            _mark(state, event, Stretch("point", raw, role=_INLINE[event.name]))
        else:
            _flush(state, event.start)
            if event.name not in _VOID and len(state.open) < _DEEPEST:
                state.open.append((event.name, True))
    elif event.kind == "end":
        if event.name in _INLINE:
            _mark(state, event, Stretch("close", raw, name=event.name))
        elif event.name in _POINTS:
            _mark(state, event, Stretch("point", raw, role=_POINTS[event.name]))
        else:
            _flush(state, event.start)
            names = [name for name, _ in state.open]
            if event.name in names:
                del state.open[len(names) - 1 - names[::-1].index(event.name) :]
    elif state.marks:  # a comment inside a line of text
        state.marks.append(Stretch("point", raw, role="comment"))
    return at + 1


def _mark(state: _State, event: Event, mark: Stretch) -> None:
    if not state.marks:
        state.start = event.start
    state.marks.append(mark)


def _sealed(state: _State, stream: Sequence[Event], at: int, stays: bool) -> int:
    """Goes past an element whose content is not read, as a point of the text around it where it stands in a line."""
    first = stream[at]
    depth, end = 1, at
    if first.name not in _VOID and not state.text[first.start : first.end].endswith("/>"):
        while depth and end + 1 < len(stream):
            end += 1
            if stream[end].name == first.name:
                depth += 1 if stream[end].kind == "start" else -1 if stream[end].kind == "end" else 0
    stop = stream[end].end
    raw = state.text[first.start : stop]
    texts = (html.unescape(state.text[one.start : one.end]) for one in stream[at : end + 1] if one.kind == "text")
    words = " ".join(" ".join(texts).split())
    if first.name in _POINTS or first.name in _INLINE:
        role = "fixed text" if stays else _POINTS.get(first.name, "code")
        _mark(
            state,
            first,
            Stretch(
                "point",
                raw,
                role=role,
                shown="" if first.name in _PROGRAMS else words[:60],
            ),
        )
    else:
        _flush(state, first.start)
    if has_letters(words):
        if stays:
            state.left.append(Left(first.start, stop, "untranslated", words[:40]))
        elif first.name not in (*_PROGRAMS, "pre", "code", "kbd", "samp", "math"):
            state.left.append(Left(first.start, stop, "sealed", first.name))
    return end + 1


def _flush(state: _State, end: int) -> None:
    """The block that ends here."""
    marks, state.marks = state.marks, []
    state.blocks += 1
    if not any(mark.kind == "text" and mark.text.strip() for mark in marks):
        return
    words = marked(marks, _escaped)
    shown = plain(words.text, words.codes)
    if not has_letters(shown):
        return
    names = [name for name, _ in state.open]
    kind = next((_KINDS[name] for name in reversed(names) if name in _KINDS), "paragraph")
    if kind == "title" or (kind == "heading" and not state.title):
        state.title = " ".join(shown.split())
    raw_end = state.start + sum(len(mark.raw) for mark in marks)
    words = _one_spaced(words)
    place = {"title": "title"}.get(kind, f"{kind.replace('_', ' ')} {len(state.slots) + 1}")
    state.slots.append(
        slot_of(state.start, raw_end, words, str(state.blocks), kind=kind, place=place, whole=kind == "title")
    )


def _one_spaced(words: Marked) -> Marked:
    """As a browser shows it: line breaks and runs of blanks of the file are one blank."""
    return words._replace(text=re.sub(r"[ \t\r\n\f]+", " ", words.text))


def _attributes(state: _State, event: Event, found: dict[str, tuple[str, int, int]]) -> None:
    """The texts in a tag: by rule, those of a meta description always."""
    wanted = [(name, "alt_texts") for name in _ATTRIBUTES]
    if event.name == "meta":
        is_text = (found.get("name") or found.get("property") or ("",))[0].lower() in _META
        wanted = [("content", "")] if is_text else []
    elif event.name == "input" and found.get("type", ("",))[0].lower() in ("submit", "button", "reset"):
        wanted.append(("value", "alt_texts"))
    if found.get("translate", ("",))[0].lower() == "no":
        return
    for name, rule in wanted:
        state.attributes += 1
        value, start, end = found.get(name, ("", 0, 0))
        if has_letters(value):
            raw = state.text[event.start + start : event.start + end]
            words = _one_spaced(marked([Stretch("text", raw, html.unescape(raw))], _escaped))
            kind = "title" if event.name == "meta" else "alt_text"
            more = {"kind": kind, "place": f"{event.name} {name}", "rule": rule, "way": "attribute"}
            state.slots.append(slot_of(event.start + start, event.start + end, words, f"a{state.attributes}", **more))


def _shown(found: dict[str, tuple[str, int, int]]) -> str:
    """What a person is shown of a code: where a link goes, which image it is."""
    return next((found[name][0] for name in ("href", "src", "alt") if found.get(name, ("",))[0]), "")[:200]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")


def _as_browsers(name: str) -> str:
    """Browsers read what calls itself Latin-1 or ASCII as Windows-1252."""
    return (
        "windows-1252"
        if name.lower() in ("iso-8859-1", "latin1", "latin-1", "iso8859-1", "us-ascii", "ascii")
        else name
    )


FORMAT: Format = Html()
