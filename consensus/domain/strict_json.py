"""JSON as the standard has it: no NaN, no infinity, no number or depth that a database or another reader refuses."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn

#: Lists and objects inside one another, at most; no document that people exchange comes near it.
MOST_LEVELS = 100
#: Digits of a whole number, at most.
MOST_DIGITS = 1000


def loads(text: str) -> Any:
    """The value of a JSON text. Raises ValueError with a plain sentence, whatever the text holds."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_number, parse_int=_whole)
    except RecursionError:
        raise ValueError(_too_deep()) from None
    if deeper_than(value, MOST_LEVELS):
        raise ValueError(_too_deep())
    return value


def not_finite(value: Any) -> str | None:
    """A path like ``/properties/total/maximum`` to the first number that is none; None where all are finite.

    value: nested dicts and lists, at most ``MOST_LEVELS`` deep or so.
    """
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        where, one = waiting.pop()
        if isinstance(one, float) and not isfinite(one):
            return where or "/"
        if isinstance(one, dict):
            waiting += [(f"{where}/{key}", below) for key, below in one.items()]
        elif isinstance(one, list | tuple):
            waiting += [(f"{where}/{at}", below) for at, below in enumerate(one)]
    return None


def deeper_than(value: Any, levels: int) -> bool:
    """Whether lists and objects stand more than ``levels`` deep inside one another."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [
            below
            for one in layer
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
            if isinstance(below, dict | list)
        ]
        if not layer:
            return False
    return True


def _too_deep() -> str:
    return f"it is nested more than {MOST_LEVELS} levels deep"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number in JSON")


def _number(written: str) -> float:
    if not isfinite(found := float(written)):
        raise ValueError(f"{written[:40]} is too large for a number")
    return found


def _whole(written: str) -> int:
    if len(written) > MOST_DIGITS:
        raise ValueError(f"a number of {len(written):,} digits is too large")
    return int(written)
