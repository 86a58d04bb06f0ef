"""Reads what an export consists of, and trusts none of it: JSON, the chain of its lines, the shape of its parts."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

NOT_CERTIFIED = "not certified"
MANY = 10**9
START = "0" * 64
LONGEST_NUMBER = 400


class Refused(Exception):
    """Why a file is refused. point: what it breaks, in one word (docs/guarantee.md lists them). why: a sentence.

    line: number from 1 of the first that does not continue the chain.
    """

    def __init__(self, point: str, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.point, self.why, self.line = point, why, line


def need(holds: object, point: str, why: str) -> None:
    """Raises Refused unless it holds."""
    if not holds:
        raise Refused(point, why)


def read_line(line: str) -> dict[str, Any]:
    """One object. Raises ValueError for anything else, for NaN, a number too large and a key that stands twice."""
    content = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_float, parse_int=_int)
    if not isinstance(content, dict):
        raise ValueError("not an object")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of two values they take, so one digest would stand for two contents.
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large")
    return number


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(text)


def canonical(content: object) -> str:
    """A value of JSON as one line: keys sorted, no blanks, characters beyond ASCII as they are."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str, allow_nan=False)
    # Some readers end a line at these, and lone surrogates cannot be written.
    return re.sub("[\u2028\u2029\x85\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def sha256(content: str | bytes) -> str:
    """64 hex digits over the text as UTF-8."""
    content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()


def chain(content: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a chained file. Raises Refused at the first that does not continue the chain."""
    previous = START
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n") if content else [], 1):
        try:
            unit = read_line(line.decode("utf-8"))
            told, before = unit.pop("digest", None), unit.get("previous")
            found = sha256(canonical(unit))
        except UnicodeDecodeError:
            raise Refused("chain", f"line {number} is not UTF-8.", number) from None
        except (ValueError, RecursionError):
            raise Refused("chain", f"line {number} is not one JSON object.", number) from None
        why = ""
        if told is None or before is None:
            why = "carries no digest of itself and of the line before"
        elif before != previous:
            why = "does not follow the line before it: a line was taken out, put in or moved"
        elif found != told:
            why = "was changed: its content does not give the digest that it carries"
        if why:
            raise Refused("chain", f"line {number} {why}.", number)
        previous = found
        yield unit | {"digest": found}


def fit(value: Any, shape: Any, where: str) -> None:
    """Raises Refused unless a value has a shape: a test of it, a dict of shapes with these keys and no others, a list
    with one shape for all, or a tuple with a shape for what may also be null."""
    if isinstance(shape, tuple):
        if value is not None:
            fit(value, shape[0], where)
    elif isinstance(shape, dict):
        need(
            isinstance(value, dict) and value.keys() == shape.keys(), "form", f"{where} has not the parts it must have."
        )
        for key, one in shape.items():
            fit(value[key], one, f"{where}, {key}")
    elif isinstance(shape, list):
        need(isinstance(value, list), "form", f"{where} is no list.")
        for one in value:
            fit(one, shape[0], where)
    else:
        need(shape(value), "form", f"{where} is not what must stand there.")


def is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MANY


def is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e300


def is_share(value: Any) -> bool:
    """Above 0 and below 1."""
    return is_number(value) and 0 < value < 1


def is_chance(value: Any) -> bool:
    """From 0 to 1."""
    return is_number(value) and 0 <= value <= 1


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_digest(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def are_counts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_count, value))


def is_day(value: Any) -> bool:
    return isinstance(value, str) and _is_day(value)


@lru_cache(maxsize=1000)
def _is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value))
    except ValueError:
        return False
