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
from consensus.service.guarantee.service import GuaranteeStatus
from consensus.service.reports.economics import Account
from consensus.service.reports.verify_export import VerifiedExport
from consensus.service.review.reviewers import PeopleReport, missed_between


def print_plan(plan: GuaranteePlan) -> None:
    """How many checks, then the chance of passing, in words for whoever answers for quality."""
    out, found = new_console(), plan.prospects
    sure = f"{100 * (1 - found.delta):g}%"
    fewest = plan.needed[0].any_time
    _say(f"Policy {plan.policy.name} version {plan.policy.version} ({plan.policy.digest}). Not certified.")
    _say(f"To be {sure} sure that at most {_percent(found.alpha)} of accepted units are materially wrong:\n")
    _say("Blind checks of accepted units that show it")
    table = _table("wrong", "number fixed before anyone looks", "looking after every check")
    for one in plan.needed:
        table.add_row(str(one.wrong), str(one.fixed), str(one.any_time))
    out.print(table)
    _say(f"\nChance of having passed, looking after every check ({found.prospects[0].checks[-1]} checks at most)")
    looks = found.prospects[0].checks
    table = _table("true error rate", *(f"in {number} checks" for number in looks), "4 in 5 pass within")
    for row in found.prospects:
        usual = "more" if row.usual is None else f"{row.usual} checks"
        table.add_row(_percent(row.true_rate), *(_chance(chance) for chance in row.chances), usual)
    out.print(table)
    _say(
        f"\nThe fewest checks, {fewest}, are enough only when none of them is wrong. "
        "The rarer errors really are, the sooner a panel passes. At the target and above, passing is a false "
        f"certificate: in at most {_percent(found.delta)} of cases, however long one goes on."
    )
    _say(
        "A check: a qualified person sees the source and the accepted answer alone and says whether it is materially "
        "wrong; unsure counts as wrong. Draw the units at random before anyone looks, one for each document. "
        "This assumes reviewers catch every error."
    )


def print_guarantees(found: Sequence[GuaranteeStatus]) -> None:
    """One paragraph and one table for each guarantee."""
    if not found:
        _say("No guarantee is kept here: policies say `guarantee: none`, or none of their documents came yet.")
    for one in found:
        state = one.state.value.upper()
        colour = {"CERTIFIED": "green", "ALARM": "red"}.get(state, "yellow")
        _say(f"{one.record.policy} v{one.record.version}, {one.record.slice}: {state}", colour)
        _say(one.words)
        if one.standing is not None:
            _say(f"{one.standing.certification.detection.sentence} Attempt {one.record.attempt}.")
        late = f", {one.overdue} of them overdue" if one.overdue else ""
        _say(f"{one.record.accepted} units accepted so far. {one.open_checks} checks wait in the review queue{late}.")
        table = _table("level accepts", "checks", "wrong", "at most wrong", "certified")
        for level in one.levels:
            share, bound = _percent(round(level["coverage"], 3)), percent_up(level["bound"])
            certified = "yes" if level["certified"] else "no"
            table.add_row(f"{share} of units", str(level["checks"]), str(level["wrong"]), bound, certified)
        if one.levels:
            new_console().print(table)


def print_verified(name: str, found: VerifiedExport) -> None:
    """Whole or not, what was verified how, and what stands behind it."""
    if found.broken_line is not None:
        _say(f"{name}: BROKEN. {_start(found.problem)} Nothing from that line on can be relied upon.", "red")
        return
    if found.sha256:
        whole = f"whole. {found.lines} units, and the file is the one that was exported."
        _say(
            f"{name}: {whole if found.whole else 'BROKEN. ' + _start(found.problem)}", "green" if found.whole else "red"
        )
    elif found.problem:
        _say(f"{name}: BROKEN. The chain of {found.lines} lines holds, but {found.problem}", "red")
    else:
        _say(f"{name}: whole. {found.lines} units, and the chain of digests holds over all of them.", "green")
    table = _table("verification", "units")
    for verification, count in found.classes.items():
        table.add_row(verification, str(count))
    if found.classes:
        new_console().print(table)
    _say(_start(found.certificate) + ("" if found.certificate.endswith(".") else "."))
    _say(f"SHA-256: {found.sha256}" if found.sha256 else f"Last digest: {found.last_digest}")
    _say(found.limits)


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
        within, (missed, shown) = missed_between(one), one.seeded
        seen = f"too few to say ({missed} of {shown})"
        if within is not None:
            lower, upper = within
            seen = f"{missed} of {shown}, {floor(1000 * lower + 1e-9) / 10:.1f}% to {percent_up(upper)}"
        spent = "-" if one.seconds is None else f"{one.seconds:.1f} s"
        counts = (f"{one.decisions}", f"{one.audits}", f"{one.undone}", spent)
        pairs = (f"{part} of {n}" for part, n in (one.second, one.gold))
        table.add_row(Text(harmless(one.reviewer)), *counts, *pairs, seen)
    new_console().print(table)
    _say(found.agreement)


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


def _chance(chance: float) -> str:
    return "under 0.1%" if chance < 0.001 else "over 99.9%" if chance > 0.999 else f"{100 * chance:.1f}%"


def _rate(rate: float) -> str:
    return f"{100 * rate:.1f}%" if rate == 0 or rate >= 0.001 else f"{100 * rate:.2g}%"


def _money(amount: float) -> str:
    return f"{amount:,.2f}" if amount == 0 or amount >= 10 else f"{amount:.4f}"
