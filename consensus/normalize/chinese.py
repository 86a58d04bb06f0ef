"""Characters that only one of the two Chinese scripts has."""

from __future__ import annotations

from functools import lru_cache

#: Characters that were simplified long before, or that one standard lists and both use.
_SHARED = frozenset("着床群峰里裡秘啓群唇庄岳強")


@lru_cache(maxsize=1)
def _standards() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of the simplified and of the traditional script alone: the standard of each leaves out the other's."""
    rows = range(0xA1, 0xFF)
    pairs = (bytes((a, b)) for a in range(0xB0, 0xF8) for b in rows)
    simplified = frozenset(b"".join(pairs).decode("gb2312", "ignore"))
    pairs = (bytes((a, b)) for a in range(0xA4, 0xFA) for b in (*range(0x40, 0x7F), *rows))
    traditional = frozenset(
        "".join(pair.decode("big5", "ignore") for pair in pairs if pair.decode("big5", "ignore") > "\u3400")
    )
    return simplified - traditional - _SHARED, traditional - simplified - _SHARED


def by_script(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The characters of a text that are simplified, and those that are traditional; the rest are in both scripts."""
    simplified, traditional = _standards()
    return simplified.intersection(text), traditional.intersection(text)
