"""What the facades need from outside, in one value that ``bootstrap`` fills in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from consensus.ask import AskContext
from consensus.domain import Document, Draw, ModelSpec, Panel, Policy
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.models import Embedder, ModelClient, SecondOpinion
from consensus.ports.runtime import Clock, Limiter, PolicySource, Runner
from consensus.ports.storage import Blobs
from consensus.service.memory import Settled, nothing
from consensus.service.review.decisions import unkeyed_draw

#: Makes a job's second opinion once the job's journal and limits are at hand.
OpinionFor = Callable[[AskContext], SecondOpinion]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the services work with. blobs: the files that were handed in.
    embedder: policy's ``semantic`` -> (embedder or None, the sentence that says why).

    limiter: made per job, from the policy. panel: (requested, policy) -> Panel. hold: keeps other processes off a job
    while it runs, or raises ConflictError. aclose: gives back what belongs to the running loop. close: stops child
    processes and closes the store. second_opinion: (policy, panel) -> its maker, None where the policy asks for none;
    raises PanelError for a model that may not give one, ConsensusError for one that cannot be loaded.
    draw: whose turn it is to be checked, foretold by the installation's key alone.
    publish_progress(job_id, text): stores the latest progress of a job that this process runs.
    read_progress(job_id): returns the latest progress, or None when no process runs the job.
    settled: translation memory.
    place_of: where a member's requests go, in words.
    class_of: the pydantic class of a document's schema, and why there is none though the user named one, or "".
    with_panel: the policy with the installation's panel beside it, where a request names one.
    refuse_unusable: raises PanelError for a member that could not be asked, for want of a key or a provider.
    """

    store: GuaranteeStore
    blobs: Blobs
    policies: PolicySource
    clock: Clock
    runner: Runner
    client_for: Callable[[ModelSpec], ModelClient]
    limiter: Callable[[Policy], Limiter]
    embedder: Callable[[str], tuple[Embedder | None, str]]
    panel: Callable[[str | Sequence[str] | None, Policy], Panel]
    hold: Callable[[str], AbstractContextManager[None]]
    spec_for: Callable[[str, Policy], ModelSpec]
    place_of: Callable[[ModelSpec], str]
    aclose: Callable[[], Awaitable[None]]
    close: Callable[[], Any]
    second_opinion: Callable[[Policy, Panel], OpinionFor | None] = lambda policy, panel: None
    draw: Draw = unkeyed_draw
    publish_progress: Callable[[str, str], None] = lambda job_id, text: None
    read_progress: Callable[[str], str | None] = lambda job_id: None
    settled: Settled = nothing
    class_of: Callable[[Document], tuple[Any, str]] = lambda document: (None, "")
    refuse_unusable: Callable[[Panel], None] = lambda panel: None
    with_panel: Callable[[str | Sequence[str] | None, Policy], Policy] = lambda requested, policy: policy
