"""Values of the domain to JSON text and back, nothing lost: decimals, mappings, tuples, and which of a union it was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter

from consensus.domain import Abstention, Answer, Candidate, Field, Finding, Segment, Unit

T = TypeVar("T")

_DECIMAL, _OBJECT, _FLOAT = "$decimal", "$object", "$float"
_MARKS = frozenset((_DECIMAL, _OBJECT, _FLOAT))
_TAGS: Mapping[str, type[Any]] = {
    "candidate": Candidate,
    "abstention": Abstention,
    "segment": Segment,
    "field": Field,
}
_NAMES = {cls: tag for tag, cls in _TAGS.items()}
_JSON = json.JSONEncoder(allow_nan=False)


class Stored(NamedTuple):
    """A value as JSON text, and the tree that this is the text of. Both None for a value that there is not."""

    tree: Any
    text: str | None


ABSENT = Stored(None, None)


def dump(value: Any) -> str:
    """JSON text of one value of the domain (a frozen dataclass or a Policy). Pure."""
    return _text(_plain(value))[1]


def stored(value: Any) -> Stored:
    """What ``dump`` gives, with its tree."""
    return Stored(*_text(_plain(value)))


def load(cls: type[T], content: str) -> T:
    """The value that ``dump`` wrote. Raises ValueError when the text is not one."""
    value: T = _adapters[cls].validate_python(_thaw(json.loads(content)))
    return value


def dump_unit(unit: Unit) -> str:
    """JSON text of a segment or a field, with its tag."""
    return _text(_tagged(unit))[1]


def stored_unit(unit: Unit) -> Stored:
    """What ``dump_unit`` gives, with its tree."""
    return Stored(*_text(_tagged(unit)))


def load_unit(content: str) -> Unit:
    """The segment or field that ``dump_unit`` wrote."""
    unit: Unit = _untagged(json.loads(content))
    return unit


def stored_answers(answers: Iterable[Answer]) -> Stored:
    """JSON text of candidates and abstentions, each with its tag, in order."""
    return Stored(*_text([_tagged(answer) for answer in answers]))


def load_answers(content: str | None) -> tuple[Answer, ...]:
    """The answers that ``stored_answers`` wrote; none for a unit that is not decided yet."""
    return tuple(_untagged(entry) for entry in json.loads(content)) if content else ()


def stored_findings(findings: Iterable[Finding]) -> Stored:
    """JSON text of findings, in order."""
    return Stored(*_text([_plain(finding) for finding in findings]))


def load_findings(content: str | None) -> tuple[Finding, ...]:
    """The findings that ``stored_findings`` wrote."""
    adapter = _adapters[Finding]
    return tuple(adapter.validate_python(_thaw(entry)) for entry in json.loads(content)) if content else ()


def number(plain: Any) -> float | None:
    """A number out of parsed JSON text; None for what is none."""
    found = _thaw(plain)
    return float(found) if isinstance(found, int | float) and found == found else None


def _tagged(value: Any) -> list[Any]:
    return [_NAMES[type(value)], _plain(value)]


def _untagged(entry: list[Any]) -> Any:
    return _adapters[_TAGS[entry[0]]].validate_python(_thaw(entry[1]))


class _Adapters(dict[type[Any], TypeAdapter[Any]]):
    """Built once per class, at first use: building takes milliseconds."""

    def __missing__(self, cls: type[Any]) -> TypeAdapter[Any]:
        return self.setdefault(cls, TypeAdapter(cls))


_adapters = _Adapters()


def _plain(value: Any) -> Any:
    return _adapters[type(value)].dump_python(value, warnings=False)


def _text(tree: Any) -> tuple[Any, str]:
    """A tree and its text: JSON at once, which most values can be; with our marks where they must be, or where others
    could be mistaken for ours.

    Always JSON as the standard has it, or a database could not look into it: our own infinities get a mark too.
    """
    try:
        text = _JSON.encode(tree)
        if '"$' not in text:
            return tree, text
    except (TypeError, ValueError):
        pass
    frozen = _freeze(tree)
    return frozen, _JSON.encode(frozen)


def _freeze(value: Any) -> Any:
    """JSON-able copy. A member's own object may hold our marker keys: such an object is written as pairs."""
    if isinstance(value, float) and not isfinite(value):
        return {_FLOAT: repr(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, Mapping):
        if not _MARKS.isdisjoint(value):
            return {_OBJECT: [[key, _freeze(item)] for key, item in value.items()]}
        return {key: _freeze(item) for key, item in value.items()}
    return [_freeze(item) for item in value]


def _thaw(value: Any) -> Any:
    if isinstance(value, dict):
        if _DECIMAL in value:
            return Decimal(value[_DECIMAL])
        if _FLOAT in value:
            return float(value[_FLOAT])
        if _OBJECT in value:
            return {key: _thaw(item) for key, item in value[_OBJECT]}
        return {key: _thaw(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_thaw(item) for item in value]
    return value
