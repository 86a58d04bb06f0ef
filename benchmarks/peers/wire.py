"""How an adapter talks to run.py: one JSON object a line in, one out. Standard library only: it runs in each peer's
own environment, beside nothing of ours.

In: ``{"id", "schema", "members": [answer of each member, null for none]}``. Out, as its first line, ``{"version",
"accepted_when"}``, and then for each record one of ``{"id", "cells": [[path, value, confidence, accepted], ...],
"seconds"}`` for an object, ``{"id", "text", "confidence", "accepted", "seconds"}`` for a text, and ``{"id", "error"}``.
Seconds are processor time.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

Decide = Callable[[dict[str, Any]], dict[str, Any]]


def _no_network(*_: object) -> None:
    raise OSError("a peer asked for the network; this benchmark has none")


def offline() -> None:
    """From here on nothing in this process can reach a host. To be called before the peer is imported."""
    socket.socket.connect = _no_network  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _no_network  # type: ignore[assignment]


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    """What the call returns and the processor seconds that it took."""
    start = time.process_time()
    result = call()
    return result, time.process_time() - start


def serve(package: str, accepted_when: str, decide: Decide, more: dict[str, Any] | None = None) -> None:
    """Answer every line of stdin; the first record is decided twice and timed the second time, as a warm-up."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Peers print warnings; stdout is for answers alone.
    sys.stdout = sys.stderr

    def say(answer: dict[str, Any]) -> None:
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()

    say({"version": version(package), "accepted_when": accepted_when, **(more or {})})
    warm = False
    for line in sys.stdin:
        record = json.loads(line)
        try:
            if not warm:
                decide(record)
                warm = True
            say({"id": record["id"], **decide(record)})
        except Exception as error:  # noqa: BLE001 a peer that breaks on a record is a result, not an end
            say({"id": record["id"], "error": " ".join(f"{type(error).__name__}: {error}".split())[:160]})
