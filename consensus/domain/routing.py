"""The parts of a policy that say who is asked about what, on which terms, and for how much."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Risk = Literal["low", "normal", "high"]
Latency = Literal["interactive", "batch"]
#: US dollars in a policy file.
Dollars = Annotated[Decimal, Field(ge=0)]


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


class RouteRule(_Part):
    """One line of the routing table: it fits when all of its conditions do; one that is left out always does.

    tokens_over: the longest request's text has more tokens than this, by estimate. panel: as in ``panel:``.
    """

    task: Literal["translate", "extract"] | None = None
    tokens_over: int | None = Field(default=None, ge=0)
    latency: Latency | None = None
    risk: Risk | None = None
    data_class: str | None = None
    panel: str | tuple[str, ...]


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
