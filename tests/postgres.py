"""A PostgreSQL server of its own for the tests: in a temporary folder, on a free loopback port, gone at the end.

pytest starts one for each of its workers, at the first test that asks for it. The programs are Debian's package
``postgresql``, which ``make test`` installs; without them the tests fail.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text

from consensus.storage.store import SqlStore

#: No disk is waited for, and nothing is kept: what a commit promises is PostgreSQL's to test.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "shared_buffers=64MB")
#: As a server in an office sorts texts: not by the codes of their characters, which the store must not depend on.
_SORTED = ("-N", "-E", "UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US")


class Server:
    """A running server. url: of its databases, without their names."""

    def __init__(self, port: int) -> None:
        self.url, self._made = f"postgresql://postgres@127.0.0.1:{port}", count()
        self._admin = create_engine(f"{self.url}/postgres".replace(":", "+psycopg:", 1), isolation_level="AUTOCOMMIT")
        SqlStore(self._create("template0")).close()

    def database(self) -> str:
        """The URL of a new database that holds an empty store."""
        return self._create("consensus0")

    def empty(self) -> str:
        """The URL of a new database that holds nothing."""
        return self._create("template0")

    def run(self, statement: str) -> None:
        """Run a statement of the administrator."""
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def close(self) -> None:
        """Leave the server."""
        self._admin.dispose()

    def _create(self, template: str) -> str:
        name = f"consensus{next(self._made)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.url}/{name}"


@contextmanager
def serve() -> Iterator[Server]:
    """Start one, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="consensus-postgres-") as folder:
        yield from _serve(Path(folder))


def _serve(folder: Path) -> Iterator[Server]:
    own = _as_postgres(folder)
    data, log = folder / "data", folder / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _run([*own, _program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", *_SORTED])
    guarded = "host all guarded 127.0.0.1/32 scram-sha-256\n"  # everybody else comes in without a password
    (data / "pg_hba.conf").write_text(guarded + (data / "pg_hba.conf").read_text())
    here = (*_FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
    options = " ".join(f"-c {one}" for one in here)
    control = [*own, _program("pg_ctl"), "-D", data, "-w", "-t", "120"]
    _run([*control, "-l", log, "-o", f"-p {port} {options}", "start"])
    try:
        server = Server(port)
        yield server
        server.close()
    finally:
        _run([*control, "-m", "immediate", "stop"])


def _program(name: str) -> str:
    places = [os.environ.get("PATH", ""), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise RuntimeError(f"{name} is not installed: run make test, or apt-get install postgresql")
    return found


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it is the user ``postgres``, whose the folder becomes."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]


def _run(command: list[str | Path]) -> None:
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, text=True, check=False, **pipes)
    if done.returncode:
        raise RuntimeError(f"{Path(command[-1]).name}: {done.stdout.strip()}")
