"""Java .properties: values are strings; keys, comments, separators and continued lines of other values stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from consensus.formats.base import Format, Left, Options
from consensus.formats.encodings import Decoded
from consensus.formats.spans import lines_of
from consensus.formats.spliced import Found, Slot, SplicedFormat, literal, same_edges, slot_of
from consensus.formats.words import has_letters, is_cell_text

_KEY = re.compile(r"(?:[^\s=:\\]|\\.)+", re.DOTALL)
_SEPARATOR = re.compile(r"[ \t\f]*[=:]?[ \t\f]*")
_CONTINUED = re.compile(r"\\(?:\r\n|\r|\n)[ \t\f]*")
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")
#: An argument of java.text.MessageFormat, for which an apostrophe is written twice.
_ARGUMENT = re.compile(r"\{\d+[^{}]*\}|\{\w+\s*,\s*\w+")
_ALONE = re.compile(r"(?<!')'(?!')")
#: An apostrophe inside a word, which can be no quote.
_INSIDE = re.compile(r"(?<=\w)'(?=\w)")


class Entry(NamedTuple):
    """A key with its value. start, end: of the value. note: the comment right above."""

    key: str
    start: int
    end: int
    note: str


class Properties(SplicedFormat):
    name = "properties"
    label = "Java properties"
    suffixes = (".properties",)
    left = {  # noqa: RUF012
        "single_word": ("value that may be a code", "values that may be codes"),
        "half_character": ("value with half a character", "values with half a character"),
    }
    last = "latin-1"

    def found(self, text: str, options: Options) -> Found:
        entries = list(_entries(text))
        values = [_decoded(text[entry.start : entry.end]) for entry in entries]
        doubles = _doubles(values)
        slots: list[Slot] = []
        left: list[Left] = []
        for number, (entry, value) in enumerate(zip(entries, values, strict=True)):
            if _SURROGATE.search(value):
                left.append(Left(entry.start, entry.end, "half_character", entry.key))
            elif is_cell_text(value):
                # Where a quote stands alone it marks literal braces, and the value is shown as it is.
                way = (
                    "plain"
                    if not (doubles and _ARGUMENT.search(value))
                    else "quoted"
                    if _ALONE.search(value)
                    else "format"
                )
                shown = value.replace("''", "'") if way == "format" else value
                more = {"kind": "string", "place": entry.key, "note": entry.note, "way": way}
                slots.append(slot_of(entry.start, entry.end, literal(shown), str(number), **more))
            elif has_letters(value):
                left.append(Left(entry.start, entry.end, "single_word", value.strip()[:40]))
        return Found(slots, left)

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        words = same_edges(slot.words, new)
        if slot.way == "format":
            words = words.replace("'", "''")
        elif slot.way == "quoted":
            words = _INSIDE.sub("''", words)
        text = _encoded(words)
        if source.text.isascii():
            return "".join(one if one.isascii() else _code(one) for one in text)
        return "".join(one if source.holds(one) else _code(one) for one in text)


def _doubles(values: list[str]) -> bool:
    """Whether values with arguments write an apostrophe twice; so they should where the file shows neither."""
    with_arguments = [value for value in values if _ARGUMENT.search(value)]
    return any("''" in value for value in with_arguments) or not any("'" in value for value in with_arguments)


def _entries(text: str) -> Iterator[Entry]:
    notes: list[str] = []
    lines = iter(lines_of(text))
    for line in lines:
        bare = line.text.lstrip(" \t\f")
        if not bare or bare[0] in "#!":
            notes = [*notes, bare.lstrip("#! \t").rstrip()] if bare else []
            continue
        start, end = line.end - len(bare), line.end
        last = line.text
        while _odd_backslashes(last):
            following = next(lines, None)
            if following is None:
                break
            last, end = following.text, following.end
        key = _KEY.match(text, start, end)
        stop = key.end() if key else start
        separator = _SEPARATOR.match(text, stop, end)
        at = separator.end() if separator else stop
        while blank := _CONTINUED.match(text, at, end):  # the value begins on the next line
            at = blank.end()
        if at < end:
            yield Entry(_decoded(text[start:stop]), at, end, "\n".join(filter(None, notes)))
        notes = []


def _odd_backslashes(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _decoded(raw: str) -> str:
    text = _ESCAPE.sub(_unescaped, _CONTINUED.sub("", raw))
    # Two escapes are one character beyond the first plane.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") if _SURROGATE.search(text) else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[-4:], 16)) if len(code) > 4 else _ESCAPES.get(code, code)


def _encoded(text: str) -> str:
    text = (
        text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r").replace("\f", "\\f")
    )
    return f"\\{text}" if text[:1] == " " else text


def _code(one: str) -> str:
    raw = one.encode("utf-16-be")
    return "".join(f"\\u{raw[at : at + 2].hex().upper()}" for at in range(0, len(raw), 2))


FORMAT: Format = Properties()
