"""Recorded answers and labels: what a policy would do, and how often it would be wrong."""

from consensus.evaluate.fitting import fit_policy
from consensus.evaluate.gold import Counts, WrongCell, score_object, wrong_cells
from consensus.evaluate.recorded import Decided, decide_recorded
from consensus.evaluate.report import Evaluation, evaluation, judged_notice

__all__ = [
    "Counts",
    "Decided",
    "Evaluation",
    "WrongCell",
    "decide_recorded",
    "evaluation",
    "fit_policy",
    "judged_notice",
    "score_object",
    "wrong_cells",
]
