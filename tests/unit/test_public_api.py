"""The names that ``import consensus`` promises: with their signatures and types, and loaded on use."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

import consensus


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
