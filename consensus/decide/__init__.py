"""Agreement, findings and policy in, a verdict with its reasons out. Pure; there is no default path to accepted."""

from consensus.decide.curtail import escalates, may_change
from consensus.decide.memory import accept_reused, reusable
from consensus.decide.opinion import with_opinion
from consensus.decide.verdicts import decide, missing_level
