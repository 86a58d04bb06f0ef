"""What formats of declared encodings share: words are found in the text of a file and replaced there, all else is kept.

One of them says where its blocks stand and how their words are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from consensus.domain import Code, Filled, Limit, Segment, Task
from consensus.errors import DocumentError
from consensus.formats.base import Langs, Left, Locator, Options, Parsed, Written
from consensus.formats.blocks import Block, by_block, changed, pieces_of
from consensus.formats.encodings import Decoded, decode
from consensus.formats.marked import Marked, Stretch, marked
from consensus.formats.spans import Edit, apply, one_line, writable
from consensus.normalize.coded import damage_of, plain

#: What no file of text should hold, and what some program takes for the end of a line.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class Slot(NamedTuple):
    """A block, and the stretch of the decoded file that it is written to.

    words: its coded text with what stands around it. rule: the key of ``DocumentRules`` without which it is left; ""
    for one that is always sent. way: how its format writes it, for that format alone.
    """

    start: int
    end: int
    block: Block
    words: Marked
    rule: str = ""
    way: object = None


class Found(NamedTuple):
    """What a file holds: its blocks, in order, and what has words and is none of them, with offsets in the file."""

    slots: Sequence[Slot] = ()
    left: Sequence[Left] = ()
    warnings: Sequence[str] = ()
    title: str = ""


class SplicedFormat:
    """``Format`` for text whose words are spliced. One has ``name``, ``label``, ``suffixes``, ``found`` and ``raw``."""

    name: str
    label: str
    suffixes: tuple[str, ...]
    version: int = 1
    writes: bool = True
    left: Mapping[str, tuple[str, str]] = MappingProxyType({})
    last: str = ""  #: The encoding that is tried where a file is not UTF-8.
    reads_words: bool = False  #: Members that extract read the words alone, else the file as it stands.

    def declared(self, content: bytes) -> str:
        """The encoding that the file names, or ""."""
        return ""

    def found(self, text: str, options: Options) -> Found:
        """What the file holds, whatever the rules. Raises DocumentError for a text that is not of this format."""
        raise NotImplementedError

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        """A coded text as it is written to its slot; None where it cannot be."""
        raise NotImplementedError

    def all_edits(self, text: str, found: Found, edits: list[Edit], written: Mapping[Locator, str]) -> list[Edit]:
        """The edits of the slots, and what else changes with them. written: the new coded text of each block."""
        return edits

    def sniff(self, head: bytes) -> bool:
        return False

    def read(self, content: bytes, options: Options) -> Parsed:
        source = self._decoded(content, options.where)
        if not source.text.strip():
            raise DocumentError("the file is empty.", where=options.where, do="Give a file with text in it.")
        if options.task is not Task.TRANSLATE and not self.reads_words:
            return Parsed(source.text)
        found = self._found(source.text, options)
        sent = [slot for slot in found.slots if not slot.rule or getattr(options.rules, slot.rule)]
        text, pieces = pieces_of([_held(slot.block, options) for slot in sent], options.lang)
        if options.task is not Task.TRANSLATE:
            return Parsed(text, found.title)
        kept = {slot.block.locator for slot in sent}
        by_rule = [Left(slot.start, slot.end, slot.rule) for slot in found.slots if slot.block.locator not in kept]
        left = _placed([*found.left, *by_rule], sent)
        return Parsed(text, found.title, pieces, left, found.warnings)

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        source = self._decoded(content, "")
        found = self._found(source.text, Options("", langs[0], target_lang=langs[1]))
        slots = {slot.block.locator: slot for slot in found.slots}
        edits: list[Edit] = []
        written: dict[Locator, str] = {}
        refused: dict[Locator, str] = {}
        for locator, changes in by_block(texts).items():
            slot = slots[locator]
            new = _fitted(changed(slot.block.text, changes), slot.block.text)
            raw = "" if damage_of(slot.block.text, new, slot.block.codes) else self.raw(slot, new, source)
            if raw and source.holds(raw):
                edits.append(Edit(slot.start, slot.end, raw))
                written[locator] = new
            else:
                refused[locator] = self._why(slot, new, raw, source)
        edits = self.all_edits(source.text, found, edits, written)
        blocks = {locator: locator.rpartition("@")[0] for locator in texts}
        left_out = {locator: refused[block] for locator, block in blocks.items() if block in refused}
        return Written(source.encoded(apply(source.text, edits)), left_out)

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)

    def _decoded(self, content: bytes, where: str) -> Decoded:
        return decode(content, where, self.declared(content), self.last)

    def _found(self, text: str, options: Options) -> Found:
        try:
            return self.found(text, options)
        except RecursionError as error:
            what = "the file is nested too deeply."
            raise DocumentError(what, where=options.where, do="Split it.") from error

    def _why(self, slot: Slot, new: str, raw: str | None, source: Decoded) -> str:
        if lost := damage_of(slot.block.text, new, slot.block.codes):
            return lost
        if raw:
            lacks = next(one for one in raw if not source.holds(one))
            return f'The file is written in {source.encoding.upper()}, which has no "{lacks}".'
        return "Written back, it would change the structure of the file around it."


def _held(block: Block, options: Options) -> Block:
    """The block, whose translation in the file is kept as it is where the policy says so."""
    keeps = options.rules.filled == "keep"
    return block if block.filled is None else block._replace(filled=replace(block.filled, kept=keeps))


def slot_of(start: int, end: int, words: Marked, locator: Locator, **more: object) -> Slot:
    """A block of one piece. more: what a ``Block`` has beside its text, and ``rule`` and ``way`` of the slot."""
    own = {name: more.pop(name) for name in ("rule", "way") if name in more}
    block = Block(locator, words.text, words.codes, whole=bool(more.pop("whole", True)))
    return Slot(start, end, block._replace(**more), words, **own)  # type: ignore[arg-type]


def literal(text: str) -> Marked:
    """The coded text of a string without marks; its blanks at the edges are not sent."""
    return marked([Stretch("text", text, text)])


def same_edges(words: Marked, new: str) -> str:
    """A new text of a string that ``literal`` gave, decoded, with the blanks at the edges of the old one."""
    return words.rendered(new, str)


def _fitted(new: str, old: str) -> str:
    """Line breaks only where the source has some, as it has them; no control characters, no half ones."""
    end = next((one for one in ("\r\n", "\n", "\r") if one in old), "")
    new = one_line(new) if not end else writable(_LINE_ENDS.sub("\n", new.strip()))
    return _CONTROL.sub("\ufffd", new).replace("\n", end)


def _placed(left: Sequence[Left], sent: Sequence[Slot]) -> list[Left]:
    """The same with offsets in the words of what is sent: between the blocks beside them."""
    found = []
    starts: list[tuple[int, int]] = []
    at = 0
    for slot in sent:
        starts.append((slot.start, at))
        at += len(plain(slot.block.text, slot.block.codes)) + 2
    starts.append((1 << 62, at))
    place = 0
    for one in sorted(left):
        while starts[place][0] < one.start:
            place += 1
        found.append(one._replace(start=starts[place][1], end=starts[place][1]))
    return found


__all__ = ["Code", "Filled", "Found", "Limit", "Slot", "SplicedFormat", "literal", "same_edges", "slot_of"]
