"""XLIFF as a format: what is sent of it, and the same bytes with translations in their targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType, ModuleType

from consensus.domain import Filled, Segment, Task
from consensus.errors import DocumentError
from consensus.formats.base import Langs, Left, Locator, Options, Parsed, Written
from consensus.formats.blocks import Block, by_block, changed, pieces_of
from consensus.formats.xliff import version1, version2
from consensus.formats.xliff.inline import rendered
from consensus.formats.xliff.tags import retagged
from consensus.formats.xliff.units import Slot, Unit
from consensus.formats.xml_splice import Edit, Node, Xml, parse, splice
from consensus.normalize.coded import damage_of
from consensus.normalize.language_tags import language_name, pair_part

_REGION = re.compile(r"-([A-Za-z]{2}|\d{3})(?=-|$)")
_DAMAGED = "Its inline codes are not those of the source."


class Xliff:
    """XLIFF 1.0 to 2.2 with the variants of SDL, memoQ and Phrase. Only targets and their states are written."""

    name = "xliff"
    label = "XLIFF"
    suffixes = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
    version = 1
    writes = True
    bilingual = True
    left: Mapping[str, tuple[str, str]] = MappingProxyType(
        {
            "locked": ("text that is locked or not for translation", "texts that are locked or not for translation"),
            "other_language": ("text for another language", "texts for another language"),
            "in_codes": ("text inside an inline code", "texts inside inline codes"),
        }
    )

    def sniff(self, head: bytes) -> bool:
        return b"<xliff" in head[:1000] or "<xliff".encode("utf-16-le") in head[:2000]

    def read(self, content: bytes, options: Options) -> Parsed:
        xml, root, version = _opened(content, options.where)
        units = list(version.units(xml, root))
        here, warnings = _wanted(root, units, version, options)
        blocks, left = [], []
        for unit in units:
            for at, slot in enumerate(unit.slots):
                why = _left(unit, slot, here)
                if why:
                    left += [why] if slot.has_words else []
                    continue
                blocks.append(_block(unit, at, slot, keeps=options.rules.filled == "keep"))
        if not units and not left:
            what = "there is no unit with a source in it."
            raise DocumentError(what, where=options.where, do="Export it anew with the program that it is from.")
        text, pieces = pieces_of(blocks, options.lang)
        if options.task is not Task.TRANSLATE:
            return Parsed(text)
        inside = [unit for unit in units if unit.file in here for _ in unit.node.walk("sub")]
        left += ["in_codes"] * len(inside)
        end = len(text)
        return Parsed(text, "", pieces, [Left(end, end, kind) for kind in left], warnings)

    def write(self, content: bytes, texts: Mapping[Locator, str], langs: Langs) -> Written:
        if not texts:
            return Written(content)
        xml, root, version = _opened(content, "")
        changes, left_out = by_block(texts), dict[Locator, str]()
        by_locator = {locator.rpartition("@")[0]: locator for locator in texts}
        edits: list[Edit] = []
        files: dict[int, Node] = {}
        for unit in version.units(xml, root):
            new: dict[int, bytes] = {}
            for at, slot in enumerate(unit.slots):
                locator = unit.locator(at)
                if locator in changes:
                    written = rendered(slot.text, changed(slot.text.text, changes[locator]), xml.encoding)
                    if written is None:
                        left_out[by_locator[locator]] = _DAMAGED
                    else:
                        new[at] = written
            if new:
                edits += version.edits(xml, unit, new)
                files[unit.file.start] = unit.file
        edits += _languages_named(xml, root, version, list(files.values()), langs)
        return Written(splice(content, edits), left_out)

    def damage(self, segment: Segment, target: str) -> str:
        return damage_of(segment.text, target, segment.codes)


def _opened(content: bytes, where: str) -> tuple[Xml, Node, ModuleType]:
    """The document, its root and the module of its version. Raises DocumentError."""
    xml = parse(content, where)
    root = next((one for one in xml.root.children if one.is_element), xml.root)
    if root.local != "xliff":
        what = f"its root element is <{root.local}>, so it is no XLIFF."
        raise DocumentError(what, where=where, do="Export it anew with the program that it is from.")
    return xml, root, version2 if (root.get("version", "") or "").startswith("2") else version1


def _block(unit: Unit, at: int, slot: Slot, *, keeps: bool) -> Block:
    filled = None
    if slot.is_filled:
        filled = Filled(slot.state.word, slot.held, kept=keeps or slot.state.is_locked)
    place = f"{unit.place}, segment {at + 1}" if len(unit.slots) > 1 else unit.place
    kind = "paragraph" if len(unit.slots) > 1 else "string"
    codes = slot.text.codes
    return Block(unit.locator(at), slot.text.text, codes, kind, place, unit.note, unit.limit, filled, whole=True)


def _left(unit: Unit, slot: Slot, here: Sequence[Node]) -> str:
    """The kind of ``Left`` of a segment that is not sent, or ""."""
    if unit.file not in here:
        return "other_language"
    return "locked" if slot.state.is_locked and not slot.is_filled else ""


def _wanted(
    root: Node, units: Sequence[Unit], version: ModuleType, options: Options
) -> tuple[list[Node], Sequence[str]]:
    """The files of the languages that are asked for, and a sentence where there is none.

    Raises DocumentError where all are translated from another language.
    """
    files = list({unit.file.start: unit.file for unit in units}.values())
    said = [version.languages(file, root) for file in files]
    from_it = [pair for pair in said if _same(pair[0], options.lang)]
    if said and not from_it:
        what = f"it is translated from {_shown(said[0][0])}, and --from says {_shown(options.lang)}."
        raise DocumentError(what, where=options.where, do=f"Give --from {said[0][0]}.")
    fits = [_same(pair[0], options.lang) and _same(pair[1], options.target_lang, region=True) for pair in said]
    here = [file for file, fit in zip(files, fits, strict=True) if fit]
    if here or not said:
        return here, ()
    other, asked = _shown(from_it[0][1]), _shown(options.target_lang)
    return here, (f"It is translated into {other}, and --to says {asked}: nothing of it is sent.",)


def _same(written: str, wanted: str | None, *, region: bool = False) -> bool:
    """Whether a file's language is the one asked for. region: Brazilian Portuguese is not that of Portugal; a tag
    without a region is that of every region."""
    if not written or not wanted:
        return True
    tags = [tag.replace("_", "-") for tag in (written, wanted)]
    regions = {found[1].upper() for tag in tags if (found := _REGION.search(tag))}
    return pair_part(tags[0]) == pair_part(tags[1]) and not (region and len(regions) > 1)


def _shown(tag: str | None) -> str:
    return language_name((tag or "").replace("_", "-")) or "another language"


def _languages_named(xml: Xml, root: Node, version: ModuleType, files: Sequence[Node], langs: Langs) -> Iterator[Edit]:
    """The target language, where a file that was written to does not name it."""
    done: set[int] = set()
    for file in files:
        node, name = version.language_node(file, root)
        if langs[1] and not node.get(name, "") and node.start not in done:
            done.add(node.start)
            yield from retagged(xml, node, {name: langs[1]})


FORMAT = Xliff()
