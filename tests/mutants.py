"""Do the tests notice? Change one token of the code at a time, and run the tests of its folder.

    make mutants
    python -m tests.mutants --seed 7 --number 12 check route

A mutant changes one comparison, one `and` or `or`, or puts or drops one `not`; a seed samples those of a folder.
It is killed when a test under tests/unit/FOLDER, or then one under tests/golden, fails or takes too long. The mutants
live in a copy of the tree; the tree itself is not touched.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("check", "decide", "route", "review", "ask", "service", "export")
TARGET = 0.85
# Seconds after which a run counts as hung. The unchanged tests of the slowest folder need a third of it.
TIMEOUT = 900.0
_CHANGES: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


@dataclass(frozen=True)
class Mutant:
    """One changed expression: its file (relative to the project), its place in the text, and the changed text."""

    file: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {' '.join(self.old.split())}  ->  {' '.join(self.new.split())}"

    def applied(self, source: str) -> str:
        """The whole file with this one change."""
        return f"{source[: self.start]}({self.new}){source[self.end :]}"


def mutants_of(file: Path) -> list[Mutant]:
    """Every mutant of one file."""
    source = (ROOT / file).read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found = []
    for node in _nodes(ast.parse(source)):
        # The columns of ast count bytes of UTF-8.
        start, end = (
            sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())
            for line, column in ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        )
        found += [Mutant(file, node.lineno, start, end, source[start:end], new) for new in _changed(node)]
    return found


def _nodes(tree: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(tree):
        # The places of what stands within an f-string are not those of the file.
        if not isinstance(child, ast.JoinedStr):
            if isinstance(child, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.IfExp):
                yield child
            yield from _nodes(child)


def _changed(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _CHANGES[type(operator)]:
                new = copy.deepcopy(node)
                new.ops[at] = other()  # type: ignore[call-overload]
                yield ast.unparse(new)
    elif isinstance(node, ast.BoolOp):
        yield ast.unparse(ast.BoolOp(_CHANGES[type(node.op)][0](), node.values))  # type: ignore[arg-type]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node.operand)
    elif isinstance(node, ast.IfExp):
        yield ast.unparse(ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse))


def sample(folder: str, seed: int, number: int) -> list[Mutant]:
    """`number` mutants of the folder, drawn by the seed."""
    files = sorted(path.relative_to(ROOT) for path in (ROOT / "consensus" / folder).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants_of(file)]
    return random.Random(f"{seed}/{folder}").sample(every, min(number, len(every)))


def killed(mutant: Mutant, folder: str, tree: Path) -> bool:
    """Whether the folder's own tests, or the golden ones, notice the change."""
    target = tree / mutant.file
    source = target.read_text(encoding="utf-8")
    target.write_text(mutant.applied(source), encoding="utf-8")
    try:
        return any(_fails(tree, tests) for tests in (f"tests/unit/{folder}", "tests/golden"))
    finally:
        target.write_text(source, encoding="utf-8")


def _fails(tree: Path, tests: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
    try:
        done = subprocess.run(command, cwd=tree, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in (0, 1, 2):
        raise SystemExit(f"{tests} cannot be run:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode != 0


def main(argv: Sequence[str] | None = None) -> int:
    """Print killed and surviving mutants by folder; 1 if a folder stays below the target."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", default=FOLDERS, metavar="FOLDER", help=f"of {', '.join(FOLDERS)}")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--number", type=int, default=20, help="mutants a folder")
    options = parser.parse_args(argv)
    below = []
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__", "docs"))
        print(f"seed {options.seed}", flush=True)
        for folder in options.folders:
            drawn = sample(folder, options.seed, options.number)
            survivors = []
            for mutant in drawn:
                if not killed(mutant, folder, tree):
                    survivors.append(mutant)
                    print(f"  survives  {mutant}", flush=True)
            share = 1 - len(survivors) / max(1, len(drawn))
            below += [folder] * (share < TARGET)
            print(f"{folder}: {len(drawn) - len(survivors)} of {len(drawn)} killed ({share:.0%})", flush=True)
    return bool(below)


if __name__ == "__main__":
    raise SystemExit(main())
