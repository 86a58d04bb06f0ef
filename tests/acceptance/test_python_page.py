"""docs/python.md runs as it stands: its lines of Python in order, in one fresh process, print what it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import consensus

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
EXAMPLES = Path(str(files("consensus"))) / "examples"
_CUT = "-- next block --"


def blocks() -> list[tuple[str, str]]:
    """Each block of Python with what is shown below it, "" where nothing is."""
    found: list[tuple[str, str]] = []
    for language, text in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        if language == "python":
            found.append((text, ""))
        else:
            assert (language, found[-1][1]) == ("text", ""), "an output belongs to the block above it"
            found[-1] = (found[-1][0], text)
    return found


def test_the_page_prints_what_it_shows(tmp_path: Path, environment: dict[str, str]) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "consensus" / "examples")
    (tmp_path / "page.py").write_text("".join(f"{code}\nprint({_CUT!r})\n" for code, _ in blocks()), "utf-8")
    command = [sys.executable, "-W", "error", "page.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    printed = done.stdout.split(f"{_CUT}\n")[:-1]
    assert [text.strip() for text in printed] == [shown.strip() for _, shown in blocks()]


def test_every_public_name_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    assert [name for name in consensus.__all__ if f"`{name}`" not in text] == []
