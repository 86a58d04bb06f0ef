"""What is said of decisions to whoever watches: what was done and after how many seconds, never by whom or on what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from consensus.domain import Resolution
from consensus.telemetry import observe, span
from consensus.telemetry.metrics import REVIEW_SECONDS


class _Outcome(Protocol):
    @property
    def resolution(self) -> Resolution: ...


P = ParamSpec("P")
S = TypeVar("S")
R = TypeVar("R", bound=_Outcome)


def observed(decide: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """A method that stores one decision, as a span, and the seconds that the decision took."""

    @wraps(decide)
    def deciding(self: S, /, *args: P.args, **named: P.kwargs) -> R:
        with span("review.decide") as one:
            outcome = decide(self, *args, **named)
            made = outcome.resolution
            one.set(action=made.action.value)
        seconds = datetime.fromisoformat(made.decided_at) - datetime.fromisoformat(made.shown_at)
        observe(REVIEW_SECONDS, seconds.total_seconds(), action=made.action.value)
        return outcome

    return deciding
