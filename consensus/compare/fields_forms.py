"""Every value of an answer in the form that its schema asks for, before anything is compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from consensus.compare.fields_vote import Gap
from consensus.domain import ExtractionRules
from consensus.locate.values import locate
from consensus.normalize.identity import ById
from consensus.normalize.normal_forms import Form, Reading, form_of, normal_form
from consensus.normalize.values import Key
from consensus.schema import Branch, Leaf, Node, Table, Union, branch_of, opened
from consensus.schema.kinds import types_of

#: What divides the items of a list that is written as one string.
_DIVIDES = frozenset(",;/|\n\t、，；&+")

_ORDERED = re.compile(r"\b(order|rank|sort|sequence|chronolog|first|Reihenfolge|ordre|orden|ordine)", re.IGNORECASE)


def reading_of(rules: ExtractionRules, text: str | None, lang: str | None) -> Reading:
    """What is known of how a document writes. lang: its BCP 47 tag, None where unknown."""
    order = "" if rules.date_order == "iso" else rules.date_order
    return Reading(rules.number_locale, order, lang, text)


@lru_cache(maxsize=4096)
def _form(held: ById[Leaf]) -> Form | None:
    leaf = held.value
    return form_of(leaf.schema, leaf.kind, leaf.name or leaf.pattern.rpartition(".")[2])


def normal(raws: list[Any], leaf: Leaf, reading: Reading) -> list[Any]:
    """The values of one leaf, each in its normal form; the same list where all are."""
    if leaf.item is not None or leaf.places:
        # What may be a list or something else is in a form that its schema allows, whichever it is.
        either = leaf.kind == "any"
        return [
            raw if type(raw) is Gap or (either and not _is_list(raw)) else _list(raw, leaf, reading) for raw in raws
        ]
    form = _form(ById(leaf))
    if form is None or all(map(form.settled.__contains__, map(type, raws))):
        return raws
    reading = _declared(leaf, reading)
    return [raw if type(raw) is Gap or form.settles(raw) else normal_form(raw, form, reading) for raw in raws]


def _declared(leaf: Leaf, reading: Reading) -> Reading:
    options = leaf.options
    if not options:
        return reading
    locale, order = options.get("locale", reading.locale), options.get("order", reading.order)
    return Reading(locale, order, reading.lang, reading.text)


def _list(raw: Any, leaf: Leaf, reading: Reading) -> Any:
    """A list with its items in their normal forms; one scalar or object that cannot be several is a list of it."""
    item = opened(leaf.item) if leaf.item is not None else None
    if leaf.places:
        places = [*leaf.places, *[leaf.item] * len(raw)] if _is_list(raw) else []
        return [_value(one, node, reading) for one, node in zip(raw, places, strict=False)] if _is_list(raw) else raw
    if isinstance(item, Branch | Union):
        if one_row(raw, item):
            raw = [raw]
        return [_value(one, item, reading) for one in raw] if _is_list(raw) else raw
    if isinstance(raw, str):
        if not raw.strip():
            return None if "null" in types_of(leaf.schema) else raw
        if _DIVIDES.isdisjoint(raw):
            raw = [raw]
    elif isinstance(raw, int | float):
        raw = [raw]
    if not _is_list(raw) or not isinstance(item, Leaf):
        return raw
    return normal(raw, item, reading)


def _value(raw: Any, node: Node | None, reading: Reading) -> Any:
    """One value within a list or an object, in its normal form."""
    node = opened(node) if node is not None else None
    if isinstance(node, Leaf | Table):
        return normal([raw], node if isinstance(node, Leaf) else node.cell, reading)[0]
    return normal_row(raw, node, reading) if isinstance(raw, dict) and node is not None else raw


def in_document_order(
    raws: list[Any], keys: list[Key | None], leaf: Leaf, text: str | None, weight: Callable[[list[int]], float]
) -> tuple[list[Any], list[Key | None]]:
    """Lists of the same strings in several orders as one list, where most wrote them in the order of the document.

    Every string must stand there once, and the field's words must not ask for an order. weight: of distinct objects.
    """
    found = [key for key in dict.fromkeys(keys) if key is not None]
    if text is None or len(found) < 2 or leaf.kind != "list" or not isinstance(leaf.item, Leaf):
        return raws, keys
    if not all(key[0] == "list" and all(_is_text(one) for one in key[1:]) for key in found):
        return raws, keys
    ordered = _ORDERED.search(str(leaf.schema.get("description")))
    if ordered or len({tuple(sorted(key[1:], key=repr)) for key in found}) > 1:
        return raws, keys
    holders = {key: [d for d, one in enumerate(keys) if one == key] for key in found}
    first, *others = sorted(found, key=lambda key: -weight(holders[key]))
    chosen = raws[holders[first][0]]
    places = [locate(text, one) for one in chosen]
    in_order = all(len(place) == 1 for place in places) and places == sorted(places)
    if not in_order or weight(holders[first]) <= max(weight(holders[key]) for key in others):
        return raws, keys
    same = [raw if key is None else chosen for raw, key in zip(raws, keys, strict=True)]
    return same, [key and first for key in keys]


def _is_text(key: object) -> bool:
    return isinstance(key, tuple) and key[0] == "string"


def _is_list(raw: Any) -> bool:
    return isinstance(raw, list)


def one_row(raw: Any, row: Node) -> bool:
    """Whether a value is one row where a list of rows is wanted, and no wrapper around them."""
    if not isinstance(raw, dict) or not raw:
        return False
    branch = branch_of(row, raw)
    return branch is not None and raw.keys() <= branch.names


def normal_row(row: Mapping[str, Any], node: Node, reading: Reading) -> Mapping[str, Any]:
    """An object of a list with its leaves in their normal forms; the same object where they are."""
    branch = branch_of(node, row)
    if branch is None:
        return row
    found: dict[str, Any] | None = None
    for name, child, form in _children(ById(branch)):
        value = row.get(name)
        if value is None or (form is not None and form.settles(value)):
            continue
        value = _value(value, child, reading)
        if value is not row[name]:
            found = found or dict(row)
            found[name] = value
    for name in row.keys() - branch.names if branch.extra else ():
        value = _value(row[name], branch.node_of(name), reading)
        if value is not row[name]:
            found = found or dict(row)
            found[name] = value
    return found or row


@lru_cache(maxsize=1024)
def _children(held: ById[Branch]) -> tuple[tuple[str, Node, Form | None], ...]:
    """The parts of an object whose values may have to be brought to a normal form."""
    found: list[tuple[str, Node, Form | None]] = []
    for child in held.value.children:
        scalar = isinstance(child, Leaf) and child.item is None and not child.places
        form = _form(ById(child)) if scalar and isinstance(child, Leaf) else None
        if form is not None or not scalar:
            found.append((child.name, child, form))
    return tuple(found)
