"""Who is asked first, who only if needed, and who reads what was answered: the strategies that a policy may name."""

from consensus.strategy.base import Strategy
from consensus.strategy.codes import with_codes_put_in
from consensus.strategy.judge import awaits_judge, before_judge, judged, refuse_judge, with_word
from consensus.strategy.meaning import LONGEST_TEXT, texts_asked_about, with_one_meaning
from consensus.strategy.registry import refuse_strategy, strategy_of
from consensus.strategy.run import Answers, answers_of
