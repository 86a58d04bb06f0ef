"""Agreement, findings and policy in, a verdict with its reasons out. Pure; there is no default path to accepted."""

from consensus.decide.curtail import escalates, may_change
from consensus.decide.filled import accept_kept, with_filled
from consensus.decide.memory import accept_reused, reusable
from consensus.decide.opinion import with_opinion
from consensus.decide.pages import with_pages
from consensus.decide.placement import with_places
from consensus.decide.verdicts import decide, missing_level
