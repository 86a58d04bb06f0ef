"""Everybody is asked at once, and nobody knows what the others say."""

from consensus.domain import StrategyName
from consensus.strategy.base import Strategy


class Independent(Strategy):
    """The strategy of a policy that names none."""

    name = StrategyName.INDEPENDENT
