"""The order of fields that the rules of a policy hold back, as the policy keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Finite = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OrderFeature(_Part):
    """One feature of a learned order. mean, scale: that standardise it, the scale above 0. weight: of it then."""

    mean: Finite
    scale: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    weight: Finite


class LearnedOrder(_Part):
    """How likely a field is right that the rules hold back, as a logistic score of plain features of its answers.

    features: by name (``learn.order.features_of``). base: the score where each feature is at its mean. labels: how many
    it was fitted on, wrong: of these, wrong ones; for people.
    """

    features: dict[str, OrderFeature]
    base: Finite
    labels: int = Field(ge=1)
    wrong: int = Field(ge=0)

    def score(self, features: Mapping[str, float]) -> float:
        """How likely the answer is right, 0..1, both excluded; a feature that was never seen counts nothing."""
        each = ((features.get(name, 0.0) - of.mean) / of.scale * of.weight for name, of in self.features.items())
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.base + sum(each)))))
