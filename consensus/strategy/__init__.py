"""Who is asked first, who only if needed, and who reads a draft: the strategies that a policy may name."""

from consensus.strategy.asking import Answers, answers_of
from consensus.strategy.checking import refuse_strategy
from consensus.strategy.critique import criticised
from consensus.strategy.waves import document_needs_more, needs_more, spared, waves

__all__ = [
    "Answers",
    "answers_of",
    "criticised",
    "document_needs_more",
    "needs_more",
    "refuse_strategy",
    "spared",
    "waves",
]
