"""What asking needs from the outside, handed in by the pipeline."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from consensus import prompt
from consensus.ask.admission import AdmissionGate
from consensus.ask.breaker import Deployments
from consensus.ask.budget import JobBudget
from consensus.ask.journal_batch import JournalBatch
from consensus.ask.merge import merge_document
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
from consensus.errors import DocumentError
from consensus.ports.models import ModelClient
from consensus.ports.runtime import Clock, Limiter, OnProgress
from consensus.ports.storage import Journal

Render = Callable[[Ask, ModelSpec, AskingRules], ModelRequest]
Parse = Callable[[Ask, ModelSpec, ModelReply], Mapping[int, Any]]


class Smaller(Protocol):
    """The parts of an ask whose answer was cut off."""

    def __call__(self, ask: Ask, spec: ModelSpec, asking: AskingRules, *, halved: bool) -> Sequence[Ask]: ...


def _unnoted(spec: ModelSpec, reply: ModelReply) -> None:
    """Where nobody watches who answers."""


def _no_picture(page: int) -> bytes:
    raise DocumentError(f"there is no picture of page {page}.")


@dataclass(frozen=True, slots=True)
class AskContext:
    """Values and ports for one job. What has a default of ``prompt`` is replaced by whoever reads answers, as a judge.

    client_for: the client that asks a member.
    spec_for: a fallback's name to its spec; None when no fallbacks are wanted.
    on_answered: gets the answers to an ask, by unit, as soon as all members have given theirs.
    document: its name, for progress.
    jitter: 0..1, spreads retries.
    deployments: what the process knows of them, shared by all its documents.
    mend: the request with an unreadable reply and the plea for a better one, or None where that is no use.
    cut: a document in the parts that a member is asked about; None goes by the panel that is asked.
    merge: the document, its parts and their answers to the answer on all of it.
    smaller: what is asked after an answer about a document, or a part of one (halved), that was cut off.
    standing: what the job's calls have come to, in all of its steps.
    picture: the document's page of this number, from 1, as a PNG file; raises ConsensusError where there is none.
    on_reply: gets every reply that a call brought, and of which model.
    only: units about which anybody is asked, None for all; what the journal holds on others is read as ever.
    """

    job_id: str
    policy: Policy
    client_for: Callable[[ModelSpec], ModelClient]
    limiter: Limiter
    clock: Clock
    journal: Journal
    render: Render = prompt.render
    parse: Parse = prompt.parse
    spec_for: Callable[[str], ModelSpec] | None = None
    on_progress: OnProgress | None = None
    on_answered: Callable[[Mapping[str, tuple[Answer, ...]]], None] | None = None
    document: str = ""
    jitter: Callable[[], float] = random.random
    deployments: Deployments = field(default_factory=Deployments)
    mend: Callable[[ModelRequest, ModelReply], ModelRequest | None] = prompt.mend
    cut: Callable[[Ask, ModelSpec], Sequence[Ask]] | None = None
    merge: Callable[[Ask, Sequence[Ask], Sequence[Any]], Any] = merge_document
    smaller: Smaller = prompt.smaller
    standing: CallStats = field(default_factory=CallStats)
    only: frozenset[str] | None = None
    picture: Callable[[int], bytes] = _no_picture
    on_reply: Callable[[ModelSpec, ModelReply], None] = _unnoted


@dataclass(slots=True)
class Round:
    """State of one run of ``ask_panel``; it dies with it.

    settled: replies of an earlier run by (ask id, asked name). refusals: models whose key or address was refused, by
    name. under_way: ids of calls that were when the program was killed.
    done, total: members' asks. calls: requests sent. budget: of the job. admission: who may be written down already.
    cut: a document in the parts that a member is asked about.
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
    cut: Callable[[Ask, ModelSpec], Sequence[Ask]] = lambda ask, spec: (ask,)

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
