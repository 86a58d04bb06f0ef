"""What every format keeps of files that tests build, and what it says of hostile ones; real files are read by
``python -m tests.formats.corpus FOLDER``, and here where CONSENSUS_FORMAT_FILES names one."""

from __future__ import annotations

import os
import random
from importlib import import_module
from pathlib import Path

import pytest

from consensus.domain import Task
from consensus.errors import DocumentError
from consensus.formats.base import Format, Options
from consensus.formats.registry import named, of_suffix
from tests.formats import builders
from tests.formats.contract import check
from tests.formats.corpus import files_in, told_of

BUILDERS = sorted(path.stem for path in Path(next(iter(builders.__path__))).glob("*.py"))
#: Bytes of a file that are changed at once.
_FLIPPED = 8


def _files(kind: str) -> dict[str, bytes]:
    found = {}
    for name in BUILDERS:
        module = import_module(f"tests.formats.builders.{name}")
        if hasattr(module, "rich"):  # the others are what several of them share
            found |= {f"{name}/{one}": content for one, content in getattr(module, kind)().items()}
    return found


def _form(name: str) -> Format:
    """The format of a file by its suffix, else by its builder."""
    builder, _, file = name.partition("/")
    return of_suffix(Path(file).suffix) or named(builder)


RICH, HOSTILE = _files("rich"), _files("hostile")


@pytest.mark.parametrize("name", RICH)
def test_a_rich_file_comes_back_with_nothing_changed_but_its_words(name: str) -> None:
    told = check(name, RICH[name], _form(name))
    assert (told.refused, told.failed) == ("", [])
    assert told.left or told.reached >= 0.995 * told.letters, "no word is lost unseen"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line(name: str) -> None:
    form = _form(name)
    with pytest.raises(DocumentError) as caught:
        form.read(HOSTILE[name], Options(name, "en", Task.TRANSLATE if form.writes else Task.EXTRACT))
    assert "\n" not in str(caught.value)
    assert caught.value.do, "it says what to do"


@pytest.mark.parametrize("name", RICH)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(name: str) -> None:
    """Cut off, and with bytes changed in every part of it."""
    form, content = _form(name), RICH[name]
    chance = random.Random(name)
    damaged = [content[: len(content) * part // 10] for part in range(1, 10)]
    for _ in range(10):
        changed = bytearray(content)
        for _ in range(_FLIPPED):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        damaged.append(bytes(changed))
    for one in damaged if form.writes else damaged[::7]:  # a process is started for each that is not written
        options = Options(name, "en", Task.TRANSLATE if form.writes else Task.EXTRACT, target_lang="de")
        try:
            read = form.read(one, options)
        except DocumentError:
            continue
        if form.writes:
            form.write(one, {piece.locator: "Zwei Wörter" for piece in read.pieces}, ("en", "de"))


def test_files_of_ones_own() -> None:
    folder = os.environ.get("CONSENSUS_FORMAT_FILES")
    if not folder:
        pytest.skip("CONSENSUS_FORMAT_FILES names no folder of files")
    assert [told.failed for told, _ in told_of(files_in(Path(folder))) if told.failed] == []
