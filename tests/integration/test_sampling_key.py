"""One key draws for one database, whatever home and process asks; another key never does."""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from consensus import bootstrap, certify
from consensus.domain import Draw
from consensus.errors import StoreError
from consensus.settings import Settings
from consensus.storage.installation_key import keyed_draws
from consensus.storage.migrations import _config
from consensus.storage.store import SqlStore

NAMES = [f"unit {n}" for n in range(400)]


def sample(draw: Draw) -> list[float]:
    return [draw("spot check", name) for name in NAMES]


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "a", tmp_path / "b"
    for home in made:
        home.mkdir()
    return made


def test_every_home_of_a_database_draws_the_same(
    store: SqlStore, homes: tuple[Path, Path], open_sql: Callable[[Path], SqlStore]
) -> None:
    first = sample(keyed_draws(store, homes[0]).draw)
    assert sample(keyed_draws(store, homes[1]).draw) == first
    assert 0.4 < sum(first) / len(first) < 0.6
    assert [keyed_draws(store, homes[0]).draw("gold", name) for name in NAMES] != first
    other = open_sql(homes[0])
    assert sample(keyed_draws(other, homes[0]).draw) != first, "another database, another key"
    other.close()
    assert [path.name for home in homes for path in home.iterdir() if path.suffix == ".key"] == []


def test_each_batch_has_a_key_of_its_own_by_the_same_key(store: SqlStore, homes: tuple[Path, Path]) -> None:
    (homes[0] / "sampling.key").write_bytes(b"k" * 32)
    draws = keyed_draws(store, homes[0])
    assert draws.lot_keys("batch 1") == hmac.new(b"k" * 32, b"lot\x1fbatch 1", hashlib.sha256).digest()
    assert keyed_draws(store, homes[1]).lot_keys("batch 1") == draws.lot_keys("batch 1")
    assert draws.lot_keys("batch 2") != draws.lot_keys("batch 1")


def old_home(home: Path, key: bytes) -> Settings:
    """A home as the version before left it: its key in a file."""
    settings = Settings(home, f"sqlite:///{home / 'consensus.sqlite'}")
    engine = create_engine(settings.database_url)
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
    engine.dispose()
    (home / "sampling.key").write_bytes(key)
    return settings


@pytest.mark.parametrize("key", [b"k" * 32, bytes(range(64))], ids=["32 bytes", "longer"])
def test_an_old_home_draws_the_same_sample_as_before(homes: tuple[Path, Path], key: bytes) -> None:
    before = sample(certify.keyed_draw(key))
    settings = old_home(homes[0], key)
    for step in ("imported", "kept", "without the file"):
        service = bootstrap.build(settings)
        assert sample(service.outside.draw) == before, step
        service.close()
        if step == "kept":
            (homes[0] / "sampling.key").unlink()


def test_a_home_with_another_key_does_not_start(homes: tuple[Path, Path]) -> None:
    settings = old_home(homes[0], b"k" * 32)
    bootstrap.build(settings).close()
    (homes[1] / "sampling.key").write_bytes(b"x" * 32)
    environment = {**os.environ, "CONSENSUS_HOME": str(homes[1]), "CONSENSUS_DATABASE_URL": settings.database_url}
    ran = subprocess.run(
        [sys.executable, "-m", "consensus", "costs"], capture_output=True, text=True, env=environment, check=False
    )
    assert ran.returncode != 0
    (line,) = ran.stderr.splitlines()
    assert "not the sampling key of the database" in line
    assert str(homes[1] / "sampling.key") in line
    (homes[1] / "sampling.key").unlink()
    assert subprocess.run([sys.executable, "-m", "consensus", "costs"], env=environment, check=False).returncode == 0


@pytest.mark.parametrize("kept", [b"", b"short", b"k" * 31])
def test_a_damaged_key_is_never_imported(store: SqlStore, homes: tuple[Path, Path], kept: bytes) -> None:
    (homes[0] / "sampling.key").write_bytes(kept)
    with pytest.raises(StoreError, match="damaged"):
        keyed_draws(store, homes[0])
    assert store.sampling_key() is None


OPENER = """
import sys
from pathlib import Path
from consensus.storage.installation_key import keyed_draws
from consensus.storage.store import SqlStore
sys.stdin.readline()
for n in range(20):
    store = SqlStore(f"{sys.argv[1]}{n}")
    print(keyed_draws(store, Path(sys.argv[2])).draw("spot check", "unit"))
    store.close()
"""


def test_processes_that_open_an_empty_database_at_once_draw_by_one_key(homes: tuple[Path, Path]) -> None:
    url = f"sqlite:///{homes[0].parent / 'shared'}"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, url, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for home in homes
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    one, other = (process.communicate(timeout=60)[0].splitlines() for process in started)
    assert one == other
    assert len(set(one)) == 20


def test_a_key_outside_the_database_is_named_there_and_not_kept(tmp_path: Path, homes: tuple[Path, Path]) -> None:
    file, another = tmp_path / "key", tmp_path / "another"
    file.write_bytes(b"q" * 32)
    another.write_bytes(b"r" * 32)
    settings = replace(Settings(homes[0], f"sqlite:///{tmp_path / 'c.db'}"), sampling_key_file=file)
    service = bootstrap.build(settings)
    assert sample(service.outside.draw) == sample(certify.keyed_draw(b"q" * 32))
    service.close()
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        assert connection.execute("SELECT count(*), max(key) FROM sampling_key").fetchone() == (1, None)
    for wrong in (another, tmp_path / "nothing", None):
        with pytest.raises(StoreError, match=r"another|nothing|outside"):
            bootstrap.build(replace(settings, sampling_key_file=wrong))
    (homes[0] / "sampling.key").write_bytes(b"s" * 32)
    bootstrap.build(settings).close()  # only the file that is named counts


def test_the_file_is_named_in_the_environment_and_its_name_is_no_secret(tmp_path: Path) -> None:
    read = Settings.read({"CONSENSUS_SAMPLING_KEY_FILE": str(tmp_path / "key")}, tmp_path)
    assert read.sampling_key_file == tmp_path / "key"
    assert str(tmp_path / "key") not in read.secrets.values()
    assert Settings.read({}, tmp_path).sampling_key_file is None


def test_a_database_that_can_only_be_read_opens_without_a_key(
    open_sql: Callable[[Path], SqlStore], tmp_path: Path, homes: tuple[Path, Path]
) -> None:
    open_sql(tmp_path).close()
    reading = SqlStore(f"sqlite:///file:{tmp_path / 'c.db'}?mode=ro&uri=true")
    sample(keyed_draws(reading, homes[0]).draw)
    assert reading.sampling_key() is None
    reading.close()
