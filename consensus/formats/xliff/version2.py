"""XLIFF 2.0 to 2.2: ``unit`` with ``segment``, each with ``source`` and ``target``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from consensus.domain import Limit
from consensus.formats.xliff.inline import Vocabulary, coded, held, native_role
from consensus.formats.xliff.tags import element, refilled, retagged
from consensus.formats.xliff.units import Slot, State, Unit, may_be_translated, place_of
from consensus.formats.xml_splice import Edit, Node, Xml

_STATES = {"translated": "translated", "reviewed": "reviewed", "final": "final"}
_SUBTYPES = {
    "xlf:b": "bold",
    "xlf:i": "italic",
    "xlf:u": "underlined",
    "xlf:lb": "line break",
    "xlf:pb": "page break",
    "xlf:var": "placeholder",
}
_TYPES = {
    "fmt": "format",
    "link": "link",
    "image": "image",
    "quote": "quote",
    "ui": "interface element",
    "term": "term",
    "comment": "comment",
}
_STARTS, _ENDS = frozenset({"sc", "sm"}), frozenset({"ec", "em"})
_POINTS = frozenset({"ph", "cp"})


def units(xml: Xml, root: Node) -> Iterator[Unit]:
    """Every unit, in document order."""
    number = 0
    for file in root.elements("file"):
        for node in file.walk("unit"):
            if node.name.space == root.name.space:
                number += 1
                yield _unit(xml, number, node, file)


def languages(file: Node, root: Node) -> tuple[str, str]:
    """Of a file, as it writes them; "" where it does not."""
    return root.get("srcLang", "") or "", root.get("trgLang", "") or ""


def language_node(file: Node, root: Node) -> tuple[Node, str]:
    """The element and the attribute that name the target language."""
    return root, "trgLang"


def edits(xml: Xml, unit: Unit, new: Mapping[int, bytes]) -> Iterator[Edit]:
    """What writes translations into a unit. new: number of the segment -> the bytes of its translation."""
    for at, content in new.items():
        slot = unit.slots[at]
        if slot.info is not None:
            yield from retagged(xml, slot.info, {"state": "translated", "subState": None})
        if slot.target is not None:
            yield from refilled(xml, slot.target, content)
        else:
            end = slot.source.end
            yield Edit(end, end, element(xml, f"{slot.source.prefix}target", content, {}))


def _unit(xml: Xml, number: int, node: Node, file: Node) -> Unit:
    data = {one.get("id", "") or "": one.words() for one in node.walk("data")}
    words = Vocabulary(_POINTS, _STARTS, _ENDS, _half, lambda one: _described(one, data))
    is_open = may_be_translated(node)
    slots = []
    for segment in node.elements("segment"):
        source, target = segment.find("source"), segment.find("target")
        if source is None:
            continue
        slot = Slot(segment.get("id", "") or "", source, target, coded(xml, source, words), info=segment)
        if target is not None:
            slot.held = held(xml, target, words, slot.text)
        slot.state = _state(segment, slot) if is_open else State("not for translation", is_locked=True)
        slots.append(slot)
    return Unit(number, node, file, slots, place_of(node, number), _note(node), _limit(node))


def _state(segment: Node, slot: Slot) -> State:
    said = segment.get("state", "")
    if said is not None:
        return State(_STATES.get(said, ""), said in _STATES)
    return State("", slot.held.strip() != slot.text.text.strip())


def _note(node: Node) -> str:
    notes = [note for group in node.elements("notes") for note in group.elements("note")]
    said = [" ".join(note.words().split()) for note in notes if note.get("appliesTo", "") != "target"]
    return "\n".join(dict.fromkeys(filter(None, said)))


def _limit(node: Node) -> Limit | None:
    """Of the size restriction module, "20" or "5,20"; its general profile counts characters."""
    said = next((value for key, value in node.attributes.items() if key.local == "sizeRestriction"), "")
    found = re.fullmatch(r"\s*(?:\d+\s*,\s*)?(\d+)\s*", said)
    return Limit(characters=int(found[1])) if found else None


def _described(node: Node, data: Mapping[str, str]) -> tuple[str, str]:
    shown = node.get("equiv", "") or node.get("equivStart", "") or node.get("disp", "") or node.get("dispStart", "")
    shown = shown or data.get(node.get("dataRef", "") or node.get("dataRefStart", "") or "", "")
    if node.local == "mrk" and node.get("translate", "") == "no":
        return "fixed text", node.words()
    kind = node.get("type", "") or ""
    role = _SUBTYPES.get(node.get("subType", "") or "") or native_role(shown or "") or _TYPES.get(kind)
    if node.local == "cp":
        return "control character", node.get("hex", "") or ""
    return role or ("placeholder" if node.local == "ph" else "format"), shown or ""


def _half(node: Node) -> str:
    return node.get("startRef", "") or node.get("id", "") or ""
