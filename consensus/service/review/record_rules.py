"""The rules of a schema over a record as it stands: what adds up, what does not, what still waits for a value. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consensus.check.rules import sides, try_at
from consensus.check.whole import whole_of
from consensus.normalize.identity import ById
from consensus.review.record import Settled
from consensus.schema import Invariant, Requires, When, from_json
from consensus.schema.rules import Declared

#: Open values that one sentence names.
_MOST_NAMED = 3


class RuleState(StrEnum):
    """How a rule of the schema stands over the values that are verified."""

    BROKEN = "broken"  #: Its values are all verified, and it does not hold.
    WAITS = "waits"  #: A value that it reads is open.
    HOLDS = "holds"  #: It holds.


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule at one object of the record. words: what a person reads. cells: the paths that it reads."""

    state: RuleState
    words: str
    cells: tuple[str, ...] = ()


def rule_lines(schema: Mapping[str, Any], now: Settled) -> tuple[RuleLine, ...]:
    """Every rule with what it comes to: broken ones first, then those that wait, then those that hold.

    Nothing is reckoned with an open value: not with what models gave for it, and not with an answer that is looked at.
    What else of the schema the verified values break stands with the broken ones.
    """
    whole = whole_of(ById(from_json(schema)), None)
    if not now.values:
        return ()
    tree = whole.tree(list(now.values))
    lines = []
    for rule, node, where in whole.placed(tree):
        found = try_at(rule, node, now.values, where)
        waiting = [cell for cell in found.cells if cell in now.open]
        if waiting:
            said = sides(rule, node, now.values)
            words = f"{_words(rule, where)}{f' ({said} so far)' if said else ''}; open: {_named(waiting)}"
            lines.append(RuleLine(RuleState.WAITS, words, found.cells))
        elif found.holds is False:
            lines.append(RuleLine(RuleState.BROKEN, found.sentence, found.cells))
        elif found.holds:
            lines.append(RuleLine(RuleState.HOLDS, _words(rule, where), found.cells))
    if whole.deep:  # else the schema says nothing above its fields, and each was checked by itself
        found_wide = (problem for problem in whole.problems(now.values, tree) if problem.wide)
        lines += [
            RuleLine(RuleState.BROKEN, problem.sentence, problem.cells)
            for problem in found_wide
            if not now.open.intersection(problem.cells)
        ]
    order = list(RuleState)
    return tuple(sorted(lines, key=lambda line: order.index(line.state)))


def _words(rule: Declared, where: str) -> str:
    """A rule as its schema has it, with the object that it is tried at."""
    if isinstance(rule, Invariant):
        said = rule.message.rstrip(".") or rule.test.text
    elif isinstance(rule, When):
        parts = [f"if {rule.given.text}"]
        parts += [f"then {rule.then.text}"] if rule.then is not None else []
        parts += [f"else {rule.otherwise.text}"] if rule.otherwise is not None else []
        said = rule.message.rstrip(".") or " ".join(parts)
    elif isinstance(rule, Requires):
        said = f"{rule.given.text} needs {', '.join(path.text for path in rule.required)}"
    else:
        said = f"{', '.join(path.text for path in rule.keys)} unique"
    return f"{where}: {said}" if where else said


def _named(paths: list[str]) -> str:
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
