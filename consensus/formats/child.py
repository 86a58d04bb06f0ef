"""Runs a module of ``consensus.native`` in a child process with a deadline and a bound on its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from consensus.errors import DocumentError

#: Seconds for one file.
DEADLINE = 30.0
#: Bytes of memory that a child may ask the system for, where the system has such a bound.
MEMORY = 2 * 1024**3
#: Bounds itself before it loads anything else. Packages are found where this process finds them.
_START = """
import runpy, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
except (ImportError, ValueError, OSError):
    pass
sys.path[:] = {path!r}
runpy.run_module({module!r}, run_name="__main__")
"""


def need(package: str, extra: str, what: str, where: str) -> None:
    """Raises DocumentError, naming the command, where the package of an extra is not installed."""
    if find_spec(package) is None:
        told = f"{what} needs the extra {extra}."
        raise DocumentError(told, where=where, do=f"Install it with: pip install 'consensus-verifier[{extra}]'")


def ask(
    module: str, head: Mapping[str, Any], content: bytes, where: str, seconds: float = DEADLINE, memory: int = MEMORY
) -> Any:
    """What a module answers to one line of JSON and a file. Raises DocumentError, in one line, for a child that
    crashes, takes longer than ``seconds``, or wants more bytes of ``memory``."""
    started = [sys.executable, "-I", "-c", _START.format(memory=memory, path=sys.path, module=module)]
    request = json.dumps(head).encode() + b"\n" + content
    do = "Open the file and save it anew, or split it, and hand in what comes of it."
    try:
        done = subprocess.run(started, input=request, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise DocumentError(f"reading it takes longer than {seconds:.0f} seconds.", where=where, do=do) from None
    except OSError as error:
        what = f"the process that reads it cannot be started: {error.strerror}."
        raise DocumentError(what, where=where, do="Close other programs, then try again.") from error
    if b"MemoryError" in done.stderr[-2000:]:
        raise DocumentError("reading it takes more memory than a file may take.", where=where, do=do)
    if done.returncode:
        raise DocumentError("the file makes its reader crash.", where=where, do=do)
    return json.loads(done.stdout)
