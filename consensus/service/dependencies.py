"""What the facades need from outside, in one value that ``bootstrap`` fills in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from consensus.ask import AskContext
from consensus.domain import Document, Draw, LotKeys, ModelSpec, Panel, Policy, ReplayRules
from consensus.ports.guarantee import GuaranteeStore
from consensus.ports.models import Embedder, ModelClient, SecondOpinion
from consensus.ports.runtime import Clock, Limiter, PolicySource, Signer
from consensus.ports.storage import Blobs
from consensus.ports.trials import TrialStore
from consensus.service.draws import unkeyed_draw, unkeyed_lot_key
from consensus.service.member_names import SavedMembers, nobody_saved
from consensus.service.memory import Imported, Settled, none_imported, nothing

#: No request is asked again.
_NO_REPLAYS = ReplayRules()
#: Makes a job's second opinion once the job's journal and limits are at hand.
OpinionFor = Callable[[AskContext], SecondOpinion]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What the services work with. blobs: the files that were handed in.
    embedder: policy's ``semantic`` -> (embedder or None, the sentence that says why).

    limiter: made per job, from the policy. panel: (requested, policy) -> Panel. aclose: gives back what belongs to the
    running loop. close: stops child processes and closes the store. second_opinion: (policy, panel) -> its maker, None
    where the policy asks for none; raises PanelError for a model that may not give one, ConsensusError for one that
    cannot be loaded.
    draw: foretold by the installation's key alone. lot_keys: the keys of batches' draws, made of it.
    signer: signs exports, where the house has a signing key now.
    settled: translation memory. imported: that of other programs.
    place_of: where a member's requests go, in words.
    class_of: the pydantic class of a document's schema, and why there is none though the user named one, or "".
    with_panel: the policy with the installation's panel beside it, where a request names one.
    refuse_unusable: raises PanelError for a member that could not be asked, for want of a key or a provider.
    saved_members: those of the installation's panels, as they are now.
    replays: whether recorded requests are asked again when a model changes.
    trials: models on trial; None where none can be.
    """

    store: GuaranteeStore
    blobs: Blobs
    policies: PolicySource
    clock: Clock
    client_for: Callable[[ModelSpec], ModelClient]
    limiter: Callable[[Policy], Limiter]
    embedder: Callable[[str], tuple[Embedder | None, str]]
    panel: Callable[[str | Sequence[str] | None, Policy], Panel]
    spec_for: Callable[[str, Policy], ModelSpec]
    place_of: Callable[[ModelSpec], str]
    aclose: Callable[[], Awaitable[None]]
    close: Callable[[], Any]
    second_opinion: Callable[[Policy, Panel], OpinionFor | None] = lambda policy, panel: None
    draw: Draw = unkeyed_draw
    lot_keys: LotKeys = unkeyed_lot_key
    signer: Callable[[], Signer | None] = lambda: None
    settled: Settled = nothing
    imported: Imported = none_imported
    class_of: Callable[[Document], tuple[Any, str]] = lambda document: (None, "")
    refuse_unusable: Callable[[Panel], None] = lambda panel: None
    with_panel: Callable[[str | Sequence[str] | None, Policy], Policy] = lambda requested, policy: policy
    saved_members: SavedMembers = nobody_saved
    replays: ReplayRules = _NO_REPLAYS
    trials: TrialStore | None = None
