"""The rules of the project, checked on the code itself: who may import whom, and how large a part may grow.

What import-linter sees is a contract in pyproject.toml; each is checked here by planting a violation of it. What it
cannot see (environment reads, printing, sizes, package data) is read from the syntax trees.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("consensus", "ui", "policies")
#: The packages that meet what is not ours.
OUTSIDE = ("consensus/providers/", "consensus/storage/")

#: Places that break a rule, each with the reason that beats it.
EXPLAINED = {
    "consensus/service/jobs/leases.py:hold": "whatever ends a job is written down in its row, and raised on",
    "consensus/service/jobs/leases.py:_beat": "without a heartbeat other processes would take this one's jobs",
    "consensus/service/jobs/workers.py:_work": "one job that fails unforeseen must not end the worker of the others",
    "consensus/service/learning/trial_asking.py:catch_up": "a fault in a trial must not end the job it is beside",
    "consensus/cli/main.py:main": "the last catch: what was not foreseen is one line and stands in the log",
    "ui/app.py:main": "the same before anybody has come in: one line says why the door stays shut",
    "ui/page.py:last_catch": "the last catch of a page of the screens",
    "ui/page.py:attempt": "the last catch of a key of the screens",
    "ui/actions.py:attempt": "the last catch of a key of the review screen",
    "consensus/api/problems.py:__call__": "the last catch of a request: the server goes on",
    "consensus/mcp/server.py:_caught": "the last catch of a tool of the MCP server",
    "consensus/resources/schemas.py:load_schema": "a user's own module may raise anything while it is imported",
    "consensus/resources/schemas.py:_imported": "the same, when its object is validated",
    "consensus/check/whole.py:by_model": "a validator of the user's own class may raise anything, which is a finding",
}


# --- contracts -------------------------------------------------------------------------------------------------------


def _lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    command += ["--no-cache", "--no-logo", *(("--contract", contract) if contract else ())]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_contracts_hold(house: Path) -> None:
    # On the copy: proof that an unplanted copy passes, so that each failure below is the planted line's.
    done = _lint(house)
    assert done.returncode == 0, done.stdout + done.stderr


PLANTED = [
    # contract, file, planted line, what it means
    ("rows", "consensus/compare/__init__.py", "import consensus.check", "a package imports a stranger on its own row"),
    ("rows", "consensus/domain/__init__.py", "import consensus.ports", "the nouns import from above"),
    ("rows", "consensus/decide/__init__.py", "import consensus.storage", "a pure package imports the outside"),
    ("rows", "consensus/unlisted.py", "", "a package that no row lists"),
    ("screens", "consensus/service/__init__.py", "import ui", "the product imports its screens"),
    ("outside", "consensus/ask/__init__.py", "import litellm", "a package talks to a provider by itself"),
    ("outside", "consensus/review/__init__.py", "import sqlalchemy", "a package talks to the database by itself"),
    ("outside", "consensus/service/__init__.py", "import procrastinate", "a package queues jobs by itself"),
    ("outside", "consensus/ask/__init__.py", "import opentelemetry", "a package exports telemetry by itself"),
    ("outside", "ui/__init__.py", "import httpx", "a screen opens a connection"),
    ("streamlit", "consensus/service/__init__.py", "import streamlit", "the product depends on the screens' library"),
    ("web", "consensus/service/__init__.py", "import fastapi", "the product depends on the API's framework"),
    ("policies", "consensus/route/__init__.py", "import policies", "a package reads the shipped policies by itself"),
    ("ui", "ui/__init__.py", "import consensus.compare", "a screen holds domain logic"),
    ("ui", "ui/__init__.py", "import consensus.storage", "a screen goes round the service"),
    ("cycles", "consensus/domain/document.py", "import consensus.domain.asking", "two modules need each other"),
]


@pytest.mark.parametrize(("contract", "file", "line", "meaning"), PLANTED, ids=[row[3] for row in PLANTED])
def test_a_planted_violation_is_caught(house: Path, contract: str, file: str, line: str, meaning: str) -> None:
    path = house / file
    before = path.read_text("utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        done = _lint(house, contract)
    finally:
        path.unlink() if before is None else path.write_text(before, "utf-8")
    assert done.returncode == 1, f"not caught: {meaning}\n{done.stdout}{done.stderr}"
    assert "BROKEN" in done.stdout


def test_every_contract_has_a_planted_violation() -> None:
    contracts = {contract["id"] for contract in _settings()["contracts"]}
    assert contracts == {row[0] for row in PLANTED}


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return settings


# --- budgets ---------------------------------------------------------------------------------------------------------


@cache
def _trees() -> dict[str, ast.Module]:
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


def _all(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, Any]]:
    for name, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield name, node


def _lines(node: Any) -> int:
    return int(node.end_lineno - node.lineno + 1)


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_files_are_short() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in _trees()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    ordered = sorted(length for length in lengths.values() if length > 0)
    assert ordered[len(ordered) // 2] <= 120, "half of the files have at most 120 lines"


def test_functions_are_short() -> None:
    lengths = {f"{name}:{node.name}": _lines(node) for name, node in _all(FUNCTIONS)}
    assert {place: length for place, length in lengths.items() if length > 60} == {}
    long = sorted((length, place) for place, length in lengths.items() if length >= 40)
    assert len(long) <= 0.05 * len(lengths), f"95 in 100 are under 40 lines; these are not: {long}"


#: ``import consensus`` offers these with keywords alone, each of which one may leave out: nobody counts places.
SAID_BY_NAME = frozenset({"submit", "submit_all", "enqueue"})


def test_functions_take_few_parameters() -> None:
    crowded = {}
    for name, node in _all(FUNCTIONS):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([argument for argument in given if argument.arg not in ("self", "cls")])
        if count > 6 and not (node.name in SAID_BY_NAME and name.endswith("service/verifier.py")):
            crowded[f"{name}:{node.name}"] = count
    assert crowded == {}


def test_classes_are_small() -> None:
    large = {}
    for name, node in _all(ast.ClassDef):
        # A port is one page of signatures without behaviour; a property is a value.
        if "Protocol" in {ast.unparse(base) for base in node.bases}:
            continue
        methods = [part for part in node.body if isinstance(part, FUNCTIONS) and not _is_value(part)]
        if _lines(node) > 200 or len(methods) > 12:
            large[f"{name}:{node.name}"] = (_lines(node), len(methods))
    assert large == {}


def _is_value(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in function.decorator_list}
    return bool(decorators & {"property", "cached_property", "lazy"}) or function.name.startswith("__")


# --- what only some packages may do ----------------------------------------------------------------------------------


def test_only_the_command_line_prints() -> None:
    places = {name for name, node in _all(ast.Call) if isinstance(node.func, ast.Name) and node.func.id == "print"}
    printing = ("main", "export", "jobs", "keys", "memory", "move", "reports", "roles")
    printing += ("trials", "verification", "workers")
    assert places <= {f"consensus/cli/{name}.py" for name in printing}


def test_only_ask_and_the_outside_catch_everything() -> None:
    places = set()
    for name, function in _all(FUNCTIONS):
        handlers = [node for node in ast.walk(function) if isinstance(node, ast.ExceptHandler)]
        if any(_is_broad(handler) for handler in handlers):
            places.add(f"{name}:{function.name}")
    elsewhere = {place for place in places if not place.startswith(("consensus/ask/", *OUTSIDE))}
    assert elsewhere <= set(EXPLAINED)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
    return bool(caught & {"Exception", "BaseException"})


def test_every_explained_exception_is_still_needed() -> None:
    functions = {f"{name}:{node.name}" for name, node in _all(FUNCTIONS)}
    assert set(EXPLAINED) <= functions


def test_only_settings_and_the_command_line_read_the_environment() -> None:
    readers = {"environ", "environb", "getenv", "getenvb"}
    places = {name for name, node in _all(ast.Attribute) if node.attr in readers}
    places |= {
        name
        for name, node in _all(ast.ImportFrom)
        if node.module == "os" and {alias.name for alias in node.names} & readers
    }
    places |= {name for name, node in _all(ast.Call) if ast.unparse(node.func).endswith("load_dotenv")}
    # A provider sets one variable before a late import, because the library offers no other way; it reads none.
    setters = {name for name in places if _only_sets(name)}
    assert places - setters <= {"consensus/settings.py", "consensus/cli/main.py"}


def _only_sets(name: str) -> bool:
    """True for a provider whose every use of os.environ is setting a variable of a library."""
    if not name.startswith(OUTSIDE):
        return False
    tree = _trees()[name]
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "environ"]
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for use in uses:
        parent = parents[id(use)]
        stored = isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store)
        defaulted = isinstance(parent, ast.Attribute) and parent.attr == "setdefault"
        if not (stored or (defaulted and isinstance(parents[id(parents[id(parent)])], ast.Expr))):
            return False
    return bool(uses)


def test_only_bootstrap_finds_the_shipped_policies() -> None:
    finders = {"files", "find_spec", "import_module", "data_folder"}
    places = {
        name
        for name, node in _all(ast.Call)
        if ast.unparse(node.func).rpartition(".")[2] in finders
        and any(isinstance(given, ast.Constant) and given.value == "policies" for given in node.args)
    }
    assert places <= {"consensus/bootstrap/__init__.py", "consensus/bootstrap/models.py"}


def test_no_place_for_odds_and_ends() -> None:
    names = {part for name in _trees() for part in re.split(r"[/_.]", name)}
    assert names & {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"} == set()


def test_prompts_are_files() -> None:
    # A prompt in code has no version; what a model is told lies in templates.
    said = re.compile(
        r"\b(you are (a|an) (professional|helpful|expert)|translate the (following|text))\b", re.IGNORECASE
    )
    places = {f"{name}:{node.lineno}" for name, node in _all(ast.Constant) if said.search(str(node.value))}
    assert places == set()


# --- lightness -------------------------------------------------------------------------------------------------------

HEAVY = ("litellm", "sentence_transformers", "torch", "transformers", "streamlit", "scipy", "sqlalchemy", "xllamacpp")


@pytest.mark.parametrize("module", ["consensus", "consensus.cli.main", "consensus.bootstrap"])
def test_importing_is_light(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_a_list_of_jobs_loads_nothing_that_asks_or_decides(tmp_path: Path) -> None:
    absent = ("numpy", "litellm", "consensus.pipeline", "consensus.check", "consensus.normalize.languages")
    code = (
        "import sys; from consensus.cli.main import main; main(['status']); "
        f"print([name for name in {absent!r} if name in sys.modules])"
    )
    home = {**os.environ, "CONSENSUS_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=home, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_help_is_light() -> None:
    code = (
        "import sys\nfrom consensus.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {(*HEAVY, 'numpy', 'pydantic')!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert "submit" in done.stdout
    assert done.stderr.strip() == "[]"
