"""Languages, one file each. To add one: its file and its line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consensus.normalize.languages import (
    ar,
    cs,
    da,
    de,
    el,
    en,
    es,
    fi,
    fr,
    he,
    hi,
    hu,
    id,
    it,
    ja,
    ko,
    nl,
    pl,
    pt,
    ro,
    ru,
    sv,
    th,
    tr,
    uk,
    vi,
    zh,
)
from consensus.normalize.languages.base import Language
from consensus.normalize.tokens import base_language

_ALL = (en, de, fr, es, it, nl, pl, cs, pt, ru, uk, zh, ja, hi, ar, he, tr, ko, sv, da, fi, el, ro, hu, vi, th, id)
#: Every language with data by its primary subtag.
LANGUAGES: Mapping[str, Language] = MappingProxyType({module.LANGUAGE.code: module.LANGUAGE for module in _ALL})
_NONE = Language("", "")


def language(tag: str | None) -> Language:
    """The data of a BCP 47 tag's language; empty where there is none."""
    return LANGUAGES.get(base_language(tag) or "", _NONE)


def codes_with(part: Callable[[Language], object]) -> tuple[str, ...]:
    """The languages that have a part, in the order of the registry."""
    return tuple(code for code, one in LANGUAGES.items() if part(one))


__all__ = ["LANGUAGES", "Language", "codes_with", "language"]
