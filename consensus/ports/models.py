"""What answers: models, embedders, second opinions, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from consensus.domain import (
    ModelFacts,
    ModelReply,
    ModelRequest,
    ModelSpec,
    Opinion,
    OpinionRequest,
)


class ModelClient(Protocol):
    """Asks one model once. No retries: those are ours, and each is journalled."""

    async def complete(self, request: ModelRequest) -> ModelReply:
        """Send the request. Raises CallError for every failure; cancellation passes through."""

    async def aclose(self) -> None:
        """Give back sockets and child processes."""


class Prepared(Protocol):
    """A client that loads something before its first call: a library, a model."""

    async def ready(self, spec: ModelSpec) -> None:
        """Return when this member can be asked. Raises ConsensusError when it cannot."""


class Embedder(Protocol):
    """Turns texts into unit vectors of shape (n, dim), float32. ``signature`` names the resolved model."""

    signature: str

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class SecondOpinion(Protocol):
    """Looks again at answers that would be accepted, from outside the panel. ``signature`` names what looked."""

    signature: str

    async def opinions(self, pairs: Sequence[OpinionRequest]) -> Sequence[Opinion]:
        """One opinion a pair, in their order. Whatever goes wrong with a pair is no opinion on it, never an error."""


class PriceList(Protocol):
    """What hosted models cost and hold, by LiteLLM name; None where the list does not know one."""

    def facts(self, model: str) -> ModelFacts | None: ...
