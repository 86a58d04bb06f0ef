"""A circuit breaker for each deployment: who fails again and again is left alone for a while, then tried once. Pure.

Closed: calls go out, failures in a row are counted. Open: none goes out until the cooldown is over; it doubles with
every opening in a row. Half open: one probe goes out; its answer closes the breaker, its failure opens it anew.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from consensus.domain import AskingRules, ModelSpec
from consensus.errors import CallError, CallFault, as_sentence

#: Longest cooldown in seconds, and the one of an exhausted quota, which no short wait will mend.
LONGEST_COOLDOWN = 120.0
QUOTA_COOLDOWN = 300.0
#: Faults that say something of the deployment; the others say something of the request, or last as long as the job.
_COUNTED = frozenset({CallFault.RATE_LIMITED, CallFault.UNAVAILABLE, CallFault.TIMEOUT})
#: While a probe is out, others look again after this many seconds.
_PROBE_WAIT = 0.5
_KEPT, _ENOUGH = 200, 20


class NotAsked(CallError):
    """The breaker is open. passing: worth waiting for: it opened for the first time in a row, a probe is under way, or
    the provider only asks for patience."""

    code = "not-asked"

    def __init__(self, last: CallError, what: str, *, wait: float, passing: bool) -> None:
        super().__init__(last.fault, what, where=last.where, do=last.do, retry_after=wait)
        self.passing = passing


class Breaker:
    """One deployment's state. All times are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._failures = self._openings = 0
        self._until = 0.0
        self._last: CallError | None = None  # set while the breaker is not closed
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether calls are held back, all but a probe."""
        return self._last is not None

    def check(self, now: float) -> None:
        """Raises NotAsked while the cooldown lasts; takes no part in who sends the probe after it."""
        if self._last is not None and self._until > now:
            raise self._refusal(self._last, self._until - now)

    def admit(self, now: float) -> int:
        """Leave to send one call; what is returned goes back with its end. Raises NotAsked, saying why and how long."""
        if self._last is not None:
            wait = self._until - now
            if wait > 0 or self._probing:
                raise self._refusal(self._last, max(wait, _PROBE_WAIT))
            self._probing = True
        return self._openings

    def answered(self) -> None:
        """A call was answered, were it only to refuse it: the deployment lives."""
        self._failures = self._openings = 0
        self._last, self._probing = None, False

    def failed(self, error: CallError, admitted: int, now: float, rules: AskingRules) -> None:
        """A call ended with an error. Those sent before the breaker opened change nothing any more."""
        if error.fault is not CallFault.QUOTA and error.fault not in _COUNTED:
            self.answered()
            return
        if admitted != self._openings:
            return
        self._failures += 1
        spent = error.fault is CallFault.QUOTA
        if spent or self._probing or 0 < rules.breaker_failures <= self._failures:
            cooldown = min(rules.breaker_seconds * 2.0**self._openings, LONGEST_COOLDOWN)
            cooldown = QUOTA_COOLDOWN if spent else max(cooldown, min(error.retry_after or 0.0, LONGEST_COOLDOWN))
            self._openings += 1
            self._until, self._last, self._probing = now + cooldown, error, False

    def dropped(self, admitted: int) -> None:
        """A call was given up before it ended: if it was the probe, the next one is."""
        if admitted == self._openings:
            self._probing = False

    def _refusal(self, last: CallError, wait: float) -> NotAsked:
        often = f"{self._failures} calls in a row failed" if self._failures > 1 else "a call failed"
        what = f"not asked, because {often}, the last with: {as_sentence(last.what)} The next try is in {wait:.0f} s."
        patience = self._openings == 1 or self._probing or last.fault is CallFault.RATE_LIMITED
        return NotAsked(last, what, wait=wait, passing=patience and last.retryable)


@dataclass(slots=True)
class Deployment:
    """What this process knows of one model at one address. latencies: of its last answers, in seconds."""

    breaker: Breaker = field(default_factory=Breaker)
    latencies: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT))

    def slow_after(self) -> float | None:
        """The 95th percentile of its latencies; None while there are too few."""
        if len(self.latencies) < _ENOUGH:
            return None
        return sorted(self.latencies)[int(len(self.latencies) * 0.95)]


class Deployments:
    """All deployments asked by this process, whatever the document."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None], Deployment] = {}

    def of(self, spec: ModelSpec) -> Deployment:
        return self._known.setdefault((spec.model, spec.base_url), Deployment())
