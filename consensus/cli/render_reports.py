"""What the command line shows of plans for a guarantee, of verified exports, and of what the work costs."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from rich.table import Table
from rich.text import Text

from consensus.certify import percent_up
from consensus.cli.render import harmless, new_console
from consensus.evaluate.economics import SHARES, Cost
from consensus.service.guarantee.plan import GuaranteePlan
from consensus.service.reports.economics import Account
from consensus.service.review.reviewers import PeopleReport, missed_between


def print_plan(plan: GuaranteePlan) -> None:
    """Batches, documents and audits, the cap, and the alarm's delay, in words for whoever answers for quality."""
    out, target = new_console(), plan.target
    many = "" if plan.lengths.documents < 1.05 else f", of {plan.lengths.documents:.3g} documents each"
    _say(f"Policy {plan.policy.name} version {plan.policy.version} ({plan.policy.digest}). Not certified.")
    _say(
        "Calls of many documents need as many BATCHES as this has documents: what one call hands in is one batch, and "
        "units of one batch may be wrong together."
    )
    _say(
        f"To be {100 * (1 - target.delta):g}% sure that at most {_percent(target.alpha)} of the units accepted "
        f"automatically are materially wrong. {plan.assumption}"
    )
    _say(f"{plan.lengths.origin}{many}. A batch counts in full from {plan.cap} units on (the cap).\n")
    _say("Until the first certificate, when people judge every unit of these batches that could be accepted")
    table = _table("wrong in truth", "batches", "documents", "audits")
    for row in plan.needed:
        rate = "none" if row.true_rate == 0 else _percent(row.true_rate)
        counts = (row.batches, row.documents, row.audits)
        table.add_row(rate, *("more than simulated" if one is None else f"{one:,}" for one in counts))
    out.print(table)
    _say(
        "None wrong: exact. Otherwise simulated with fixed seeds: four in five panels are certified by then, "
        "units of a batch being wrong together a little or a lot (correlation .05, .4), whichever takes longer. "
        "The first 30 documents, 100 scored units and 10 batches come before: they place the levels.\n"
    )
    _say("What another cap keeps (`guarantee: {cap: N}`; another cap is a new attempt)")
    table = _table("cap", "units kept", "documents a full batch takes", "batches if none is wrong", "")
    for cap in plan.caps:
        used = "planned with" if cap.cap == plan.cap else ""
        fills = f"{cap.fills * plan.lengths.documents:.1f}"
        table.add_row(f"{cap.cap:,}", f"{100 * cap.kept:.0f}%", fills, f"{cap.batches:,}", used)
    out.print(table)
    _say("\nHow many accepted units pass until the alarm, once more are wrong than the target allows")
    table = _table("wrong in truth", "units audited", "median", "wrong by then", "in 9 of 10 runs")
    for late in plan.delays:
        risen = late.times * target.alpha
        wrong = None if late.median is None else late.median * risen
        shown = (_about(one) for one in (late.median, wrong, late.nine_in_ten))
        table.add_row(f"{late.times:g} times: {_percent(risen)}", f"{100 * late.q:g}%", *shown)
    out.print(table)
    _say(
        "20% are audited while fewer than 200 units a week are accepted, then 5%. Simulated, from half the target on; "
        "audits that are not made at once add up to 7 days."
    )


def print_economics(found: Account) -> None:
    """The inputs with where they come from, the three ways of working side by side, and from when on it pays."""
    out, facts, inputs = new_console(), found.economics, found.economics.inputs
    table = _table("input", "value", "from")
    for name, one in found.as_dict()["inputs"].items():
        shown = "-" if one["value"] is None else _rate(one["value"]) if name in SHARES else _money(one["value"])
        table.add_row(name.replace("_", "-"), shown, Text(harmless(one["basis"])))
    out.print(table)
    _say("")
    table = _table("", "calls", "review", "damage, at most", "a unit", f"{found.units} units")
    for label, cost in zip(_WAYS, found.costs.values(), strict=True):
        table.add_row(label, *_costs(cost, found.units))
    out.print(table)
    saved = f"{facts.saved:.1%} less" if facts.saved >= 0 else f"{-facts.saved:.1%} more"
    _say(
        f"\nConsensus costs {saved} than a person looking at every unit. {_rate(inputs.accepted_share)} accepted "
        f"({found.basis['accepted_share']}), {facts.review_minutes * found.units:.0f} minutes of review for "
        f"{found.units} units."
    )
    _say(
        f"Escaped errors: at most {facts.escaped_per_1000:.1f} in 1,000 units, if the rate among accepted is at most "
        f"{percent_up(inputs.escaped)} ({found.basis['escaped']}). Not certified."
    )
    for line in _break_evens(found):
        _say(line)


def print_people(found: PeopleReport) -> None:
    """Each person's figures, by name and in no order of merit, and how far they agree."""
    if not found.reviewers:
        _say("Nobody has decided anything yet.")
        return
    table = _table("person", "decisions", "audits", "taken back", "median time", "overruled", "as settled", "missed")
    for one in found.reviewers:
        within, (missed, shown) = missed_between(one, found.confidence), one.seeded
        seen = "none shown"
        if within is not None:
            lower, upper = within
            seen = f"{missed} of {shown}, {floor(1000 * lower + 1e-9) / 10:.1f}% to {percent_up(upper)}"
        spent = "-" if one.seconds is None else f"{one.seconds:.1f} s"
        counts = (f"{one.decisions}", f"{one.audits}", f"{one.undone}", spent)
        pairs = (f"{part} of {n}" for part, n in (one.second, one.gold))
        table.add_row(Text(harmless(one.reviewer)), *counts, *pairs, seen)
    new_console().print(table)
    _say(f"Missed: of known errors shown among the audits, with the range at {100 * found.confidence:g}%.")
    for line in (*found.known, found.agreement):
        _say(line)


_WAYS = ("consensus", "a person looks at every unit", "one model, nobody looks")


def _break_evens(found: Account) -> Sequence[str]:
    facts, inputs = found.economics, found.economics.inputs
    lines = []
    if facts.break_even is None:
        lines.append("Break-even: at no accepted share; the calls cost more than the review that they could save.")
    else:
        lines.append(f"Break-even: the calls pay from {_rate(facts.break_even)} accepted on, spot checks included.")
    if facts.break_even_damage is None:
        lines.append("With the damage of escaped errors: at no accepted share; accept less, or more reliably.")
    else:
        lines.append(f"With the damage of escaped errors: from {_rate(facts.break_even_damage)} accepted on.")
    if facts.suggested_alpha is not None:
        worth = f"a review costs {_money(inputs.review_cost)}, an error {_money(inputs.damage)}"
        lines.append(
            f"Suggested alpha: {_rate(facts.suggested_alpha)} ({worth}; above it accepting costs more than reviewing)."
        )
    if facts.single_break_even is not None:
        lines.append(
            f"One model alone is cheaper only while fewer than {_rate(facts.single_break_even)} of its units are wrong."
        )
    return lines


def _costs(cost: Cost | None, units: int) -> Sequence[str]:
    if cost is None:
        return ("", "", "unknown: give --single-error", "", "")
    return tuple(_money(one) for one in (cost.calls, cost.review, cost.damage, cost.total, cost.total * units))


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in titles:
        table.add_column(title)
    return table


def _say(line: str, style: str = "") -> None:
    new_console().print(Text(harmless(line) if line.strip() else line, style=style))


def _start(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _percent(rate: float) -> str:
    return f"{100 * rate:.4g}%"


def _about(number: float | None) -> str:
    """Two digits are all that a simulation gives."""
    return "more" if number is None else f"{float(f'{number:.2g}'):,.0f}"


def _rate(rate: float) -> str:
    return f"{100 * rate:.1f}%" if rate == 0 or rate >= 0.001 else f"{100 * rate:.2g}%"


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if amount == 0 or amount >= 10 else f"{amount:.4f}"
