"""Public names are made of the field's words: none carries a word of the former vocabulary (docs/words.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = frozenset(
    {"house", "desk", "door", "entrance", "book", "books", "sitting", "course", "late", "wanted", "reach", "tell"}
    | {"told", "heard", "shelf", "shelves", "room", "rooms", "twin", "twins", "spared"}
)
#: A thing called a mark; a mark of punctuation (``decimal_mark``) and to mark something are plain English.
FORBIDDEN_IN_CLASSES = frozenset({"mark", "marks"})
#: Names that stay, with the reason.
EXPLAINED = {
    (
        "consensus/domain/verdict.py",
        "twin",
    ): "Facets.twin is the column `twin` of the items, and an index is named by it",
}


def names(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and public name of all that a module defines: itself, classes, functions, fields, constants, attributes."""
    yield "module", path.stem
    scopes: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while scopes:
        for node in ast.iter_child_nodes(scopes.pop()):
            match node:
                case ast.ClassDef(name=name):
                    yield "class", name
                    scopes.append(node)
                    yield from (("attribute", one) for one in _attributes(node))
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield "function", name
                case ast.AnnAssign(target=ast.Name(id=name)):
                    yield "field", name
                case ast.Assign(targets=targets):
                    yield from (("name", one.id) for one in targets if isinstance(one, ast.Name))
                case ast.If() | ast.Try():
                    scopes.append(node)


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store) and ast.unparse(one.value) == "self":
            yield one.attr


def words(name: str) -> frozenset[str]:
    return frozenset(one.lower() for one in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))


def _carrying() -> dict[tuple[str, str], str]:
    found = {}
    for path in sorted([*(ROOT / "consensus").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        place = str(path.relative_to(ROOT))
        listed = [*names(path), *(("folder", folder) for folder in Path(place).parts[:-1])]
        for kind, name in listed:
            forbidden = FORBIDDEN | FORBIDDEN_IN_CLASSES if kind == "class" else FORBIDDEN
            if not name.startswith("_") and words(name) & forbidden:
                found[place, name] = kind
    return found


def test_no_public_name_carries_a_forbidden_word() -> None:
    carrying = _carrying()
    assert {key: kind for key, kind in carrying.items() if key not in EXPLAINED} == {}
    assert set(EXPLAINED) <= set(carrying), "explained, and not there any more"


@pytest.mark.parametrize(
    ("name", "carries"),
    [
        ("Entrance", True),
        ("JobMark", True),
        ("print_books", True),
        ("told_apart", True),
        ("HTTPDoor", True),
        ("BOOK_OF", True),
        ("latest", False),
        ("booked", False),
        ("cascade", False),
    ],
)
def test_a_word_counts_as_a_whole(name: str, carries: bool) -> None:
    assert bool(words(name) & (FORBIDDEN | FORBIDDEN_IN_CLASSES)) is carries


def test_all_kinds_of_names_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "desk.py"
    path.write_text(
        "Book = int\nclass Door:\n    room: int\n    def tell(self): self.heard = 1\n"
        "if Book:\n    async def reach(): wanted = 1\n"
    )
    assert set(names(path)) == {
        ("module", "desk"),
        ("name", "Book"),
        ("class", "Door"),
        ("field", "room"),
        ("function", "tell"),
        ("attribute", "heard"),
        ("function", "reach"),
    }
