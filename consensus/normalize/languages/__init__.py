"""Languages, one file each. To add one: its file, and its code here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from consensus.normalize.languages.base import Language, spellings
from consensus.normalize.languages.further import FURTHER
from consensus.normalize.tokens import base_language

_FILES = "en de fr es it nl pl cs pt ru uk zh ja hi ar he tr ko sv da fi el ro hu vi th id"
#: Every language with word lists by its primary subtag.
LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {code: import_module(f"{__name__}.{code}").LANGUAGE for code in _FILES.split()}
)
#: These, and those of which less is known.
ALL: Mapping[str, Language] = MappingProxyType({**{one.code: one for one in FURTHER}, **LANGUAGES})
_NONE = Language("")


def language(tag: str | None) -> Language:
    """The data of a BCP 47 tag's language; empty where it has no word lists."""
    return LANGUAGES.get(base_language(tag) or "", _NONE)


def codes_with(part: Callable[[Language], object]) -> tuple[str, ...]:
    """The languages that have a part, in the order of the registry."""
    return tuple(code for code, one in LANGUAGES.items() if part(one))


def with_trait(trait: str) -> frozenset[str]:
    """The languages that have a trait, among those without word lists too."""
    return frozenset(code for code, one in ALL.items() if trait in one.traits.split())


__all__ = ["ALL", "LANGUAGES", "Language", "codes_with", "language", "spellings", "with_trait"]
