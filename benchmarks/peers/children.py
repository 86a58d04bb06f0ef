"""Throw-away environments, and adapters that run in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_HERE = Path(__file__).parent
#: No key, no cache, no hub, one thread: what a peer does here depends on the answers alone.
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "ignore",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class PeerError(Exception):
    """A peer that cannot be installed or started; the text says why."""


def environment(folder: Path, requirements: tuple[str, ...]) -> Path:
    """The interpreter of a new environment with these packages; one that is already there is taken as it is."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if (folder / ".installed").exists():
        return python
    venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError("pip: " + _last_line(done.stderr))
    (folder / ".installed").touch()
    return python


class Adapter:
    """A running adapter script. ``hello`` is its first line."""

    def __init__(self, python: Path, script: str, arguments: tuple[str, ...] = ()) -> None:
        # Closed with the process, which writes to it.
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._home = tempfile.TemporaryDirectory(prefix="peer-home-")
        self._process = subprocess.Popen(
            [str(python), str(_HERE / script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
            env={"PATH": os.defpath, "HOME": self._home.name, "TMPDIR": self._home.name, **_QUIET},
        )

    def __enter__(self) -> Self:
        try:
            self.hello = self._read()
        except PeerError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                stream.close()
        self._home.cleanup()

    def ask(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to one record; ``{"error": ...}`` when the peer broke on it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise PeerError("it ended before it had answered every record") from error
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            raise PeerError(_last_line(self._errors.read()))
        answer: dict[str, Any] = json.loads(line)
        return answer


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "it ended without a word"


def say(text: str) -> None:
    """Progress, for the person who waits."""
    print(text, file=sys.stderr, flush=True)
