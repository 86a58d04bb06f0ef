"""A model on trial: asked beside the panel, without a vote, and compared blindly by people."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from consensus.domain.asking import Money


class TrialState(StrEnum):
    """How a trial stands."""

    RUNNING = "running"  #: The candidate is asked, and people compare.
    WON = "won"  #: Where the answers differ, the candidate's is the better one more often than not.
    LOST = "lost"  #: Where the answers differ, the panel's is the better one more often than not.
    EQUAL = "equal"  #: The two are equal within the trial's margin.
    SPENT = "spent"  #: The budget is used up and everything was compared, without a clear answer.
    STOPPED = "stopped"  #: A person ended it.


class TrialJobState(StrEnum):
    """How far a trial came with one document."""

    ASKING = "asking"  #: Its units are drawn; the candidate is asked, or will be.
    ASKED = "asked"  #: The candidate was asked about everything that was drawn.
    REFUSED = "refused"  #: The candidate may not see this document.
    DROPPED = "dropped"  #: The trial ended, or the document was deleted, before it was asked.


class TrialCeiling(StrEnum):
    """What forbids a call of a candidate."""

    TRIAL = "trial"  #: The trial's own budget, or its end.
    DAY = "day"  #: What may be spent on one day, by jobs, trials and replays together.


class PairState(StrEnum):
    """How far a trial came with one unit."""

    FAILED = "failed"  #: The candidate gave no answer although it was asked; this counts against it.
    UNASKED = "unasked"  #: It could not be asked, by no fault of its own; this counts for nothing.
    SAME = "same"  #: The two answers are the same; nobody has to look.
    BEYOND = "beyond"  #: The answers differ, and enough others of the document are shown to people.
    OPEN = "open"  #: Waits for a person.
    CLAIMED = "claimed"  #: A person holds it until the lease ends.
    JUDGED = "judged"  #: A person has compared the two.


class Preference(StrEnum):
    """What a person says of two answers, not knowing whose they are."""

    FIRST = "first"  #: The first is better.
    SECOND = "second"  #: The second is better.
    EQUAL = "equal"  #: Both are as good.
    BOTH_WRONG = "both_wrong"  #: Both are wrong.


class Compared(StrEnum):
    """What that comes to once it is known whose answers they were."""

    CANDIDATE = "candidate"  #: The candidate's is better.
    PANEL = "panel"  #: The panel's is better.
    EQUAL = "equal"  #: Both are as good.
    BOTH_WRONG = "both_wrong"  #: Both are wrong.


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial as it is stored.

    share: of units (translation) or documents (extraction) that the candidate is asked about, above 0 .. 1. budget: US
    dollars for all of its calls. margin: how far from 0.5 the mean score may lie for "equal", 0..0.5. seed: of the
    order in which two answers are shown. started_at, ended_at: ISO 8601, "" while it runs. spent: US dollars that its
    calls count for so far, their worst case while nobody knows more.
    """

    name: str
    policy: str
    candidate: str
    family: str
    share: float
    budget: Money
    margin: float
    seed: str
    started_at: str
    started_by: str
    state: TrialState = TrialState.RUNNING
    ended_at: str = ""
    spent: Money = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit of a trial. slice: task, languages and type of the document. document: its id.

    swapped: the candidate's answer is shown first. alike: families of the panel that gave the candidate's answer.
    answered: families of the panel that gave one. split: not all of these gave the same. compared: None until a person
    said. why: of an answer that is missing. asked_at, shown_at, judged_at: ISO 8601 or "".
    panel, candidate: the two answers, None where they are not read. has_texts: the document is still there.
    """

    id: str
    trial: str
    job_id: str
    unit_id: str
    document: str
    slice: tuple[str, str, str]
    position: int
    state: PairState
    version: int = 1
    swapped: bool = False
    alike: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    split: bool = False
    compared: Compared | None = None
    why: str = ""
    owner: str = ""
    asked_at: str = ""
    shown_at: str = ""
    judged_at: str = ""
    panel: Any = field(default=None, repr=False)
    candidate: Any = field(default=None, repr=False)
    has_texts: bool = False

    @property
    def waits(self) -> bool:
        """Whether a person is still to compare it."""
        return self.state in (PairState.OPEN, PairState.CLAIMED) and self.has_texts

    @property
    def is_lost(self) -> bool:
        """Whether nobody can compare it any more, because its document was deleted."""
        return self.state in (PairState.OPEN, PairState.CLAIMED) and not self.has_texts


def compared(said: Preference, *, swapped: bool) -> Compared:
    """What a blind preference says of the candidate. swapped: its answer was shown first."""
    if said is Preference.EQUAL:
        return Compared.EQUAL
    if said is Preference.BOTH_WRONG:
        return Compared.BOTH_WRONG
    return Compared.CANDIDATE if (said is Preference.FIRST) == swapped else Compared.PANEL
