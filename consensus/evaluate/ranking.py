"""How well a score orders units by risk. Definitions as in the selective-prediction literature.

Prediction-rejection ratio: Malinin et al., "Uncertainty Estimation in Autoregressive Structured Prediction", 2021;
risk-coverage curves: Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (2017).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
#: Ties in a score are broken at random, and figures are means over this many orders.
_ORDERS = 20


def prediction_rejection_ratio(risk: Numbers, score: Numbers) -> float | None:
    """1 when the score orders units as their risk does, 0 when it is no better than chance; None without any risk.

    risk: (n,), higher is worse. score: (n,), higher is surer.
    """
    base, best = float(risk.mean()), _area(risk, -risk)
    return (base - _area(risk, score)) / (base - best) if base > best else None


def risk_at(risk: Numbers, score: Numbers, coverage: float) -> float:
    """Mean risk of the surest share (0..1) of units."""
    count = max(1, round(coverage * len(risk)))
    return float(np.mean([risk[order[:count]].mean() for order in _orders(score)]))


def reduction_at(bad: Numbers, score: Numbers, coverage: float = 0.6) -> float | None:
    """Share of bad units avoided at a coverage, against taking units at random; None when none is bad."""
    base = float(bad.mean())
    return 1 - risk_at(bad, score, coverage) / base if base else None


def _area(risk: Numbers, score: Numbers) -> float:
    count = np.arange(1, len(risk) + 1)
    return float(np.mean([np.mean(np.cumsum(risk[order]) / count) for order in _orders(score)]))


def _orders(score: Numbers) -> Iterator[NDArray[np.intp]]:
    for seed in range(_ORDERS):
        yield np.lexsort((np.random.RandomState(seed).rand(len(score)), -score))
