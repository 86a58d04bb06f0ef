"""The budget of one job: the worst case of every call is held before it is sent, and what it cost is booked after."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from consensus.domain import Ask, Budget, Call, Money
from consensus.errors import CallError, CallFault

#: Writes a call down when the day's ceiling allows it; False, with nothing written, when not.
Admit = Callable[[Call, Money], Awaitable[bool]]


class OverBudget(CallError):
    """The call was not sent: its worst case would pass a ceiling. The unit goes to a person."""

    code = "over-budget"

    def __init__(self, what: str) -> None:
        super().__init__(CallFault.QUOTA, what, do="Raise `budget:` in the policy, or decide the rest by hand.")


@dataclass(slots=True)
class _Account:
    """One ceiling. booked: of ended calls. held: worst cases of those under way."""

    name: str
    ceiling: Money
    booked: Money = Decimal(0)
    held: Money = Decimal(0)

    def takes(self, amount: Money) -> bool:
        return self.booked + self.held + amount <= self.ceiling

    def never_takes(self, amount: Money) -> bool:
        """Not even if all that is under way turned out to be free."""
        return self.booked + amount > self.ceiling


@dataclass(slots=True)
class JobBudget:
    """Who may still spend how much. Without ceilings it lets everything pass.

    earlier: what earlier runs of the job spent, by ask id. A document's job is one process's alone, so its ceilings are
    kept here; the day's is shared by all, so the journal keeps it.
    """

    budget: Budget = field(default_factory=Budget)
    earlier: Mapping[str, Money] = field(default_factory=dict)
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _units: dict[str, _Account] = field(default_factory=dict)
    _holds: dict[str, tuple[tuple[_Account, Money], ...]] = field(default_factory=dict)
    _document: _Account | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        if self.budget.document is not None:
            spent = sum(self.earlier.values(), Decimal(0))
            self._document = _Account("document", self.budget.document, spent)

    @property
    def document_used(self) -> float | None:
        """Spent and held of the document's ceiling, over it; None without one."""
        one = self._document
        return float((one.booked + one.held) / one.ceiling) if one is not None and one.ceiling else None

    def know(self, ask: Ask) -> None:
        """Which units an ask is about; what it cost in earlier runs is theirs."""
        if self.budget.unit is None or ask.id in self._known:
            return
        self._known[ask.id] = ask.unit_ids
        share = self.earlier.get(ask.id, Decimal(0)) / len(ask.unit_ids)
        for unit in ask.unit_ids:
            self._units.setdefault(unit, _Account("unit", self.budget.unit)).booked += share

    async def reserve(self, call: Call, write: Callable[[Call], Awaitable[None]], admit: Admit) -> None:
        """Write the call down once there is room for its worst case. Raises OverBudget when there will be none.

        Waits while calls under way may still turn out cheaper than their worst case.
        """
        worst = call.reserved_cost
        if not self.budget.ceilings or call.cached:
            await write(call)
            return
        if worst is None:
            raise OverBudget("its price is unknown, so no ceiling could be kept.")
        accounts = self._accounts(call, worst)
        while True:
            full = next((one for one, amount in accounts if not one.takes(amount)), None)
            if full is None:
                for account, amount in accounts:
                    account.held += amount
                self._holds[call.id] = accounts
                if await self._written(call, write, admit):
                    return
                self.settle(call, Decimal(0))
                full = _Account("day", self.budget.day or Decimal(0))
            if not self._holds or any(one.never_takes(amount) for one, amount in accounts):
                raise OverBudget(
                    f"${worst:.6f} at worst would pass the ceiling of ${full.ceiling} for one {full.name}."
                )
            await self._changed.wait()

    def settle(self, call: Call, cost: Money | None = None) -> None:
        """Book what a call counts for; the rest of what was held is free again. cost: instead of the call's own."""
        accounts = self._holds.pop(call.id, None)
        if accounts is None:
            return
        counted = call.counted if cost is None else cost
        for account, held in accounts:
            account.held -= held
            whole = call.reserved_cost or Decimal(0)
            account.booked += counted * held / whole if whole else Decimal(0)
        self._changed.set()
        self._changed = asyncio.Event()

    async def _written(self, call: Call, write: Callable[[Call], Awaitable[None]], admit: Admit) -> bool:
        if self.budget.day is not None:
            return await admit(call, self.budget.day)
        await write(call)
        return True

    def _accounts(self, call: Call, worst: Money) -> tuple[tuple[_Account, Money], ...]:
        units = self._known.get(call.ask_id, ())
        shares = [(self._units[unit], worst / len(units)) for unit in units]
        return (*shares, *([(self._document, worst)] if self._document is not None else []))
