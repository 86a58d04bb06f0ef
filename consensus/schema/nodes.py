"""What a compiled schema is made of: leaves, objects, maps, tables, unions, and what is compiled when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consensus.schema.patterns import searcher


@dataclass(frozen=True, slots=True)
class Leaf:
    """One cell a row or object: a scalar, or a list that is compared as one value.

    kind: one of KINDS. step: what it adds to the path of its object. item: for lists, how an element is compared;
    places: for tuples, how each one is. options: of ``x-compare`` (tolerance, relative, order, locale). required: its
    object must have it. schema: its own schema, plus ``x-required`` when it is required, ``x-unknown`` for an extra
    key. relaxed: the same leaf where the object that requires it is itself absent.
    """

    name: str
    pattern: str
    kind: str
    schema: Mapping[str, Any]
    required: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    item: Node | None = None
    relaxed: Leaf | None = None
    step: str = ""
    places: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """An object.

    extra: for keys that ``properties`` does not name, how their values are compared: pairs of a regular expression on
    the key (None for all others) and a node. cell: a map (an object with free keys alone) as one leaf, for answers that
    hold no key; None for other objects. names: those of the children. Of the root alone: reserved, paths that are plain
    although a name in them holds a dot or a bracket; containers, whether there are unions, maps or tables within rows.
    """

    name: str
    pattern: str
    children: tuple[Node, ...]
    required: bool = True
    nullable: bool = False
    extra: tuple[tuple[str | None, Node], ...] = ()
    names: frozenset[str] = frozenset()
    step: str = ""
    cell: Leaf | None = None
    reserved: frozenset[str] = frozenset()
    containers: bool = False

    def node_of(self, key: str) -> Node | None:
        """How the value of a key is compared that is no child's name; None for a key that the schema does not know."""
        return next((node for on, node in self.extra if on is None or searcher(on)(key)), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A list of objects; its rows are aligned. key: the columns of ``list-by-key``. cell: the list itself as a leaf."""

    name: str
    pattern: str
    row: Node
    cell: Leaf
    key: tuple[str, ...] = ()
    step: str = ""

    @property
    def required(self) -> bool:
        """Whether its object must have it."""
        return self.cell.required


@dataclass(frozen=True, slots=True)
class Option:
    """One object that a union may be. tags: the values of the union's tag by which it is told."""

    node: Node
    schema: Mapping[str, Any]
    tags: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """A value that is one of several objects, perhaps a table, or something else.

    tag: the property whose value tells which, where there is one; tag_leaf: it as a leaf that allows every tag.
    table: the list of objects that it may be. cell: the whole value as one leaf, for what is no object and no list.
    """

    name: str
    pattern: str
    options: tuple[Option, ...]
    cell: Leaf
    tag: str | None = None
    tag_leaf: Leaf | None = None
    table: Node | None = None
    required: bool = True
    nullable: bool = False
    step: str = ""


class Lazy:
    """A level of a schema that refers to itself; compiled when an answer has it. cell: the whole value as one leaf."""

    __slots__ = ("_made", "_make", "cell", "name", "pattern", "step")

    def __init__(self, cell: Leaf, make: Callable[[], Node]) -> None:
        self.name, self.pattern, self.step, self.cell = cell.name, cell.pattern, cell.step, cell
        self._make = make
        self._made: Leaf | Branch | Table | Union | None = None

    @property
    def required(self) -> bool:
        """Whether its object must have it."""
        return self.cell.required

    @property
    def node(self) -> Leaf | Branch | Table | Union:
        """The level itself, never a Lazy one."""
        if self._made is None:
            self._made = opened(self._make())
        return self._made


Node = Leaf | Branch | Table | Union | Lazy


def opened(node: Node) -> Leaf | Branch | Table | Union:
    """The node itself, compiled now where it was left for later."""
    return node.node if isinstance(node, Lazy) else node
