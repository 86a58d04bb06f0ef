"""How far a running job is, how fast it goes, what it has cost, and how its models do."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from consensus.domain.asking import Call, CallState, Money
from consensus.domain.run import RunStatus

#: Answers by which a model's seconds are told, and seconds of a job by which its speed is.
_LATEST, _WINDOW = 50, 30.0


@dataclass(frozen=True, slots=True)
class ModelHealth:
    """One model in one job. answered, failed: calls. seconds: median of its last answers, None before the first.

    trouble: why it is not asked now, or what its last call failed with; "" when that was answered.
    """

    model: str
    answered: int = 0
    failed: int = 0
    seconds: float | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running job is. done, total: members' answers in and expected. note: a line for a person, or "".

    units: of the document, 0 for an extraction. calls: sent in this run. cost: US dollars of all settled calls, earlier
    runs included. unpriced: settled calls without a known cost. units_per_second, seconds_left: None while nobody can
    tell. ended: nothing more will come.
    """

    document: str
    done: int
    total: int
    calls: int = 0
    note: str = ""
    job_id: str = ""
    units: int = 0
    cost: Money = Decimal(0)
    unpriced: int = 0
    units_per_second: float | None = None
    seconds_left: float | None = None
    models: tuple[ModelHealth, ...] = ()
    ended: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The shape under ``progress`` in ``status --json``; amounts in US dollars."""
        return {
            "step": self.document,
            "answers": self.done,
            "expected": self.total,
            "units": self.units or None,
            "units_per_second": None if self.units_per_second is None else round(self.units_per_second, 3),
            "seconds_left": None if self.seconds_left is None else round(self.seconds_left),
            "calls": self.calls,
            "cost": float(self.cost),
            "calls_without_price": self.unpriced,
            "models": [asdict(model) for model in self.models],
        }

    @classmethod
    def from_dict(cls, content: Any) -> Progress:
        """What ``as_dict`` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            document=str(content["step"]),
            done=int(content["answers"]),
            total=int(content["expected"]),
            calls=int(content["calls"]),
            units=int(content["units"] or 0),
            cost=Decimal(str(content["cost"])),
            unpriced=int(content["calls_without_price"]),
            units_per_second=content["units_per_second"],
            seconds_left=content["seconds_left"],
            models=tuple(ModelHealth(**model) for model in content["models"]),
        )


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands. done, total: answers in and expected, both 0 before the first. error: one line, or ""."""

    job_id: str
    standing: RunStatus
    done: int = 0
    total: int = 0
    calls: int = 0
    error: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works on it, or will without being asked."""
        return self.standing in (RunStatus.QUEUED, RunStatus.RUNNING)


@dataclass(slots=True)
class _Model:
    answered: int = 0
    failed: int = 0
    trouble: str = ""
    latest: deque[float] = field(default_factory=lambda: deque(maxlen=_LATEST))


@dataclass(slots=True)
class CallStats:
    """What a job's calls have come to; one for all of its steps."""

    cost: Money = Decimal(0)
    unpriced: int = 0
    begun: bool = False
    _models: dict[str, _Model] = field(default_factory=dict)

    def begin(self, earlier: Sequence[Call]) -> None:
        """Count what earlier runs paid for, once."""
        if not self.begun:
            self.begun = True
            for call in earlier:
                self._pay(call)

    def ended(self, call: Call) -> None:
        """A call of this run was answered, or failed."""
        # A substitute stands as "member > substitute".
        model = self._models.setdefault(call.member.rpartition(" > ")[2], _Model())
        if call.state is CallState.SETTLED and call.reply is not None:
            model.answered += 1
            model.trouble = ""
            model.latest.append(call.reply.latency)
            self._pay(call)
        else:
            model.failed += 1
            model.trouble = call.error or call.fault or ""

    def refused(self, model: str, why: str) -> None:
        """It is not asked for now."""
        self._models.setdefault(model, _Model()).trouble = why

    def models(self) -> tuple[ModelHealth, ...]:
        """In the order of their first calls."""
        return tuple(
            ModelHealth(name, one.answered, one.failed, median(one.latest) if one.latest else None, one.trouble)
            for name, one in self._models.items()
        )

    def _pay(self, call: Call) -> None:
        cost = call.reply.cost if call.reply is not None else None
        if cost is None:
            self.unpriced += 1
        else:
            self.cost += cost


@dataclass(slots=True)
class Pace:
    """Answers a second over the last half minute. Answers from the journal come at once and count for one moment."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def per_second(self, now: float, done: int) -> float | None:
        """now: seconds of a monotonic clock. None while too little was seen."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()  # another step of the job, which begins to count anew
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        began, first = self._seen[0]
        return (done - first) / (now - began) if now - began >= 1.0 and done > first else None
