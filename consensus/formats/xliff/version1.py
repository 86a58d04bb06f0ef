"""XLIFF 1.0 to 1.2, and what SDL, memoQ and Phrase add to it: ``trans-unit`` with ``source`` and ``target``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from consensus.domain import Limit
from consensus.formats.xliff.inline import Vocabulary, coded, held, native_role
from consensus.formats.xliff.tags import element, inner, refilled, retagged
from consensus.formats.xliff.units import Slot, State, Unit, may_be_translated, place_of
from consensus.formats.xml_splice import Edit, Node, Xml

#: States of a target, of an SDL segment and of a memoQ unit that are finished translations -> in words.
_STATES = {"final": "final", "signed-off": "signed off", "translated": "translated"}
_CONFIRMED = {
    "Translated": "translated",
    "ApprovedTranslation": "approved in review",
    "ApprovedSignOff": "signed off",
}
_STATUS = {
    "ManuallyConfirmed": "confirmed",
    "Proofread": "proofread",
    "Reviewer1Confirmed": "confirmed by a reviewer",
    "Reviewer2Confirmed": "confirmed by a reviewer",
}
_YES = ("yes", "true", "locked", "1")
#: Names of formats -> roles.
_TYPES = {
    "bold": "bold",
    "italic": "italic",
    "underlined": "underlined",
    "link": "link",
    "image": "image",
    "lb": "line break",
    "pb": "page break",
    "x-sdl-comment": "comment",
    "x-sdl-added": "insertion",
    "x-sdl-deleted": "deletion",
    "protected": "fixed text",
    "term": "term",
}
#: What a context says of the place in a program, which says nothing of the text.
_PLACES = ("sourcefile", "linenumber", "elementtitle", "recordtitle", "database", "element", "record")


def units(xml: Xml, root: Node) -> Iterator[Unit]:
    """Every unit with a source, in document order."""
    number = 0
    for file in root.elements("file"):
        words = _Words(file).vocabulary
        for node in file.walk("trans-unit"):
            if node.name.space != root.name.space:
                continue
            number += 1
            source = _child(node, "source")
            if source is not None:
                yield _unit(xml, number, node, file, words)


def languages(file: Node, root: Node) -> tuple[str, str]:
    """Of a file, as it writes them; "" where it does not."""
    return file.get("source-language", "") or "", file.get("target-language", "") or ""


def language_node(file: Node, root: Node) -> tuple[Node, str]:
    """The element and the attribute that name the target language."""
    return file, "target-language"


def edits(xml: Xml, unit: Unit, new: Mapping[int, bytes]) -> Iterator[Edit]:
    """What writes translations into a unit. new: number of the segment -> the bytes of its translation."""
    by_sdl = any(slot.info is not None for slot in unit.slots)
    for at in new:
        info = unit.slots[at].info
        if info is not None:
            yield from retagged(xml, info, {"conf": "Translated", "origin": "mt"})
    done = all(at in new or slot.is_filled or not slot.has_words for at, slot in enumerate(unit.slots))
    says: dict[str, str | None] = {"state": "translated", "state-qualifier": None} if done and not by_sdl else {}
    if unit.target is not None and unit.segmented is not None and _has_all(unit):
        for at, slot in enumerate(unit.slots):
            if slot.target is not None and (content := _filling(xml, slot, new.get(at))) is not None:
                yield from refilled(xml, slot.target, content)
        yield from retagged(xml, unit.target, says)
        return
    content = _segmented(xml, unit, new) if unit.segmented is not None else new[0]
    if unit.target is not None:
        yield from refilled(xml, unit.target, content, says)
        return
    after = unit.segmented or unit.node.elements("source")[0]
    named = {name: value for name, value in says.items() if value is not None}
    yield Edit(after.end, after.end, element(xml, f"{after.prefix}target", content, named))


def _has_all(unit: Unit) -> bool:
    """Whether the target has a place of its own for every segment."""
    places = {slot.target.start for slot in unit.slots if slot.target is not None}
    return len(places) == len(unit.slots)


def _filling(xml: Xml, slot: Slot, new: bytes | None) -> bytes | None:
    """What a segment of a target is to hold; None for what it holds already. One without letters is copied."""
    if new is not None:
        return new
    if slot.has_words or slot.held.strip() or slot.target is None or inner(xml, slot.target).strip():
        return None
    return inner(xml, slot.source)


def _segmented(xml: Xml, unit: Unit, new: Mapping[int, bytes]) -> bytes:
    """A copy of ``seg-source`` with other words in its segments; what has none keeps its translation, or its source."""
    assert unit.segmented is not None
    parts, at = [], unit.segmented.open_end
    for number, slot in enumerate(unit.slots):
        held = inner(xml, slot.target) if slot.target is not None and slot.held.strip() else None
        content = new.get(number, held)
        if content is None or slot.source.is_empty:
            continue
        parts += [xml.content[at : slot.source.open_end], content]
        at = slot.source.close_start
    return b"".join([*parts, xml.content[at : unit.segmented.close_start]])


def _unit(xml: Xml, number: int, node: Node, file: Node, words: Vocabulary) -> Unit:
    source, target = _child(node, "source"), _child(node, "target")
    assert source is not None
    segmented = _child(node, "seg-source")
    sources = _segments(segmented) if segmented is not None else []
    says = {info.get("id", "") or "": info for info in node.walk("seg") if info.prefix or info.name.space}
    says = {mid: info for mid, info in says.items() if info.parent is not None and info.parent.local == "seg-defs"}
    slots = []
    if sources and segmented is not None:
        targets = {one.get("mid", "") or "": one for one in _segments(target)} if target is not None else {}
        for one in sources:
            mid = one.get("mid", "") or ""
            slots.append(Slot(mid, one, targets.get(mid), coded(xml, one, words), info=says.get(mid)))
    else:
        segmented = None
        slots.append(Slot("", source, target, coded(xml, source, words), info=next(iter(says.values()), None)))
    for slot in slots:
        if slot.target is not None:
            slot.held = held(xml, slot.target, words, slot.text)
        slot.state = _state(node, target, slot)
    unit = Unit(number, node, file, slots, place_of(node, number), _note(node), _limit(node))
    unit.segmented, unit.target = segmented, target
    return unit


def _child(node: Node, name: str) -> Node | None:
    return next((one for one in node.elements(name) if one.name.space == node.name.space), None)


def _segments(holder: Node) -> list[Node]:
    return [one for one in holder.walk("mrk") if one.get("mtype", "") == "seg" and one is not holder]


def _state(node: Node, target: Node | None, slot: Slot) -> State:
    if not may_be_translated(node):
        return State("not for translation", is_locked=True)
    locked = (node.get("locked"), slot.info.get("locked", "") if slot.info is not None else None)
    if any(said is not None and said.lower() in _YES for said in locked):
        return State("locked", is_locked=True)
    if node.get("approved", "") == "yes":
        return State("approved", is_locked=True)
    said = target.get("state", "") if target is not None else None
    if slot.info is not None:
        word = _CONFIRMED.get(slot.info.get("conf", "") or "", "")
        return State(word, bool(word))
    if said is not None:
        return State(_STATES.get(said, ""), said in _STATES)
    status, confirmed = _added(node, "status"), _added(node, "confirmed")
    if status is not None:
        return State(_STATUS.get(status, ""), status in _STATUS)
    if confirmed is not None:
        return State("confirmed" if confirmed == "1" else "", confirmed == "1")
    # Without a word on it, a copy of the source is what a tool puts there before anybody has translated it.
    return State("", slot.held.strip() != slot.text.text.strip())


def _added(node: Node, name: str) -> str | None:
    """An attribute that a tool adds in its own namespace."""
    return next((value for key, value in node.attributes.items() if key.local == name and key.space), None)


def _note(node: Node) -> str:
    said = [note.words() for note in node.elements("note") if note.get("annotates", "") != "target"]
    for group in node.elements("context-group"):
        for context in group.elements("context"):
            if context.get("context-type", "") not in _PLACES:
                said.append(context.words())
    return "\n".join(dict.fromkeys(text for text in (" ".join(one.split()) for one in said) if text))


def _limit(node: Node) -> Limit | None:
    most = node.get("maxwidth", "")
    if most is None or not most.strip().isdecimal() or node.get("size-unit", "") != "char":
        return None  # pixels, which nobody can count without the font
    return Limit(characters=int(most)) if int(most) else None


class _Words:
    """The inline elements of one file. SDL says in its header what a number of an element stands for."""

    def __init__(self, file: Node) -> None:
        self._tags: dict[str, Node] = {}
        header = file.find("header")
        for defs in header.elements("tag-defs") if header is not None else []:
            self._tags |= {tag.get("id", "") or "": tag for tag in defs.elements("tag")}
        points = frozenset({"ph", "it", "x"})
        self.vocabulary = Vocabulary(points, frozenset({"bpt", "bx"}), frozenset({"ept", "ex"}), _half, self._described)

    def _described(self, node: Node) -> tuple[str, str]:
        kind = node.get("ctype", "") or node.get("mtype", "") or node.get("type", "") or ""
        shown = node.get("equiv-text", "") or ""
        if node.local in ("ph", "bpt", "ept", "it") or node.get("mtype") == "protected":
            shown = shown or node.words()
        tag = self._tags.get(node.get("id", "") or "")
        kinds: Sequence[str] = ()
        if tag is not None and node.local in ("g", "x"):
            kinds = [one.get("name", "") or "" for one in tag.elements() if one.get("name", "")]
            shown = shown or next((one.words() for one in tag.elements() if one.words().strip()), "")
        role = next((role for name, role in _TYPES.items() if kind in (name, f"x-{name}")), "")
        role = role or native_role(shown) or (kind.removeprefix("x-") if kind.startswith("x-") else "")
        role = role or next((_TYPES.get(one.lower(), "") for one in kinds), "")
        return role or ("format" if node.local in ("g", "bpt", "ept", "bx", "ex", "mrk") else "placeholder"), shown


def _half(node: Node) -> str:
    return node.get("rid", "") or node.get("id", "") or ""
