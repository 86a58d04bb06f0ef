"""Who is asked first, who only if needed, and who reads what was answered: the strategies that a policy may name."""

from consensus.strategy.asking import Answers, answers_of
from consensus.strategy.checking import refuse_judge, refuse_strategy
from consensus.strategy.critique import criticised
from consensus.strategy.judge import awaits_judge, before_judge, judged, with_word
from consensus.strategy.meaning import LONGEST_TEXT, texts_asked_about, with_one_meaning
from consensus.strategy.waves import document_needs_more, needs_more, not_needed, waves

__all__ = [
    "LONGEST_TEXT",
    "Answers",
    "answers_of",
    "awaits_judge",
    "before_judge",
    "criticised",
    "document_needs_more",
    "judged",
    "needs_more",
    "not_needed",
    "refuse_judge",
    "refuse_strategy",
    "texts_asked_about",
    "waves",
    "with_one_meaning",
    "with_word",
]
