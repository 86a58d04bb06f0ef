"""The parts of a policy that say who is asked about what, on which terms, and for how much."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from consensus.domain.words import OpenWords

Risk = Literal["low", "normal", "high"]
Latency = Literal["interactive", "batch"]
#: US dollars in a policy file.
Dollars = Annotated[Decimal, Field(ge=0)]


class StrategyName(OpenWords):
    """How a policy says in which order members are asked, see docs/strategies.md.

    ``consensus/strategy/registry.py`` knows what each word means, and refuses a word that it does not know.
    """

    INDEPENDENT = "independent"
    CURTAILED = "curtailed"
    CASCADE = "cascade"
    PRIMARY = "primary"
    CRITIQUE = "critique"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DataTerms(_Part):
    """What is known of how a model's host treats what it is sent. None is unknown, which no demand is met by.

    region: where it is processed, as in eu. retention_days: 0 keeps nothing. trains: on what it is sent. baa: a
    business associate agreement is signed.
    """

    region: str | None = None
    retention_days: int | None = Field(default=None, ge=0)
    trains: bool | None = None
    baa: bool | None = None


class DataClass(_Part):
    """What a class of data demands of every model that is sent it. regions: any of these; empty for any place."""

    regions: tuple[str, ...] = ()
    retention_days: int | None = Field(default=None, ge=0)
    no_training: bool = False
    baa: bool = False


class Sends(_Part):
    """How work is done that is sent this way; what is left out is as the policy says.

    panel: as in ``panel:``. strategy, tiers: as in the policy. primary, accept_share: as under ``translation:``.
    """

    panel: str | tuple[str, ...] | None = None
    strategy: StrategyName | None = Field(default=None, exclude_if=lambda given: given is None)
    tiers: tuple[tuple[str, ...], ...] = Field(default=(), exclude_if=lambda given: not given)
    primary: str | None = Field(default=None, exclude_if=lambda given: given is None)
    accept_share: float | None = Field(default=None, ge=0, le=1, exclude_if=lambda given: given is None)

    @property
    def says_nothing(self) -> bool:
        """Whether everything is as the policy says."""
        return not self.model_dump(include=set(Sends.model_fields), exclude_defaults=True)


class RouteRule(Sends):
    """One line of the routing table: it fits when all of its conditions do; one that is left out always does.

    tokens_over, tokens_up_to: the longest request's text has more tokens than this, or no more, by estimate. langs: a
    language pair, as in en-cs. document_type: what a schema calls itself.
    """

    task: Literal["translate", "extract"] | None = None
    tokens_over: int | None = Field(default=None, ge=0)
    tokens_up_to: int | None = Field(default=None, ge=0, exclude_if=lambda given: given is None)
    langs: str | None = Field(default=None, exclude_if=lambda given: given is None)
    document_type: str | None = Field(default=None, exclude_if=lambda given: given is None)
    latency: Latency | None = None
    risk: Risk | None = None
    data_class: str | None = None


class RequestClass(Sends):
    """A class of requests that is told by examples: texts such as those that belong to it."""

    examples: tuple[str, ...] = ()


class ClassRules(_Part):
    """Classes of requests by example; off without any. margin: how much nearer, in cosine similarity 0..2, a request
    must be to the examples of one class than to those of any other; below it no class is taken. least: and how near
    at all, -1..1."""

    classes: dict[str, RequestClass] = Field(default_factory=dict)
    margin: float = Field(default=0.05, ge=0, le=2)
    least: float = Field(default=0.3, ge=-1, le=1)


class Budget(_Part):
    """Ceilings in US dollars for one unit, one document and one day (UTC, all documents); None is no ceiling.

    A call whose worst case would pass one is not sent; neither is one without a known price.
    """

    unit: Dollars | None = None
    document: Dollars | None = None
    day: Dollars | None = None

    @property
    def ceilings(self) -> tuple[tuple[str, Decimal], ...]:
        """(name, US dollars) of those that are set."""
        named = (("unit", self.unit), ("document", self.document), ("day", self.day))
        return tuple((name, amount) for name, amount in named if amount is not None)
