"""Names of processes, so that a job whose process died on this machine can be taken over at once."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import getnode

_PROCESSES = Path("/proc")
#: Place of the start time among the fields of ``/proc/PID/stat`` that follow the program's name.
_STARTED = 19


def this_process() -> str:
    """``HOST:PID:START``, which no other process ever has."""
    return f"{_host()}:{os.getpid()}:{_start_of(os.getpid())}"


def has_ended(owner: str) -> bool:
    """Whether the process of this name certainly lives no more; of another machine nobody here can say that."""
    host, _, process = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    if host != _host() or not process.isdigit() or os.name != "posix":
        return False
    if (_PROCESSES / "self" / "stat").exists():
        return _start_of(int(process)) != started
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _host() -> str:
    """The machine since it was started, and within it the container: each counts its processes apart.

    The name alone would not do: machines made from one image often share it.
    """
    with suppress(OSError):
        boot = (_PROCESSES / "sys/kernel/random/boot_id").read_text().strip()
        return f"{socket.gethostname()}/{boot}/{os.readlink(_PROCESSES / 'self/ns/pid')}"
    return f"{socket.gethostname()}/{getnode():x}"


def _start_of(process: int) -> str:
    """When a process started, in the system's own count; "" where it does not say or there is none."""
    try:
        said = (_PROCESSES / str(process) / "stat").read_text()
    except OSError:
        return ""
    fields = said.rpartition(")")[2].split()
    # A process that has ended and that nobody has waited for yet works on nothing.
    return fields[_STARTED] if len(fields) > _STARTED and fields[0] != "Z" else ""
