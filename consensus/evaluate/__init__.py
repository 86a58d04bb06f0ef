"""Recorded answers and labels: what a policy would do, and how often it would be wrong."""

from consensus.evaluate.changed import Changed, changes_between
from consensus.evaluate.fitting import FEWEST, Fit, PairFit, fit_policy, job_answers
from consensus.evaluate.gold import Counts, WrongCell, accepted_labels, score_labels, score_object, wrong_cells
from consensus.evaluate.recorded import RecordedDecision, decide_recorded
from consensus.evaluate.report import Evaluation, bad_text, evaluation, judged_notice, without_level
