"""What the command line shows of plans and money. Plain when standard output is no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.domain import CostSummary, Money, RoutePlan, Spending


def print_plans(plans: Sequence[RoutePlan]) -> None:
    """Every document with who is asked, in which order, and the worst case; then all together."""
    for plan in plans:
        _print_plan(plan)
    costs = [plan.worst_cost for plan in plans]
    if len(plans) > 1:
        known = [cost for cost in costs if cost is not None]
        new_console().print(
            f"\nTogether, at worst: {_known(sum(known, Money(0)) if len(known) == len(costs) else None)}"
        )
    new_console().print("Nothing was sent.")


def _print_plan(plan: RoutePlan) -> None:
    out = new_console()
    facts = plan.facts
    asks = f"{plan.asks} ask{'' if plan.asks == 1 else 's'}"
    about = [f"{plan.units} units in {asks}" if plan.units else asks]
    about += [f"{facts.tokens} tokens in the longest", facts.latency, f"risk {facts.risk}"]
    about += [f"data class {facts.data_class}"] if facts.data_class else []
    out.print(Text(f"\n{harmless(plan.document)}", style="bold"), f"({plan.task.value}: {', '.join(about)})")
    out.print(Text(harmless(f"Panel {plan.panel.name}, by {plan.route}. {plan.panel.why}")))
    heads = ("member", "family", "if it fails", "requests", "tokens in", "tokens out", "once", "worst case", "price")
    table = _table(*heads)
    for member in plan.asked:
        chain = ", then ".join([*member.fallbacks, "a person"])
        counts = (member.requests, member.tokens_in, member.tokens_out)
        name = member.name if member.role == "member" else f"{member.name} ({member.role})"
        costs = (_dollars(member.once_cost), _dollars(member.worst_cost))
        cells = (name, member.family, chain, *counts, *costs, member.price)
        table.add_row(*(Text(harmless(str(cell))) for cell in cells))
    out.print(table)
    for place in plan.places:
        out.print(Text(harmless(f"Sent to {place}")))
    for refusal in plan.refusals:
        out.print(Text(harmless(str(refusal))))
    for note in plan.notes:
        out.print(Text(harmless(note)))
    once, worst = (_known(cost) for cost in (plan.once_cost, plan.worst_cost))
    out.print(Text(f"At most {once} when every request is sent once and every answer is as long as it may be."))
    out.print(Text(f"Worst case: {worst}, with every answer asked for again and every fallback asked."))
    for name, amount in plan.ceilings:
        out.print(f"Ceiling for one {name}: {_dollars(amount)}")


def print_costs(costs: CostSummary) -> None:
    """Spend by model, by job and by day."""
    out = new_console()
    if not costs.total.calls and not costs.total.cached:
        out.print("Nothing was spent. Start with: consensus demo")
        return
    for title, rows in (("model", costs.by_model), ("job", costs.by_job), ("day (UTC)", costs.by_day)):
        table = _table(title, "calls", "failed", "cached", "settled", "reserved", "cost unknown")
        for name, spent in rows:
            table.add_row(*_cells(name, spent))
        out.print(table)
        out.print()
    out.print(f"Together {_dollars(costs.total.settled)} settled, {_dollars(costs.total.reserved)} reserved.")
    out.print(f"Curtailment saved {costs.saved} calls.")


def _cells(name: str, spent: Spending) -> Iterable[Text]:
    counts = (spent.calls, spent.failed, spent.cached)
    cells = (name, *counts, _dollars(spent.settled), _dollars(spent.reserved), f"{spent.unknown} calls")
    return (Text(harmless(str(cell))) for cell in cells)


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in titles:
        table.add_column(title)
    return table


def _known(cost: Money | None) -> str:
    """The amount; for whom it is unknown is said once, in a note."""
    return "a cost that is unknown" if cost is None else _dollars(cost)


def _dollars(amount: Money | None) -> str:
    return "unknown" if amount is None else f"${amount:.4f}" if amount >= 1 else f"${amount:.6f}"
