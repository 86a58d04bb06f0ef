"""Makes coded text of words and marks: numbers its codes and keeps what stands behind each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from consensus.domain import Code
from consensus.normalize.coded import tokens

_NONE: Mapping[int, tuple[str, str]] = MappingProxyType({})


class Stretch(NamedTuple):
    """A stretch of a file. kind: "text", "open", "close" or "point". raw: as it stands there. text: of kind "text",
    decoded. name: what closes what. role, shown: as in ``domain.Code``."""

    kind: str
    raw: str
    text: str = ""
    name: str = ""
    role: str = ""
    shown: str = ""


class Marked(NamedTuple):
    """A coded text. lead, trail: what stands around it, as in the file. behind: number of a code -> what opens it, or
    the point itself, and what closes it."""

    text: str
    codes: tuple[Code, ...] = ()
    lead: str = ""
    trail: str = ""
    behind: Mapping[int, tuple[str, str]] = _NONE

    def rendered(self, text: str, encode: Callable[[str], str]) -> str:
        """This coded text as it is written in the file. encode: of words."""
        if not self.codes:
            return self.lead + encode(text) + self.trail
        parts = []
        for token in tokens(text):
            opening, closing = self.behind.get(token.code, ("", ""))
            parts.append(encode(token.text) if not token.code else closing if token.kind == "close" else opening)
        return self.lead + "".join(parts) + self.trail


def marked(marks: Sequence[Stretch], encode: Callable[[str], str] = str) -> Marked:
    """The coded text of some marks. encode: words as they are written in the file.

    Points and blanks at its edges and pairs around all of it are no part of it. What closes nothing, is never closed or
    holds nothing is a point. What would read as a code is one.
    """
    own = _paired(_joined(marks))
    start, end = _core(own)
    lead, trail = "".join(mark.raw for mark, _ in own[:start]), "".join(mark.raw for mark, _ in own[end:])
    parts: list[str] = []
    codes: list[Code] = []
    behind: dict[int, tuple[str, str]] = {}
    numbers: dict[int, int] = {}
    for at, (mark, twin) in enumerate(own[start:end], start):
        if mark.kind == "text":
            for token in tokens(mark.text):
                if not token.code:
                    parts.append(token.text)
                    continue
                number = len(codes) + 1
                codes.append(Code(number, "point", "placeholder", token.text))
                behind[number] = (encode(token.text), "")
                parts.append(f"<x{number}/>")
        elif mark.kind == "close":
            number = numbers[twin]
            behind[number] = (behind[number][0], mark.raw)
            parts.append(f"</g{number}>")
        else:
            number = numbers[at] = len(codes) + 1
            codes.append(Code(number, "point" if mark.kind == "point" else "pair", mark.role, mark.shown))
            behind[number] = (mark.raw, "")
            parts.append(f"<x{number}/>" if mark.kind == "point" else f"<g{number}>")
    text = "".join(parts)
    return Marked(text, tuple(codes), lead, trail, behind)


def _joined(marks: Sequence[Stretch]) -> list[Stretch]:
    """Neighbouring texts as one, with the blanks at their edges apart; a pair around nothing as a point."""
    found: list[Stretch] = []
    for mark in marks:
        above = found[-1] if found else None
        if above and mark.kind == above.kind == "text":
            found[-1] = Stretch("text", above.raw + mark.raw, above.text + mark.text)
        elif above and mark.kind == "close" and above.kind == "open" and mark.name == above.name:
            found[-1] = above._replace(kind="point", raw=above.raw + mark.raw)
        else:
            found.append(mark)
    return [part for mark in found for part in (_parts(mark) if mark.kind == "text" else [mark])]


def _parts(mark: Stretch) -> Iterator[Stretch]:
    """A text as blanks, words, blanks; undivided where its blanks are written in another way."""
    inner = mark.text.strip()
    before = len(mark.text) - len(mark.text.lstrip()) if inner else 0
    after = len(mark.text) - before - len(inner) if inner else 0
    end = len(mark.raw) - after
    if mark.raw[:before] != mark.text[:before] or mark.raw[end:] != mark.text[len(mark.text) - after :]:
        before, after, end = 0, 0, len(mark.raw)
    for raw, text in (
        (mark.raw[:before], mark.text[:before]),
        (mark.raw[before:end], mark.text[before : len(mark.text) - after]),
        (mark.raw[end:], mark.text[len(mark.text) - after :]),
    ):
        if text:
            yield Stretch("text", raw, text)


def _paired(marks: list[Stretch]) -> list[tuple[Stretch, int]]:
    """Each mark with the place of the one that closes or opens it, -1 for those without."""
    twins = [-1] * len(marks)
    stack: list[int] = []
    open_names: Counter[str] = Counter()
    for at, mark in enumerate(marks):
        if mark.kind == "open":
            stack.append(at)
            open_names[mark.name] += 1
        elif mark.kind == "close" and open_names[mark.name]:
            while marks[stack[-1]].name != mark.name:
                open_names[marks[stack.pop()].name] -= 1
            opener = stack.pop()
            open_names[mark.name] -= 1
            twins[at], twins[opener] = opener, at
    return [
        (mark._replace(kind="point") if mark.kind in ("open", "close") and twins[at] < 0 else mark, twins[at])
        for at, mark in enumerate(marks)
    ]


def _core(own: list[tuple[Stretch, int]]) -> tuple[int, int]:
    """Without points and blanks at the edges, and without pairs around everything."""
    start, end = 0, len(own)
    while start < end:
        (first, twin), (last, _) = own[start], own[end - 1]
        if first.kind == "point" or (first.kind == "text" and not first.text.strip()):
            start += 1
        elif last.kind == "point" or (last.kind == "text" and not last.text.strip()):
            end -= 1
        elif first.kind == "open" and twin == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    return start, end
