"""SRT and WebVTT: the words of each cue; numbers, times, settings and marks never change."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consensus.domain import Limit
from consensus.errors import DocumentError
from consensus.formats.base import Left, Options
from consensus.formats.encodings import Decoded
from consensus.formats.marked import Stretch, marked
from consensus.formats.spans import Line, lines_of
from consensus.formats.spliced import Found, Slot, SplicedFormat, slot_of
from consensus.formats.words import has_letters
from consensus.normalize.coded import plain
from consensus.normalize.width import width

#: What subtitles for television have: lines, and characters in each.
_LINES, _LINE_CHARACTERS = 2, 42
_TIME = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_TIME_TAG = re.compile(rf"<{_TIME}>", re.ASCII)
_ARROW = re.compile(r"-(?=->)")
_BLANK_LINES = re.compile(r"\n\s*\n")
#: A position, a style or a karaoke mark in curly brackets, as players of SRT read it.
_OVERRIDE = r"\{\\[^{}\n]{0,100}\}"
_SRT_MARK = re.compile(
    rf"{_OVERRIDE}|<(?P<close>/?)(?P<name>[biusBIUS]|font|FONT|Font)(?P<more>\s[^<>\n]{{0,200}})?>"
    r"|\{(?P<shut>/?)(?P<letter>[biusBIUS])\}"
)
_VTT_MARK = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z]{0,10})(?P<classes>(?:\.[^\s<>.]+)*)(?P<more>[\s][^<>]{0,500})?>"
)
_ROLES = {"b": "bold", "i": "italic", "u": "underlined", "s": "struck out", "font": "font", "c": "class", "v": "voice"}
_ROLES |= {"ruby": "ruby", "rt": "reading", "lang": "language"}
#: Blocks of WebVTT that are no cues.
_BLOCKS = ("NOTE", "STYLE", "REGION")


class Cue(NamedTuple):
    """A cue. number: from 1, in the file. times: as written. start, end: in seconds. at, stop: of its words."""

    number: int
    times: str
    start: float
    end: float
    at: int
    stop: int


class Subtitles(SplicedFormat):
    """What SRT and WebVTT share."""

    left = {"stray": ("line outside of cues", "lines outside of cues")}  # noqa: RUF012

    def marks(self, text: str) -> Iterator[Stretch]:
        """The words and marks of a cue."""
        raise NotImplementedError

    def encoded(self, text: str, written: str) -> str:
        """Words as they are written in a cue. written: the cue as it was."""
        raise NotImplementedError

    def outside(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Of the lines of a paragraph without times, those that hold words which a reader should know of."""
        raise NotImplementedError

    def found(self, text: str, options: Options) -> Found:
        slots: list[Slot] = []
        left: list[Left] = []
        lines = lines_of(text)
        timed = [
            (at, found)
            for at, line in enumerate(lines)
            if "-->" in line.text and (found := _TIMES.fullmatch(line.text))
        ]
        if not timed:
            do = "Give a file with lines like 00:00:01,000 --> 00:00:02,500."
            raise DocumentError(f"not {self.label}: no cue with its times is in it.", where=options.where, do=do)
        done = 0
        for number, (at, found) in enumerate(timed, 1):
            head = (
                at - 1
                if at > done and lines[at - 1].text.strip() and (at - 2 < done or not lines[at - 2].text.strip())
                else at
            )
            left += self._left(lines[done:head])
            stop = at + 1
            limit = timed[number][0] if number < len(timed) else len(lines)
            while stop < limit and lines[stop].text.strip():
                stop += 1
            if stop == limit < len(lines) and stop > at + 2 and lines[stop - 1].text.strip().isdigit():
                stop -= 1  # no blank line before the number of the next cue
            done = stop
            if stop > at + 1:
                slots += self._slot(text, _cue(number, found, lines[at + 1].start, lines[stop - 1].end))
        left += self._left(lines[done:])
        return Found(slots, left)

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        written = source.text[slot.start : slot.end]
        end = next((end for end in ("\r\n", "\n", "\r") if end in source.text), "\n")
        new = _ARROW.sub("\u2010", _BLANK_LINES.sub("\n", new))  # an arrow is the mark of times
        return slot.words.rendered(new, lambda words: self.encoded(words, written)).replace("\n", end)

    def _slot(self, text: str, cue: Cue) -> Iterator[Slot]:
        raw = text[cue.at : cue.stop].replace("\r\n", "\n").replace("\r", "\n")
        words = marked(list(self.marks(raw)), lambda words: self.encoded(words, raw))
        shown = plain(words.text, words.codes)
        if not has_letters(shown):
            return
        sizes = [width(line) for line in shown.split("\n")]
        limit = Limit(
            lines=max(_LINES, len(sizes)),
            line_characters=max(_LINE_CHARACTERS, *sizes),
            seconds=round(cue.end - cue.start, 3) if cue.end > cue.start else None,
            soft=True,
        )
        place = f"cue {cue.number} {_clock(cue.start)}"
        yield slot_of(cue.at, cue.stop, words, str(cue.number), kind="cue", place=place, limit=limit)

    def _left(self, lines: Sequence[Line]) -> Iterator[Left]:
        paragraph: list[Line] = []
        for line in [*lines, Line(0, "")]:
            if line.text.strip():
                paragraph.append(line)
                continue
            for one in self.outside(paragraph) if paragraph else ():
                if has_letters(one.text):
                    yield Left(one.start, one.end, "stray", one.text.strip()[:40])
            paragraph = []


class Srt(Subtitles):
    name = "srt"
    label = "SRT"
    suffixes = (".srt",)

    def marks(self, text: str) -> Iterator[Stretch]:
        at = 0
        for found in _SRT_MARK.finditer(text):
            if found.start() > at:
                yield Stretch("text", text[at : found.start()], text[at : found.start()])
            at = found.end()
            name = (found["name"] or found["letter"] or "").lower()
            kind = "point" if not name else "close" if found["close"] or found["shut"] else "open"
            bracket = found[0][0]
            yield Stretch(
                kind,
                found[0],
                name=bracket + name,
                role=_ROLES.get(name, "position"),
                shown=(found["more"] or "").strip(),
            )
        if at < len(text):
            yield Stretch("text", text[at:], text[at:])

    def encoded(self, text: str, written: str) -> str:
        return text

    def outside(self, lines: Sequence[Line]) -> Sequence[Line]:
        return lines


class Vtt(Subtitles):
    name = "vtt"
    label = "WebVTT"
    suffixes = (".vtt",)

    def found(self, text: str, options: Options) -> Found:
        first = text.split("\n", 1)[0].rstrip("\r")
        if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", first.split("\r", 1)[0]):
            raise DocumentError(
                "not WebVTT: its first line is not WEBVTT.", where=options.where, do="Add it, or name it .srt."
            )
        return super().found(text, options)

    def marks(self, text: str) -> Iterator[Stretch]:
        at = 0
        for found in _VTT_MARK.finditer(text):
            name = found["name"].lower()
            if not name and not found["close"]:
                continue
            yield from _decoded(text[at : found.start()])
            at = found.end()
            kind = "point" if name not in _ROLES else "close" if found["close"] else "open"
            yield Stretch(kind, found[0], name=name, role=_ROLES.get(name, "mark"), shown=(found["more"] or "").strip())
        yield from _decoded(text[at:])

    def encoded(self, text: str, written: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for name, letter in (("&nbsp;", "\xa0"), ("&lrm;", "\u200e"), ("&rlm;", "\u200f")):
            if name in written:
                text = text.replace(letter, name)
        return text

    def outside(self, lines: Sequence[Line]) -> Sequence[Line]:
        first = lines[0].text.split()[0]
        return () if first in _BLOCKS or lines[0].start == 0 else lines


def _decoded(text: str) -> Iterator[Stretch]:
    at = 0
    for found in _TIME_TAG.finditer(text):
        if found.start() > at:
            yield Stretch("text", text[at : found.start()], html.unescape(text[at : found.start()]))
        yield Stretch("point", found[0], role="time")
        at = found.end()
    if at < len(text):
        yield Stretch("text", text[at:], html.unescape(text[at:]))


def _cue(number: int, found: re.Match[str], at: int, stop: int) -> Cue:
    parts = [int(part or 0) for part in found.groups()]
    fraction = [float(f"0.{part}") for part in (found[4], found[8])]
    start, end = (3600 * h + 60 * m + s for h, m, s in (parts[0:3], parts[4:7]))
    return Cue(number, found[0].strip(), start + fraction[0], end + fraction[1], at, stop)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
