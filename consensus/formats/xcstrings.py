"""Xcode's string catalogues: the localizations of one language are spliced in, in Xcode's own style."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from consensus.domain import Filled
from consensus.errors import DocumentError
from consensus.formats.base import Format, Left, Locator, Options
from consensus.formats.encodings import Decoded
from consensus.formats.json_members import Member, members
from consensus.formats.spans import Edit
from consensus.formats.spliced import Found, Slot, SplicedFormat, literal, same_edges, slot_of
from consensus.formats.words import has_letters
from consensus.normalize.icu import plural_categories
from consensus.normalize.tokens import base_language

_SURROGATE = re.compile(r"[\ud800-\udfff]")
#: The parts of a unit's address: () for a plain string, ("plural", "few"), ("device", "mac").
_Address = tuple[str, ...]


class Way(NamedTuple):
    """Where a unit belongs. entry: the member of the catalogue. lang: the key of the language. address: in it."""

    entry: Member
    lang: str
    address: _Address


class Catalogue(SplicedFormat):
    name = "xcstrings"
    label = "Xcode string catalogue"
    suffixes = (".xcstrings",)
    bilingual = True
    left = {  # noqa: RUF012
        "untranslated": ("string marked as not to be translated", "strings marked as not to be translated"),
        "stale": ("string that the program no longer has", "strings that the program no longer has"),
        "varied": ("string with variations that are not read", "strings with variations that are not read"),
    }

    def found(self, text: str, options: Options) -> Found:
        root, strings = _catalogue(text, options.where)
        source = str(root.get("sourceLanguage", "en"))
        lang = _key_of(options.target_lang or "", root["strings"])
        slots: list[Slot] = []
        left: list[Left] = []
        for number, entry in enumerate(strings):
            found = _units(entry, (source, lang), options.target_lang)
            if isinstance(found, str):
                left += [Left(entry.start, entry.end, found, entry.name[:40])] if has_letters(entry.name) else []
                continue
            note = str(entry.value.get("comment", ""))
            for address, words, filled in found:
                if has_letters(words):
                    place = " ".join([entry.name[:80], *address])
                    more = {"kind": "string", "place": place, "note": note, "filled": filled}
                    locator = "/".join([str(number), *address])
                    way = Way(entry, lang, address)
                    slots.append(slot_of(entry.start, entry.end, literal(words), locator, way=way, **more))
        warnings = []
        if options.lang and base_language(source) != base_language(options.lang):
            warnings.append(f"Its source language is {source}, not {options.lang}.")
        return Found(slots, left, warnings)

    def raw(self, slot: Slot, new: str, source: Decoded) -> str | None:
        return same_edges(slot.words, new)

    def all_edits(self, text: str, found: Found, edits: list[Edit], written: Mapping[Locator, str]) -> list[Edit]:
        """One edit for each string of the catalogue, whatever the number of its variations."""
        values: dict[int, dict[_Address, str]] = {}
        ways: dict[int, Way] = {}
        for slot in found.slots:
            if slot.block.locator in written:
                assert isinstance(slot.way, Way)
                words = same_edges(slot.words, written[slot.block.locator])
                values.setdefault(slot.start, {})[slot.way.address] = words
                ways[slot.start] = slot.way
        return [_edit(text, ways[start], found) for start, found in values.items()]


def _catalogue(text: str, where: str) -> tuple[dict[str, Any], Sequence[Member]]:
    try:
        root = json.loads(text)
    except ValueError as error:
        raise DocumentError(
            f"not a string catalogue: {error}.", where=where, do="Open it in Xcode and mend it."
        ) from error
    if not (isinstance(root, dict) and isinstance(root.get("strings"), dict)):
        raise DocumentError(
            "not a string catalogue: it has no strings.", where=where, do="Name it .json if it is JSON."
        )
    strings = next(one for one in reversed(members(text, text.index("{"))) if one.name == "strings")
    return root, [one for one in members(text, strings.start) if isinstance(one.value, dict)]


def _key_of(lang: str, strings: Mapping[str, Any]) -> str:
    """The target language as the file spells it, else its tag."""
    for entry in strings.values():
        known = entry.get("localizations") if isinstance(entry, dict) else None
        for name in known if isinstance(known, dict) else ():
            if name.lower().replace("_", "-") == lang.lower():
                return str(name)
    return lang


def _units(
    entry: Member, langs: tuple[str, str], target: str | None
) -> str | list[tuple[_Address, str, Filled | None]]:
    """Address, source text and what is filled of each unit; or the kind of ``Left``."""
    if _SURROGATE.search(entry.name):
        return "varied"
    if entry.value.get("shouldTranslate") is False:
        return "untranslated"
    if entry.value.get("extractionState") == "stale":
        return "stale"
    known = entry.value.get("localizations")
    here, there = ((known if isinstance(known, dict) else {}).get(lang) for lang in langs)
    source, done = _flat(here), _flat(there)
    if source is None or done is None:
        return "varied"
    if not source:
        source = {(): ("", entry.name)}
    if set(map(len, source)) != {0} and (() in source or len({address[0] for address in source}) > 1):
        return "varied"
    shape = next(iter(source))[:1]
    if any(address[:1] != shape for address in done):
        return "varied"
    addresses = list(source)
    if shape == ("plural",):
        wanted = plural_categories(target, False) or {address[1] for address in source}
        addresses = [("plural", one) for one in sorted(wanted | {"other"})]
    found = []
    for address in addresses:
        words = source.get(address) or source.get((*shape, "other")) or next(iter(source.values()))
        state, value = done.get(address, ("", ""))
        filled = Filled(state, literal(value).text) if state == "translated" and value.strip() else None
        found.append((address, words[1], filled))
    return found


def _flat(localization: object) -> dict[_Address, tuple[str, str]] | None:
    """Address -> state and value; {} for none, None for what is written in a way that is not read."""
    if localization is None or localization == {}:
        return {}
    if not isinstance(localization, dict) or not localization.keys() <= {"stringUnit", "variations"}:
        return None
    found: dict[_Address, tuple[str, str]] = {}
    for address, unit in _addressed(localization):
        if not (isinstance(unit, dict) and isinstance(unit.get("value"), str)) or _SURROGATE.search(unit["value"]):
            return None
        found[address] = (str(unit.get("state", "")), unit["value"])
    return found


def _addressed(localization: dict[str, Any]) -> list[tuple[_Address, object]]:
    found: list[tuple[_Address, object]] = []
    if "stringUnit" in localization:
        found.append(((), localization["stringUnit"]))
    variations = localization.get("variations", {})
    for kind, cases in variations.items() if isinstance(variations, dict) else ():
        for case, one in cases.items() if isinstance(cases, dict) else ():
            plain = isinstance(one, dict) and one.keys() == {"stringUnit"}
            found.append(((kind, case), one["stringUnit"] if plain else None))
    return found


def _edit(text: str, way: Way, values: Mapping[_Address, str]) -> Edit:
    """The localization of the language, put where Xcode puts it: its keys are sorted."""
    entry = way.entry.value
    known = entry.get("localizations")
    langs = dict(known) if isinstance(known, dict) else {}
    made = json.loads(json.dumps(langs.get(way.lang) or {}))
    for address, value in values.items():
        unit = {"state": "translated", "value": value}
        if address:
            cases = made.setdefault("variations", {}).setdefault(address[0], {})
            cases[address[1]] = {"stringUnit": unit}
            made["variations"][address[0]] = dict(sorted(cases.items()))
        else:
            made["stringUnit"] = unit
    own = members(text, way.entry.start)
    place = next((one for one in own if one.name == "localizations"), None)
    if place is None or not langs:
        new = {**entry, "localizations": {way.lang: made}}
        if place is None and own:
            return _inserted(text, own, ("localizations", {way.lang: made}), 3)
        return Edit(way.entry.start, way.entry.end, _dumped(new, 2, text))
    inside = members(text, place.start)
    there = next((one for one in inside if one.name == way.lang), None)
    if there is not None:
        return Edit(there.start, there.end, _dumped(made, 4, text))
    return _inserted(text, inside, (way.lang, made), 4)


def _inserted(text: str, own: Sequence[Member], new: tuple[str, object], level: int) -> Edit:
    """A new member among those of an object that has some, in the order of their names."""
    member = f"{_json(new[0])}{_colon(text)}{_dumped(new[1], level, text)}"
    after = [one for one in own if one.name > new[0]]
    gap = f",{_end(text)}{'  ' * level}" if _end(text) else ","
    if after:
        return Edit(after[0].name_start, after[0].name_start, f"{member}{gap}")
    return Edit(own[-1].end, own[-1].end, f"{gap}{member}")


def _dumped(value: object, level: int, text: str) -> str:
    """As Xcode writes it; on one line where the file is one."""
    if not isinstance(value, dict):
        return _json(value)
    end = _end(text)
    pad, inner = ("  " * level, "  " * (level + 1)) if end else ("", "")
    if not value:
        return f"{{{end}{end}{pad}}}"
    parts = [f"{inner}{_json(k)}{_colon(text)}{_dumped(v, level + 1, text)}" for k, v in value.items()]
    return f"{{{end}{f',{end}'.join(parts)}{end}{pad}}}"


def _json(value: object) -> str:
    made = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if _SURROGATE.search(made) else made


def _colon(text: str) -> str:
    return " : " if '" : ' in text else ": " if '": ' in text else ":"


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n" if "\n" in text.strip() else ""


FORMAT: Format = Catalogue()
