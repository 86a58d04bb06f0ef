"""What verified work costs a unit: calls, people's time, and the damage of wrong units that nobody saw. Arithmetic.

All money is in one currency. A bound on escaped errors goes in where their rate is asked for, so that the damage is "at
most". People are taken to see every error that they look at.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from consensus.errors import UsageError

#: The inputs that are shares, 0..1; all others are amounts, up to the largest.
SHARES = frozenset({"accepted_share", "escaped", "spot_share", "single_error"})
MOST = 1e9


@dataclass(frozen=True, slots=True)
class Inputs:
    """wage: of a reviewer, an hour. minutes: of a review. damage: of one wrong unit that escapes.

    accepted_share: of units, automatically, 0..1. escaped: wrong among accepted at most, 0..1. model_cost, single_cost:
    calls for a unit, of the panel and of one model alone. spot_share: of accepted units that a person looks at all the
    same, 0..1. single_error: wrong units of one model alone, 0..1; None when nobody measured it.
    """

    wage: float = 45.0
    minutes: float = 1.5
    damage: float = 30.0
    accepted_share: float = 0.6
    escaped: float = 0.02
    model_cost: float = 0.004
    single_cost: float = 0.001
    spot_share: float = 0.05
    single_error: float | None = None

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is None:
                continue
            most = 1 if name in SHARES else MOST
            if not 0 <= value <= most:  # NaN fails too
                raise UsageError(f"{value:g} is outside 0 to {most:g}.", where=f"--{name.replace('_', '-')}")

    @property
    def review_cost(self) -> float:
        """Of one unit that a person looks at."""
        return self.wage * self.minutes / 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one unit on average, in money."""

    calls: float
    review: float
    damage: float

    @property
    def total(self) -> float:
        return self.calls + self.review + self.damage


@dataclass(frozen=True, slots=True)
class Economics:
    """consensus: the product. all_human: a person looks at every unit of one model. single: one model, nobody looks.

    single is None while its error rate is unknown. review_minutes: a unit on average. escaped_per_1000: of all units,
    at most. break_even: the least accepted share that pays for the calls beyond one model's; None when none does.
    break_even_damage: the same with the damage of escaped errors. suggested_alpha: the error rate among accepted units
    at which reviewing one costs as much as it saves; None when errors do no damage. single_break_even: the error rate
    from which one model alone costs more than the product; None when errors do no damage.
    """

    inputs: Inputs
    consensus: Cost
    all_human: Cost
    single: Cost | None
    review_minutes: float
    escaped_per_1000: float
    break_even: float | None
    break_even_damage: float | None
    suggested_alpha: float | None
    single_break_even: float | None

    @property
    def saved(self) -> float:
        """Share of the all-human total, at least; negative when the product costs more. 0 when that costs nothing."""
        return 1 - self.consensus.total / self.all_human.total if self.all_human.total else 0.0


def economics(inputs: Inputs) -> Economics:
    """The whole account of a unit."""
    review, accepted = inputs.review_cost, inputs.accepted_share
    looked_at = 1 - accepted * (1 - inputs.spot_share)
    ours = Cost(inputs.model_cost, looked_at * review, accepted * inputs.escaped * inputs.damage)
    error = inputs.single_error
    return Economics(
        inputs=inputs,
        consensus=ours,
        all_human=Cost(inputs.single_cost, review, 0.0),
        single=None if error is None else Cost(inputs.single_cost, 0.0, error * inputs.damage),
        review_minutes=looked_at * inputs.minutes,
        escaped_per_1000=1000 * accepted * inputs.escaped,
        break_even=_break_even(inputs, 0.0),
        break_even_damage=_break_even(inputs, inputs.escaped * inputs.damage),
        suggested_alpha=min(1.0, review / inputs.damage) if inputs.damage else None,
        single_break_even=max(0.0, ours.total - inputs.single_cost) / inputs.damage if inputs.damage else None,
    )


def _break_even(inputs: Inputs, damage: float) -> float | None:
    """The accepted share from which on the product is cheaper than looking at everything. damage: a unit accepted."""
    gain = inputs.review_cost * (1 - inputs.spot_share) - damage
    extra = inputs.model_cost - inputs.single_cost
    if gain <= 0 or extra > gain:
        return None
    return max(0.0, extra / gain)
