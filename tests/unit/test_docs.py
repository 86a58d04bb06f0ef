"""Whatever the README and the documentation point at is there, and every page can be found from the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INDEX = ROOT / "docs" / "README.md"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FOLDERS = ("consensus/", "docs/", "benchmarks/", "tests/", "ui/", "policies/")


def links(text: str) -> Iterator[str]:
    """Targets of Markdown links and images that are no address of the web and no place in the same page."""
    for target in re.findall(r"\]\(([^)\s]+)\)", _without_code(text)):
        if not re.match(r"[a-z][a-z0-9+.-]*:|#", target):
            yield target.partition("#")[0]


def files_named(text: str) -> Iterator[str]:
    """Paths of this repository, modules and pages: in backticks, in commands, and pages of docs/ anywhere."""
    for word in re.findall(r"[^\s`'\"(),;:|]+", " ".join([*re.findall(r"`([^`\n]+)`", text), *_blocks(text)])):
        if word.startswith(FOLDERS) or (re.fullmatch(r"\w+\.py|[a-z_-]+\.md", word) and word not in _OWN):
            yield word
    yield from re.findall(r"\bdocs/[\w-]+\.\w+", text)


#: Files that a reader makes or brings.
_OWN = {"manual.md", "page.md"}


def _blocks(text: str) -> list[str]:
    return [
        line.partition("  #")[0] for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.split("\n")
    ]


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)


def exists(name: str, page: Path) -> bool:
    """Beside the page, from the root, as a pattern, or, for a bare name, in some folder of the program."""
    name = name.removesuffix("...").rstrip(".")
    if (page.parent / name).exists() or (ROOT / name).exists():
        return True
    if "*" in name or "{" in name or name.endswith("/N"):
        return any(ROOT.glob(name))
    return "/" not in name and any(any((ROOT / folder).rglob(name)) for folder in FOLDERS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    dead = [target for target in links(text) if not (page.parent / target).exists()]
    lost = [name for name in files_named(text) if not exists(name, page)]
    assert not dead, f"{page.name} links to what is not there"
    assert not lost, f"{page.name} names files that are not there"


def test_a_dead_link_and_a_missing_file_are_seen() -> None:
    text = "See [this](gone.md), ![that](docs/gone.png), `consensus/gone.py`, `gone.py`, docs/gone.md.\n"
    text += "```sh\nconsensus submit consensus/examples/gone.txt      # a remark\n```\n"
    assert [target for target in links(text) if not (ROOT / target).exists()] == ["gone.md", "docs/gone.png"]
    named = ["consensus/gone.py", "gone.py", "consensus/examples/gone.txt", "docs/gone.png", "docs/gone.md"]
    assert [name for name in files_named(text) if not exists(name, ROOT / "README.md")] == named
    assert not list(links("[web](https://example.com), [place](#here), `[code](gone.md)`"))


def test_the_index_leads_to_every_page() -> None:
    listed = {target for target in links(INDEX.read_text("utf-8")) if "/" not in target}
    assert listed == {page.name for page in (ROOT / "docs").glob("*.md")} - {INDEX.name}


def test_the_readme_is_one_screen() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 75
