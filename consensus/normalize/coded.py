"""Coded text: words with inline codes, ``<g1>..</g1>`` pairs and ``<x2/>`` points. Everything else is literal.

A text is coded only together with its codes: in a text without any, ``<g1>`` is what its author wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from consensus.domain import Code, Segment

_CODE = re.compile(r"<(/?)(g|x)([1-9]\d{0,5})(/?)>")
#: Letters of scripts that put no blanks between words: each counts as a word.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_OPEN = r"(?:\\?<|\uff1c|\\u003c|&(?:amp;){0,3}(?:lt|LT|#0*60|#[xX]0*3[cC]);)"
_END = r"(?:\\?>|\uff1e|\\u003e|&(?:amp;){0,3}(?:gt|GT|#0*62|#[xX]0*3[eE]);)"
_SLASH = "[/\uff0f]"
_QUOTE = r"(?:\\?[\"'\u201c\u201d\u201e\uff02]|&quot;)?"
#: A code in any spelling: escaped, in full-width characters, with blanks, with attributes, in capitals.
SPELT = re.compile(
    rf"{_OPEN}\s{{0,3}}(?P<close>{_SLASH}?)\s{{0,3}}(?P<letter>[gGxX\uff47\uff27\uff58\uff38])"
    rf"(?:\s{{0,3}}(?:(?:id|ID|n)\s?=\s?)?{_QUOTE}(?P<number>\d{{1,6}}){_QUOTE})?"
    rf"(?:\s[^<>\uff1c\uff1e&]{{0,80}}?)?\s{{0,3}}(?P<alone>{_SLASH}?)\s{{0,3}}{_END}"
)
#: Points that part words as a blank does.
_BREAK = re.compile(r"break|\btab\b|newline", re.I)
_GROUPS = re.compile(r"\d+")
#: Digits with a mark between them: a time or a date, which other languages write with letters ("10h30", "12月31日").
_WRITTEN_OUT = re.compile(r"\d\s?[:./-]\s?\d")


class Token(NamedTuple):
    """A stretch of a coded text. kind: "text", "open", "close" or "point". code: its number, 0 for text.

    start: its offset in the coded text.
    """

    kind: str
    text: str
    code: int
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The stretches of a coded text, in order. What merely looks like a code (``</x2>``, ``<g1/>``) is text."""
    at = 0
    for found in _CODE.finditer(text):
        kind = _KINDS.get((found[1], found[2], found[4]))
        if kind is None:
            continue
        if found.start() > at:
            yield Token("text", text[at : found.start()], 0, at)
        yield Token(kind, found[0], int(found[3]), found.start())
        at = found.end()
    if at < len(text):
        yield Token("text", text[at:], 0, at)


_KINDS = {("", "g", ""): "open", ("/", "g", ""): "close", ("", "x", "/"): "point"}


def is_code(text: str) -> bool:
    """Whether something in the text reads as a code; where its file means it literally, it must become one."""
    return any(token.code for token in tokens(text))


def plain(text: str, codes: Collection[Code]) -> str:
    """The words alone: what is compared, checked and measured. The text itself where it has no codes.

    A line break or tab between two words is a blank.
    """
    return "".join(piece for piece, _ in _stretches(text, codes)) if codes else text


def words_alone(segment: Segment) -> Segment:
    """The segment as those read it who judge words."""
    return replace(segment, text=plain(segment.text, segment.codes), codes=()) if segment.codes else segment


def _stretches(text: str, codes: Collection[Code]) -> Iterator[tuple[str, int]]:
    """The stretches of words with their offsets in the coded text."""
    breaks = {code.id for code in codes if code.kind == "point" and _BREAK.search(code.role)}
    before, apart = " ", False
    for token in tokens(text):
        if token.code:
            apart = apart or (token.kind == "point" and token.code in breaks)
            continue
        if apart and not before[-1].isspace() and not token.text[0].isspace():
            yield " ", token.start
        yield token.text, token.start
        before, apart = token.text, False


def coded_span(text: str, span: tuple[int, int] | None, codes: Collection[Code]) -> tuple[int, int] | None:
    """Where a stretch of the words stands in the coded text, codes inside of it included."""
    if span is None or not codes:
        return span
    start = end = None
    words = 0
    for piece, at in _stretches(text, codes):
        reached = words + len(piece)
        if start is None and span[0] < reached:
            start = at + span[0] - words
        if end is None and span[1] <= reached:
            end = at + span[1] - words
        words = reached
    start = len(text) if start is None else start
    return start, max(start, len(text) if end is None else end)


class Shape(NamedTuple):
    """Where the codes of a text stand, comparable between answers whose words are the same or nearly so.

    spans: for each code its number, the words that a pair holds or the one that a point follows, folded, and which
    occurrence of the first of these in the text it is. Points count as words. Marks and blanks do not count.
    """

    spans: tuple[tuple[int, tuple[str, ...], int], ...]


def words_of(text: str) -> list[str]:
    """The words of a text, folded; letters of scripts without blanks between words one by one."""
    return WORD.findall(text.casefold())


def shape(text: str) -> Shape:
    """Where the codes stand; texts that differ in words may still have the same one."""
    seen: list[str] = []
    opened: dict[int, int] = {}
    found: list[tuple[int, int, int]] = []
    for token in tokens(text):
        if token.kind == "text":
            seen += words_of(token.text)
        elif token.kind == "open":
            opened[token.code] = len(seen)
        elif token.kind == "close":
            found.append((token.code, opened.get(token.code, 0), len(seen)))
        else:
            found.append((token.code, max(0, len(seen) - 1), len(seen)))
            seen.append(f"<x{token.code}/>")
    return Shape(tuple(sorted(_span(code, seen, start, end) for code, start, end in found)))


def _span(code: int, seen: list[str], start: int, end: int) -> tuple[int, tuple[str, ...], int]:
    # A pair without words is where it stands: after so many words.
    which = seen[: start + 1].count(seen[start]) if start < end else start
    return code, tuple(seen[start:end]), which


def damage_of(source: str, target: str, codes: Collection[Code]) -> str:
    """In one sentence, what makes the codes of a translation unusable; "" where it can be written back.

    A code is lost, invented, doubled, unclosed or crosses another; a pair is empty or its fixed content (without
    letters: an exponent, a number) changed; a start mark stands after its end. Their order may differ.
    """
    if not codes:
        return ""
    roles = {code.id: code.role for code in codes}
    ours, theirs = list(tokens(source)), list(tokens(target))
    return (
        _miscounted(ours, theirs, roles)
        or _unbalanced(theirs, roles)
        or _changed_content(ours, theirs, roles)
        or _misordered(theirs, codes)
    )


def named(code: int, mark: str, roles: Mapping[int, str]) -> str:
    """A code for people: ``<g1> (bold)``."""
    role = roles.get(code)
    return f"{mark} ({role})" if role else mark


def _miscounted(ours: list[Token], theirs: list[Token], roles: Mapping[int, str]) -> str:
    want = Counter(token.text for token in ours if token.code)
    have = Counter(token.text for token in theirs if token.code)
    by_mark = {token.text: token.code for token in [*theirs, *ours] if token.code}
    gone = [mark for mark in want if not have[mark]]
    for mark in gone:
        twin = mark.replace("</", "<") if mark.startswith("</") else mark.replace("<", "</")
        if have[twin]:
            opened = mark.startswith("</")
            name = named(by_mark[mark], twin, roles)
            return f"The code {name} is {'not closed' if opened else 'closed and never opened'} in the translation."
        return f"The code {named(by_mark[mark], mark, roles)} is missing in the translation."
    for mark, count in have.items():
        if not want[mark]:
            return f"The code {mark} is not in the source."
        if count > want[mark]:
            return f"The code {named(by_mark[mark], mark, roles)} stands {count} times in the translation."
    nearly = Counter(found for token in theirs if not token.code for found in _nearly(token.text))
    nearly -= Counter(found for token in ours if not token.code for found in _nearly(token.text))
    return f"The code {min(nearly)} is not in the source." if nearly else ""


def _nearly(text: str) -> list[str]:
    return [found.group() for found in SPELT.finditer(text)]


def _unbalanced(theirs: list[Token], roles: Mapping[int, str]) -> str:
    stack: list[int] = []
    for token in theirs:
        if token.kind == "open":
            stack.append(token.code)
        elif token.kind == "close":
            if token.code not in stack:
                return f"The code {named(token.code, f'<g{token.code}>', roles)} is closed before it is opened."
            if stack[-1] != token.code:
                one, other = (named(code, f"<g{code}>", roles) for code in (token.code, stack[-1]))
                return f"The codes {one} and {other} cross each other."
            stack.pop()
    return ""


def _changed_content(ours: list[Token], theirs: list[Token], roles: Mapping[int, str]) -> str:
    here, there = contents(ours), contents(theirs)
    for code, (text, points) in here.items():
        words, held = there[code]
        name = named(code, f"<g{code}>", roles)
        if (text.strip() or points) and not (words.strip() or held):
            return f"The code {name} holds nothing in the translation."
        if _has_letters(text):
            continue
        if not text.strip() and points != held:
            return f"The code {name} no longer holds <x{min(points ^ held)}/>."
        if text.strip() and not _same_fixed(text, words):
            return f'The code {name} holds "{words.strip()}" instead of "{text.strip()}".'
    return ""


def contents(marks: Collection[Token]) -> dict[int, tuple[str, frozenset[int]]]:
    """For each pair of a balanced text, its words and the points inside it."""
    found: dict[int, tuple[str, frozenset[int]]] = {}
    opened: dict[int, tuple[list[str], set[int]]] = {}
    for token in marks:
        if token.kind == "open":
            opened[token.code] = ([], set())
        elif token.kind == "close":
            words, points = opened.pop(token.code, ([], set()))
            found[token.code] = ("".join(words), frozenset(points))
        else:
            for words, points in opened.values():
                if token.kind == "text":
                    words.append(token.text)
                else:
                    points.add(token.code)
    return found


def _same_fixed(text: str, words: str) -> bool:
    """Whether content without letters is the same but for how languages write numbers, quotes and marks."""
    text, words = unicodedata.normalize("NFKC", text), unicodedata.normalize("NFKC", words)
    if _has_letters(words) and not _WRITTEN_OUT.search(text):
        return False
    ours, theirs = ([str(int(group)) for group in _GROUPS.findall(one)] for one in (text, words))
    joined = ["".join(_GROUPS.findall(_digits(one))) for one in (text, words)]
    if sorted(ours) != sorted(theirs) and joined[0] != joined[1]:
        return False
    return _symbols(text) == _symbols(words)


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(char, char)) for char in text)


def _symbols(text: str) -> Counter[str]:
    """Signs such as + and €, but for those that languages write in other places or ways: minus, and quotes."""
    return Counter(char for char in text if unicodedata.category(char) in _SIGNS and char not in "\u2212`´")


_SIGNS = ("Sm", "Sc", "So")


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _misordered(theirs: list[Token], codes: Collection[Code]) -> str:
    at = {token.code: place for place, token in enumerate(theirs) if token.kind in ("point", "open")}
    for code in codes:
        if code.starts and code.partner in at and code.id in at and at[code.partner] < at[code.id]:
            return f"The {code.role} ends (<x{code.partner}/>) before it starts (<x{code.id}/>) in the translation."
    return ""
