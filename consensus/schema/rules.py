"""Rules that a schema declares beside its types: ``x-rule``, ``x-when``, ``x-requires`` and ``x-unique``.

Each stands at an object (``x-unique`` also at a list of objects) and its paths begin there. They are read once a
schema; what is wrong with one is a SchemaError before anybody is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final, NamedTuple, NoReturn

from consensus.errors import SchemaError, shown_value
from consensus.schema.expressions import (
    AGGREGATES,
    COMPARISONS,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Path,
    parse,
    parse_path,
    paths,
)
from consensus.schema.kinds import types_of

#: Steps to an object: a key, "[]" as None, and ANY_KEY for the values of a map.
Place = tuple[str | None, ...]
ANY_KEY: Final = "\0"
KEYWORDS: Final = ("x-rule", "x-when", "x-requires", "x-unique")
_JOINED: Final = ("anyOf", "oneOf", "allOf")
_INNER: Final = ("if", "then", "else", "not", "contains", "unevaluatedItems", "unevaluatedProperties", "propertyNames")
_DEEPEST: Final = 60


class Invariant(NamedTuple):
    """``test`` must be true of every object at this place. message: the schema's own words, or ""."""

    place: Place
    test: Expression
    message: str = ""


class When(NamedTuple):
    """Where ``given`` is true ``then`` must be, else ``otherwise``; None asks nothing."""

    place: Place
    given: Expression
    then: Expression | None
    otherwise: Expression | None
    message: str = ""


class Requires(NamedTuple):
    """Where the field ``given`` has a value, all of ``required`` must have one."""

    place: Place
    given: Path
    required: tuple[Path, ...]


class Unique(NamedTuple):
    """No two rows have the same values under these paths of one list."""

    place: Place
    keys: tuple[Path, ...]


Declared = Invariant | When | Requires | Unique


def rules_of(schema: Mapping[str, Any]) -> tuple[Declared, ...]:
    """The rules of a resolved schema, in its order. Raises SchemaError for one that cannot be read."""
    return _rules(_Same(schema))


class _Same:
    """A schema as a cache key: it is shared and never changed."""

    __slots__ = ("schema",)

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.schema is other.schema


@lru_cache(maxsize=256)
def _rules(held: _Same) -> tuple[Declared, ...]:
    for name, part in _mapping(held.schema.get("$defs")).items():
        if found := _first_keyword(part, 0):
            do = "Write it at the object around the part, or write the levels out that you need."
            raise SchemaError(f"{found} stands in a part that contains itself.", where=f"#/$defs/{name}", do=do)
    return tuple(_walk(held.schema, _Root(held.schema), (), "#"))


class _Root:
    """The whole schema, where what a reference names is found."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.parts = _mapping(schema.get("$defs"))

    def options(self, node: Any, depth: int = 0) -> list[Mapping[str, Any]]:
        """A schema and every branch that a value under it may have to meet as well."""
        if isinstance(node, Mapping) and isinstance(ref := node.get("$ref"), str):
            node = self.parts.get(ref.rpartition("/")[2], node)
        if not isinstance(node, Mapping) or depth > 8:
            return []
        below = [part for keyword in _JOINED for part in node.get(keyword) or ()]
        below += [node[keyword] for keyword in ("then", "else") if keyword in node]
        return [node, *(option for part in below for option in self.options(part, depth + 1))]


def _walk(node: Any, root: _Root, place: Place, where: str) -> Iterator[Declared]:
    if not isinstance(node, Mapping) or len(place) > _DEEPEST:
        return
    for keyword in KEYWORDS:
        if keyword in node:
            yield from _declared(keyword, node, root, place, f"{where}/{keyword}")
    for name, below in _mapping(node.get("properties")).items():
        yield from _walk(below, root, (*place, name), f"{where}/properties/{name}")
    yield from _walk(node.get("items"), root, (*place, None), f"{where}/items")
    for keyword in ("additionalProperties", "patternProperties"):
        extra = _mapping(node.get(keyword))
        for below in extra.values() if keyword == "patternProperties" else [extra]:
            yield from _walk(below, root, (*place, ANY_KEY), f"{where}/{keyword}")
    for i, part in enumerate(node.get("allOf") or ()):
        yield from _walk(part, root, place, f"{where}/allOf/{i}")
    _refuse_hidden(node, where)


def _refuse_hidden(node: Mapping[str, Any], where: str) -> None:
    """A rule inside a union or a condition would hold sometimes only; which is said by ``x-when``."""
    hidden = [
        *((k, part) for k in ("anyOf", "oneOf") for part in node.get(k) or ()),
        *((k, node.get(k)) for k in _INNER),
    ]
    for keyword, part in hidden:
        if isinstance(part, Mapping) and (found := _first_keyword(part, 0)):
            raise SchemaError(
                f"{found} stands inside {keyword}.",
                where=f"{where}/{keyword}",
                do='Write it at the object around, as in "x-when": {"if": "kind == \'credit\'", "then": "total <= 0"}.',
            )


def _first_keyword(node: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    if isinstance(node, list | tuple):
        return next((found for one in node if (found := _first_keyword(one, depth + 1))), "")
    if not isinstance(node, Mapping):
        return ""
    named = next((keyword for keyword in KEYWORDS if keyword in node), "")
    below = [*_mapping(node.get("properties")).values()]
    below += [value for key, value in node.items() if key in ("items", "additionalProperties", *_JOINED, *_INNER)]
    return named or next((found for one in below if (found := _first_keyword(one, depth + 1))), "")


def _declared(keyword: str, node: Mapping[str, Any], root: _Root, place: Place, where: str) -> Iterator[Declared]:
    objects = any(_mapping(option.get("properties")) for option in root.options(node))
    listed = keyword == "x-unique" and _items(node) is not None and not objects
    if not listed and not objects:
        rows = " or at a list of objects" if keyword == "x-unique" else ""
        raise SchemaError(
            f"{keyword} stands at a field.", where=where, do=f"Write it at the object that has the field{rows}."
        )
    reader = _Reader(node, root, where)
    said = node[keyword]
    if keyword == "x-rule":
        for one in said if isinstance(said, list) else [said]:
            yield reader.rule(one, place)
    elif keyword == "x-when":
        for one in said if isinstance(said, list) else [said]:
            yield reader.when(one, place)
    elif keyword == "x-requires":
        yield from reader.requires(said, place)
    else:
        yield from reader.unique(said, place, listed)


class _Reader:
    """Reads what one keyword says at one object."""

    def __init__(self, node: Mapping[str, Any], root: _Root, where: str) -> None:
        self.node, self.root, self.where = node, root, where

    def rule(self, said: Any, place: Place) -> Invariant:
        """``"a == b"`` or ``{"rule": "a == b", "tolerance": 0.01, "message": "..."}``."""
        parts = {"rule": said} if isinstance(said, str) else said
        self._keys(parts, {"rule"}, {"tolerance", "message"}, '{"rule": "total == net + vat", "tolerance": 0.01}')
        test, allowed = self.condition(parts["rule"]), parts.get("tolerance")
        if allowed is not None:
            if isinstance(allowed, bool) or not isinstance(allowed, int | float) or allowed < 0:
                self._refuse("the tolerance is no number", 'Write a number, as in "tolerance": 0.01.')
            if not isinstance(test, Call) or test.name not in COMPARISONS:
                self._refuse(
                    "a tolerance needs a single comparison", "Write +- 0.01 behind the comparison that it is of."
                )
            test = test._replace(tolerance=Decimal(str(allowed)))
        return Invariant(place, test, _message(parts))

    def when(self, said: Any, place: Place) -> When:
        """``{"if": "kind == 'credit'", "then": "total <= 0", "else": "total >= 0", "message": "..."}``."""
        form = '{"if": "kind == \'credit\'", "then": "total <= 0"}'
        self._keys(said, {"if"}, {"then", "else", "message"}, form)
        if not said.keys() & {"then", "else"}:
            self._refuse("it has no then", f"Write {form}.")
        then, otherwise = (self.condition(said[key]) if key in said else None for key in ("then", "else"))
        return When(place, self.condition(said["if"]), then, otherwise, _message(said))

    def requires(self, said: Any, place: Place) -> Iterator[Requires]:
        """``{"discount": ["discount_reason"]}``."""
        if not isinstance(said, Mapping):
            self._refuse("it is no object", 'Write {"discount": ["discount_reason"]}.')
        for given, wanted in said.items():
            names = [wanted] if isinstance(wanted, str) else wanted
            if not isinstance(names, list) or not names:
                self._refuse(f"{given} names no fields", 'Write {"discount": ["discount_reason"]}.')
            found = [self.path(name) for name in (given, *names)]
            if lists := [path.text for path in found if None in path.steps]:
                self._refuse(f"{lists[0]} is many values", "Write x-requires at the object of its rows.")
            yield Requires(place, found[0], tuple(found[1:]))

    def unique(self, said: Any, place: Place, listed: bool) -> Iterator[Unique]:
        """``"items[].id"``; several keys together as a list; several lists for keys that are unique each."""
        groups = [[said]] if isinstance(said, str) else said if _are(said, list) else [said]
        example = '"id", or ["date", "number"] for both together' if listed else '"items[].id"'
        for group in groups:
            if not _are(group, str):
                self._refuse("it names no columns", f"Write {example}.")
            keys = tuple(self.path(name, in_rows=listed) for name in group)
            if len({_table(path.steps) for path in keys}) > 1 or not _table(keys[0].steps):
                self._refuse(f"{', '.join(group)}: not columns of one list", f"Write {example}.")
            yield Unique(place, keys)

    def condition(self, said: Any) -> Expression:
        """An expression that is true or false."""
        found: Expression = self._read(said, parse)
        shape = self._shape(found)
        if not _is_condition(found, self.node):
            self._refuse(
                f"“{said}” is neither true nor false", "Compare two sides, as in total == sum(items[].amount)."
            )
        if shape:
            self._refuse_list(found)
        return found

    def path(self, said: Any, *, in_rows: bool = False) -> Path:
        """The path of a field that the schema knows."""
        found: Path = self._read(said, parse_path)
        if in_rows:
            found = Path((None, *found.steps), found.text)
        self._known(found)
        return found

    def _read(self, said: Any, how: Callable[[str], Any]) -> Any:
        if not isinstance(said, str):
            self._refuse(f"{shown_value(said)} is no text", 'Write a rule as text, as in "total == net + vat".')
        try:
            return how(said)
        except ExpressionError as error:
            raise SchemaError(
                f"“{said[:200]}” cannot be read: {error}.",
                where=self.where,
                do="It may hold fields (a.b, items[].amount, `odd name`), numbers, 'text', + - * /, == != < <= > >=, "
                "and, or, not, sum, count, min, max, abs, round, and +- NUMBER behind a comparison.",
            ) from None

    def _shape(self, found: Expression) -> Place:
        """The list whose values an expression has one each of; () for a single value. Refuses unknown fields."""
        if isinstance(found, Literal):
            return ()
        if isinstance(found, Path):
            self._known(found, rows=False)
            return _table(found.steps)
        if found.name == "count" and isinstance(found.args[0], Path):
            self._known(found.args[0], rows=True)
            shapes = [_table(found.args[0].steps)]
        else:
            shapes = [self._shape(one) for one in found.args]
        many = {shape for shape in shapes if shape}
        if found.name in AGGREGATES:
            if not many and len(found.args) == 1:
                self._refuse(f"{found.text}: there is only one value", "Name a list, as in sum(items[].amount).")
            return ()
        if len(many) > 1:
            self._refuse(f"{found.text} mixes two lists", "Sum each of them on its own.")
        if many and found.name in (*COMPARISONS, "and", "or", "not"):
            self._refuse_list(next(path for path in paths(found) if None in path.steps))
        return next(iter(many), ())

    def _refuse_list(self, found: Expression) -> None:
        do = "Put it into sum(), count(), min() or max(), or write the rule in the schema of the list's items."
        self._refuse(f"{found.text} is many values", do)

    def _known(self, path: Path, *, rows: bool | None = None) -> None:
        """Refuse a path that the schema does not have. rows: whether it may end at rows, None for any end."""
        nodes: Sequence[Mapping[str, Any]] = [self.node]
        for at, step in enumerate(path.steps):
            options = [option for node in nodes for option in self.root.options(node)]
            if step is None:
                nodes = [items for option in options if (items := _items(option)) is not None]
                wrong = "is no list"
            else:
                names = {name for option in options for name in _mapping(option.get("properties"))}
                nodes = [p[step] for option in options if step in (p := _mapping(option.get("properties")))]
                nodes += [extra for option in options if (extra := _mapping(option.get("additionalProperties")))]
                if any(_items(option) is not None for option in options) and not names:
                    before = _written(path.steps[:at])
                    self._refuse(f"{before} is a list", f"Write {before}[].{step} for the values of all its items.")
                wrong = _near(step, names)
                if not names and not nodes and any(not types_of(o) and not o.get("properties") for o in options):
                    return  # a place of which the schema says nothing
            if not nodes:
                self._refuse(f"“{path.text}”: {_written(path.steps[: at + 1])} {wrong}", "Name a field of this object.")
        ends = [option for node in nodes for option in self.root.options(node)]
        if rows is None or not any(_mapping(end.get("properties")) or _items(end) is not None for end in ends):
            return
        if any(_items(end) is not None for end in ends):
            self._refuse(f"{path.text} is a list", f"Write {path.text}[] and a field of its items.")
        if not rows:
            self._refuse(f"{path.text} is an object", "Name one of its fields.")

    def _keys(self, said: Any, needed: set[str], others: set[str], form: str) -> None:
        if not isinstance(said, Mapping) or not needed <= said.keys() or said.keys() - needed - others:
            self._refuse(f"it is not of the form that is known here: {str(said)[:80]}", f"Write {form}.")

    def _refuse(self, what: str, do: str) -> NoReturn:
        raise SchemaError(f"{what}.", where=self.where, do=do)


def _message(said: Mapping[str, Any]) -> str:
    return " ".join(str(said.get("message") or "").split())[:300]


def _are(said: Any, kind: type) -> bool:
    return isinstance(said, list) and bool(said) and all(isinstance(one, kind) for one in said)


def _is_condition(found: Expression, node: Mapping[str, Any]) -> bool:
    if isinstance(found, Call):
        return found.name in (*COMPARISONS, "and", "or", "not")
    return isinstance(found, Path) or found.value is True or found.value is False


def _table(steps: Place) -> Place:
    """The steps up to the last list."""
    return steps[: len(steps) - steps[::-1].index(None)] if None in steps else ()


def _near(name: str, names: set[str]) -> str:
    near = get_close_matches(name, sorted(names), 3, 0.5) or sorted(names)[:8]
    return f"is not in the schema; there is {', '.join(near)}" if near else "is not in the schema"


def _written(steps: Place) -> str:
    return "".join("[]" if step is None else f".{step}" for step in steps).lstrip(".")


def _mapping(schema: Any) -> Mapping[str, Any]:
    return schema if isinstance(schema, Mapping) else {}


def _items(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a list's items are; None where the schema is of no list. {} where it says nothing of them."""
    items = node.get("items")
    if isinstance(items, Mapping):
        return items
    return {} if "array" in types_of(node) or "prefixItems" in node else None
