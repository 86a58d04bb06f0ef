"""What breaks a whole object: keywords above the leaf, the rules that the schema declares, and its pydantic model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from consensus.check.rules import Cell, cells_under, placed, try_at
from consensus.normalize.identity import ById
from consensus.schema import assemble, from_json, root_key, rules_of, types_of
from consensus.schema.patterns import bounded
from consensus.schema.rules import Declared

#: Keywords that say nothing above the leaf that the cells' own checks do not.
_CELL_KEYWORDS: Final = (
    "type properties required additionalProperties items title description default examples "
    "$schema $id $comment deprecated readOnly writeOnly"
)
_BY_CELL: Final = frozenset(_CELL_KEYWORDS.split())
_BRANCHES: Final = ("anyOf", "oneOf", "allOf", "if", "then", "else", "not", "dependentSchemas")
_MOST: Final = 50


class Problem(NamedTuple):
    """One thing that is wrong with an object.

    cells: paths of those concerned. own: the cell's own schema says so, which is checked with every answer. key: tells
    the same problem of another object. wide: found by looking at the whole object; otherwise rule says by which rule.
    """

    sentence: str
    cells: tuple[str, ...]
    own: bool = False
    key: tuple[Any, ...] = ()
    rule: tuple[Declared, Any] | None = None

    @property
    def wide(self) -> bool:
        return self.rule is None


class Whole:
    """A schema, and the class that it came from where the user named one, ready to judge objects."""

    def __init__(self, schema: Mapping[str, Any], model: Any = None) -> None:
        self.schema = from_json(schema)
        self.model = model
        self.rules: Sequence[Declared] = rules_of(self.schema)
        self.deep = _above_leaf(self.schema, 0)

    @property
    def idle(self) -> bool:
        """Whether the cells' own checks say everything."""
        return not (self.deep or self.rules or self.model)

    def tree(self, paths: Sequence[str]) -> Any:
        """The shape of the object, with a ``Cell`` at every leaf."""
        return assemble(self.schema, {path: Cell(path) for path in paths})

    def problems(self, values: Mapping[str, Any], tree: Any, *, everything: bool = False) -> list[Problem]:
        """What is wrong with the object of these values, the gravest kind first; at most 50. everything: also try
        keywords at the leaves where there are none above."""
        built = assemble(self.schema, values, ())
        found: list[Problem] = []
        if self.deep or everything:
            found += self._by_schema(built, tree)
        if self.model is not None:
            found += by_model(self.model, built, tree)
        for rule, node, where in self.placed(tree):
            one = try_at(rule, node, values, where)
            if one.holds is False:
                found.append(Problem(one.sentence, one.cells, rule=(rule, node)))
        return found[:_MOST]

    def placed(self, tree: Any) -> Iterator[tuple[Declared, Any, str]]:
        """Every rule with every object that it is written for, and how a sentence names that object."""
        key = root_key(self.schema)
        return placed(self.rules, tree if key is None else {key: tree})

    def still(self, problem: Problem, values: Mapping[str, Any], tree: Any) -> bool:
        """Whether the object of other values has the same problem, or another one at the same place."""
        if problem.rule is not None:
            rule, node = problem.rule
            return try_at(rule, node, values).holds is False
        again = (one for one in self.problems(values, tree) if one.wide)
        return any(one.key == problem.key or set(one.cells) & set(problem.cells) for one in again)

    def _by_schema(self, built: Any, tree: Any) -> Iterator[Problem]:
        if (key := root_key(self.schema)) is not None:
            built, tree = {key: built}, {key: tree}
        errors = validator_of(ById(self.schema)).iter_errors(without_nulls(built, self.schema))
        for _, error in zip(range(_MOST), errors, strict=False):
            yield _Broken(error, self.schema, tree).problem(built)


@lru_cache(maxsize=256)
def whole_of(held: ById[Mapping[str, Any]], model: Any = None) -> Whole:
    """The same for a schema by its identity: made once a schema."""
    return Whole(held.value, model)


@lru_cache(maxsize=256)
def validator_of(held: ById[Mapping[str, Any]]) -> Any:
    """The validator of a schema by its identity, of the draft that it names."""
    from jsonschema import Draft202012Validator, FormatChecker, validators  # it takes long to import

    kind = bounded(validators.validator_for(held.value, default=Draft202012Validator))
    return kind(dict(held.value), format_checker=FormatChecker())


def _above_leaf(node: Any, depth: int) -> bool:
    """Whether a schema has a keyword that no single cell can be checked by."""
    if not isinstance(node, Mapping) or depth > 60:
        return isinstance(node, Mapping)
    below = [*_mapping(node.get("properties")).values(), node.get("items"), node.get("additionalProperties")]
    other = any(not (key in _BY_CELL or key.startswith("x-")) for key in node)
    if other and (node.get("properties") or _structured(node, 0)):
        return True
    return any(_above_leaf(one, depth + 1) for one in below)


def _structured(node: Any, depth: int) -> bool:
    """Whether values under a schema are objects or lists of objects, which fall into several cells."""
    if not isinstance(node, Mapping) or depth > 60:
        return False
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in node.get(key) or ()]
    return bool(node.get("properties") or _mapping(node.get("additionalProperties"))) or any(
        _structured(part, depth + 1) for part in (*parts, node.get("items"), node.get("then"), node.get("else"))
    )


def _mapping(schema: Any) -> Mapping[str, Any]:
    return schema if isinstance(schema, Mapping) else {}


def without_nulls(value: Any, schema: Any) -> Any:
    """A null under a key that the schema neither requires nor lets be null stands for leaving the key out."""
    schema = _mapping(schema)
    if isinstance(value, list):
        return [without_nulls(one, schema.get("items")) for one in value]
    if not isinstance(value, dict):
        return value
    required, below = schema.get("required", ()), _mapping(schema.get("properties"))
    return {
        key: without_nulls(one, below.get(key))
        for key, one in value.items()
        if one is not None or key in required or _takes_null(_mapping(below.get(key)))
    }


def _takes_null(schema: Mapping[str, Any]) -> bool:
    kinds = types_of(schema)
    if kinds:
        return "null" in kinds
    options = [option for key in ("anyOf", "oneOf") for option in schema.get(key) or ()]
    return not options or any(_takes_null(_mapping(option)) for option in options)


def at(tree: Any, location: Sequence[str | int]) -> tuple[Any, int]:
    """What stands at a place of the tree, and how many steps lead there: fewer where a cell holds the rest."""
    for used, step in enumerate(location):
        listed = isinstance(tree, list) and isinstance(step, int) and step < len(tree)
        if not listed and not (isinstance(tree, dict) and step in tree):
            return tree, used
        tree = tree[step]
    return tree, len(location)


def written(location: Sequence[str | int]) -> str:
    """A place for a person, as in ``items[2].price``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


def by_model(model: Any, built: Any, tree: Any) -> Iterator[Problem]:
    """What a pydantic class says of an object, its own validators included."""
    from pydantic import ValidationError

    everything, name = tuple(cells_under(tree)), getattr(model, "__name__", "The class")
    try:
        _validate(model)(json.dumps(built, ensure_ascii=False))
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_context=False, include_input=False)[:_MOST]:
            node, where = _by_loc(tree, error["loc"])
            said = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ").rstrip(".")
            sentence = f"{name} refuses {written(where) or 'the object'}: {said}."
            yield Problem(sentence, tuple(cells_under(node)) or everything, key=("model", *error["loc"]))
    except Exception as error:  # noqa: BLE001 - a validator of the user's own may raise anything
        told = f"{type(error).__name__}: {error}"[:200]
        yield Problem(f"{name} could not validate the object: {told}.", everything)


def _validate(model: Any) -> Callable[[str], Any]:
    """What validates JSON text: of a model, of a TypeAdapter, or of a type such as ``list[Invoice]``."""
    from pydantic import TypeAdapter

    known = getattr(model, "model_validate_json", None) or getattr(model, "validate_json", None)
    return known or TypeAdapter(model).validate_json


def _by_loc(tree: Any, loc: Sequence[str | int]) -> tuple[Any, list[str | int]]:
    """The place that pydantic names; it also names branches of unions, which stand nowhere in the object."""
    where: list[str | int] = []
    for step in loc:
        found, used = at(tree, [step])
        if used:
            tree = found
            where.append(step)
    return tree, where


class _Broken:
    """One error of the schema's validator, as a problem of cells."""

    def __init__(self, error: Any, schema: Mapping[str, Any], tree: Any) -> None:
        self.error, self.tree = error, tree
        self.location = list(error.absolute_path)
        self.node, self.depth = at(tree, self.location)
        #: Branches that were passed on the way: keyword, the place of the object, and its schema there.
        self.branches = list(self._branches(schema))

    def problem(self, built: Any) -> Problem:
        """built: the object itself, for what its fields are."""
        sentence, names = self._said()
        cells = [cell for name in names for cell in self._cells([*self.location, name])]
        if not cells:
            cells = list(cells_under(self.node))
        conditions = [(place, name) for place, name in self._conditions() if [*place, name] != self.location]
        given = [cell for place, name in conditions for cell in self._cells([*place, name])]
        if conditions:
            told = (f"{written(p := [*place, name])} is {_short(at(built, p)[0])}" for place, name in conditions)
            sentence = f"{sentence.rstrip('.')}, where {', '.join(dict.fromkeys(told))}."
        cells = list(dict.fromkeys([*cells, *given])) or list(cells_under(self.tree))
        own = isinstance(self.node, Cell) and not self.branches
        return Problem(sentence, tuple(cells), own, (*self.error.absolute_schema_path, *self.location))

    def _cells(self, location: list[str | int]) -> list[str]:
        node, used = at(self.tree, location)
        return list(cells_under(node)) if used == len(location) or isinstance(node, Cell) else []

    def _branches(self, schema: Any) -> Iterator[tuple[str, list[str | int], Mapping[str, Any]]]:
        parts, used, at_part = list(self.error.absolute_schema_path)[:-1], 0, 0
        while at_part < len(parts) and used < max(self.depth, 1):
            key = parts[at_part]
            if key in _BRANCHES:
                yield str(key), self.location[:used], _mapping(schema)
            elif key in ("properties", "patternProperties", "prefixItems", "items", "additionalProperties"):
                used += 1
            schema = schema.get(key) if isinstance(schema, Mapping) else None
            if isinstance(schema, list) or key in ("properties", "patternProperties", "dependentSchemas"):
                at_part += 1
                step = parts[at_part] if at_part < len(parts) else None
                known = isinstance(schema, Mapping) or (isinstance(step, int) and isinstance(schema, list))
                schema = (schema.get(step) if isinstance(schema, Mapping) else schema[step]) if known else None
            at_part += 1

    def _conditions(self) -> Iterator[tuple[list[str | int], str]]:
        """The fields on which it hangs that the broken part of the schema counts at all."""
        for keyword, place, schema in self.branches:
            if keyword in ("then", "else"):
                yield from ((place, name) for name in _names(schema.get("if"), 0))
            elif keyword == "dependentSchemas":
                yield from ((place, name) for name in schema[keyword] if self._cells([*place, name]))

    def _said(self) -> tuple[str, list[str]]:
        """A sentence, and the names of the keys at this place that are concerned; none for all of it."""
        error, value = self.error, self.error.validator_value
        where = written(self.location) or "the object"
        given = error.instance if isinstance(error.instance, dict) else {}
        if error.validator == "required":
            missing = [name for name in value if name not in given and error.message.startswith(repr(name))]
            return f"{written([*self.location, *missing[:1]])} is missing, and the schema requires it.", missing
        if error.validator == "dependentRequired":
            pairs = [(key, one) for key, wanted in value.items() if key in given for one in wanted if one not in given]
            key, one = next((p for p in pairs if error.message.startswith(repr(p[1]))), pairs[0])
            return f"{where}: {key} is given, so the schema wants {one} too.", [key, one]
        if error.validator in ("additionalProperties", "unevaluatedProperties"):
            known = _mapping(_mapping(error.schema).get("properties"))
            extra = [name for name in given if name not in known]
            return f"{where}: the schema does not know {', '.join(extra)[:100]}.", extra
        return self._said_of_all(where)

    def _said_of_all(self, where: str) -> tuple[str, list[str]]:
        """The same for keywords that judge a value as a whole."""
        error, value = self.error, self.error.validator_value
        if error.validator in ("minItems", "maxItems") and isinstance(error.instance, list):
            bound = "at least" if error.validator == "minItems" else "at most"
            many = len(error.instance)
            return f"{where} has {many} item{'s' * (many != 1)}, and the schema wants {bound} {value}.", []
        if error.validator == "uniqueItems":
            return f"{where} holds the same item twice, and the schema wants each once.", self._doubled()
        if error.validator in ("anyOf", "oneOf", "not", "if"):
            fits = {
                "not": "is of a form that the schema rules out",
                "oneOf": "fits none or several of the forms that the schema allows",
            }.get(error.validator, "fits none of the forms that the schema allows")
            parts = value if isinstance(value, list) else [value]
            names = list(dict.fromkeys(name for part in parts for name in _names(part, 0)))
            return f"{where} {fits} ({': '.join(filter(None, [error.validator, ', '.join(names[:6])]))}).", names
        return f"{where}: {_short(error.instance)} breaks {error.validator} {_short(value)}.", []

    def _doubled(self) -> list[Any]:
        seen: dict[str, int] = {}
        found: list[Any] = []
        for i, one in enumerate(self.error.instance):
            text = json.dumps(one, sort_keys=True, default=str)
            found += [seen[text], i] if text in seen else []
            seen.setdefault(text, i)
        return list(dict.fromkeys(found))


def _names(schema: Any, depth: int) -> Iterator[str]:
    """Keys that a part of a schema speaks of."""
    if not isinstance(schema, Mapping) or depth > 20:
        return
    yield from _mapping(schema.get("properties"))
    yield from schema.get("required") or ()
    for key in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(key) or ():
            yield from _names(part, depth + 1)
    yield from _names(schema.get("not"), depth + 1)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."
