"""Strings of a spreadsheet with their formats (``si``, ``is``, ``text`` of comments) as coded text, and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from consensus.domain import Code
from consensus.formats.xml_splice import Edit, Node, Xml, escaped
from consensus.normalize.coded import Token, is_code, tokens

#: A character that XML cannot hold, as these files write it; ``_x005F_`` is the "_" before what only looks like one.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
#: Parts of a format that change nothing a reader sees.
_SILENT = ("charset", "family", "scheme")
_ROLES = {"b": "bold", "i": "italic", "u": "underline", "strike": "struck through", "color": "color"}


class Run(NamedTuple):
    """A stretch of one format. key: the same for formats that look the same. format: its bytes, b"" for none."""

    text: str
    key: bytes = b""
    format: bytes = b""
    role: str = ""


class Rich(NamedTuple):
    """text: coded, without the blanks around it, which are lead and trail. formats: of each pair, by its number, with
    that of the words outside all pairs under 0. literals: of each point, what it stands for."""

    text: str
    codes: tuple[Code, ...]
    lead: str
    trail: str
    formats: dict[int, bytes]
    literals: dict[int, str]


def words_of(node: Node) -> str:
    """All its words, without readings of them (phonetic guides)."""
    return unescaped("".join(_texts(node)))


def unescaped(text: str) -> str:
    """``_x000D_`` is a carriage return, and so on."""
    return _ESCAPE.sub(lambda found: _character(found), text) if "_x" in text else text


def escaped_words(text: str) -> str:
    """The text as such a file writes it."""
    text = _ESCAPE.sub(lambda found: f"_x005F_{found[0][1:]}", text)
    return text.replace("\r", "_x000D_")


def read(xml: Xml, node: Node) -> Rich:
    """The coded text of a string. Runs of like formats are one; that of most letters is not marked."""
    runs = _runs(xml, node)
    sizes: Counter[bytes] = Counter()
    for run in runs:
        sizes[run.key] += sum(map(str.isalnum, run.text))
    base = max(sizes, key=lambda key: sizes[key]) if sizes else b""
    formats = {0: next((run.format for run in runs if run.key == base), b"")}
    codes: list[Code] = []
    literals: dict[int, str] = {}
    parts: list[str] = []
    for run in runs:
        marked = run.key != base and not run.text.isspace()
        if marked:
            codes.append(Code(len(codes) + 1, "pair", run.role))
            formats[len(codes)] = run.format
        number = len(codes)
        inner = []
        for text, literal in _literal(run.text):
            if literal:
                codes.append(Code(len(codes) + 1, "point", "text that looks like a code", text))
                literals[len(codes)] = text
                text = f"<x{len(codes)}/>"
            inner.append(text)
        parts += [f"<g{number}>", *inner, f"</g{number}>"] if marked else inner
    whole = "".join(parts)
    text = whole.strip()
    lead = whole[: len(whole) - len(whole.lstrip())] if text else ""
    return Rich(text, tuple(codes), lead, whole[len(lead) + len(text) :], formats, literals)


def edits(xml: Xml, node: Node, target: str) -> list[Edit]:
    """The replacements that write a coded text in its place. Readings of the old words go."""
    rich = read(xml, node)
    written = list(_written(rich, f"{rich.lead}{target}{rich.trail}"))
    gone = [Edit(child.start, child.end, b"") for child in node.elements("rPh", "phoneticPr")]
    runs = node.elements("r")
    held = runs or node.elements("t") or [node]
    if runs:
        new = b"".join(_run(xml, runs[0].prefix, text, form) for text, form in written)
    else:
        new = _text(xml, held[0], "".join(text for text, _ in written))
    also = [Edit(child.start, child.end, b"") for child in held[1:]]
    return [Edit(held[0].start, held[0].end, new), *also, *gone]


def _texts(node: Node) -> Iterator[str]:
    for child in node.elements("t", "r"):
        for text in [child] if child.local == "t" else child.elements("t"):
            yield text.words()


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _runs(xml: Xml, node: Node) -> list[Run]:
    """The stretches in order, joined where their formats look the same."""
    found: list[Run] = []
    if not node.elements("t", "r"):  # the text of a threaded comment has no elements
        return [Run(unescaped(node.words()))]
    for child in node.elements("t", "r"):
        text = unescaped("".join(one.words() for one in ([child] if child.local == "t" else child.elements("t"))))
        format_ = child.find("rPr") if child.local == "r" else None
        run = _formatted(xml, format_, text) if format_ else Run(text)
        if found and (found[-1].key == run.key or not text):
            found[-1] = found[-1]._replace(text=found[-1].text + text)
        elif text:
            found.append(run)
    return found


def _formatted(xml: Xml, node: Node, text: str) -> Run:
    told = [child for child in node.elements() if child.local not in _SILENT]
    key = b"".join(sorted(b" ".join(xml.content[one.start : one.end].split()) for one in told))
    names = [child.local for child in told]
    position = next((child.get("val") or "" for child in told if child.local == "vertAlign"), "")
    role = position if position in ("superscript", "subscript") else ""
    role = role or next((_ROLES[name] for name in _ROLES if name in names), "format")
    return Run(text, key, xml.content[node.start : node.end], role)


def _literal(text: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches, and whether each only looks like a code."""
    if not is_code(text):
        yield text, False
        return
    for token in tokens(text):
        yield token.text, token.code > 0


def _written(rich: Rich, target: str) -> Iterator[tuple[str, bytes]]:
    """Stretches of text with the bytes of their formats."""
    stretches: list[tuple[str, int]] = []
    inside = [0]
    for token in tokens(target) if rich.codes else [Token("text", target, 0, 0)]:
        if token.kind == "open":
            inside.append(token.code)
        elif token.kind == "close":
            inside.pop()
        else:
            text = rich.literals.get(token.code, "") if token.kind == "point" else token.text
            stretches.append((text, inside[-1]))
    for number, several in groupby(stretches, key=lambda one: one[1]):
        if text := "".join(one[0] for one in several):
            yield text, rich.formats.get(number, b"")


def _run(xml: Xml, prefix: str, text: str, form: bytes) -> bytes:
    def tag(name: str) -> bytes:
        return f"{prefix}{name}".encode(xml.encoding)

    less, more, end = ("<".encode(xml.encoding), ">".encode(xml.encoding), "</".encode(xml.encoding))
    body = escaped(escaped_words(text), xml.encoding)
    kept = _PRESERVE.encode(xml.encoding) if _needs_blanks(text) else b""
    text_element = less + tag("t") + kept + more + body + end + tag("t") + more
    return less + tag("r") + more + form + text_element + end + tag("r") + more


_PRESERVE = ' xml:space="preserve"'


def _text(xml: Xml, node: Node, text: str) -> bytes:
    """A ``t`` element with other words and its own tags."""
    head, tail = xml.content[node.start : node.open_end], xml.content[node.close_start : node.end]
    if _needs_blanks(text) and node.local == "t" and node.get("space") is None:
        more = ">".encode(xml.encoding)
        head = head.removesuffix(more) + _PRESERVE.encode(xml.encoding) + more
    return head + escaped(escaped_words(text), xml.encoding) + tail


def _needs_blanks(text: str) -> bool:
    return text != text.strip() or "  " in text or "\n" in text
