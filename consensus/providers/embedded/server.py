"""The embedded models as OpenAI-compatible servers on loopback, each in a child process of ours.

Run as ``python -m consensus.providers.embedded.server`` this file is the child: it loads one model, writes its address
to standard output and lives until its standard input closes, which also happens when the parent is killed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from consensus.domain import ModelSpec
from consensus.errors import ConsensusError
from consensus.providers.embedded.models import EmbeddedModel, installed, missing, model_file

#: Seconds a model may take to load before we give up; measured 0.5 to 2 s, more on a cold disk.
START_SECONDS = 60.0
#: Seconds a child may take to end by itself before it is killed.
STOP_SECONDS = 3.0
#: Requests one server answers at the same time; the others wait in its queue.
SLOTS = 2


@dataclass(slots=True)
class _Child:
    """A running server. process: its child process. log: where its words go. base_url: ends in /v1, "" until ready."""

    name: str
    process: subprocess.Popen[str]
    log: Path
    base_url: str = ""
    starting: threading.Lock = field(default_factory=threading.Lock)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None


class EmbeddedServers:
    """Starts and stops the embedded models; safe to use from several threads, and as a context manager.

    folder: where assembled model files and logs go; made when needed. threads: CPU threads per model, 1 or more.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder, self._threads = Path(folder), max(1, threads)
        self._children: dict[str, _Child] = {}
        self._lock = threading.Lock()

    def specs(self) -> tuple[ModelSpec, ...]:
        """The members that can be started here; their base_url is known only after ``start``."""
        return tuple(model.spec for model in installed())

    def start(self, names: Sequence[str]) -> Mapping[str, str]:
        """Start these models unless they run, and give the base URL of each by name.

        Raises ConsensusError when one is not installed or does not start; those that did start stay up until close.
        """
        wanted = tuple(dict.fromkeys(names))
        with self._lock:
            children = [self._running(name) for name in wanted]
        deadline = time.monotonic() + START_SECONDS
        for child in children:
            # Outside the lock of all, so that two models load side by side when two threads ask for them.
            with child.starting:
                if not child.base_url:
                    self._await(child, deadline)
        return {child.name: child.base_url for child in children}

    def _await(self, child: _Child, deadline: float) -> None:
        try:
            _wait_until_ready(child, deadline)
        except ConsensusError:
            with self._lock:
                if self._children.get(child.name) is child:
                    self._forget(child.name)
            raise

    def _running(self, name: str) -> _Child:
        child = self._children.get(name)
        if child is not None and child.alive:
            return child
        self._forget(name)
        model = next((model for model in installed() if model.spec.name == name), None)
        if model is None:
            raise _not_installed(name)
        self._children[name] = child = self._spawn(model)
        return child

    def close(self) -> None:
        """Stop every child and wait for its end; may be called twice."""
        with self._lock:
            for child in self._children.values():
                _hang_up(child)
            for name in list(self._children):
                self._forget(name)

    def __enter__(self) -> EmbeddedServers:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _forget(self, name: str) -> None:
        child = self._children.pop(name, None)
        if child is not None:
            _stop(child)

    def _spawn(self, model: EmbeddedModel) -> _Child:
        path = model_file(model, self._folder)
        log = self._folder / f"{model.alias}.log"
        command = [sys.executable, "-m", "consensus.providers.embedded.server"]
        command += ["--file", str(path), "--alias", model.alias, "--threads", str(self._threads)]
        command += ["--context", str(model.spec.context_tokens)]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with log.open("wb") as words:
                # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the child.
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=words,
                    text=True,
                    start_new_session=True,
                )
        except OSError as error:
            raise ConsensusError(
                f"the embedded model {model.spec.name} cannot be started: {error.strerror or error}.", where=str(log)
            ) from error
        return _Child(model.spec.name, process, log)


def _not_installed(name: str) -> ConsensusError:
    command = missing().get(name)
    if command is None:
        return ConsensusError(f"there is no embedded model named {name}.", do="See: consensus doctor")
    return ConsensusError(f"the embedded model {name} is not installed.", do=f"Install it with: {command}")


def _wait_until_ready(child: _Child, deadline: float) -> None:
    """Read the address the child reports, then poll its health. Raises ConsensusError with the log's last words."""
    line: list[str] = []
    pipe = child.process.stdout
    assert pipe is not None
    # A thread, because a pipe can be read with a time limit in no other way on every platform.
    reader = threading.Thread(target=lambda: line.append(pipe.readline().strip()), daemon=True)
    reader.start()
    reader.join(max(0.0, deadline - time.monotonic()))
    address = urlsplit(line[0]) if line and line[0] else None
    while address is not None and child.alive and time.monotonic() < deadline:
        if _healthy(address.hostname or "", address.port or 0):
            child.base_url = f"{address.geturl()}/v1"
            return
        time.sleep(0.05)
    why = "took too long to start" if child.alive else f"ended with code {child.process.wait()}"
    raise ConsensusError(
        f"the embedded model {child.name} {why}: {_last_words(child.log)}",
        where=str(child.log),
        do="Its log says more; with too little memory or a busy machine, use hosted models or --panel recorded.",
    )


def _healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _last_words(log: Path) -> str:
    try:
        lines = log.read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return "no log."
    return lines[-1][-300:] if lines else "it said nothing."


def _hang_up(child: _Child) -> None:
    if child.process.stdin is not None:
        with suppress(OSError):
            child.process.stdin.close()


def _stop(child: _Child) -> None:
    _hang_up(child)
    try:
        child.process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()
    if child.process.stdout is not None:
        child.process.stdout.close()


def _end_with_parent() -> None:
    """End this process as soon as the parent closes its end of our standard input, or dies."""
    with suppress(OSError, ValueError):
        sys.stdin.buffer.read()
    os._exit(0)


def serve(file: str, alias: str, threads: int, context: int) -> int:
    """The child: load one model, report its address, live until the parent is gone."""
    # The engine writes to the descriptor itself; the parent expects nothing there but the address.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    parent = os.getppid()
    threading.Thread(target=_end_with_parent, daemon=True).start()

    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = file
    params.model_alias = {alias}
    params.hostnames, params.port = ["127.0.0.1"], 0
    # Two at a time: the weights are read once for both. The context is shared out among them.
    params.n_ctx, params.n_parallel = context * SLOTS, SLOTS
    # Keeps the few-shot examples of the prompt in the cache, which halves the time of an answer.
    params.swa_full = True
    # Without it any web page that is open in a browser here could ask the model.
    params.cors_origins = "http://127.0.0.1"
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.ui, params.endpoint_slots, params.offline = False, False, True
    server = xllamacpp.Server(params)
    report.write(f"{server.listening_address}\n")
    report.close()
    # A copy of the pipe's other end in some forked process would hide the parent's death from the thread above.
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line of the child."""
    parser = argparse.ArgumentParser(prog="consensus.providers.embedded.server", description=__doc__)
    parser.add_argument("--file", required=True)
    parser.add_argument("--alias", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--context", type=int, default=2048)
    given = parser.parse_args(argv)
    return serve(given.file, given.alias, given.threads, given.context)


if __name__ == "__main__":
    sys.exit(main())
