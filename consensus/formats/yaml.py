"""YAML: strings that people read, in their own style; keys, anchors, tags, comments and layout never change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml
from yaml.resolver import Resolver

from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Options
from consensus.formats.encodings import Decoded
from consensus.formats.spans import lines_of
from consensus.formats.spliced import Found, Slot, SplicedFormat, literal, same_edges, slot_of
from consensus.formats.words import has_letters, is_cell_text, is_single_word, is_string_text
from consensus.formats.yaml_scalars import LOADER, Scalar, written
from consensus.normalize.tokens import base_language

_DEEPEST = 500
_STRING = "tag:yaml.org,2002:str"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
#: An anchor or a tag, with the blanks and comments behind it.
_PROPERTY = re.compile(r"[&!]\S*(?:\s+|#[^\r\n]*)*")
_KEY = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class _Level:
    """A document, mapping or sequence that is open. name: of the value that is read, for people. has_key: of a mapping,
    whether a value comes next or is being read."""

    def __init__(self, kind: str, flow: bool = False) -> None:
        self.kind, self.flow = kind, flow
        self.name, self.has_key, self._count = "", False, 0

    def step(self, value: str) -> None:
        """A key, value or entry begins."""
        if self.kind == "sequence":
            self._count += 1
            self.name = f"[{self._count}]"
        elif self.kind == "mapping":
            self.has_key = not self.has_key
            self.name = value[:80] if self.has_key else self.name


class Value(NamedTuple):
    """A scalar that is no key. path: its keys. key_line: the line, from 0, on which its last key stands."""

    path: tuple[str, ...]
    scalar: Scalar
    key_line: int
    tag: str


class Yaml(SplicedFormat):
    name = "yaml"
    label = "YAML"
    suffixes = (".yaml", ".yml")
    left = {  # noqa: RUF012
        "single_word": ("single word that may be a code", "single words that may be codes"),
        "tagged": ("value with a tag of its own", "values with tags of their own"),
        "half_character": ("string with half a character", "strings with half a character"),
    }

    def found(self, text: str, options: Options) -> Found:
        """String values with words, each one piece however long.

        In a file whose only key at the top is a language, every string is of the user interface: "day" is a word there.
        """
        values, roots = _values(text, options.where)
        root = roots[0] if len(roots) == 1 and _KEY.fullmatch(roots[0]) else ""
        is_locale = bool(root and options.lang) and base_language(root.replace("_", "-")) == base_language(options.lang)
        slots: list[Slot] = []
        left: list[Left] = []
        lines = lines_of(text)
        for number, value in enumerate(values):
            scalar = value.scalar
            words = scalar.value
            if not has_letters(words):
                continue
            if _SURROGATE.search(words):
                left.append(Left(scalar.start, scalar.end, "half_character"))
            elif value.tag != _STRING:
                left.append(Left(scalar.start, scalar.end, "tagged", value.path[-1] if value.path else ""))
            elif is_string_text(words) or (is_locale and is_cell_text(words)):
                note = _comment([line.text for line in lines[max(0, value.key_line - 20) : value.key_line]])
                more = {"kind": "string", "place": ".".join(value.path), "note": note, "way": scalar}
                slots.append(slot_of(scalar.start, scalar.end, literal(words), str(number), **more))
            elif is_single_word(words):
                left.append(Left(scalar.start, scalar.end, "single_word", words.strip()))
        return Found(slots, left, _warnings(root if is_locale else "", options.target_lang))

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        assert isinstance(slot.way, Scalar)
        return written(slot.way, same_edges(slot.words, new), source.text)


def _warnings(root: str, target_lang: str | None) -> Sequence[str]:
    if not root:
        return ()
    return (f'The key "{root}" at its top names the source language and stays; rename it to "{target_lang or "..."}".',)


def _comment(above: Sequence[str]) -> str:
    """The comment right above a key."""
    found: list[str] = []
    for line in reversed(above):
        if not line.lstrip().startswith("#"):
            break
        found.append(line.strip().lstrip("#").strip())
    return "\n".join(reversed([one for one in found if one]))


def _values(text: str, where: str) -> tuple[list[Value], list[str]]:
    """All scalars that are no keys, and the keys at the top of every document."""
    reader = _Reader(text, where)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            reader.take(event)
    except yaml.YAMLError as error:
        raise _not_yaml(error, where) from error
    except (ValueError, OverflowError, RecursionError) as error:  # an escape beyond Unicode, a version of many digits
        raise DocumentError("not YAML that can be read.", where=where, do="Mend it and try again.") from error
    return reader.values, reader.roots


class _Reader:
    """Takes the events of a parse, which, unlike composing, neither recurses nor expands an alias."""

    def __init__(self, text: str, where: str) -> None:
        self.values: list[Value] = []
        self.roots: list[str] = []
        self._text, self._where = text, where
        self._resolver = Resolver()
        self._stack: list[_Level] = []
        self._anchors: set[str] = set()
        self._line = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._anchors.clear()
            self._stack = [_Level("document")]
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                what = (
                    f'not YAML: "*{event.anchor}" in line {_mark(event.start_mark).line + 1} has no anchor before it.'
                )
                raise DocumentError(what, where=self._where, do="Mend it and try again.")
            self._stack[-1].step(f"*{event.anchor}")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self._anchors.add(event.anchor)
        level = self._stack[-1]
        is_key = level.kind == "mapping" and not level.has_key
        if is_key or level.kind == "sequence":
            self._line = _mark(event.start_mark).line
        if not isinstance(event, yaml.ScalarEvent):
            level.step("?")
            if len(self._stack) > _DEEPEST:
                what = f"nested deeper than {_DEEPEST} levels in line {_mark(event.start_mark).line + 1}."
                raise DocumentError(what, where=self._where, do="Split it.")
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
            self._stack.append(_Level(kind, bool(event.flow_style)))  # type: ignore[attr-defined]
            return
        level.step(event.value)
        if not is_key:
            path = tuple(one.name for one in self._stack[1:])
            self.values.append(Value(path, self._scalar(event), self._line, self._tag(event)))
        elif len(self._stack) == 2:
            self.roots.append(event.value)

    def _tag(self, event: yaml.ScalarEvent) -> str:
        if event.tag not in (None, "!"):
            return str(event.tag)
        return str(self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit))  # type: ignore[no-untyped-call]

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        """Where it stands, without its anchor and tag."""
        start, end = _mark(event.start_mark).index, _mark(event.end_mark).index
        for has in (event.anchor, event.tag):
            if has and (found := _PROPERTY.match(self._text, start, end)):
                start = found.end()
        return Scalar(start, end, event.value, event.style or "", any(one.flow for one in self._stack))


def _not_yaml(error: yaml.YAMLError, where: str) -> DocumentError:
    mark = getattr(error, "problem_mark", None)
    problem = " ".join(str(getattr(error, "problem", None) or "it holds a character that YAML forbids").split())
    place = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    do = "Mend it, or rename it to .txt if it is plain text. Templates with {{ }} or {% %} are no YAML."
    return DocumentError(f"not YAML: {problem}{place}.", where=where, do=do)


def _mark(found: Any) -> Any:
    """Where an event stands: PyYAML gives every event of a text its marks, though their types leave them open."""
    return found


FORMAT: Format = Yaml()
