"""What the facades need from outside, in one value that ``bootstrap`` fills in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from consensus.domain import ModelSpec, Panel, Policy
from consensus.ports import Clock, Embedder, Limiter, ModelClient, PolicySource, Runner, Store


@dataclass(frozen=True, slots=True)
class Outside:
    """The adapters in use. embedder: policy's ``semantic`` -> (embedder or None, the sentence that says why).

    limiter: made per job, from the policy. panel: (requested, policy) -> Panel. hold: keeps other processes off a job
    while it runs, or raises ConflictError. aclose: gives back what belongs to the running loop. close: stops child
    processes and closes the store.
    """

    store: Store
    policies: PolicySource
    clock: Clock
    runner: Runner
    client_for: Callable[[ModelSpec], ModelClient]
    limiter: Callable[[Policy], Limiter]
    embedder: Callable[[str], tuple[Embedder | None, str]]
    panel: Callable[[str | Sequence[str] | None, Policy], Panel]
    hold: Callable[[str], AbstractContextManager[None]]
    spec_for: Callable[[str, Policy], ModelSpec]
    aclose: Callable[[], Awaitable[None]]
    close: Callable[[], Any]
