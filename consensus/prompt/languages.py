"""English names of languages, as prompts use them."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def language_name(code: str | None) -> str:
    """``de`` -> ``German``, ``pt-BR`` -> ``Portuguese (Brazil)``; the code itself when nobody knows it, "" for None."""
    if not code:
        return ""
    from babel import Locale, UnknownLocaleError  # 0.1 s that a command without a prompt need not pay

    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
