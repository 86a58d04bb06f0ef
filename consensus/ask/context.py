"""What asking needs from the outside, handed in by the pipeline."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from consensus.ask.admission import AdmissionGate
from consensus.ask.breaker import Deployments
from consensus.ask.budget import JobBudget
from consensus.ask.journal_batch import JournalBatch
from consensus.ask.refusals import Refusals
from consensus.domain import (
    Answer,
    Ask,
    AskingRules,
    Call,
    CallStats,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Policy,
    Progress,
)
from consensus.ports.models import ModelClient
from consensus.ports.runtime import Clock, Limiter, OnProgress
from consensus.ports.storage import Journal

Render = Callable[[Ask, ModelSpec, AskingRules], ModelRequest]
Parse = Callable[[Ask, ModelSpec, ModelReply], Mapping[int, Any]]


class Smaller(Protocol):
    """The parts of an ask whose answer was cut off."""

    def __call__(self, ask: Ask, spec: ModelSpec, asking: AskingRules, *, halved: bool) -> Sequence[Ask]: ...


@dataclass(frozen=True, slots=True)
class AskContext:
    """Values and ports for one job.

    client_for: the client that asks a member. render, parse: the functions of ``prompt``. spec_for: a fallback's name
    to its spec; None when no fallbacks are wanted. document: its name, for progress. jitter: 0..1, spreads retries.
    deployments: what the process knows of them, shared by all its documents. mend: the request with an unreadable reply
    and the plea for a better one, or None where that is no use. on_answered: hears the answers to an ask, by unit, as
    soon as all members have given theirs. cut: a document in the parts that a member is asked about; merge: the
    document, its parts and their answers to the answer on all of it. smaller: what is asked after an answer about a
    document, or a part of one, that was cut off: its parts, () where that is no use; the flag says that it is such a
    part itself. standing: what the job's calls have come to, in
    all of its steps. only: the units about which anybody is asked at all, None for all of them; what the journal holds
    on others is read as ever.
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
    on_answered: Callable[[Mapping[str, tuple[Answer, ...]]], None] | None = None
    document: str = ""
    jitter: Callable[[], float] = random.random
    deployments: Deployments = field(default_factory=Deployments)
    mend: Callable[[ModelRequest, ModelReply], ModelRequest | None] = lambda request, reply: None
    cut: Callable[[Ask, ModelSpec], Sequence[Ask]] = lambda ask, spec: (ask,)
    merge: Callable[[Ask, Sequence[Ask], Sequence[Any]], Any] | None = None
    smaller: Smaller = lambda ask, spec, asking, *, halved: ()
    standing: CallStats = field(default_factory=CallStats)
    only: frozenset[str] | None = None


@dataclass(slots=True)
class Round:
    """State of one run of ``ask_panel``; it dies with it.

    settled: replies of an earlier run by (ask id, asked name). refusals: models whose key or address was refused, by
    name. under_way: ids of calls that were when the program was killed.
    done, total: members' asks. calls: requests sent. budget: of the job. admission: who may be written down already.
    """

    context: AskContext
    journal: JournalBatch
    settled: Mapping[tuple[str, str], Call]
    total: int
    admission: AdmissionGate
    refusals: Refusals = field(default_factory=Refusals)
    under_way: dict[tuple[str, str], str] = field(default_factory=dict)
    done: int = 0
    calls: int = 0
    budget: JobBudget = field(default_factory=JobBudget)

    def report(self) -> None:
        """Tell the listener how far it is."""
        if self.context.on_progress is not None:
            context, standing = self.context, self.context.standing
            self.context.on_progress(
                Progress(
                    document=context.document,
                    done=self.done,
                    total=self.total,
                    calls=self.calls,
                    job_id=context.job_id,
                    cost=standing.cost,
                    unpriced=standing.unpriced,
                    models=standing.models(),
                )
            )
