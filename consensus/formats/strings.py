"""Apple .strings: values are strings; keys and comments stay, and a comment above is what it says to translators."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Options
from consensus.formats.encodings import Decoded
from consensus.formats.spliced import Found, Slot, SplicedFormat, literal, same_edges, slot_of
from consensus.formats.words import has_letters

_BARE = r"[\w.$:/-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"(?P<comment>/\*.*?\*/|//[^\r\n]*)|(?P<key>{_QUOTED}|{_BARE})(?:\s*=\s*(?P<value>{_QUOTED}|{_BARE}))?\s*;|(?P<blank>[\s;]+)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([Uu][0-9a-fA-F]{4}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Strings(SplicedFormat):
    name = "strings"
    label = "Apple strings"
    suffixes = (".strings",)
    left = {  # noqa: RUF012
        "key_alone": ("key that is its own text", "keys that are their own texts"),
        "half_character": ("string with half a character", "strings with half a character"),
    }

    def declared(self, content: bytes) -> str:
        """UTF-16 has a zero byte beside every ASCII character; Xcode wrote it without a byte order mark, too."""
        if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" not in content[:2]:
            return ""
        return "utf_16_be" if content[:1] == b"\0" else "utf_16_le"

    def found(self, text: str, options: Options) -> Found:
        if text.startswith(("bplist", "<?xml", "<!DOCTYPE plist")):
            do = "Convert it first: plutil -convert strings FILE, or hand in the source of the build."
            raise DocumentError("this is a compiled property list.", where=options.where, do=do)
        slots: list[Slot] = []
        left: list[Left] = []
        comments: list[str] = []
        number = 0
        for token in _tokens(text, options.where):
            if token["comment"]:
                comments.append(_comment(token["comment"]))
            elif token["blank"]:
                if len(re.findall(r"\r\n|\r|\n", token["blank"])) > 2:
                    comments = []  # that of the file
            else:
                note, comments = "\n".join(filter(None, comments)), []
                key, number = _value(token["key"]), number + 1
                value = _value(token["value"] or "")
                if not token["value"]:
                    left += [Left(*token.span("key"), "key_alone", key)] if has_letters(key) else []
                elif _SURROGATE.search(value):
                    left.append(Left(*token.span("value"), "half_character", key))
                elif has_letters(value):
                    start, end = token.span("value")
                    about = {"kind": "string", "place": key, "note": note}
                    slots.append(slot_of(start, end, literal(value), str(number), **about))
        return Found(slots, left)

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        words = same_edges(slot.words, new)
        if source.text[slot.start] != '"' and re.fullmatch(_BARE, words, re.ASCII):
            return words
        text = words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
        if "\n" in words and "\\n" in source.text[slot.start : slot.end]:
            text = text.replace("\n", "\\n")
        return f'"{text}"'


def _tokens(text: str, where: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            line = len(re.findall(r"\r\n|\r|\n", text[:at])) + 1
            what = f'not Apple strings: line {line} is neither a comment nor "key" = "value";.'
            raise DocumentError(what, where=where, do="Mend it; plutil -lint names all such lines.")
        yield token
        at = token.end()


def _comment(raw: str) -> str:
    inner = raw[2:-2] if raw.startswith("/*") else raw[2:]
    return " ".join(line.strip().lstrip("*").strip() for line in inner.splitlines()).strip()


def _value(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    text = _ESCAPE.sub(_unescaped, raw[1:-1])
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") if _SURROGATE.search(text) else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "Uu" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return bytes([int(code, 8) & 255]).decode("mac_roman")  # as NeXTSTEP's property lists had it
    return _ESCAPES.get(code, code)


FORMAT: Format = Strings()
