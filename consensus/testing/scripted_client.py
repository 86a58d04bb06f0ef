"""A model that says what it is told to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from consensus.domain import ModelReply, ModelRequest
from consensus.errors import CallError, CallFault

#: What one call brings: the reply's text, a whole reply, an error, or a function that makes one of these.
Step = str | ModelReply | Exception | Callable[[ModelRequest], "str | ModelReply"]


class ScriptedClient:
    """Plays a list of steps per member, in order; the last one repeats. ``requests`` keeps what was asked."""

    def __init__(self, script: Mapping[str, Sequence[Step]]) -> None:
        self._script = {member: list(steps) for member, steps in script.items()}
        self.requests: list[ModelRequest] = []
        self.closed = False

    async def complete(self, request: ModelRequest) -> ModelReply:
        """The next step for ``request.spec.name``. Raises what the script says, or CallError where it is silent."""
        self.requests.append(request)
        steps = self._script.get(request.spec.name)
        if not steps:
            raise CallError(CallFault.BAD_REQUEST, f"no script for {request.spec.name}.")
        step = steps.pop(0) if len(steps) > 1 else steps[0]
        if isinstance(step, Exception):
            raise step
        if callable(step):
            step = step(request)
        return step if isinstance(step, ModelReply) else ModelReply(step, "stop", request.spec.model)

    async def aclose(self) -> None:
        self.closed = True

    def asked(self, member: str) -> int:
        """How many requests this member has had."""
        return sum(request.spec.name == member for request in self.requests)
