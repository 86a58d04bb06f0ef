"""Runs ``consensus`` in forks of a process that has imported the product and its libraries, which takes seconds.

A command is a process of its own as ever: its arguments, folder, environment, output, signals and exit code. What
Python reads of the environment at its start is that of the process it is forked from. That a command imports what it
needs, and reads nothing of the environment while it is imported, is shown where commands are started by themselves.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import consensus
from consensus.providers import litellm

#: They run when they are imported.
LEFT_OUT = ("consensus.__main__", "consensus.storage.migrations.")


class Forks:
    """The process that forks. connected: where it listens."""

    def __init__(self, connected: Path) -> None:
        self._at = str(connected)

    def run(
        self, args: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
    ) -> tuple[int, bytes, bytes]:
        """Exit code (negative: the signal that ended it), standard output and standard error of a command.

        Raises subprocess.TimeoutExpired after so many seconds, when the command has been killed.
        """
        order = json.dumps({"args": list(args), "folder": str(folder), "environment": dict(environment)}).encode()
        with (
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            open(os.devnull, "rb") as nothing,
            socket.socket(socket.AF_UNIX) as line,
        ):
            line.connect(self._at)
            socket.send_fds(line, [b"."], [nothing.fileno(), out.fileno(), err.fileno()])
            line.sendall(order)
            line.shutdown(socket.SHUT_WR)
            line.settimeout(timeout)
            with line.makefile("r") as answers:
                process = int(answers.readline())
                try:
                    code = int(answers.readline())
                except TimeoutError:
                    os.kill(process, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(list(args), timeout) from None
            return code, _whole(out), _whole(err)


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@contextmanager
def forking(folder: Path, environment: Mapping[str, str]) -> Iterator[Forks]:
    """A process that forks, until the end. folder: where its socket is. environment: what Python reads at its start."""
    at = folder / "forks"
    command = [sys.executable, "-m", "tests.forks", str(at)]
    here = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        command, cwd=here, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline(), "it did not start"
        yield Forks(at)


# --- the process that forks ------------------------------------------------------------------------------------------


def serve(at: str) -> dict[str, Any] | None:
    """Fork for every command until standard input ends, which is None. In a fork, what it is to run."""
    for module in pkgutil.walk_packages(consensus.__path__, "consensus."):
        if not module.name.startswith(LEFT_OUT):
            with suppress(ModuleNotFoundError):  # of what is optional
                importlib.import_module(module.name)
    litellm._litellm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    gc.freeze()  # else a collection in a fork would copy all of it
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(at)
        listening.listen(16)
        print("ready", flush=True)
        while listening in select.select([0, listening], [], [])[0]:
            line, _ = listening.accept()
            if not os.fork():
                break
            line.close()
        else:
            return None
    return _beside(line)


def _beside(line: socket.socket) -> dict[str, Any]:
    """In a fork that waits for its own: in the latter, what to run."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, files, _, _ = socket.recv_fds(line, 1, 3)
    order: dict[str, Any] = json.loads(line.makefile("rb").read())
    process = os.fork()
    if process:
        line.sendall(f"{process}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        line.sendall(f"{code}\n".encode())
        os._exit(0)
    line.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    return order


def run(order: dict[str, Any]) -> None:
    """As ``python -m consensus`` does."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    encoding = sys.stdout.encoding
    sys.stdin = open(0, encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding, "backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["consensus", *order["args"]]
    sys.path[0] = order["folder"]
    runpy.run_module("consensus", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    told = serve(sys.argv[1])
    if told is not None:
        run(told)
