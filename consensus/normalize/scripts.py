"""Scripts: the letters of each, which ones a language is written in, and which have no blanks between words."""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.normalize.languages import ALL, with_trait
from consensus.normalize.tokens import base_language

#: Languages written without spaces between words.
UNSPACED = with_trait("unspaced")

#: The letters of each script, as the inside of a character class.
SCRIPT_LETTERS = {
    "latin": r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "cyrillic": r"\u0400-\u052f",
    "greek": r"\u0370-\u03ff\u1f00-\u1fff",
    "arabic": r"\u0620-\u064a\u0671-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "hebrew": r"\u05d0-\u05ea",
    "devanagari": r"\u0904-\u0963\u0970-\u097f",
    "han": r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "kana": r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f",
    "hangul": r"\uac00-\ud7a3\u1100-\u11ff",
    "thai": r"\u0e01-\u0e3a\u0e40-\u0e4e",
}
#: Runs of letters per script. ``[x][x]*`` and not ``[x]+``: the engine skips only to what a pattern begins with, and a
#: repetition is no beginning for it, so that ``+`` is tried anew at every character.
SCRIPT_RUN = {name: re.compile(f"[{letters}][{letters}]*") for name, letters in SCRIPT_LETTERS.items()}

_SUBTAG_SCRIPTS = {
    "latn": ("latin",),
    "cyrl": ("cyrillic",),
    "grek": ("greek",),
    "arab": ("arabic",),
    "hebr": ("hebrew",),
    "deva": ("devanagari",),
    "hans": ("han",),
    "hant": ("han",),
}


@lru_cache(maxsize=256)
def scripts_of(lang: str | None) -> tuple[str, ...]:
    """Scripts in which a language is written: those that its tag names, or its own; () when unknown."""
    base = base_language(lang)
    if base is None or lang is None:
        return ()
    named = re.search(r"[-_]([a-z]{4})(?![a-z0-9])", lang.lower())
    if named:
        return _SUBTAG_SCRIPTS.get(named.group(1), ())
    return tuple(ALL[base].scripts.split()) if base in ALL else ()
