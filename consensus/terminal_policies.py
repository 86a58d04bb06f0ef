"""What the command line shows of policies. Plain when standard output is no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from rich.table import Table
from rich.text import Text

from consensus.domain import Policy
from consensus.service.fitting import FEWEST, Fit, PairFit, levels_of
from consensus.service.policies import PolicyLine
from consensus.service.reach import Reach
from consensus.terminal import harmless, new_console


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


def print_policy(policy: Policy, reach: Reach) -> None:
    """A policy as YAML without its tables of quantiles; which pairs have a level; and where documents are sent."""
    content = {**policy.model_dump(mode="json"), "digest": policy.digest}
    if policy.translation.reference is not None:
        content["translation"]["reference"] = "see below; the tables are in --json"
    _say(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100_000))
    if policy.task != "extract":
        _print_levels(policy)
    _print_reach(reach)


def print_checked(named: str, policy: Policy, reach: Reach) -> None:
    """That a policy is right, and where it sends documents."""
    _say(f"{named} is right: {policy.name} version {policy.version}, {policy.digest}.")
    _print_reach(reach)


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


def _print_levels(policy: Policy) -> None:
    share, levels = policy.translation.accept_share, levels_of(policy)
    if not share:
        _say("Near-identical answers alone are accepted, whatever the languages (translation.accept_share is 0).")
        return
    _say(f"Levels, of the best {share:.0%} of each pair:" if levels else "No pair has a level yet.")
    for one in levels:
        what = f"from {one.units} units" if one.units else "from an unstated number of units"
        _say(f"  {one.pair}  {what}{f' on {one.on}' if one.on else ''}")
    fit = f"consensus policies fit {policy.name} --from JOB"
    _say(f"Of {'other' if levels else 'all'} pairs near-identical answers alone are accepted until: {fit}")


def _print_reach(reach: Reach) -> None:
    _say("A document is sent to:" if reach.places else "It cannot be told where a document is sent.")
    for place in reach.places:
        _say(f"  {place}")
    for problem in reach.problems:
        _say(f"! {problem}")
    if reach.idle:
        _say(f"Not asked unless --panel names them: {', '.join(reach.idle)}")


def _say(line: str) -> None:
    """A line as it is: what is copied from it must not be broken in two."""
    new_console().print(Text(harmless(line)), soft_wrap=True)
