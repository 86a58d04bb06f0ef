"""Codes that a model wrote otherwise than it was shown them, put right where there is only one way to read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from consensus.domain import Code
from consensus.normalize.coded import SPELT, tokens

#: Marks of Markdown with which models set off a code or what it holds.
_MARKS = "*_`"
_ANY = r"</?g\d{1,6}>|<x\d{1,6}/>"
#: Quotes, and blanks that French puts beside them.
_QUOTES = "\"'\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f\uff02"
_BLANKS = " \t\n\u00a0\u202f\u3000\u2009"


class _Mark(NamedTuple):
    """A stretch of an answer that can be read as a code. form: "open", "close" or "alone"."""

    start: int
    end: int
    code: int
    form: str


def repaired(source: str, target: str, codes: Collection[Code]) -> str:
    """The translation with its codes spelt as in the source, and blanks and quotes that slid into a pair outside it.

    Nothing changes that could be meant in two ways, and no word ever does. A text without codes comes back as it is.
    """
    if not codes or not any(token.code for token in tokens(source)):
        return target
    target, before = _spelt(source, target), ""
    while target != before:  # a mark may stand behind a blank, and a blank behind a mark
        target, before = _pushed_out(source, _unmarked(source, target)), target
    return target


def _spelt(source: str, target: str) -> str:
    """With every code that can be recognised written as it is in the source."""
    if any(SPELT.search(token.text) for token in tokens(source) if not token.code):
        return target  # the document itself writes about such codes
    kinds = {token.code: token.kind for token in tokens(source) if token.code}
    pairs = {code for code, kind in kinds.items() if kind != "point"}
    points = kinds.keys() - pairs
    marks = _numbered([*SPELT.finditer(target)], pairs, points)
    whole = _complete(target, pairs)
    edits: list[tuple[int, int, str]] = []
    for code in sorted(kinds):
        mine = [mark for mark in marks if mark.code == code]
        if code not in whole:
            edits += _as_pair(mine) if code in pairs else _as_point(mine, target)
    for start, end, text in sorted(edits, reverse=True):
        target = target[:start] + text + target[end:]
    return target


def _complete(target: str, pairs: Collection[int]) -> set[int]:
    """The codes that stand in the target as they must: a second spelling beside them is not one of theirs."""
    have = Counter(token.text for token in tokens(target) if token.code)
    found = {token.code for token in tokens(target) if token.kind == "point" and token.code not in pairs}
    return found | {code for code in pairs if have[f"<g{code}>"] and have[f"</g{code}>"]}


def _numbered(found: list[re.Match[str]], pairs: Collection[int], points: Collection[int]) -> list[_Mark]:
    """The marks with their numbers; one without a number is that of the only code it can be, or closes the last."""
    marks: list[_Mark] = []
    stack: list[int] = []
    for one in found:
        form = "close" if one["close"] else "alone" if one["alone"] else "open"
        if one["number"]:
            code = int(one["number"])
        elif one["letter"] in "gG\uff47\uff27":
            code = stack[-1] if form == "close" and stack else min(pairs) if len(pairs) == 1 else 0
        else:
            code = min(points) if len(points) == 1 else 0
        if form == "open":
            stack.append(code)
        elif form == "close" and code in stack:
            stack.remove(code)
        if code:
            marks.append(_Mark(one.start(), one.end(), code, form))
    return marks


def _as_pair(mine: list[_Mark]) -> list[tuple[int, int, str]]:
    """Exactly two marks are its beginning and its end, whatever slash the second forgot; one or three are damage."""
    if len(mine) == 2 and mine[0].form == "open":
        one, other = mine
        return [(one.start, one.end, f"<g{one.code}>"), (other.start, other.end, f"</g{other.code}>")]
    return [(mark.start, mark.end, f"<{'/' * (mark.form == 'close')}g{mark.code}>") for mark in mine]


def _as_point(mine: list[_Mark], target: str) -> list[tuple[int, int, str]]:
    """One mark of any form, or two with nothing but blanks between them."""
    if len(mine) == 1 or (len(mine) == 2 and not target[mine[0].end : mine[1].start].strip()):
        if len(mine) == 2 and mine[1].form != "close":
            return []  # twice the same point
        return [(mine[0].start, mine[-1].end, f"<x{mine[0].code}/>")]
    return []


def _unmarked(source: str, target: str) -> str:
    """Without the marks of Markdown that were set directly beside codes, where the source has none of them and the
    translation no others."""
    words = "".join(token.text for token in tokens(source) if not token.code)
    for mark in _MARKS:
        if mark in words or mark not in target:
            continue
        run = rf"{re.escape(mark)}{{1,3}}"
        cleaned = re.sub(rf"(?:{run})?({_ANY})(?:{run})?", r"\1", target)
        target = cleaned if mark not in cleaned else target
    return target


def _pushed_out(source: str, target: str) -> str:
    """With blanks and quotes at the edges of a pair outside of it, where the source has them outside."""
    pairs = [token.code for token in tokens(source) if token.kind == "open"]
    edges = {(code, forward): _edge(source, code, forward) for code in pairs for forward in (True, False)}
    for _ in range(len(pairs) + 1):  # once more for each pair around another one
        before = target
        for (code, forward), edge in edges.items():
            target = _moved(target, code, forward, edge)
        if target == before:
            break
    return target


class _Edge(NamedTuple):
    """The characters on both sides of the beginning (or end) of a pair; "" where there is none."""

    outside: str
    inside: str


def _edge(text: str, code: int, forward: bool) -> _Edge | None:
    """forward: its beginning, else its end. None where it stands there not once."""
    mark = f"<g{code}>" if forward else f"</g{code}>"
    if text.count(mark) != 1:
        return None
    left, _, right = text.partition(mark)
    words = ["".join(token.text for token in tokens(side) if not token.code) for side in (left, right)]
    chars = words[0][-1:], words[1][:1]
    return _Edge(*(chars if forward else chars[::-1]))


def _moved(target: str, code: int, forward: bool, ours: _Edge | None) -> str:
    opening, closing = f"<g{code}>", f"</g{code}>"
    if ours is None or target.count(opening) != 1 or target.count(closing) != 1:
        return target
    before, _, rest = target.partition(opening)
    held, end, after = rest.partition(closing)
    if not end:
        return target
    if not any(token.text.strip(_BLANKS + _QUOTES) for token in tokens(held) if not token.code):
        return target
    theirs = _edge(target, code, forward)
    may = _BLANKS if ours.inside not in _BLANKS or not ours.inside else ""
    outside = theirs.outside if theirs is not None else ""
    quoted = outside in _QUOTES and outside
    if ours.outside and ours.outside in _QUOTES and not (ours.inside and ours.inside in _QUOTES) and not quoted:
        may += _QUOTES
    stripped = held.lstrip(may) if forward else held.rstrip(may)
    moved = held[: len(held) - len(stripped)] if forward else held[len(stripped) :]
    if not moved:
        return target
    if outside and outside in _BLANKS:  # a blank is there already
        moved = moved.lstrip(_BLANKS) if forward else moved.rstrip(_BLANKS)
    parts = (before, moved, opening, stripped, closing, after)
    return "".join(parts if forward else (before, opening, stripped, closing, moved, after))
