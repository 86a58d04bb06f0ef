"""Letter case in symbols of units: mW is not MW, while KG is kg."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

#: Prefixes and the symbols that people write behind them. The litre is L here; l is the same unit.
_PREFIXED: Final = (
    ("f p n u μ m k M G", "m s A N V W J F C Hz mol eV Gy Sv Ω ohm H"),
    ("n u μ m k M", "g L Pa S bar T Bq cal rad lm lx Osm Wh Ah VA Eq IU U"),
    ("G T P", "Pa W Hz Wh J V Ω ohm"),
    ("k M G T P", "B b bit bps Bps"),
    ("c d", "m g L"),
    ("da h", "g L Pa"),
    ("f p n u μ m", "M"),
)
_OTHERS: Final = (
    "m g s A K L mol Hz N Pa J W C V F Ω ohm S T H lm lx Bq Gy Sv kat eV cal bar B b bit bps Wh Ah VA rad Osm M "
    "MM k a h d D t U u IU P p R n c f x rpm psi ppm ppb dB dBm dBi mmHg cmH2O kWp MWp Wp Nm kNm mNm kgf lb lbs oz ft "
    "in yd mi gal min sec hr hrs yr mph kph kn ha wt vol pH EU CFU pcs pt px qt cc sqm sqft kVp GBq G °C °F"
)


def _classes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    prefixed = [p + base for prefixes, bases in _PREFIXED for p in prefixes.split() for base in bases.split()]
    for symbol in (*_OTHERS.split(), *prefixed):
        found.setdefault(symbol.casefold(), set()).add(symbol)
    return {folded: frozenset(spelt) for folded, spelt in found.items()}


#: Symbols that differ in case alone, by their folded form.
_CLASSES: Final = _classes()
_PART: Final = re.compile(r"[^\W\d_]+|°[CFcf]")
_UNIT: Final = re.compile(r"[^\W\d_]+[²³\d]?(?:[/·*.^-]+[^\W\d_]+[²³\d]?)*")
#: A number that stands alone in front of what follows: its unit, not the rest of an id.
_NUMBER_BEFORE: Final = re.compile(r"(?<![^\s(\[<>=≤≥~±+:;,/-])(?<![^\W_][-/:.])[-+]?\d[\d.,']*\s?$")
_PART_BEFORE: Final = re.compile(r"[^\W\d_]+[²³\d]?(?:[/·*^]|\*\*)-?$")
_HOUR: Final = re.compile(r"(?<![\d.,:])(?:0?\d|1[0-2])(?:[:.]\d\d)?\s?$")
_PLAIN: Final = str.maketrans("μ²³", "u23")
_ORDINALS: Final = frozenset(("st", "nd", "rd", "th"))


def case_counts(one: str, other: str) -> bool | None:
    """Whether two spellings of a symbol that differ in case alone may be two units; None when they are no symbol.

    The case of a letter counts where known symbols differ in it: in ``mg`` (milli) and ``Mg`` (mega) the first does,
    in ``kg`` none does.
    """
    known = _CLASSES.get(one.casefold())
    if known is None:
        return None
    return any(
        a != b and len({symbol[i] for symbol in known}) > 1 for i, (a, b) in enumerate(zip(one, other, strict=True))
    )


def unit_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of letters that stand where a unit does: behind a number, or in a text that is a unit and nothing else."""
    whole = bool(_UNIT.fullmatch(text)) and all(p.casefold() in _CLASSES for p in _PART.findall(text))
    for match in _PART.finditer(text):
        if whole or _behind_number(text, match.start()):
            yield match.span()


def _behind_number(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at]
    while (part := _PART_BEFORE.search(before)) is not None:
        before = before[: part.start()]
    return _NUMBER_BEFORE.search(before) is not None


def is_clock_or_ordinal(text: str, start: int, end: int) -> bool:
    """``5 PM`` and ``1ST``: their case never counts."""
    word = text[start:end].casefold()
    if word in _ORDINALS:
        return start > 0 and text[start - 1].isdigit()
    return word in ("am", "pm") and _HOUR.search(text[:start]) is not None


@lru_cache(maxsize=4096)
def canonical_unit(unit: str) -> str:
    """A unit as it is compared: one spelling where case says nothing, litre as L, micro as u; else as it stands."""
    solid = (
        "".join(unit.split()).replace("μ", "u").replace("²", "2").replace("³", "3").replace("^", "").replace("**", "")
    )

    def part(match: re.Match[str]) -> str:
        word = match[0]
        known = _CLASSES.get(word.casefold())
        if known is None:
            return word
        return "".join(
            next(iter(letters)) if len(letters := {symbol[i] for symbol in known}) == 1 else word[i]
            for i in range(len(word))
        )

    return _PART.sub(part, solid)


def is_unit(text: str) -> bool:
    """Whether every part of a text is a known symbol."""
    return bool(_UNIT.fullmatch(text)) and all(part.casefold() in _CLASSES for part in _PART.findall(text))
