"""Agreement, findings and policy in, a verdict with its reasons out. Pure; there is no default path to accepted."""

from consensus.decide.curtail import escalates, may_change
from consensus.decide.opinion import with_opinion
from consensus.decide.verdicts import decide

__all__ = ["decide", "escalates", "may_change", "with_opinion"]
