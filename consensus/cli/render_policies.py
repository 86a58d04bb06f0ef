"""What the command line shows of policies. Plain when standard output is no terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from rich.table import Table
from rich.text import Text

from consensus.cli.render import harmless, new_console
from consensus.domain import Policy, PolicyLine
from consensus.service.levels import FEWEST, Fit, PairFit, levels_of
from consensus.service.places import PlacesReached

#: Lines of a list in the short form of a policy, and characters of one of its lines.
_MOST, _LONGEST = 6, 200
_WIDE = 110
_TASKS = {"translate": "translations", "extract": "extractions", "any": "translations and extractions"}


def policy_dict(line: PolicyLine) -> dict[str, Any]:
    """One policy of the list, for --json."""
    return {
        "name": line.name,
        "where": line.where,
        "version": line.version,
        "digest": line.digest,
        "description": line.description,
        "problem": line.problem,
    }


def print_policies(lines: Sequence[PolicyLine]) -> None:
    """One line a policy; a broken one with its problem."""
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for title in ("policy", "version", "digest", "what for", "where"):
        table.add_column(title)
    for line in lines:
        cells = (line.name, str(line.version or "-"), line.digest, line.problem or line.description, line.where)
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    new_console().print(table)


def print_policy(policy: Policy, places_reached: PlacesReached, tables: str, named: str) -> None:
    """What a policy decides by, in one screen. tables: the file of its reference tables. named: how it was called."""
    _say(f"{policy.name} version {policy.version}, {policy.digest}, {_TASKS[policy.task]}. {_cut(policy.description)}")
    for title, said in (*_asked(policy), *_accepted(policy), *_told(policy), *_limits(policy)):
        _say(f"{title}: {_cut(said)}")
    if policy.task != "extract":
        _print_levels(policy, tables)
    _print_places(places_reached, _MOST)
    _say(f"All of it: consensus policies show {shlex.quote(named)} --full")


def print_full(content: Mapping[str, Any]) -> None:
    """Every key of a policy and its reference tables, as YAML."""
    _say(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=None))


def print_checked(named: str, policy: Policy, places_reached: PlacesReached, tables: str) -> None:
    """That a policy is right, and where it sends documents."""
    _say(f"{named} is right: {policy.name} version {policy.version}, {policy.digest}.")
    if tables:
        _say(f"Its reference tables: {tables}")
    _print_places(places_reached)


def print_new(policy: Policy, like: str, where: str) -> None:
    """Where a new policy is, and what comes next."""
    _say(f"Wrote {where}: {policy.name} version {policy.version}, {policy.digest}.")
    _say(f"It decides as {like} does, under its own name, until you change a line in it.")
    _say(f"Next: change it, then run: consensus policies check {policy.name}")


def pair_dict(pair: PairFit) -> dict[str, Any]:
    """One fitted pair, for --json."""
    return {"pair": pair.pair, "units": pair.units, "accepted_before": pair.before, "accepted_after": pair.after}


def print_fit(made: Fit, policy: Policy, where: str) -> None:
    """What was learned, what that changes on the same units, and what it was too little for."""
    _say(f"Wrote {where}: {policy.name} version {policy.version}, {policy.digest}.")
    for pair in made.pairs:
        said = f"{pair.pair}: a level from {pair.units} units; of these {pair.before} were accepted before, "
        _say(f"{said}{pair.after} are now. Not certified: what is wrong among them, only people can tell.")
    if not policy.translation.accept_share:
        _say("Nothing is accepted by it yet: translation.accept_share is 0 in this policy; 0.4 takes the best 40%.")
    for name in made.unjudged:
        _say(f"{name}: the policy's judge read too few of its units, so that nothing is accepted by this level yet.")
    for name, count in made.short.items():
        _say(f"{name}: {count} units are too few, {FEWEST - count} more are needed; it stays as it was.")


def _asked(policy: Policy) -> Iterator[tuple[str, str]]:
    own = policy.own_panel
    panel = ", ".join(own) if isinstance(own, tuple) else own
    yield "panel", f"{panel}; asked {policy.strategy}{_own_panels(policy)}"
    readers = (("critic", policy.critic), ("judge", policy.judge), ("second opinion", policy.second_opinion))
    yield "read by", "; ".join(f"{role} {name}" for role, name in readers if name and name != "off") or "nobody else"


def _own_panels(policy: Policy) -> str:
    counts = (
        (len(policy.members), "models with rules of their own"),
        (len(policy.panels), "named panels"),
        (len(policy.routing), "rules of routing"),
    )
    return "".join(f"; {count} {what}" for count, what in counts if count)


def _accepted(policy: Policy) -> Iterator[tuple[str, str]]:
    dispute = "goes to a person" if policy.hard_fact_dispute == "review" else "is outvoted"
    yield (
        "quorum",
        f"{policy.quorum} families or more must answer, and {policy.support:.0%} of these agree; "
        f"one that differs in a number, date, unit or negation {dispute}",
    )
    if policy.task != "extract":
        rules = policy.translation
        measures = ", ".join(f"{name} {weight:g}" for name, weight in rules.measures.items())
        primary = f"; {rules.primary} delivers" if rules.primary else ""
        yield (
            "translation",
            f"near-identical from {rules.near_identity:g}; accept_share {rules.accept_share:g}; measured by "
            f"{measures}; without_reference {rules.without_reference}{primary}",
        )
    if policy.task != "translate":
        extraction = policy.extraction
        yield "gates", ", ".join(extraction.gates) or "none"
        rule = "may settle" if extraction.rule_settles else "never settles"
        yield (
            "extraction",
            f"row_floor {extraction.row_floor:g}; dates {extraction.date_order}; an equation of the schema {rule} "
            f"a dispute; {len(extraction.examples)} examples"
            f"{f'; held-back fields ordered by {extraction.order.labels} labels' if extraction.order else ''}",
        )
    levels = ", ".join(f"{name} {level}" for name, level in sorted(policy.checks.items()))
    yield "checks", levels or "at the levels of the catalogue"
    yield "embeddings", policy.semantic
    target = policy.guarantee
    promise = (
        "none, not certified" if target == "none" else f"at most {target.alpha:g} wrong, at {target.confidence:.0%}"
    )
    yield "guarantee", promise


def _told(policy: Policy) -> Iterator[tuple[str, str]]:
    style = " ".join(policy.style.split())
    terms = f"{policy.glossary}, {len(policy.glossary_terms)} terms" if policy.glossary else "none"
    yield "style", f"{len(style)} characters: {style}" if style else "none"
    yield "glossary", terms
    if policy.task != "extract":
        beside = [*policy.documents.front_matter]
        beside += [name for name in ("html", "alt_texts", "csv_header") if getattr(policy.documents, name)]
        yield "translates", f"running text{f' and {chr(44).join(beside)}' if beside else ' alone'}"
        memory = policy.memory
        shown = [name for name in ("reviewers", "members") if getattr(memory, name)]
        yield "memory", f"shown to {' and '.join(shown) or 'nobody'}; reuse {memory.reuse}"


def _limits(policy: Policy) -> Iterator[tuple[str, str]]:
    review, asking = policy.review, policy.asking
    shares = (("second", review.second_share), ("gold", review.gold_share), ("spot checks", review.spot_share))
    yield "review", ", ".join(f"{name} {share:.0%}" for name, share in shares)
    ceilings = ", ".join(f"{amount} US dollars a {name}" for name, amount in policy.budget.ceilings)
    yield "budget", ceilings or "no ceiling"
    yield (
        "asking",
        f"{asking.attempts} attempts, {asking.call_seconds:g} s a call, {asking.ask_seconds:g} s in all, "
        f"{asking.concurrency_per_host} calls at once to a host",
    )
    yield "documents", f"data class {policy.data_class or 'none'}, risk {policy.risk}, latency {policy.latency}"


def _print_levels(policy: Policy, tables: str) -> None:
    share, levels = policy.translation.accept_share, levels_of(policy)
    if tables:
        _say(f"tables: {tables}")
    if not share:
        _say("Near-identical answers alone are accepted, whatever the languages (translation.accept_share is 0).")
        return
    _say(f"Levels, of the best {share:.0%} of each pair:" if levels else "No pair has a level yet.")
    for one in levels[:_MOST]:
        what = f"from {one.units} units" if one.units else "from an unstated number of units"
        _say(f"  {one.pair}  {what}{f' on {one.on}' if one.on else ''}")
    if len(levels) > _MOST:
        _say(f"  and {len(levels) - _MOST} pairs more: --full has them all")
    fit = f"consensus policies fit {policy.name} --from JOB"
    _say(f"Of {'other' if levels else 'all'} pairs near-identical answers alone are accepted until: {fit}")


def _print_places(places_reached: PlacesReached, most: int | None = None) -> None:
    _say("A document is sent to:" if places_reached.places else "It cannot be told where a document is sent.")
    for place in places_reached.places[:most]:
        _say(f"  {place}")
    if most is not None and len(places_reached.places) > most:
        _say(f"  and {len(places_reached.places) - most} more: consensus policies check NAME")
    for problem in places_reached.problems:
        _say(f"! {problem}")
    if places_reached.idle:
        _say(f"Not asked unless --panel names them: {', '.join(places_reached.idle)}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _say(line: str) -> None:
    """A line as it is: what is copied from it must not be broken in two."""
    new_console().print(Text(harmless(line)), soft_wrap=True)
