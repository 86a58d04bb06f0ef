"""The rules of a schema, tried on one object: which hold, which are broken, and by which cells."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, DecimalException, localcontext
from typing import Any, Final, NamedTuple

from consensus.normalize.plain_numbers import parse_number
from consensus.normalize.values import parse_date
from consensus.schema import Invariant, Requires, Unique, When
from consensus.schema.expressions import COMPARISONS, Call, Expression, Literal, Path
from consensus.schema.rules import ANY_KEY, Declared, Place

#: Digits enough for any sum of money; a number that leaves them makes the rule unknown.
_CONTEXT: Final = Context(prec=60, Emin=-999, Emax=999)
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_FIGURES: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_MOST_NAMED: Final = 6


class Cell(NamedTuple):
    """A leaf of the tree that rules walk: the cell with this path stands here."""

    path: str


class Tried(NamedTuple):
    """One rule at one object. holds: None where it cannot be said. cells: paths of all that it reads."""

    rule: Declared
    holds: bool | None
    cells: tuple[str, ...]
    sentence: str = ""


class _Read(NamedTuple):
    value: Any
    cells: tuple[str, ...]


#: What stands for an object where only its presence is asked for.
_PRESENT: Final = object()


def placed(rules: Sequence[Declared], tree: Any) -> Iterator[tuple[Declared, Any, str]]:
    """Every rule with every object that it is written for, and how a sentence names that object ("" for the whole)."""
    for rule in rules:
        for where, node in _objects(tree, rule.place, ""):
            yield rule, node, where


def try_at(rule: Declared, node: Any, values: Mapping[str, Any], where: str = "") -> Tried:
    """One rule at one object.

    node: the object with a ``Cell`` at each leaf. values: cell path -> its value. A rule one of whose values is null,
    or no number where one is needed, neither holds nor is broken; sum, min, max and count leave nulls out.
    """
    reader = _Reader(node, values)
    with localcontext(_CONTEXT):
        if isinstance(rule, Invariant):
            holds = reader.true(rule.test)
            said = _broken(rule.test, reader) if holds is False else ""
        elif isinstance(rule, When):
            holds, said = _when(rule, reader)
        elif isinstance(rule, Requires):
            holds, said = _requires(rule, reader)
        else:
            return _unique(rule, reader, where)
    message = "" if isinstance(rule, Requires) else rule.message.rstrip(".")
    sentence = ": ".join(filter(None, [where, message, said]))
    return Tried(rule, holds, tuple(reader.cells), sentence if holds is False else "")


def sides(rule: Declared, node: Any, values: Mapping[str, Any]) -> str:
    """What the sides of a comparison come to: ``total is 120, sum(items[].amount) is 80``; "" for another rule."""
    if not isinstance(rule, Invariant):
        return ""
    with localcontext(_CONTEXT):
        return _values(rule.test, _Reader(node, values))


def _objects(node: Any, place: Place, where: str) -> Iterator[tuple[str, Any]]:
    if not place:
        if isinstance(node, dict | list):
            yield where, node
        return
    step, rest = place[0], place[1:]
    if step is None and isinstance(node, list):
        for i, one in enumerate(node):
            yield from _objects(one, rest, f"{where}[{i}]")
    elif isinstance(node, dict) and step is not None:
        for name in node if step == ANY_KEY else (step,):
            if name in node:
                yield from _objects(node[name], rest, f"{where}.{name}" if where else name)


def cells_under(node: Any) -> Iterator[str]:
    """The paths of all cells in a part of the tree."""
    if isinstance(node, Cell):
        yield node.path
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from cells_under(one)


class _Reader:
    """Computes expressions at one object and notes which cells they read."""

    def __init__(self, node: Any, values: Mapping[str, Any]) -> None:
        self.node, self.values = node, values
        self.cells: dict[str, None] = {}

    def read(self, path: Path) -> list[_Read]:
        found = list(self._at(self.node, path.steps))
        self.cells.update((cell, None) for one in found for cell in one.cells)
        return found

    def _at(self, node: Any, steps: Place) -> Iterator[_Read]:
        if isinstance(node, Cell):
            yield from (_Read(value, (node.path,)) for value in _inside(self.values.get(node.path), steps))
        elif not steps:
            yield _Read(None if node is None else _PRESENT, tuple(cells_under(node)))
        elif steps[0] is None:
            for one in node if isinstance(node, list) else [None]:
                yield from self._at(one, steps[1:])
        else:
            yield from self._at(node.get(steps[0]) if isinstance(node, dict) else None, steps[1:])

    def value(self, found: Expression) -> Any:
        """A number, text or boolean; None where unknown; a list of these for a path through a list."""
        if isinstance(found, Literal):
            return found.value
        if isinstance(found, Path):
            values = [_plain(one.value) for one in self.read(found)]
            return values if None in found.steps else values[0] if len(values) == 1 else None
        args = [self.value(one) for one in found.args]
        if found.name in ("sum", "count", "min", "max"):
            return _aggregate(found.name, args)
        if found.name in (*COMPARISONS, "and", "or", "not"):
            return self.true(found)
        return _each(lambda *parts: _computed(found.name, parts), args)

    def true(self, found: Expression) -> bool | None:
        """Whether a condition is true; None where it cannot be said."""
        if not isinstance(found, Call):
            value = self.value(found)
            return value if isinstance(value, bool) else None
        if found.name in COMPARISONS:
            left, right = (self.value(one) for one in found.args)
            return _compared(found.name, left, right, found.tolerance)
        parts = [self.true(one) for one in found.args]
        if found.name == "not":
            return None if parts[0] is None else not parts[0]
        decisive = found.name == "or"
        return decisive if decisive in parts else None if None in parts else not decisive


def _inside(value: Any, steps: Place) -> list[Any]:
    """What stands in a cell's own value, where that is a list or an object."""
    if not steps:
        return [value]
    if value is None:
        return [None]
    if steps[0] is None:
        return [found for one in value for found in _inside(one, steps[1:])] if isinstance(value, list) else [None]
    return _inside(value.get(steps[0]) if isinstance(value, dict) else None, steps[1:])


def _plain(value: Any) -> Any:
    if value is _PRESENT or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        try:
            number = Decimal(repr(value) if isinstance(value, float) else value)
        except (DecimalException, ValueError):
            return None
        return number if number.is_finite() and abs(number.adjusted()) < 300 else None
    return value.strip() or None if isinstance(value, str) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, str):
        value = parse_number(value) if len(value) < 60 else None
    return value if isinstance(value, Decimal) else None


def _aggregate(name: str, args: Sequence[Any]) -> Decimal | None:
    values = [one for arg in args for one in (arg if isinstance(arg, list) else [arg])]
    known = [one for one in values if one is not None]
    if name == "count":
        return Decimal(len(known))
    numbers = [number for one in known if (number := _number(one)) is not None]
    if len(numbers) < len(known) or (values and not numbers):
        return None
    if name == "sum":
        return sum(numbers, Decimal(0))
    # A single unknown among things named one by one makes the least of them unknown; an empty row of a list does not.
    if not numbers or (len(args) > 1 and None in values):
        return None
    return min(numbers) if name == "min" else max(numbers)


def _each(how: Callable[..., Any], args: Sequence[Any]) -> Any:
    """A function of single values; where some are lists of one length, of each in turn."""
    lengths = {len(arg) for arg in args if isinstance(arg, list)}
    if not lengths:
        return how(*args)
    if len(lengths) > 1:
        return None
    return [how(*(arg[i] if isinstance(arg, list) else arg for arg in args)) for i in range(lengths.pop())]


def _computed(name: str, parts: Sequence[Any]) -> Decimal | None:
    numbers = [number for part in parts if (number := _number(part)) is not None]
    if len(numbers) < len(parts):
        return None
    try:
        if name == "neg":
            return -numbers[0]
        if name == "abs":
            return abs(numbers[0])
        if name == "round":
            digits = min(max(int(numbers[1]), 0), 12) if len(numbers) > 1 else 0
            return numbers[0].quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP")
        return _ARITHMETIC[name](numbers[0], numbers[1])
    except (DecimalException, ZeroDivisionError):
        return None


def _compared(sign: str, left: Any, right: Any, tolerance: Decimal) -> bool | None:
    if left is None or right is None or isinstance(left, list) or isinstance(right, list):
        return None
    if isinstance(left, bool) or isinstance(right, bool):
        both = isinstance(left, bool) and isinstance(right, bool) and sign in ("==", "!=")
        return (left == right) == (sign == "==") if both else None
    if isinstance(left, str) and isinstance(right, str):
        found = _texts(sign, left, right)
        if found is not None and not tolerance:
            return found
    numbers = _number(left), _number(right)
    if numbers[0] is None or numbers[1] is None:
        return None
    try:
        if sign in ("==", "!="):
            return (abs(numbers[0] - numbers[1]) <= tolerance) == (sign == "==")
        wide = tolerance if sign in ("<", "<=") else -tolerance
        return _ORDER[sign](numbers[0], numbers[1] + wide)
    except DecimalException:
        return None


def _texts(sign: str, left: str, right: str) -> bool | None:
    """Two texts: equal letter by letter; in order where both are dates or moments. None where they may be numbers."""
    if sign in ("==", "!="):
        # "1250.00" and "1250.0" are one amount, "007" and "7" two codes.
        amounts = "." in left + right and bool(_FIGURES.fullmatch(left) and _FIGURES.fullmatch(right))
        return None if amounts and left != right else (left == right) == (sign == "==")
    if (
        len(left) == len(right) >= 10
        and left[10:11] == right[10:11]
        and parse_date(left[:10])
        and parse_date(right[:10])
    ):
        return _ORDER[sign](left, right)
    return None


def _when(rule: When, reader: _Reader) -> tuple[bool | None, str]:
    given = reader.true(rule.given)
    wanted = rule.then if given else rule.otherwise
    if given is None or wanted is None:
        return (None if given is None else True), ""
    holds = reader.true(wanted)
    if holds is not False:
        return holds, ""
    why = f"{_values(rule.given, reader)}, so" if given else f"{_values(rule.given, reader)}, not {rule.given.text}, so"
    return holds, f"{why} {wanted.text} should hold; {_values(wanted, reader)}."


def _requires(rule: Requires, reader: _Reader) -> tuple[bool | None, str]:
    if not _there(reader.read(rule.given)):
        return True, ""
    missing = [path.text for path in rule.required if not _there(reader.read(path))]
    for path in rule.required:
        reader.read(path)
    if not missing:
        return True, ""
    names = " and ".join(missing)
    return False, f"{_values(rule.given, reader)}, so the schema wants {names} too, which {_is(missing)} empty."


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _there(reads: Sequence[_Read]) -> bool:
    """Whether something is given: not null, blank, or an empty list or object."""
    return any(one.value not in (None, [], {}) and str(one.value).strip() for one in reads)


def _unique(rule: Unique, reader: _Reader, where: str) -> Tried:
    columns = [reader.read(path) for path in rule.keys]
    seen: dict[tuple[Any, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    for row, reads in enumerate(zip(*columns, strict=False)):
        key = tuple(_plain(read.value) for read in reads)
        if None in key:
            continue
        if key in seen:
            pairs.append((seen[key], row))
        seen.setdefault(key, row)
    names = " and ".join(path.text for path in rule.keys)
    if not pairs:
        return Tried(rule, True, tuple(reader.cells))
    rows = sorted({row for pair in pairs for row in pair})
    cells = tuple(dict.fromkeys(cell for row in rows for column in columns for cell in column[row].cells))
    shown = ", ".join(_shown(_plain(column[pairs[0][0]].value)) for column in columns)
    numbers = " and ".join(str(row + 1) for row in pairs[0])
    more = f", and {len(pairs) - 1} more" if len(pairs) > 1 else ""
    prefix = f"{where}: " if where else ""
    return Tried(rule, False, cells, f"{prefix}{names} should be unique, but {shown} stands in rows {numbers}{more}.")


def _broken(test: Expression, reader: _Reader) -> str:
    """Both sides of a broken rule, in one sentence."""
    if isinstance(test, Call) and test.name == "and":
        return next(_broken(part, reader) for part in test.args if reader.true(part) is False)
    if not isinstance(test, Call) or test.name != "==" or isinstance(test.args[1], Literal):
        return f"{_values(test, reader)}; the schema wants {test.text}."
    left, right = _alike(reader.value(test.args[0]), reader.value(test.args[1]))
    near = f" (a difference up to {test.tolerance} is allowed)" if test.tolerance else ""
    return f"{test.args[0].text} is {left}, but {test.args[1].text} is {right}{near}."


def _values(found: Expression, reader: _Reader) -> str:
    """What an expression's sides are: ``total is 120, count(items[]) is 3``."""
    named: dict[str, str] = {}
    for side in _sides(found):
        value = reader.value(side) if not isinstance(side, Path) else _first(reader.read(side))
        named[side.text] = _shown(value)
    return ", ".join(f"{text} is {value}" for text, value in list(named.items())[:_MOST_NAMED])


def _first(reads: Sequence[_Read]) -> Any:
    value = reads[0].value if reads else None
    return _PRESENT if value and isinstance(value, list | dict) else _plain(value)


def _sides(found: Expression) -> Iterator[Expression]:
    if isinstance(found, Call) and found.name in (*COMPARISONS, "and", "or", "not"):
        for one in found.args:
            yield from _sides(one)
    elif not isinstance(found, Literal):
        yield found


def _alike(left: Any, right: Any) -> tuple[str, str]:
    """Two numbers with as many decimals, so that the eye sees the difference."""
    numbers = _number(left), _number(right)
    if numbers[0] is None or numbers[1] is None:
        return _shown(left), _shown(right)
    decimals = [len(_shown(number).partition(".")[2]) for number in numbers]
    digits = min(max(decimals), 12)
    return f"{numbers[0]:.{digits}f}", f"{numbers[1]:.{digits}f}"


def _shown(value: Any) -> str:
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text)[:40]
    if isinstance(value, list):
        return f"{len(value)} values"
    text = "given" if value is _PRESENT else str(value)
    return f"“{text if len(text) <= 60 else text[:57] + '...'}”" if isinstance(value, str) else text
