"""The names that ``import consensus`` promises: pinned with their signatures and types, and loaded on use.

A change here is a change for everybody who uses the product from Python: it goes into CHANGELOG.md and docs/python.md.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import consensus

PINNED = """
"""

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def _described(name: str) -> list[str]:
    """One line for a function, a class, and each of a class's public methods, properties and fields."""
    found = getattr(consensus, name)
    if inspect.isfunction(found):
        return [f"{name}{inspect.signature(found)}"]
    if inspect.ismodule(found):
        return [name]
    lines = [f"class {name}{_made_with(found)}"]
    own = {key: value for base in reversed(_own_classes(found)) for key, value in vars(base).items()}
    for key, value in sorted(own.items()):
        if key.startswith("_") and key not in ("__iter__", "__enter__", "__aenter__"):
            continue
        if isinstance(value, property):
            lines.append(f"  {key}: {value.fget.__annotations__['return']}")  # type: ignore[union-attr]
        elif isinstance(value, classmethod):
            lines.append(f"  {key}{inspect.signature(getattr(found, key))}")
        elif inspect.isfunction(value):
            lines.append(f"  {'async ' * inspect.iscoroutinefunction(value)}{key}{inspect.signature(value)}")
    return lines


def _own_classes(found: type) -> list[type]:
    """The class and what it inherits of ours; a policy's keys are docs/policies.md's to promise."""
    return [base for base in found.__mro__ if base.__module__ == found.__module__]


def _made_with(found: type) -> str:
    """How a value is made, where users make it; else its fields."""
    if dataclasses.is_dataclass(found):
        return f"({', '.join(f'{field.name}: {field.type}' for field in dataclasses.fields(found))})"
    return ""


def test_the_public_names_are_pinned() -> None:
    described = "\n".join(line for name in sorted(consensus.__all__) for line in _described(name))
    assert described == PINNED.strip("\n"), described


def test_importing_the_package_loads_none_of_it() -> None:
    code = "import sys, consensus; print(sorted(name for name in sys.modules if name.startswith('consensus')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['consensus']"


@pytest.mark.parametrize("name", consensus.__all__)
def test_every_name_is_there_and_explained(name: str) -> None:
    found = getattr(consensus, name)
    assert inspect.getdoc(found)
    assert getattr(consensus, name) is found, "the same each time"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'consensus' has no attribute 'opne'"):
        consensus.opne  # noqa: B018


def test_decide_stays_a_function_when_the_package_of_rules_is_imported() -> None:
    rules = importlib.import_module("consensus.decide")
    assert inspect.ismodule(rules)
    assert inspect.isfunction(consensus.decide)
    code = "import consensus.decide; assert callable(consensus.decide); from consensus.decide import verdicts"
    subprocess.run([sys.executable, "-c", code], check=True)
