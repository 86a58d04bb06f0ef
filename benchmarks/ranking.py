"""How many of the risky units a score keeps away at a coverage.

Risk-coverage curves: Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (2017).
"""

from __future__ import annotations

import numpy as np

from consensus.evaluate.judge_weight import Numbers, orders


def risk_at(risk: Numbers, score: Numbers, coverage: float) -> float:
    """Mean risk of the surest share (0..1) of units."""
    count = max(1, round(coverage * len(risk)))
    return float(np.mean([risk[order[:count]].mean() for order in orders(score)]))


def reduction_at(bad: Numbers, score: Numbers, coverage: float = 0.6) -> float | None:
    """Share of bad units avoided at a coverage, against taking units at random; None when none is bad."""
    base = float(bad.mean())
    return 1 - risk_at(bad, score, coverage) / base if base else None
