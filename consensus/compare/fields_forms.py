"""Every value of an answer in the form that its schema asks for, before anything is compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from consensus.canon.identity import ById
from consensus.canon.normal_forms import Form, Reading, form_of, normal_form
from consensus.compare.fields_vote import Gap
from consensus.domain import ExtractionRules
from consensus.schema import Branch, Leaf
from consensus.schema.kinds import types_of

#: What divides the items of a list that is written as one string.
_DIVIDES = frozenset(",;/|\n\t、，；&+")


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
    if leaf.item is None:
        form = _form(ById(leaf))
        if form is None:
            return raws
        settled = form.settled
        for raw in raws:
            if type(raw) not in settled:
                break
        else:
            return raws
        reading = _declared(leaf, reading)
        return [raw if type(raw) in settled or type(raw) is Gap else normal_form(raw, form, reading) for raw in raws]
    return [raw if type(raw) is Gap else _list(raw, leaf, reading) for raw in raws]


def _declared(leaf: Leaf, reading: Reading) -> Reading:
    options = leaf.options
    if not options:
        return reading
    locale, order = options.get("locale", reading.locale), options.get("order", reading.order)
    return Reading(locale, order, reading.lang, reading.text)


def _list(raw: Any, leaf: Leaf, reading: Reading) -> Any:
    """A list with its items in their normal forms; one scalar or object that cannot be several is a list of it."""
    item = leaf.item
    if isinstance(item, Branch):
        if one_row(raw, item):
            raw = [raw]
        return (
            [normal_row(one, item, reading) if isinstance(one, dict) else one for one in raw] if _is_list(raw) else raw
        )
    if isinstance(raw, str):
        if not raw.strip():
            return None if "null" in types_of(leaf.schema) else raw
        if _DIVIDES.isdisjoint(raw):
            raw = [raw]
    elif isinstance(raw, int | float):
        raw = [raw]
    if not _is_list(raw) or item is None:
        return raw
    return normal(raw, item, reading)


def _is_list(raw: Any) -> bool:
    return isinstance(raw, list)


def one_row(raw: Any, row: Branch) -> bool:
    """Whether a value is one row where a list of rows is wanted, and no wrapper around them."""
    return isinstance(raw, dict) and bool(raw) and raw.keys() <= row.names


def normal_row(row: Mapping[str, Any], branch: Branch, reading: Reading) -> Mapping[str, Any]:
    """An object of a list that is compared as one value, with its leaves in their normal forms."""
    found = dict(row)
    for child in branch.children:
        value = row.get(child.name)
        if isinstance(child, Leaf) and child.name in row:
            found[child.name] = normal([value], child, reading)[0]
        elif isinstance(child, Branch) and isinstance(value, dict):
            found[child.name] = normal_row(value, child, reading)
    return found
