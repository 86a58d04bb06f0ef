"""What asking needs from the outside, handed in by the pipeline."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consensus.ask.group_commit import GroupCommit
from consensus.domain import Ask, AskingRules, Call, ModelReply, ModelRequest, ModelSpec, Policy
from consensus.errors import CallError
from consensus.ports import Clock, Journal, Limiter, ModelClient, OnProgress, Progress

Render = Callable[[Ask, ModelSpec, AskingRules], ModelRequest]
Parse = Callable[[Ask, ModelSpec, ModelReply], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class AskContext:
    """Values and ports for one job.

    client_for: the client that asks a member. render, parse: the prompt room's functions. spec_for: a fallback's name
    to its spec; None when no fallbacks are wanted. document: its name, for progress. jitter: 0..1, spreads retries.
    """

    job_id: str
    policy: Policy
    client_for: Callable[[ModelSpec], ModelClient]
    limiter: Limiter
    clock: Clock
    journal: Journal
    render: Render
    parse: Parse
    spec_for: Callable[[str], ModelSpec] | None = None
    on_progress: OnProgress | None = None
    document: str = ""
    jitter: Callable[[], float] = random.random


@dataclass(slots=True)
class Round:
    """State of one run of ``ask_panel``; it dies with it.

    settled: replies of an earlier run by (ask id, asked name). refused: models whose key or address was refused, and
    how: asking them again would only be refused again. done, total: members' asks. calls: requests sent.
    """

    context: AskContext
    journal: GroupCommit
    settled: Mapping[tuple[str, str], Call]
    total: int
    refused: dict[str, CallError] = field(default_factory=dict)
    done: int = 0
    calls: int = 0

    def report(self) -> None:
        """Tell the listener how far it is."""
        if self.context.on_progress is not None:
            self.context.on_progress(Progress(self.context.document, self.done, self.total, self.calls))
