"""Front matter before a Markdown text, YAML or TOML: only the keys that the policy names are translated."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from consensus.formats.base import Left, Piece
from consensus.formats.spans import Edit, lines_of, one_line
from consensus.formats.words import is_string_text

_END = r"[ \t]*(?:\r\n|\r|\n)"
_LINES = r"(?:[^\r\n]*(?:\r\n|\r|\n))*?"
#: Between two fences at the very start. A rule at the start and another one further down are not that.
_FRONT = re.compile(
    rf"---{_END}(?=[\w\"'-][^\r\n]*:|\#|(?:---|\.\.\.)[ \t]*[\r\n]){_LINES}(?:---|\.\.\.)(?:{_END}|[ \t]*\Z)"
    rf"|\+\+\+{_END}(?=[\w\"'\[#+]|{_END}){_LINES}\+\+\+(?:{_END}|[ \t]*\Z)"
)
_ENTRY = re.compile(r"(?P<key>[\w.-]+)[ \t]*[:=][ \t]+(?P<value>\S.*?)[ \t]*")
_KEY = re.compile(r"([\w.-]+)[ \t]*[:=]")
_VALUE = re.compile(r"[ \t]*(?:-[ \t]+)?(?:[\w.-]+[ \t]*[:=][ \t]*)?(.*?),?[ \t]*")
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
_NOT_TEXT = frozenset(["true", "false", "yes", "no", "on", "off", "null"])


def of(text: str) -> str:
    """The front matter with both its fences, or ""."""
    found = _FRONT.match(text)
    return found.group() if found else ""


def read(front: str, keys: Collection[str]) -> tuple[list[Piece], list[Left]]:
    """The values of these keys where they stand on one line; every other key that holds words is left."""
    spans: list[Piece] = []
    left: list[Left] = []
    key = ""
    for line in lines_of(front)[1:-1]:
        named = _KEY.match(line.text)
        key = named[1] if named else key
        found = _ENTRY.fullmatch(line.text)
        if found and key in keys and (span := _span(line.start + found.start("value"), found["value"])):
            spans.append(span)
            continue
        value = _VALUE.fullmatch(line.text)
        if value and is_string_text(value[1].strip("\"'[]")):
            left.append(Left(line.start, line.end, "front_matter", key))
    return spans, left


def skeleton(front: str) -> tuple[str, ...]:
    """Its lines without the values that hold words."""
    return tuple(_bare(front))


def _bare(front: str) -> Iterator[str]:
    for line in lines_of(front):
        found = _ENTRY.fullmatch(line.text)
        yield line.text[: found.start("value")] if found and is_string_text(found["value"].strip("\"'")) else line.text


def _span(start: int, raw: str) -> Piece | None:
    quote = raw[0] if raw[0] in "\"'" and raw[-1] == raw[0] and len(raw) > 2 else ""
    text = _decoded(raw, quote)
    if not is_string_text(text) or (not quote and raw[0] in "[{&*!|>%@`\"'"):
        return None
    return Piece(start, start + len(raw), text, "front_matter")


def _decoded(raw: str, quote: str) -> str:
    if quote == '"':
        try:
            return str(json.loads(raw))
        except ValueError:
            return ""
    return raw[1:-1].replace("''", "'") if quote else raw


def edit(text: str, start: int, end: int, new: str) -> Edit:
    """The replacement of one value, quoted as it was, or where it must be."""
    new, raw = one_line(new), text[start:end]
    if raw.startswith("'") and (text.startswith("---") or "'" not in new):
        doubled = new.replace("'", "''")
        return Edit(start, end, f"'{doubled}'")
    plain = raw[0] != '"' and _PLAIN.fullmatch(new) and not new.endswith(":") and new.lower() not in _NOT_TEXT
    return Edit(start, end, new if plain else json.dumps(new, ensure_ascii=False))
