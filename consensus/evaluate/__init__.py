"""Recorded answers and labels: what a policy would do, and how often it would be wrong."""

from consensus.evaluate.fitting import fit_policy
from consensus.evaluate.gold import Counts, score_object
from consensus.evaluate.recorded import Decided, decide_recorded
from consensus.evaluate.report import Evaluation, evaluation

__all__ = ["Counts", "Decided", "Evaluation", "decide_recorded", "evaluation", "fit_policy", "score_object"]
