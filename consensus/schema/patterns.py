"""Regular expressions of schemas, searched so that no pattern and no value can take long.

RE2 judges in time proportional to the value. What it has not, look-around and back-references, Python's ``re`` judges:
only patterns whose number of ways to match is small, and only values up to the length for which it stays small.
``\\d``, ``\\w`` and ``\\s`` mean digits, letters and spaces of every script, as in Python; ``$`` is the very end, as
JSON Schema has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from math import comb
from re import _parser  # type: ignore[attr-defined]  # the only parser of Python's patterns; private, stable since 3.11
from typing import Any, Final, NamedTuple

import re2

from consensus.errors import SchemaError

#: Attempts that one search may take, some tenths of a second; and the lengths of values that are tried for it.
_MOST_WAYS: Final = 10_000_000
_LENGTHS: Final = (10_000, 5_000, 2_000, 1_000, 500, 200, 100, 64)
#: Names of keys that one of jsonschema's own searches may see, where a schema has ``unevaluatedProperties``.
LONGEST_NAME: Final = 200
_SPACE: Final = r"\s\v\x1c-\x1f\x{85}\p{Z}"
_OUTSIDE: Final = {
    r"\d": r"\p{Nd}",
    r"\D": r"\P{Nd}",
    r"\w": r"[\p{L}\p{N}_]",
    r"\W": r"[^\p{L}\p{N}_]",
    r"\s": f"[{_SPACE}]",
    r"\S": f"[^{_SPACE}]",
    r"\Z": r"\z",
    "[": "[",
}
_INSIDE: Final = {r"\d": r"\p{Nd}", r"\D": r"\P{Nd}", r"\w": r"\p{L}\p{N}_", r"\s": _SPACE, "[": r"\["}
_TOKEN: Final = re.compile(
    r"\[\\([dws])\\(?!\1)(?i:\1)\]|\[\\([DWS])\\(?!\2)(?i:\2)\]|\[\^?\]?|\\u[0-9A-Fa-f]{4}|\\.|\{,\d+\}|.", re.DOTALL
)


@lru_cache(maxsize=2048)
def searcher(pattern: str) -> Callable[[str], bool]:
    """Whether the pattern is found in a text, in time that is bounded.

    A text too long for a pattern that only Python's ``re`` knows counts as one without it. Raises SchemaError for
    what is no pattern, or one that could take too long.
    """
    options = re2.Options()
    options.log_errors = False
    try:
        found = re2.compile(_as_re2(pattern), options)
    except (re2.error, UnicodeEncodeError, _NotInRe2):
        return _by_python(pattern)

    def search(text: str) -> bool:
        try:
            return found.search(text) is not None
        except UnicodeEncodeError:  # half of a surrogate pair is no character
            return found.search(text.encode("utf-8", "replace").decode()) is not None

    return search


def check(pattern: str, where: str) -> None:
    """Raises SchemaError, with the place, for what ``searcher`` refuses."""
    try:
        searcher(pattern)
    except SchemaError as error:
        raise SchemaError(error.what, where=where, do=error.do) from None


def check_names(patterns: Iterable[str]) -> None:
    """Raises SchemaError for patterns of keys that jsonschema's own search, which is Python's, cannot be given."""
    for pattern in patterns:
        if _longest(pattern) < LONGEST_NAME:
            raise _too_slow(pattern, "Leave unevaluatedProperties out, or write the pattern without nested repeats.")


class _NotInRe2(Exception):
    pass


def _as_re2(pattern: str) -> str:
    """The pattern in the words of RE2, whose short classes are of ASCII alone."""
    written: list[str] = []
    inside = False
    for found in _TOKEN.finditer(pattern):
        token = found.group()
        if not inside and (found[1] or found[2]):
            token = "(?s:.)"
        elif token.startswith("[") and not inside:
            inside = True
            token = token.replace("]", r"\]")
        elif token == "]":
            inside = False
        elif inside and token in (r"\W", r"\S"):
            raise _NotInRe2
        elif token.startswith(r"\u"):
            token = f"\\x{{{token[2:]}}}"
        elif token.startswith("{,") and not inside:
            token = "{0" + token[1:]
        else:
            token = (_INSIDE if inside else _OUTSIDE).get(token, token)
        written.append(token)
    return "".join(written)


def _by_python(pattern: str) -> Callable[[str], bool]:
    longest = _longest(pattern)
    if longest == 0:
        raise _too_slow(pattern, "Write it without repeats within repeats, or without look-around.")
    found = re.compile(pattern)
    return lambda text: len(text) <= longest and found.search(text) is not None


def _too_slow(pattern: str, do: str) -> SchemaError:
    return SchemaError(f"the pattern {_short(pattern)} could take without end", do=do)


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= 80 else f"{pattern[:77]}..."


class _Ways(NamedTuple):
    """How many ways a part may match: ``factor`` times those of placing ``stars`` borders in the text."""

    stars: int
    factor: int

    def then(self, other: _Ways) -> _Ways:
        return _Ways(self.stars + other.stars, min(self.factor * other.factor, _MOST_WAYS + 1))

    def most(self, other: _Ways) -> _Ways:
        return _Ways(max(self.stars, other.stars), max(self.factor, other.factor))

    def within(self, length: int) -> bool:
        return self.stars < 20 and self.factor * comb(length + self.stars, self.stars) <= _MOST_WAYS


_ONE, _ENDLESS = _Ways(0, 1), _Ways(99, _MOST_WAYS + 1)


@lru_cache(maxsize=1024)
def _longest(pattern: str) -> int:
    """The longest text that Python's ``re`` may search; 0 for none. Raises SchemaError for what is no pattern."""
    try:
        parsed = _parser.parse(pattern)
        ways, work = _sequence(parsed)
    except (re.error, OverflowError) as error:
        do = "Mend it; it is searched as Python's re does."
        raise SchemaError(f"{_short(pattern)} is no pattern ({error})", do=do) from error
    except RecursionError:
        return 0
    first = parsed[0] if len(parsed) else ("", "")
    anchored = str(first[0]) == "AT" and str(first[1]).startswith("AT_BEGINNING")
    whole = ways.most(work).then(_ONE if anchored else _Ways(1, 1))
    return next((length for length in _LENGTHS if whole.within(length)), 0)


def _sequence(items: Any) -> tuple[_Ways, _Ways]:
    """How many ways a sequence can match, and how much is tried on the way, what only looks around included."""
    ways = work = _ONE
    for kind, value in items:
        own, tried = _item(str(kind), value)
        work = work.most(ways.then(tried))
        ways = ways.then(own)
    return ways, work.most(ways)


def _item(kind: str, value: Any) -> tuple[_Ways, _Ways]:
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _ONE, _sequence(value[1])[1]
    if kind == "ATOMIC_GROUP":
        return _ONE, _sequence(value)[1]
    if kind == "SUBPATTERN":
        return _sequence(value[-1])
    if kind == "BRANCH":
        parts = [_sequence(part) for part in value[1]]
        ways = _Ways(max(one.stars for one, _ in parts), sum(one.factor for one, _ in parts))
        work = _Ways(max(one.stars for _, one in parts), sum(one.factor for _, one in parts))
        return ways, work
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeat(kind, *value)
    return (_ENDLESS, _ENDLESS) if kind == "GROUPREF_EXISTS" else (_ONE, _ONE)


def _repeat(kind: str, low: int, high: int, body: Any) -> tuple[_Ways, _Ways]:
    inner, tried = _sequence(body)
    many = int(high) - int(low) >= _LENGTHS[-1]
    if inner != _ONE and int(high) > 1:
        if many or int(high) > 20:
            return _ENDLESS, _ENDLESS
        inner = _Ways(inner.stars * int(high), min(inner.factor ** int(high), _MOST_WAYS + 1))
    ways = _Ways(1, 1) if many else inner.then(_Ways(0, int(high) - int(low) + 1))
    return (_ONE if kind == "POSSESSIVE_REPEAT" else ways), ways.then(tried)


@lru_cache(maxsize=16)
def bounded(kind: Any) -> Any:
    """A validator class of jsonschema, with its patterns searched by ``searcher``."""
    from jsonschema import validators  # it takes long to import

    own = {"pattern": _pattern, "patternProperties": _pattern_properties, "additionalProperties": _additional}
    if "unevaluatedProperties" in kind.VALIDATORS:
        own["unevaluatedProperties"] = _unevaluated(kind.VALIDATORS["unevaluatedProperties"])
    return validators.extend(kind, own)  # type: ignore[no-untyped-call]


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Any:
    from jsonschema import ValidationError

    if isinstance(value, str) and not searcher(pattern)(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Mapping[str, Any], value: Any, _: Any) -> Any:
    for pattern, schema in patterns.items() if isinstance(value, Mapping) else ():
        search = searcher(pattern)
        for name, one in value.items():
            if search(name):
                yield from validator.descend(one, schema, path=name, schema_path=pattern)


def _additional(validator: Any, allowed: Any, value: Any, schema: Mapping[str, Any]) -> Any:
    from jsonschema import ValidationError

    if not isinstance(value, Mapping):
        return
    known, patterns = schema.get("properties", {}), [searcher(one) for one in schema.get("patternProperties", ())]
    extra = [name for name in value if name not in known and not any(search(name) for search in patterns)]
    if isinstance(allowed, Mapping):
        for name in extra:
            yield from validator.descend(value[name], allowed, path=name)
    elif not allowed and extra:
        names = ", ".join(repr(name) for name in sorted(extra, key=str))
        verb = "does" if len(extra) == 1 else "do"
        if patterns:
            listed = ", ".join(repr(one) for one in sorted(schema["patternProperties"]))
            yield ValidationError(f"{names} {verb} not match any of the regexes: {listed}")
        else:
            were = "was" if len(extra) == 1 else "were"
            yield ValidationError(f"Additional properties are not allowed ({names} {were} unexpected)")


def _unevaluated(original: Callable[..., Any]) -> Callable[..., Any]:
    def check_value(validator: Any, allowed: Any, value: Any, schema: Mapping[str, Any]) -> Any:
        from jsonschema import ValidationError

        if isinstance(value, Mapping) and any(len(name) > LONGEST_NAME for name in value):
            yield ValidationError(f"A key is longer than {LONGEST_NAME} characters.")
        else:
            yield from original(validator, allowed, value, schema)

    return check_value
